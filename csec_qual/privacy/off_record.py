"""Which turns somebody asked to leave out: "strike that", "don't quote me", "we'll take that out".

A mark in the middle of a turn is about that turn. A mark with hardly anything before it ("Strike the hair,
please") is about what was said just before, so the turns before it are left out too. Better one turn too many
than one too few: the words are withheld, the count stays. A request about something said long before
("don't put in the asthma") cannot be traced; a person must read every quote before it is printed.
"""

import re

from csec_qual.base.text import fold
from csec_qual.model.transcript import Transcript

_BEFORE_ENOUGH = 4
"""Words before a mark that can be what the mark is about."""
_TURNS_BACK = 2
"""Turns before a mark that it covers where it opens its own turn; the interviewer's may lie between."""

# Requests open a clause; "they don't use it" and "the schools leave that out" are reports.
_LEADS = r"please|and|so|but|just|we'll|we will|i'll|(?:can|could|would) (?:you|we)"
_OPENING = rf"(?:^|[.!?;:,\u2013\u2014-]\s*|\b(?:{_LEADS})\s+)"
_THAT = r"(?:that|this|it|the|my|any of)\b"
_MARK = re.compile(
    rf"\bstrike (?:that|this|it|what i|my|everything|all of)\b|{_OPENING}(?:please )?strike the\b"
    r"|\boff[ -]the[ -]record\b|\bnot for the record\b|\b(?:keep|stays?) (?:that |this |it )?between us\b"
    r"|\b(?:don't|do not|can't|shouldn't|wouldn't want (?:you )?to) (?:quote|attribute)\b"
    rf"|{_OPENING}(?:please )?(?:don't|do not) (?:use|include|write|put|print|repeat)(?: in| down)? {_THAT}"
    rf"|{_OPENING}(?:please )?(?:leave|take|cut|keep) (?:that|this|it|the last (?:part|bit)) out\b"
)


def off_record_turns(transcript: Transcript) -> frozenset[int]:
    """Numbers of the turns whose words somebody in the room asked to leave out."""
    found: set[int] = set()
    for turn in transcript.turns:
        before = _words_before_mark(transcript.words(turn))
        if before is not None:
            back = _TURNS_BACK if before < _BEFORE_ENOUGH else 0
            found |= set(range(max(1, turn.number - back), turn.number + 1))
    return frozenset(found)


def _words_before_mark(words: str) -> int | None:
    """How many words stand before the first mark; None where there is none."""
    mark = _MARK.search(fold(words))
    return len(words[: mark.start()].split()) if mark else None
