"""Finding a decision's words again in a corrected transcript.

The exact words are looked for; where they are said more than once, the place with the same words
around it is taken, then the nearest to where they stood (the selectors of the W3C Web Annotation
model, text quote and text position). Words that are gone, or stand in a turn that is not codable, are
for a person to place.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from csec_qual.model.coding import Decision
from csec_qual.model.transcript import Segment, Transcript, Turn

_AROUND = 60
"""Characters on either side that tell one place from another."""


def moved(decision: Decision, old: Transcript, new: Transcript) -> Decision | None:
    """The same decision about the same words in the new version; None where they are not there.

    Args:
        decision: A decision on the old version.
        old: The version it was made on.
        new: The version that replaces it.
    """
    start, end = decision.segment.start, decision.segment.end
    length = end - start
    ranked = sorted(
        _places(old.text[start:end], new.text),
        key=lambda place: (-_likeness(old.text, start, new.text, place, length), abs(place - start), place),
    )
    for place in ranked:
        turn = _turn_of(place, place + length, new)
        if turn is not None and turn.is_codable:
            segment = Segment(new.transcript_id, place, place + length)
            return replace(decision, segment=segment, turn=turn.number)
    return None


def _places(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _likeness(old: str, start: int, new: str, place: int, length: int) -> int:
    """How many characters around two places agree, counted outwards from the words."""
    before = old[max(0, start - _AROUND) : start], new[max(0, place - _AROUND) : place]
    after = old[start + length : start + length + _AROUND], new[place + length : place + length + _AROUND]
    return _agreeing(before[0][::-1], before[1][::-1]) + _agreeing(*after)


def _agreeing(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _turn_of(start: int, end: int, transcript: Transcript) -> Turn | None:
    return next((turn for turn in transcript.turns if turn.start <= start and end <= turn.end), None)
