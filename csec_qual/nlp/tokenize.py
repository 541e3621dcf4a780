"""Words and sentences of a turn, the same on every machine.

Tokens are spaCy's; sentences end at sentence punctuation and at line breaks, by rule and not by a
model, so that the sentence an evaluator sees as evidence never moves with a model's version.
Offsets are code points into the given text, end-exclusive.

spaCy cuts a text at white space first and then cuts each chunk by itself. So each distinct chunk goes
through it once, and texts are put together from what it made of their chunks. The one exception are
special cases such as ``:-)``, which it also looks for across a single space; chunks that could make one
together are cut together (see ``nlp.chunks``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csec_qual.corpus.texts import ranges
from csec_qual.nlp.chunks import ENDS_SENTENCE, IS_PUNCTUATION, IS_WORD, Chunks

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SPACE, _LINE_BREAK = 32, 10
# No white space lies beyond the ideographic space.
_LAST_SPACE = 0x3000


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


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of some texts, one row for each token that is not white space.

    Attributes:
        text: Index of the text.
        start: First code point in that text.
        end: One past the last.
        form: Index into ``Tokenizer.forms``.
        is_word: False for punctuation.
        opens_sentence: Whether a sentence begins here.
    """

    text: Ints
    start: Ints
    end: Ints
    form: Ints
    is_word: Flags
    opens_sentence: Flags


class _Stream(NamedTuple):
    """The chunks of some texts: where each begins, and what lies before it."""

    text: Ints
    start: Ints
    chunk: Ints
    after_space: Flags
    after_break: Flags

    def at(self, places: Ints) -> "_Stream":
        """These places alone."""
        return _Stream(
            self.text[places],
            self.start[places],
            self.chunk[places],
            self.after_space[places],
            self.after_break[places],
        )


class Tokenizer:
    """Cuts text into words and sentences.

    Attributes:
        forms: Form and norm of every token met so far, each pair once.
    """

    def __init__(self) -> None:
        self._chunks = Chunks()
        self.forms: Sequence[tuple[str, str]] = self._chunks.forms

    def words(self, text: str) -> list[Word]:
        """Every token of a text in order, white space left out."""
        cut = self.cut([text])
        rows = zip(cut.start, cut.end, cut.form, cut.is_word, cut.opens_sentence, strict=True)
        return [
            Word(int(start), int(end), self.forms[form][0], self.forms[form][1], bool(is_word), bool(opens))
            for start, end, form, is_word, opens in rows
        ]

    def exceptions(self) -> list[str]:
        """The strings of ASCII letters alone that are more than one word, such as ``cannot``."""
        return self._chunks.exceptions()

    def cut(self, texts: Sequence[str]) -> Cut:
        """The same for many texts at once, as arrays."""
        # A typographic apostrophe must not keep "don't" in one piece; folding keeps the offsets.
        whole = _with_straight_apostrophes("\n".join(texts))
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)], dtype=np.int64)[:-1]
        stream = self._joined(self._stream(whole, starts), whole)
        tokens = self._chunks.tokens()
        counts = tokens.n_tokens[stream.chunk]
        rows = ranges(tokens.first[stream.chunk], counts)
        base = np.repeat(stream.start - starts[stream.text], counts)
        kind = tokens.kind[rows]
        return Cut(
            np.repeat(stream.text, counts),
            base + tokens.start[rows],
            base + tokens.end[rows],
            tokens.form[rows],
            (kind & IS_WORD) > 0,
            _sentence_starts(stream, counts, kind),
        )

    def _stream(self, whole: str, starts: Ints) -> _Stream:
        """The chunks of a text that is many texts joined by line breaks."""
        codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        is_space = _space_table()[np.minimum(codes, _LAST_SPACE + 1)]
        opens = np.flatnonzero(~is_space & np.concatenate([[True], is_space[:-1]]))
        text = np.searchsorted(starts, opens, side="right") - 1
        # Line breaks before each place, to see whether one lies between two chunks.
        breaks = np.cumsum(codes == _LINE_BREAK)[opens]
        after_break = np.diff(breaks, prepend=-1) > 0
        # Exactly one plain space leaves no token of its own; any other gap leaves one of white space.
        before = np.maximum(opens - 1, 0)
        after_space = (codes[before] == _SPACE) & ~is_space[np.maximum(before - 1, 0)]
        after_space &= np.diff(text, prepend=-1) == 0
        return _Stream(text, opens, self._chunks.numbers(whole.split()), after_space, after_break)

    def _joined(self, stream: _Stream, whole: str) -> _Stream:
        """The stream with chunks that spaCy may see as one special case taken together."""
        tokens = self._chunks.tokens()
        may_end, may_begin = tokens.may_end[stream.chunk], tokens.may_begin[stream.chunk]
        joins = np.flatnonzero(may_end[:-1] & may_begin[1:] & stream.after_space[1:]) + 1
        if not len(joins):
            return stream
        kept = np.delete(np.arange(len(stream.chunk)), joins)
        last = np.append(kept[1:], len(stream.chunk)) - 1
        grown = np.flatnonzero(last > kept)
        ends = stream.start[last[grown]] + tokens.length[stream.chunk[last[grown]]]
        begins = stream.start[kept[grown]]
        chunk = stream.chunk[kept]
        chunk[grown] = self._chunks.numbers(
            [whole[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        )
        return stream.at(kept)._replace(chunk=chunk)


def _sentence_starts(stream: _Stream, counts: Ints, kind: Ints) -> Flags:
    """Which tokens open a sentence.

    A sentence ends at a mark that ends it and any punctuation after that; the next token opens a new
    one, however much white space lies between: many people type two spaces. So does the first token after a
    line break.
    """
    n = len(kind)
    chunk_opens = np.cumsum(counts) - counts
    opens = np.zeros(n, dtype=np.bool_)
    opens[chunk_opens] = stream.after_break | (np.diff(stream.text, prepend=-1) > 0)
    ends = (kind & ENDS_SENTENCE) > 0
    other = ~ends & ((kind & IS_PUNCTUATION) == 0)
    ended = np.cumsum(ends)
    before: Ints = ended - ends
    # How many ends lay before the last token that was no punctuation, or before this line or text.
    settled = np.where(opens, before, 0)
    settled[1:] = np.maximum(settled[1:], np.where(other, ended, 0)[:-1])
    settled = np.maximum.accumulate(settled)
    starts: Flags = opens | (other & (before > settled))
    return starts


@cache
def _space_table() -> Flags:
    return np.array([chr(code).isspace() for code in range(_LAST_SPACE + 2)])


def _with_straight_apostrophes(text: str) -> str:
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'")
