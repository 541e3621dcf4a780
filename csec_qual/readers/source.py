"""A transcript file as it lies on disk, and the one way a reader refuses it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from csec_qual.base.errors import Problem, TranscriptError
from csec_qual.base.text import normalise
from csec_qual.readers.encoding import NotTextError, decode


@dataclass(frozen=True)
class SourceFile:
    """The bytes of one file, and its text once somebody asks for it."""

    path: Path
    data: bytes

    @classmethod
    def open(cls, path: Path) -> "SourceFile":
        """Read the file.

        Raises:
            TranscriptError: It is not there, cannot be read, or is empty.
        """
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise refusal(path, "there is no such file.", "Check the name and the folder.") from None
        except IsADirectoryError:
            raise refusal(path, "this is a folder, not a file.", "Name a transcript file.") from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise refusal(path, f"it cannot be read ({reason}).", "Check who may read the file.") from None
        if not data.strip():
            raise refusal(path, "the file is empty.", "Export the transcript again.")
        return cls(path, data)

    @property
    def suffix(self) -> str:
        """The extension in lower case, with its dot."""
        return self.path.suffix.lower()

    @cached_property
    def decoded(self) -> tuple[str, str]:
        """The text as base.text stores it, and the encoding it was in.

        Raises:
            TranscriptError: The file is not text.
        """
        try:
            text, encoding = decode(self.data)
        except NotTextError as error:
            raise self.refusal(
                f"this is no text file: {error}.", "Save it as .docx, or as plain text in UTF-8."
            ) from error
        return normalise(text), encoding

    @property
    def text(self) -> str:
        """The text of the file, normalised."""
        return self.decoded[0]

    @property
    def lines(self) -> list[str]:
        """The lines of the text; line n of the file is ``lines[n - 1]``."""
        return self.text.split("\n")

    def refusal(self, what: str, fix: str, line: int | None = None) -> TranscriptError:
        """The error that says why this file cannot be read."""
        return refusal(self.path, what, fix, line)


def refusal(path: Path, what: str, fix: str, line: int | None = None) -> TranscriptError:
    """The error that says why a file cannot be read, naming it as the caller did."""
    return TranscriptError([Problem(str(path), line, what, fix)])
