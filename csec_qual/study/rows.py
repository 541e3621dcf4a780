"""The rows of a list as people wrote them: read with their places, changed without touching the rest.

A list is a CSV file in UTF-8, with or without a byte-order mark. What a column means is not known here.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from csec_qual.base.errors import Problem
from csec_qual.base.files import write_bytes
from csec_qual.base.text import normalise, one_line
from csec_qual.codebook.nodes import nearest

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list.

    Attributes:
        path: The list, as messages name it.
        line: The line the row begins on, from 1.
        cells: What stands in each column, without spaces around it; empty where the row is short.
    """

    path: str
    line: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """What stands in a column; empty where the list has no such column."""
        return self.cells.get(column, "")

    def fault(self, what: str, fix: str) -> Problem:
        """A problem on this row."""
        return Problem(self.path, self.line, what, fix)


def read_rows(path: Path, required: Sequence[str], problems: list[Problem], shown: str = "") -> list[Row]:
    """The rows under the header; rows of empty cells are passed over.

    Args:
        path: The list.
        required: Columns it must have.
        problems: What is wrong is added here, and reading goes on.
        shown: How messages name the list; its own name by default.
    """
    name = shown or path.name
    text = _text(path, name, required, problems)
    lines = list(_lines(name, text, problems)) if text is not None else []
    if text is not None and not lines:
        what, fix = "the list is empty.", f"Its first row is {','.join(required)}."
        problems.append(Problem(name, 1, what, fix))
    if not lines:
        return []
    number, header = lines[0]
    problems += [Problem(name, number, *fault) for fault in _header_faults(header, required)]
    found = []
    for number, cells in lines[1:]:
        if len(cells) > len(header):
            what, fix = "the row has more cells than the header.", "Put text with commas in quotes."
            problems.append(Problem(name, number, what, fix))
            continue
        padded = cells + [""] * (len(header) - len(cells))
        found.append(Row(name, number, dict(zip(header, padded, strict=True))))
    return found


def append_rows(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Add rows under those already there, in the columns the list has.

    What people wrote stays as it is, byte for byte. Only a column that the list does not have yet is
    added to the end of its header.

    Raises:
        OutputError: The list could not be written; it is as it was.
    """
    new = list(rows)
    if not new:
        return
    text = path.read_bytes().decode()
    end = "\r\n" if "\r\n" in text else "\n"
    head, body = _split_header(text)
    columns = _header(head)
    added = list(
        dict.fromkeys(name for row in new for name, cell in row.items() if cell and name not in columns)
    )
    out = StringIO()
    writer = csv.writer(out, lineterminator=end)
    writer.writerows([row.get(name, "") for name in columns + added] for row in new)
    if added:
        head = head.rstrip("\r\n") + "," + _line(added) + end
    old = head + body
    gap = "" if old.endswith(("\n", "\r")) else end
    write_bytes(path, (old + gap + out.getvalue()).encode())


def rewrite_cells(path: Path, changes: Mapping[int, Mapping[str, str]]) -> None:
    """Write other cells into rows, by the line each begins on; every other row stays byte for byte.

    Raises:
        OutputError: The list could not be written; it is as it was.
    """
    text = path.read_bytes().decode()
    head, _ = _split_header(text)
    columns = _header(head)
    lines = list(StringIO(text, newline=""))
    reader = csv.reader(lines)
    written: list[str] = []
    start = 0
    for cells in reader:
        raw = "".join(lines[start : reader.line_num])
        new = changes.get(start + 1)
        if new:
            padded = cells + [""] * (len(columns) - len(cells))
            kept = {**dict(zip(columns, padded, strict=False)), **new}
            end = raw[len(raw.rstrip("\r\n")) :]
            raw = _line([kept[name] for name in columns]) + end
        written.append(raw)
        start = reader.line_num
    data = "".join(written).encode()
    if data != text.encode():
        write_bytes(path, data)


def _text(path: Path, name: str, required: Sequence[str], problems: list[Problem]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        fix = f"Make it; its columns are {','.join(required)}."
        problems.append(Problem(name, None, "the list is not there.", fix))
    except UnicodeDecodeError:
        problems.append(Problem(name, None, "the list is no UTF-8 text.", "Save it as 'CSV UTF-8'."))
    except OSError as error:
        what = f"the list cannot be read ({error.strerror})."
        problems.append(Problem(name, None, what, "Check who may read it."))
    return None


def _lines(name: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on; rows of empty cells are left out."""
    # Strict: a quotation mark that is never closed would otherwise swallow every row after it.
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            cleaned = [one_line(normalise(cell)) for cell in cells]
            if any(cleaned):
                yield start, cleaned
            start = reader.line_num + 1
    except csv.Error as error:
        what = f"the row cannot be read ({error})."
        fix = "Check that every quotation mark is closed, and that the list is saved as CSV."
        problems.append(Problem(name, start, what, fix))


def _header_faults(header: Sequence[str], required: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in required:
        if name not in header:
            yield f"the list has no column '{name}'.", nearest(name, [each for each in header if each])
    for name in dict.fromkeys(header):
        if name and header.count(name) > 1:
            yield f"the column '{name}' is there twice.", "Delete one of them."


def _split_header(text: str) -> tuple[str, str]:
    """The text to the end of its first row that says something, and the text after it."""
    lines = list(StringIO(text, newline=""))
    reader = csv.reader(lines)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            break
    return "".join(lines[: reader.line_num]), "".join(lines[reader.line_num :])


def _header(head: str) -> list[str]:
    rows = csv.reader(StringIO(head.removeprefix(_MARK), newline=""))
    return [one_line(normalise(cell)) for cells in rows if cells for cell in cells]


def _line(cells: Sequence[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
