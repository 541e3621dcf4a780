"""The two sheets for a first look: what this workbook is, and the themes at a glance."""

from collections.abc import Iterator
from math import ceil

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.analysis.bases import ALL, SMALLEST_FOR_PERCENT, SOURCE_LABELS, Base, By
from csec_qual.excel.cells import BODY, HEAD_FILL, NUMBER, Look, put, put_formula, tint
from csec_qual.excel.columns import EVIDENCE_SHEET
from csec_qual.excel.contents import Contents
from csec_qual.excel.page import TITLE_ROWS, grow, headings, lead_to, print_landscape, title
from csec_qual.excel.tally import LIVE_LIMIT

_SECTION = Look(bold=True, size=12, colour=HEAD_FILL, down="bottom")
_LABEL = Look(bold=True, across="left", down="top", ruled=True, wrap=True)
_ABOUT_WIDTHS = (30.0, 100.0)
_BAR = "2E6DA4"

_CODABLE = (
    "Participants' turns, survey answers and a plan's own paragraphs. Interviewers, moderators, note-takers, "
    "prompts, unknown speakers and people who withdrew are in no number."
)
_SILENCE = (
    "0/N may mean that nobody asked. In the county matrix such cells are grey: no instrument used there has "
    "a question on the code. Other zeros were asked, and nothing was said."
)
_NO_INSTRUMENT = (
    "No instrument is recorded, so asked and not asked cannot be told apart: every silent cell of the county "
    "matrix is grey."
)
_LIVE = (
    "Frequencies, Themes and the three matrices are formulas over Evidence: choose a new code there, reject, "
    "delete or filter out a row, and they move. Row 3 of each says whether they are still as written. Every "
    "N, and Presence, Data and Codebook, stay as written, and so does the study."
)
_VALUES = (
    f"All counts are values: they are formulas over Evidence up to {LIVE_LIMIT:,} rows of it, and here are "
    "more, or none."
)
_TEAM_ONLY = (
    "The evaluation team. Evidence and Presence put role and county side by side, and file names may name "
    "a county. None of that belongs in anything published."
)
_BASES = (Base.COUNTIES, Base.TRANSCRIPTS, Base.PARTICIPANTS, Base.MENTIONS)

SHEETS = {
    "About": "What this is, how it was counted, and what may be done with it.",
    "Frequencies": "Every theme and code on every base, all counties and each. Opens first.",
    "Themes": "The themes on the four bases, and a chart.",
    "County matrix": "Codes by county, in transcripts. Grey: the county was not asked.",
    "Role matrix": "Codes by role group, in participants, over all counties.",
    "Source matrix": "Codes by kind of source, in transcripts.",
    "Coverage": "Code by county: found, asked and nothing reported, not asked.",
    "Co-occurrence": "Codes in the same turn and the same transcript. Exploratory.",
    "Saturation": "What each further transcript brought, by kind of source and by county.",
    "Voices": "How much of the words and mentions each person has.",
    "Sensitivity": "Headlines that read otherwise without one person.",
    "Codebook": "Each code's definition, rules of use, an example and a near miss.",
    "Evidence": "Every coded passage, one a row; the numbers lead here.",
    "Presence": "Who said what at least once, as 0 and 1, for statistics programs.",
    "Data": "Every number of every table as it was written, one a line, for pivot tables.",
    "Tally": "What the live counts are made of. Leave it as it is.",
}
"""Every sheet in order, with what it is for."""


def write_about(sheet: Worksheet, contents: Contents) -> None:
    """What the workbook is, how it was counted, who decided, and what each base means."""
    title(sheet, contents.cut.title, "About this workbook", f"Data cut {contents.date}.")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _ABOUT_WIDTHS
    row = TITLE_ROWS + 1
    for section, lines in _about(contents):
        row += 1
        put(sheet, row, 1, section, _SECTION)
        sheet.row_dimensions[row].height = 22
        for label, text in lines:
            row += 1
            put(sheet, row, 1, label, _LABEL)
            put(sheet, row, 2, text, BODY)
            grow(sheet, row, [(label, _ABOUT_WIDTHS[0]), (text, _ABOUT_WIDTHS[1])])
            if section == "Sheets":
                lead_to(sheet, row, 1, f"'{label}'!A1", f"Go to {label}")
        row += 1
    print_landscape(sheet, contents.cut.title)


def _about(contents: Contents) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield "Study", [*_study(contents), *contents.about.items()]
    yield "What people decided", _decided(contents)
    yield "How it was counted", _counting(contents)
    yield "What each base means", [(base.label, f"{base.sentence} {base.never_say}") for base in _BASES]
    yield "Privacy", _privacy(contents)
    yield "Sheets", list(_sheets(contents))


def _sheets(contents: Contents) -> Iterator[tuple[str, str]]:
    for name, purpose in SHEETS.items():
        if name != EVIDENCE_SHEET or len(contents.parts) == 1:
            yield name, purpose
            continue
        for part in contents.parts:
            more = f" {purpose} A sheet has {contents.row_limit:,} rows." if part.number == 1 else ""
            yield part.sheet, f"{part.told}{more}"


def _study(contents: Contents) -> list[tuple[str, str]]:
    cut = contents.cut
    heard = {turn.transcript_id: turn.source_type for turn in cut.spoken}
    kinds = [(label, sum(kind is one for one in heard.values())) for kind, label in SOURCE_LABELS.items()]
    mix = ", ".join(f"{label.lower()} {n_kind}" for label, n_kind in kinds if n_kind) or "none"
    n_people = len({turn.participant_id for turn in cut.spoken if turn.participant_id})
    n_counties = len({turn.case_id for turn in cut.spoken if turn.case_id})
    codebook = cut.codebook
    return [
        ("Data cut", contents.date),
        ("Codebook", f"{codebook.title}, version {codebook.version} ({len(codebook.codes)} codes)"),
        ("Counties", f"{n_counties} of {len(cut.cases)} with words that could be coded"),
        ("Transcripts", f"{len(heard)} with words that could be coded: {mix}"),
        ("Participants", f"{n_people} people heard"),
        ("Turns", f"{len(cut.spoken)} that could be coded"),
    ]


def _decided(contents: Contents) -> list[tuple[str, str]]:
    n_passages = len(contents.evidence)
    n_decided = sum(passage.is_decided for passage, _ in contents.evidence)
    waiting = (
        "Left out: only passages that a person decided on are counted."
        if contents.cut.decided_only
        else "Counted: this is a draft. A rule's suggestion is in the numbers until a person rejects it, "
        "unless the codebook leaves its status to a person."
    )
    return [
        ("Passages", f"{n_decided} of {n_passages} coded passages were decided by a person"),
        ("Suggestions not yet looked at", waiting),
    ]


def _counting(contents: Contents) -> list[tuple[str, str]]:
    lines = [
        ("What could be coded", _CODABLE),
        ("Numbers", "n/N: n of N. The cell's value is n; N also stands above its column and in Data."),
        ("Live counts", _LIVE if contents.is_live else _VALUES),
        ("Percentages", f"Printed only where N is {SMALLEST_FOR_PERCENT} or more."),
        ("Themes", "A theme counts different units over its codes, so it is not the sum of their rows."),
        ("Silence", _SILENCE if contents.cut.instruments else _NO_INSTRUMENT),
    ]
    gone = sorted({passage.code_id for passage, _ in contents.evidence} - set(contents.themes))
    if gone:
        n_gone = sum(passage.code_id in gone for passage, _ in contents.evidence)
        text = f"{', '.join(gone)}. Passages listed in Evidence and counted in no table: {n_gone}."
        lines.append(("Codes no longer in the codebook", text))
    return lines


def _privacy(contents: Contents) -> list[tuple[str, str]]:
    quotes = [contents.quotes.get(passage.passage_id) for passage, _ in contents.evidence]
    n_withheld = sum(quote is None or not quote.words for quote in quotes)
    return [
        ("Who may see this", _TEAM_ONLY),
        ("Quotes", f"{n_withheld} of {len(quotes)} are withheld; each row says why."),
    ]


def write_themes(sheet: Worksheet, contents: Contents) -> None:
    """The themes on all four bases, n and N in columns of their own, with a chart of transcripts."""
    title(
        sheet,
        contents.cut.title,
        "Themes at a glance",
        "n of N on each base, all counties together; About says what each base means.",
    )
    first = TITLE_ROWS + 2
    names = [(f"{base.label} {letter}", 13.0) for base in _BASES for letter in ("n", "N")]
    headings(sheet, first - 1, [("Theme", 42), *names], numbers=[name for name, _ in names])
    themes = contents.cut.codebook.themes
    for row, theme in enumerate(themes, start=first):
        put(
            sheet,
            row,
            1,
            theme.label,
            Look(bold=True, fill=tint(theme.colour, 0.88), across="left", indent=1, ruled=True),
        )
        for at, base in enumerate(_BASES):
            count = contents.table(By.COUNTY, base).at(theme.theme_id)
            if contents.is_live:
                formula = contents.tally.count(theme.theme_id, By.COUNTY, base, ALL)
                put_formula(sheet, row, 2 + 2 * at, formula, count.n, NUMBER)
            else:
                put(sheet, row, 2 + 2 * at, count.n, NUMBER)
            put(sheet, row, 3 + 2 * at, count.of, NUMBER)
    if themes:
        sheet.add_chart(_chart(sheet, contents, first, len(themes)), f"A{first + len(themes) + 1}")
    print_landscape(sheet, contents.cut.title)
    sheet.page_setup.fitToHeight = 1


def _chart(sheet: Worksheet, contents: Contents, first: int, n_themes: int) -> BarChart:
    column = 2 + 2 * _BASES.index(Base.TRANSCRIPTS)
    most = contents.table(By.COUNTY, Base.TRANSCRIPTS).at(contents.cut.codebook.themes[0].theme_id).of
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth, chart.legend = "bar", 10, 45, None
    chart.add_data(Reference(sheet, min_col=column, min_row=first, max_row=first + n_themes - 1))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=first + n_themes - 1))
    chart.title = _chart_title(f"Transcripts in which each theme was said (N = {most})")
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=_BAR)
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    themes, transcripts = chart.x_axis, chart.y_axis
    themes.title, transcripts.title = "Theme", "Transcripts"
    # Bars run down in codebook order; the scale stays at the bottom.
    themes.scaling.orientation, transcripts.crosses = "maxMin", "max"
    step = _step(most)
    transcripts.scaling.min, transcripts.scaling.max = 0, step * max(1, ceil(most / step))
    transcripts.majorUnit = step
    transcripts.number_format = "0"
    transcripts.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill="D5DBE2")))
    # openpyxl leaves this open, and newer spreadsheets then show no axis at all.
    themes.delete = transcripts.delete = False
    chart.width, chart.height = 26, 4 + 0.75 * n_themes
    return chart


def _chart_title(text: str) -> Title:
    looks = CharacterProperties(sz=1200, b=True)
    run = RegularTextRun(rPr=looks, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=looks), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _step(most: int) -> int:
    """A round distance between grid lines that leaves at most ten of them."""
    step = 1
    while most > 10 * step:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step
