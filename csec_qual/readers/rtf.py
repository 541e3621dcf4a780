"""RTF files: their text, read like a text file."""

from striprtf.striprtf import rtf_to_text

from csec_qual.base.text import normalise
from csec_qual.readers.draft import Draft
from csec_qual.readers.plain import read_text
from csec_qual.readers.source import SourceFile

_MAGIC = b"{\\rtf"


def recognises(source: SourceFile) -> bool:
    """A file that begins as RTF does."""
    return source.data.lstrip().startswith(_MAGIC) or source.suffix == ".rtf"


def read(source: SourceFile) -> Draft:
    """Turns by label, or paragraphs where nobody is labelled.

    Raises:
        TranscriptError: It is no RTF, or damaged.
    """
    if not source.data.lstrip().startswith(_MAGIC):
        raise source.refusal(
            "this is no RTF file, whatever its name says.", "Save it again as .docx or .txt."
        )
    try:
        # RTF itself is ASCII; other characters are written as escapes that the library resolves.
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            source.data.decode("cp1252", "replace"), encoding="cp1252", errors="replace"
        )
    except (ValueError, IndexError, KeyError, LookupError) as error:
        raise source.refusal("this RTF file is damaged.", "Save it again as .docx or .txt.") from error
    return read_text(normalise(text).split("\n"), "rtf", has_lines=False)
