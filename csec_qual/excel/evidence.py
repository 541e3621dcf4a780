"""The evidence: one row a passage and code, with what a person may change and what the counts are made of."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.analysis.bases import DOCUMENT
from csec_qual.analysis.cut import Spoken
from csec_qual.excel import columns
from csec_qual.excel.cells import (
    BODY,
    HEAD,
    LINK_INK,
    NUMBER,
    QUIET_INK,
    WITHHELD,
    Look,
    put,
    tint,
)
from csec_qual.excel.contents import Contents, Part
from csec_qual.excel.page import as_table, headings, height_of, print_landscape, title
from csec_qual.excel.stream import Formula, Line, Rows, Value, write_later
from csec_qual.excel.tally import TALLY_FIRST_ROW, TALLY_SHEET
from csec_qual.model.codes import CodeStatus
from csec_qual.model.coding import CodedPassage

NOBODY_YET = "nobody yet"
WITHHELD_MARK = "[withheld: "
"""How a quote that may not be shown begins."""
_REMARK = (
    "One row per passage and code. Fill in the yellow columns, filter, or delete a row: the counts follow, "
    "the study does not. Sort by No. to restore the order that links lead to."
)
_VALUES_REMARK = (
    "One row per passage and code. The counts are values and do not follow changes here. Sort by No. to "
    "restore the order that links lead to."
)
_FREE = "FFF8DC"
_FREE_LOOK = replace(BODY, fill=_FREE)
_FREE_HEAD = replace(HEAD, fill="8A6D00")
_LINK_LOOK = replace(NUMBER, colour=LINK_INK)
_COUNTED_LOOK = Look(size=8, colour=QUIET_INK, across="center", number="0")
_HEAD_ROW = columns.EVIDENCE_FIRST_ROW - 1
# Numbers, and what is one short word, never take a second line.
_ONE_LINE = {"No.", "Turn", "Decision", "New code", "Note"}
_WRAPPED = tuple((at, width) for at, (name, width) in enumerate(columns.READ) if name not in _ONE_LINE)


def write_evidence(sheet: Worksheet, contents: Contents) -> None:
    """Every coded passage with its words, as far as they may be shown, and how it came to its code.

    Where there are more passages than a sheet has rows, further sheets follow it.
    """
    book = sheet.parent
    assert isinstance(book, Workbook)
    colour = sheet.sheet_properties.tabColor
    for number, part in enumerate(contents.parts):
        own = sheet if number == 0 else book.create_sheet(part.sheet)
        own.sheet_properties.tabColor = colour
        _write_part(own, contents, part)


def _write_part(sheet: Worksheet, contents: Contents, part: Part) -> None:
    remark = _REMARK if contents.is_live else _VALUES_REMARK
    if len(contents.parts) > 1:
        remark = f"{part.told} {remark}"
    title(sheet, contents.cut.title, "The evidence behind every number", remark)
    shown = columns.EVERY if contents.is_live else columns.READ
    headings(sheet, _HEAD_ROW, shown, numbers=("No.", "Turn", *(name for name, _ in columns.COUNTED)))
    for name, _ in columns.EDITED:
        put(sheet, _HEAD_ROW, columns.at(name), name, _FREE_HEAD)
    last_row = _HEAD_ROW + len(part.places)
    if part.places:
        rows = Rows(columns.EVIDENCE_FIRST_ROW, len(part.places), len(shown), lambda: _lines(contents, part))
        write_later(sheet, rows)
        as_table(sheet, part.table, _HEAD_ROW, last_row, len(shown))
        _offer(sheet, contents, last_row)
    else:
        remark_look = replace(WITHHELD, wrap=False, ruled=False)
        put(sheet, columns.EVIDENCE_FIRST_ROW, 1, "No passage has been coded in this cut.", remark_look)
    print_landscape(sheet, contents.cut.title)
    # Where a passage came from is for the screen: printed, it would make the words too small to read.
    last = get_column_letter(len(columns.SHOWN))
    sheet.print_area = f"A1:{last}{max(last_row, columns.EVIDENCE_FIRST_ROW)}"


def _lines(contents: Contents, part: Part) -> Iterator[Line]:
    for row, place in enumerate(part.places, start=columns.EVIDENCE_FIRST_ROW):
        passage, turn = contents.evidence[place]
        yield _line(row, place + 1, contents, passage, turn)


def values_of(contents: Contents, number: int, passage: CodedPassage, turn: Spoken) -> list[str | int]:
    """What the columns that are for reading hold for a passage."""
    theme = contents.themes.get(passage.code_id)
    quote = contents.quotes.get(passage.passage_id)
    words = quote.words if quote else ""
    withheld = quote.withheld if quote else "not released"
    return [
        number,
        contents.case_label(turn.case_id),
        role_shown(turn),
        kind_shown(turn.source_type.value),
        theme.label if theme else "no longer in the codebook",
        contents.code_names.get(passage.code_id, passage.code_id),
        words or f"{WITHHELD_MARK}{withheld}]",
        quote.attribution if quote else "",
        passage.status.value,
        passage.coder_id or NOBODY_YET,
        "",
        "",
        "",
        passage.rule_id or "coded by hand",
        ", ".join(passage.attributes),
        turn.participant_id or "document",
        passage.transcript_id,
        passage.turn,
        passage.passage_id,
    ]


def role_shown(turn: Spoken) -> str:
    """What the role group of a turn's speaker is called."""
    return turn.role_group or ("not recorded" if turn.participant_id else DOCUMENT)


def kind_shown(source_type: str) -> str:
    """What a kind of source is called."""
    return source_type.replace("_", " ")


def _line(row: int, number: int, contents: Contents, passage: CodedPassage, turn: Spoken) -> Line:
    theme = contents.themes.get(passage.code_id)
    quote = contents.quotes.get(passage.passage_id)
    values = values_of(contents, number, passage, turn)
    looks = _looks(theme.colour if theme else "", not (quote and quote.words))
    cells = [Value(None if value == "" else value, look) for value, look in zip(values, looks, strict=True)]
    link = None
    if quote and quote.link and contents.has_transcript_pages:
        at = columns.at("Turn")
        cells[at - 1] = Value(passage.turn, _LINK_LOOK)
        link = (at, quote.link, "Open the turn in its transcript")
    if contents.is_live:
        cells += _counted(row, contents, passage, turn)
    height = height_of((str(values[at]), width) for at, width in _WRAPPED)
    return Line(cells, height, passage.passage_id, link)


@cache
def _looks(colour: str, is_withheld: bool) -> tuple[Look, ...]:
    return tuple(_look(name, colour, is_withheld) for name, _ in columns.READ)


def _look(name: str, colour: str, is_withheld: bool) -> Look:
    if name in {"No.", "Turn"}:
        return replace(NUMBER, colour=QUIET_INK)
    if name == "Theme" and colour:
        return replace(BODY, fill=tint(colour, 0.88))
    if name == "Quote" and is_withheld:
        return WITHHELD
    return _FREE_LOOK if name in dict(columns.EDITED) else BODY


def _counted(row: int, contents: Contents, passage: CodedPassage, turn: Spoken) -> list[Value]:
    """What the live counts are made of: two formulas that follow what a person changes, and numbers."""
    code_row, theme_row, *others = contents.numbers(passage, turn)
    formulas: list[Formula | int] = [
        Formula(contents.tally.code_row(row), code_row),
        Formula(contents.tally.theme_row(row), theme_row),
    ]
    return [Value(each, _COUNTED_LOOK) for each in [*formulas, *others]]


def _offer(sheet: Worksheet, contents: Contents, last_row: int) -> None:
    """Lists to choose from in the columns a person fills in; what the counts are made of folded away."""
    choices = {"Decision": f'"{",".join(columns.DECISIONS)}"'}
    n_in_use = sum(
        code.status is CodeStatus.ACTIVE
        for code in contents.cut.codebook.codes
        if code.code_id in contents.code_names
    )
    if n_in_use:
        # The codes in use come first in the list.
        last = TALLY_FIRST_ROW + n_in_use - 1
        choices["New code"] = f"{TALLY_SHEET}!$A${TALLY_FIRST_ROW}:$A${last}"
    for name, listed in choices.items():
        offered = DataValidation(type="list", formula1=listed, allow_blank=True)
        offered.errorTitle = name
        offered.error = "Choose one of the list."
        offered.showErrorMessage = True
        letter = columns.letter(name)
        offered.add(f"{letter}{columns.EVIDENCE_FIRST_ROW}:{letter}{last_row}")
        sheet.add_data_validation(offered)
    if contents.is_live:
        for name, _ in columns.COUNTED:
            dimension = sheet.column_dimensions[columns.letter(name)]
            dimension.outlineLevel, dimension.hidden = 1, True
