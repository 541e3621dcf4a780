"""Word files: conversations with labels in the text, in bold or in tables, and plans by paragraph.

Text is taken from the XML rather than from ``paragraph.text``: that leaves out tracked insertions and
content controls, in which people type answers into templates. Deleted text, text boxes, comments,
headers and footnotes are not read.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import docx as word
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from csec_qual.base.files import UnsafeArchiveError, check_archive
from csec_qual.base.text import normalise
from csec_qual.readers.dialogue import read_dialogue
from csec_qual.readers.documents import as_draft
from csec_qual.readers.draft import Draft
from csec_qual.readers.lines import Line
from csec_qual.readers.source import SourceFile
from csec_qual.readers.word_tables import speech_rows

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_MAIN_PART = "word/document.xml"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_FIX = "Open it in Word, save it again as .docx, and add it once more."
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _TEXT, _BREAKS = qn("w:r"), qn("w:t"), {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t"}
_NOT_SPOKEN = frozenset(
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:txbxContent", "w:pict", "w:drawing", "w:rPr", "w:pPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
_WRAPPERS = frozenset(
    qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")
)
_HEADINGS = ("heading", "title", "subtitle", "toc")
_PROMPTS = ("instruction", "prompt", "template", "guidance", "hint", "placeholder")
_FALSE = frozenset({"0", "false", "off", "none"})


def recognises(source: SourceFile) -> bool:
    """A zip archive with a Word document in it, or whatever calls itself .docx."""
    return source.suffix == ".docx" or (source.data.startswith(b"PK") and _MAIN_PART.encode() in source.data)


def read(source: SourceFile) -> Draft:
    """Turns by label, or paragraphs, headings and prompts where nobody is labelled.

    Raises:
        TranscriptError: The file is no whole Word document.
    """
    document = _opened(source)
    lines = list(_lines(document))
    dialogue = read_dialogue(lines)
    if dialogue is None:
        return as_draft("docx/document", lines)
    return Draft(
        f"docx/{dialogue.dialect}", dialogue.pieces, dialogue.notices, named_roles=dialogue.named_roles
    )


def _opened(source: SourceFile) -> "Document":
    if source.data.startswith(_OLD_WORD):
        raise source.refusal("this is an old .doc file, or one protected by a password.", _FIX)
    try:
        check_archive(source.data)
    except UnsafeArchiveError as error:
        raise source.refusal(f"this is no whole Word file: {error}.", _FIX) from error
    try:
        return word.Document(BytesIO(source.data))
    # A part with broken XML raises SyntaxError (lxml), a missing one KeyError or OpcError.
    except (OpcError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile, zlib.error, OSError) as error:
        raise source.refusal(f"this is no whole Word file ({type(error).__name__}).", _FIX) from error


def _lines(document: "Document") -> Iterator[Line]:
    styles = {style.style_id: (style.name or "").casefold() for style in document.styles}
    yield from _block_lines(document.element.body, styles)


def _block_lines(parent: "BaseOxmlElement", styles: dict[str, str]) -> Iterator[Line]:
    for element in parent:
        if element.tag == _PARAGRAPH:
            yield from _paragraph_lines(element, styles)
        elif element.tag == _TABLE:
            yield from _table_lines(element, styles)
        elif element.tag in _WRAPPERS:
            yield from _block_lines(element, styles)


def _paragraph_lines(paragraph: "BaseOxmlElement", styles: dict[str, str]) -> Iterator[Line]:
    """The lines of a paragraph: one, or more where it holds line breaks."""
    runs = [(text, bold, italic) for text, bold, italic in _runs(paragraph) if text]
    text = normalise("".join(text for text, _, _ in runs))
    if not text.strip():
        return
    style = styles.get(_attribute(paragraph, "w:pPr/w:pStyle"), "")
    worded = [(bold, italic) for run, bold, italic in runs if run.strip()]
    all_bold = all(bold for bold, _ in worded)
    is_prompt = style.startswith(_PROMPTS) or all(italic for _, italic in worded)
    is_heading = style.startswith(_HEADINGS) or _attribute(paragraph, "w:pPr/w:outlineLvl") != ""
    lead = _lead(runs, all_bold=all_bold)
    opens = True
    for line in text.split("\n"):
        if line.strip():
            yield Line(line, None, opens, is_heading, lead if opens else "", is_prompt, is_bold=all_bold)
            opens = False


def _lead(runs: list[tuple[str, bool, bool]], *, all_bold: bool) -> str:
    """What stands in bold before the first words that are not."""
    lead = ""
    for text, bold, _ in runs:
        if text.strip() and not bold:
            break
        lead += text
    lead = normalise(lead)
    return lead.strip() if not all_bold or "\n" not in lead else lead.split("\n")[0].strip()


def _runs(paragraph: "BaseOxmlElement") -> Iterator[tuple[str, bool, bool]]:
    """Text, bold and italic of every run that can be read on the page."""
    for element in paragraph:
        if element.tag == _RUN:
            yield _run_text(element), _is_on(element, "w:b"), _is_on(element, "w:i")
        elif element.tag not in _NOT_SPOKEN and len(element):
            yield from _runs(element)


def _run_text(run: "BaseOxmlElement") -> str:
    parts = []
    for element in run:
        if element.tag == _TEXT:
            parts.append(element.text or "")
        elif element.tag in _BREAKS:
            parts.append(_BREAKS[element.tag])
        elif element.tag == qn("w:noBreakHyphen"):
            parts.append("-")
    return "".join(parts)


def _is_on(run: "BaseOxmlElement", tag: str) -> bool:
    setting = run.find(f"{qn('w:rPr')}/{qn(tag)}")
    return setting is not None and (setting.get(qn("w:val")) or "1") not in _FALSE


def _attribute(paragraph: "BaseOxmlElement", path: str) -> str:
    element = paragraph.find("/".join(qn(tag) for tag in path.split("/")))
    return "" if element is None else element.get(qn("w:val")) or ""


def _table_lines(table: "BaseOxmlElement", styles: dict[str, str]) -> Iterator[Line]:
    """A table of speech row by row, any other table cell by cell."""
    rows = [
        [list(_block_lines(cell, styles)) for cell in _children(row, _CELL)] for row in _children(table, _ROW)
    ]
    speech = speech_rows(rows)
    if speech is not None:
        yield from speech
        return
    for row in rows:
        for at, cell in enumerate(row):
            yield from cell if at or len(row) == 1 else _row_head(cell, row)


def _children(parent: "BaseOxmlElement", tag: str) -> Iterator["BaseOxmlElement"]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _children(element, tag)


def _row_head(cell: list[Line], row: list[list[Line]]) -> Iterator[Line]:
    """The first cell of a row; where it only names what the next one says, it is a heading."""
    beside = sum(len(line.text) for other in row[1:] for line in other)
    is_name = sum(len(line.text.split()) for line in cell) <= 8 and not any(
        line.text.rstrip().endswith((".", "!")) for line in cell
    )
    for line in cell:
        yield line.as_heading() if is_name and beside and (len(row) == 2 or beside > len(line.text)) else line
