"""The text of a PDF file, page by page, with what a reader may not see: notes, attachments, authors."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from csec_qual.base.errors import OutputError
from csec_qual.base.text import one_line

if TYPE_CHECKING:
    from pypdf import PdfReader


class PdfText(NamedTuple):
    """A stretch of a PDF.

    Attributes:
        place: Such as ``page 3``.
        text: Its words, on one line.
        is_hidden: Whether a reader does not see it on the page.
    """

    place: str
    text: str
    is_hidden: bool = False


def read_pdf(path: Path) -> list[PdfText]:
    """Everything in a PDF that can be read as text, in the order of its pages.

    Raises:
        OutputError: It cannot be read, or the package that reads it is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise OutputError("Reading PDF needs the package pypdf: pip install 'csec-qual[pdf]'.") from error
    try:
        reader = PdfReader(BytesIO(path.read_bytes()))
        found = [*_pages(reader), *_beside(reader)]
    except OSError as error:
        raise OutputError(f"{path}: it cannot be read ({error.strerror}).") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(f"{path}: this is no whole PDF file, or it is locked.") from error
    if not any(each.text for each in found if not each.is_hidden):
        raise OutputError(f"{path}: there is no text in it, only pictures of text. A person must read it.")
    return found


def _pages(reader: "PdfReader") -> Iterator[PdfText]:
    for number, page in enumerate(reader.pages, 1):
        yield PdfText(f"page {number}", one_line(page.extract_text()))
        for annotation in page.annotations or ():
            note = annotation.get_object()
            target = note.get("/A", {}).get("/URI")
            if target:
                yield PdfText(f"link to {str(target).partition('#')[0]}", str(target))
            elif note.get("/Subtype") != "/Link" and note.get("/Contents"):
                yield PdfText(f"note on page {number}", one_line(str(note["/Contents"])), is_hidden=True)


def _beside(reader: "PdfReader") -> Iterator[PdfText]:
    about = reader.metadata
    if about is not None and about.author:
        yield PdfText("properties of the file", f"author {one_line(about.author)}", is_hidden=True)
    for name in reader.attachments:
        yield PdfText("attachment", one_line(name), is_hidden=True)
