"""Texts to their words, with the lemmas each may have: all that is kept of a text for searching."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from csec_qual.corpus.texts import TextWords, entry
from csec_qual.nlp.lemmas import Lemmas
from csec_qual.nlp.pipeline import Model
from csec_qual.nlp.tokenize import Tokenizer


class TextReader:
    """Cuts texts with one tokenizer and one lemma table, which load when the first text is read.

    Args:
        model: Whose lemma tables are used.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._entries: list[str] = []

    def read(self, texts: Sequence[str]) -> TextWords:
        """The words of some texts."""
        cut = self._tokenizer.cut(texts)
        for form, norm in self._tokenizer.forms[len(self._entries) :]:
            self._entries.append(entry(form, norm, self._lemmas.of(form, norm)))
        used, form_ids = np.unique(cut.form, return_inverse=True)
        return TextWords(
            start=cut.start.astype(np.int32),
            end=cut.end.astype(np.int32),
            form=form_ids.astype(np.int32),
            is_word=cut.is_word,
            opens_sentence=cut.opens_sentence,
            bounds=np.searchsorted(cut.text, np.arange(len(texts) + 1)),
            entries=tuple(self._entries[number] for number in used.tolist()),
        )

    def forms(self, written: str) -> tuple[str, ...]:
        """The forms of the words of a text, punctuation left out."""
        return tuple(word.form for word in self._tokenizer.words(written) if word.is_word)

    def exceptions(self) -> list[str]:
        """The strings of ASCII letters alone that are more than one word, such as ``cannot``."""
        return self._tokenizer.exceptions()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return Tokenizer()

    @cached_property
    def _lemmas(self) -> Lemmas:
        return Lemmas(self._model)
