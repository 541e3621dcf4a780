"""A study: the one object that opens the folder and its database and asks the rooms to work.

Methods are short: they fetch, call a room, store. ``add_*`` bring in, nouns answer, ``write_*`` leave
files. Language models and pandas load only where a method needs them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from csec_qual.base.errors import DecisionError, Problem, StudyError
from csec_qual.base.progress import Progress, Quiet
from csec_qual.codebook.fingerprint import code_fingerprints
from csec_qual.codebook.load import is_shipped, read_codebook
from csec_qual.codebook.load import locate as locate_codebook
from csec_qual.codebook.nodes import nearest
from csec_qual.model.codes import Codebook, Scope, Status
from csec_qual.model.coding import Decision, Stance, Suggestion
from csec_qual.model.people import Case, Participant
from csec_qual.model.transcript import Role, Source, Transcript
from csec_qual.review.decide import codings
from csec_qual.review.queue import queue
from csec_qual.store import suggestions as kept_suggestions
from csec_qual.store.engine import Database
from csec_qual.study import layout, reviewing, suggesting
from csec_qual.study.choices import choice
from csec_qual.study.folder import StudyFolder
from csec_qual.study.lists import Lists, merge_lists
from csec_qual.study.reviewing import HistoryCheck
from csec_qual.study.settings import ParaphraseUse, Settings
from csec_qual.study.status import StudyStatus, study_status
from csec_qual.study.suggesting import SuggestReport
from csec_qual.tagging.version import engine_version

if TYPE_CHECKING:
    from csec_qual.analysis.cut import DataCut
    from csec_qual.analysis.frames import Frame
    from csec_qual.analysis.groups import Grid
    from csec_qual.analysis.table import CountTable
    from csec_qual.model.assignment import Assignment, Seat
    from csec_qual.privacy.audit import Leak
    from csec_qual.reporting.packet import Packet
    from csec_qual.study.accounts import Accounts
    from csec_qual.study.adjudicating import Readings
    from csec_qual.study.agreeing import PairAgreement
    from csec_qual.study.case_studies import CaseStudies
    from csec_qual.study.desk import Desk
    from csec_qual.study.drafting import TermDraft
    from csec_qual.study.happenings import Happening
    from csec_qual.study.ingest import IngestReport
    from csec_qual.study.learning import LearnReport
    from csec_qual.study.memos import Memos
    from csec_qual.study.outputs import ReportRequest
    from csec_qual.study.packets import Answers
    from csec_qual.study.recounting import Change, Wanted
    from csec_qual.study.rereading import Proposal
    from csec_qual.study.verifying import Verified
    from csec_qual.study.withdrawing import Withdrawn
    from csec_qual.tagging.concordance import ConcordanceLine
    from csec_qual.tagging.coverage import Coverage
    from csec_qual.tagging.engine import Engine
    from csec_qual.tagging.explain import Explanation
    from csec_qual.tagging.paraphrase import Paraphrase
    from csec_qual.tagging.preview import Preview
    from csec_qual.tagging.whynot import Rejection
    from csec_qual.tagging.words import Reader

_QUIET = Quiet()


class Study:
    """An evaluation in a folder.

    Args:
        folder: The study's folder; use ``create`` and ``open``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._database = Database(folder / layout.DATABASE)
        self._held = StudyFolder(folder, self._database)

    @classmethod
    def create(cls, folder: Path | str, codebook: str = "csec") -> "Study":
        """Make a study with its own copy of a codebook.

        Args:
            folder: Where; made if it is not there.
            codebook: The name of a shipped codebook, or a folder.

        Raises:
            StudyError: There is a study already.
            CodebookError: There is no such codebook, or it has faults; nothing is made then.
            OutputError: The folder cannot be written.
        """
        place, found = Path(folder), locate_codebook(codebook)
        if not is_shipped(found):
            read_codebook(found)
        layout.make(place, found)
        study = cls(place.resolve())
        # What is read here is kept, so that the first suggestions need not wait for it.
        _ = study.codebook
        return study

    @classmethod
    def open(cls, folder: Path | str = ".") -> "Study":
        """Open the study that a folder is, or lies in.

        Raises:
            StudyError: There is none, or its database cannot be used.
        """
        return cls(layout.locate(Path(folder)))

    @classmethod
    def near(cls, folder: Path | str = ".") -> "Study | None":
        """The study that a folder is, or lies in, opened; None where there is none.

        Raises:
            StudyError: There is one, and its database cannot be used.
        """
        place = Path(folder).resolve()
        return cls.open(place) if any(map(layout.is_study, (place, *place.parents))) else None

    @property
    def settings(self) -> Settings:
        """``study.yaml`` as it is now.

        Raises:
            StudyError: It has faults.
        """
        return self._held.settings

    @property
    def codebook(self) -> Codebook:
        """The study's codebook, as it was when it was first asked for; see ``reload``.

        Raises:
            CodebookError: It has faults; every one is named.
        """
        return self._held.codebook

    def reload(self) -> bool:
        """Read the codebook again where somebody edited it since; return whether they have.

        Lists and settings need no such call: they are always as they are now. A codebook stays the same
        until its user is ready for another.

        Raises:
            CodebookError: It has faults now. The codebook that was read before stays in use.
        """
        is_new = self._held.reload()
        if is_new:
            self._forget_engine()
        return is_new

    @property
    def lists(self) -> Lists:
        """Counties, sources and speakers as people list them now.

        Raises:
            StudyError: A list has faults; every one is named with its row.
        """
        return self._held.lists

    def cases(self) -> tuple[Case, ...]:
        """The counties, in the order of ``cases.csv``."""
        return self.lists.cases

    def sources(self) -> tuple[Source, ...]:
        """The rows of ``sources.csv``."""
        return self.lists.sources

    def participants(self) -> tuple[Participant, ...]:
        """Everyone who takes part in counts; nobody who withdrew."""
        return self.lists.participants()

    def add_cases(self, path: Path | str) -> int:
        """Add the counties of a list to ``cases.csv``; return how many were new.

        Raises:
            StudyError: It is no list of counties, or has faults. Nothing was added then.
        """
        return merge_lists({layout.CASES: [Path(path)]}, self.folder)[layout.CASES]

    def add_transcripts(self, path: Path | str, *, progress: Progress = _QUIET) -> "IngestReport":
        """Read a file, or every transcript in a folder, into the study.

        Lists, settings and narrative that lie in the folder are taken along where the study has none
        of its own. A file that cannot be read is reported; the others are stored.

        Raises:
            StudyError: There is nothing to add, or a list has faults. Nothing was added then.
        """
        # The readers of every format load with it; nothing else needs them.
        from csec_qual.study import ingest

        outcomes, proposed = ingest.add(Path(path), self.folder, self._database, progress)
        lists, transcripts = self.lists, self._transcripts()
        return ingest.report(outcomes, proposed, lists, reviewing.decided(self._database, transcripts).gone)

    def transcripts(self) -> list[Transcript]:
        """Every transcript, with the roles and kinds the lists give; words of withdrawn people blanked."""
        return list(self._transcripts().values())

    def suggest(
        self,
        *,
        codes: Collection[str] | None = None,
        paraphrase: bool = True,
        dry_run: bool = False,
        progress: Progress = _QUIET,
    ) -> SuggestReport:
        """Suggest codes for what changed since the last run.

        Kept after each batch of transcripts, so that a run that is stopped goes on where it was.

        Args:
            codes: Only these codes; None for all.
            paraphrase: Whether the paraphrase layer reads beside the rules, where the study uses it. A later
                run with it adds what it reads.
            dry_run: Tell what would change and store nothing.
            progress: Shown which transcript is worked on.

        Raises:
            CodebookError: The codebook has faults, or there is no such code.
        """
        transcripts = self._transcripts()
        layer = self._paraphrase if paraphrase else None
        wanted = reviewing.active_codes(self.codebook, codes)
        work = self._pending(transcripts, wanted, layer)
        if layer and not dry_run and suggesting.is_large(work):
            # Reading what each answer means takes minutes here; what the rules find is there in seconds.
            self._run(self._pending(transcripts, wanted, None), transcripts, None, progress)
        report = self._run(work, transcripts, layer, progress, dry_run=dry_run)
        if suggesting.is_broad(work):
            # What hundreds of rules found fills memory; the next edit asks for a few of them.
            self._reader.let_go()
        # With the roles and withdrawals of now: what a person took back is in no cache after this.
        self._reader.keep(transcripts.values())
        if layer:
            layer.keep(transcripts.values())
        if report.transcripts and codes is None and not dry_run:
            layout.keep_codebook(self.folder / self.settings.codebook, self._held.cache)
        return report

    def suggestions(
        self,
        *,
        code: str | None = None,
        case: str | None = None,
        status: Status | str | None = None,
        undecided: bool = False,
        counting: bool = False,
    ) -> list[Suggestion]:
        """The suggestions that stand, by transcript, turn and code.

        Left out are those of turns that cannot be coded now, such as a withdrawn person's, and of codes
        that are no longer in use.

        Args:
            code: Only of this code.
            case: Only of what is said for this county.
            status: Only of this assertion status.
            undecided: Only those nobody decided on.
            counting: Only those that count.

        Raises:
            CodebookError: There is no such code.
            StudyError: There is no such county or status.
        """
        lists = self.lists
        if case is not None:
            lists.check_case(case)
        if status is not None:
            status = choice(Status, status, "status")
        transcripts = self._transcripts()
        found = self._suggestions(transcripts, code)
        settled = codings(reviewing.decided(self._database, transcripts).standing) if undecided else {}

        def speaks_for(each: Suggestion) -> str:
            turn = transcripts[each.transcript_id].turns[each.turn - 1]
            return lists.case_of(each.transcript_id, turn.speaker)

        return [
            each
            for each in found
            if (case is None or speaks_for(each) == case)
            and (status is None or each.status == status)
            and each.suggestion_id not in settled
            and (not counting or each.counts)
        ]

    def queue(self, *, coder: str, code: str | None = None) -> list[Suggestion]:
        """What a coder has not decided on, the most telling first.

        Raises:
            CodebookError: There is no such code.
        """
        transcripts = self._transcripts()
        done = reviewing.decided(self._database, transcripts).standing
        return queue(self._suggestions(transcripts, code), done, coder)

    def suggestion(self, suggestion_id: str) -> Suggestion:
        """The suggestion of that name, such as ``maple-admin-01:41:tg-caregiver``.

        Raises:
            DecisionError: There is none; the message offers the nearest.
        """
        return reviewing.named(suggestion_id, self.suggestions())

    def explain(self, suggestion_id: str) -> "Explanation":
        """Why a suggestion was made.

        Raises:
            DecisionError: There is no such suggestion.
        """
        from csec_qual.tagging.explain import explain

        transcripts = self._transcripts()
        found = reviewing.named(suggestion_id, self._suggestions(transcripts))
        return explain(found, self.codebook, transcripts[found.transcript_id])

    def why_not(self, code: str, turn: str) -> "Rejection":
        """Why a code is not suggested for a turn, or its suggestion does not count.

        Args:
            code: The code's id.
            turn: A turn's name, such as ``maple-admin-01:41``, or its file and number.

        Raises:
            CodebookError: There is no such code.
            StudyError: There is no such turn.
        """
        from csec_qual.study.searching import turn_named
        from csec_qual.tagging.whynot import why_not

        (code_id,) = reviewing.active_codes(self.codebook, [code])
        wanted = next(each for each in self.codebook.codes if each.code_id == code_id)
        unit = turn_named(turn, self._transcripts())
        return why_not(wanted, unit, self._engine, self.lists.role_groups())

    def accept(self, suggestion: Suggestion | str, *, coder: str, note: str = "") -> Decision:
        """Decide that a suggested code applies.

        Raises:
            DecisionError: There is no such suggestion, or it has changed since it was given out.
        """
        return self._record(suggestion, coder, Stance.APPLIES, note)

    def reject(self, suggestion: Suggestion | str, *, coder: str, note: str = "") -> Decision:
        """Decide that a suggested code does not apply.

        Raises:
            DecisionError: There is no such suggestion, or it has changed since it was given out.
        """
        return self._record(suggestion, coder, Stance.DOES_NOT_APPLY, note)

    def desk(self, coder: str) -> "Desk":
        """What a coder has before them: transcripts to read, codes to decide on, steps to undo.

        Raises:
            DecisionError: The coder has no name.
        """
        from csec_qual.study.desk import Desk

        return Desk(self._held, self._database, coder)

    def history(self) -> list[Decision]:
        """Every decision, in the order in which they were made."""
        from csec_qual.store import decisions

        with self._database.reading() as connection:
            return decisions.fetch(connection)

    def changes(self, wanted: "Wanted | None" = None) -> "list[Change]":
        """Every decision that is asked for, with what its coder said before and since."""
        from csec_qual.study.recounting import Wanted, changes

        return changes(self.history(), wanted or Wanted())

    def happenings(self, wanted: "Wanted | None" = None) -> "list[Happening]":
        """Everything that is logged and asked for: decisions, and what people did beside them, in order."""
        from csec_qual.study.happenings import happenings
        from csec_qual.study.recounting import Wanted

        return happenings(self._database, self.changes(wanted), wanted or Wanted())

    def decisions(self, *, as_of: str = "") -> list[Decision]:
        """The decisions that stand, as they were made.

        Args:
            as_of: How many entries the log held, or a time such as ``2026-06-30``: what stood then; now
                where none is given.

        Raises:
            DecisionError: There is no such moment.
        """
        from csec_qual.study.recounting import as_of as standing_as_of

        log = self.history()
        return standing_as_of(log, as_of or str(len(log)))

    def check_history(self) -> HistoryCheck:
        """Whether every log, of decisions and of all else, is what was written."""
        from csec_qual.store import chain

        with self._database.direct() as connection:
            found = {log.table: chain.first_broken(connection, log) for log in chain.LOGS}
            n = sum(1 for _ in chain.entries(connection))
            broken = {name: position for name, position in found.items() if position is not None}
            return HistoryCheck(n, chain.last(connection), broken)

    def seats(self, transcript_id: str | None = None) -> "list[Seat]":
        """Who has which transcript to code, and who has finished."""
        from csec_qual.study import seating

        return seating.seats(self._database, transcript_id)

    def assignments(self) -> "list[Assignment]":
        """Every assignment, finishing and reopening, in order."""
        from csec_qual.study import seating

        return seating.log(self._database)

    def assign(
        self, transcript_id: str, coder: str, *, by: str, blind: bool = False, no_suggestions: bool = False
    ) -> "Assignment":
        """Give a transcript to a coder.

        Args:
            transcript_id: The transcript.
            coder: Who is to code it.
            by: Who says so.
            blind: Whether they see nothing of what others decide there until all have finished.
            no_suggestions: Whether they see nothing of what the engine suggests there either; blind with it.

        Raises:
            DecisionError: There is no such transcript, or they have it already.
        """
        from csec_qual.study import seating

        self._check_transcript(transcript_id)
        return seating.assign(
            self._database,
            transcript_id,
            coder,
            by=by,
            is_blind=blind or no_suggestions,
            hides_suggestions=no_suggestions,
        )

    def finish(self, transcript_id: str, coder: str) -> "Assignment":
        """Mark a transcript finished by a coder: what they decided so far is what agreement is counted on.

        Raises:
            DecisionError: There is no such transcript, or they have finished it already.
        """
        from csec_qual.study import seating

        self._check_transcript(transcript_id)
        return seating.finish(self._database, transcript_id, coder)

    def reopen(self, transcript_id: str, coder: str) -> "Assignment":
        """Let a coder go on with what they marked finished, while somebody else has not.

        Raises:
            DecisionError: They have not finished it, or all have.
        """
        from csec_qual.study import seating

        return seating.reopen(self._database, transcript_id, coder)

    def release(self, transcript_id: str, coder: str, *, by: str) -> "Assignment":
        """Take a transcript from a coder; what they decided stays.

        Raises:
            DecisionError: They do not have it.
        """
        from csec_qual.study import seating

        return seating.release(self._database, transcript_id, coder, by=by)

    @cached_property
    def accounts(self) -> "Accounts":
        """Who may sign in to the workbench, and what they may do there."""
        from csec_qual.study.accounts import Accounts

        return Accounts(self._database)

    @cached_property
    def memos(self) -> "Memos":
        """What people note beside the coding, and the summaries in the cells of the matrix."""
        from csec_qual.study.memos import Memos

        return Memos(self._held, self._database)

    def readings(self) -> "list[Readings]":
        """What the coders of each transcript said and where they differ, once all of them had finished."""
        from csec_qual.study.adjudicating import all_readings

        return all_readings(self._held, self._database)

    def agreement(
        self, *, coders: Sequence[str] = (), transcript: str | None = None, unit: str = "turn"
    ) -> "list[PairAgreement]":
        """How far coders agree on what they finished, code by code and theme by theme.

        Args:
            coders: Two; every pair where none are named.
            transcript: Only this transcript; None for all.
            unit: What is compared: ``turn`` or ``transcript``.

        Raises:
            DecisionError: The two named finished nothing together.
            StudyError: There is no such unit.
        """
        from csec_qual.reliability.units import UnitKind
        from csec_qual.study.agreeing import pair_agreements

        if transcript is not None:
            self._check_transcript(transcript)
        kind = choice(UnitKind, unit, "unit")
        return pair_agreements(
            self.readings(), self.codebook, coders=coders, transcript=transcript, unit=kind
        )

    def find(
        self,
        query: str,
        *,
        scope: str = "sentence",
        role: str | None = None,
        case: str | None = None,
        context: int = 60,
    ) -> "list[ConcordanceLine]":
        """Search the study in the language of the rules.

        Args:
            query: What to find.
            scope: ``sentence`` or ``turn``: the stretch that must hold every part.
            role: Whose turns: a role such as ``interviewer``; participants' and documents' if None.
            case: Only words spoken for this county.
            context: Characters shown on either side.

        Raises:
            QueryError: The query cannot be understood.
            StudyError: There is no such county, role or scope.
        """
        from csec_qual.study.searching import find

        lists = self.lists
        if case is not None:
            lists.check_case(case)
        transcripts = self.transcripts()
        found = find(
            query,
            transcripts,
            lists,
            self.codebook,
            self._reader,
            scope=choice(Scope, scope, "scope"),
            role=None if role is None else choice(Role, role, "role"),
            case_id=case,
            context=context,
        )
        self._reader.keep(transcripts)
        return found

    def status(self) -> StudyStatus:
        """Where the study stands and what is still to do."""
        transcripts = self._transcripts()
        open_in = {
            each.transcript.transcript_id: len(each.differences) - each.n_settled for each in self.readings()
        }
        found = study_status(
            self.settings,
            self.codebook,
            self.lists,
            transcripts,
            self._suggestions(transcripts),
            reviewing.decided(self._database, transcripts),
            len(self._pending(transcripts, reviewing.active_codes(self.codebook), self._paraphrase)),
        )
        return replace(found, unsettled=tuple(f"{name} ({n})" for name, n in open_in.items() if n))

    def coverage(self, *, codebook: Path | str | None = None, progress: Progress = _QUIET) -> "Coverage":
        """What of a codebook is at work in the study: rules that fire, entries that match, and the rest.

        Args:
            codebook: The name of a shipped codebook, or a folder; the study's own by default.
            progress: Shown which transcript is worked on.

        Raises:
            CodebookError: There is no such codebook, or it has faults.
        """
        from csec_qual.study.covering import cover

        book = self.codebook if codebook is None else self._codebook_named(codebook)
        transcripts = self._transcripts()
        groups = self.lists.role_groups()
        settled = codings(reviewing.decided(self._database, transcripts).standing)
        return cover(
            book,
            [(each, groups.get(each.transcript_id, {})) for each in transcripts.values()],
            self.settings.model,
            progress,
            {place for place, each in settled.items() if each.decision.stance is Stance.DOES_NOT_APPLY},
        )

    def preview(
        self,
        new: Codebook | Path | str | None = None,
        old: Codebook | Path | str | None = None,
        *,
        codes: Collection[str] = (),
    ) -> "Preview":
        """What another codebook gains and loses in the study, passage by passage. Nothing is stored.

        Args:
            new: A codebook, which need not be saved, the name of a shipped one, or a folder; the
                study's own by default.
            old: What it is compared with; what is stored as suggested by default.
            codes: Only these codes; empty for all.

        Raises:
            CodebookError: There is no such codebook or code, or a codebook has faults.
        """
        from csec_qual.study.previewing import in_study

        transcripts = self._transcripts()
        book = self.codebook if new is None else self._codebook_named(new)
        paraphrase = self._paraphrase_for(book)
        found = in_study(
            self._database,
            None if old is None else self._codebook_named(old),
            book,
            transcripts,
            self.lists.role_groups(),
            self._reader,
            self._engine_version(paraphrase),
            paraphrase,
            layout.kept_codebook(self._held.cache),
            codes,
        )
        self._reader.keep(transcripts.values())
        return found

    def try_rule(self, rule_id: str, find: str) -> "Preview":
        """What another query in a rule would gain and lose, passage by passage. Nothing is stored.

        Raises:
            CodebookError: There is no such rule.
            QueryError: The query cannot be understood.
        """
        from csec_qual.codebook.edit import with_rule

        tried = with_rule(self.codebook, rule_id, find)
        code = next(each for each in tried.codes if any(rule.rule_id == rule_id for rule in each.rules))
        return self.preview(tried, self.codebook, codes=[code.code_id])

    def edit_rule(self, rule_id: str, find: str, *, by: str) -> Path:
        """Write another query into a rule's file, and use it from now on; return the file.

        Suggestions follow at the next ``suggest``. The history tells who edited it.

        Raises:
            CodebookError: There is no such rule, or somebody edited it in the meantime.
            QueryError: The query cannot be understood. Nothing is written then.
            OutputError: The file cannot be written.
        """
        from csec_qual.study.editing import edit_rule

        path = edit_rule(
            self.folder / self.settings.codebook, self.codebook, self._database, rule_id, find, by
        )
        self.reload()
        return path

    def draft_terms(self, code_id: str) -> "TermDraft":
        """Propose terms for the rules of a code, from the passages that people accepted.

        Raises:
            CodebookError: There is no such code.
            StudyError: Fewer than three codings stand.
        """
        from csec_qual.study.drafting import draft_from_cut

        return draft_from_cut(code_id, self.cut(decided_only=True), self.codebook, self.settings.model)

    def learn(self, *, dry_run: bool = False) -> "LearnReport":
        """Teach the paraphrase layer by what people decided, for each code that is better for it.

        What is learned goes into ``learned.json``; the next ``suggest`` goes by it. It replaces what was
        learned before.

        Args:
            dry_run: Tell what would be learned and store nothing.

        Raises:
            StudyError: There is nothing to learn from, or what it needs is not installed.
            OutputError: The file cannot be written.
        """
        from csec_qual.study.learning import learn_from
        from csec_qual.tagging.learned import write_learned
        from csec_qual.tagging.paraphrase import find_paraphrase

        layer = find_paraphrase(self.codebook, self._held.cache / "readings", learns=True)
        if layer is None:
            what = "the codebook names a paraphrase model that is not there, or cannot be run here."
            raise StudyError([Problem("learn", None, what, "Correct 'paraphrase:' in codebook.yaml.")])
        transcripts = self._transcripts()
        learned, report = learn_from(
            self.codebook,
            transcripts,
            reviewing.decided(self._database, transcripts).standing,
            self._suggestions(transcripts),
            layer,
            self._reader,
        )
        if dry_run:
            return replace(report, is_dry=True)
        write_learned(self.folder / layout.LEARNED, learned)
        self._forget_engine()
        return report

    def unlearn(self) -> bool:
        """Go back to what is shipped; whether anything had been learned.

        Raises:
            OutputError: The file cannot be deleted.
        """
        self._forget_engine()
        return layout.forget_learned(self.folder)

    def cut(self, *, decided_only: bool = False) -> "DataCut":
        """Everything counts are made from, as it is now.

        Args:
            decided_only: Leave out suggestions that nobody has decided on.
        """
        from csec_qual.study.cutting import cut
        from csec_qual.study.redactions import read_redactions

        lists, transcripts = self.lists, self._transcripts()
        return cut(
            self.settings,
            self.codebook,
            lists,
            transcripts,
            self._suggestions(transcripts),
            reviewing.decided(self._database, transcripts).standing,
            decided_only=decided_only,
            redacted=read_redactions(self.folder),
        )

    def frequencies(
        self, by: str = "county", count: str = "mentions", *, decided_only: bool = False
    ) -> "CountTable":
        """How often each theme and code occurs.

        Args:
            by: ``county``, ``role`` or ``source``.
            count: ``mentions``, ``participants``, ``transcripts`` or ``counties``.
            decided_only: Leave out suggestions that nobody has decided on.
        """
        from csec_qual.analysis.frequencies import frequencies

        return frequencies(self.cut(decided_only=decided_only), by, count)

    def write_workbook(
        self, path: Path | str, *, date: str, decided_only: bool = False, progress: Progress = _QUIET
    ) -> Path:
        """Write the Excel workbook, for the team.

        Args:
            path: The ``.xlsx`` file.
            date: ISO date of the data cut, printed on it.
            decided_only: Leave out suggestions that nobody has decided on.
            progress: Shown which sheet is written.

        Raises:
            OutputError: It could not be written; what was there is untouched.
        """
        from csec_qual.study import outputs

        return outputs.workbook(
            Path(path),
            self.cut(decided_only=decided_only),
            self.settings,
            date=date,
            about={
                "Engine": self._engine_version(self._paraphrase),
                "Paraphrase layer": self._paraphrase.name if self._paraphrase else "off",
            },
            progress=progress,
        )

    def tables(self, *, decided_only: bool = False) -> "dict[str, Frame]":
        """Frequencies, presence, coverage and evidence as pandas frames; see ``analysis.frames``."""
        from csec_qual.study import outputs

        return outputs.tables(self.cut(decided_only=decided_only), self.settings)

    def write_tables(self, folder: Path | str, form: str, *, decided_only: bool = False) -> list[Path]:
        """Write the same tables as files, for the team.

        Args:
            folder: Where; files of these names are replaced.
            form: ``csv`` or ``parquet``.
            decided_only: Leave out suggestions that nobody has decided on.

        Raises:
            StudyError: There is no such format.
            OutputError: They could not be written, or pyarrow is missing.
        """
        from csec_qual.study import outputs

        return outputs.table_files(Path(folder), form, self.cut(decided_only=decided_only), self.settings)

    def read_tables(self, path: Path | str, *, coder: str, apply: bool = False) -> "list[Proposal]":
        """What people wrote into the evidence of a workbook, as decisions.

        Args:
            path: A workbook of ``write_workbook``, edited.
            coder: Whose decisions they are.
            apply: Record those that nothing stands against.

        Raises:
            OutputError: It is no workbook of this kind.
            DecisionError: The coder has no name.
        """
        from csec_qual.excel.reading import read_evidence
        from csec_qual.review.decide import codings
        from csec_qual.study.rereading import proposals, record

        desk = self.desk(coder)
        answers = codings(reviewing.decided(self._database, self._transcripts()).standing)
        found = proposals(read_evidence(Path(path)), desk, self.codebook, answers)
        return record(found, desk) if apply else found

    def write_case_study(
        self,
        case_id: str,
        path: Path | str,
        *,
        date: str,
        decided_only: bool = False,
        audience: str = "team",
        templates: Path | None = None,
        status: str = "draft",
    ) -> Path:
        """Write the case study of one county.

        Args:
            case_id: The county.
            path: The file; its ending says the format: ``.html``, ``.md``, ``.docx`` or ``.pdf``.
            date: ISO date of the data cut, printed on it.
            decided_only: Leave out suggestions that nobody has decided on.
            audience: ``team``, with links to the transcripts; ``county``, for its own people to check the
                facts; or ``public``.
            templates: A folder of the team's own templates.
            status: ``draft``, ``fact-checked`` or ``final``, as people say; printed on it.

        Raises:
            StudyError: There is no such county, audience or status.
            OutputError: It could not be written; what was there is untouched.
        """
        from csec_qual.study.outputs import ReportRequest

        request = ReportRequest(((case_id, Path(path)),), date, audience, templates, status)
        return self._case_studies(request, decided_only).write()[0]

    def write_case_studies(
        self,
        folder: Path | str,
        *,
        date: str,
        cases: Sequence[str] | None = None,
        formats: Sequence[str] = ("html", "md", "docx"),
        decided_only: bool = False,
        audience: str = "team",
        templates: Path | None = None,
        status: str = "draft",
        progress: Progress = _QUIET,
    ) -> list[Path]:
        """Write case studies into a folder, of these counties or of all; see ``write_case_study``."""
        from csec_qual.study.outputs import ReportRequest

        wanted = tuple(
            (case_id, Path(folder) / f"{case_id}.{ending}")
            for case_id in ([case.case_id for case in self.cases()] if cases is None else cases)
            for ending in formats
        )
        request = ReportRequest(wanted, date, audience, templates, status)
        return self._case_studies(request, decided_only).write(progress)

    def focus_groups(self) -> tuple[str, ...]:
        """The transcripts that are focus groups, in order."""
        from csec_qual.study.grouping import focus_groups

        return focus_groups(self.cut())

    def group(self, transcript_id: str, cut: "DataCut | None" = None) -> "list[Grid]":
        """Who in a focus group said, took up, spoke against or passed over what, question by question.

        Args:
            transcript_id: The group.
            cut: What counts; the study's own by default, or what one coder may see.

        Raises:
            StudyError: There is no such focus group.
        """
        from csec_qual.study.grouping import group_grids

        return group_grids(cut or self.cut(), transcript_id, self._reader, self.codebook.terms)

    def template_data(
        self, case_id: str, *, date: str, decided_only: bool = False, audience: str = "team"
    ) -> str:
        """What the template of a county's case study sees, as JSON; see docs/templates.md.

        Raises:
            StudyError: There is no such county or audience.
        """
        from csec_qual.study.case_studies import template_data
        from csec_qual.study.outputs import ReportRequest

        request = ReportRequest((), date, audience, None)
        return template_data(self._case_studies(request, decided_only), case_id)

    def write_checklist(self, standard: str, path: Path | str, *, date: str) -> Path:
        """Write a reporting checklist, filled where the study knows the answer.

        Args:
            standard: ``coreq`` or ``srqr``.
            path: The file, ``.md`` or ``.html``; one that a person edited is not written over.
            date: ISO date of the data cut, printed on it.

        Raises:
            StudyError: There is no such standard.
            OutputError: It could not be written.
        """
        from csec_qual.study.checklists import write

        decided = reviewing.decided(self._database, self._transcripts()).standing
        return write(
            Path(path),
            standard,
            self.cut(),
            self.settings,
            study=self.folder,
            date=date,
            coders=len({each.coder_id for each in decided}),
            compared=len(self.readings()),
        )

    def verify(self, path: Path | str) -> "Verified":
        """Whether an edited case study still says what the study holds.

        Args:
            path: The file: Word, HTML or Markdown.

        Raises:
            OutputError: It cannot be read, or no report of this study is like it.
        """
        from csec_qual.review.decide import codings
        from csec_qual.study.verifying import verified

        cuts = {only: self.cut(decided_only=only) for only in (False, True)}
        answers = codings(reviewing.decided(self._database, self._transcripts()).standing)
        memos = self.memos.for_reports()
        return verified(Path(path), self.folder, self.settings, cuts, answers, memos)

    def write_marked(self, found: "Verified", path: Path | str) -> Path:
        """Write an edited report as one HTML page on which every finding is marked at its place.

        Args:
            found: What ``verify`` found.
            path: The page; what is there is replaced.

        Raises:
            OutputError: It could not be written, or its name does not end in ``.html``.
        """
        from csec_qual.study.verifying import write_marked

        return write_marked(found, Path(path))

    def audit(self, path: Path | str, *, audience: str, case: str = "") -> "list[Leak]":
        """What in a finished file should not reach its readers, as far as a program can tell.

        Args:
            path: Word, HTML, Markdown, a workbook, CSV, JSON or text.
            audience: ``team``, ``county`` or ``public``.
            case: For a county: which, so that its own name may stand there.

        Raises:
            StudyError: There is no such audience or county.
            OutputError: The file cannot be looked through.
        """
        from csec_qual.privacy.release import Audience
        from csec_qual.store import newest
        from csec_qual.study.auditing import audited

        if case:
            self.lists.check_case(case)
        with self._database.direct() as connection:
            as_read = newest.fetch_all(connection)
        who = choice(Audience, audience, "audience")
        return audited(Path(path), self.cut(), self.lists, as_read, self.settings, who, case)

    def write_cross_county(
        self,
        paths: Sequence[Path | str],
        *,
        date: str,
        order_by: str = "",
        decided_only: bool = False,
        audience: str = "team",
        status: str = "draft",
        templates: Path | str | None = None,
    ) -> list[Path]:
        """Write the counties side by side; return where, which is beside a file that somebody edited.

        Args:
            paths: Files; the ending of each says the format, ``.html`` or ``.md``.
            date: ISO date of the data cut, printed on it.
            order_by: An attribute of ``cases.csv`` that orders the counties.
            decided_only: Leave out suggestions that nobody has decided on.
            audience: ``team`` or ``public``.
            status: ``draft``, ``fact-checked`` or ``final``.
            templates: A folder of the team's own templates, or None.

        Raises:
            StudyError: There is no such audience or attribute, or ``indicators.csv`` has faults.
            PrivacyError: It was asked for one county.
            TemplateError: A template is wrong.
            OutputError: A file could not be written; what was there is untouched.
        """
        from csec_qual.study.crossing import write_cross_county
        from csec_qual.study.outputs import CROSS_COUNTY, ReportRequest

        wanted = tuple((CROSS_COUNTY, Path(path)) for path in paths)
        request = ReportRequest(wanted, date, audience, Path(templates) if templates else None, status)
        cut, memos = self.cut(decided_only=decided_only), self.memos.for_reports()
        return write_cross_county(
            request, cut, self.settings, order_by=order_by, study=self.folder, memos=memos
        )

    def write_packet(
        self,
        case: str,
        path: Path | str,
        *,
        date: str,
        group: str = "",
        decided_only: bool = False,
        templates: Path | str | None = None,
    ) -> "Packet":
        """Write a page in which a county, or one of its role groups, looks through what is quoted of it.

        Args:
            case: The county.
            path: An HTML file; what is there is replaced.
            date: ISO date of the data cut, printed on it.
            group: A role group, such as ``Tribal partner``, that is shown everything of its own that is
                coded; empty for the county, which is shown the quotes of its report.
            decided_only: Leave out suggestions that nobody has decided on.
            templates: A folder of the team's own templates, or None.

        Raises:
            StudyError: There is no such county, or nobody of this role group is heard in it.
            TemplateError: A template is wrong.
            OutputError: It could not be written.
        """
        from csec_qual.study.packets import write_packet

        return write_packet(
            Path(path),
            case,
            group,
            self.cut(decided_only=decided_only),
            self.settings,
            study=self.folder,
            date=date,
            templates=Path(templates) if templates else None,
        )

    def read_answers(self, path: Path | str, *, by: str, apply: bool = False) -> "Answers":
        """Read what a review packet saved; take over what nothing stands against where asked to.

        Args:
            path: The file that came back.
            by: Who takes it over; the memos are theirs.
            apply: Whether it is recorded, or only shown.

        Raises:
            OutputError: It is no such file, or the packet was not written in this study.
            MemoError: Who takes it over has no name.
        """
        from csec_qual.study.packets import read_answers, record_answers

        found = read_answers(Path(path), self.folder, self.cut(), self.memos)
        return record_answers(found, self.folder, self.memos, by=by) if apply else found

    def withdraw(self, participant_id: str, *, by: str, dry_run: bool = False) -> "Withdrawn":
        """Take a participant's words out of the study for good, and log that it was done without them.

        They go from every version of every transcript, from the cache and from the kept drafts; everybody
        else's words, places and decisions stay. What people look after, such as the source file and reports
        that were written, is not touched: where it still holds their words is told.

        Args:
            participant_id: The pseudonym.
            by: Who does it.
            dry_run: Tell what would go and change nothing.

        Raises:
            StudyError: Nobody has this pseudonym, or somebody else is at work in the study.
            DecisionError: Who does it has no name.
            OutputError: A file could not be written.
        """
        from csec_qual.study.withdrawing import withdraw

        return withdraw(self._held, self._database, participant_id, by=by, dry_run=dry_run)

    def clean(self) -> None:
        """Delete the cache: the words and the codebook as they were read. The next run reads them again.

        Raises:
            OutputError: Some of it cannot be deleted.
        """
        layout.clean(self.folder)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _case_studies(self, request: "ReportRequest", decided_only: bool) -> "CaseStudies":
        from csec_qual.study.case_studies import CaseStudies

        return CaseStudies(
            request,
            self.cut(decided_only=decided_only),
            self.settings,
            study=self.folder,
            memos=self.memos.for_reports(),
        )

    def _check_transcript(self, transcript_id: str) -> None:
        known = self._transcripts()
        if transcript_id not in known:
            near = nearest(transcript_id, known) if known else ""
            raise DecisionError(f"There is no transcript '{transcript_id}'. {near}".strip())

    def _transcripts(self) -> Mapping[str, Transcript]:
        return self._held.transcripts()

    def _suggestions(
        self, transcripts: Mapping[str, Transcript], code: str | None = None
    ) -> list[Suggestion]:
        codes = set(reviewing.active_codes(self.codebook, None if code is None else [code]))
        codable = reviewing.codable_turns(transcripts.values())
        return reviewing.standing_suggestions(self._database, codable, codes)

    def _pending(
        self, transcripts: Mapping[str, Transcript], codes: Collection[str], paraphrase: "Paraphrase | None"
    ) -> list[tuple[Transcript, dict[str, str]]]:
        """The transcripts with codes whose suggestions are out of date, and what these follow from now."""
        with self._database.direct() as connection:
            known = kept_suggestions.fingerprints(connection)
        return suggesting.pending(
            transcripts.values(),
            self.lists.role_groups(),
            {code_id: own for code_id, own in code_fingerprints(self.codebook).items() if code_id in codes},
            self._engine_version(paraphrase),
            known,
        )

    def _run(
        self,
        work: Sequence[suggesting.Work],
        transcripts: Mapping[str, Transcript],
        paraphrase: "Paraphrase | None",
        progress: Progress,
        *,
        dry_run: bool = False,
    ) -> SuggestReport:
        """Suggest what is out of date, with the paraphrase layer or without it."""
        groups = self.lists.role_groups()
        active = reviewing.active_codes(self.codebook)
        stale = {code_id for _, made_from in work for code_id in made_from}
        codable = reviewing.codable_turns(transcripts.values())
        return suggesting.run(
            self._database,
            work,
            lambda some, codes: self._engine_with(paraphrase).suggest_many(some, groups, codes),
            before=suggesting.Before(
                reviewing.standing_suggestions(self._database, codable, stale),
                reviewing.standing_places(self._database, codable, set(active)),
            ),
            codes=active,
            dry_run=dry_run,
            progress=progress,
        )

    def _engine_version(self, paraphrase: "Paraphrase | None") -> str:
        return engine_version(self.settings.model, paraphrase.identity if paraphrase else "")

    @cached_property
    def _engine(self) -> "Engine":
        return self._engine_with(self._paraphrase)

    def _engine_with(self, paraphrase: "Paraphrase | None") -> "Engine":
        from csec_qual.tagging.engine import Engine

        return Engine(self.codebook, self.settings.model, self._reader, paraphrase)

    @cached_property
    def _paraphrase(self) -> "Paraphrase | None":
        return self._paraphrase_for(self.codebook)

    def _paraphrase_for(self, codebook: Codebook) -> "Paraphrase | None":
        from csec_qual.tagging.learned import read_learned
        from csec_qual.tagging.paraphrase import find_paraphrase

        if self.settings.paraphrase is not ParaphraseUse.ON:
            return None
        learned = read_learned(self.folder / layout.LEARNED)
        return find_paraphrase(codebook, self._held.cache / "readings", learned)

    def _forget_engine(self) -> None:
        for name in ("_engine", "_paraphrase"):
            self.__dict__.pop(name, None)

    @cached_property
    def _reader(self) -> "Reader":
        from csec_qual.tagging.words import Reader

        return Reader(self.settings.model, self._held.cache)

    def _codebook_named(self, codebook: Codebook | Path | str) -> Codebook:
        return codebook if isinstance(codebook, Codebook) else read_codebook(locate_codebook(codebook))

    def _record(self, suggestion: Suggestion | str, coder: str, stance: Stance, note: str) -> Decision:
        place = suggestion if isinstance(suggestion, str) else suggestion.suggestion_id
        seen = self.suggestion(place)
        if suggestion not in (place, seen):
            raise DecisionError(f"{place}: the suggestion has changed since it was shown. Look at it again.")
        code = self.codebook.code(seen.code_id)
        assert code is not None  # only suggestions of this codebook stand
        said = reviewing.Say(code, seen.segment, seen.turn, stance, note, seen)
        return reviewing.record(self._database, coder, [said])[0]
