"""What leaves the study: the workbook and the tables, and what every report needs to be written.

Everything passes the gate first. One set of letters stands for the counties in everything the team
gets, so that its files can link to each other; every public report has letters of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError, Problem, StudyError
from csec_qual.base.files import write_bytes
from csec_qual.base.progress import Progress
from csec_qual.excel.workbook import write_workbook
from csec_qual.model.coding import CodedPassage
from csec_qual.privacy.notes import ReleasedNote, release_note
from csec_qual.privacy.pseudonyms import masks
from csec_qual.privacy.release import Audience, ReleasedQuote, known_names, release_quotes
from csec_qual.study.choices import choice
from csec_qual.study.settings import CountyNames, Settings

if TYPE_CHECKING:
    from csec_qual.analysis.frames import Frame

PAGES = "transcripts"
"""The folder of transcript pages beside the team's reports."""
_TEAM_LETTERS = "team"
CROSS_COUNTY = "cross-county"
"""Names the cross-county report: its letters for the public, and its folder of narrative."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which case studies to write, and for whom.

    Attributes:
        wanted: Case id and file of each; the file's ending says the format.
        date: ISO date of the data cut, printed on them.
        audience: ``team``, ``county`` or ``public``.
        templates: A folder of the team's own templates, or None.
        status: ``draft``, ``fact-checked`` or ``final``; printed on it.
    """

    wanted: tuple[tuple[str, Path], ...]
    date: str
    audience: str
    templates: Path | None
    status: str = "draft"


def labels(cut: DataCut, settings: Settings, audience: Audience, report: str = "") -> dict[str, str]:
    """What each county is called in a report, by case id."""
    if settings.county_names is CountyNames.SHOWN:
        return {case.case_id: case.label for case in cut.cases}
    letters = {Audience.TEAM: _TEAM_LETTERS, Audience.COUNTY: f"for {report}"}.get(audience, report)
    masked = masks(cut.cases, seed=settings.seed, report=letters)
    # A county reads its own name, and nobody else's.
    own = cut.case(report) if audience is Audience.COUNTY else None
    return masked | {report: own.label} if own else masked


def workbook(
    path: Path, cut: DataCut, settings: Settings, *, date: str, about: dict[str, str], progress: Progress
) -> Path:
    """Write the workbook, for the team."""
    if path.suffix.lower() != ".xlsx":
        raise OutputError(f"{path}: a workbook's name ends in .xlsx. Nothing was written.")
    names = labels(cut, settings, Audience.TEAM)
    write_workbook(
        path,
        cut,
        released(cut, cut.passages, names, Audience.TEAM),
        date=date,
        case_labels=names,
        about=about,
        has_transcript_pages=any((path.parent / PAGES).glob("*.html")),
        progress=progress,
    )
    return path


def tables(cut: DataCut, settings: Settings) -> "dict[str, Frame]":
    """The tables for other programs, for the team."""
    from csec_qual.analysis.frames import frames

    names = labels(cut, settings, Audience.TEAM)
    return frames(cut, released(cut, cut.passages, names, Audience.TEAM), names)


def table_files(folder: Path, form: str, cut: DataCut, settings: Settings) -> list[Path]:
    """Write each table as a file of its own into a folder, all or none.

    Raises:
        StudyError: There is no such format.
        OutputError: They could not be written, or the format needs what is not installed.
    """
    from csec_qual.analysis.frames import as_csv, as_parquet

    write = {TableFormat.CSV: as_csv, TableFormat.PARQUET: as_parquet}[choice(TableFormat, form, "format")]
    made = {folder / f"{name}.{form}": write(frame) for name, frame in tables(cut, settings).items()}
    for path, data in made.items():
        write_bytes(path, data)
    return list(made)


class ReportStatus(StrEnum):
    """How far people have come with a report."""

    DRAFT = "draft"
    FACT_CHECKED = "fact-checked"
    FINAL = "final"


class TableFormat(StrEnum):
    """What tables are written as, besides a workbook."""

    CSV = "csv"
    PARQUET = "parquet"


def as_released(note: ReleasedNote) -> str:
    """A note's text, or in its place why it is withheld."""
    return note.text or (f"Withheld: {note.withheld}." if note.withheld else "")


def noted(
    cut: DataCut, quotes: Mapping[str, ReleasedQuote], names: Mapping[str, str]
) -> Callable[[str], ReleasedNote]:
    """The gate for what the team wrote itself."""
    known = known_names(cut.transcripts, cut.participants, cut.cases, names, cut.tribes)
    kept_back = [
        cut.transcripts[passage.transcript_id].text[passage.segment.start : passage.segment.end]
        for passage in cut.passages
        if passage.passage_id in quotes and quotes[passage.passage_id].withheld
    ]
    return lambda text: release_note(text, names=known, kept_back=kept_back)


def read_narrative(folder: Path, case_id: str) -> dict[str, str]:
    """The team's own text for a county, by section id.

    Raises:
        StudyError: A file is no UTF-8 text.
    """
    found = {}
    for path in sorted((folder / case_id).glob("*.md")):
        try:
            found[path.stem] = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            where = f"{folder.name}/{case_id}/{path.name}"
            raise StudyError([Problem(where, None, "this is no UTF-8 text.", "Save it as UTF-8.")]) from error
    return found


def released(
    cut: DataCut,
    passages: Iterable[CodedPassage],
    names: dict[str, str],
    audience: Audience,
    approving: str = "",
) -> dict[str, ReleasedQuote]:
    """What may be shown of some passages' words, by passage id."""
    return release_quotes(
        passages,
        transcripts=cut.transcripts,
        sources=cut.sources,
        participants=cut.participants,
        cases=cut.cases,
        masks=names,
        audience=audience,
        tribes=cut.tribes,
        redacted=cut.redacted,
        approving=approving,
    )
