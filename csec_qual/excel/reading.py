"""The text of a workbook cell by cell, hidden sheets and comments too."""

from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook

from csec_qual.base.errors import OutputError
from csec_qual.base.files import UnsafeArchiveError, check_archive

_VISIBLE = "visible"


def cells_of(path: Path) -> Iterator[tuple[str, str, bool]]:
    """Place, text, and whether it is hidden, of every cell that holds text and of every comment and link.

    Raises:
        OutputError: It is no whole workbook.
    """
    try:
        check_archive(path.read_bytes())
        book = load_workbook(path)
    except (OSError, KeyError, ValueError, UnsafeArchiveError) as error:
        raise OutputError(f"{path}: this is no whole workbook. Save it again as .xlsx.") from error
    for sheet in book.worksheets:
        is_hidden = sheet.sheet_state != _VISIBLE
        for number, row in enumerate(sheet.iter_rows(), start=1):
            row_hidden = is_hidden or bool(sheet.row_dimensions[number].hidden)
            for cell in row:
                place = f"{sheet.title}!{cell.coordinate}"
                if isinstance(cell.value, str):
                    yield place, cell.value, row_hidden
                if cell.comment:
                    yield f"{place} (comment)", str(cell.comment.text), True
                if cell.hyperlink and cell.hyperlink.target:
                    yield f"{place} (link)", str(cell.hyperlink.target), False
