"""Text as it is stored: normalised once, counted in Unicode code points.

Offsets everywhere else are code points, end-exclusive. Browsers count UTF-16 units;
``to_utf16`` is the one place that converts.
"""

import re
import unicodedata

# Control characters other than tab and newline carry no words; captions and Word files leave them behind.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ufeff\u200b\u2060]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_STRAIGHT = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"'}


def normalise(text: str) -> str:
    """NFC, ``\\n`` line ends, no control characters and no byte-order mark.

    Normalising twice changes nothing. Words keep their case, accents and quotation marks.
    """
    lines = _LINE_ENDS.sub("\n", text)
    # Removing a control character can bring two code points together that compose: NFC comes last.
    return unicodedata.normalize("NFC", _UNWANTED.sub("", lines))


def one_line(text: str) -> str:
    """The text with every run of white space as one space, and none at the ends."""
    return _SPACES.sub(" ", text.replace("\n", " ")).strip()


def fold(text: str) -> str:
    """Lower case with straight quotation marks, the form in which words are compared.

    The length stays the same, so that an offset into one is an offset into the other.
    """
    straight = straighten(text)
    lower = straight.lower()
    if len(lower) == len(straight):
        return lower
    # A few capitals, such as a dotted I, become two code points in lower case; they stay as they are.
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in straight)


def straighten(text: str) -> str:
    """The text with typographic quotation marks and apostrophes made straight; the length stays."""
    for mark, plain in _STRAIGHT.items():
        text = text.replace(mark, plain)
    return text


def slug(text: str) -> str:
    """A lower-case id of letters, digits and single hyphens; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")


def to_utf16(text: str, offset: int) -> int:
    """The offset in UTF-16 units of a code point offset, as a browser counts."""
    return offset + sum(1 for char in text[:offset] if ord(char) > 0xFFFF)
