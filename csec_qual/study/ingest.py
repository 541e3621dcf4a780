"""Bringing transcripts and their lists into a study.

One file that cannot be read never stops the others. What is new is proposed in the lists, with the
reader's guesses, for a person to correct; rows people wrote are never touched.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from csec_qual.base.errors import Problem, StudyError, TranscriptError
from csec_qual.base.files import write_bytes
from csec_qual.base.text import slug
from csec_qual.model.coding import Decision
from csec_qual.model.people import Case
from csec_qual.model.transcript import Role, Source, SourceType, Speaker, Transcript
from csec_qual.readers.folder import find_transcripts
from csec_qual.readers.registry import read_transcript
from csec_qual.store import transcripts as kept_transcripts
from csec_qual.store.engine import Database
from csec_qual.study import layout
from csec_qual.study.lists import KEYS, Lists, append_rows, read_rows

_COUNTY_COLUMNS = ("county", "case")
_ROLE_COLUMNS = ("role group", "role_group", "role", "position", "job title")
_NUMBERED = re.compile(r"^(.*-)(\d+)$")


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


def files_to_add(path: Path) -> list[Path]:
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


def take_along(source: Path, study: Path) -> None:
    """Take the lists, settings and narrative that lie beside transcripts, where the study has none.

    Rows the study has stay as they are; ``study.yaml`` is taken while nobody has edited the study's own.

    Raises:
        StudyError: One of the lists is no list.
    """
    if source.resolve() == (study / layout.TRANSCRIPTS).resolve():
        return
    for name in ("counties.csv", layout.CASES):
        if (source / name).is_file():
            merge_list(source / name, study / layout.CASES)
    for name in (layout.SOURCES, layout.PARTICIPANTS):
        if (source / name).is_file():
            merge_list(source / name, study / name)
    settings = source / layout.SETTINGS
    if settings.is_file() and layout.has_fresh_settings(study):
        write_bytes(study / layout.SETTINGS, settings.read_bytes())
    for text in sorted((source / layout.NARRATIVE).glob("*/*.md")):
        target = study / layout.NARRATIVE / text.parent.name / text.name
        if not target.exists():
            write_bytes(target, text.read_bytes())


def merge_list(source: Path, target: Path) -> int:
    """Add the rows of a list that the study's own list does not have; return how many.

    Raises:
        StudyError: It is no list, or lacks the columns that tell its rows apart.
    """
    key = KEYS[target.name]
    have = {tuple(row.get(name, "") for name in key) for row in read_rows(target, key)}
    new = [row for row in read_rows(source, key) if tuple(row[name] for name in key) not in have]
    append_rows(target, new)
    return len(new)


def add_file(path: Path, study: Path, database: Database, lists: Lists) -> Outcome:
    """Read one file and store it with its copy in the study; or say why not."""
    try:
        transcript = _read(path, lists)
        with database.writing() as connection:
            known = kept_transcripts.fetch(connection, transcript.transcript_id)
            _check_name(transcript, known)
            _copy_in(path, study / layout.TRANSCRIPTS)
            if known is not None and known == transcript:
                return Outcome("unchanged", transcript)
            kept_transcripts.keep(connection, transcript)
    except TranscriptError as error:
        return Outcome("failed", None, error.problems)
    return Outcome("added" if known is None else "replaced", transcript)


def propose(
    transcripts: Iterable[Transcript], study: Path, lists: Lists, role_groups: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Propose rows for what the lists do not have; return file, label and role of the speakers' rows."""
    listed = {source.file for source in lists.sources}
    sources: list[dict[str, str]] = []
    speakers: list[dict[str, str]] = []
    for transcript in transcripts:
        county = lists.case_of(transcript.transcript_id, "")
        if transcript.file not in listed:
            sources.append(_proposed_source(transcript, lists.cases))
            county = sources[-1]["case"]
        speakers += _proposed_speakers(transcript, county, lists, role_groups, speakers)
    append_rows(study / layout.SOURCES, sources)
    append_rows(study / layout.PARTICIPANTS, speakers)
    return tuple((row["file"], row["label"], row["role"]) for row in speakers)


def report(
    outcomes: Iterable[Outcome],
    proposed: tuple[tuple[str, str, str], ...],
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


def with_source_type(transcript: Transcript, source: Source | None) -> Transcript:
    """The transcript as the kind of source the team's list says it is."""
    return replace(transcript, source_type=source.source_type) if source else transcript


def _read(path: Path, lists: Lists) -> Transcript:
    source = next((each for each in lists.sources if each.file == path.name), None)
    asking = {Role.INTERVIEWER, Role.MODERATOR}
    interviewers = [row.label for row in lists.speakers if row.file == path.name and row.role in asking]
    return read_transcript(
        path, interviewers=interviewers, source_type=source.source_type if source else None
    )


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


def _proposed_source(transcript: Transcript, cases: Iterable[Case]) -> dict[str, str]:
    return {
        "file": transcript.file,
        "case": _case_of_file(transcript.file, cases),
        "source_type": transcript.source_type.value,
        "mode": "document" if transcript.source_type is SourceType.PLAN else "",
    }


def _proposed_speakers(
    transcript: Transcript,
    county: str,
    lists: Lists,
    role_groups: Mapping[str, str],
    proposed: Iterable[Mapping[str, str]],
) -> Iterator[dict[str, str]]:
    """Rows for the labels that have none.

    A participant gets the next free pseudonym of their county, or of their transcript where the county
    is not known; consent is left empty for a person to write.
    """
    listed = {(row.file, row.label) for row in lists.speakers}
    taken = [row.participant_id for row in lists.speakers]
    taken += [row.get("participant_id", "") for row in proposed]
    for speaker in transcript.speakers:
        if (transcript.file, speaker.label) in listed:
            continue
        row = {"file": transcript.file, "label": speaker.label, "role": speaker.role.value}
        if speaker.role is Role.PARTICIPANT and speaker.label:
            row |= _person(speaker, county, lists.cases, role_groups)
            stem = row["case"] or transcript.transcript_id
            row["participant_id"] = _next_free(stem.upper(), taken)
            taken.append(row["participant_id"])
        yield row


def _person(
    speaker: Speaker, county_of_source: str, cases: Sequence[Case], role_groups: Mapping[str, str]
) -> dict[str, str]:
    said = {name.strip().casefold(): value.strip() for name, value in speaker.attributes.items()}
    county = next((said[name] for name in _COUNTY_COLUMNS if said.get(name)), "")
    role = next((said[name] for name in _ROLE_COLUMNS if said.get(name)), "")
    return {
        "case": _case_named(county, cases) or county_of_source,
        "role_group": role_groups.get(role, ""),
    }


def _case_of_file(file: str, cases: Iterable[Case]) -> str:
    words = f"{slug(Path(file).stem)}-"
    return next((case.case_id for case in cases if words.startswith(f"{case.case_id}-")), "")


def _case_named(county: str, cases: Iterable[Case]) -> str:
    wanted = slug(county).removesuffix("-county")
    known = {name: case.case_id for case in cases for name in (case.case_id, slug(case.label))}
    return known.get(wanted) or known.get(f"{wanted}-county", "") if wanted else ""


def _next_free(stem: str, taken: Sequence[str]) -> str:
    numbers = [int(m[2]) for each in taken if (m := _NUMBERED.match(each)) and m[1] == f"{stem}-"]
    return f"{stem}-{max(numbers, default=0) + 1:02d}"
