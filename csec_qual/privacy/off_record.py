"""Which turns somebody asked to leave out: "strike that", "don't quote me", "we'll take that out".

A mark in the middle of a turn is about that turn. A mark with hardly anything before it ("Strike the hair,
please") is about what was said before: every earlier turn that speaks of what it names, else the turns just
before it. Better one turn too many than one too few: the words are withheld, the count stays. A person must
still read every quote before it is printed.
"""

import re
from collections.abc import Sequence

from csec_qual.base.text import fold
from csec_qual.codebook.regex import compile_regex
from csec_qual.model.transcript import Transcript

_BEFORE_ENOUGH = 4
"""Words before a mark that can be what the mark is about."""
_TURNS_BACK = 2
"""Turns before a mark that it covers where it opens its own turn; the interviewer's may lie between."""

# Requests open a clause; "they don't use it" and "the schools leave that out" are reports.
_LEADS = r"please|and|so|but|just|we'll|we will|i'll|(?:can|could|would) (?:you|we)"
_OPENING = rf"(?:^|[.!?;:,–—-]\s*|\b(?:{_LEADS})\s+)"
_THAT = r"(?:that|this|it|the|my|any of)\b"
# Every turn of every report is asked: RE2 takes a twentieth of the time here.
_MARK = compile_regex(
    rf"\bstrike (?:that|this|it|what i|my|everything|all of)\b|{_OPENING}(?:please )?strike the\b"
    r"|\boff[ -]the[ -]record\b|\bnot for the record\b|\b(?:keep|stays?) (?:that |this |it )?between us\b"
    r"|\b(?:don't|do not|can't|shouldn't|wouldn't want (?:you )?to) (?:quote|attribute)\b"
    rf"|{_OPENING}(?:please )?(?:don't|do not) (?:use|include|write|put|print|repeat)(?: in| down)? {_THAT}"
    rf"|{_OPENING}(?:please )?(?:leave|take|cut|keep) (?:that|this|it|the last (?:part|bit)) out\b"
)
# "Strike the hair", "don't put in the asthma", "don't quote that one about the lady".
_NAMED = re.compile(
    r"(?:\b(?:that|the) (?:one|thing|part|bit|story) about (?:(?:the|my|his|her|their) )?"
    r"|\bstrike the |\b(?:put|leave|take) (?:in|out) the |\b(?:use|include|repeat|quote) the )"
    r"(?P<first>\w+)(?P<second> \w+)?"
)
_NAMES_NOTHING = frozenset(
    {"first", "last", "name", "names", "part", "rest", "thing", "whole", "word", "words"}
)
_SHORTEST_NAMED = 4
_TOO_COMMON = 8
"""A word said in more turns than this does not tell which of them is meant."""


def off_record_turns(transcript: Transcript) -> frozenset[int]:
    """Numbers of the turns whose words somebody in the room asked to leave out."""
    said = [fold(transcript.words(turn)) for turn in transcript.turns]
    found: set[int] = set()
    for number, words in enumerate(said, 1):
        mark = next(_MARK.finditer(words), None)
        if mark is not None:
            named = _speaking_of(words[mark.start() :], said[: number - 1])
            back = 0 if named or len(words[: mark.start()].split()) >= _BEFORE_ENOUGH else _TURNS_BACK
            found |= named | set(range(max(1, number - back), number + 1))
    return frozenset(found)


def _speaking_of(request: str, said: Sequence[str]) -> set[int]:
    """Numbers of the turns that speak of what a request names; empty where it names nothing to go by."""
    named = _NAMED.search(request)
    if named is None or named["first"] in _NAMES_NOTHING:
        return set()
    # Both words where they were said together ("hey lady"), else the first, if it is long enough to tell.
    for what in (named["first"] + (named["second"] or ""), named["first"]):
        pattern = re.compile(r"\b" + r"\W+".join(what.split()) + r"\b")
        turns = {number for number, words in enumerate(said, 1) if pattern.search(words)}
        if 0 < len(turns) <= _TOO_COMMON and len(what) >= _SHORTEST_NAMED:
            return turns
    return set()
