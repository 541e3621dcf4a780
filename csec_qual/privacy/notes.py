"""The gate for what the team itself wrote: names masked, and no words that may not be quoted."""

from collections.abc import Iterable
from dataclasses import dataclass

from csec_qual.base.text import fold
from csec_qual.privacy.names import Names

# So many words in a row are somebody's sentence; fewer are common speech.
_RUN = 6

WITHHELD_QUOTES = "it repeats words of a participant that may not be quoted"


@dataclass(frozen=True, slots=True)
class ReleasedNote:
    """What the team wrote, as far as it may be shown.

    Attributes:
        text: The text with known names masked; empty when withheld.
        withheld: Why it may not be shown; empty when it may.
    """

    text: str
    withheld: str = ""


def release_note(text: str, *, names: Names, kept_back: Iterable[str]) -> ReleasedNote:
    """A text of the team's as it may be shown.

    Args:
        text: What was written.
        names: The names to mask.
        kept_back: Words of participants that may not be quoted to this audience.
    """
    written = _runs(text)
    if any(not written.isdisjoint(_runs(words)) for words in kept_back):
        return ReleasedNote("", WITHHELD_QUOTES)
    return ReleasedNote(names.masked(text))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = ["".join(char for char in word if char.isalnum()) for word in fold(text).split()]
    spoken = [word for word in words if word]
    return {tuple(spoken[place : place + _RUN]) for place in range(len(spoken) - _RUN + 1)}
