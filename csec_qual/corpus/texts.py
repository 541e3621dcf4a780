"""The words of some texts in compact arrays, with the forms they have and the lemmas these may have.

Complete in itself: nothing else is needed to place the words in a table, so it can be kept on disk and
read without a language model. Offsets are code points into each text, end-exclusive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

_SEPARATOR = "\t"


@dataclass(frozen=True, eq=False)
class TextWords:
    """The words of a list of texts, one row for each token.

    Attributes:
        start: First code point in its text.
        end: One past the last.
        form: Index into ``entries``.
        is_word: False for punctuation.
        opens_sentence: Whether a sentence begins here; the first row of a text always opens one.
        bounds: Rows ``bounds[i]`` to ``bounds[i + 1]`` are those of text ``i``.
        entries: Each form as ``entry`` writes it.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    form: NDArray[np.int32]
    is_word: NDArray[np.bool_]
    opens_sentence: NDArray[np.bool_]
    bounds: NDArray[np.int64]
    entries: tuple[str, ...]

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.bounds) - 1


def entry(form: str, norm: str, lemmas: Iterable[str]) -> str:
    """A form, what it stands for and its possible lemmas, as one line."""
    found = [lemma for lemma in lemmas if lemma != form]
    if norm == form and not found:
        return form
    return _SEPARATOR.join((form, "" if norm == form else norm, *found))


def read_entry(written: str) -> tuple[str, str, list[str]]:
    """Form, norm and lemmas of a line; the form is always among the lemmas, first."""
    if _SEPARATOR not in written:
        return written, written, [written]
    form, norm, *lemmas = written.split(_SEPARATOR)
    return form, norm or form, [form, *lemmas]


def last_sentences(words: TextWords, n_sentences: int) -> TextWords:
    """The same texts with only their last sentences."""
    counts = np.diff(words.bounds)
    sentence = np.cumsum(words.opens_sentence)
    last = np.concatenate([[0], sentence])[words.bounds[1:]]
    kept = sentence > np.repeat(last - n_sentences, counts)
    bounds = np.concatenate([[0], np.cumsum(kept)])[words.bounds]
    return replace(
        words,
        start=words.start[kept],
        end=words.end[kept],
        form=words.form[kept],
        is_word=words.is_word[kept],
        opens_sentence=words.opens_sentence[kept],
        bounds=bounds,
    )


def joined(parts: Sequence[TextWords]) -> TextWords:
    """The texts of several, one after the other, each form listed once."""
    entries: dict[str, int] = {}
    forms = []
    for part in parts:
        ids = [entries.setdefault(written, len(entries)) for written in part.entries]
        forms.append(np.array(ids, dtype=np.int32)[part.form])
    used, form = np.unique(np.concatenate(forms), return_inverse=True)
    listed = list(entries)
    bounds = np.concatenate([[0], *(np.diff(part.bounds) for part in parts)]).cumsum()
    return TextWords(
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
        form.astype(np.int32),
        np.concatenate([part.is_word for part in parts]),
        np.concatenate([part.opens_sentence for part in parts]),
        bounds,
        tuple(listed[number] for number in used.tolist()),
    )


def ranges(first: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers ``first[i]`` to ``first[i] + counts[i] - 1`` for each ``i``, one after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - ends + counts, counts) + np.arange(total)
