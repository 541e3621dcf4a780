"""The words of many turns in parallel arrays.

One row is one token. Rows are in text order; turns follow one another. Offsets are code points into
the turn's transcript, end-exclusive. Nothing here knows a language model or a rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token as it enters the table; see ``TokenTable`` for the meaning of each value."""

    start: int
    end: int
    form: int
    is_word: bool
    opens_sentence: bool


@dataclass(frozen=True)
class TokenTable:
    """Tokens of a list of units (turns, or the questions they answer).

    Attributes:
        start: First code point of each token.
        end: One past its last.
        form: Id of its form in the vocabulary.
        unit: Index of the unit it stands in.
        sentence: Sentence number, rising through all units; a sentence never spans two units.
        word: Count of words before it, punctuation not counted; for distances.
        is_word: 1 for a word, 0 for punctuation.
    """

    start: Ints
    end: Ints
    form: Ints
    unit: Ints
    sentence: Ints
    word: Ints
    is_word: Ints

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self.start)

    def rows_of_sentence(self, sentence: int) -> range:
        """The rows of a sentence."""
        first, last = np.searchsorted(self.sentence, [sentence, sentence + 1])
        return range(int(first), int(last))

    def rows_of_unit(self, unit: int) -> range:
        """The rows of a unit."""
        first, last = np.searchsorted(self.unit, [unit, unit + 1])
        return range(int(first), int(last))

    def only(self, units: Ints) -> "TokenTable":
        """The tokens of some units, which are numbered anew from 0.

        Args:
            units: Their indices, rising.
        """
        kept = np.isin(self.unit, units)
        # Sentences and words keep their numbers: only order and distance within a unit matter.
        return TokenTable(
            self.start[kept],
            self.end[kept],
            self.form[kept],
            np.searchsorted(units, self.unit[kept]),
            self.sentence[kept],
            np.cumsum(self.is_word[kept]) - self.is_word[kept],
            self.is_word[kept],
        )

    def rows_before(self, units: Ints) -> Ints:
        """For every row, how many rows before it stand in the given units."""
        kept = np.isin(self.unit, units)
        return np.cumsum(kept) - kept


def token_table(units: Iterable[Iterable[TokenRow]]) -> TokenTable:
    """The table of the given units' tokens, in order."""
    rows: list[tuple[int, ...]] = []
    sentence = -1
    words = 0
    for number, unit in enumerate(units):
        opens_unit = True
        for token in unit:
            if token.opens_sentence or opens_unit:
                sentence += 1
            opens_unit = False
            rows.append((token.start, token.end, token.form, number, sentence, words, token.is_word))
            words += token.is_word
    columns = np.array(rows, dtype=np.int64).reshape(-1, 7).T
    return TokenTable(*(np.ascontiguousarray(column) for column in columns))
