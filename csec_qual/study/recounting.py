"""What happened in a study, change by change, and what stood at any moment before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csec_qual.base.errors import DecisionError
from csec_qual.model.assignment import Assignment
from csec_qual.model.coding import Decision
from csec_qual.review.decide import passage_id, standing

_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log of decisions, with what it changed.

    Attributes:
        position: Its place in the log, from 1.
        decision: The entry.
        before: What the coder said of the passage before it; ``nothing`` where they had said nothing.
        after: What they say of it since.
    """

    position: int
    decision: Decision
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are asked for; empty for all.

    Attributes:
        coder: Only by this coder.
        transcript: Only on this transcript.
        code: Only of this code.
        since: Only from this moment on, in ISO 8601 as far as it is given, such as ``2026-06``.
    """

    coder: str = ""
    transcript: str = ""
    code: str = ""
    since: str = ""

    def holds(self, each: Decision) -> bool:
        """Whether a decision is asked for."""
        return (
            self.coder in ("", each.coder_id)
            and self.transcript in ("", each.segment.transcript_id)
            and self.code in ("", each.code_id)
            and each.time >= self.since
        )

    def holds_place(self, each: Assignment) -> bool:
        """Whether an entry of the log of assignments is asked for."""
        return (
            not self.code
            and self.coder in ("", each.coder_id, each.by)
            and self.transcript in ("", each.transcript_id)
            and each.time >= self.since
        )


def changes(log: Iterable[Decision], wanted: Wanted) -> list[Change]:
    """Each entry of the log that is asked for, with what was said before and since."""
    said: dict[tuple[str, str], list[Decision]] = {}
    found = []
    for position, each in enumerate(log, start=1):
        own = said.setdefault((each.coder_id, passage_id(each)), [])
        before = _told(own)
        own[:] = standing([*own, each])
        if wanted.holds(each):
            found.append(Change(position, each, before, _told(own)))
    return found


def as_of(log: Sequence[Decision], moment: str) -> list[Decision]:
    """The decisions that stood at a moment, in the order in which they were made.

    Args:
        log: Every decision, in order.
        moment: How many entries the log held then, or a time in ISO 8601; a part of one, such as a day,
            means its end.

    Raises:
        DecisionError: It is neither.
    """
    if moment.isdecimal():
        if int(moment) > len(log):
            raise DecisionError(f"The log holds {len(log)} entries; there is no entry {moment}.")
        return standing(log[: int(moment)])
    if not (moment[:4].isdecimal() and moment[4:5] in ("", "-")):
        raise DecisionError(
            f"'{moment}' is neither the number of an entry nor a time such as 2026-06-30T17:04."
        )
    return standing([each for each in log if each.time[: len(moment)] <= moment])


def _told(own: Sequence[Decision]) -> str:
    return f"{own[-1].stance.value}{' (settled)' if own[-1].settles else ''}" if own else _NOTHING
