"""Finding a decision's words again in a corrected transcript.

The exact words are looked for, near where they stood first (the selectors of the W3C Web Annotation
model, text quote and text position). Words that are gone, or stand in a turn that is not codable, are
for a person to place.
"""

from dataclasses import replace

from csec_qual.model.coding import Decision
from csec_qual.model.transcript import Segment, Transcript, Turn


def moved(decision: Decision, old: Transcript, new: Transcript) -> Decision | None:
    """The same decision about the same words in the new version; None where they are not there.

    Args:
        decision: A decision on the old version.
        old: The version it was made on.
        new: The version that replaces it.
    """
    words = old.text[decision.segment.start : decision.segment.end]
    places = _places(words, new.text)
    for start in sorted(places, key=lambda place: (abs(place - decision.segment.start), place)):
        turn = _turn_of(start, start + len(words), new)
        if turn is not None and turn.is_codable:
            segment = Segment(new.transcript_id, start, start + len(words))
            return replace(decision, segment=segment, turn=turn.number)
    return None


def _places(words: str, text: str) -> list[int]:
    found = []
    start = text.find(words)
    while start >= 0:
        found.append(start)
        start = text.find(words, start + 1)
    return found


def _turn_of(start: int, end: int, transcript: Transcript) -> Turn | None:
    return next((turn for turn in transcript.turns if turn.start <= start and end <= turn.end), None)
