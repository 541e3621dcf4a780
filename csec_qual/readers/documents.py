"""Documents in which nobody speaks: plans, reports, notes. One turn for every paragraph."""

import re
from collections.abc import Sequence
from dataclasses import replace

from csec_qual.model.transcript import Notice, SourceType, TurnKind
from csec_qual.readers.draft import Draft, Piece
from csec_qual.readers.lines import Line, is_wrapped

_LIST_ITEM = re.compile(r"\s*(?:[-*•▪‣·◦–]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"(?:=|-|_|\*|~|–|—){3,}\s*\Z")
_INSTRUCTION = re.compile(
    r"\s*[\[(<]?\s*(?:instructions?|prompt|question \d|guidance|note to counties)\b"
    # A county does not order itself to describe; "Provide classes" may be its own list of tasks.
    r"|\s*\(?(?:please\s+)?(?:describe|explain|indicate|discuss|specify|summarize|outline)\s+\w"
    r"|\s*\(?(?:please\s+)?(?:identify|list|provide|attach|include)\s+"
    r"(?:how|what|which|any|the county's|your county|all|each|whether|the process|who|below|in detail)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"\b(?:i|i['’](?:m|ve|d|ll)|you|my|me|um|uh|yeah)\b", re.IGNORECASE)
_HEADING_WORDS = 12


def read_document(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """A piece per paragraph or list item; headings and a template's own words are prompts.

    What a paragraph answers is the template's last question before it, until the next heading.
    """
    # In a template the questions are bold or italic; where most of the text is, that tells nothing.
    bold = 2 * sum(line.is_bold for line in lines) < len(lines)
    italic = 2 * sum(line.is_prompt for line in lines) < len(lines)
    pieces: list[Piece] = []
    question = ""
    for paragraph in _paragraphs(lines):
        text = _text(paragraph)
        is_heading = len(paragraph) == 1 and _is_heading(paragraph[0])
        is_marked = (bold and paragraph[0].is_bold) or (italic and paragraph[0].is_prompt)
        if is_heading or is_marked or _asks(text):
            question = text if _asks(text) or (is_marked and not is_heading) else ""
            pieces.append(Piece("", text, paragraph[0].number, kind=TurnKind.PROMPT))
        else:
            pieces.append(Piece("", text, paragraph[0].number, kind=TurnKind.PARAGRAPH, question=question))
    return tuple(pieces)


def as_draft(reader: str, lines: Sequence[Line]) -> Draft:
    """The draft of a document: a plan, unless it reads like speech that nobody labelled."""
    pieces = read_document(lines)
    if not _reads_like_speech(pieces):
        return Draft(reader, pieces, source_type=SourceType.PLAN)
    what = "nobody is labelled, but this reads like speech: its speakers are unknown."
    spoken = tuple(replace(piece, kind=TurnKind.PARAGRAPH, question="") for piece in pieces)
    return Draft(reader, spoken, (Notice(None, what),))


def _reads_like_speech(pieces: Sequence[Piece]) -> bool:
    """A plan says "the County will" and has headings; people say I and you."""
    spoken = [_SPEECH.search(piece.text) is not None for piece in pieces]
    has_headings = any(
        piece.kind is TurnKind.PROMPT and not is_spoken
        for piece, is_spoken in zip(pieces, spoken, strict=True)
    )
    return bool(pieces) and not has_headings and sum(spoken) >= 0.5 * len(pieces)


def _text(paragraph: Sequence[Line]) -> str:
    heading = _MARKDOWN_HEADING.match(paragraph[0].text)
    return heading["text"] if heading else " ".join(line.text.strip() for line in paragraph)


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    wrapped = is_wrapped(lines)
    grouped: list[list[Line]] = []
    for line in lines:
        if _UNDERLINE.fullmatch(line.text.strip()):
            continue
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
