"""The workbook: its sheets in order, and the same bytes for the same study and date.

What a sheet holds is in ``overview``, ``grids`` and ``lists``.
"""

from collections.abc import Callable, Mapping
from datetime import date as Date  # noqa: N812
from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.analysis.bases import Base, By
from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError
from csec_qual.base.files import replacing
from csec_qual.base.progress import Progress, Quiet
from csec_qual.excel import evidence, grids, lists, overview, patterns, tally_sheet
from csec_qual.excel.archive import finish
from csec_qual.excel.cells import kept_values, safe_text, use_font
from csec_qual.excel.columns import ROW_LIMIT
from csec_qual.excel.contents import Contents
from csec_qual.excel.stream import save
from csec_qual.excel.tally import LIVE_LIMIT
from csec_qual.privacy.release import ReleasedQuote

_CREATOR = "csec_qual"
_QUIET = Quiet()


def _county_matrix(sheet: Worksheet, contents: Contents) -> None:
    grids.write_matrix(sheet, contents, By.COUNTY, Base.TRANSCRIPTS, "Transcripts by county")


def _role_matrix(sheet: Worksheet, contents: Contents) -> None:
    grids.write_matrix(sheet, contents, By.ROLE, Base.PARTICIPANTS, "Participants by role group")


def _source_matrix(sheet: Worksheet, contents: Contents) -> None:
    grids.write_matrix(sheet, contents, By.SOURCE, Base.TRANSCRIPTS, "Transcripts by kind of source")


_WRITERS: Mapping[str, tuple[Callable[[Worksheet, Contents], None], str]] = {
    "About": (overview.write_about, "6B7785"),
    "Frequencies": (grids.write_frequencies, "1F3A5F"),
    "Themes": (overview.write_themes, "1F3A5F"),
    "County matrix": (_county_matrix, "2E7EBC"),
    "Role matrix": (_role_matrix, "2E7EBC"),
    "Source matrix": (_source_matrix, "2E7EBC"),
    "Coverage": (patterns.write_coverage, "2E7EBC"),
    "Co-occurrence": (patterns.write_cooccurrence, "5E8C6A"),
    "Saturation": (patterns.write_saturation, "5E8C6A"),
    "Voices": (patterns.write_voices, "5E8C6A"),
    "Sensitivity": (patterns.write_sensitivity, "5E8C6A"),
    "Codebook": (lists.write_codebook, "6B7785"),
    "Evidence": (evidence.write_evidence, "B45F06"),
    "Presence": (lists.write_presence, "9AA5B1"),
    "Data": (lists.write_data, "9AA5B1"),
    "Tally": (tally_sheet.write_tally, "9AA5B1"),
}
_OPENS_FIRST = "Frequencies"


def write_workbook(
    path: Path,
    cut: DataCut,
    quotes: Mapping[str, ReleasedQuote],
    *,
    date: str,
    case_labels: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
    has_transcript_pages: bool = False,
    live_limit: int = LIVE_LIMIT,
    row_limit: int = ROW_LIMIT,
    progress: Progress = _QUIET,
) -> None:
    """Write the counts, the evidence behind them and how they came about. For the team.

    The same arguments give the same bytes.

    Args:
        path: The ``.xlsx`` file; what was there is replaced when the new one is whole.
        cut: What is counted.
        quotes: What the gate released for the team, by passage id. A passage without one is listed
            without its words.
        date: ISO date of the data cut; also the date the file carries.
        case_labels: What to call each county by its id, such as its masked label; its own label where
            none is given.
        about: Further lines for the About sheet, such as the model and engine versions.
        has_transcript_pages: Whether the pages that quotes link to lie beside the workbook. Turns then
            lead there.
        live_limit: Rows of evidence up to which counts are formulas; past it they are values.
        row_limit: Rows that a sheet has at most; more evidence goes on in further sheets.
        progress: Who is told how far it is.

    Raises:
        OutputError: The date is none, or the file could not be written.
    """
    moment = _moment(date)
    contents = Contents(
        cut, quotes, date, case_labels or {}, about or {}, has_transcript_pages, live_limit, row_limit
    )
    book = Workbook()
    book.remove(book.worksheets[0])
    use_font(book)
    for name, (write, colour) in progress.each(_WRITERS.items(), "Writing the workbook", len(_WRITERS)):
        sheet = book.create_sheet(name)
        sheet.sheet_properties.tabColor = colour
        write(sheet, contents)
    book.active = list(_WRITERS).index(_OPENS_FIRST)
    properties = book.properties
    properties.title = safe_text(f"{cut.title}: themes and evidence")
    properties.creator = properties.lastModifiedBy = _CREATOR
    properties.created = moment
    # Beside a temporary folder, not in memory: a sheet of a million rows unpacks to gigabytes.
    with replacing(path) as target, TemporaryDirectory() as folder:
        written = Path(folder) / "written.xlsx"
        save(book, written, progress)
        finish(written, target, moment, _formula_values(book))


def _formula_values(book: Workbook) -> dict[str, Mapping[str, float | str]]:
    """What formulas come to, by the member that holds their sheet."""
    return {
        f"xl/worksheets/sheet{number}.xml": kept_values(book, sheet.title)
        for number, sheet in enumerate(book.worksheets, start=1)
    }


def _moment(date: str) -> datetime:
    try:
        return datetime.combine(Date.fromisoformat(date), time())
    except ValueError as error:
        raise OutputError(f"'{date}' is no date. Write it as year-month-day, such as 2026-06-30.") from error
