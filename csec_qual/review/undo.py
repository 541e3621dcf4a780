"""What a coder may undo and redo, read from the log: nothing of it is kept elsewhere."""

from collections.abc import Iterable

from csec_qual.model.coding import Decision, Stance
from csec_qual.review.decide import passage_id


def history(decisions: Iterable[Decision], coder_id: str) -> tuple[list[Decision], list[Decision]]:
    """What the coder may undo, and what they may redo; the next to undo or redo comes last in each.

    Taking back the last decision that stands makes it one to redo. A decision that says again what is next to
    redo is that redo; any other decision leaves nothing to redo.

    Args:
        decisions: The log, in order.
        coder_id: Whose.
    """
    done: list[Decision] = []
    undone: list[Decision] = []
    for each in decisions:
        if each.coder_id != coder_id:
            continue
        if each.stance is Stance.TAKEN_BACK:
            place = next(
                (n for n in reversed(range(len(done))) if passage_id(done[n]) == passage_id(each)), None
            )
            if place is not None:
                undone.append(done.pop(place))
            continue
        if undone and _says_the_same(undone[-1], each):
            undone.pop()
        else:
            undone.clear()
        done.append(each)
    return done, undone


def _says_the_same(one: Decision, other: Decision) -> bool:
    return (passage_id(one), one.stance, one.segment, one.note) == (
        passage_id(other),
        other.stance,
        other.segment,
        other.note,
    )
