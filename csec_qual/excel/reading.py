"""Reading workbooks back: every text in one, and what people wrote into the evidence sheet of ours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from csec_qual.base.errors import OutputError
from csec_qual.base.files import UnsafeArchiveError, check_archive
from csec_qual.excel.columns import EVIDENCE_SHEET, part_name
from csec_qual.excel.evidence import NOBODY_YET

_VISIBLE = "visible"
_WANTED = ("Passage", "Decided by", "Decision", "New code", "Note")


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


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row of the evidence sheet that a person wrote something into.

    Attributes:
        sheet: The sheet it stands on.
        row: Of the sheet, as the spreadsheet counts.
        passage_id: The passage it is about.
        decided_by: Who had decided on it when the workbook was written; empty where nobody had.
        decision: What stands in the column Decision.
        new_code: What stands in the column New code: a code's label or id.
        note: What stands in the column Note.
    """

    sheet: str
    row: int
    passage_id: str
    decided_by: str
    decision: str
    new_code: str
    note: str


def read_evidence(path: Path) -> list[EvidenceRow]:
    """The rows of a workbook's evidence that a person wrote something into, from top to bottom.

    Columns are found by their names, wherever they were moved to; the order of rows does not matter.

    Raises:
        OutputError: It is no whole workbook, or its evidence sheet or one of the columns is gone.
    """
    try:
        check_archive(path.read_bytes())
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, UnsafeArchiveError) as error:
        raise OutputError(f"{path}: this is no whole workbook. Save it again as .xlsx.") from error
    if EVIDENCE_SHEET not in book.sheetnames:
        raise OutputError(f"{path}: there is no sheet '{EVIDENCE_SHEET}'. Read a workbook of tables write.")
    names = [EVIDENCE_SHEET]
    while (further := part_name(len(names) + 1)) in book.sheetnames:
        names.append(further)
    found = []
    for name in names:
        try:
            found += _read_sheet(name, book[name].iter_rows(values_only=True))
        except LookupError as error:
            raise OutputError(f"{path}: {name} has no column '{error}'. Put its name back.") from error
    return found


def _read_sheet(sheet: str, cells_of_rows: Iterable[tuple[object, ...]]) -> list[EvidenceRow]:
    rows = enumerate(cells_of_rows, start=1)
    heads = next((cells for _, cells in rows if "Passage" in cells), ())
    missing = [name for name in _WANTED if name not in heads]
    if missing:
        raise LookupError(missing[0])
    places = {name: heads.index(name) for name in _WANTED}
    found = []
    for number, cells in rows:
        said = {name: _text(cells[at]) if at < len(cells) else "" for name, at in places.items()}
        if said["Passage"] and (said["Decision"] or said["New code"] or said["Note"]):
            decided_by = "" if said["Decided by"] == NOBODY_YET else said["Decided by"]
            answers = (said["Decision"].lower(), said["New code"], said["Note"])
            found.append(EvidenceRow(sheet, number, said["Passage"], decided_by, *answers))
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
