"""A case study as Markdown that reads well in a plain editor.

Every value a template prints is escaped on its way out, so that no participant's words become a link,
a heading or a table; only text made by this module is let through as it is.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from csec_qual.base.text import one_line
from csec_qual.privacy.names import COUNTY, NAME
from csec_qual.reporting import narrative
from csec_qual.reporting.document import CaseStudy
from csec_qual.reporting.environment import environment, render

TEMPLATE = "case_study.md.j2"

# The gate's own marks stay readable; as the start of a link, "[name](...)", even they are escaped.
_MARKS = "|".join(re.escape(mark[1:-1]) for mark in (NAME, COUNTY))
_SPECIAL = re.compile(rf"[\\`*_<~|]|\[(?!(?:{_MARKS})\](?![(\[:]))|&(?=#?\w+;)")
_ORDERED = re.compile(r"^(\d+)([.)])")
_GAPS = re.compile(r"\n{3,}")


class Ready(str):
    """Text that is Markdown already."""

    __slots__ = ()


def render_markdown(case_study: CaseStudy, templates: Path | None = None) -> str:
    """The case study in Markdown; equal input gives equal bytes.

    Args:
        case_study: What the report says.
        templates: A folder of the team's own templates, looked in before the shipped ones.

    Raises:
        TemplateError: A template is wrong; the message names its file and line.
    """
    return render_as_markdown(TEMPLATE, case_study, templates)


def render_as_markdown(template: str, study: object, templates: Path | None = None) -> str:
    """A template of this room's with its one piece of data, ``study``, as Markdown.

    Raises:
        TemplateError: A template is wrong; the message names its file and line.
    """
    sandbox = environment(templates, autoescape=False, finalize=_finalize)
    sandbox.filters["narrative"] = lambda text: Ready(narrative.to_markdown(text))
    sandbox.filters["link"] = link
    # What a macro gives was escaped value by value when it was made.
    sandbox.filters["ready"] = Ready
    sandbox.globals["table"] = table
    text = render(sandbox, template, {"study": study})
    lines = [line.rstrip() for line in text.split("\n")]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"


def escape(text: str) -> Ready:
    """Text with every character that Markdown would read as a mark written as itself, on one line."""
    line = _SPECIAL.sub(lambda found: "\\" + found.group(), one_line(text))
    line = _ORDERED.sub(r"\1\\\2", line)
    return Ready("\\" + line if line[:1] in ("#", ">", "+", "-") else line)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Ready:
    """A table whose columns line up in a plain editor; numbers are as given, cells are escaped."""
    cells = [[escape(str(cell)) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    rule = "| " + " | ".join("-" * max(width, 3) for width in widths) + " |"
    return Ready("\n".join([lines[0], rule, *lines[1:]]))


def link(target: str) -> Ready:
    """The target of a link, with everything that could end it or start another written as bytes."""
    return Ready(quote(target, safe="/#.-_"))


def _finalize(value: object) -> object:
    return escape(value) if isinstance(value, str) and not isinstance(value, Ready) else value
