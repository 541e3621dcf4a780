"""Words and sentences of a turn, the same on every machine.

Tokens are spaCy's; sentences end at sentence punctuation and at line breaks, by rule and not by a
model, so that the sentence an evaluator sees as evidence never moves with a model's version.
Offsets are code points into the given text, end-exclusive.
"""

from dataclasses import dataclass
from functools import cached_property

import spacy
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc

from csec_qual.base.text import fold

# A false start trails off ("we had a ..."): an ellipsis goes on, it does not end the sentence.
_SENTENCE_ENDS = [".", "?", "!", "\u3002", "\uff1f", "\uff01"]


@dataclass(frozen=True, slots=True)
class Word:
    """One token that is not white space.

    Attributes:
        start: First code point in the text.
        end: One past the last.
        form: Lower case, straight apostrophes.
        norm: What the tokenizer takes it to stand for.
        is_word: False for punctuation.
        opens_sentence: Whether a sentence begins here.
    """

    start: int
    end: int
    form: str
    norm: str
    is_word: bool
    opens_sentence: bool


class Tokenizer:
    """Cuts text into words and sentences."""

    @cached_property
    def _pipeline(self) -> spacy.language.Language:
        return spacy.blank("en")

    @cached_property
    def _sentencizer(self) -> Sentencizer:
        return Sentencizer(punct_chars=_SENTENCE_ENDS)

    def words(self, text: str) -> list[Word]:
        """Every token of a text in order, white space left out."""
        # A typographic apostrophe must not keep "don't" in one piece; folding keeps the offsets.
        doc: Doc = self._sentencizer(self._pipeline.make_doc(_with_straight_apostrophes(text)))
        found = []
        opens = True
        for token in doc:
            if token.is_space:
                opens = opens or "\n" in token.text
                continue
            opens = opens or bool(token.is_sent_start)
            end = token.idx + len(token.text)
            is_word = any(char.isalnum() for char in token.text)
            found.append(Word(token.idx, end, fold(token.text), fold(token.norm_), is_word, opens))
            opens = False
        return found


def _with_straight_apostrophes(text: str) -> str:
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'")
