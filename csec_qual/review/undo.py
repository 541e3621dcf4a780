"""What a coder may undo and redo, read from the log: nothing of it is kept elsewhere.

A step is what a coder did in one go: one decision, or several that share its name, such as a rejected code
and the one put in its place.
"""

from collections.abc import Iterable
from typing import TypeAlias

from csec_qual.model.coding import Decision, Stance
from csec_qual.review.decide import passage_id

Step: TypeAlias = list[Decision]


def history(decisions: Iterable[Decision], coder_id: str) -> tuple[list[Step], list[Step]]:
    """The steps the coder may undo, and those they may redo; the next to undo or redo comes last in each.

    Taking back the last step makes it one to redo. Decisions that say again what is next to redo are that
    redo; any other decision leaves nothing to redo.

    Args:
        decisions: The log, in order.
        coder_id: Whose.
    """
    done: list[tuple[str, Step]] = []
    undone: list[tuple[str, Step]] = []
    for each in decisions:
        if each.coder_id != coder_id:
            continue
        name = each.step or each.decision_id
        if each.stance is Stance.TAKEN_BACK:
            taken = _taken(done, each)
            if taken:
                _add(undone, name, taken)
            continue
        if undone and _was_taken(undone[-1][1], each):
            if not undone[-1][1]:
                undone.pop()
        else:
            undone.clear()
        _add(done, name, each)
    return [step for _, step in done], [step[::-1] for _, step in undone]


def _add(steps: list[tuple[str, Step]], name: str, decision: Decision) -> None:
    if not steps or steps[-1][0] != name:
        steps.append((name, []))
    steps[-1][1].append(decision)


def _taken(done: list[tuple[str, Step]], by: Decision) -> Decision | None:
    """The decision that is taken back, which is in no step any more."""
    for place in reversed(range(len(done))):
        step = done[place][1]
        for number in reversed(range(len(step))):
            if passage_id(step[number]) == passage_id(by):
                found = step.pop(number)
                if not step:
                    del done[place]
                return found
    return None


def _was_taken(step: Step, again: Decision) -> bool:
    """Whether a decision says again what was taken back; it is then no longer among it."""
    for number, each in enumerate(step):
        if _said(each) == _said(again):
            del step[number]
            return True
    return False


def _said(decision: Decision) -> tuple[object, ...]:
    return passage_id(decision), decision.stance, decision.segment, decision.note
