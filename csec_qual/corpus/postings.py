"""Where each word occurs: rows of a ``TokenTable`` by form and by lemma."""

from collections.abc import Callable, Sequence

import numpy as np

from csec_qual.corpus.texts import read_entry
from csec_qual.corpus.tokens import Ints, TokenTable

_NOWHERE: Ints = np.empty(0, dtype=np.int64)


class Vocabulary:
    """Numbers the distinct forms of a corpus and knows their lemmas.

    Attributes:
        forms: The form of each number. One form may have two, for two things it stands for.
        by_form: The numbers of a form.
        by_lemma: The numbers of the forms that may be an inflection of a word.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self.forms: list[str] = []
        self.by_form: dict[str, list[int]] = {}
        self.by_lemma: dict[str, list[int]] = {}

    def ids(self, entries: Sequence[str]) -> Ints:
        """The number of each form, new where it has not been seen; see ``corpus.texts.entry``."""
        new = [written for written in entries if written not in self._ids]
        for number, written in enumerate(new, start=len(self.forms)):
            self._ids[written] = number
            form, _, lemmas = read_entry(written)
            self.forms.append(form)
            self.by_form.setdefault(form, []).append(number)
            for lemma in lemmas:
                self.by_lemma.setdefault(lemma, []).append(number)
        return np.fromiter(map(self._ids.__getitem__, entries), dtype=np.int64, count=len(entries))


class Postings:
    """Rows of a table by what their token is; every answer is sorted."""

    def __init__(self, table: TokenTable, vocabulary: Vocabulary) -> None:
        self.table = table
        self.vocabulary = vocabulary
        # numpy puts small numbers in order in one pass over them, large ones by comparing.
        is_small = len(vocabulary.forms) <= np.iinfo(np.uint16).max
        forms = table.form.astype(np.uint16) if is_small else table.form
        self._rows_by_form = np.argsort(forms, kind="stable")
        counts = np.bincount(table.form, minlength=len(vocabulary.forms))
        self._bounds = np.concatenate([[0], np.cumsum(counts)]).tolist()

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
        parts = [part for number in ids if len(part := self._rows_of(number))]
        if not parts:
            return _NOWHERE
        return parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts))

    def _rows_of(self, number: int) -> Ints:
        # The vocabulary may have grown since: what it learned later is nowhere in this table.
        if number + 1 >= len(self._bounds):
            return _NOWHERE
        return self._rows_by_form[self._bounds[number] : self._bounds[number + 1]]
