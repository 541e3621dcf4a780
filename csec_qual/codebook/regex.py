"""Regular expressions that run in time linear in their text (RE2), on one text or on many at once."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Any, Protocol, cast

import numpy as np
import re2
from numpy.typing import NDArray

from csec_qual.base.errors import QueryError

# Where a text begins and ends cannot be told from where a line does, so these are run line by line.
_TEXT_EDGES = re.compile(r"\\[Az]|\(\?[a-zA-Z]*-")

Spans = NDArray[np.int64]


class Pattern(Protocol):
    """A compiled regular expression that runs in time linear in its text."""

    def finditer(self, text: str | bytes) -> Iterator[Any]:
        """Every match from left to right."""
        ...

    def fullmatch(self, text: str) -> object | None:
        """The match of the whole text, or None."""
        ...


@cache
def compile_regex(pattern: str) -> Pattern:
    """The pattern ready to run, letters in any case, in time linear in the text (RE2).

    Raises:
        QueryError: RE2 does not accept it; the column is that of the pattern's first character.
    """
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    try:
        return cast("Pattern", re2.compile(pattern, options=options))
    except re2.error as error:
        detail = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        raise QueryError(
            f"/{pattern}/",
            2,
            f"The regular expression does not hold together: {detail}. "
            "Look-ahead and back-references are not available.",
        ) from None


class Lines:
    """Texts to be searched with many expressions.

    Running an expression on every sentence of a study costs a call for each. Here it runs once over all
    of them, one to a line. A match that stays in its line is the match the line would give by itself: RE2
    prefers among the ways to match from the same place, and the preferred one is at hand in both. A line
    that a match entered or left is searched again by itself, and no line is missed: if it matches by
    itself, then a match begins in it among the others too, or one from a line before has run into it.

    Args:
        texts: Each is searched by itself: ``^`` is its beginning, and no match goes past its end.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._known: dict[str, Spans] = {}

    def spans(self, pattern: str) -> Spans:
        """Every match as (number of the text, start, end) in code points, in order, one to a line.

        Raises:
            QueryError: The pattern is no regular expression.
        """
        found = self._known.get(pattern)
        if found is None:
            found = self._known[pattern] = self._spans(pattern)
        return found

    def _spans(self, pattern: str) -> Spans:
        if _TEXT_EDGES.search(pattern):
            return self._one_by_one(pattern, range(len(self._texts)))
        matches = compile_regex(f"(?m){pattern}").finditer(self._joined)
        spans = np.array([match.span() for match in matches], dtype=np.int64).reshape(-1, 2)
        start, end = spans.T
        first = np.searchsorted(self._starts, start, side="right") - 1
        last = np.searchsorted(self._starts, end, side="right") - 1
        stays = (end < self._starts[first] + self._sizes[first]) & self._is_ascii[first]
        alone: set[int] = set()
        for begins, ends in zip(first[~stays].tolist(), last[~stays].tolist(), strict=True):
            alone.update(range(begins, ends + 1))
        whole = stays & (start < end) & ~np.isin(first, sorted(alone))
        offset = self._starts[first[whole]]
        direct = np.stack([first[whole], start[whole] - offset, end[whole] - offset], axis=1)
        again = self._one_by_one(pattern, sorted(alone))
        both = np.concatenate([direct, again])
        return both[np.argsort(both[:, 0], kind="stable")]

    def _one_by_one(self, pattern: str, numbers: Sequence[int]) -> Spans:
        compiled = compile_regex(pattern)
        found = [
            (number, match.start(), match.end())
            for number in numbers
            for match in compiled.finditer(self._texts[number])
            if match.start() < match.end()
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 3)

    @cached_property
    def _joined(self) -> bytes:
        return "\n".join((*self._texts, "")).encode()

    @cached_property
    def _sizes(self) -> Spans:
        """Bytes of each line with its line break."""
        # A text knows at once whether it is ASCII.
        sizes = [len(text) if text.isascii() else len(text.encode()) for text in self._texts]
        return np.array(sizes, dtype=np.int64) + 1

    @cached_property
    def _starts(self) -> Spans:
        return np.cumsum(self._sizes) - self._sizes

    @cached_property
    def _is_ascii(self) -> NDArray[np.bool_]:
        """Whether bytes and code points of a line are the same, and it is one line."""
        return np.array([text.isascii() and "\n" not in text for text in self._texts], dtype=bool)
