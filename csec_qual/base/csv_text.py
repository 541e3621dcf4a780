"""Rows as CSV text that a spreadsheet opens as text, never as formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A header and rows, with ``\\n`` line ends and quotation marks where a cell needs them."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def guarded(cell: object) -> object:
    """A cell whose text no spreadsheet runs.

    Text that begins like a formula, such as a turn that opens with a dash, gets an apostrophe before
    it, which a spreadsheet takes for "this is text". Numbers stay numbers.
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_SIGNS):
        return "'" + cell
    return cell
