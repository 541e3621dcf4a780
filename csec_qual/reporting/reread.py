"""The text of a report as people left it, block by block: Word, HTML and Markdown.

A block is a paragraph, a heading, an item of a list or a row of a table. How it looks is left out: two files
that differ in format alone give the same blocks. Deleted and moved-away text of tracked changes is left out,
inserted text is in. Nothing is judged here.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree
from markdown_it import MarkdownIt

from csec_qual.base.errors import OutputError
from csec_qual.base.files import UnsafeArchiveError, check_archive
from csec_qual.base.text import normalise, one_line, straighten

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN_PART = "word/document.xml"
_HEADING_STYLE = re.compile(r"(?:heading|berschrift)\s?\d$", re.IGNORECASE)
_GONE = frozenset(f"{_W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "instrText", "drawing", "pict"))
_SPACED = frozenset(f"{_W}{tag}" for tag in ("br", "cr", "tab"))
_BLOCK_TAGS = (
    "p h1 h2 h3 h4 h5 h6 li tr dt dd blockquote figcaption caption div section header footer nav ul ol dl "
    "table figure main article aside pre hr thead tbody"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNSEEN = frozenset(("style", "script", "head", "title"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_BETWEEN_CELLS = " | "
_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "«": '"', "»": '"', "„": '"', "‟": '"', "\u00ad": None}
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a report.

    Attributes:
        number: From 1, in the order of the file.
        text: Its words on one line, as they stand; the cells of a row with bars between them.
        heading: The heading it stands under, or is.
        is_heading: Whether it is one.
    """

    number: int
    text: str
    heading: str = ""
    is_heading: bool = False

    @property
    def plain(self) -> str:
        """The words without what a program changes by itself: quotation marks, dashes, spaces."""
        return plain(self.text)


def plain(text: str) -> str:
    """Text with straight quotation marks, simple dashes, three dots and single spaces; letters stay."""
    return one_line(straighten(normalise(text)).translate(_PLAIN).replace("…", "..."))


def read_blocks(path: Path) -> list[Block]:
    """The blocks of a report.

    Raises:
        OutputError: The file cannot be read, or is none of the formats.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise OutputError(f"{path}: a report ends in {', '.join(_READERS)}. Save it as one of these.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path}: it cannot be read ({error.strerror}).") from error
    return blocks_of(data, path.suffix, str(path))


def blocks_of(data: bytes, suffix: str, name: str = "the report") -> list[Block]:
    """The blocks of a report in memory.

    Raises:
        OutputError: It is not what its ending says.
    """
    try:
        found = list(_READERS[suffix.lower()](data))
    except (UnsafeArchiveError, KeyError, UnicodeDecodeError, etree.LxmlError, zipfile.BadZipFile) as error:
        raise OutputError(
            f"{name}: this is no whole {suffix} file. Save it again and try once more."
        ) from error
    blocks: list[Block] = []
    heading = ""
    for text, is_heading in found:
        if shown := one_line(normalise(text)):
            heading = shown if is_heading else heading
            blocks.append(Block(len(blocks) + 1, shown, heading, is_heading))
    return blocks


def _markdown(data: bytes) -> Iterator[tuple[str, bool]]:
    tokens = MarkdownIt("commonmark").enable("table").parse(data.decode("utf-8-sig"))
    cells: list[str] | None = None
    is_heading = False
    for token in tokens:
        match token.type:
            case "heading_open" | "heading_close":
                is_heading = token.type == "heading_open"
            case "tr_open":
                cells = []
            case "tr_close":
                yield _BETWEEN_CELLS.join(cells or ()), False
                cells = None
            case "inline":
                said = "".join(
                    " " if part.type.endswith("break") else part.content for part in token.children or ()
                )
                if cells is None:
                    yield said, is_heading
                else:
                    cells.append(one_line(said))
            case "fence" | "code_block" | "html_block":
                yield token.content, False


def _html(data: bytes) -> Iterator[tuple[str, bool]]:
    if not data.strip():
        return
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    collected = _Collected()
    _walk_html(lxml.html.document_fromstring(data, parser=parser), collected)
    collected.end(is_heading=False)
    yield from collected.found


class _Collected:
    """Blocks while a tree is walked."""

    def __init__(self) -> None:
        self.found: list[tuple[str, bool]] = []
        self._text: list[str] = []

    def add(self, text: str | None) -> None:
        if text:
            self._text.append(text)

    def end(self, *, is_heading: bool) -> None:
        said = "".join(self._text)
        self._text = []
        if said.strip():
            self.found.append((said, is_heading))


def _walk_html(element: Any, into: _Collected) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    # What only a screen reader is told is lost when another program saves the page.
    if tag in _UNSEEN or "hidden" in (element.get("class") or "").split():
        return
    if tag == "tr":
        into.end(is_heading=False)
        cells = [one_line(normalise(" ".join(cell.itertext()))) for cell in element if cell.tag in _CELLS]
        into.found.append((_BETWEEN_CELLS.join(cells), False))
        return
    if tag in _BLOCKS:
        into.end(is_heading=False)
    elif tag == "br":
        into.add(" ")
    into.add(element.text)
    for child in element:
        _walk_html(child, into)
        into.add(child.tail)
    if tag in _BLOCKS:
        into.end(is_heading=tag in _HEADINGS)


def _docx(data: bytes) -> Iterator[tuple[str, bool]]:
    check_archive(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        part = archive.read(_MAIN_PART)
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    for element in _top_level(root):
        if element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                yield (
                    _BETWEEN_CELLS.join(
                        one_line(normalise(_word_text(cell))) for cell in row.findall(f"{_W}tc")
                    ),
                    False,
                )
        else:
            style = element.find(f"{_W}pPr/{_W}pStyle")
            name = "" if style is None else str(style.get(f"{_W}val"))
            yield _word_text(element), bool(_HEADING_STYLE.search(name))


def _top_level(element: Any) -> Iterator[Any]:
    """Paragraphs and tables, those in content controls too."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag not in _GONE:
            yield from _top_level(child)


def _word_text(element: Any) -> str:
    text = ""
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}t":
            text += child.text or ""
        elif child.tag in _SPACED:
            text += " "
        elif child.tag == f"{_W}noBreakHyphen":
            text += "-"
        else:
            text += _word_text(child)
            # Two paragraphs in one cell are two words, not one.
            text += " " if child.tag == f"{_W}p" else ""
    return text


_READERS: Mapping[str, Callable[[bytes], Iterator[tuple[str, bool]]]] = {
    ".docx": _docx,
    ".html": _html,
    ".htm": _html,
    ".md": _markdown,
}
