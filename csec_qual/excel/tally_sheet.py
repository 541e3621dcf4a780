"""The last sheet: what the live counts are made of, table by table; see ``tally``."""

from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.analysis.bases import ALL, By
from csec_qual.excel.cells import HEAD, QUIET_INK, REMARK, TITLE, Look, keep_value, put
from csec_qual.excel.contents import Contents
from csec_qual.excel.page import print_landscape
from csec_qual.excel.tally import BLOCK_COLUMNS, LIST_COLUMNS, TALLY_FIRST_ROW, Block

_PLAIN = Look(size=8, across="left")
_PLAIN_NUMBER = Look(size=8, colour=QUIET_INK, across="center", number="0")
_WIDTHS = {"Code": 34, "Row": 18, "Cell": 18, "Keys up to": 12}


def write_tally(sheet: Worksheet, contents: Contents) -> None:
    """The list of codes, and for each table how many different turns, transcripts or people a cell has."""
    sheet.sheet_view.showGridLines = False
    put(sheet, 1, 1, "Tally: what the live counts are made of", TITLE)
    remark = (
        "Leave this sheet as it is. Each n counts the different turns, transcripts or people whose keys in "
        "Evidence lie above the bound before and up to its own."
    )
    none = f"The counts are values: more than {contents.live_rows:,} rows, or none, are in Evidence."
    put(sheet, 2, 1, remark if contents.is_live else none, REMARK)
    for column, name in enumerate(LIST_COLUMNS, start=1):
        _head(sheet, column, name)
    numbers = {line.row_id: line.number for line in contents.tally.lines}
    for row, (code_id, name) in enumerate(contents.code_names.items(), start=TALLY_FIRST_ROW):
        theme = contents.themes[code_id].theme_id
        for column, value in enumerate(_listed(name, numbers[code_id], numbers[theme]), start=1):
            put(sheet, row, column, value, _PLAIN if column == 1 else _PLAIN_NUMBER)
    if contents.is_live:
        for block in contents.tally.blocks.values():
            _block(sheet, contents, block)
    sheet.freeze_panes = f"A{TALLY_FIRST_ROW}"
    print_landscape(sheet, contents.cut.title)


def _block(sheet: Worksheet, contents: Contents, block: Block) -> None:
    base, by = block.slice
    name = f"{base.label} by {by.value}" if by else f"{base.label}, all"
    put(sheet, TALLY_FIRST_ROW - 2, block.column, name, Look(bold=True))
    for at, heading in enumerate(BLOCK_COLUMNS):
        _head(sheet, block.column + at, heading)
    table = contents.table(by or By.COUNTY, base)
    for is_theme, bounds in zip((True, False), block.bounds, strict=True):
        n_uncounted = _n_uncounted(contents, block, is_theme=is_theme)
        for bound in bounds:
            line = bound.line
            n = table.at(line.row_id, bound.cell).n if line else n_uncounted
            cell = table.cells.get(bound.cell, "")
            for at, text in enumerate((line.row_id if line else "not counted", cell)):
                put(sheet, bound.row, block.column + at, text, _PLAIN)
            for at, number in enumerate((bound.key, n), start=2):
                put(sheet, bound.row, block.column + at, number, _PLAIN_NUMBER)
        where, formula = block.array(is_theme=is_theme)
        first = where.partition(":")[0]
        n = sheet[first].value
        sheet[first].value = ArrayFormula(where, formula)
        keep_value(sheet, first, n)


def _listed(name: str, *numbers: int) -> tuple[str | int, ...]:
    return name, *numbers


def _n_uncounted(contents: Contents, block: Block, *, is_theme: bool) -> int:
    """What the first bound takes: the blank row below the evidence, and every row that adds no unit.

    Each key that is there again counts as none, and so does what has no code or no unit.
    """
    n_keys = sum(
        contents.table(block.slice[1] or By.COUNTY, block.slice[0]).at(line.row_id, cell).n
        for line in block.lines
        if line.is_theme == is_theme
        for cell in (block.cells if block.slice[1] else (ALL,))
    )
    return len(contents.evidence) + 1 - n_keys


def _head(sheet: Worksheet, column: int, name: str) -> None:
    put(sheet, TALLY_FIRST_ROW - 1, column, name, replace(HEAD, size=9))
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 9)
