"""What spaCy makes of each chunk of text between white space, kept once it is known.

A text is cut at white space, each chunk by itself. spaCy's special cases, such as ``:-)``, are the one
thing it looks for across a single space: a chunk knows whether it may be one end of such a case.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csec_qual.base.text import fold

if TYPE_CHECKING:
    from spacy.language import Language

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

IS_WORD, ENDS_SENTENCE, IS_PUNCTUATION = 1, 2, 4

# A false start trails off ("we had a ..."): an ellipsis goes on, it does not end the sentence.
_SENTENCE_ENDS = frozenset({".", "?", "!", "\u3002", "\uff1f", "\uff01"})


class Tokens(NamedTuple):
    """What spaCy makes of each chunk: columns of chunks, then columns of their tokens.

    Attributes:
        length: Code points of each chunk.
        first: Its first token.
        n_tokens: How many it has.
        may_end: Whether it may end inside a special case.
        may_begin: Whether it may go on with one that began in the chunk before.
        start: First code point of each token in its chunk.
        end: One past the last.
        form: Index into ``Chunks.forms``.
        kind: ``IS_WORD``, ``ENDS_SENTENCE`` and ``IS_PUNCTUATION``, added up.
    """

    length: Ints
    first: Ints
    n_tokens: Ints
    may_end: Flags
    may_begin: Flags
    start: Ints
    end: Ints
    form: Ints
    kind: Ints

    def followed_by(self, other: "Tokens") -> "Tokens":
        """These chunks and then others."""
        shifted = other._replace(first=other.first + len(self.start))
        columns: Any = (np.concatenate(pair) for pair in zip(self, shifted, strict=True))
        return Tokens(*columns)


class Chunks:
    """Every chunk met so far, with its tokens."""

    def __init__(self) -> None:
        self.forms: list[tuple[str, str]] = []
        self._form_ids: dict[tuple[str, str], int] = {}
        self._kinds: dict[tuple[int, int], tuple[int, int]] = {}
        self._numbers: dict[str, int] = {}
        none, never = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
        self._tokens = Tokens(none, none, none, never, never, none, none, none, none)

    def tokens(self) -> Tokens:
        """The tokens of every chunk, by its number."""
        return self._tokens

    def exceptions(self) -> list[str]:
        """The strings of ASCII letters alone that spaCy cuts."""
        rules = self._tokenizer.rules.items()
        return [
            written for written, parts in rules if len(parts) > 1 and written.isascii() and written.isalpha()
        ]

    def numbers(self, chunks: Sequence[str]) -> Ints:
        """The number of each chunk; those not met before are cut now, all at once."""
        new = [chunk for chunk in dict.fromkeys(chunks) if chunk not in self._numbers]
        if new:
            self._tokens = self._tokens.followed_by(self._cut(new))
            self._numbers.update(zip(new, range(len(self._numbers), len(self._tokens.first)), strict=True))
        return np.fromiter(map(self._numbers.__getitem__, chunks), dtype=np.int64, count=len(chunks))

    def _cut(self, chunks: Sequence[str]) -> Tokens:
        rows = _rows(self._tokenizer, chunks)
        known = [self._known(orth, norm) for orth, norm in zip(rows.orth, rows.norm, strict=True)]
        form, kind = np.array(known, dtype=np.int64).reshape(-1, 2).T
        count = np.bincount(rows.chunk, minlength=len(chunks))
        may_end, may_begin = self._edges(chunks, rows)
        return Tokens(
            np.array([len(chunk) for chunk in chunks]),
            np.cumsum(count) - count,
            count,
            may_end,
            may_begin,
            rows.start,
            rows.start + rows.length,
            form,
            kind,
        )

    def _known(self, orth: int, norm: int) -> tuple[int, int]:
        """Form and kind of a token, by spaCy's numbers for its text and norm."""
        found = self._kinds.get((orth, norm))
        if found is None:
            strings = self._pipeline.vocab.strings
            text = strings[orth]
            kind = IS_WORD if any(char.isalnum() for char in text) else 0
            kind |= ENDS_SENTENCE if text in _SENTENCE_ENDS else 0
            kind |= IS_PUNCTUATION if self._pipeline.vocab[orth].is_punct else 0
            found = self._kinds[orth, norm] = (self._form(text, strings[norm]), kind)
        return found

    def _form(self, text: str, norm: str) -> int:
        key = (fold(text), fold(norm))
        number = self._form_ids.setdefault(key, len(self.forms))
        if number == len(self.forms):
            self.forms.append(key)
        return number

    def _edges(self, chunks: Sequence[str], rows: "_Rows") -> tuple[Flags, Flags]:
        """Whether a chunk may end inside a special case, and whether it may go on with one."""
        before, after = self._special_parts
        may_end, may_begin = np.zeros((2, len(chunks)), dtype=np.bool_)
        marked = [number for number, chunk in enumerate(chunks) if not chunk.isalnum()]
        plain = _rows(self._without_specials, [chunks[number] for number in marked])
        for found in (rows, plain._replace(chunk=np.array(marked, dtype=np.int64)[plain.chunk])):
            is_first, is_last = np.diff(found.chunk, prepend=-1) > 0, np.diff(found.chunk, append=-1) != 0
            may_end[found.chunk[is_last & np.isin(found.orth, before)]] = True
            may_begin[found.chunk[is_first & np.isin(found.orth, after)]] = True
        return may_end, may_begin

    @cached_property
    def _special_parts(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """The tokens of special cases of several tokens: all but the last, and all but the first."""
        rules = [written for written in self._tokenizer.rules if not written.isspace()]
        rows = _rows(self._without_specials, rules)
        is_first, is_last = np.diff(rows.chunk, prepend=-1) > 0, np.diff(rows.chunk, append=-1) != 0
        return np.unique(rows.orth[~is_last]), np.unique(rows.orth[~is_first])

    @cached_property
    def _pipeline(self) -> "Language":
        import spacy

        blank = spacy.blank("en")
        # Shapes, prefixes and the like take half the time of a new word, and nothing here asks for them.
        vocab: Any = blank.vocab
        wanted = (spacy.symbols.IS_PUNCT, spacy.symbols.NORM)
        vocab.lex_attr_getters = {name: vocab.lex_attr_getters[name] for name in wanted}
        return blank

    @property
    def _tokenizer(self) -> Any:
        return self._pipeline.tokenizer

    @cached_property
    def _without_specials(self) -> Any:
        """The tokenizer before it looks for special cases."""
        own = self._tokenizer
        return type(own)(
            self._pipeline.vocab,
            prefix_search=own.prefix_search,
            suffix_search=own.suffix_search,
            infix_finditer=own.infix_finditer,
            token_match=own.token_match,
            url_match=own.url_match,
        )


class _Rows(NamedTuple):
    """The tokens of some chunks: index of the chunk, place in it, and spaCy's numbers for text and norm."""

    chunk: Ints
    start: Ints
    length: Ints
    orth: NDArray[np.uint64]
    norm: NDArray[np.uint64]


def _rows(tokenizer: Any, chunks: Sequence[str]) -> _Rows:
    # A line break is a token that no special case goes across: one long text is as good as many short ones.
    doc = tokenizer("\n".join(chunks))
    orth, norm, length = doc.to_array(["ORTH", "NORM", "LENGTH"]).T.reshape(3, -1)
    place = np.fromiter((token.idx for token in doc), dtype=np.int64, count=len(doc))
    starts = np.cumsum([0, *(len(chunk) + 1 for chunk in chunks)], dtype=np.int64)[:-1]
    kept = orth != doc.vocab.strings["\n"]
    chunk = np.searchsorted(starts, place[kept], side="right") - 1
    return _Rows(chunk, place[kept] - starts[chunk], length[kept].astype(np.int64), orth[kept], norm[kept])
