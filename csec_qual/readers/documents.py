"""Documents in which nobody speaks: plans, reports, notes. One turn for every paragraph."""

import re
from collections.abc import Sequence

from csec_qual.model.transcript import TurnKind
from csec_qual.readers.draft import Piece
from csec_qual.readers.lines import Line, is_wrapped

_LIST_ITEM = re.compile(r"\s*(?:[-*•▪‣·◦–]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"(?:=|-|_|\*|~|–|—){3,}\s*\Z")
_INSTRUCTION = re.compile(
    r"\s*[\[(<]?\s*(?:instructions?|prompt|question \d|guidance|note to counties)\b"
    r"|\s*\(?(?:please\s+)?(?:describe|explain|identify|list|provide|indicate|discuss|specify|attach|summarize|outline|include)\s+"
    r"(?:how|what|which|any|the county's|your county|all|each|whether|the process|who|below|in detail)\b",
    re.IGNORECASE,
)
_HEADING_WORDS = 12


def read_document(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """A piece per paragraph or list item; headings and a template's own words are prompts."""
    return tuple(
        _piece(paragraph)
        for paragraph in _paragraphs(lines)
        if not _UNDERLINE.fullmatch(paragraph[0].text.strip())
    )


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    wrapped = is_wrapped(list(lines))
    grouped: list[list[Line]] = []
    for line in lines:
        continues = (
            wrapped
            and not line.opens_paragraph
            and grouped
            and not _LIST_ITEM.match(line.text)
            and not _is_heading(grouped[-1][-1])
        )
        if continues:
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return grouped


def _piece(paragraph: Sequence[Line]) -> Piece:
    first = paragraph[0]
    heading = _MARKDOWN_HEADING.match(first.text)
    text = heading["text"] if heading else " ".join(line.text.strip() for line in paragraph)
    is_prompt = len(paragraph) == 1 and (_is_heading(first) or first.is_prompt or _asks(text))
    kind = TurnKind.PROMPT if is_prompt else TurnKind.PARAGRAPH
    return Piece("", text.strip(), first.number, kind=kind)


def _is_heading(line: Line) -> bool:
    if line.is_heading or _MARKDOWN_HEADING.match(line.text):
        return True
    text = line.text.strip()
    words = text.split()
    letters = [char for char in text if char.isalpha()]
    is_capitals = len(letters) > 3 and not any(char.islower() for char in letters)
    return (
        line.opens_paragraph
        and len(words) <= _HEADING_WORDS
        and is_capitals
        and not text.endswith((".", "!"))
    )


def _asks(text: str) -> bool:
    """Whether these are a template's words: a question to the county, or an instruction."""
    return text.rstrip().endswith("?") or _INSTRUCTION.match(text) is not None
