"""What one coder works on: transcripts to read, codes to decide on, steps to undo.

Everything is asked for anew, of one transcript at a time, so that several people can sit at their desks at
once. A decision is appended to the log before it is answered for; nothing is decided here by itself.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from csec_qual.base.errors import DecisionError
from csec_qual.model.assignment import Seat
from csec_qual.model.codes import Code, CodeStatus
from csec_qual.model.coding import Decision, Stance, Suggestion
from csec_qual.model.transcript import Segment, Transcript
from csec_qual.review import undo as steps
from csec_qual.review.blind import Blinders
from csec_qual.review.decide import codings, passage_id
from csec_qual.review.stale import changed_since
from csec_qual.store import decisions as kept_decisions
from csec_qual.store import suggestions as kept_suggestions
from csec_qual.store.engine import Database
from csec_qual.study import adjudicating, reviewing, seating
from csec_qual.study.folder import StudyFolder
from csec_qual.study.view import View
from csec_qual.study.waiting import EVERYTHING, Item, Order, Show, Sieve, Waiting, Wanted


@dataclass(frozen=True, slots=True)
class Passage:
    """A code in a turn as a coder sees it.

    Attributes:
        passage_id: ``transcript:turn:code``.
        turn: Number of the turn.
        code: The code.
        segment: The words: those the coder decided on, else those suggested.
        suggestion: What the engine says; None where somebody coded by hand and it says nothing.
        own: The coder's own decision; None while they have made none.
        others: The decisions of others that stand and that the coder may know of, one a coder.
        changes: What has changed since the coder decided, or the last of the others where they did not.
    """

    passage_id: str
    turn: int
    code: Code
    segment: Segment
    suggestion: Suggestion | None
    own: Decision | None
    others: tuple[Decision, ...]
    changes: tuple[str, ...] = ()

    @property
    def stance(self) -> Stance | None:
        """What the coder says; None while they say nothing."""
        return self.own.stance if self.own else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a coder is with a transcript.

    Attributes:
        transcript_id: The transcript.
        kind: Interview, focus group, plan or survey.
        county: The county it is about; empty where the lists name none.
        turns: How many turns can be coded.
        suggested: How many suggestions stand in it.
        decided: On how many of them the coder decided.
        seat: The coder's place there; None while nobody assigned it to them.
    """

    transcript_id: str
    kind: str
    county: str
    turns: int
    suggested: int
    decided: int
    seat: Seat | None


class TrackRecord(NamedTuple):
    """What became of a rule's suggestions.

    Attributes:
        accepted: How many people said apply.
        rejected: How many they said do not.
        waiting: How many count and wait: neither the coder nor anybody they know of decided.
    """

    accepted: int
    rejected: int
    waiting: int


class Desk:
    """The desk of one coder.

    Args:
        held: What the study holds.
        database: Its database.
        coder: The coder's name.

    Raises:
        DecisionError: The coder has no name.
    """

    def __init__(self, held: StudyFolder, database: Database, coder: str) -> None:
        self.coder = coder.strip()
        if not self.coder:
            raise DecisionError("A decision needs the name of its coder: --coder NAME.")
        self._held = held
        self._database = database

    @property
    def view(self) -> View:
        """What the coder may see of the whole study."""
        return View(self._held, self._database, self.coder)

    def blinders(self) -> Blinders:
        """What the coder may see of what others decide and the engine suggests; every view asks here."""
        return seating.blinders(self._database, self.coder)

    def readings(self, transcript_id: str) -> adjudicating.Readings:
        """What the coders of a transcript said, once all of them had finished.

        Raises:
            DecisionError: They have not.
        """
        return adjudicating.readings(self._held, self._database, transcript_id)

    def settle(
        self, passage: str, choice: str, note: str = "", known: Collection[str] | None = None
    ) -> Decision:
        """Settle what the coders of a passage read differently; see ``adjudicating.settle``."""
        return adjudicating.settle(self._held, self._database, self.coder, passage, choice, note, known)

    def codes(self) -> tuple[Code, ...]:
        """The codes in use, in codebook order."""
        return tuple(code for code in self._held.codebook.codes if code.status is CodeStatus.ACTIVE)

    def progress(self) -> list[Progress]:
        """Every transcript, in order, and how far the coder is with it."""
        transcripts, lists = self._held.transcripts(), self._held.lists
        codable = reviewing.codable_turns(transcripts.values())
        hidden = self.blinders().unsuggested_in
        found = reviewing.standing_places(
            self._database, codable, set(reviewing.active_codes(self._held.codebook))
        )
        places = [each for each in found if each.transcript_id not in hidden]
        seats = {
            each.transcript_id: each for each in seating.seats(self._database) if each.coder_id == self.coder
        }
        own = {
            passage_id(each)
            for each in reviewing.decided(self._database, transcripts).standing
            if each.coder_id == self.coder
        }
        suggested = Counter(each.transcript_id for each in places)
        done = Counter(
            each.transcript_id for each in places if f"{each.transcript_id}:{each.turn}:{each.code_id}" in own
        )
        turns = Counter(transcript_id for transcript_id, _ in codable)
        counties = {case.case_id: case.label for case in lists.cases}
        return [
            Progress(
                name,
                each.source_type.value,
                counties.get(lists.case_of(name, ""), ""),
                turns[name],
                suggested[name],
                done[name],
                seats.get(name),
            )
            for name, each in transcripts.items()
        ]

    def transcript(self, transcript_id: str) -> Transcript:
        """A transcript, as the lists have it.

        Raises:
            DecisionError: There is none.
        """
        found = self._held.transcripts().get(transcript_id)
        if found is None:
            raise DecisionError(f"There is no transcript '{transcript_id}'.")
        return found

    def passages(self, transcript_id: str, turn: int | None = None) -> list[Passage]:
        """Every code suggested or decided on in a transcript, or in one of its turns, in order.

        Raises:
            DecisionError: There is no such transcript.
        """
        return self._in(self.transcript(transcript_id), turn)

    def passage(self, name: str) -> Passage:
        """One code in one turn, whether or not anybody suggests it.

        Raises:
            DecisionError: There is no such turn or code.
        """
        return self._named(self.transcript(name.partition(":")[0]), name)

    def decide(
        self,
        name: str,
        stance: Stance,
        *,
        note: str = "",
        segment: Segment | None = None,
        known: Collection[str] | None = None,
    ) -> Decision:
        """Say whether a code applies in a turn.

        Args:
            name: The passage, such as ``maple-admin-01:41:tg-caregiver``.
            stance: What the coder says.
            note: Why, in their own words.
            segment: The words it is about, if not those that were suggested.
            known: Ids of the decisions of others that the coder saw; None where nobody looked.

        Raises:
            DecisionError: There is no such turn or code, or it cannot be coded, or the words stand elsewhere.
            DecidedMeanwhileError: Somebody else decided on it since; nothing was recorded.
        """
        return self._record([replace(self._say(name, stance, note, segment), known=known)])[0]

    def put_in_place(
        self, wrong: str, right: str, *, note: str = "", known: Collection[str] | None = None
    ) -> Decision:
        """Reject a code and put another in its place on the same words, in one step; the other's decision.

        Args:
            wrong: The passage of the code that does not apply.
            right: The passage of the code that does; in the same turn.
            note: Why, in the coder's own words.
            known: Ids of the decisions of others on the wrong one that the coder saw.

        Raises:
            DecisionError: As for ``decide``.
        """
        words = self.passage(wrong).segment
        return self._record(
            [
                replace(self._say(wrong, Stance.DOES_NOT_APPLY), known=known),
                self._say(right, Stance.APPLIES, note, words),
            ]
        )[1]

    def accept_all(self, rule_id: str) -> list[Decision]:
        """Accept every suggestion of a rule that counts and waits for the coder, in one step.

        What somebody else decided on is left: nobody is overruled in passing.

        Raises:
            DecisionError: Nothing of the rule waits.
            DecidedMeanwhileError: Somebody else decided on one of them just now; nothing was recorded.
        """
        answers = self.view.answers()
        done = self._own().keys() | answers.keys()
        waiting = [
            each
            for each in self.view.suggestions()
            if each.counts and each.rule_id == rule_id and each.suggestion_id not in done
        ]
        if not waiting:
            raise DecisionError(f"No suggestion of the rule '{rule_id}' waits for you.")
        return self._record(
            [
                reviewing.Say(
                    self._code(each.code_id),
                    each.segment,
                    each.turn,
                    Stance.APPLIES,
                    f"all of {rule_id}",
                    each,
                    known=(),
                )
                for each in waiting
            ]
        )

    def track_record(self, code_id: str) -> dict[str, TrackRecord]:
        """How people decided on the suggestions of each rule of a code so far, and how many wait."""
        suggested = self.view.suggestions({code_id})
        standing = self.view.decisions()
        answers = {place: each.decision.stance for place, each in codings(standing).items()}
        found: dict[str, TrackRecord] = {}
        for each in suggested:
            before = found.get(each.rule_id, TrackRecord(0, 0, 0))
            stance = answers.get(each.suggestion_id)
            found[each.rule_id] = TrackRecord(
                before.accepted + (stance is Stance.APPLIES),
                before.rejected + (stance is Stance.DOES_NOT_APPLY),
                before.waiting + (each.counts and stance is None),
            )
        return found

    def undo(self) -> list[Decision]:
        """Take back the coder's last step; what was taken back, or nothing where there is none."""
        done, _ = self._steps()
        return self._again(done[-1][::-1], takes_back=True) if done else []

    def redo(self) -> list[Decision]:
        """Do again the step that was taken back last; what was said, or nothing where none was."""
        _, undone = self._steps()
        return self._again(undone[-1], takes_back=False) if undone else []

    def waiting(
        self, wanted: Wanted = EVERYTHING, order: Order = Order.WORTH, show: Show = Show.OPEN
    ) -> Waiting:
        """What the coder may see and has not decided on, or has reason to look at again.

        Args:
            wanted: Which of it.
            order: What comes first.
            show: What is open, what the coder set aside, or what they decided before something changed.
        """
        suggested = {each.suggestion_id: each for each in self.view.suggestions()}
        items = (
            Item(each.segment.transcript_id, each.turn, each.code_id, suggested.get(name))
            if isinstance(each, Decision)
            else Item(each.transcript_id, each.turn, each.code_id, each)
            for name, each in self._shown(show, suggested).items()
        )
        with self._database.direct() as connection:
            ages = kept_suggestions.ages(connection) if order is Order.NEWEST else {}
        sieve = Sieve(self._held.codebook, self._held.lists, self._held.transcripts(), ages)
        return sieve.sift(items, wanted, order)

    def _shown(
        self, show: Show, suggested: Mapping[str, Suggestion]
    ) -> Mapping[str, Suggestion] | Mapping[str, Decision]:
        """What there is to show, by passage."""
        own = self._own()
        if show is Show.OPEN:
            return {name: each for name, each in suggested.items() if name not in own}
        codable = reviewing.codable_turns(self._held.transcripts().values())
        active = set(reviewing.active_codes(self._held.codebook))
        looked_at = {
            name: each
            for name, each in own.items()
            if each.code_id in active and (each.segment.transcript_id, each.turn) in codable
        }
        if show is Show.UNSURE:
            return {name: each for name, each in looked_at.items() if each.stance is Stance.UNSURE}
        return self._outdated(looked_at, suggested)

    def _outdated(
        self, decided: Mapping[str, Decision], suggested: Mapping[str, Suggestion]
    ) -> Mapping[str, Decision]:
        """Those made before a rule, a code or the text changed."""
        versions = reviewing.decided(self._database, self._held.transcripts()).versions
        hidden = self.blinders().unsuggested_in
        return {
            name: each
            for name, each in decided.items()
            if (where := each.segment.transcript_id) not in hidden
            and changed_since(each, self._code(each.code_id), suggested.get(name), versions[where])
        }

    def _own(self) -> dict[str, Decision]:
        """The coder's last word on each passage."""
        standing = reviewing.decided(self._database, self._held.transcripts()).standing
        return {passage_id(each): each for each in standing if each.coder_id == self.coder}

    def _again(self, decisions: Sequence[Decision], *, takes_back: bool) -> list[Decision]:
        self._record(
            [
                reviewing.Say(
                    self._code(each.code_id),
                    each.segment,
                    each.turn,
                    Stance.TAKEN_BACK if takes_back else each.stance,
                    "" if takes_back else each.note,
                    settles=() if takes_back else each.settles,
                    again=None if takes_back else each,
                )
                for each in decisions
            ]
        )
        return list(decisions)

    def _record(self, said: Sequence[reviewing.Say]) -> list[Decision]:
        # Asked for only where somebody else decided meanwhile, which is seldom.
        return reviewing.record(
            self._database, self.coder, said, lambda decision: self.blinders().sees(decision)
        )

    def _say(
        self, name: str, stance: Stance, note: str = "", segment: Segment | None = None
    ) -> reviewing.Say:
        transcript = self.transcript(name.partition(":")[0])
        seen = self._named(transcript, name)
        words = segment or seen.segment
        turn = transcript.turns[seen.turn - 1]
        if not turn.is_codable:
            raise DecisionError(f"{name}: the turn is not a participant's, so it cannot be coded.")
        if not turn.start <= words.start < words.end <= turn.end:
            raise DecisionError(f"{name}: the words do not stand in that turn.")
        return reviewing.Say(seen.code, words, seen.turn, stance, note, seen.suggestion)

    def _named(self, transcript: Transcript, name: str) -> Passage:
        transcript_id, _, rest = name.partition(":")
        number, _, code_id = rest.partition(":")
        code = self._code(code_id)
        if not number.isdecimal() or not 1 <= int(number) <= len(transcript.turns):
            raise DecisionError(f"{transcript_id} has no turn '{number}'.")
        for each in self._in(transcript, int(number)):
            if each.passage_id == name:
                return each
        place = transcript.turns[int(number) - 1]
        whole = Segment(transcript_id, place.start, place.end)
        return Passage(name, int(number), code, whole, None, None, ())

    def _in(self, transcript: Transcript, turn: int | None) -> list[Passage]:
        name = transcript.transcript_id
        with self._database.direct() as connection:
            found = kept_suggestions.of_transcript(connection, name, turn)
        blinders = self.blinders()
        decided = reviewing.decided(self._database, {name: transcript}, transcript_id=name, turn=turn)
        standing = [each for each in blinders.decisions(decided.standing) if turn in (None, each.turn)]
        version = 0 if name in blinders.unsuggested_in else decided.versions[name]
        return self._passages(transcript, blinders.suggestions(found), standing, version)

    def _steps(self) -> tuple[list[steps.Step], list[steps.Step]]:
        with self._database.reading() as connection:
            return steps.history(kept_decisions.fetch(connection, coder_id=self.coder), self.coder)

    def _code(self, code_id: str) -> Code:
        code = self._held.codebook.code(code_id)
        if code is None:
            raise DecisionError(f"There is no code '{code_id}'.")
        return code

    def _passages(
        self,
        transcript: Transcript,
        suggested: Iterable[Suggestion],
        decided: Iterable[Decision],
        version: int,
    ) -> list[Passage]:
        """Suggestions and decisions as passages; with no version, nothing is told of what changed."""
        suggestions = {each.suggestion_id: each for each in suggested}
        by_passage: dict[str, dict[str, Decision]] = {}
        for each in decided:
            by_passage.setdefault(passage_id(each), {})[each.coder_id] = each
        order = {code.code_id: number for number, code in enumerate(self._held.codebook.codes)}
        found = []
        for name in {**suggestions, **by_passage}:
            made = dict(by_passage.get(name, {}))
            own = made.pop(self.coder, None)
            suggestion = suggestions.get(name)
            said = own or next(iter(made.values()), None)
            code_id = suggestion.code_id if suggestion else said.code_id if said else ""
            code = self._held.codebook.code(code_id)
            turn = suggestion.turn if suggestion else said.turn if said else 0
            segment = said.segment if said else suggestion.segment if suggestion else None
            if code is None or segment is None or not transcript.turns[turn - 1].is_codable:
                continue
            last = own or (list(made.values())[-1] if made else None)
            changes = changed_since(last, code, suggestion, version) if last and version else []
            found.append(
                Passage(name, turn, code, segment, suggestion, own, tuple(made.values()), tuple(changes))
            )
        return sorted(found, key=lambda each: (each.turn, order[each.code.code_id]))
