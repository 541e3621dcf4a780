"""Words and sentences of a turn, the same on every machine.

Tokens are spaCy's; sentences end at sentence punctuation and at line breaks, by rule and not by a
model, so that the sentence an evaluator sees as evidence never moves with a model's version.
Offsets are code points into the given text, end-exclusive.

spaCy cuts a text at white space first and then cuts each chunk by itself. So each distinct chunk goes
through it once, and texts are put together from what it made of their chunks. The one exception are
special cases such as ``:-)``, which it also looks for across a single space; chunks that could make one
together are cut together.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csec_qual.base.text import fold

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer as SpacyTokenizer
    from spacy.tokens import Doc

Ints = NDArray[np.int64]

# A false start trails off ("we had a ..."): an ellipsis goes on, it does not end the sentence.
_SENTENCE_ENDS = frozenset({".", "?", "!", "\u3002", "\uff1f", "\uff01"})

_IS_WORD, _ENDS_SENTENCE, _IS_PUNCTUATION = 1, 2, 4
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
    is_word: NDArray[np.bool_]
    opens_sentence: NDArray[np.bool_]


class _Stream(NamedTuple):
    """The chunks of some texts: where each begins, and what lies before it."""

    text: Ints
    start: Ints
    chunk: Ints
    after_space: NDArray[np.bool_]
    after_break: NDArray[np.bool_]

    def at(self, places: Ints) -> "_Stream":
        return _Stream(*(column[places] for column in self))


class Tokenizer:
    """Cuts text into words and sentences.

    Attributes:
        forms: Form and norm of every token met so far, each pair once.
    """

    def __init__(self) -> None:
        self.forms: list[tuple[str, str]] = []
        self._form_ids: dict[tuple[str, str], int] = {}
        self._chunks = _Chunks(self)

    def words(self, text: str) -> list[Word]:
        """Every token of a text in order, white space left out."""
        cut = self.cut([text])
        rows = zip(cut.start, cut.end, cut.form, cut.is_word, cut.opens_sentence, strict=True)
        return [
            Word(int(start), int(end), *self.forms[form], bool(is_word), bool(opens))
            for start, end, form, is_word, opens in rows
        ]

    def cut(self, texts: Sequence[str]) -> Cut:
        """The same for many texts at once, as arrays."""
        # A typographic apostrophe must not keep "don't" in one piece; folding keeps the offsets.
        whole = _with_straight_apostrophes("\n".join(texts))
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)], dtype=np.int64)[:-1]
        stream = self._joined(self._stream(whole, starts), whole)
        first, n_tokens, *columns = self._chunks.columns()
        counts = n_tokens[stream.chunk]
        rows = ranges(first[stream.chunk], counts)
        begins, ends, form, kind = (column[rows] for column in columns)
        base = np.repeat(stream.start - starts[stream.text], counts)
        return Cut(
            np.repeat(stream.text, counts),
            base + begins,
            base + ends,
            form,
            (kind & _IS_WORD) > 0,
            _sentence_starts(stream, counts, kind),
        )

    def learn(self, chunk: str) -> "_Learned":
        """What spaCy makes of a chunk."""
        tokens = []
        doc = self._pipeline.make_doc(chunk)
        for token in doc:
            text = token.text
            kind = _IS_WORD if any(char.isalnum() for char in text) else 0
            kind |= _ENDS_SENTENCE if text in _SENTENCE_ENDS else 0
            kind |= _IS_PUNCTUATION if token.is_punct else 0
            tokens.append((token.idx, token.idx + len(text), self._form(text, token.norm_), kind))
        before, after = self._special_parts
        readings = [_texts(doc)]
        if not chunk.isalnum():
            readings.append(_texts(self._without_specials(chunk)))
        return _Learned(
            tokens,
            may_end=any(reading[-1] in before for reading in readings),
            may_begin=any(reading[0] in after for reading in readings),
        )

    def _form(self, text: str, norm: str) -> int:
        key = (fold(text), fold(norm))
        number = self._form_ids.setdefault(key, len(self.forms))
        if number == len(self.forms):
            self.forms.append(key)
        return number

    @cached_property
    def _pipeline(self) -> "Language":
        import spacy

        return spacy.blank("en")

    def _stream(self, whole: str, starts: Ints) -> _Stream:
        """The chunks of a text that is many texts joined by line breaks."""
        chunk = np.fromiter(map(self._chunks.__getitem__, whole.split()), dtype=np.int64)
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
        return _Stream(text, opens, chunk, after_space, after_break)

    def _joined(self, stream: _Stream, whole: str) -> _Stream:
        """The stream with chunks that spaCy may see as one special case taken together."""
        may_end, may_begin = self._chunks.edges()
        nearby = may_end[stream.chunk[:-1]] & may_begin[stream.chunk[1:]] & stream.after_space[1:]
        joins = {place + 1 for place in np.flatnonzero(nearby).tolist()}
        if not joins:
            return stream
        kept = [place for place in range(len(stream.chunk)) if place not in joins]
        chunk = stream.chunk.copy()
        for place in kept:
            last = place
            while last + 1 in joins:
                last += 1
            if last > place:
                end = int(stream.start[last]) + len(self._chunks.texts[stream.chunk[last]])
                chunk[place] = self._chunks[whole[int(stream.start[place]) : end]]
        return stream._replace(chunk=chunk).at(np.array(kept))

    @cached_property
    def _without_specials(self) -> "SpacyTokenizer":
        """spaCy's tokenizer before it looks for special cases."""
        from spacy.tokenizer import Tokenizer as SpacyTokenizer

        own = self._pipeline.tokenizer
        return SpacyTokenizer(
            self._pipeline.vocab,
            prefix_search=own.prefix_search,
            suffix_search=own.suffix_search,
            infix_finditer=own.infix_finditer,
            token_match=own.token_match,
            url_match=own.url_match,
        )

    @cached_property
    def _special_parts(self) -> tuple[frozenset[str], frozenset[str]]:
        """The tokens of special cases of several tokens: all but the last, and all but the first."""
        before, after = set[str](), set[str]()
        for written in self._pipeline.tokenizer.rules:
            parts = _texts(self._without_specials(written))
            before.update(parts[:-1])
            after.update(parts[1:])
        return frozenset(before), frozenset(after)


class _Learned(NamedTuple):
    """A chunk's tokens as start, end, form and kind; whether a special case may go on beyond its edges."""

    tokens: list[tuple[int, int, int, int]]
    may_end: bool
    may_begin: bool


class _Chunks(dict[str, int]):
    """Every chunk met so far with its number; a new one is cut when it is asked for."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._tokenizer = tokenizer
        self._first = array("q", [0])
        self._columns = tuple(array("q") for _ in range(4))
        self._may_end = array("b")
        self._may_begin = array("b")

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self.texts)
        self.texts.append(chunk)
        learned = self._tokenizer.learn(chunk)
        for token in learned.tokens:
            for column, value in zip(self._columns, token, strict=True):
                column.append(value)
        self._first.append(len(self._columns[0]))
        self._may_end.append(learned.may_end)
        self._may_begin.append(learned.may_begin)
        return number

    def columns(self) -> tuple[Ints, ...]:
        """First token and number of tokens of every chunk; then start, end, form and kind of every token."""
        first = np.array(self._first, dtype=np.int64)
        return first[:-1], np.diff(first), *(np.array(column, dtype=np.int64) for column in self._columns)

    def edges(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """For every chunk, whether it may end inside a special case, and whether it may go on with one."""
        return np.array(self._may_end, dtype=np.bool_), np.array(self._may_begin, dtype=np.bool_)


def ranges(first: Ints, counts: Ints) -> Ints:
    """The numbers ``first[i] ... first[i] + counts[i] - 1`` for each ``i``, one after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - ends + counts, counts) + np.arange(total)


def _sentence_starts(stream: _Stream, counts: Ints, kind: Ints) -> NDArray[np.bool_]:
    """Which tokens open a sentence.

    A sentence ends at a mark that ends it and any punctuation after that; the next token opens a new
    one. So does the first token after a line break. White space other than one plain space counts as a
    token to spaCy: it takes the opening after a full stop, and no word opens there.
    """
    n = len(kind)
    chunk_opens = np.cumsum(counts) - counts
    has_gap, opens = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    has_gap[chunk_opens] = ~stream.after_space
    opens[chunk_opens] = stream.after_break | (np.diff(stream.text, prepend=-1) > 0)
    ends = (kind & _ENDS_SENTENCE) > 0
    other = ~ends & ((kind & _IS_PUNCTUATION) == 0)
    ended = np.cumsum(ends)
    before = ended - ends
    # How many ends lay before the last token that was no punctuation, white space included.
    settled = np.where(has_gap, before, 0)
    settled[1:] = np.maximum(settled[1:], np.where(other, ended, 0)[:-1])
    settled = np.maximum.accumulate(settled)
    return opens | (other & (before > settled))


def _texts(doc: "Doc") -> list[str]:
    return [token.text for token in doc]


@cache
def _space_table() -> NDArray[np.bool_]:
    return np.array([chr(code).isspace() for code in range(_LAST_SPACE + 2)])


def _with_straight_apostrophes(text: str) -> str:
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'")
