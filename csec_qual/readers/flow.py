"""Fragments of speech, such as captions, joined to turns."""

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from csec_qual.readers.draft import Piece

_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*\Z")
_PAUSE = 3.0
_WORDS_PER_TURN = 120
_WORD_LIMIT = 250


def joined(fragments: Iterable[Piece], opening: Container[int] = ()) -> list[Piece]:
    """Neighbours of one speaker as one turn, from its first to its last moment.

    Speech of nobody named would become one turn of an hour; it is cut at pauses and, once a turn is
    long, at the ends of sentences.

    Args:
        fragments: In order.
        opening: Indices of those that begin a turn whoever spoke before.
    """
    turns: list[Piece] = []
    parts: list[str] = []
    n_words = 0
    for at, fragment in enumerate(fragments):
        last = turns[-1] if turns else None
        if (
            last is None
            or at in opening
            or last.label != fragment.label
            or (not last.label and _is_cut(last, parts[-1], n_words, fragment))
        ):
            _close(turns, parts)
            turns.append(fragment)
            parts, n_words = [], 0
        elif fragment.time_end is not None:
            turns[-1] = replace(last, time_end=max(last.time_end or 0.0, fragment.time_end))
        parts.append(fragment.text)
        n_words += len(fragment.text.split())
    _close(turns, parts)
    return turns


def _close(turns: list[Piece], parts: list[str]) -> None:
    if turns:
        turns[-1] = replace(turns[-1], text=" ".join(" ".join(parts).split()))


def _is_cut(last: Piece, words: str, n_words: int, following: Piece) -> bool:
    if (
        last.time_end is not None
        and following.time_start is not None
        and following.time_start - last.time_end >= _PAUSE
    ):
        return True
    return n_words >= _WORD_LIMIT or (n_words >= _WORDS_PER_TURN and _SENTENCE_END.search(words) is not None)
