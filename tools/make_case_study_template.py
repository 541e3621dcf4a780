"""Make the Word template of a county case study.

    python tools/make_case_study_template.py reports/templates/case_study.docx

The template is an ordinary Word file with Jinja tags in it, so that a lead can restyle it in Word. It is kept
beside the other templates; this script says how it came about, and a test holds that the two agree. What the
tags see is the same ``study`` that the HTML template sees; see docs/templates.md.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor

from csec_qual.base.files import with_fixed_dates, write_bytes

INK, SOFT, ACCENT = RGBColor(0x1C, 0x27, 0x33), RGBColor(0x4A, 0x58, 0x66), RGBColor(0x1B, 0x4F, 0x7C)
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_STATES = (
    ("FOUND", "State found", "● Evidence found", RGBColor(0x17, 0x64, 0x3F)),
    ("ASKED_NOTHING", "State asked", "○ Asked and nothing reported", RGBColor(0x6B, 0x4A, 0x00)),
    ("NOT_ASKED", "State not asked", "– Not asked", SOFT),
)
_SILENCES = {
    "ASKED_NOTHING": "An instrument used in this county asks about this, and no passage was coded on it.",
    "NOT_ASKED": "No instrument recorded for this county asks about this, and nobody raised it. That is no "
    "finding about the county.",
}
_HOW_TO_READ = "How to read the counts"
_FOOTER = "{{ study.label }} · {{ study.status }} · {{ study.codebook }} · data as of {{ study.date }}"
_COUNTS = ("Code", "Participants", "Transcripts", "Mentions", "Reviewed")


class Template:
    """The file while it is made."""

    def __init__(self) -> None:
        self.document: Any = Document()
        self.body = self.document.element.body
        for child in list(self.body):
            if child.tag != qn("w:sectPr"):
                self.body.remove(child)

    def add(self, xml: str) -> None:
        """Put an element at the end."""
        self.body.insert(len(self.body) - 1, parse_xml(xml))

    def tag(self, said: str) -> None:
        """A Jinja statement in a paragraph of its own, which goes when the report is made."""
        self.add(paragraph("Normal", run(f"{{%p {said} %}}")))

    def text(self, style: str, *runs: str) -> None:
        """A paragraph; plain text is made a run."""
        self.add(paragraph(style, *runs))

    def caption(self, said: str) -> None:
        """A numbered caption, which stands above its table."""
        number = (
            '<w:fldSimple w:instr=" SEQ Table \\* ARABIC "><w:r><w:t>{{ next_table() }}</w:t></w:r>'
            "</w:fldSimple>"
        )
        self.add(paragraph("Caption", run("Table "), number, run(f". {said}")))

    def figure_caption(self, said: str) -> None:
        """A numbered caption, which stands below its figure and need not stay with what follows."""
        number = (
            '<w:fldSimple w:instr=" SEQ Figure \\* ARABIC "><w:r><w:t>{{ next_figure() }}</w:t></w:r>'
            "</w:fldSimple>"
        )
        whole = paragraph("Caption", run("Figure "), number, run(f". {said}"))
        self.add(whole.replace("</w:pPr>", '<w:keepNext w:val="0"/></w:pPr>', 1))

    def table(
        self, headings: tuple[str, ...], widths: tuple[float, ...], loop: str, cells: tuple[str, ...]
    ) -> None:
        """A table with a header row and a row for each turn of a loop."""
        grid = "".join(f'<w:gridCol w:w="{int(width * 1440)}"/>' for width in widths)
        head = _row(headings, widths, is_head=True)
        tags = [_row((f"{{%tr {said} %}}",), widths[:1]) for said in (loop, "endfor")]
        rows = tags[0] + _row(cells, widths) + tags[1]
        self.add(
            f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val='ReportTable'/><w:tblW w:w='5000' w:type='pct'/>"
            f"<w:tblLayout w:type='fixed'/><w:tblLook w:val='0420' w:firstRow='1' w:lastRow='0' w:firstColumn='0' "
            f"w:lastColumn='0' w:noHBand='0' w:noVBand='1'/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
        )
        self.text("Table note", "")

    def bytes(self) -> bytes:
        """The file; the same bytes each time."""
        buffer = BytesIO()
        self.document.save(buffer)
        return with_fixed_dates(buffer.getvalue())


def run(said: str, *, bold: bool = False, style: str = "") -> str:
    """Text as a run."""
    marks = ("<w:b/>" if bold else "") + (f'<w:rStyle w:val="{style}"/>' if style else "")
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{_escaped(said)}</w:t></w:r>'


def paragraph(style: str, *parts: str) -> str:
    """A paragraph; parts that are no XML yet become runs."""
    inner = "".join(part if part.startswith("<w:") else run(part) for part in parts if part)
    properties = f'<w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>' if style != "Normal" else ""
    return f"<w:p {nsdecls('w', 'r')}>{properties}{inner}</w:p>"


def style_id(name: str) -> str:
    """How XML names a style."""
    return "".join(word.capitalize() for word in name.split())


def bookmarked(kind: str, key: str, *parts: str) -> tuple[str, ...]:
    """Runs in a bookmark, by which a claim is found again after the file was edited."""
    return (
        f'<w:bookmarkStart w:id="{{{{ bookmarks.open(\'{kind}\', {key}) }}}}" w:name="{{{{ bookmarks.name }}}}"/>',
        *(part if part.startswith("<w:") else run(part) for part in parts),
        '<w:bookmarkEnd w:id="{{ bookmarks.close() }}"/>',
    )


def build() -> bytes:
    """The template."""
    made = Template()
    add_styles(made.document)
    set_page(made.document, _FOOTER, "{{ study.label }}: county case study")
    _cover(made)
    made.tag("for section in study.sections")
    made.add(
        paragraph(
            "Heading 1",
            "<w:bookmarkStart w:id=\"{{ bookmarks.open('section', section.section_id) }}\" "
            'w:name="{{ anchor(section.section_id) }}"/>',
            run("{{ section.number }}. {{ section.title }}"),
            '<w:bookmarkEnd w:id="{{ bookmarks.close() }}"/>',
        )
    )
    made.tag("if section.state")
    _state(made, "section.state")
    made.tag("endif")
    made.tag("if section.kind.value != 'recommendations'")
    _narrative(made)
    made.tag("endif")
    for place, (kind, write) in enumerate(_SECTIONS.items()):
        made.tag(f"{'if' if place == 0 else 'elif'} section.kind.value == '{kind}'")
        write(made)
    made.tag("endif")
    made.tag("endfor")
    _how_to_read(made)
    return made.bytes()


def _cover(made: Template) -> None:
    made.text("Subtitle", "County case study")
    made.text("Title", "{{ study.label }}")
    made.text(
        "Cover line", run("{{ study.status | capitalize }}", bold=True), " · data as of {{ study.date }}"
    )
    made.text("Cover line", "{{ study.study_title }}")
    made.tag("if study.audience.name == 'TEAM'")
    made.text("Cover line", "For the evaluation team: not for publication.")
    made.tag("endif")
    made.text("Contents heading", "Contents")
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    made.tag("for section in study.sections")
    made.add(
        paragraph(
            "toc 1",
            "<w:r><w:t>{%r if loop.first %}</w:t></w:r>",
            field,
            "<w:r><w:t>{%r endif %}</w:t></w:r>",
            '<w:hyperlink w:anchor="{{ anchor(section.section_id) }}" w:history="1">'
            + run("{{ section.number }}. {{ section.title }}")
            + "</w:hyperlink>",
        )
    )
    made.tag("endfor")
    made.add(
        paragraph(
            "toc 1",
            '<w:hyperlink w:anchor="_Toc_how_to_read" w:history="1">' + run(_HOW_TO_READ) + "</w:hyperlink>",
        )
    )
    made.add(paragraph("toc 1", '<w:r><w:fldChar w:fldCharType="end"/></w:r>'))


def _state(made: Template, of: str) -> None:
    for place, (name, style, said, _) in enumerate(_STATES):
        made.tag(f"{'if' if place == 0 else 'elif'} {of}.name == '{name}'")
        made.text(style, said)
    made.tag("endif")


def _narrative(made: Template) -> None:
    made.tag("if section.narrative")
    made.text("Written by", "Written by the team")
    made.add(paragraph("Normal", run("{{p section.narrative | narrative }}")))
    made.tag("if section.outdated")
    made.text(
        "Silence",
        "The team's text was written when the numbers were others. {{ section.outdated | join(' ') }}",
    )
    made.tag("endif")
    made.tag("endif")


def _data(made: Template) -> None:
    made.text(
        "Body Text",
        *bookmarked(
            "n",
            "'reviewed'",
            "{{ study.reviewed }} of {{ study.passages }} passages behind this report were reviewed by a person.",
        ),
    )
    made.tag("if study.passages and study.reviewed != study.passages")
    made.text(
        "Body Text",
        "The others are suggestions made by rules. They count here until a person decides; treat what follows as a draft.",
    )
    made.tag("elif study.decided_only")
    made.text("Body Text", "Suggestions that nobody has decided on are left out.")
    made.tag("endif")
    made.text(
        "Body Text",
        *bookmarked(
            "n",
            "'heard'",
            "Participants heard: {{ study.participants }}. Transcripts: {{ study.transcripts }}. "
            "Coded passages: {{ study.passages }}.",
        ),
    )
    made.text("Body Text", "Codebook: {{ study.codebook }}. Data as of {{ study.date }}.")
    made.tag("if study.sources")
    made.caption("Sources. A person heard twice is counted once in each row and once in the total above")
    made.table(
        ("Source", "Mode", "Participants", "Transcripts"),
        (2.2, 2.0, 1.15, 1.15),
        "for source in study.sources",
        (
            "{{ source.kind }}",
            "{{ source.mode or 'not recorded' }}",
            "{{ source.participants }}",
            "{{ source.transcripts }}",
        ),
    )
    made.tag("endif")


def _context(made: Template) -> None:
    made.tag("for name, value in study.attributes")
    made.text("Body Text", run("{{ name }}: ", bold=True), "{{ value }}")
    made.tag("else")
    made.text("Table note", "Nothing is recorded of this county.")
    made.tag("endfor")
    made.tag("for note in study.notes")
    made.text("Written by", "Written by the team")
    made.text("Body Text", "{{ note.text or 'Withheld: ' ~ note.withheld ~ '.' }}")
    made.tag("endfor")


def _themes(made: Template) -> None:
    made.tag("for theme in section.themes")
    made.tag("if section.themes | length > 1")
    made.text("Heading 2", "{{ theme.label }}")
    _state(made, "theme.state")
    made.tag("endif")
    for name, said in _SILENCES.items():
        made.tag(f"if theme.state.name == '{name}'")
        made.text("Silence", said)
        made.tag("endif")
    made.tag("if theme.codes")
    made.text("Finding", *bookmarked("n", "theme.theme_id", "{{ theme.statement }}"))
    made.text("Table note", "{{ theme.short }} Heard in: {{ theme.heard_in | join(', ') }}.")
    _codes(made, "theme.codes", "{{ theme.label }}: codes with evidence, each count with its base")
    made.tag("for code in theme.codes")
    _quoted_code(made, "Heading 3 if section.themes | length > 1 else Heading 2")
    made.tag("endfor")
    made.tag("if theme.asked_nothing")
    made.text(
        "Body Text",
        run("○ Asked and nothing reported: ", bold=True),
        "{{ theme.asked_nothing | join('; ') }}.",
    )
    made.tag("endif")
    made.tag("if theme.not_asked")
    made.text("Body Text", run("– Not asked: ", bold=True), "{{ theme.not_asked | join('; ') }}.")
    made.tag("endif")
    made.tag("endif")
    made.tag("else")
    made.text("Silence", "The codebook has no codes for this section.")
    made.tag("endfor")


def _codes(made: Template, codes: str, caption: str) -> None:
    made.caption(caption)
    counts = tuple(
        f"{{{{ code.{name}.shown or code.{name}.withheld }}}}"
        for name in ("participants", "transcripts", "mentions")
    )
    made.table(
        _COUNTS,
        (2.15, 1.35, 1.25, 1.0, 0.95),
        f"for code in {codes}",
        ("{{ code.label }}", *counts, "{{ code.reviewed }}"),
    )


def _quoted_code(made: Template, heading: str) -> None:
    made.tag("if code.quotes or code.notes or code.summary")
    if " else " in heading:
        deep, _, rest = heading.partition(" if ")
        test, _, flat = rest.partition(" else ")
        made.tag(f"if {test}")
        made.text(deep, "{{ code.label }}")
        made.tag("else")
        made.text(flat, "{{ code.label }}")
        made.tag("endif")
    else:
        made.text(heading, "{{ code.label }}")
    made.tag("if code.summary")
    made.text("Written by", "Written by the team")
    made.text(
        "Body Text",
        *bookmarked(
            "summary",
            "code.code_id",
            "{{ code.summary.note.text or 'Withheld: ' ~ code.summary.note.withheld ~ '.' }}",
        ),
        "{% if code.summary.is_outdated %} (Written when there were {{ code.summary.n }} mentions; there are {{ code.summary.n_now }} now.){% endif %}",
    )
    made.tag("endif")
    add_quotes(made, "code.quotes")
    made.tag("if code.notes")
    made.text("Table note", "{{ code.notes | join(' ') }}")
    made.tag("endif")
    made.tag("endif")


def add_quotes(made: Template, quotes: str) -> None:
    made.tag(f"for one in {quotes}")
    made.tag("if one.quote.words")
    made.text("Quote", *bookmarked("q", "one.quote.passage_id", "“{{ one.quote.words }}”"))
    made.tag("else")
    made.text("Silence", "Not quoted: {{ one.quote.withheld }}.")
    made.tag("endif")
    made.text(
        "Attribution",
        "{{ one.quote.attribution }}",
        "<w:r><w:t>{%r if one.quote.link %}</w:t></w:r>",
        run(" · "),
        '<w:hyperlink r:id="{{ link(one.quote.link) }}" w:history="1">'
        + run("turn {{ one.turn }} of the transcript", style="Hyperlink")
        + "</w:hyperlink>",
        "<w:r><w:t>{%r endif %}</w:t></w:r>",
        run(
            "{% if not one.is_reviewed %} · not reviewed{% endif %}"
            "{% if one.says_otherwise %} · says otherwise{% endif %}"
            "{% if one.also %} · also coded: {{ one.also | join('; ') }}{% endif %}"
        ),
    )
    made.tag("endfor")


def _joint(made: Template) -> None:
    made.tag("for figure in study.figures")
    made.text("Figure", "{{ picture(figure) }}")
    made.figure_caption("{{ figure.title }}")
    made.tag("if not figure.is_in_table")
    made.tag("for panel in figure.panels")
    made.text(
        "Table note",
        "{{ panel.title }} (N = {{ panel.base }}): {% for row in figure.rows %}{{ row }} "
        "{{ panel.counts[loop.index0].n }}/{{ panel.counts[loop.index0].of }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}.",
    )
    made.tag("endfor")
    made.tag("endif")
    made.tag("endfor")
    made.caption(
        "Themes by kind of source. Plans state intent, people report practice: where the columns differ, the "
        "team says in its own words whether they confirm, expand on or contradict one another"
    )
    made.table(
        ("Theme", "Plans that state it", "Survey respondents", "Interview and group participants"),
        (2.4, 1.3, 1.4, 1.6),
        "for row in study.joint",
        (
            "{{ row.theme }}",
            *(f"{{{{ row.{name} or 'no such source' }}}}" for name in ("plans", "survey", "people")),
        ),
    )
    made.tag("if study.indicators")
    made.caption(
        "Administrative indicators beside what was said. Fit is a person's judgement. Small counts of youth are "
        "not for release"
    )
    made.table(
        ("Indicator", "Youth", "What was said", "Fit", "What the evaluators make of it"),
        (1.7, 1.1, 1.5, 0.9, 1.5),
        "for row in study.indicators",
        (
            "{{ row.name }}",
            "{{ row.count.shown or row.count.withheld }}",
            "{{ row.said }}",
            "{{ row.fit }}",
            "{{ row.note }}",
        ),
    )
    made.tag("for row in study.indicators")
    made.text("Table note", "{{ row.name }}: {{ row.about }}")
    made.tag("endfor")
    made.tag("else")
    made.text(
        "Table note",
        "This study holds no administrative indicators of this county. Where the team sets one beside a theme, "
        "remember that uneven screening limits what counts of identified youth mean.",
    )
    made.tag("endif")


def _promising(made: Template) -> None:
    made.tag("if study.promising")
    _codes(made, "study.promising", "Promising practices by code, each count with its base")
    made.tag("for code in study.promising")
    _quoted_code(made, "Heading 2")
    made.tag("endfor")
    made.text("Table note", "For whom a practice works, and under what conditions, is for the team to write.")
    made.tag("else")
    made.text("Body Text", "No promising practice was found in what was said.")
    made.tag("endif")


def _challenges(made: Template) -> None:
    made.tag("if study.challenges")
    _codes(made, "study.challenges", "Challenges by code, each count with its base")
    made.text("Table note", "The quotes stand in the theme sections above.")
    made.tag("else")
    made.text("Body Text", "No challenge was found in what was said.")
    made.tag("endif")


def _recommendations(made: Template) -> None:
    made.text("Heading 2", "Participants recommend: lived-experience experts")
    made.tag("if study.recommendations.lived_experience")
    add_quotes(made, "study.recommendations.lived_experience")
    made.tag("else")
    made.text("Body Text", "{{ study.recommendations.lived_experience_note }}")
    made.tag("endif")
    made.text("Heading 2", "Participants recommend: everybody else")
    made.tag("if study.recommendations.others")
    add_quotes(made, "study.recommendations.others")
    made.tag("else")
    made.text("Body Text", "No recommendation that may be quoted here was found.")
    made.tag("endif")
    made.tag("if study.recommendations.notes")
    made.text("Table note", "{{ study.recommendations.notes | join(' ') }}")
    made.tag("endif")
    made.tag("if study.recommendations.counts")
    _codes(
        made,
        "study.recommendations.counts",
        "What participants' recommendations are about, each count with its base",
    )
    made.tag("endif")
    made.text("Heading 2", "Evaluators recommend")
    _narrative(made)
    made.tag("if not section.narrative")
    made.text("Body Text", "None written yet.")
    made.tag("endif")


def _limits(made: Template) -> None:
    made.tag("for limit in study.limits")
    made.text("Heading 2", "{{ limit.title }}")
    made.tag("for line in limit.lines")
    made.text("List Bullet", "{{ line }}")
    made.tag("endfor")
    made.tag("endfor")


_SECTIONS = {
    "cover": _data,
    "context": _context,
    "themes": _themes,
    "joint": _joint,
    "promising": _promising,
    "challenges": _challenges,
    "recommendations": _recommendations,
    "limits": _limits,
}


def _how_to_read(made: Template) -> None:
    made.add(
        paragraph(
            "Heading 1",
            "<w:bookmarkStart w:id=\"{{ bookmarks.open('section', 'how-to-read') }}\" w:name=\"_Toc_how_to_read\"/>",
            run(_HOW_TO_READ),
            '<w:bookmarkEnd w:id="{{ bookmarks.close() }}"/>',
        )
    )
    made.tag("for base in study.bases")
    made.text("List Bullet", "{{ base }}")
    made.tag("endfor")
    made.caption("Words used for shares. The count and its base always follow the word")
    made.table(
        ("Word", "Stands for"),
        (1.5, 5.0),
        "for step in study.scale",
        ("{{ step.word }}", "{{ step.meaning }}"),
    )
    made.text("Table note", "{{ study.scale_note }}")
    made.text(
        "Table note",
        "Quotes are participants' words with names masked. An interviewer's words are never evidence. “Says otherwise” "
        "marks a quote that runs against most of what was said on the theme.",
    )
    made.tag("if study.draft_id")
    made.text(
        "Table note",
        "Draft {{ study.draft_id }}. After editing, “csec-qual report verify” says what in it is no longer so.",
    )
    made.tag("endif")


def _row(cells: tuple[str, ...], widths: tuple[float, ...], *, is_head: bool = False) -> str:
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else "<w:trPr><w:cantSplit/></w:trPr>"
    made = ""
    for place, said in enumerate(cells):
        style = "TableHeading" if is_head else "TableText"
        # Labels begin at the left; counts stand in the middle of their column.
        across = "" if place == 0 else '<w:jc w:val="center"/>'
        made += (
            f'<w:tc><w:tcPr><w:tcW w:w="{int(widths[place] * 1440)}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{across}</w:pPr>{run(said)}</w:p></w:tc>'
        )
    return f"<w:tr>{head}{made}</w:tr>"


def add_styles(document: Any) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Calibri", Pt(11), INK
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Calibri")
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    sizes = {
        "Title": (28, 2),
        "Subtitle": (11, 0),
        "Heading 1": (17, 18),
        "Heading 2": (13, 12),
        "Heading 3": (11.5, 10),
    }
    for name, (size, before) in sizes.items():
        style = styles[name]
        for fonts in style.element.iter(qn("w:rFonts")):
            fonts.getparent().remove(fonts)
        style.font.name, style.font.size, style.font.bold, style.font.italic = (
            "Calibri",
            Pt(size),
            name != "Subtitle",
            False,
        )
        style.font.color.rgb = SOFT if name == "Subtitle" else ACCENT if name != "Title" else INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
        for border in list(style.element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)
    styles["Caption"].font.size, styles["Caption"].font.color.rgb = Pt(9.5), SOFT
    styles["Caption"].font.bold = False
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(8)
    quote = styles["Quote"]
    quote.font.italic, quote.font.color.rgb = False, INK
    quote.paragraph_format.left_indent, quote.paragraph_format.space_after = Inches(0.3), Pt(1)
    quote.paragraph_format.keep_with_next = True
    _add(styles, "Attribution", 9.5, SOFT, indent=0.3, after=8)
    _add(styles, "Cover line", 11, SOFT, after=2)
    _add(styles, "Contents heading", 13, ACCENT, bold=True, before=18)
    _add(styles, "toc 1", 10.5, INK, after=1)
    _add(styles, "Finding", 11.5, INK, bold=True)
    _add(styles, "Silence", 11, SOFT, italic=True)
    _add(styles, "Table heading", 9.5, INK, bold=True, after=2)
    _add(styles, "Table text", 9.5, INK, after=2)
    _add(styles, "Table note", 9.5, SOFT)
    _add(styles, "Figure", 11, INK, before=6, after=2)
    styles["Figure"].paragraph_format.keep_with_next = True
    _add(styles, "Written by", 9.5, ACCENT, bold=True, after=0)
    _add(styles, "Numbered text", 11, INK, indent=0.3)
    for _, name, _, colour in _STATES:
        _add(styles, name, 10.5, colour, bold=True)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = ACCENT, True
    styles.element.append(parse_xml(_TABLE_STYLE))


def _add(
    styles: Any,
    name: str,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    italic: bool = False,
    indent: float = 0,
    before: float = 0,
    after: float = 6,
) -> None:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), style_id(name))
    style.base_style = styles["Normal"]
    style.font.size, style.font.color.rgb, style.font.bold, style.font.italic = Pt(size), colour, bold, italic
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.left_indent = Inches(indent)
    style.quick_style = True


_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1B4F7C"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1B4F7C"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="CFD8DF"/></w:tblBorders>
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>
<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EAF0F5"/></w:tcPr>
</w:tblStylePr></w:style>
"""


def set_page(document: Any, said: str, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.9)
    section.top_margin = section.bottom_margin = Inches(0.9)
    footer = section.footer
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.paragraph_format.tab_stops.add_tab_stop(Inches(6.7), WD_TAB_ALIGNMENT.RIGHT)
    line.style = document.styles["Table note"]
    fields = "".join(
        run(word) + f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        for word, name in (("Page ", "PAGE"), (" of ", "NUMPAGES"))
    )
    for part in parse_xml(f"<w:p {nsdecls('w')}>{run(said)}<w:r><w:tab/></w:r>{fields}</w:p>"):
        line._p.append(part)
    properties = document.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = "csec_qual"
    properties.comments = properties.subject = properties.keywords = ""
    properties.created = properties.modified = _MOMENT
    properties.language = "en-US"


def _escaped(said: str) -> str:
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if "{" not in said else said


if __name__ == "__main__":
    write_bytes(Path(sys.argv[1]), build())
