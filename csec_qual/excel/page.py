"""What the sheets have in common: title, headings, notes, links, and how they print."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from textwrap import wrap

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.excel.cells import HEAD, REMARK, TITLE, WARNING, Look, put, safe_text

TEAM_COPY = "Team copy: not for publication"
TITLE_ROWS = 3
"""Rows that ``title`` fills."""

# US Letter, landscape, narrow margins: how many column widths a printed line holds at full size.
_PAGE_WIDTH = 125.0
_SMALLEST_READABLE = 0.55
# The format allows 255 characters in a page header, its codes included.
_HEADER_LIMIT = 90
_LINE_HEIGHT = 13.0
# Letters and spaces are narrower than the digits that widths are measured in; capitals are not.
_CHARACTERS = 1.08
_INDENT = 1.5
_HIGHEST_ROW = 409.0
_NOTE = Look(size=9, wrap=True, down="top")


def title(sheet: Worksheet, study: str, text: str, remark: str) -> None:
    """What the sheet is, whose it is and how to read it, in the first three rows."""
    sheet.sheet_view.showGridLines = False
    put(sheet, 1, 1, text, TITLE)
    put(sheet, 2, 1, f"{study}. {TEAM_COPY}", WARNING)
    put(sheet, 3, 1, remark, REMARK)
    sheet.row_dimensions[1].height = 27


def headings(
    sheet: Worksheet,
    row: int,
    names: Sequence[tuple[str, float]],
    *,
    numbers: Collection[str] = (),
    height: float = 30,
) -> None:
    """A row of column names that stays in view and on every printed page.

    Args:
        sheet: Where to write.
        row: From 1.
        names: Name and width of each column.
        numbers: Names of the columns that hold numbers.
        height: Of the row, in points.
    """
    for column, (name, width) in enumerate(names, start=1):
        look = replace(HEAD, across="center", indent=0) if name in numbers else HEAD
        put(sheet, row, column, name, look)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"A{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"


def as_table(sheet: Worksheet, name: str, row: int, last_row: int, n_columns: int) -> None:
    """Make the rows under a row of column names a table, to be filtered and sorted by them."""
    table = Table(displayName=name, ref=f"A{row}:{get_column_letter(n_columns)}{last_row}")
    # openpyxl would look for the names among all cells of the table, and make those that are not there.
    table._initialise_columns()  # type: ignore[attr-defined]
    for at, column in enumerate(table.tableColumns, start=1):
        column.name = str(sheet.cell(row=row, column=at).value)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def note(sheet: Worksheet, row: int, text: str, first: int, last: int, look: Look = _NOTE) -> None:
    """A sentence across several columns, high enough to be read whole."""
    put(sheet, row, first, text, look)
    letters = [get_column_letter(column) for column in range(first, last + 1)]
    if last > first:
        sheet.merge_cells(f"{letters[0]}{row}:{letters[-1]}{row}")
    grow(sheet, row, [(text, sum(sheet.column_dimensions[letter].width for letter in letters))])


def grow(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make a row high enough for the longest of its wrapped texts, each given with its column's width.

    Left to itself, a spreadsheet does not grow rows of merged cells, and some do not grow any until the
    text is touched.
    """
    sheet.row_dimensions[row].height = height_of(texts)


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points that the longest of a row's wrapped texts needs, each with its column's width."""
    n_lines = max(_n_lines(text, max(1, int((width - _INDENT) * _CHARACTERS))) for text, width in texts)
    return min(_HIGHEST_ROW, _LINE_HEIGHT * n_lines + 2)


# Most of a sheet's longer texts are labels, which come again.
@lru_cache(maxsize=4096)
def _n_lines(text: str, width: int) -> int:
    """How many lines a text takes; short ones, nearly all, are not looked at word by word."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(len(wrap(line, width)) or 1 for line in text.splitlines() or [""])


def grow_row(
    sheet: Worksheet, row: int, values: Sequence[str | int], names: Sequence[tuple[str, float]]
) -> None:
    """Make a row high enough for all of its cells, given the name and width of each column."""
    grow(sheet, row, [(str(value), width) for value, (_, width) in zip(values, names, strict=True)])


def lead_to(sheet: Worksheet, row: int, column: int, location: str, tip: str) -> None:
    """Make a cell lead to a place in this workbook."""
    cell = sheet.cell(row=row, column=column)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, tooltip=tip)


def lead_out(sheet: Worksheet, row: int, column: int, target: str, tip: str) -> None:
    """Make a cell lead to a file beside this workbook."""
    cell = sheet.cell(row=row, column=column)
    cell.hyperlink = target
    assert cell.hyperlink is not None  # just set
    cell.hyperlink.tooltip = tip


def print_landscape(sheet: Worksheet, study: str, breaks: Sequence[int] = ()) -> None:
    """Landscape pages with the study, the team-copy mark, the sheet and the page number on each.

    Args:
        sheet: A sheet whose column widths are set.
        study: The study's title.
        breaks: Columns before which a page may end where one page across would be too small to read;
            empty to fit the sheet on one page across in any case.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 1
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    # An ampersand starts a code in page headers; two of them print one.
    name = safe_text(study)[:_HEADER_LIMIT].replace("&", "&&")
    _say(sheet.oddHeader, name, TEAM_COPY)
    _say(sheet.oddFooter, sheet.title, "Page &P of &N")
    _scale(sheet, breaks)


def _say(line: HeaderFooterItem | None, left: str, right: str) -> None:
    assert line is not None  # every new sheet has its lines
    for part, text in ((line.left, left), (line.right, right)):
        part.text = text
        part.size = 8


def _scale(sheet: Worksheet, breaks: Sequence[int]) -> None:
    widths = [
        sheet.column_dimensions[get_column_letter(column)].width for column in range(1, sheet.max_column + 1)
    ]
    if not breaks or sum(widths) * _SMALLEST_READABLE <= _PAGE_WIDTH:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        return
    # Every page repeats the columns before the first break.
    edges = [*breaks, sheet.max_column + 1]
    widest = max(sum(widths[start - 1 : end - 1]) for start, end in pairwise(edges))
    share = _PAGE_WIDTH / (sum(widths[: breaks[0] - 1]) + widest)
    sheet.page_setup.scale = round(100 * min(1.0, max(_SMALLEST_READABLE, share)))
    for column in breaks[1:]:
        sheet.col_breaks.append(Break(id=column - 1))
