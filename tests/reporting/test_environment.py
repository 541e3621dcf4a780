import pytest

from csec_qual.base.errors import TemplateError
from csec_qual.reporting.environment import environment, render


def write(folder, text, name="page.html.j2"):
    (folder / name).write_text(text, encoding="utf-8")
    return environment(folder, autoescape=True)


@pytest.mark.parametrize(
    ("template", "line", "what"),
    [
        pytest.param("a\n{% if x %}", 2, "Unexpected end of template", id="does-not-parse"),
        pytest.param("a\n\n{{ nobody }}", 3, "'nobody' is undefined", id="unknown-name"),
        pytest.param("{{ data.words.nothing }}", 1, "has no attribute 'nothing'", id="unknown-attribute"),
        pytest.param("x\n{{ 1 + 'a' }}", 2, "unsupported operand", id="wrong-type"),
        pytest.param("{{ 1 / 0 }}", 1, "division", id="division"),
        pytest.param("{{ ''.__class__ }}", 1, "unsafe", id="reaching-out-of-the-sandbox"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path, template, line, what):
    """Somebody edits a template by hand: the message must lead to the place."""
    with pytest.raises(TemplateError, match=what) as caught:
        render(write(tmp_path, template), "page.html.j2", {"data": {"words": "x"}})
    assert f"page.html.j2:{line}:" in str(caught.value)


def test_a_missing_template_is_named(tmp_path):
    """An include of a file that is not there."""
    with pytest.raises(TemplateError, match=r"gone\.j2"):
        render(write(tmp_path, '{% include "gone.j2" %}'), "page.html.j2", {})


def test_a_template_in_another_encoding_is_named(tmp_path):
    """Saved by an old editor."""
    (tmp_path / "page.html.j2").write_bytes(b"caf\xe9")
    with pytest.raises(TemplateError, match="UTF-8"):
        render(environment(tmp_path, autoescape=True), "page.html.j2", {})


def test_a_missing_folder_is_named(tmp_path):
    """A wrong --template must not fall back on the shipped ones in silence."""
    with pytest.raises(TemplateError, match="nowhere"):
        environment(tmp_path / "nowhere", autoescape=True)


def test_words_are_escaped_and_the_teams_folder_comes_first(tmp_path):
    """The same name in the team's folder wins."""
    sandbox = write(tmp_path, "{{ words }}", "style.css.j2")
    assert render(sandbox, "style.css.j2", {"words": "<&>"}) == "&lt;&amp;&gt;"
    assert ":root" in render(sandbox, "shipped/style.css.j2", {})
