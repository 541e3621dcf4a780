"""What changed between two runs of a report: numbers, states, quotes that came and went."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from csec_qual.reporting.reread import Block
from csec_qual.reporting.verify import aligned


class Change(StrEnum):
    """What became of a block."""

    SAYS = "says now"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Changed:
    """A block that is not the same in both.

    Attributes:
        change: What became of it.
        heading: The heading it stands under, in the later report; in the earlier one where it is gone.
        before: What it said; empty where it is new.
        after: What it says; empty where it is gone.
    """

    change: Change
    heading: str
    before: str
    after: str


def changes(before: Sequence[Block], after: Sequence[Block]) -> list[Changed]:
    """Every difference between two reports but order and format, in the order of the later one.

    What is gone comes last.
    """
    pairs, gone, new = aligned(before, after)
    found = [
        (pair.after[0].number, Changed(Change.SAYS, pair.after[0].heading, *_texts(pair.before, pair.after)))
        for pair in pairs
        if pair.texts[0] != pair.texts[1]
    ]
    found += [(block.number, Changed(Change.NEW, block.heading, "", block.text)) for block in new]
    return [
        *(change for _, change in sorted(found, key=lambda each: each[0])),
        *(Changed(Change.GONE, block.heading, block.text, "") for block in gone),
    ]


def _texts(before: Sequence[Block], after: Sequence[Block]) -> tuple[str, str]:
    return " ".join(each.text for each in before), " ".join(each.text for each in after)
