"""The cross-county report in Word says what the page says, in tables as wide as there are counties."""

import re
import sys
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from csec_qual.privacy.release import Audience
from csec_qual.reporting.cross_county import matrices, render_cross_county
from tests.reporting.small_county import small_cut
from tests.reporting.test_cross_county import report
from tests.reporting.test_docx import ROOT, parts, texts

TEMPLATE = ROOT / "reports" / "templates" / "cross_county.docx"


@pytest.fixture(scope="module")
def said():
    return report(small_cut(), narrative={"matrix": "**Ours** to say."})


@pytest.fixture(scope="module")
def made(said):
    return Document(BytesIO(render_cross_county(said, ".docx")))


def many(said, n):
    """The report with its first county n times, under other letters."""
    first = said.counties[0]
    return replace(said, counties=tuple(replace(first, label=f"County {at:02}") for at in range(n)))


def test_equal_input_equal_bytes(said):
    """A lead who runs it twice sees no change."""
    assert render_cross_county(said, ".docx") == render_cross_county(said, ".docx")


def test_it_says_what_the_page_says(said, made):
    """Headings, tables, quotes, limits and the team's own text."""
    everything = "\n".join(texts(made))
    assert "{{" not in everything
    assert "{%" not in everything
    for each in (*said.contrasts, said.otherwise, said.plans, said.tribal):
        assert each is None or all(cell in everything for row in each.rows for cell in row)
    for one in (*said.lived_experience, *said.tribal_quotes):
        assert one.quote.words in everything
    assert all(line in everything for line in said.limits)
    assert "Ours to say." in everything
    assert made.core_properties.title == f"{said.study_title}: counties side by side (draft)"


def test_tables_have_heads_captions_and_room_for_labels(made):
    """Each first row is a header row, the captions count on, and no column is without width."""
    numbers = []
    for table in made.tables:
        assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
        caption = "".join(each.text or "" for each in table._tbl.getprevious().iter(qn("w:t")))
        numbers.append(int(re.match(r"Table (\d+)\. ", caption)[1]))
        assert all(column.width for column in table.columns)
    assert numbers == list(range(1, len(numbers) + 1))


def test_figures_have_words_for_who_does_not_see_them(said, made):
    """The alternative text of every picture."""
    described = [each.get("descr") for each in made.element.body.iter(qn("wp:docPr"))]
    assert described == [figure.alt for figure in said.figures]


@pytest.mark.parametrize(("n", "widths"), [(0, []), (1, [1]), (10, [10]), (12, [6, 6]), (25, [8, 8, 9])])
def test_counties_share_tables_evenly(said, n, widths):
    """Twelve are no ten and two."""
    shown = matrices(many(said, n))
    assert [len(each.headings) - 1 for each in shown] == widths
    assert [label for each in shown for label in each.headings[1:]] == [f"County {at:02}" for at in range(n)]


def test_a_wide_matrix_keeps_its_labels_whole(said):
    """Ten counties leave the themes a quarter of the width, and their own names stand on end."""
    made = Document(BytesIO(render_cross_county(many(said, 10), ".docx")))
    table = made.tables[0]
    widths = [column.width for column in table.columns]
    assert widths[0] > 2 * widths[1]
    assert table._tbl.tr_lst[0].xpath(".//w:textDirection")


def test_whatever_people_say_is_text(said):
    """A county may be called anything."""
    mark = "<script>alert(1)</script> & {{ 7 * 7 }}"
    hostile = replace(said, counties=tuple(replace(each, label=mark) for each in said.counties))
    shown = "\n".join(texts(Document(BytesIO(render_cross_county(hostile, ".docx"))))).replace("\u200b", "")
    assert mark in shown


def test_the_public_file_leads_nowhere():
    """No link to a transcript leaves."""
    data = render_cross_county(report(small_cut(), Audience.PUBLIC), ".docx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert "transcripts/" not in archive.read("word/_rels/document.xml.rels").decode()


def test_it_can_be_a_pdf(said):
    """The page, drawn."""
    assert render_cross_county(said, ".pdf")[:5] == b"%PDF-"


def test_the_shipped_template_is_what_its_script_makes(monkeypatch):
    """A change made in the file alone would be lost."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    for name in ("make_case_study_template", "make_cross_county_template"):
        sys.modules.pop(name, None)
    import make_cross_county_template

    assert parts(make_cross_county_template.build()) == parts(TEMPLATE.read_bytes())
