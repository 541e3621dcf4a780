"""Every dictionary form a word may have, whatever part of speech it is taken for.

A query that asks for ``leave`` finds leaves, leaving and left. The tables are those of the model's
rule lemmatizer; a form made by a rule counts only where the model's word index knows it, so that
``bus`` is never ``bu``. No statistical model runs, so that a search needs none.
"""

from collections.abc import Iterable, Iterator

from csec_qual.nlp.pipeline import Model

_PARTS = ("noun", "verb", "adj", "adv")

# What the clitics of speech stand for; the tokenizer cuts "we'd" into "we" and "'d".
_CLITICS = {
    "n't": ("not",),
    "'s": ("be", "have"),
    "'d": ("would", "have"),
    "'ll": ("will",),
    "'re": ("be",),
    "'m": ("be",),
    "'ve": ("have",),
    "ca": ("can",),
    "wo": ("will",),
}
_AUXILIARIES = {
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be",
    "has": "have", "had": "have", "having": "have",
    "does": "do", "did": "do", "done": "do", "doing": "do",
}  # fmt: skip


class Lemmas:
    """Looks up the possible lemmas of a word."""

    def __init__(self, model: Model) -> None:
        from spacy.lang.en.stop_words import STOP_WORDS
        from spacy.lookups import Lookups

        tables = Lookups().from_disk(model.folder / "lemmatizer" / "lookups")
        self._rules = tables.get_table("lemma_rules")
        self._exceptions = tables.get_table("lemma_exc")
        self._index = {part: set(tables.get_table("lemma_index").get(part, ())) for part in _PARTS}
        self._never_plural = frozenset(STOP_WORDS)
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def of(self, form: str, norm: str) -> tuple[str, ...]:
        """The possible lemmas of a folded word, itself first.

        Args:
            form: The word in lower case with straight apostrophes.
            norm: What the tokenizer takes it to stand for, such as ``not`` for ``n't``.
        """
        key = (form, norm)
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._all(form, norm)))
        return self._known[key]

    def _all(self, form: str, norm: str) -> Iterator[str]:
        yield form
        yield norm
        yield from _CLITICS.get(form, ())
        for word in {form: None, norm: None}:
            if word in _AUXILIARIES:
                yield _AUXILIARIES[word]
            for part in _PARTS:
                yield from self._by_part(word, part)
            # Names and abbreviations are in no index: Rancherias and STRTPs are plurals all the same.
            if word.endswith("s") and not word.endswith("ss") and self._is_unknown(word):
                yield word[:-1]

    def _is_unknown(self, word: str) -> bool:
        return word not in self._never_plural and not any(word in self._index[part] for part in _PARTS)

    def _by_part(self, word: str, part: str) -> Iterable[str]:
        listed = self._exceptions.get(part, {}).get(word)
        if listed:
            return list(listed)
        rules = self._rules.get(part, ())
        made = (word[: len(word) - len(old)] + new for old, new in rules if word.endswith(old))
        return [lemma for lemma in made if lemma in self._index[part]]
