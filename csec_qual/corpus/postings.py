"""Where each word occurs: rows of a ``TokenTable`` by form and by lemma."""

from collections.abc import Callable, Sequence

import numpy as np

from csec_qual.corpus.tokens import Ints, TokenTable


class Vocabulary:
    """Numbers the distinct forms of a corpus and knows their lemmas.

    Args:
        lemmas: Gives the possible lemmas of a form and its norm.
    """

    def __init__(self, lemmas: Callable[[str, str], Sequence[str]]) -> None:
        self._lemmas = lemmas
        self._ids: dict[tuple[str, str], int] = {}
        self.forms: list[str] = []
        self.by_form: dict[str, list[int]] = {}
        self.by_lemma: dict[str, list[int]] = {}

    def id_of(self, form: str, norm: str) -> int:
        """The number of a form, new if it has not been seen."""
        key = (form, norm)
        number = self._ids.get(key)
        if number is None:
            number = self._ids[key] = len(self.forms)
            self.forms.append(form)
            self.by_form.setdefault(form, []).append(number)
            for lemma in self._lemmas(form, norm):
                self.by_lemma.setdefault(lemma, []).append(number)
        return number


class Postings:
    """Rows of a table by what their token is; every answer is sorted."""

    def __init__(self, table: TokenTable, vocabulary: Vocabulary) -> None:
        self.table = table
        self.vocabulary = vocabulary
        self._order = np.argsort(table.form, kind="stable")
        self._sorted = table.form[self._order]

    def form(self, form: str) -> Ints:
        """Rows whose token is written so (lower case)."""
        return self._rows(self.vocabulary.by_form.get(form, ()))

    def lemma(self, lemma: str) -> Ints:
        """Rows whose token may be an inflection of the word."""
        return self._rows(self.vocabulary.by_lemma.get(lemma, ()))

    def matching(self, accepts: Callable[[str], bool]) -> Ints:
        """Rows whose form is accepted."""
        by_form = self.vocabulary.by_form.items()
        return self._rows([number for form, numbers in by_form if accepts(form) for number in numbers])

    def _rows(self, ids: Sequence[int]) -> Ints:
        if not ids:
            return np.empty(0, dtype=np.int64)
        wanted = np.asarray(ids, dtype=np.int64)
        first = np.searchsorted(self._sorted, wanted, side="left")
        last = np.searchsorted(self._sorted, wanted, side="right")
        parts = [self._order[a:b] for a, b in zip(first, last, strict=True)]
        return np.sort(np.concatenate(parts))
