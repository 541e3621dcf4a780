"""Taking somebody's words out of a study: wherever it keeps them, for good.

The list of speakers says that the person withdrew, and from then on no view or output has their words; this
goes further and leaves none in the files. What people made is not touched: the source file, reports that
were written, the team's own text. Where those still hold the person's words is told.
"""

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from csec_qual.base.clock import now
from csec_qual.base.errors import DecisionError, OutputError, Problem, StudyError, TranscriptError
from csec_qual.base.identity import stable_id
from csec_qual.base.text import fold
from csec_qual.codebook.nodes import nearest
from csec_qual.model.people import Consent
from csec_qual.model.withdrawal import Withdrawal
from csec_qual.privacy.audit import runs
from csec_qual.readers.registry import read_transcript
from csec_qual.review.decide import passage_id
from csec_qual.store import decisions, memos, withdrawals
from csec_qual.store.engine import Database
from csec_qual.store.withdrawals import Spoken
from csec_qual.study import drafts, layout
from csec_qual.study.auditing import pieces_of
from csec_qual.study.folder import StudyFolder
from csec_qual.study.lists import SpeakerRow
from csec_qual.study.rows import read_rows, rewrite_cells

# What the cache keeps of the codebook holds nobody's words, and tells later what an edit changed.
_KEPT_IN_CACHE = ("codebook", layout.SUGGESTED)


@dataclass(frozen=True, slots=True)
class Left:
    """A place that people look after and that still holds somebody's words.

    Attributes:
        place: The file, inside the study's folder, or a memo or note.
        fix: What to do about it.
    """

    place: str
    fix: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was taken out, or with a dry run would be.

    Attributes:
        participant_id: Whose words.
        transcripts: The transcripts they speak in.
        turns: How many turns were blanked, in every version of them.
        drafts: How many kept drafts held their words.
        left: What still holds them.
        is_dry_run: Whether nothing was changed.
    """

    participant_id: str
    transcripts: tuple[str, ...]
    turns: int
    drafts: int
    left: tuple[Left, ...]
    is_dry_run: bool


def withdraw(
    held: StudyFolder, database: Database, participant_id: str, *, by: str, dry_run: bool = False
) -> Withdrawn:
    """Take a participant's words out of the study, and log that it was done.

    May be run again: what was left undone is done then, and what still holds the words is told anew.

    Raises:
        StudyError: Nobody has this pseudonym, or somebody else is at work in the study.
        DecisionError: Who does it has no name.
        OutputError: A file could not be written.
    """
    if not by.strip():
        raise DecisionError("Say who does it: a withdrawal is logged with a name.")
    rows = _rows(held, participant_id)
    speakers = {(row.transcript_id, row.label) for row in rows}
    with database.direct() as connection:
        turns = withdrawals.spoken(connection, speakers)
    said = [each for each in turns if each.words.strip()]
    sources, unread = _sources(held.path, rows)
    holds = _finder([*(each.words for each in said), *(words for _, words in sources)])
    names = {f"{each.transcript_id}:{each.turn}" for each in turns}
    if not dry_run:
        # First of all: whatever happens after it, no view or output has the words any more.
        _write_consent(held.path / layout.PARTICIPANTS, participant_id)
        _blank(database, participant_id, by.strip(), speakers, said)
        _empty_cache(held.cache)
        # Weights are no words, but these follow from the person's.
        layout.forget_learned(held.path)
    n_drafts = drafts.without(held.path, names, holds, dry_run=dry_run)
    left = [
        *(Left(f"{layout.TRANSCRIPTS}/{name}", "delete the file, or what they say in it") for name in unread),
        *(Left(f"{layout.TRANSCRIPTS}/{name}", "delete what they say in it") for name, _ in sources),
        *_left_in_files(held.path, holds),
        *_left_in_logs(database, holds),
    ]
    return Withdrawn(
        participant_id=participant_id,
        transcripts=tuple(sorted({row.transcript_id for row in rows})),
        turns=len(said),
        drafts=n_drafts,
        left=tuple(dict.fromkeys(left)),
        is_dry_run=dry_run,
    )


def _rows(held: StudyFolder, participant_id: str) -> list[SpeakerRow]:
    found = [row for row in held.lists.speakers if participant_id and row.participant_id == participant_id]
    if not found:
        known = sorted({row.participant_id for row in held.lists.speakers} - {""})
        what = f"nobody has the pseudonym '{participant_id}'."
        raise StudyError([Problem(layout.PARTICIPANTS, None, what, nearest(participant_id, known))])
    return found


def _sources(study: Path, rows: Collection[SpeakerRow]) -> tuple[list[tuple[str, str]], list[str]]:
    """Name and words of each source file that still has what they say; and those that cannot be read."""
    found, unread = [], []
    for file in sorted({row.file for row in rows}):
        path = study / layout.TRANSCRIPTS / file
        labels = {row.label for row in rows if row.file == file}
        if not path.is_file():
            continue
        try:
            transcript = read_transcript(path)
        except TranscriptError:
            unread.append(file)
            continue
        words = [transcript.words(turn) for turn in transcript.turns if turn.speaker in labels]
        found += [(file, each) for each in words if each.strip()]
    return found, unread


def _finder(said: Collection[str]) -> Callable[[str], bool]:
    """Whether a text holds something of what was said: six words in a row, or all of a shorter turn."""
    known = {run for words in said for run in runs(words)}
    short = {fold(words.strip()) for words in said if not any(True for _ in runs(words))}
    # A turn such as "Yes." is anybody's.
    told = {words for words in short if len(words.split()) > 2}

    def holds(text: str) -> bool:
        folded = fold(text)
        return any(run in known for run in runs(text)) or any(words in folded for words in told)

    return holds


def _write_consent(path: Path, participant_id: str) -> None:
    rows = read_rows(path, (), [])
    theirs = [row for row in rows if row.cell("participant_id") == participant_id]
    rewrite_cells(path, {row.line: {"consent": Consent.WITHDRAWN.value} for row in theirs})


def _blank(
    database: Database, participant_id: str, by: str, speakers: set[tuple[str, str]], said: list[Spoken]
) -> None:
    with database.direct(writes=True) as connection:
        known = [each for each in withdrawals.fetch(connection) if each.participant_id == participant_id]
        withdrawals.blank(connection, said)
        if said or not known:
            (after,) = connection.execute("SELECT count(*) FROM decisions").fetchone()
            moment = now()
            own_id = stable_id(participant_id, by, moment, str(after), str(len(known)))
            made = Withdrawal(own_id, participant_id, by, len(said), after, moment)
            withdrawals.append(connection, made)
    withdrawals.blank_copies(database.path, speakers)
    database.scrub()


def _empty_cache(cache: Path) -> None:
    for path in sorted(cache.iterdir()) if cache.is_dir() and not cache.is_symlink() else ():
        if path.name in _KEPT_IN_CACHE:
            continue
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError as error:
            reason = error.strerror or error
            what = f"{layout.CACHE}/{path.name}: it cannot be deleted ({reason}). Close what uses it."
            raise OutputError(f"{what} Then run the command again.") from error


def _left_in_files(study: Path, holds: Callable[[str], bool]) -> Iterator[Left]:
    for folder, fix in (
        (layout.REPORTS, "write it again, and take back the copies that were sent"),
        (layout.NARRATIVE, "take the words out of the team's text"),
    ):
        for path in sorted((study / folder).rglob("*")):
            if not path.is_file() or path.name.startswith("."):
                continue
            name = path.relative_to(study).as_posix()
            texts: list[str] | None = None
            with suppress(OutputError):
                texts = [piece.text for piece in pieces_of(path)]
            if texts is None:
                yield Left(name, "look it through: files of this kind cannot be searched")
            elif any(map(holds, texts)):
                yield Left(name, fix)


def _left_in_logs(database: Database, holds: Callable[[str], bool]) -> Iterator[Left]:
    with database.reading() as connection:
        for decision in decisions.fetch(connection):
            if holds(decision.note):
                place = f"note of {decision.coder_id} on {passage_id(decision)}"
                yield Left(place, "it stays: the log of decisions is never changed")
        for memo in memos.fetch(connection):
            if holds(memo.text):
                place = f"memo of {memo.by} on {memo.kind.value} {memo.place}"
                yield Left(place, "edit the memo; what it said before stays in its log")
