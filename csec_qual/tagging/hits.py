"""Matches as one array, so that a query over millions of words is a few operations on whole columns.

A line of the array is one match: the rows of its words, rising, filled up with ``NONE`` at the right.
Lines are sorted and never repeat, so that every run reports the same matches in the same order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csec_qual.corpus.tokens import Ints

NONE = -1

# Pairs worked on at once: bounds the memory of "no NEAR/200 the" over a whole study.
_BLOCK = 1_000_000

_FAR = int(np.iinfo(np.int64).max)
_TWO = 2

Flags = NDArray[np.bool_]


class Hit(NamedTuple):
    """One match.

    Attributes:
        rows: Rows of the words that made it, rising; never empty.
    """

    rows: tuple[int, ...]

    @property
    def first(self) -> int:
        """Row of its first word."""
        return self.rows[0]

    @property
    def last(self) -> int:
        """Row of its last word."""
        return self.rows[-1]


@dataclass(frozen=True, slots=True)
class Hits:
    """Many matches.

    Attributes:
        rows: One line for each match; see the module.
        first: Row of each match's first word, rising.
        last: Row of its last word.
    """

    rows: Ints
    first: Ints = field(init=False)
    last: Ints = field(init=False)

    def __post_init__(self) -> None:
        """Note where each match begins and ends."""
        object.__setattr__(self, "first", self.rows[:, 0])
        object.__setattr__(self, "last", self.rows.max(axis=1, initial=NONE))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Hit]:
        """Each match, in order."""
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index: int) -> Hit:
        """One match."""
        return Hit(tuple(row for row in self.rows[index].tolist() if row != NONE))

    def where(self, wanted: Flags) -> "Hits":
        """Those that are flagged."""
        return Hits(self.rows[wanted])


def no_hits() -> Hits:
    """No match."""
    return Hits(np.empty((0, 1), dtype=np.int64))


def single(rows: Ints) -> Hits:
    """Matches of one word each, from sorted rows."""
    return Hits(rows.reshape(-1, 1))


def hits_of(matches: Sequence[Sequence[int]]) -> Hits:
    """Matches from rows, each rising."""
    width = max(map(len, matches), default=1)
    filled = [[*line, *[NONE] * (width - len(line))] for line in matches]
    return hits_of_lines(np.array(filled, dtype=np.int64).reshape(-1, width))


def hits_of_ranges(low: Ints, high: Ints) -> Hits:
    """Matches of neighbouring rows, from ``low`` to before ``high``; empty ones are left out."""
    filled = low < high
    low, high = low[filled], high[filled]
    lines = low[:, None] + np.arange(int((high - low).max(initial=1)))
    return hits_of_lines(np.where(lines < high[:, None], lines, NONE))


def hits_of_lines(lines: Ints) -> Hits:
    """Matches from lines in any order, with repetition."""
    return Hits(_distinct(lines))


def union(groups: Sequence[Hits]) -> Hits:
    """Every match of any of the groups, once."""
    filled = [group for group in groups if len(group)]
    if not filled:
        return no_hits()
    if len(filled) == 1:
        return filled[0]
    return Hits(_distinct(stacked(filled)))


def stacked(groups: Sequence[Hits]) -> Ints:
    """The lines of every group, one group after the other."""
    width = max((group.rows.shape[1] for group in groups if len(group)), default=1)
    filled = [_widened(group.rows, width) for group in groups if len(group)]
    return np.concatenate(filled) if filled else np.empty((0, width), dtype=np.int64)


def merged_lines(left: Ints, right: Ints) -> Ints:
    """The words of both lines of each pair, each once; the lines themselves in the order given."""
    lines = np.concatenate([left, right], axis=1)
    lines[lines == NONE] = _FAR
    lines.sort(axis=1)
    again = lines[:, 1:] == lines[:, :-1]
    if (again & (lines[:, 1:] != _FAR)).any():
        lines[:, 1:][again] = _FAR
        lines.sort(axis=1)
    width = int((lines != _FAR).sum(axis=1).max(initial=1))
    lines = lines[:, : max(width, 1)]
    lines[lines == _FAR] = NONE
    return lines


def share_a_word(left: Ints, right: Ints) -> Flags:
    """For each pair of lines, whether a word stands in both."""
    found: Flags = np.zeros(len(left), dtype=bool)
    for column in range(left.shape[1]):
        words = left[:, column : column + 1]
        found |= ((words == right) & (words != NONE)).any(axis=1)
    return found


def pairs(low: Ints, high: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Index pairs (i, j) with ``low[i] <= j < high[i]``, in order, in blocks of bounded size."""
    counts = np.maximum(high - low, 0)
    totals = np.cumsum(counts)
    begin = 0
    while begin < len(counts):
        done = int(totals[begin - 1]) if begin else 0
        end = max(int(np.searchsorted(totals, done + _BLOCK, side="right")), begin + 1)
        here = counts[begin:end]
        left = np.repeat(np.arange(begin, end), here)
        offsets = np.arange(len(left)) - np.repeat(np.cumsum(here) - here, here)
        if len(left):
            yield left, low[left] + offsets
        begin = end


def _widened(lines: Ints, width: int) -> Ints:
    if lines.shape[1] == width:
        return lines
    return np.pad(lines, ((0, 0), (0, width - lines.shape[1])), constant_values=NONE)


def rising(values: Ints) -> Ints:
    """The distinct values in order; quick where they are in order already, as rows mostly are."""
    if len(values) < _TWO:
        return values
    steps = np.diff(values)
    if (steps < 0).any():
        values = np.sort(values)
        steps = np.diff(values)
    if (steps > 0).all():
        return values
    kept: Flags = np.ones(len(values), dtype=bool)
    kept[1:] = steps > 0
    return values[kept]


def _distinct(lines: Ints) -> Ints:
    width = lines.shape[1]
    if width == 1:
        return rising(lines[:, 0]).reshape(-1, 1)
    if not len(lines):
        return lines
    # A line as one number, where it fits: numbers are put in order far quicker than lines.
    span = int(lines.max()) + _TWO
    if span**width < _FAR:
        keys = lines[:, 0] + 1
        for column in range(1, width):
            keys = keys * span + (lines[:, column] + 1)
        keys = rising(keys)
        found = np.empty((len(keys), width), dtype=np.int64)
        for column in range(width - 1, -1, -1):
            keys, found[:, column] = np.divmod(keys, span)
        return found - 1
    lines = lines[np.lexsort(lines.T[::-1])]
    keep: Flags = np.ones(len(lines), dtype=bool)
    keep[1:] = (lines[1:] != lines[:-1]).any(axis=1)
    return lines[keep]
