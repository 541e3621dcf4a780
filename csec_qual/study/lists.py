"""The lists people keep: counties, sources, and who was in the room.

Every fault is named with its file and row. Rows are only ever added here; what people wrote is never
changed or reordered. An empty consent means nobody recorded one: such a person is counted and never
quoted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from csec_qual.base.errors import Problem, StudyError
from csec_qual.base.text import slug
from csec_qual.codebook.nodes import nearest
from csec_qual.model.people import Case, Consent, Participant
from csec_qual.model.transcript import Role, Source, SourceType, transcript_id_of
from csec_qual.study.layout import (
    CASES,
    CASES_HEADER,
    PARTICIPANTS,
    PARTICIPANTS_HEADER,
    SOURCES,
    SOURCES_HEADER,
)
from csec_qual.study.rows import Row, append_rows, read_rows

# Stands in the column "approval", which a list may leave out.
_GIVEN = "given"
_REQUIRED = {CASES: CASES_HEADER, SOURCES: SOURCES_HEADER[:3], PARTICIPANTS: PARTICIPANTS_HEADER[:3]}


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
        is_approved: See ``Participant``.
    """

    file: str
    label: str
    role: Role
    participant_id: str = ""
    case_id: str = ""
    role_group: str = ""
    consent: Consent | None = None
    is_approved: bool = False

    @property
    def transcript_id(self) -> str:
        """The transcript the file became."""
        return transcript_id_of(self.file)


@dataclass(frozen=True)
class Lists:
    """The three lists of a study."""

    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    speakers: tuple[SpeakerRow, ...]

    def participants(self) -> tuple[Participant, ...]:
        """Everyone who takes part in counts: participants with a pseudonym who have not withdrawn."""
        return tuple(
            Participant(
                participant_id=row.participant_id,
                transcript_id=row.transcript_id,
                label=row.label,
                case_id=self.case_of(row.transcript_id, row.label),
                role_group=row.role_group,
                consent=row.consent or Consent.COUNT,
                is_approved=row.is_approved,
            )
            for row in self.speakers
            if row.role is Role.PARTICIPANT and row.participant_id and row.consent is not Consent.WITHDRAWN
        )

    def labels_of(self, participant_ids: Collection[str], transcript_id: str) -> set[str]:
        """The labels that these people have in a transcript."""
        return {
            row.label
            for row in self.speakers
            if row.transcript_id == transcript_id and row.participant_id in participant_ids
        }

    def role_groups(self) -> dict[str, dict[str, str]]:
        """Role group of each speaker label, by transcript id."""
        found: dict[str, dict[str, str]] = {}
        for row in self.speakers:
            if row.role_group:
                found.setdefault(row.transcript_id, {})[row.label] = row.role_group
        return found

    def check_case(self, case_id: str) -> None:
        """Refuse a county that is not listed.

        Raises:
            StudyError: There is no such county; the message offers the nearest.
        """
        known = [case.case_id for case in self.cases]
        if case_id not in known:
            what, fix = f"there is no case '{case_id}'.", nearest(case_id, known)
            raise StudyError([Problem(CASES, None, what, fix)])

    def case_of(self, transcript_id: str, label: str) -> str:
        """The county a speaker speaks for: their own, else their source's; empty where none is given."""
        return self._own_county.get((transcript_id, label)) or self._county_of_source.get(transcript_id, "")

    @cached_property
    def _own_county(self) -> dict[tuple[str, str], str]:
        return {(row.transcript_id, row.label): row.case_id for row in self.speakers}

    @cached_property
    def _county_of_source(self) -> dict[str, str]:
        return {source.transcript_id: source.case_id for source in self.sources}


def read_lists(folder: Path, cases: str = CASES) -> Lists:
    """Read the three lists of a study.

    Args:
        folder: Where they lie.
        cases: The name of the list of counties.

    Raises:
        StudyError: A list is missing or has faults; every fault of all three is named.
    """
    problems: list[Problem] = []
    rows = {
        name: read_rows(folder / (cases if name == CASES else name), required, problems)
        for name, required in _REQUIRED.items()
    }
    found = _lists(rows, _NOTHING, problems)
    if problems:
        raise StudyError(problems)
    return replace(found, speakers=_with_withdrawals(found.speakers))


def merge_lists(incoming: Mapping[str, Sequence[Path]], study: Path) -> dict[str, int]:
    """Add the rows of other lists that the study's own do not have.

    Args:
        incoming: Lists to take rows from, by the name of the study's list they belong to.
        study: The study's folder.

    Returns:
        How many rows were added, by name of the list.

    Raises:
        StudyError: A list has faults. The study's lists are as they were then.
    """
    have = read_lists(study)
    problems: list[Problem] = []
    known = _keys(have)
    new = {
        name: [
            row
            for path in paths
            for row in read_rows(path, _REQUIRED[name], problems, f"{path.resolve().parent.name}/{path.name}")
            if _key(name, row) not in known
        ]
        for name, paths in incoming.items()
    }
    _lists(new, have, problems)
    if problems:
        raise StudyError(problems)
    for name, rows in new.items():
        append_rows(study / name, [row.cells for row in rows])
    return {name: len(rows) for name, rows in new.items()}


def _keys(lists: Lists) -> set[tuple[str, ...]]:
    return {
        *((CASES, case.case_id) for case in lists.cases),
        *((SOURCES, source.transcript_id) for source in lists.sources),
        *((PARTICIPANTS, row.transcript_id, row.label) for row in lists.speakers),
    }


def _key(name: str, row: Row) -> tuple[str, ...]:
    """What tells a row from the others of its list."""
    if name == CASES:
        return name, row.cell("case_id")
    label = (row.cell("label"),) if name == PARTICIPANTS else ()
    return name, transcript_id_of(row.cell("file")), *label


_NOTHING = Lists((), (), ())


def _lists(rows: Mapping[str, Sequence[Row]], beside: Lists, problems: list[Problem]) -> Lists:
    """What rows say, next to lists that hold already."""
    cases = _cases(rows.get(CASES, ()), problems)
    case_ids = {case.case_id for case in (*beside.cases, *cases)}
    sources = _sources(rows.get(SOURCES, ()), case_ids, problems)
    speakers = _speakers(rows.get(PARTICIPANTS, ()), case_ids, problems)
    together = Lists(cases, (*beside.sources, *sources), (*beside.speakers, *speakers.values()))
    _check_pseudonyms(speakers, together, problems)
    return Lists(cases, sources, tuple(speakers.values()))


def _cases(rows: Iterable[Row], problems: list[Problem]) -> tuple[Case, ...]:
    found: dict[str, Case] = {}
    for row in rows:
        case_id = row.cell("case_id")
        if not case_id or slug(case_id) != case_id:
            fix = f"Write {slug(case_id)}." if slug(case_id) else "Write small letters, digits and hyphens."
            problems.append(row.fault(f"'{case_id}' is no case_id.", fix))
        elif case_id in found:
            problems.append(row.fault(f"the case '{case_id}' is listed twice.", "Delete one of the rows."))
        else:
            attributes = {k: v for k, v in row.cells.items() if k not in CASES_HEADER and k and v}
            label = row.cell("label") or case_id
            found[case_id] = Case(case_id, label, MappingProxyType(attributes))
    return tuple(found.values())


def _sources(rows: Iterable[Row], case_ids: set[str], problems: list[Problem]) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for row in rows:
        file = row.cell("file")
        transcript_id = transcript_id_of(file)
        kind = row.cell("source_type")
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
                case_id=row.cell("case"),
                source_type=SourceType(kind),
                mode=row.cell("mode"),
                date=row.cell("date"),
                instrument=row.cell("instrument"),
            )
    return tuple(found.values())


def _speakers(
    rows: Iterable[Row], case_ids: set[str], problems: list[Problem]
) -> dict[tuple[str, int], SpeakerRow]:
    """The speakers, each with the list and line of its row."""
    found: dict[tuple[str, int], SpeakerRow] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        _check_case(row, case_ids, problems)
        if fault := _speaker_fault(row, seen):
            problems.append(row.fault(*fault))
            continue
        seen.add(_key(PARTICIPANTS, row))
        consent = row.cell("consent")
        found[row.path, row.line] = SpeakerRow(
            file=row.cell("file"),
            label=row.cell("label"),
            role=Role(row.cell("role") or Role.UNKNOWN),
            participant_id=row.cell("participant_id"),
            case_id=row.cell("case"),
            role_group=row.cell("role_group"),
            consent=Consent(consent) if consent else None,
            is_approved=row.cell("approval") == _GIVEN,
        )
    return found


def _speaker_fault(row: Row, seen: set[tuple[str, ...]]) -> tuple[str, str] | None:
    """What is wrong with a row of ``participants.csv`` and what to do about it."""
    file, label, role, consent = (row.cell(name) for name in ("file", "label", "role", "consent"))
    if not transcript_id_of(file):
        return "the row names no file.", "Write the transcript file's name."
    if _key(PARTICIPANTS, row) in seen:
        return (
            f"'{label}' in {file} is listed twice: one label cannot be two speakers.",
            "Give the second speaker another label in the file, or delete the row.",
        )
    if role and role not in set(Role):
        return f"'{role}' is no role.", nearest(role, [str(each) for each in Role])
    if consent and consent not in set(Consent):
        return f"'{consent}' is no consent.", nearest(consent, [str(each) for each in Consent])
    if row.cell("approval") not in ("", _GIVEN):
        return f"'{row.cell('approval')}' is no approval.", f"Write '{_GIVEN}', or leave it empty."
    if role == Role.PARTICIPANT and label and not row.cell("participant_id"):
        return f"the participant '{label}' has no participant_id.", "Write a pseudonym, such as MA-03."
    return None


def _check_case(row: Row, case_ids: set[str], problems: list[Problem]) -> None:
    case_id = row.cell("case")
    if case_id and case_id not in case_ids:
        problems.append(row.fault(f"unknown case '{case_id}'.", nearest(case_id, case_ids)))


def _with_withdrawals(rows: Sequence[SpeakerRow]) -> tuple[SpeakerRow, ...]:
    """The rows with every row of a person who withdrew in one of them withdrawn."""
    gone = {row.participant_id for row in rows if row.consent is Consent.WITHDRAWN} - {""}
    # People withdraw, not files: a second talk that somebody forgot to mark must not speak for them.
    return tuple(
        replace(row, consent=Consent.WITHDRAWN) if row.participant_id in gone else row for row in rows
    )


def _check_pseudonyms(
    rows: Mapping[tuple[str, int], SpeakerRow], lists: Lists, problems: list[Problem]
) -> None:
    """One person is one county: the same pseudonym in two would be counted as one and be two."""
    county = {source.transcript_id: source.case_id for source in lists.sources}
    known: dict[str, str] = {}
    for row in lists.speakers:
        case_id = row.case_id or county.get(row.transcript_id, "")
        if not row.participant_id or not case_id:
            continue
        first = known.setdefault(row.participant_id, case_id)
        if first != case_id:
            what = f"'{row.participant_id}' speaks for {first} and for {case_id}."
            fix = "Give one of them another participant_id."
            path, line = next((place for place, each in rows.items() if each is row), (PARTICIPANTS, None))
            problems.append(Problem(path, line, what, fix))
