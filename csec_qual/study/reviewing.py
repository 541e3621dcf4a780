"""Suggestions that stand, and what people decided on them.

A suggestion stands while its turn can be coded and its code is in use. A decision stands while its words
are found in the newest text of its transcript.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TypeAlias

from csec_qual.base.clock import now, seconds_since
from csec_qual.base.errors import CodebookError, DecisionError, Problem
from csec_qual.codebook.nodes import nearest
from csec_qual.model.codes import Code, Codebook, CodeStatus
from csec_qual.model.coding import Decision, Stance, Suggestion
from csec_qual.model.transcript import Segment, Transcript
from csec_qual.review import decide, reanchor
from csec_qual.store import suggestions as kept_suggestions
from csec_qual.store.engine import Database

Codable: TypeAlias = Set[tuple[str, int]]
"""Transcript id and number of each turn that can be coded."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The log of decisions, laid upon the texts as they are now.

    Attributes:
        standing: Decisions with their words in the newest text, in the order they were made.
        gone: Decisions whose words are no longer there, for a person to place.
        versions: The number of the newest version of each transcript.
    """

    standing: tuple[Decision, ...]
    gone: tuple[Decision, ...]
    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HistoryCheck:
    """What a look at every link of the log found.

    Attributes:
        n_decisions: How many decisions there are.
        last: The newest link of the decisions: noted elsewhere, it shows later that nothing was taken from
            the end.
        broken: By log, the position, from 1, of the first entry that is not what was written; none where
            all are.
    """

    n_decisions: int
    last: str
    broken: Mapping[str, int]

    @property
    def is_whole(self) -> bool:
        """Whether every log is what was written."""
        return not self.broken


def decided(
    database: Database,
    transcripts: Mapping[str, Transcript],
    *,
    transcript_id: str | None = None,
    turn: int | None = None,
) -> Decided:
    """The decisions as they lie in the texts as they are now.

    Args:
        database: The study's.
        transcripts: The newest version of each.
        transcript_id: Only decisions on this transcript; None for all.
        turn: With a transcript, only those that may lie in this turn of it.
    """
    # SQLAlchemy loads with these; a run of suggest does without.
    from csec_qual.store import decisions as kept_decisions
    from csec_qual.store import transcripts as kept_transcripts

    with database.reading() as connection:
        newest = kept_transcripts.latest_versions(connection)
        log = kept_decisions.fetch(
            connection, transcript_id=transcript_id, turn=turn, version=newest.get(transcript_id or "")
        )
        return placed(partial(kept_transcripts.fetch, connection), transcripts, newest, decide.standing(log))


def placed(
    earlier: Callable[[str, int], Transcript | None],
    transcripts: Mapping[str, Transcript],
    newest: Mapping[str, int],
    decisions: Iterable[Decision],
) -> Decided:
    """Decisions laid upon the texts as they are now.

    Args:
        earlier: Gives a transcript as it was in a version.
        transcripts: The newest version of each.
        newest: The number of that version, by transcript.
        decisions: What was decided, on whichever version.
    """
    standing: list[Decision] = []
    gone: list[Decision] = []
    fetched = cache(earlier)
    for each in decisions:
        where = each.segment.transcript_id
        if each.version == newest.get(where):
            standing.append(each)
            continue
        old, new = fetched(where, each.version), transcripts.get(where)
        moved = reanchor.moved(each, old, new) if old and new else None
        if moved is None:
            gone.append(each)
        else:
            standing.append(moved)
    return Decided(tuple(standing), tuple(gone), newest)


def standing_suggestions(database: Database, codable: Codable, codes: Collection[str]) -> list[Suggestion]:
    """The suggestions of these codes in turns that can be coded, by transcript, turn and code."""
    with database.direct() as connection:
        found = kept_suggestions.fetch(connection, codes)
    return [each for each in found if (each.transcript_id, each.turn) in codable]


def standing_places(
    database: Database, codable: Codable, codes: Collection[str]
) -> list[kept_suggestions.Place]:
    """Where the suggestions of these codes stand, in turns that can be coded."""
    with database.direct() as connection:
        found = kept_suggestions.places(connection)
    return [each for each in found if (each.transcript_id, each.turn) in codable and each.code_id in codes]


def codable_turns(transcripts: Iterable[Transcript]) -> Codable:
    """The turns that can be coded."""
    return {
        (each.transcript_id, turn.number) for each in transcripts for turn in each.turns if turn.is_codable
    }


def named(suggestion_id: str, suggestions: Iterable[Suggestion]) -> Suggestion:
    """The suggestion of that name.

    Raises:
        DecisionError: There is none; the message offers the nearest.
    """
    found = {each.suggestion_id: each for each in suggestions}
    if suggestion_id not in found:
        near = nearest(suggestion_id, found) if found else "Run 'csec-qual suggest' first."
        raise DecisionError(f"There is no suggestion '{suggestion_id}'. {near}")
    return found[suggestion_id]


@dataclass(frozen=True, slots=True)
class Say:
    """What a coder says of a code in a turn.

    Attributes:
        code: The code.
        segment: The words it is about, in the newest version of their transcript.
        turn: The turn they stand in.
        stance: What is said.
        note: In the coder's own words.
        seen: The suggestion they saw; None where they code by hand.
        known: Ids of the decisions of others that they saw before they spoke; None where nobody looked.
        settles: Ids of the decisions of others between which they settle.
        again: The decision they make again, for what they saw then; None for a new one.
    """

    code: Code
    segment: Segment
    turn: int
    stance: Stance
    note: str = ""
    seen: Suggestion | None = None
    known: Collection[str] | None = None
    settles: tuple[str, ...] = ()
    again: Decision | None = None


class DecidedMeanwhileError(DecisionError):
    """Somebody else decided on the passage after the coder had last seen it; nothing was recorded.

    Attributes:
        decision: What they decided.
    """

    def __init__(self, decision: Decision) -> None:
        super().__init__(
            f"Decided by {decision.coder_id} {_ago(seconds_since(decision.time))} ago: "
            f"{decision.stance.value}. Yours was not recorded. Look again, or record it as a second opinion."
        )
        self.decision = decision


def _ago(seconds: int) -> str:
    for name, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {name}"
    return f"{seconds} s"


def record(
    database: Database,
    coder: str,
    said: Sequence[Say],
    sees: Callable[[Decision], bool] = lambda _: True,
) -> list[Decision]:
    """Append what a coder says in one step to the log: all of it or, on any failure, nothing.

    Args:
        database: The study's.
        coder: Who says it.
        said: What they say.
        sees: Whether the coder may know of a decision; of one that they may not, nothing is told.

    Raises:
        DecisionError: The coder has no name.
        DecidedMeanwhileError: Somebody else decided on one of the passages after the coder looked.
    """
    from csec_qual.store import decisions as kept_decisions
    from csec_qual.store import transcripts as kept_transcripts

    coder_id = coder.strip()
    if not coder_id:
        raise DecisionError("A decision needs the name of its coder: --coder NAME.")
    made: list[Decision] = []
    with database.writing() as connection:
        for each in said:
            where = each.segment.transcript_id
            version = kept_transcripts.latest_version(connection, where)
            if each.known is not None:
                made_there = kept_decisions.fetch(
                    connection, transcript_id=where, turn=each.turn, version=version
                )
                _refuse_unseen(coder_id, each, made_there, sees)
            one = decide.decision(
                each.segment,
                each.turn,
                each.code,
                version,
                coder_id=coder_id,
                stance=each.stance,
                note=each.note,
                time=now(),
                number=kept_decisions.count(connection, coder_id, where, each.turn, each.code.code_id),
                seen=each.seen,
                settles=each.settles,
            )
            if each.again:
                saw = each.again
                one = replace(one, suggestion_id=saw.suggestion_id, fingerprint=saw.fingerprint)
            if len(said) > 1:
                # The first decision gives the step its name.
                one = replace(one, step=made[0].step if made else one.decision_id)
            kept_decisions.append(connection, one)
            made.append(one)
    return made


def _refuse_unseen(
    coder_id: str, said: Say, made: Sequence[Decision], sees: Callable[[Decision], bool]
) -> None:
    """Refuse where another's decision stands that the coder has not seen, and may."""
    last = {
        each.coder_id: each
        for each in decide.standing(made)
        if each.code_id == said.code.code_id and each.turn == said.turn and each.coder_id != coder_id
    }
    for each in last.values():
        # Who settles knows what the coders said; another who settled is news.
        is_news = each.decision_id not in (said.known or ()) and (bool(each.settles) or not said.settles)
        if is_news and sees(each):
            raise DecidedMeanwhileError(each)


def active_codes(codebook: Codebook, wanted: Collection[str] | None = None) -> list[str]:
    """Ids of the codes in use, in codebook order; only those wanted, if any are named.

    Raises:
        CodebookError: A code that is wanted is not there or not in use.
    """
    active = [code.code_id for code in codebook.codes if code.status is CodeStatus.ACTIVE]
    unknown = [code_id for code_id in wanted or () if code_id not in active]
    if unknown:
        raise CodebookError(
            [
                Problem(
                    codebook.codebook_id,
                    None,
                    f"there is no active code '{code_id}'.",
                    nearest(code_id, active),
                )
                for code_id in unknown
            ]
        )
    return active if wanted is None else [code_id for code_id in active if code_id in wanted]
