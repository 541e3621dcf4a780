import pytest
from markdown_it import MarkdownIt

from csec_qual.reporting.narrative import to_html, to_markdown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("Plain *words*.", "<p>Plain <em>words</em>.</p>\n", id="markdown"),
        pytest.param("# Top", "<h3>Top</h3>\n", id="first-heading-stands-under-the-section"),
        pytest.param("###### Deep", "<h6>Deep</h6>\n", id="headings-end-at-six"),
        pytest.param("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n", id="html-is-text"),
        pytest.param(
            "![x](http://a/b.png)", '<p>!<a href="http://a/b.png">x</a></p>\n', id="pictures-are-not-loaded"
        ),
        pytest.param("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n", id="links-cannot-run"),
    ],
)
def test_a_persons_text_in_html(written, shown):
    """What the team writes is formatted, never run."""
    assert to_html(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("# Top\n\ntext", "### Top\n\ntext", id="heading"),
        pytest.param("Top\n===\n\ntext", "### Top\n\n\ntext", id="underlined-heading"),
        pytest.param("a <b>c</b> < d", r"a \<b>c\</b> < d", id="tags"),
        pytest.param("see <https://example.org>", "see <https://example.org>", id="addresses-stay"),
        pytest.param("```\ncode", "```\ncode\n```", id="open-fence-is-closed"),
        pytest.param("```\n# no\n```", "```\n# no\n```", id="inside-a-fence-nothing-moves"),
    ],
)
def test_a_persons_text_in_markdown(written, shown):
    """Kept as written, save for what would break the report around it."""
    assert to_markdown(written) == shown


@pytest.mark.parametrize(
    "written", ["```", "~~~\nx", "<!-- open", "<div>", "- a\n\n      x", "> a", "<https://a<b>"]
)
def test_the_next_heading_survives(written):
    """Nothing a person writes swallows the section after it."""
    text = to_markdown(written) + "\n\n## Next\n"
    tokens = MarkdownIt("commonmark").parse(text)
    assert any(token.type == "heading_open" and token.level == 0 for token in tokens)
    assert not any(token.type == "html_block" for token in tokens)
