import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from csec_qual.base.text import one_line
from csec_qual.reporting.markdown import escape, render_markdown, table
from tests.reporting.small_county import LABELS

NARRATIVE = {
    "context": "# Setting\n\nA small county. <script>alert(1)</script>",
    "recommendations": "1. Pay parents.\n2. Ask the Tribe first.",
}
READER = MarkdownIt("gfm-like", {"linkify": False})


@pytest.fixture
def text(cut, study_of):
    return render_markdown(study_of(cut, narrative=NARRATIVE))


def test_the_report_is_the_one_that_was_read(text, file_regression):
    """Every change of the printed report is looked at in review."""
    file_regression.check(text, extension=".md", encoding="utf-8")


def test_equal_input_equal_bytes(cut, study_of, text):
    """A second run must not look like a change."""
    assert render_markdown(study_of(cut, narrative=NARRATIVE)) == text


def test_it_reads_as_markdown(text):
    """Sections are headings, tables are tables, and nothing is raw HTML."""
    tokens = READER.parse(text)
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") > 13
    assert kinds.count("table_open") >= 8
    assert "html_block" not in kinds
    assert "code_block" not in kinds
    inline = [child.type for token in tokens for child in token.children or ()]
    assert "html_inline" not in inline
    assert "link_open" in inline


def test_it_is_tidy_in_a_plain_editor(text):
    """No trailing spaces, no runs of blank lines, columns that line up."""
    assert not re.search(r"[ \t]\n|\n\n\n", text)
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(line) for line in block.splitlines()}) == 1


@given(st.text(alphabet=st.sampled_from("ab1 \\`*_{}[]()<>#+-.!|~&;:/@'\"\n=$^"), max_size=30))
def test_words_are_read_back_as_they_were_said(words):
    """Whatever a participant says, Markdown shows those words and nothing else."""
    said = one_line(words)
    tokens = READER.parse(f'- "{escape(words)}"')
    inline = [token for token in tokens if token.type == "inline"]
    assert len(inline) == 1
    children = inline[0].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == f'"{said}"'


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("[name] called [county].", "[name] called [county]."),
        ("[name](javascript:x)", r"\[name](javascript:x)"),
        ("[x](y)", r"\[x](y)"),
        ("1. First", r"1\. First"),
        ("# Not a heading", r"\# Not a heading"),
        ("two\nlines", "two lines"),
        ("rock & roll &amp; more", r"rock & roll \&amp; more"),
    ],
)
def test_marks_are_written_as_themselves(words, shown):
    """The gate's own masks stay readable; everything else that acts is escaped."""
    assert escape(words) == shown


def test_a_cell_cannot_open_a_column():
    """A bar in a label stays in its cell."""
    text = table(["A", "B"], [["x | y", "1"]])
    (body,) = [token for token in READER.parse(text) if token.type == "tbody_open"]
    cells = [token for token in READER.parse(text) if token.type == "td_open"]
    assert body
    assert len(cells) == 2


def test_markup_is_text_wherever_people_write(cut, study_of):
    """A county or narrative that looks like HTML is printed as it was typed."""
    mark = "<script>alert(1)</script>"
    study = study_of(
        cut, labels=LABELS | {"maple": f"County {mark}"}, narrative={"training": f"{mark}\n\n{mark}"}
    )
    html = READER.render(render_markdown(study))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
