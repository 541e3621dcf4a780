"""Sheets with one line per thing: the evidence, the codebook, who said what, and the data for pivots."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.analysis.bases import DOCUMENT, Base, By
from csec_qual.analysis.matrices import presence
from csec_qual.excel.cells import BODY, HEAD, NUMBER, Look, put, tint
from csec_qual.excel.columns import EVIDENCE_FIRST_ROW
from csec_qual.excel.contents import Contents
from csec_qual.excel.evidence import kind_shown
from csec_qual.excel.page import as_table, grow_row, headings, print_landscape, title
from csec_qual.excel.stream import Line, Rows, Value, write_later
from csec_qual.model.codes import Code

_CODEBOOK = (
    ("Name", 22),
    ("Definition", 42),
    ("Transcripts", 12),
    ("Mentions", 10),
    ("Use", 28),
    ("Do not use", 32),
    ("Example", 30),
    ("Near miss", 30),
    ("Level 1", 20),
    ("Level 2", 24),
    ("Id", 18),
    ("Version", 8),
    ("Status", 9),
)
_PRINTED_CODEBOOK = 8
_DATA = (
    ("Split by", 10),
    ("Cell", 26),
    ("Level", 8),
    ("Theme", 24),
    ("Code", 34),
    ("Id", 22),
    ("Base", 13),
    ("n", 8),
    ("N", 8),
)
_PRESENCE = (
    ("Transcript", 24),
    ("Participant", 12),
    ("County", 16),
    ("Role group", 22),
    ("Source kind", 13),
)
_PLAIN = Look(across="left", indent=1)
_PLAIN_NUMBER = Look(across="center", number="0")


def write_codebook(sheet: Worksheet, contents: Contents) -> None:
    """Themes, codes and attributes as a coder reads them, with how often each is in the data."""
    codebook = contents.cut.codebook
    title(
        sheet,
        contents.cut.title,
        f"Codebook: {codebook.title}, version {codebook.version}",
        "Transcripts and mentions of a theme are different transcripts and turns over its codes.",
    )
    row = EVIDENCE_FIRST_ROW - 1
    headings(sheet, row, _CODEBOOK, numbers=("Transcripts", "Mentions", "Version"))
    for line in _codebook_rows(contents):
        row += 1
        look = replace(
            BODY, bold=line[-1] == "", fill=_theme_fill(contents, str(line[8])) if line[-1] == "" else ""
        )
        for column, value in enumerate(line, start=1):
            is_number = isinstance(value, int)
            put(sheet, row, column, value, replace(NUMBER, fill=look.fill) if is_number else look)
        grow_row(sheet, row, line, _CODEBOOK)
    if row >= EVIDENCE_FIRST_ROW:
        as_table(sheet, "Codebook", EVIDENCE_FIRST_ROW - 1, row, len(_CODEBOOK))
    print_landscape(sheet, contents.cut.title)
    sheet.print_area = f"A1:{get_column_letter(_PRINTED_CODEBOOK)}{row}"


def _codebook_rows(contents: Contents) -> Iterator[Sequence[str | int]]:
    transcripts, mentions = (contents.table(By.COUNTY, base) for base in (Base.TRANSCRIPTS, Base.MENTIONS))
    for row in contents.rows:
        counts = (transcripts.at(row.row_id).n, mentions.at(row.row_id).n)
        if row.code:
            yield _code_row(row.code, row.theme.label, counts)
        else:
            yield (row.label, row.theme.short, *counts, "", "", "", "", row.label, "", row.row_id, "", "")
    for attribute in contents.cut.codebook.attributes:
        turns = {
            (one.transcript_id, one.turn)
            for one, _ in contents.evidence
            if attribute.code_id in one.attributes
        }
        yield _code_row(attribute, "(attribute)", (len({name for name, _ in turns}), len(turns)))


def _code_row(code: Code, theme: str, counts: tuple[int, int]) -> Sequence[str | int]:
    return (
        code.label,
        f"{code.short} {code.full}".strip(),
        *counts,
        "\n".join(code.use),
        "\n".join(
            f"{one.when} Use {', '.join(one.use_instead)}." if one.use_instead else one.when
            for one in code.do_not_use
        ),
        code.examples_yes[0].text if code.examples_yes else "",
        " ".join(filter(None, (code.examples_no[0].text, f"({code.examples_no[0].why})")))
        if code.examples_no
        else "",
        theme,
        code.label,
        code.code_id,
        code.version,
        code.status.value,
    )


def _theme_fill(contents: Contents, label: str) -> str:
    return next(tint(theme.colour, 0.88) for theme in contents.cut.codebook.themes if theme.label == label)


def write_presence(sheet: Worksheet, contents: Contents) -> None:
    """Who said what at least once, as 0 and 1; column names in the first row, for other programs."""
    grid = presence(contents.cut)
    codes = list(grid.columns[len(_PRESENCE) :])
    headings(sheet, 1, [*_PRESENCE, *((code, 6) for code in codes)], height=120)
    for column, code in enumerate(codes, start=len(_PRESENCE) + 1):
        put(sheet, 1, column, code, replace(HEAD, turned=90, across="center", indent=0, wrap=False))
    lines = grid.to_dict("records")
    for row, line in enumerate(lines, start=2):
        said_by = (
            str(line["transcript_id"]),
            str(line["participant_id"]) or DOCUMENT,
            contents.case_label(str(line["case_id"])),
            str(line["role_group"]) or ("" if line["participant_id"] else DOCUMENT),
            kind_shown(str(line["source_type"])),
        )
        _plain_row(sheet, row, [*said_by, *(int(line[code]) for code in codes)])
    if lines:
        as_table(sheet, "Presence", 1, len(lines) + 1, len(_PRESENCE) + len(codes))
    sheet.freeze_panes = f"{get_column_letter(len(_PRESENCE) + 1)}2"
    sheet.print_title_cols = f"A:{get_column_letter(len(_PRESENCE))}"
    print_landscape(sheet, contents.cut.title, breaks=[len(_PRESENCE) + 1])


def write_data(sheet: Worksheet, contents: Contents) -> None:
    """Every number of every table, one a line; column names in the first row, for pivots."""
    headings(sheet, 1, _DATA, numbers=("n", "N"))
    n_rows = sum(len(contents.table(by, base).frame) for by in By for base in Base)
    if n_rows:
        write_later(sheet, Rows(2, n_rows, len(_DATA), lambda: map(_plain_line, _data_rows(contents))))
        as_table(sheet, "Data", 1, n_rows + 1, len(_DATA))
    print_landscape(sheet, contents.cut.title)


def _data_rows(contents: Contents) -> Iterator[Sequence[str | int]]:
    for by in By:
        for base in Base:
            for line in contents.table(by, base).frame.itertuples(index=False):
                yield (
                    by.value,
                    str(line.cell_label),
                    str(line.level),
                    str(line.theme),
                    str(line.code),
                    str(line.code_id or line.theme_id),
                    base.value,
                    int(str(line.n)),
                    int(str(line.N)),
                )


def _plain_line(values: Sequence[str | int]) -> Line:
    return Line([Value(value, _PLAIN if isinstance(value, str) else _PLAIN_NUMBER) for value in values])


def _plain_row(sheet: Worksheet, row: int, values: Sequence[str | int]) -> None:
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value, _PLAIN if isinstance(value, str) else _PLAIN_NUMBER)
