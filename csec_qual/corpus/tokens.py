"""The words of many turns in parallel arrays.

One row is one token. Rows are in text order; turns follow one another. Offsets are code points into
the turn's transcript, end-exclusive. Nothing here knows a language model or a rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csec_qual.corpus.texts import TextWords, ranges

Ints = NDArray[np.int64]


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


class Placed(NamedTuple):
    """Some texts, one for each of the next units of a table.

    Attributes:
        words: The words of the texts.
        forms: Id in the vocabulary of each of their forms.
        texts: Index of the text of each unit.
        offsets: Where each text begins in its transcript.
    """

    words: TextWords
    forms: Ints
    texts: Sequence[int]
    offsets: Sequence[int]


def token_table(parts: Iterable[Placed]) -> TokenTable:
    """The table of the units that the parts make, one after the other."""
    n_units = 0
    columns: list[list[NDArray[np.int32]]] = [[np.empty(0, dtype=np.int32)] for _ in range(6)]
    for part in parts:
        for column, values in zip(columns, _columns(part, n_units), strict=True):
            column.append(values)
        n_units += len(part.texts)
    start, end, form, unit, is_word, opens = (np.concatenate(column, dtype=np.int64) for column in columns)
    return TokenTable(start, end, form, unit, np.cumsum(opens) - 1, np.cumsum(is_word) - is_word, is_word)


def _columns(part: Placed, first_unit: int) -> tuple[NDArray[np.int32], ...]:
    words, texts = part.words, np.asarray(part.texts, dtype=np.int64)
    counts = words.bounds[texts + 1] - words.bounds[texts]
    rows = ranges(words.bounds[texts], counts)
    offset = np.repeat(np.asarray(part.offsets, dtype=np.int32), counts)
    unit = np.repeat(np.arange(first_unit, first_unit + len(texts), dtype=np.int32), counts)
    return (
        words.start[rows] + offset,
        words.end[rows] + offset,
        part.forms[words.form[rows]].astype(np.int32),
        unit,
        words.is_word[rows].astype(np.int32),
        words.opens_sentence[rows].astype(np.int32),
    )
