"""Words as queries write them, cut as the texts are: ``don't`` is ``do`` and ``n't``.

A string of plain letters is one word unless spaCy lists it as an exception, such as ``cannot``. The
exceptions, and the answer for every other string that was asked for, are kept in a file, so that the
next run need not load spaCy to know them.
"""

import json
from pathlib import Path

from csec_qual.base.errors import OutputError
from csec_qual.base.files import write_private
from csec_qual.base.text import fold
from csec_qual.nlp.pipeline import TOKENS_VERSION
from csec_qual.nlp.reading import TextReader

_EXCEPTIONS = "exceptions"
_PIECES = "pieces"


class Pieces:
    """Cuts the words of queries.

    Args:
        reader: Cuts what is not known yet.
        file: Where answers are kept from run to run; None to keep them for this one.
    """

    def __init__(self, reader: TextReader, file: Path | None = None) -> None:
        self._reader = reader
        self._file = file
        self._exceptions: frozenset[str] | None = None
        self._known: dict[str, tuple[str, ...]] = {}
        self._is_kept = True
        if file:
            self._fetch(file)

    def of(self, written: str) -> tuple[str, ...]:
        """The pieces of a word, in lower case; punctuation is none."""
        if self._is_one_word(written):
            return (fold(written),)
        if written not in self._known:
            self._known[written] = self._reader.forms(written)
            self._is_kept = False
        return self._known[written]

    def keep(self) -> None:
        """Write down what was learned; a cache that cannot be written is done without."""
        if self._file is None or self._is_kept or self._exceptions is None:
            return
        kept = {
            "version": TOKENS_VERSION,
            _EXCEPTIONS: sorted(self._exceptions),
            _PIECES: dict(sorted(self._known.items())),
        }
        try:
            write_private(self._file, json.dumps(kept, ensure_ascii=False).encode())
        except OutputError:
            return
        self._is_kept = True

    def _is_one_word(self, written: str) -> bool:
        if not (written.isascii() and written.isalpha()):
            return False
        if self._exceptions is None:
            self._exceptions = frozenset(self._reader.exceptions())
            self._is_kept = False
        return written not in self._exceptions

    def _fetch(self, file: Path) -> None:
        try:
            kept = json.loads(file.read_bytes())
            if kept["version"] == TOKENS_VERSION:
                pieces = {str(key): tuple(map(str, value)) for key, value in kept[_PIECES].items()}
                self._exceptions = frozenset(map(str, kept[_EXCEPTIONS]))
                self._known = pieces
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return  # missing, damaged or somebody else's: it is made anew
