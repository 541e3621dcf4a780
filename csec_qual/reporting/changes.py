"""What changed between two runs of a report: numbers, states, quotes that came and went."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from csec_qual.reporting.environment import environment, render
from csec_qual.reporting.reread import Block
from csec_qual.reporting.verify import aligned

_TEMPLATE = "changes.html.j2"
_WORDS = re.compile(r"\S+\s*|\s+")


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


def render_changes(found: Sequence[Changed], before: str, after: str) -> str:
    """The changes as an HTML page, heading by heading; equal input gives equal bytes.

    Args:
        found: The changes.
        before: Name of the earlier report.
        after: Name of the later one.
    """
    groups: dict[str, list[dict[str, object]]] = {}
    for each in found:
        old, new = _pieces(each.before, each.after)
        shown: dict[str, object] = {"kind": each.change.value, "before": old, "after": new}
        groups.setdefault(each.heading, []).append(shown)
    data = {"before": before, "after": after, "n": len(found), "groups": list(groups.items())}
    return render(environment(None, autoescape=True), _TEMPLATE, data)


def _pieces(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts in pieces, each with whether the other lacks it, word by word."""
    words = _WORDS.findall(before), _WORDS.findall(after)
    old: list[tuple[str, bool]] = []
    new: list[tuple[str, bool]] = []
    for kind, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        for pieces, part in ((old, words[0][a:b]), (new, words[1][c:d])):
            if part:
                pieces.append(("".join(part), kind != "equal"))
    return old, new


def _texts(before: Sequence[Block], after: Sequence[Block]) -> tuple[str, str]:
    return " ".join(each.text for each in before), " ".join(each.text for each in after)
