"""Which reader reads which file: tried in order, by content.

The order matters: archives first, then formats with a head of their own, and plain text last,
because anything that is text can be read as that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from csec_qual.model.transcript import SourceType, Transcript
from csec_qual.readers import captions, docx, json, plain, rtf, tables
from csec_qual.readers.assemble import assemble
from csec_qual.readers.draft import Draft
from csec_qual.readers.source import SourceFile

EXTENSIONS = frozenset(
    {".txt", ".md", ".docx", ".vtt", ".srt", ".sbv", ".csv", ".tsv", ".xlsx", ".json", ".rtf"}
)
"""Extensions that ``find_transcripts`` looks for."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One format.

    Attributes:
        recognises: Whether a file is of this format.
        read: What the file holds; raises ``TranscriptError`` where it is damaged.
    """

    recognises: Callable[[SourceFile], bool]
    read: Callable[[SourceFile], Draft]


READERS = (
    Reader(docx.recognises, docx.read),
    Reader(rtf.recognises, rtf.read),
    Reader(json.recognises, json.read),
    Reader(tables.recognises, tables.read),
    Reader(captions.recognises, captions.read),
    Reader(plain.recognises, plain.read),
)


def read_transcript(
    path: Path, *, interviewers: Sequence[str] = (), source_type: SourceType | None = None
) -> Transcript:
    """Read one file, whatever its format.

    Args:
        path: The file.
        interviewers: Labels of the interviewers, where somebody knows them; everybody else is then a
            participant. Without them roles are guessed and marked as a guess.
        source_type: What kind of source it is, where somebody knows it.

    Raises:
        TranscriptError: The file is missing, empty, binary or damaged, with the line where known.
    """
    source = SourceFile.open(path)
    reader = next(reader for reader in READERS if reader.recognises(source))
    return assemble(source, reader.read(source), interviewers, source_type)
