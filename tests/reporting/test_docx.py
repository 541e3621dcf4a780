"""The Word file says what the other formats say, in real styles, and survives whatever was said."""

import re
import sys
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from csec_qual.base.errors import TemplateError
from csec_qual.privacy.release import Audience
from csec_qual.reporting.docx import bookmark_name, render_docx
from tests.reporting.small_county import LABELS
from tests.reporting.test_html import hostile

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "reports" / "templates" / "case_study.docx"


@pytest.fixture
def made(cut, study_of):
    return render_docx(study_of(cut, narrative={"training": "**Two** things\n\n1. one\n2. two\n\n- a dot"}))


@pytest.fixture
def report(made):
    return Document(BytesIO(made))


def texts(document):
    """Every paragraph's words, those in tables and links too."""
    paragraphs = document.element.body.iter(qn("w:p"))
    return ["".join(each.text or "" for each in p.iter(qn("w:t"))) for p in paragraphs]


def test_equal_input_equal_bytes(cut, study_of):
    """A lead who runs it twice sees no change."""
    assert render_docx(study_of(cut)) == render_docx(study_of(cut))


def test_it_says_what_the_page_says(cut, study_of, report):
    """Every statement, quote and attribution of the case study is in the file."""
    study, said = study_of(cut), "\n".join(texts(report))
    for section in study.sections:
        assert f"{section.number}. {section.title}" in said
        for theme in section.themes:
            assert theme.statement in said
            for code in theme.codes:
                assert code.participants.shown in said
                for one in code.quotes:
                    assert (one.quote.words or one.quote.withheld) in said
                    assert one.quote.attribution in said
    for limit in study.limits:
        assert all(line in said for line in limit.lines)


def test_no_tag_is_left(report):
    """A reader must not see how the file was made."""
    everything = "\n".join(texts(report))
    assert "{{" not in everything
    assert "{%" not in everything
    assert "{{" not in report.sections[0].footer.paragraphs[0].text


def test_headings_follow_one_another(report):
    """A screen reader's list of headings has no gaps and nothing empty."""
    levels = [
        (int(p.style.name[-1]), p.text)
        for p in report.paragraphs
        if re.fullmatch(r"Heading \d", p.style.name)
    ]
    assert levels[0][0] == 1
    assert all(text.strip() for _, text in levels)
    assert all(after - before <= 1 for (before, _), (after, _) in pairwise(levels))


def test_tables_have_heads_and_captions(report):
    """Each table's first row is a header row, and a numbered caption stands before it."""
    numbers = []
    for table in report.tables:
        head = table._tbl.tr_lst[0]
        assert head.trPr is not None
        assert head.trPr.find(qn("w:tblHeader")) is not None
        caption = table._tbl.getprevious()
        said = "".join(each.text or "" for each in caption.iter(qn("w:t")))
        numbers.append(int(re.match(r"Table (\d+)\. ", said)[1]))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 3


def test_the_file_tells_its_language_title_and_date(report):
    """What an accessibility checker asks first; the date is the data cut's, not today's."""
    assert report.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-US"
    assert "county case study (draft)" in report.core_properties.title
    assert report.core_properties.modified.isoformat().startswith("2026-06-30")


def test_contents_lead_to_the_sections(report):
    """Every line of the contents has its bookmark."""
    body = report.element.body
    names = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    wanted = [a for each in body.iter(qn("w:hyperlink")) if (a := each.get(qn("w:anchor")))]
    assert len(wanted) > 8
    assert set(wanted) <= names
    ids = [each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids)) == len(names)


def test_quotes_stand_in_bookmarks(cut, study_of, report):
    """By which they are found again after the lead moved them."""
    quoted = [one for s in study_of(cut).sections for t in s.themes for c in t.codes for one in c.quotes]
    names = {each.get(qn("w:name")) for each in report.element.body.iter(qn("w:bookmarkStart"))}
    for one in quoted:
        if one.quote.words:
            assert bookmark_name("q", one.quote.passage_id) in names


def test_the_public_file_leads_nowhere(cut, study_of):
    """No link to a transcript leaves."""
    data = render_docx(study_of(cut, audience=Audience.PUBLIC))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert "transcripts/" not in relations


@pytest.mark.parametrize("audience", list(Audience))
def test_whatever_people_say_is_text(cut, study_of, audience):
    """Markup stands as it was said, in labels, codes and quotes."""
    mark = "<script>alert(1)</script> {_{ 7 * 7 }_} {{ x }}"
    study = study_of(hostile(cut), audience=audience, labels=LABELS | {"maple": f"County {mark}"})
    shown = [text.replace("\u200b", "") for text in texts(Document(BytesIO(render_docx(study))))]
    assert f"County {mark}" in shown


@pytest.mark.parametrize(
    "said",
    ["< 3 & more", "{{ 7 * 7 }}", "{% raw %}", "tab\tand\nline", "bell\x07 rings", "]]>"],
)
def test_a_narrative_with_signs_stays_text(cut, study_of, said):
    """The lead's own words are no commands either."""
    report = Document(BytesIO(render_docx(study_of(cut, narrative={"training": f"We heard {said} here."}))))
    (found,) = [text for text in texts(report) if "We heard" in text]
    shown = re.sub(r"[\n\t]", " ", said.replace("\x07", ""))
    assert found.replace("\u200b", "") == f"We heard {shown} here."


def test_the_lead_s_own_text_is_real_paragraphs(report):
    """Bold is bold, and a list is a list with its own numbers."""
    bold = [r.text for p in report.paragraphs for r in p.runs if r.bold and r.text == "Two"]
    assert bold == ["Two"]
    assert [p.text for p in report.paragraphs if p.style.name == "Numbered text"] == ["1. one", "2. two"]
    assert "a dot" in [p.text for p in report.paragraphs if p.style.name == "List Bullet"]


def test_a_team_s_own_template_is_used(cut, study_of, tmp_path):
    """Restyled in Word, with the same tags."""
    own = Document(str(TEMPLATE))
    own.paragraphs[0].runs[0].text = "Our own words over {{ study.label }}"
    own.save(tmp_path / "case_study.docx")
    assert texts(Document(BytesIO(render_docx(study_of(cut), tmp_path))))[0].startswith(
        "Our own words over County"
    )


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        pytest.param("{{ study.lable }}", "lable", id="misspelt"),
        pytest.param("{% for x in %}", "Expected an expression", id="malformed"),
        pytest.param("{{ study.__class__.__mro__ }}", "unsafe", id="reaches-out"),
        pytest.param("{{ study.passages / 0 }}", "division", id="divides-by-nothing"),
    ],
)
def test_a_wrong_tag_is_named(cut, study_of, tmp_path, tag, message):
    """The lead reads what to put right, and nothing was written."""
    own = Document(str(TEMPLATE))
    own.paragraphs[0].runs[0].text = tag
    own.save(tmp_path / "case_study.docx")
    with pytest.raises(TemplateError, match=message) as caught:
        render_docx(study_of(cut), tmp_path)
    assert str(caught.value).startswith("case_study.docx: ")


def test_a_template_that_is_no_word_file_is_refused(cut, study_of, tmp_path):
    """Such as one saved as .doc under another name."""
    (tmp_path / "case_study.docx").write_bytes(b"\xd0\xcf\x11\xe0 old word")
    with pytest.raises(TemplateError, match="no Word file"):
        render_docx(study_of(cut), tmp_path)


def test_the_shipped_template_is_what_its_script_makes(monkeypatch):
    """A change made in the file alone would be lost."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    sys.modules.pop("make_case_study_template", None)
    import make_case_study_template

    assert parts(make_case_study_template.build()) == parts(TEMPLATE.read_bytes())


def parts(data):
    """The members of a Word file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
