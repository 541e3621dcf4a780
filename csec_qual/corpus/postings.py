"""Where each word occurs: rows of a ``TokenTable`` by form and by lemma."""

from collections.abc import Callable, Sequence

import numpy as np

from csec_qual.corpus.tokens import Ints, TokenTable

_NOWHERE: Ints = np.empty(0, dtype=np.int64)


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
        order = np.argsort(table.form, kind="stable")
        forms, starts = np.unique(table.form[order], return_index=True)
        self._rows_of = (
            dict(zip(forms.tolist(), np.split(order, starts[1:]), strict=True)) if len(table) else {}
        )

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
        # Most words of a codebook do not occur in a transcript: look before asking numpy.
        parts = [self._rows_of[number] for number in ids if number in self._rows_of]
        if not parts:
            return _NOWHERE
        return parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts))
