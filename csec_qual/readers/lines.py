"""The lines of a text or Word file, before anyone knows what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text file, or one paragraph line of a Word file.

    Attributes:
        text: As written, normalised.
        number: Line from 1, or None where the format has no lines.
        opens_paragraph: Whether it begins a paragraph: after a blank line, or in Word.
        is_heading: Whether the file itself says it is a heading.
        lead: What stands in bold at its beginning while the rest does not; empty otherwise.
        is_prompt: Whether the file marks it as instruction: a form's hint or a template's question.
        is_bold: Whether all of it is bold.
        speaker: Who says it, where a table has a column for that; None elsewhere.
        time: Seconds, where a table has a column for that.
    """

    text: str
    number: int | None
    opens_paragraph: bool = True
    is_heading: bool = False
    lead: str = ""
    is_prompt: bool = False
    is_bold: bool = False
    speaker: str | None = None
    time: float | None = None

    def as_heading(self) -> "Line":
        """The same line as a heading."""
        return replace(self, is_heading=True)


def numbered(texts: list[str]) -> list[Line]:
    """The lines that hold anything, each knowing whether a blank line stands before it."""
    lines = []
    after_blank = True
    for number, text in enumerate(texts, start=1):
        if text.strip():
            lines.append(Line(text, number, opens_paragraph=after_blank))
        after_blank = not text.strip()
    return lines


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether paragraphs were broken into lines of one width, as old text files are."""
    longest = max((len(line.text) for line in lines), default=0)
    broken = [before for before, line in pairwise(lines) if not line.opens_paragraph]
    if longest > 120 or len(broken) < 3:
        return False
    return sum(len(line.text) >= 0.6 * longest for line in broken) >= 0.8 * len(broken) and longest >= 40


def reflowed(parts: list[tuple[str, bool]], *, wrapped: bool) -> str:
    """Lines as one text: a broken paragraph is mended, a new paragraph begins with ``\\n``.

    Args:
        parts: Each line's words and whether it opens a paragraph.
        wrapped: Whether the file breaks its paragraphs into lines.
    """
    text = ""
    for words, opens in parts:
        clean = " ".join(words.split())
        if clean:
            text += (" " if wrapped and not opens else "\n") + clean if text else clean
    return text
