"""Sheets of numbers, themes and codes down and cells across: Frequencies and the three matrices.

A cell's value is the number n; its format shows it as n/N, so that the denominator stands beside it and the
column can still be summed. N stands above each column as a number of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.analysis.bases import ALL, SMALLEST_FOR_PERCENT, Base, By, Count
from csec_qual.excel.cells import HEAD, HEAD_FILL, LINK_INK, QUIET_INK, REMARK, Look, put, put_formula, tint
from csec_qual.excel.contents import Contents, Row
from csec_qual.excel.page import grow, lead_to, note, print_landscape, title
from csec_qual.excel.tally import AS_WRITTEN

_BLOCK_ROW, _N_ROW, _NAME_ROW, _FIRST_ROW = 4, 5, 6, 7
_FIRST_COLUMN = 5
_STATE_ROW = 3
_STRIPE, _LABEL, _ID, _LEVEL = 1, 2, 3, 4
_SIDE_WIDTHS = {_STRIPE: 1.8, _LABEL: 50, _ID: 20, _LEVEL: 8}
_NARROWEST, _WIDEST = 9.5, 16.0
_NOTE_COLUMNS = 12

# One hue from light to dark (ColorBrewer Blues) is told apart without colour vision and in grey print.
_SHADES = (
    (0.0, "none", "", QUIET_INK),
    (0.25, "up to ¼", "E3EEF9", "1B2A3A"),
    (0.5, "up to ½", "B7D4EA", "1B2A3A"),
    (0.75, "up to ¾", "6AAED6", "1B2A3A"),
    (0.999, "over ¾", "2E7EBC", "FFFFFF"),
    (1.0, "all", "084A91", "FFFFFF"),
)
_NUMBER = Look(size=10, across="center", ruled=True)
_N_HEAD = Look(size=9, colour=QUIET_INK, across="center", number='"N = "0')
_NOT_ASKED = "not asked"
_NOT_ASKED_LOOK = Look(size=8, colour=QUIET_INK, fill="DDE1E6")
_THEME_NOTE = "A theme's row counts different units over its codes; it is not the sum of their rows."
# Shares that round to nothing must not read as nobody.
_PERCENT = '[=0]0%;[<0.005]"<1%";0%'


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of numbers: one cell of one split on one base."""

    by: By
    base: Base
    cell: str
    label: str
    is_percent: bool = False
    starts_block: bool = False


def write_frequencies(sheet: Worksheet, contents: Contents) -> None:
    """Every theme and code on every base, all counties first, then each."""
    title(
        sheet,
        contents.cut.title,
        "How often each theme and code was said",
        "Read 3/14 as 3 of 14. A blue number leads to its quotes.",
    )
    _state(sheet, contents)
    columns = list(_frequency_columns(contents))
    blocks = [at for at, column in enumerate(columns, start=_FIRST_COLUMN) if column.starts_block]
    _side(sheet, contents)
    _column_heads(sheet, contents, columns)
    _block_heads(sheet, columns, blocks)
    for row, line in enumerate(contents.rows, start=_FIRST_ROW):
        _theme_or_code(sheet, row, line)
        for at, column in enumerate(columns, start=_FIRST_COLUMN):
            _number(sheet, row, at, contents, line, column)
    # The one column of counties goes on a page with the transcripts.
    _finish(
        sheet, contents, [column.base for column in columns if column.starts_block], blocks[:1] + blocks[2:]
    )


def write_matrix(sheet: Worksheet, contents: Contents, by: By, base: Base, heading: str) -> None:
    """One split on one base, shaded by the share of N."""
    remark = "Shaded by the share of N; a number leads to its quotes."
    title(sheet, contents.cut.title, heading, remark)
    _state(sheet, contents)
    table = contents.table(by, base)
    cells = {
        cell: label
        for cell, label in table.cells.items()
        # A role nobody holds has no column; a county nothing came from keeps its own.
        if by is By.COUNTY or cell == ALL or table.denominators[cell] > 0
    }
    columns = [_Column(by, base, cell, label, starts_block=cell == ALL) for cell, label in cells.items()]
    _side(sheet, contents)
    _legend(sheet, by)
    _column_heads(sheet, contents, columns)
    for row, line in enumerate(contents.rows, start=_FIRST_ROW):
        _theme_or_code(sheet, row, line)
        for at, column in enumerate(columns, start=_FIRST_COLUMN):
            _number(sheet, row, at, contents, line, column, shaded=True)
    _shade(sheet, contents, len(columns))
    _finish(sheet, contents, [base], [])


def _frequency_columns(contents: Contents) -> Iterator[_Column]:
    for base in (Base.COUNTIES, Base.TRANSCRIPTS, Base.PARTICIPANTS, Base.MENTIONS):
        cells = contents.table(By.COUNTY, base).cells
        everyone = _Column(By.COUNTY, base, ALL, cells[ALL])
        yield replace(everyone, starts_block=True)
        if _denominator(contents, everyone) >= SMALLEST_FOR_PERCENT:
            yield replace(everyone, label="%", is_percent=True)
        if base is not Base.COUNTIES:  # inside one county it can only be 0/1
            yield from (_Column(By.COUNTY, base, cell, cells[cell]) for cell in cells if cell != ALL)


def _denominator(contents: Contents, column: _Column) -> int:
    return contents.table(column.by, column.base).denominators[column.cell]


def _side(sheet: Worksheet, contents: Contents) -> None:
    for at, width in _SIDE_WIDTHS.items():
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at, name in ((_STRIPE, ""), (_LABEL, "Theme and code"), (_ID, "Id"), (_LEVEL, "Level")):
        put(sheet, _NAME_ROW, at, name, HEAD)
    sheet.freeze_panes = f"{get_column_letter(_FIRST_COLUMN)}{_FIRST_ROW}"
    # Codes fold under their theme.
    sheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
    for row, line in enumerate(contents.rows, start=_FIRST_ROW):
        if line.code:
            sheet.row_dimensions[row].outlineLevel = 1


def _column_heads(sheet: Worksheet, contents: Contents, columns: Sequence[_Column]) -> None:
    for at, column in enumerate(columns, start=_FIRST_COLUMN):
        longest = max(len(word) for word in column.label.split() or [""])
        width = min(_WIDEST, max(_NARROWEST, longest + 3.0))
        sheet.column_dimensions[get_column_letter(at)].width = 7.0 if column.is_percent else width
        n_head = replace(_N_HEAD, starts_block=column.starts_block)
        n_shown = None if column.is_percent else _denominator(contents, column)
        put(sheet, _N_ROW, at, n_shown, n_head)
        look = replace(HEAD, across="center", indent=0, size=9, starts_block=column.starts_block)
        put(sheet, _NAME_ROW, at, column.label, look)
    sheet.row_dimensions[_NAME_ROW].height = 39
    sheet.print_title_rows = f"{_BLOCK_ROW}:{_NAME_ROW}"
    sheet.print_title_cols = f"A:{get_column_letter(_FIRST_COLUMN - 1)}"


def _block_heads(sheet: Worksheet, columns: Sequence[_Column], blocks: Sequence[int]) -> None:
    ends = [*blocks[1:], _FIRST_COLUMN + len(columns)]
    for start, end in zip(blocks, ends, strict=True):
        base = columns[start - _FIRST_COLUMN].base
        look = Look(bold=True, colour=HEAD_FILL, fill="E8EDF3", across="left", starts_block=True)
        for at in range(start, end):
            put(sheet, _BLOCK_ROW, at, base.label if at == start else None, look)
        if end - start > 1:
            sheet.merge_cells(
                start_row=_BLOCK_ROW, end_row=_BLOCK_ROW, start_column=start, end_column=end - 1
            )


def _theme_or_code(sheet: Worksheet, row: int, line: Row) -> None:
    is_theme = line.code is None
    fill = tint(line.theme.colour, 0.88) if is_theme else ""
    put(sheet, row, _STRIPE, None, Look(fill=tint(line.theme.colour, 0)))
    label = Look(bold=is_theme, fill=fill, across="left", ruled=True, wrap=True, indent=1 if is_theme else 2)
    put(sheet, row, _LABEL, line.label, label)
    grow(sheet, row, [(line.label, _SIDE_WIDTHS[_LABEL])])
    quiet = Look(size=8, colour=QUIET_INK, fill=fill, across="left", indent=1, ruled=True)
    put(sheet, row, _ID, line.row_id, quiet)
    put(sheet, row, _LEVEL, "theme" if is_theme else "code", quiet)


def _number(
    sheet: Worksheet,
    row: int,
    at: int,
    contents: Contents,
    line: Row,
    column: _Column,
    *,
    shaded: bool = False,
) -> None:
    count = contents.table(column.by, column.base).at(line.row_id, column.cell)
    look = replace(_NUMBER, bold=line.code is None, starts_block=column.starts_block)
    if column.is_percent:
        percent = _on_theme(replace(look, number=_PERCENT, colour=QUIET_INK, bold=False), line)
        if contents.is_live and count.share is not None:
            # The count of everyone stands just before its share.
            beside = get_column_letter(at - 1)
            put_formula(sheet, row, at, f"={beside}{row}/{count.of}", count.share, percent)
        else:
            put(sheet, row, at, count.share, percent)
        return
    goal = contents.link(line.row_id, column.by, column.base, column.cell)
    look = replace(look, number=_format(count), colour=LINK_INK if goal and count.n else QUIET_INK)
    if not shaded:
        look = _on_theme(look, line)
    elif _is_silent(contents, line, column, count):
        # Recoded, the zero may become a number, and shows then as one.
        number = f'[=0]"{_NOT_ASKED}";0"/{count.of}"'
        look = replace(_NOT_ASKED_LOOK, across="center", ruled=True, number=number)
    if contents.is_live:
        formula = contents.tally.count(line.row_id, column.by, column.base, column.cell)
        put_formula(sheet, row, at, formula, count.n, look)
    else:
        put(sheet, row, at, count.n, look)
    if goal and count.n:
        lead_to(sheet, row, at, goal.location, goal.tip)


def _on_theme(look: Look, line: Row) -> Look:
    return look if line.code else replace(look, fill=tint(line.theme.colour, 0.88))


def _is_silent(contents: Contents, line: Row, column: _Column, count: Count) -> bool:
    """Whether a county's zero only means that nobody asked there."""
    is_county = column.by is By.COUNTY and contents.cut.case(column.cell) is not None
    return is_county and count.of > 0 and not contents.was_asked(line, column.cell)


def _format(count: Count) -> str:
    """Show 3 as 3/14 and leave it a number; a dash where there was nothing to count."""
    return f'0"/{count.of}"' if count.of else '"–"'


def _shade(sheet: Worksheet, contents: Contents, n_columns: int) -> None:
    """Colours that follow the numbers: by the share of the N above the column."""
    if not contents.rows or not n_columns:
        return
    first, last = get_column_letter(_FIRST_COLUMN), get_column_letter(_FIRST_COLUMN + n_columns - 1)
    cells = f"{first}{_FIRST_ROW}:{last}{_FIRST_ROW + len(contents.rows) - 1}"
    n, of = f"{first}{_FIRST_ROW}", f"{first}${_N_ROW}"
    for most, _, fill, ink in _SHADES[1:]:
        rule = FormulaRule(  # type: ignore[no-untyped-call]
            formula=[f"AND({n}>0,{of}>0,{n}<={of}*{most})"],
            fill=PatternFill("solid", bgColor=fill),
            font=Font(color=ink),
            stopIfTrue=True,
        )
        sheet.conditional_formatting.add(cells, rule)


def _state(sheet: Worksheet, contents: Contents) -> None:
    """Whether the counts are formulas, and still those that were written."""
    look = replace(REMARK, size=9)
    if contents.is_live:
        formula = contents.tally.state(*contents.counted)
        put_formula(sheet, _STATE_ROW, _FIRST_COLUMN, formula, AS_WRITTEN, look)
        place = f"{get_column_letter(_FIRST_COLUMN)}{_STATE_ROW}"
        changed = FormulaRule(  # type: ignore[no-untyped-call]
            formula=[f'LEFT({place},7)="CHANGED"'], font=Font(bold=True, color="9C2A00")
        )
        sheet.conditional_formatting.add(place, changed)
    elif contents.evidence:
        text = (
            f"The counts are values, not formulas: Evidence has {len(contents.evidence):,} rows, more than "
            f"{contents.live_rows:,}."
        )
        put(sheet, _STATE_ROW, _FIRST_COLUMN, text, look)


def _legend(sheet: Worksheet, by: By) -> None:
    put(sheet, _BLOCK_ROW, _LEVEL, "Share", Look(size=8, colour=QUIET_INK))
    for at, (_, name, fill, ink) in enumerate(_SHADES, start=_FIRST_COLUMN):
        put(sheet, _BLOCK_ROW, at, name, Look(size=8, fill=fill, colour=ink, across="center"))
    if by is By.COUNTY:
        at = _FIRST_COLUMN + len(_SHADES)
        put(sheet, _BLOCK_ROW, at, _NOT_ASKED, replace(_NOT_ASKED_LOOK, across="center"))


def _finish(sheet: Worksheet, contents: Contents, bases: Sequence[Base], breaks: Sequence[int]) -> None:
    last_row = _FIRST_ROW + len(contents.rows) - 1
    last_column = get_column_letter(sheet.max_column)
    if contents.rows:
        sheet.auto_filter.ref = f"A{_NAME_ROW}:{last_column}{last_row}"
    notes = [_THEME_NOTE, *(f"{base.sentence} {base.never_say}" for base in bases)]
    for row, text in enumerate(notes, start=last_row + 2):
        note(sheet, row, text, _LABEL, max(_LEVEL, min(sheet.max_column, _NOTE_COLUMNS)))
    print_landscape(sheet, contents.cut.title, breaks)
