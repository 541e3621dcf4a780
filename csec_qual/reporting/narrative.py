"""The team's own Markdown, made fit to stand inside a report.

Raw HTML is shown as text, pictures are not loaded, and headings move below the section's own. Whatever a
person writes here cannot close the section it stands in.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_HEADING_SHIFT = 2
"""A narrative's first heading stands under the section's, which is the second level."""
_DEEPEST_HEADING = 6
_TAG = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>]*>)")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


def to_html(text: str) -> Markup:
    """The narrative as HTML; safe, because every tag in it was made here from Markdown."""
    parser = _parser()
    found = parser.parse(text)
    for token in found:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level(token)}"
    return Markup(parser.renderer.render(found, parser.options, {}))  # noqa: S704


def plain(text: str) -> list[str]:
    """The narrative's paragraphs, list items, headings and cells, without their marks."""
    found = []
    for token in _parser().parse(text):
        if token.type == "inline":
            parts = token.children or ()
            found.append("".join(" " if part.type.endswith("break") else part.content for part in parts))
        elif token.type in ("fence", "code_block"):
            found.append(token.content)
    return found


def tokens(text: str) -> list[Token]:
    """The narrative as a parser reads it, for other formats."""
    return _parser().parse(text)


def to_markdown(text: str) -> str:
    """The narrative as Markdown with its tags as text, its headings lowered and its last fence closed."""
    lines = text.split("\n")
    for token in _parser().parse(text):
        if token.type == "heading_open" and token.map:
            first, end = token.map
            # "Title" over "=====" has no marks to add to: it becomes one line with marks.
            words = [line.strip() for line in lines[first:end]]
            if token.markup[:1] in "=-":
                words = words[:-1]
            lines[first:end] = ["#" * level(token) + " " + " ".join(words).lstrip("# ")]
            lines[first + 1 : first + 1] = [""] * (end - first - 1)
        elif token.type == "fence" and token.map and not _is_closed(token, lines):
            lines.append(token.markup)
    return _TAG.sub(r"\\<", "\n".join(lines))


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def level(token: Token) -> int:
    """How deep a heading stands in the report."""
    return min(int(token.tag[1:]) + _HEADING_SHIFT, _DEEPEST_HEADING)


def _is_closed(token: Token, lines: list[str]) -> bool:
    assert token.map is not None
    first, end = token.map
    mark = _FENCE.match(lines[end - 1]) if end - 1 > first else None
    return mark is not None and mark.group(1).startswith(token.markup)
