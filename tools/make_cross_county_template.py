"""Make the Word template of the cross-county report.

    python tools/make_cross_county_template.py reports/templates/cross_county.docx

An ordinary Word file with Jinja tags in it, like that of a county's case study and in the same styles. Its
tables have as many columns as the report has counties or groups: a tag in a cell repeats the cell. What
the tags see is the ``study`` of the HTML template and ``study.matrices``; see docs/templates.md.
"""

import sys
from pathlib import Path

from docx.oxml.ns import nsdecls
from make_case_study_template import (
    Template,
    add_quotes,
    add_styles,
    paragraph,
    run,
    set_page,
)

from csec_qual.base.files import write_bytes

_FOOTER = "{{ study.study_title }} · {{ study.status }} · {{ study.codebook }} · data as of {{ study.date }}"
_HEADINGS = (
    ("lived-experience", "What people with lived experience recommend"),
    ("matrix", "Themes by county"),
    ("tribal-engagement", "Tribal engagement"),
    ("contrasts", "How groups of counties differ"),
    ("otherwise", "Where challenges and promising practices meet"),
    ("plans", "What plans state and people report"),
    ("joint-display", "Administrative indicators beside what was said"),
    ("limits", "Limits of this report"),
    ("how-to-read", "How to read the counts"),
)
_TITLES = dict(_HEADINGS)
# In twentieths of a point.
_LABEL_WIDTH, _WIDTH, _HEAD_HEIGHT = 2300, 2449, 1500
# With more headings than these, each stands on end.
_MANY = 7


def build() -> bytes:
    """The template."""
    made = Template()
    add_styles(made.document)
    set_page(made.document, _FOOTER, "{{ study.study_title }}: counties side by side")
    _cover(made)
    _heading(made, "lived-experience")
    made.text("Body Text", "{{ study.lived_experience_note }}")
    add_quotes(made, "study.lived_experience")
    made.tag("if not study.lived_experience")
    made.text("Body Text", "No recommendation of theirs that may be quoted here was found.")
    made.tag("endif")
    _heading(made, "matrix")
    made.tag("for shown in study.matrices")
    made.tag(f"if shown.headings | length > {_MANY}")
    _grid(made, is_turned=True)
    made.tag("else")
    _grid(made)
    made.tag("endif")
    made.tag("endfor")
    _figures(made)
    _summaries(made)
    _heading(made, "tribal-engagement")
    made.text("Body Text", "{{ study.tribal_note }}")
    made.tag("if study.tribal")
    made.tag("set shown = study.tribal")
    _grid(made)
    made.tag("endif")
    add_quotes(made, "study.tribal_quotes")
    _heading(made, "contrasts")
    made.tag("for shown in study.contrasts")
    made.text("Heading 2", "{{ shown.title }}")
    _grid(made)
    made.tag("endfor")
    for section in ("otherwise", "plans"):
        _heading(made, section)
        made.tag(f"set shown = study.{section}")
        _grid(made)
    _heading(made, "joint-display")
    _joint(made)
    _heading(made, "limits")
    _list(made, "study.limits")
    _heading(made, "how-to-read")
    _list(made, "study.bases")
    made.tag("for step in study.scale")
    made.text("List Bullet", run("{{ step.word }}", bold=True), ": {{ step.meaning }}")
    made.tag("endfor")
    return made.bytes()


def _cover(made: Template) -> None:
    made.text("Subtitle", "Cross-county report")
    made.text("Title", "{{ study.counties | length }} counties side by side")
    made.text(
        "Cover line", run("{{ study.status | capitalize }}", bold=True), " · data as of {{ study.date }}"
    )
    made.text("Cover line", "{{ study.study_title }}")
    made.tag("if study.audience.name == 'TEAM'")
    made.text("Cover line", "For the evaluation team: not for publication.")
    made.tag("endif")
    made.text(
        "Cover line",
        "{{ study.participants }} participants, {{ study.transcripts }} transcripts. {{ study.reviewed.n }} "
        "of {{ study.reviewed.of }} passages behind this report were reviewed by a person."
        "{% if study.reviewed.n != study.reviewed.of %} What nobody has reviewed counts here until a person "
        "decides.{% endif %}",
    )
    made.text("Contents heading", "Contents")
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    for place, (section, title) in enumerate(_HEADINGS):
        link = f'<w:hyperlink w:anchor="{_anchor(section)}" w:history="1">{run(title)}</w:hyperlink>'
        made.add(paragraph("toc 1", field if place == 0 else "", link))
    made.add(paragraph("toc 1", '<w:r><w:fldChar w:fldCharType="end"/></w:r>'))


def _heading(made: Template, section: str) -> None:
    made.add(
        paragraph(
            "Heading 1",
            f"<w:bookmarkStart w:id=\"{{{{ bookmarks.open('section', '{section}') }}}}\" "
            f'w:name="{_anchor(section)}"/>',
            run(_TITLES[section]),
            '<w:bookmarkEnd w:id="{{ bookmarks.close() }}"/>',
        )
    )
    made.tag(f"if '{section}' in study.narrative")
    made.text("Written by", "Written by the team")
    made.add(paragraph("Normal", run(f"{{{{p study.narrative['{section}'] | narrative }}}}")))
    made.tag("endif")


def _anchor(section: str) -> str:
    return f"_Toc_{section.replace('-', '_')}"


def _grid(made: Template, *, is_turned: bool = False) -> None:
    """The table ``shown``: a column for each of its headings, a row for each of its rows."""
    made.caption("{{ shown.title }}")
    turned = '<w:textDirection w:val="btLr"/>' if is_turned else ""
    high = f'<w:trHeight w:val="{_HEAD_HEIGHT}" w:hRule="atLeast"/>' if is_turned else ""
    across = '<w:jc w:val="center"/>' if is_turned else ""
    rows = (
        f"<w:tr><w:trPr><w:cantSplit/>{high}<w:tblHeader/></w:trPr>"
        + _cell("{{ shown.headings[0] }}", "TableHeading", _LABEL_WIDTH)
        + _cell("{%tc for heading in shown.headings[1:] %}", "TableHeading")
        + _cell("{{ heading }}", "TableHeading", properties=turned)
        + _cell("{%tc endfor %}", "TableHeading")
        + "</w:tr>"
        + f"<w:tr>{_cell('{%tr for row in shown.rows %}', 'TableText')}</w:tr>"
        + "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + _cell("{{ row[0] }}", "TableText", _LABEL_WIDTH)
        + _cell("{%tc for said in row[1:] %}", "TableText")
        + _cell("{{ said }}", "TableText", across=across)
        + _cell("{%tc endfor %}", "TableText")
        + "</w:tr>"
        + f"<w:tr>{_cell('{%tr endfor %}', 'TableText')}</w:tr>"
    )
    # Four columns, as the template has cells; docxtpl makes as many as the report needs.
    grid = f'<w:gridCol w:w="{_LABEL_WIDTH}"/>' + f'<w:gridCol w:w="{_WIDTH}"/>' * 3
    made.add(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val='ReportTable'/><w:tblW w:w='5000' w:type='pct'/>"
        "<w:tblLayout w:type='autofit'/><w:tblLook w:val='0420' w:firstRow='1' w:lastRow='0' "
        f"w:firstColumn='0' w:lastColumn='0' w:noHBand='0' w:noVBand='1'/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
    made.text("Table note", "{{ shown.note }}")


def _cell(said: str, style: str, width: int = _WIDTH, *, properties: str = "", across: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{across}</w:pPr>{run(said)}</w:p></w:tc>'
    )


def _figures(made: Template) -> None:
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


def _summaries(made: Template) -> None:
    made.tag("for county in study.counties")
    made.tag("if county.cells | selectattr('summaries') | list")
    made.text("Heading 2", "{{ county.label }}: what the evaluators make of it")
    made.tag("for cell in county.cells")
    made.tag("for code, note in cell.summaries")
    made.text(
        "Body Text",
        run("{{ code }}. ", bold=True),
        "{{ note.text or 'Withheld: ' ~ note.withheld ~ '.' }}",
    )
    made.tag("endfor")
    made.tag("endfor")
    made.tag("endif")
    made.tag("endfor")


def _joint(made: Template) -> None:
    made.tag("for shown in study.joint")
    made.text("Heading 2", "{{ shown.domain }}: {{ shown.name }}")
    made.tag("if shown.caveat")
    made.text("Body Text", run("Read with care. ", bold=True), "{{ shown.caveat }}")
    made.tag("endif")
    made.text("Table note", "{{ shown.definition }} {{ shown.small }}")
    made.caption("{{ shown.name }} beside {{ shown.theme or 'no theme' }}. Fit is a person's judgement")
    made.table(
        ("County", "Youth", "What was said", "Fit", "What the evaluators make of it"),
        (1.3, 1.1, 1.6, 0.9, 1.8),
        "for row in shown.rows",
        tuple(f"{{{{ row[{at}] }}}}" for at in range(5)),
    )
    made.tag("endfor")
    made.tag("if not study.joint")
    made.text("Body Text", "The study has no list of administrative indicators (indicators.csv).")
    made.tag("endif")


def _list(made: Template, lines: str) -> None:
    made.tag(f"for line in {lines}")
    made.text("List Bullet", "{{ line }}")
    made.tag("endfor")


if __name__ == "__main__":
    write_bytes(Path(sys.argv[1]), build())
