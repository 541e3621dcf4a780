"""CSV files and workbooks as rows; what the rows mean is told in ``surveys``."""

import csv
import datetime
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from csec_qual.base.files import UnsafeArchiveError, check_archive
from csec_qual.base.text import normalise
from csec_qual.model.transcript import Notice
from csec_qual.readers.draft import Draft
from csec_qual.readers.source import SourceFile
from csec_qual.readers.surveys import Row, TableError, is_table_header, read_rows

_TEXT_SUFFIXES = frozenset({".csv", ".tsv"})
_WORKBOOK_PART = b"xl/workbook.xml"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",\t;|"
_SAMPLE_ROWS = 50
_FIX = "Open it in Excel, save it again as .xlsx, and add it once more."


def recognises(source: SourceFile) -> bool:
    """A workbook, a file named as a table, or text whose first line is a table's header."""
    if source.data.startswith(b"PK") or source.suffix == ".xlsx":
        return source.suffix == ".xlsx" or _WORKBOOK_PART in source.data
    if source.suffix in _TEXT_SUFFIXES:
        return True
    first = source.text.split("\n", 1)[0]
    return any(is_table_header(first.split(delimiter)) for delimiter in _DELIMITERS)


def read(source: SourceFile) -> Draft:
    """Responses of a survey, or turns of a transcript kept as a table.

    Raises:
        TranscriptError: The table is damaged, has no header, holds no words, or two rows claim to be
            the same respondent.
    """
    if source.suffix == ".xlsx" or source.data.startswith(b"PK"):
        return _best_sheet(source, _sheets(source))
    kind = "tsv" if source.suffix == ".tsv" else "csv"
    rows, notices = _delimited(source)
    try:
        return read_rows(rows, kind, notices)
    except TableError as error:
        raise source.refusal(error.what, error.fix, error.line) from error


def _delimited(source: SourceFile) -> tuple[list[Row], list[Notice]]:
    delimiter = _delimiter(source.text)
    try:
        return list(_rows(source.text, delimiter, strict=True)), []
    except csv.Error as error:
        if "unexpected end" in str(error):
            line = _opening_line(source.text, delimiter)
            raise source.refusal(
                "a quotation mark opened here is never closed.", "Close it, or double it inside a cell.", line
            ) from error
    try:
        notice = Notice(
            None, "quotation marks inside cells are not doubled; the cells were read as they stand."
        )
        return list(_rows(source.text, delimiter, strict=False)), [notice]
    except csv.Error as error:
        raise source.refusal(f"this table cannot be read ({error}).", "Save it again as CSV.") from error


def _rows(text: str, delimiter: str, *, strict: bool) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(line, tuple(cell.strip() for cell in cells))
        line = reader.line_num + 1


def _opening_line(text: str, delimiter: str) -> int:
    """The line of the last row that could be read, where a quotation mark stays open."""
    line = 1
    try:
        for row in _rows(text, delimiter, strict=True):
            line = row.line + 1 + sum(cell.count("\n") for cell in row.cells)
    except csv.Error:
        pass
    return line


def _delimiter(text: str) -> str:
    """The one that parts the most rows into equally many cells."""
    sample = "\n".join(text.split("\n")[: _SAMPLE_ROWS * 4])

    def evenness(delimiter: str) -> tuple[int, int]:
        rows = [row.cells for row in _rows(sample, delimiter, strict=False)][:_SAMPLE_ROWS]
        width = len(rows[0]) if rows else 0
        return (sum(len(row) == width for row in rows) if width > 1 else 0, width)

    return max(_DELIMITERS, key=evenness)


def _sheets(source: SourceFile) -> list[tuple[str, list[Row]]]:
    if source.data.startswith(_OLD_EXCEL):
        raise source.refusal("this is an old .xls file, or one protected by a password.", _FIX)
    try:
        check_archive(source.data)
        with warnings.catch_warnings():
            # openpyxl warns of charts, styles and validation that it leaves out; only words are read here.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
            return [
                (sheet.title, list(_cells(sheet.iter_rows(values_only=True)))) for sheet in book.worksheets
            ]
    except UnsafeArchiveError as error:
        raise source.refusal(f"this is no whole workbook: {error}.", _FIX) from error
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise source.refusal(f"this is no whole workbook ({type(error).__name__}).", _FIX) from error
    except (zipfile.BadZipFile, zlib.error) as error:
        raise source.refusal("this workbook is damaged.", _FIX) from error


def _cells(rows: Iterator[Sequence[object]]) -> Iterator[Row]:
    for line, values in enumerate(rows, start=1):
        cells = tuple(normalise(_shown(value)).strip() for value in values)
        if any(cells):
            yield Row(line, cells)


def _shown(value: object) -> str:
    """A cell as a person sees it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _best_sheet(source: SourceFile, sheets: Sequence[tuple[str, list[Row]]]) -> Draft:
    """The sheet with the most words; the others are named in a notice."""
    drafts: list[tuple[str, Draft]] = []
    refused: list[TableError] = []
    for title, rows in sheets:
        try:
            drafts.append((title, read_rows(rows, "xlsx", [])))
        except TableError as error:
            refused.append(error)
    # Two rows under one respondent are a fault wherever they stand.
    worst = next((fault for fault in refused if fault.is_conflict), None if drafts else refused[0])
    if worst is not None:
        raise source.refusal(worst.what, worst.fix, worst.line)
    title, best = max(drafts, key=lambda draft: sum(len(piece.text) for piece in draft[1].pieces))
    left = [other for other, _ in sheets if other != title]
    if not left:
        return best
    notice = Notice(None, f"only sheet '{title}' was read; left out: {', '.join(left)}.")
    return Draft(
        best.reader, best.pieces, (*best.notices, notice), best.source_type, attributes=best.attributes
    )
