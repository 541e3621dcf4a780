"""One cell at a time: text is never a formula, and looks are named once.

A quote may begin with "=" and a speaker label with "@": a spreadsheet would run them. Every string that
reaches a workbook goes through ``put``. Nothing here knows what a sheet holds.
"""

import re
from copy import copy
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.base.text import to_utf16

TEXT_LIMIT = 32_767
"""The longest text a cell takes, in UTF-16 units, as the format's documentation counts."""

# XML 1.0 cannot carry these, and lone surrogates cannot be written as UTF-8 at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|\r")
# A spreadsheet reads "_x0041_" inside a text as the letter A.
_ESCAPE_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")

INK = "1B2A3A"
QUIET_INK = "6B7785"
LINK_INK = "0B5394"
HEAD_FILL = "1F3A5F"
RULE = "D5DBE2"
# On Windows and macOS as it is; Linux has its twin, Liberation Sans, with the same widths.
_FONT = "Arial"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks.

    Attributes:
        bold: For headings and theme rows.
        italic: For remarks, such as why a quote is withheld.
        size: In points.
        colour: Of the text, ``RRGGBB``.
        fill: Of the background, ``RRGGBB``; empty for none.
        across: ``left``, ``center``, ``right`` or ``general``.
        down: ``top``, ``center`` or ``bottom``.
        wrap: Whether long text takes several lines.
        indent: Steps from the left.
        turned: Degrees of rotation, for narrow columns.
        ruled: Whether a thin line runs below.
        starts_block: Whether a stronger line runs on the left.
        number: Number format; ``General`` for text.
    """

    bold: bool = False
    italic: bool = False
    size: float = 10
    colour: str = INK
    fill: str = ""
    across: str = "general"
    down: str = "center"
    wrap: bool = False
    indent: int = 0
    turned: int = 0
    ruled: bool = False
    starts_block: bool = False
    number: str = "General"


HEAD = Look(bold=True, colour="FFFFFF", fill=HEAD_FILL, across="left", indent=1, wrap=True)
TITLE = Look(bold=True, size=16)
REMARK = Look(colour=QUIET_INK, down="top")
WARNING = Look(bold=True, colour="9C2A00")
BODY = Look(across="left", down="top", wrap=True, indent=1, ruled=True)
WITHHELD = replace(BODY, italic=True, colour=QUIET_INK)
NUMBER = Look(across="center", down="top", ruled=True, number="0")


def safe_text(value: str, reference: str = "") -> str:
    """The text as a cell can hold it.

    Characters no workbook can carry are left out. Text past the limit of a cell is cut, and says so.

    Args:
        value: Any text.
        reference: Where the whole text stands, such as a passage id; named in the note on a cut.
    """
    text = _ILLEGAL.sub("", _LINE_ENDS.sub("\n", value))
    text = _ESCAPE_LOOKALIKE.sub("_x005F_", text)
    # Every code point beyond U+FFFF takes two units; most text is far from the limit either way.
    if 2 * len(text) <= TEXT_LIMIT or to_utf16(text, len(text)) <= TEXT_LIMIT:
        return text
    note = f" [cut: longer than a cell can hold; whole text: {reference or 'in the study'}]"
    room = TEXT_LIMIT - to_utf16(note, len(note))
    kept = text[:room]
    while to_utf16(kept, len(kept)) > room:
        kept = kept[: len(kept) - max(1, (to_utf16(kept, len(kept)) - room) // 2)]
    return kept + note


def put(
    sheet: Worksheet, row: int, column: int, value: str | float | None, look: Look, reference: str = ""
) -> Cell:
    """Write one cell; a string is stored as text whatever it begins with.

    Args:
        sheet: Where to write.
        row: From 1.
        column: From 1.
        value: Text, a number, or None for an empty cell with a look.
        look: How it looks.
        reference: See ``safe_text``.
    """
    cell = sheet.cell(row=row, column=column)
    assert isinstance(cell, Cell)  # never the inner part of a merged cell
    if isinstance(value, str):
        cell.value = safe_text(value, reference)
        # openpyxl has by now made "=1+1" a formula; the type decides what is stored.
        cell.data_type = "s"
        # Otherwise editing the cell in the spreadsheet, and leaving it, would start the formula.
        _dress(cell, look, is_quoted=cell.value.startswith(FORMULA_STARTS))
    else:
        cell.value = value
        _dress(cell, look)
    return cell


def put_formula(
    sheet: Worksheet, row: int, column: int, formula: str, value: float | str, look: Look
) -> Cell:
    """Write one of our own formulas, with the value it has now for readers that do not calculate.

    Args:
        sheet: Where to write.
        row: From 1.
        column: From 1.
        formula: Begins with ``=``; made of numbers, addresses and our own words, never of the study's.
        value: What it comes to.
        look: How it looks.
    """
    cell = put(sheet, row, column, None, look)
    cell.value = formula
    keep_value(sheet, cell.coordinate, value)
    return cell


def keep_value(sheet: Worksheet, coordinate: str, value: float | str) -> None:
    """Note what a formula comes to; ``archive`` writes it beside the formula."""
    book = sheet.parent
    assert isinstance(book, Workbook)
    _values.setdefault(book, {}).setdefault(sheet.title, {})[coordinate] = value


def kept_values(book: Workbook, sheet: str) -> dict[str, float | str]:
    """What the formulas of a sheet come to, by address."""
    return _values.get(book, {}).get(sheet, {})


def style_number(sheet: Worksheet, look: Look, *, is_quoted: bool) -> int:
    """The number of a look among those of the workbook.

    Args:
        sheet: A sheet of the workbook.
        look: The look.
        is_quoted: Whether the cell's text begins like a formula.
    """
    cell = Cell(sheet, row=1, column=1)
    _dress(cell, look, is_quoted=is_quoted)
    return int(cell.style_id)


def tint(colour: str, white: float) -> str:
    """``RRGGBB`` of a ``#RRGGBB`` colour mixed with this share of white."""
    parts = [int(colour.lstrip("#")[at : at + 2], 16) for at in (0, 2, 4)]
    return "".join(f"{round(part + (255 - part) * white):02X}" for part in parts)


def use_font(book: Workbook) -> None:
    """Make the font of the cells the workbook's own: column widths are measured in its digits."""
    book._named_styles["Normal"].font = Font(name=_FONT, size=Look().size)  # type: ignore[attr-defined]


# A look is worked out once per workbook, and found again by its identity: for each of a million cells either
# would take longer than all the rest. Cells share what is kept here; nothing may change it in one of them.
_known: WeakKeyDictionary[Workbook, dict[tuple[int | Look, bool], tuple[Look, StyleArray]]] = (
    WeakKeyDictionary()
)

_values: WeakKeyDictionary[Workbook, dict[str, dict[str, float | str]]] = WeakKeyDictionary()


def _dress(cell: Cell, look: Look, *, is_quoted: bool = False) -> None:
    book = cell.parent.parent
    assert isinstance(book, Workbook)
    known = _known.setdefault(book, {})
    key = (id(look), is_quoted)
    found = known.get(key)
    if found is None:
        same = known.get((look, is_quoted))
        if same is None:
            _dress_first(cell, look)
            cell.quotePrefix = is_quoted
            # The stubs leave the style out.
            same = known[look, is_quoted] = look, copy(cell._style)  # type: ignore[attr-defined]
        # The look is kept with it, so that its identity is no other's while the workbook lives.
        found = known[key] = look, same[1]
    cell._style = found[1]  # type: ignore[attr-defined]


def _dress_first(cell: Cell, look: Look) -> None:
    # The cell may have another look already, which it shares with others.
    cell._style = StyleArray()  # type: ignore[attr-defined]
    cell.font = Font(name=_FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.colour)
    cell.alignment = Alignment(
        horizontal=look.across,
        vertical=look.down,
        wrap_text=look.wrap,
        indent=look.indent,
        text_rotation=look.turned,
    )
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    cell.border = Border(
        bottom=Side("thin", color=RULE) if look.ruled else None,
        left=Side("thin", color="8794A3") if look.starts_block else None,
    )
    cell.number_format = look.number
