"""The team's own Markdown as paragraphs of a Word file.

Raw HTML is shown as text, pictures are not loaded, and headings move below the section's own, as in the other
formats. Styles are asked for by the names that the shipped template gives them.
"""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from markdown_it.token import Token
from markupsafe import Markup

from csec_qual.reporting import narrative

# XML 1.0 has no way to write these; a text that was pasted from a terminal may hold one.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
# docxtpl would read a line break or a tab in a value as a command.
_BREAKS = re.compile(r"[\n\t]+")
_HEADINGS = {3: "Heading2", 4: "Heading3"}
_DEEPEST = "Heading4"
_BODY, _BULLET, _NUMBERED, _QUOTE, _CODE = "BodyText", "ListBullet", "NumberedText", "Quote", "TableNote"
_MARKS = {"strong": "<w:b/>", "em": "<w:i/>", "s": "<w:strike/>"}


def writable(text: str) -> str:
    """Text as it can stand in a run.

    ``{_{`` is how docxtpl is told to print braces; whoever wrote it gets it as it is, by a mark of no width.
    """
    plain = _UNWRITABLE.sub("", _BREAKS.sub(" ", text))
    return plain.replace("{_", "{\u200b_").replace("_}", "_\u200b}")


def to_word(text: str, link: Callable[[str], str]) -> Markup:
    """Paragraphs and tables in WordprocessingML; safe, because every element in it was made here.

    Args:
        text: Markdown.
        link: Gives the relation's id for an address.
    """
    return Markup("".join(_Writer(link).blocks(narrative.tokens(text))))  # noqa: S704


class _Writer:
    def __init__(self, link: Callable[[str], str]) -> None:
        self._link = link
        self._lists: list[int | None] = []
        self._in_quote = 0
        self._style = ""
        self._lead = ""

    def blocks(self, tokens: list[Token]) -> list[str]:
        """The elements, in order."""
        found: list[str] = []
        cells: list[str] = []
        for token in tokens:
            match token.type:
                case "heading_open":
                    self._style = _HEADINGS.get(narrative.level(token), _DEEPEST)
                case "heading_close":
                    self._style = ""
                case "bullet_list_open":
                    self._lists.append(None)
                case "ordered_list_open":
                    self._lists.append(int(token.attrGet("start") or 1))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._lead = self._numbered()
                case "blockquote_open":
                    self._in_quote += 1
                case "blockquote_close":
                    self._in_quote -= 1
                case "inline" if cells and cells[-1] == "":
                    cells[-1] = _paragraph("TableText", self._inline(token))
                case "inline":
                    found.append(
                        _paragraph(self._style or self._block_style(), self._taken() + self._inline(token))
                    )
                case "fence" | "code_block":
                    found += [
                        _paragraph(_CODE, _run(line)) for line in token.content.rstrip("\n").split("\n")
                    ]
                case "hr":
                    found.append(_paragraph(_BODY, _run("* * *")))
                case "th_open" | "td_open":
                    cells.append("")
                case "tr_close":
                    found.append(_row(cells))
                    cells = []
                case "table_open":
                    found.append('<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/></w:tblPr>')
                case "table_close":
                    found.append(f"</w:tbl>{_paragraph(_CODE, '')}")
        return found

    def _block_style(self) -> str:
        if self._lists:
            return _BULLET if self._lists[-1] is None else _NUMBERED
        return _QUOTE if self._in_quote else _BODY

    def _numbered(self) -> str:
        """The number of the item that begins, as text: each list begins with its own."""
        number = self._lists[-1]
        if number is None:
            return ""
        self._lists[-1] = number + 1
        return _run(f"{number}. ")

    def _taken(self) -> str:
        lead, self._lead = self._lead, ""
        return lead

    def _inline(self, token: Token) -> str:
        made = ""
        marks: list[str] = []
        for part in token.children or ():
            match part.type:
                case "text" | "code_inline" | "html_inline":
                    made += _run(part.content, marks)
                case "softbreak":
                    made += _run(" ", marks)
                case "hardbreak":
                    made += "<w:r><w:br/></w:r>"
                case "link_open":
                    target = self._link(str(part.attrGet("href") or ""))
                    made += f"<w:hyperlink r:id={quoteattr(target)}>"
                case "link_close":
                    made += "</w:hyperlink>"
                case kind if kind.endswith("_open"):
                    marks.append(_MARKS.get(part.tag, ""))
                case kind if kind.endswith("_close"):
                    marks.pop()
        return made


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _row(cells: list[str]) -> str:
    made = "".join(f"<w:tc><w:tcPr/>{cell or _paragraph('TableText', '')}</w:tc>" for cell in cells)
    return f"<w:tr>{made}</w:tr>"


def _run(text: str, marks: list[str] | None = None) -> str:
    properties = "".join(marks or ())
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{escape(writable(text))}</w:t></w:r>'
