"""Sheets with one line per thing: the evidence, the codebook, who said what, and the data for pivots."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.analysis.bases import DOCUMENT, Base, By
from csec_qual.analysis.cut import Spoken
from csec_qual.analysis.matrices import presence
from csec_qual.excel.cells import BODY, HEAD, LINK_INK, NUMBER, QUIET_INK, WITHHELD, Look, put, tint
from csec_qual.excel.contents import EVIDENCE_FIRST_ROW, Contents
from csec_qual.excel.page import as_table, grow, headings, lead_out, print_landscape, title
from csec_qual.model.codes import Code, Theme
from csec_qual.model.coding import CodedPassage

_EVIDENCE = (
    ("No.", 6),
    ("County", 14),
    ("Role group", 17),
    ("Source kind", 12),
    ("Theme", 18),
    ("Code", 24),
    ("Quote", 68),
    ("Attribution", 24),
    ("Status", 11),
    ("Decided by", 13),
    ("Rule", 24),
    ("Attributes", 16),
    ("Participant", 12),
    ("Transcript", 22),
    ("Turn", 7),
    ("Passage", 34),
)
_PRINTED_EVIDENCE = 10
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
_NOBODY_YET = "nobody yet"


def write_evidence(sheet: Worksheet, contents: Contents) -> None:
    """Every coded passage with its words, as far as they may be shown, and how it came to its code."""
    title(
        sheet,
        contents.cut.title,
        "The evidence behind every number",
        "One row per passage and code. The numbers elsewhere lead here: filter freely, and sort by No. to "
        "restore the order they count on.",
    )
    headings(sheet, EVIDENCE_FIRST_ROW - 1, _EVIDENCE, numbers=("No.", "Turn"))
    last_row = EVIDENCE_FIRST_ROW - 1 + len(contents.evidence)
    for number, (passage, turn) in enumerate(contents.evidence, start=1):
        _evidence_row(sheet, EVIDENCE_FIRST_ROW - 1 + number, number, contents, passage, turn)
    if contents.evidence:
        as_table(sheet, "Evidence", EVIDENCE_FIRST_ROW - 1, last_row, len(_EVIDENCE))
    else:
        remark = replace(WITHHELD, wrap=False, ruled=False)
        put(sheet, EVIDENCE_FIRST_ROW, 1, "No passage has been coded in this cut.", remark)
    print_landscape(sheet, contents.cut.title)
    # Where a passage came from is for the screen: printed, it would make the words too small to read.
    last = get_column_letter(_PRINTED_EVIDENCE)
    sheet.print_area = f"A1:{last}{max(last_row, EVIDENCE_FIRST_ROW)}"


def _evidence_row(
    sheet: Worksheet, row: int, number: int, contents: Contents, passage: CodedPassage, turn: Spoken
) -> None:
    theme = contents.themes.get(passage.code_id)
    code = contents.cut.codebook.code(passage.code_id)
    quote = contents.quotes.get(passage.passage_id)
    words = quote.words if quote else ""
    withheld = quote.withheld if quote else "not released"
    values: list[str | int] = [
        number,
        contents.case_label(turn.case_id),
        _role(turn),
        _kind(turn.source_type.value),
        theme.label if theme else "no longer in the codebook",
        code.label if code else passage.code_id,
        words or f"[withheld: {withheld}]",
        quote.attribution if quote else "",
        passage.status.value,
        passage.coder_id or _NOBODY_YET,
        passage.rule_id or "coded by hand",
        ", ".join(passage.attributes),
        turn.participant_id or "document",
        passage.transcript_id,
        passage.turn,
        passage.passage_id,
    ]
    looks = [_evidence_look(name, theme, is_withheld=not words) for name, _ in _EVIDENCE]
    for column, (value, look) in enumerate(zip(values, looks, strict=True), start=1):
        put(sheet, row, column, value, look, passage.passage_id)
    _grow(sheet, row, values, _EVIDENCE)
    if quote and quote.link and contents.has_transcript_pages:
        put(sheet, row, _column("Turn"), passage.turn, replace(NUMBER, colour=LINK_INK))
        lead_out(sheet, row, _column("Turn"), quote.link, "Open the turn in its transcript")


def _evidence_look(name: str, theme: Theme | None, *, is_withheld: bool) -> Look:
    if name in {"No.", "Turn"}:
        return replace(NUMBER, colour=QUIET_INK)
    if name == "Theme" and theme:
        return replace(BODY, fill=tint(theme.colour, 0.88))
    if name == "Quote" and is_withheld:
        return WITHHELD
    return BODY


def _column(name: str) -> int:
    return [heading for heading, _ in _EVIDENCE].index(name) + 1


def _role(turn: Spoken) -> str:
    return turn.role_group or ("not recorded" if turn.participant_id else DOCUMENT)


def _kind(source_type: str) -> str:
    return source_type.replace("_", " ")


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
        _grow(sheet, row, line, _CODEBOOK)
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
            _kind(str(line["source_type"])),
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
    row = 1
    for by in By:
        for base in Base:
            for line in contents.table(by, base).frame.itertuples(index=False):
                row += 1
                values = (
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
                _plain_row(sheet, row, values)
    if row > 1:
        as_table(sheet, "Data", 1, row, len(_DATA))
    print_landscape(sheet, contents.cut.title)


def _plain_row(sheet: Worksheet, row: int, values: Sequence[str | int]) -> None:
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value, _PLAIN if isinstance(value, str) else _PLAIN_NUMBER)


def _grow(
    sheet: Worksheet, row: int, values: Sequence[str | int], names: Sequence[tuple[str, float]]
) -> None:
    grow(sheet, row, [(str(value), width) for value, (_, width) in zip(values, names, strict=True)])
