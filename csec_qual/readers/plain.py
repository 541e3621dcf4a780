"""Text files and Markdown: conversations in every common label layout, or documents by paragraph."""

import re
from collections.abc import Sequence
from dataclasses import replace

from csec_qual.readers.dialogue import read_dialogue
from csec_qual.readers.documents import as_draft
from csec_qual.readers.draft import Draft
from csec_qual.readers.lines import numbered
from csec_qual.readers.source import SourceFile

_ESCAPES = re.compile(r"\\([\[\]()*_#.!-])")
# Read as prose these would become a participant's words, tags and all.
_OTHER_FORMATS = (
    (re.compile(r"<\?xml|<!doctype|<html|<tei|<cite>|<\w+[^>]*>\s*<", re.IGNORECASE), "an XML or HTML file"),
    (re.compile(r"File type = \"ooTextFile"), "a Praat TextGrid"),
    (re.compile(r"@(?:UTF8|Begin|Font|PID)\b"), "a CHAT file"),
    (re.compile(r"%PDF-"), "a PDF"),
)


def recognises(source: SourceFile) -> bool:  # noqa: ARG001
    """Anything that is left: this reader comes last."""
    return True


def read(source: SourceFile) -> Draft:
    """Turns by label, or paragraphs where nobody is labelled.

    Raises:
        TranscriptError: The text is marked up in a format that is not read.
    """
    head = source.text[:500].lstrip()
    for pattern, name in _OTHER_FORMATS:
        if pattern.match(head):
            raise source.refusal(f"this is {name}, which is not read.", "Export it as .docx, .txt or .vtt.")
    lines = source.lines
    if source.suffix == ".md":
        lines = [_ESCAPES.sub(r"\1", line) for line in lines]
    return read_text(lines, "text", has_lines=True)


def read_text(texts: Sequence[str], reader: str, *, has_lines: bool) -> Draft:
    """The draft of a text.

    Args:
        texts: Its lines.
        reader: Format, the first half of ``Draft.reader``.
        has_lines: Whether people see these lines in the file, so that a notice may name one.
    """
    lines = numbered(list(texts))
    if not has_lines:
        lines = [replace(line, number=None) for line in lines]
    dialogue = read_dialogue(lines)
    if dialogue is None:
        return as_draft(f"{reader}/document", lines)
    return Draft(
        f"{reader}/{dialogue.dialect}", dialogue.pieces, dialogue.notices, named_roles=dialogue.named_roles
    )
