"""The lists people keep: counties, sources, and who was in the room.

Every fault is named with its file and row. Rows are only ever added here; what people wrote is never
changed or reordered. An empty consent means nobody recorded one: such a person is counted and never
quoted.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import MappingProxyType

from csec_qual.base.errors import Problem, StudyError
from csec_qual.base.files import write_text
from csec_qual.base.text import slug
from csec_qual.codebook.nodes import nearest
from csec_qual.model.people import Case, Consent, Participant
from csec_qual.model.transcript import Role, Source, SourceType
from csec_qual.study.layout import (
    CASES,
    CASES_HEADER,
    PARTICIPANTS,
    PARTICIPANTS_HEADER,
    SOURCES,
    SOURCES_HEADER,
)

KEYS = {CASES: ("case_id",), SOURCES: ("file",), PARTICIPANTS: ("file", "label")}
"""The columns that tell the rows of each list apart."""


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A row of ``participants.csv``: who a label in a file is.

    Attributes:
        file: The transcript file's name.
        label: The label in that file; empty for a document's own voice.
        role: What the speaker does in the conversation.
        participant_id: Pseudonym; empty for interviewers and for a document's own voice.
        case_id: The county the person speaks for; empty to take the source's.
        role_group: Grouped role; empty for interviewers.
        consent: What the person agreed to; None where nobody recorded it.
    """

    file: str
    label: str
    role: Role
    participant_id: str = ""
    case_id: str = ""
    role_group: str = ""
    consent: Consent | None = None

    @property
    def transcript_id(self) -> str:
        """The transcript the file became."""
        return slug(Path(self.file).stem)


@dataclass(frozen=True, slots=True)
class Lists:
    """The three lists of a study."""

    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    speakers: tuple[SpeakerRow, ...]

    def participants(self) -> tuple[Participant, ...]:
        """Everyone who takes part in counts: participants with a pseudonym who have not withdrawn."""
        case_of = {source.transcript_id: source.case_id for source in self.sources}
        return tuple(
            Participant(
                participant_id=row.participant_id,
                transcript_id=row.transcript_id,
                label=row.label,
                case_id=row.case_id or case_of.get(row.transcript_id, ""),
                role_group=row.role_group,
                consent=row.consent or Consent.COUNT,
            )
            for row in self.speakers
            if row.role is Role.PARTICIPANT and row.participant_id and row.consent is not Consent.WITHDRAWN
        )

    def role_groups(self) -> dict[str, dict[str, str]]:
        """Role group of each speaker label, by transcript id."""
        found: dict[str, dict[str, str]] = {}
        for row in self.speakers:
            if row.role_group:
                found.setdefault(row.transcript_id, {})[row.label] = row.role_group
        return found

    def case_of(self, transcript_id: str, label: str) -> str:
        """The county a speaker speaks for: their own, else their source's; empty where none is given."""
        for row in self.speakers:
            if row.transcript_id == transcript_id and row.label == label and row.case_id:
                return row.case_id
        return next((each.case_id for each in self.sources if each.transcript_id == transcript_id), "")


@dataclass(frozen=True, slots=True)
class _Row:
    path: str
    line: int
    cells: Mapping[str, str]

    def fault(self, what: str, fix: str) -> Problem:
        return Problem(self.path, self.line, what, fix)


def read_lists(folder: Path) -> Lists:
    """Read the three lists of a study.

    Raises:
        StudyError: A list is missing or has faults; every fault of all three is named.
    """
    problems: list[Problem] = []
    cases = _cases(_rows(folder / CASES, CASES_HEADER, problems), problems)
    case_ids = {case.case_id for case in cases}
    sources = _sources(_rows(folder / SOURCES, SOURCES_HEADER[:3], problems), case_ids, problems)
    speakers = _speakers(_rows(folder / PARTICIPANTS, PARTICIPANTS_HEADER[:3], problems), case_ids, problems)
    if problems:
        raise StudyError(problems)
    return Lists(cases, sources, speakers)


def read_rows(path: Path, required: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a list as they are written.

    Raises:
        StudyError: It is no list, or lacks a required column.
    """
    problems: list[Problem] = []
    rows = [dict(row.cells) for row in _rows(path, required, problems)]
    if problems:
        raise StudyError(problems)
    return rows


def append_rows(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Add rows under those already there, in the columns the list has.

    A column that no row has yet is added to the list's header; rows people wrote stay as they are.

    Raises:
        OutputError: The list could not be written; it is as it was.
    """
    new = list(rows)
    if not new:
        return
    written = [line for line in csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))) if line]
    columns = list(written[0])
    added = [name for row in new for name in row if name not in columns]
    columns += list(dict.fromkeys(added))
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(line + [""] * (len(columns) - len(line)) for line in written[1:])
    writer.writerows([row.get(name, "") for name in columns] for row in new)
    write_text(path, out.getvalue())


def _rows(path: Path, required: Sequence[str], problems: list[Problem]) -> list[_Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(
            Problem(path.name, None, "the list is not there.", f"Its columns are {','.join(required)}.")
        )
        return []
    except (OSError, UnicodeDecodeError):
        problems.append(Problem(path.name, None, "the list is no UTF-8 text.", "Save it as 'CSV UTF-8'."))
        return []
    lines = list(_lines(path.name, text, problems))
    if not lines:
        problems.append(
            Problem(path.name, 1, "the list is empty.", f"Its first row is {','.join(required)}.")
        )
        return []
    header = [cell.strip() for cell in lines[0][1]]
    for name in required:
        if name not in header:
            what = f"the list has no column '{name}'."
            problems.append(Problem(path.name, 1, what, nearest(name, header)))
    found = []
    for number, cells in lines[1:]:
        if len(cells) > len(header):
            problems.append(
                Problem(
                    path.name,
                    number,
                    "the row has more cells than the header.",
                    "Put text with commas in quotes.",
                )
            )
        else:
            padded = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
            found.append(_Row(path.name, number, dict(zip(header, padded, strict=True))))
    return found


def _lines(name: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        problems.append(
            Problem(name, reader.line_num, f"the list cannot be read ({error}).", "Save it as CSV.")
        )


def _cases(rows: list[_Row], problems: list[Problem]) -> tuple[Case, ...]:
    found: dict[str, Case] = {}
    for row in rows:
        case_id = row.cells.get("case_id", "")
        if not case_id or slug(case_id) != case_id:
            fix = f"Write {slug(case_id)}." if slug(case_id) else "Write small letters, digits and hyphens."
            problems.append(row.fault(f"'{case_id}' is no case_id.", fix))
        elif case_id in found:
            problems.append(row.fault(f"the case '{case_id}' is listed twice.", "Delete one of the rows."))
        else:
            attributes = {k: v for k, v in row.cells.items() if k not in CASES_HEADER and k and v}
            label = row.cells.get("label", "") or case_id
            found[case_id] = Case(case_id, label, MappingProxyType(attributes))
    return tuple(found.values())


def _sources(rows: list[_Row], case_ids: set[str], problems: list[Problem]) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for row in rows:
        file = row.cells.get("file", "")
        transcript_id = slug(Path(file).stem)
        kind = row.cells.get("source_type", "")
        _check_case(row, case_ids, problems)
        if not transcript_id:
            problems.append(row.fault("the row names no file.", "Write the transcript file's name."))
        elif transcript_id in found:
            problems.append(row.fault(f"'{file}' is listed twice.", "Delete one of the rows."))
        elif kind not in set(SourceType):
            problems.append(
                row.fault(f"'{kind}' is no source_type.", nearest(kind, [str(s) for s in SourceType]))
            )
        else:
            found[transcript_id] = Source(
                transcript_id=transcript_id,
                file=file,
                case_id=row.cells.get("case", ""),
                source_type=SourceType(kind),
                mode=row.cells.get("mode", ""),
                date=row.cells.get("date", ""),
                instrument=row.cells.get("instrument", ""),
            )
    return tuple(found.values())


def _speakers(rows: list[_Row], case_ids: set[str], problems: list[Problem]) -> tuple[SpeakerRow, ...]:
    found: dict[tuple[str, str], SpeakerRow] = {}
    for row in rows:
        cells = row.cells
        key = (cells.get("file", ""), cells.get("label", ""))
        role, consent = cells.get("role", "") or Role.UNKNOWN.value, cells.get("consent", "")
        _check_case(row, case_ids, problems)
        if key in found:
            problems.append(
                row.fault(
                    f"'{key[1]}' in {key[0]} is listed twice: one label cannot be two speakers.",
                    "Give the second speaker another label in the file, or delete the row.",
                )
            )
        elif role not in set(Role):
            problems.append(row.fault(f"'{role}' is no role.", nearest(role, [str(r) for r in Role])))
        elif consent and consent not in set(Consent):
            problems.append(
                row.fault(f"'{consent}' is no consent.", nearest(consent, [str(c) for c in Consent]))
            )
        elif role == Role.PARTICIPANT and key[1] and not cells.get("participant_id", ""):
            problems.append(
                row.fault(f"the participant '{key[1]}' has no participant_id.", "Write a pseudonym.")
            )
        else:
            found[key] = SpeakerRow(
                file=key[0],
                label=key[1],
                role=Role(role),
                participant_id=cells.get("participant_id", ""),
                case_id=cells.get("case", ""),
                role_group=cells.get("role_group", ""),
                consent=Consent(consent) if consent else None,
            )
    _check_pseudonyms(found.values(), problems)
    return tuple(found.values())


def _check_case(row: _Row, case_ids: set[str], problems: list[Problem]) -> None:
    case_id = row.cells.get("case", "")
    if case_id and case_id not in case_ids:
        problems.append(row.fault(f"unknown case '{case_id}'.", nearest(case_id, case_ids)))


def _check_pseudonyms(rows: Iterable[SpeakerRow], problems: list[Problem]) -> None:
    """One person is one county: the same pseudonym in two would be counted as one and be two."""
    known: dict[str, SpeakerRow] = {}
    for row in rows:
        first = known.setdefault(row.participant_id, row)
        if row.participant_id and row.case_id and first.case_id and first.case_id != row.case_id:
            problems.append(
                Problem(
                    PARTICIPANTS,
                    None,
                    f"'{row.participant_id}' speaks for {first.case_id} and for {row.case_id}.",
                    "Give one of them another participant_id.",
                )
            )
