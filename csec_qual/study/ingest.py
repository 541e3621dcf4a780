"""Bringing transcripts and their lists into a study.

One file that cannot be read never stops the others. What is new is proposed in the lists, with the
reader's guesses, for a person to correct; rows people wrote are never touched.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from csec_qual.base.errors import Problem, StudyError, TranscriptError
from csec_qual.base.files import write_bytes
from csec_qual.base.progress import Progress
from csec_qual.model.coding import Decision
from csec_qual.model.transcript import Role, SourceType, Transcript, transcript_id_of
from csec_qual.readers.folder import find_transcripts
from csec_qual.readers.registry import read_transcript
from csec_qual.store import suggestions as kept_suggestions
from csec_qual.store import transcripts as kept_transcripts
from csec_qual.store import withdrawals
from csec_qual.store.engine import Database, direct
from csec_qual.study import layout
from csec_qual.study.lists import Lists, merge_lists, read_lists
from csec_qual.study.people import without_words_of
from csec_qual.study.proposing import ProposedSpeaker, propose
from csec_qual.study.settings import read_settings


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the files that were added.

    Attributes:
        added: Ids of the transcripts that are new.
        replaced: Ids of the transcripts whose file has changed.
        unchanged: Ids of the transcripts that were there already.
        failed: What could not be read, and why; nothing of those files was stored.
        unknown: File and label of every speaker whose role is unknown: nothing they say is coded.
        proposed: File, label and role of every row proposed in ``participants.csv``.
        unplaced: Decisions whose words are gone from a corrected transcript, for a person to place.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Problem, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    proposed: tuple[tuple[str, str, str], ...] = ()
    unplaced: tuple[str, ...] = ()

    def summary(self) -> str:
        """The report in a few lines, without what failed."""
        lines = [f"{len(self.added)} added, {len(self.replaced)} replaced, {len(self.unchanged)} unchanged"]
        if self.proposed:
            lines.append(
                f"{len(self.proposed)} speakers proposed in participants.csv with a guessed role: "
                "please check the roles, then write county, role group and consent."
            )
            lines += [
                f"  {file}: {label or '(the document)'} = {role}" for file, label, role in self.proposed
            ]
        if self.unknown:
            lines.append(
                "Unknown speakers; nothing they say is coded until participants.csv gives their role:"
            )
            lines += [f"  {file}: {label or '(no label)'}" for file, label in self.unknown]
        if self.unplaced:
            lines.append("Decisions whose words are gone from the corrected text; they no longer count:")
            lines += [f"  {place}" for place in self.unplaced]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        what: ``added``, ``replaced``, ``unchanged`` or ``failed``.
        transcript: What was read; None where it failed.
        problems: Why it failed.
    """

    what: str
    transcript: Transcript | None
    problems: tuple[Problem, ...] = ()


def add(
    path: Path, study: Path, database: Database, progress: Progress
) -> tuple[list[Outcome], tuple[ProposedSpeaker, ...]]:
    """Bring a file, or every transcript of a folder, into a study; propose rows for what is new.

    Raises:
        StudyError: There is nothing to add, or a list or the settings have faults. Nothing is added then.
    """
    files = _files_to_add(path)
    if path.is_dir():
        _take_along(path, study)
    # Read before the first file is stored: a fault in them leaves the study as it was.
    lists, settings = read_lists(study), read_settings(study / layout.SETTINGS)
    outcomes = [
        _add_file(file, study, database, lists) for file in progress.each(files, "Reading transcripts")
    ]
    read = [each.transcript for each in outcomes if each.transcript]
    return outcomes, propose(read, study, lists, settings.role_groups)


def report(
    outcomes: Iterable[Outcome],
    proposed: tuple[ProposedSpeaker, ...],
    lists: Lists,
    gone: Iterable[Decision],
) -> IngestReport:
    """What became of the files, told together."""
    ids: dict[str, list[str]] = {}
    problems: list[Problem] = []
    files = set()
    for outcome in outcomes:
        problems += outcome.problems
        if outcome.transcript:
            ids.setdefault(outcome.what, []).append(outcome.transcript.transcript_id)
            files.add(outcome.transcript.file)
    return IngestReport(
        added=tuple(ids.get("added", ())),
        replaced=tuple(ids.get("replaced", ())),
        unchanged=tuple(ids.get("unchanged", ())),
        failed=tuple(problems),
        unknown=tuple(
            (row.file, row.label) for row in lists.speakers if row.file in files and row.role is Role.UNKNOWN
        ),
        proposed=proposed,
        unplaced=tuple(decision.suggestion_id for decision in gone),
    )


def _files_to_add(path: Path) -> list[Path]:
    """The transcript files a path names.

    Raises:
        StudyError: There is nothing at the path, or nothing in the folder that a reader knows.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise StudyError([Problem(str(path), None, "there is no such file or folder.", "Check the path.")])
    found = find_transcripts(path)
    if not found:
        raise StudyError(
            [
                Problem(
                    str(path),
                    None,
                    "the folder holds no transcripts.",
                    "Supported are .txt, .md, .docx, .vtt, .srt and .csv, among others.",
                )
            ]
        )
    return found


def _take_along(source: Path, study: Path) -> None:
    """Take the lists, settings and narrative that lie beside transcripts, where the study has none.

    Rows the study has stay as they are; ``study.yaml`` is taken while nobody has edited the study's own,
    if the study has the codebook that it names.

    Raises:
        StudyError: One of them has faults. Nothing is taken then.
    """
    if source.resolve() == (study / layout.TRANSCRIPTS).resolve():
        return
    settings = source / layout.SETTINGS
    is_taken = (
        settings.is_file()
        and layout.has_fresh_settings(study)
        and (study / read_settings(settings).codebook).is_dir()
    )
    merge_lists(_lists_in(source), study)
    if is_taken:
        write_bytes(study / layout.SETTINGS, settings.read_bytes())
    apart = [source / layout.INDICATORS] if (source / layout.INDICATORS).is_file() else []
    for path in (*apart, *sorted((source / layout.NARRATIVE).glob("*/*.md"))):
        target = study / path.relative_to(source)
        if not target.exists():
            write_bytes(target, path.read_bytes())


def _lists_in(folder: Path) -> dict[str, list[Path]]:
    """The lists in a folder, by the name they have in a study."""
    names = {
        layout.CASES: (layout.CASES, "counties.csv"),
        layout.SOURCES: (layout.SOURCES,),
        layout.PARTICIPANTS: (layout.PARTICIPANTS,),
    }
    found = {
        target: [folder / name for name in choices if (folder / name).is_file()][:1]
        for target, choices in names.items()
    }
    return {target: paths for target, paths in found.items() if paths}


def _add_file(path: Path, study: Path, database: Database, lists: Lists) -> Outcome:
    """Read one file and store it with its copy in the study; or say why not."""
    try:
        with database.direct() as connection:
            # Their words may still be in the file: they are not taken in again.
            gone = {each.participant_id for each in withdrawals.fetch(connection)}
        transcript = _read(path, lists, gone)
        with database.writing() as connection:
            known = kept_transcripts.fetch(connection, transcript.transcript_id)
            _check_name(transcript, known)
            _copy_in(path, study / layout.TRANSCRIPTS)
            if known is not None and _said(known) == _said(transcript):
                return Outcome("unchanged", transcript)
            kept_transcripts.keep(connection, transcript)
            # They count in the turns of the text before; the next run makes them anew.
            kept_suggestions.forget(direct(connection), transcript.transcript_id)
    except TranscriptError as error:
        return Outcome("failed", None, error.problems)
    return Outcome("added" if known is None else "replaced", transcript)


def _said(transcript: Transcript) -> Transcript:
    """A transcript without what the lists decide: a corrected role makes no new version."""
    return replace(
        transcript,
        source_type=SourceType.INTERVIEW,
        turns=tuple(replace(turn, role=Role.UNKNOWN) for turn in transcript.turns),
        speakers=(),
        notices=(),
    )


def _read(path: Path, lists: Lists, gone: Collection[str]) -> Transcript:
    transcript_id = transcript_id_of(path.name)
    source = next((each for each in lists.sources if each.transcript_id == transcript_id), None)
    asking = {Role.INTERVIEWER, Role.MODERATOR}
    interviewers = [
        row.label for row in lists.speakers if row.transcript_id == transcript_id and row.role in asking
    ]
    found = read_transcript(
        path, interviewers=interviewers, source_type=source.source_type if source else None
    )
    return without_words_of(found, lists.labels_of(gone, transcript_id))


def _check_name(transcript: Transcript, known: Transcript | None) -> None:
    if known is not None and known.file != transcript.file:
        raise TranscriptError(
            [
                Problem(
                    transcript.file,
                    None,
                    f"its name is too like that of {known.file}: both would be '{known.transcript_id}'.",
                    "Rename one of them.",
                )
            ]
        )


def _copy_in(path: Path, folder: Path) -> None:
    target = folder / path.name
    if path.resolve() == target.resolve():
        return
    data = path.read_bytes()
    if not target.exists():
        write_bytes(target, data)
    elif target.read_bytes() != data:
        # Two counties' "interview 1.docx" must not become one.
        raise TranscriptError(
            [
                Problem(
                    path.name,
                    None,
                    "another file of this name is in the study already; it was left as it is.",
                    f"Rename this one; put a corrected file into {folder.name}/ by hand, and add that.",
                )
            ]
        )
