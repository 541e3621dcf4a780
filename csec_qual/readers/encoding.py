"""Bytes to text: byte-order marks, UTF-8, UTF-16 with and without a mark, then Windows code pages.

Only the decision is made here; clean-up of the text is ``base.text.normalise``.
"""

import codecs
import re

import charset_normalizer

# UTF-32 comes first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_NUL_SHARE = 0.3
_CONTROL_SHARE = 0.02
_HIGH_SHARE = 0.25
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UTF8_SEQUENCES = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}|\xc2[\xa0-\xbf]")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_LETTERS = re.compile(rb"[A-Za-z\x80-\xff]")
# Bytes that no Windows-1252 text holds.
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


class NotTextError(ValueError):
    """The bytes are no text in any encoding that can be told."""


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    Raises:
        NotTextError: The bytes are binary, or damaged, or in no encoding that can be told.
    """
    encoding = _marked(data) or _unmarked(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise NotTextError(
            f"it begins like {encoding.removesuffix('-sig').upper()} but is damaged"
        ) from error
    if len(_CONTROLS.findall(text[:_SAMPLE])) > _CONTROL_SHARE * len(text[:_SAMPLE]):
        raise NotTextError("it is binary data, not text")
    return text, encoding


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _unmarked(data: bytes) -> str:
    if b"\x00" in data[:_SAMPLE]:
        return _utf16_order(data[:_SAMPLE])
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(data):
            line = data.count(b"\n", 0, error.start) + 1
            raise NotTextError(f"it is UTF-8 but for line {line}, where a character is damaged") from error
        return _code_page(data)
    return "utf-8"


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether stray bytes spoil a text that is UTF-8: rare in a code page is every such sequence."""
    whole = len(_UTF8_SEQUENCES.findall(data))
    return whole >= 3 and 4 * whole >= len(_HIGH_BYTES.findall(_UTF8_SEQUENCES.sub(b"", data)))


def _utf16_order(sample: bytes) -> str:
    """UTF-16 without a mark: in most scripts' spaces and punctuation every other byte is NUL."""
    half = max(len(sample) // 2, 1)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > _NUL_SHARE and even < odd / 4:
        return "utf-16-le"
    if even > _NUL_SHARE and odd < even / 4:
        return "utf-16-be"
    raise NotTextError("it is binary data, not text")


def _code_page(data: bytes) -> str:
    """Windows-1252 for text that is mostly plain letters; otherwise what the statistics say."""
    high, letters = len(_HIGH_BYTES.findall(data)), len(_LETTERS.findall(data))
    if high <= _HIGH_SHARE * letters and not _NOT_CP1252.search(data):
        return "cp1252"
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise NotTextError("its encoding cannot be told")
    return best.encoding
