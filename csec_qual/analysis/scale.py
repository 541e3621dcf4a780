"""The words a report uses for shares, declared once and printed in every report.

"Most" and "a few" are quasi-statistics: honest only where the reader can see what they stand for
(Maxwell 2010, Qualitative Inquiry 16(6), 475-482). The count and its base always follow the word.
"""

from dataclasses import dataclass

from csec_qual.analysis.bases import SMALLEST_FOR_PERCENT, Count

# Fractions as whole numbers, so that 2 of 5 is never on the wrong side by a rounding error.
_HALF_FROM, _HALF_TO = (2, 5), (3, 5)


@dataclass(frozen=True, slots=True)
class Step:
    """One word of the scale and what it stands for."""

    word: str
    meaning: str


SCALE = (
    Step("none", "0 of N"),
    Step("one", "1 of N"),
    Step("a few", "at least 2, and fewer than two in five"),
    Step("about half", "from two in five to three in five"),
    Step("most", "more than three in five, and not all"),
    Step("all", "N of N, where N is at least 2"),
)
"""From none to all."""

PERCENT_NOTE = (
    f"Percentages are not printed for a base below {SMALLEST_FOR_PERCENT}; this report prints none."
)


def word(count: Count) -> str:
    """The word of the scale for a count; ``none`` also where the base is empty."""
    if count.n == 0:
        return "none"
    if count.n == 1:
        return "one"
    if count.n >= count.of:
        return "all"
    if count.n * _HALF_FROM[1] < count.of * _HALF_FROM[0]:
        return "a few"
    return "about half" if count.n * _HALF_TO[1] <= count.of * _HALF_TO[0] else "most"


def statement(participants: Count, transcripts: Count) -> str:
    """A finding as a sentence: word, people, transcripts, each with its base."""
    people = f"{participants.n} of {participants.of} participants"
    sources = f"{transcripts.n} of {transcripts.of} transcripts"
    if participants.n:
        return f"Reported by {word(participants)}: {people}, in {sources}."
    if transcripts.n:
        return f"Stated in documents only: {people}, {sources}. A document states intent, not practice."
    return f"Reported by none: {people}, in {sources}."
