"""Rows that are written as they are made, for sheets of up to a million of them.

openpyxl writes a workbook either from cells it holds or row by row, never both in one. Here a sheet may have
its title and headings as cells, like any other, and below them rows that nobody holds: openpyxl writes the
sheet, and asks for these when it comes to them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import fromstring

from csec_qual.base.progress import Progress
from csec_qual.excel.cells import FORMULA_STARTS, Look, safe_text, style_number

LINK_LIMIT = 65_000
"""Links out of a sheet; Excel opens a sheet with more than 65,530 only after it has taken some away."""

# Fewer are written before anybody looks.
_MANY = 20_000


class Formula(NamedTuple):
    """One of our own formulas, and what it comes to; see ``cells.put_formula``."""

    text: str
    value: int


class Value(NamedTuple):
    """What stands in a cell and how it looks."""

    value: str | int | Formula | None
    look: Look


@dataclass(frozen=True, slots=True)
class Line:
    """A row.

    Attributes:
        values: From the first column on.
        height: In points; None to leave it to the spreadsheet.
        reference: See ``cells.safe_text``.
        link: Column from 1, target and tip of a link out of the workbook; None for none.
    """

    values: list[Value]
    height: float | None = None
    reference: str = ""
    link: tuple[int, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet that nobody holds.

    Attributes:
        first: The number of the first, below every cell that the sheet has.
        n_rows: How many there are.
        n_columns: How many columns the widest has.
        lines: Makes them.
    """

    first: int
    n_rows: int
    n_columns: int
    lines: Callable[[], Iterator[Line]]


_rows: WeakKeyDictionary[Workbook, dict[str, Rows]] = WeakKeyDictionary()


def write_later(sheet: Worksheet, rows: Rows) -> None:
    """Have rows written below the cells of a sheet when the workbook is saved."""
    book = sheet.parent
    assert isinstance(book, Workbook)
    _rows.setdefault(book, {})[sheet.title] = rows


def save(book: Workbook, path: Path, progress: Progress) -> None:
    """Write a workbook with its rows, not packed: whoever gives it its final form packs it.

    Args:
        book: The workbook.
        path: The file.
        progress: Shown how far it is with the rows of a sheet, where there are many.
    """
    with ZipFile(path, "w", ZIP_STORED, allowZip64=True) as archive:
        _Book(book, archive, progress).save()


class _Book(ExcelWriter):
    """Writes a workbook; a sheet with rows of its own is written by ``_Sheet``."""

    def __init__(self, book: Workbook, archive: ZipFile, progress: Progress) -> None:
        super().__init__(book, archive)
        self._progress = progress

    # The stubs leave out what a subclass needs.
    _archive: ZipFile

    def write_worksheet(self, ws: Any) -> None:
        rows = _rows.get(self.workbook, {}).get(ws.title)
        if rows is None:
            super().write_worksheet(ws)
            return
        writer = _Sheet(ws, rows, self._progress)
        writer.write()
        ws._drawing = None
        ws._rels = writer._rels
        self._archive.write(writer.out, ws.path[1:])
        self.manifest.append(ws)
        writer.cleanup()


class _Sheet(WorksheetWriter):
    """Writes a sheet: its cells, then its rows."""

    _rels: object
    out: str

    def __init__(self, sheet: Any, rows: Rows, progress: Progress) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._later = rows
        self._progress = progress
        self._letters = [get_column_letter(column) for column in range(1, rows.n_columns + 1)]
        self._styles: dict[tuple[int, bool], tuple[Look, str]] = {}

    def write_dimensions(self) -> None:
        last = max(self._sheet.max_row, self._later.first + self._later.n_rows - 1)
        self.xf.send(SheetDimension(f"A1:{self._letters[-1]}{last}").to_tree())

    def write_rows(self) -> None:
        xf: Any = self.xf.send(True)
        with xf.element("sheetData"):
            for number, cells in self.rows():
                self.write_row(xf, cells, number)
            for number, line in enumerate(self._lines(), start=self._later.first):
                xf.write(self._row(number, line))
        self.xf.send(None)

    def _lines(self) -> Iterable[Line]:
        lines, n_rows = self._later.lines(), self._later.n_rows
        if n_rows < _MANY:
            return lines
        return self._progress.each(lines, f"Writing {self._sheet.title}", n_rows)

    def _row(self, number: int, line: Line) -> Any:
        height = "" if line.height is None else f' ht="{line.height:g}" customHeight="1"'
        cells = [
            self._cell(f"{letter}{number}", value, look, line.reference)
            for letter, (value, look) in zip(self._letters, line.values, strict=False)
        ]
        if line.link and len(self._sheet._hyperlinks) < LINK_LIMIT:
            column, target, tip = line.link
            place = f"{self._letters[column - 1]}{number}"
            self._sheet._hyperlinks.append(Hyperlink(ref=place, target=target, tooltip=tip))
        # Put together as text and read by the library, a row takes a third of the time that it takes to
        # make its elements one by one; what is no XML cannot get through.
        return fromstring(f'<row r="{number}"{height}>{"".join(cells)}</row>')

    def _cell(self, place: str, value: str | int | Formula | None, look: Look, reference: str) -> str:
        if isinstance(value, str):
            text = safe_text(value, reference)
            keep = ' xml:space="preserve"' if text != text.strip() else ""
            style = self._style(look, text)
            return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{keep}>{escape(text)}</t></is></c>'
        where = f'r="{place}" s="{self._style(look, "")}"'
        if isinstance(value, Formula):
            return f"<c {where}><f>{escape(value.text[1:])}</f><v>{value.value}</v></c>"
        return f"<c {where}/>" if value is None else f"<c {where}><v>{value}</v></c>"

    def _style(self, look: Look, text: str) -> str:
        """The number of a look, found by its identity: see ``cells``."""
        is_quoted = text.startswith(FORMULA_STARTS)
        found = self._styles.get((id(look), is_quoted))
        if found is None:
            number = str(style_number(self._sheet, look, is_quoted=is_quoted))
            found = self._styles[id(look), is_quoted] = look, number
        return found[1]
