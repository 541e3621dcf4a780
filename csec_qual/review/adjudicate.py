"""Where the coders of a transcript differ, and what settles it.

What each of them said is taken as it stood when they finished: what they changed after they had seen the
other is not theirs alone. Two readings of a code in a turn match where both gave it to words that overlap,
or neither gave it; to reject and to pass by are both not to give it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from csec_qual.model.assignment import Seat
from csec_qual.model.coding import Decision, Stance
from csec_qual.review.decide import passage_id, standing


class Difference(StrEnum):
    """How readings differ."""

    GIVEN = "one gave the code, the other did not"
    WORDS = "both gave the code, to other words"
    UNSURE = "somebody was unsure"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code in a turn that its coders read differently.

    Attributes:
        passage_id: ``transcript:turn:code``.
        turn: Number of the turn.
        code_id: The code.
        difference: How they differ.
        readings: What each coder said, by coder in the order of their places; None where they passed by.
        settled: The decision that settles it; None while none does.
    """

    passage_id: str
    turn: int
    code_id: str
    difference: Difference
    readings: Mapping[str, Decision | None]
    settled: Decision | None = None

    @property
    def decision_ids(self) -> tuple[str, ...]:
        """The decisions between which is to be settled."""
        return tuple(each.decision_id for each in self.readings.values() if each)


def as_finished(log: Sequence[Decision], seat: Seat) -> list[Decision]:
    """What a coder's decisions on a transcript came to when they finished, in the order they were made.

    Args:
        log: Every decision as it was made, in order: the place of each counts.
        seat: The place of a coder who has finished.
    """
    before = log[: seat.finished_after]
    own = [
        each
        for each in before
        if each.coder_id == seat.coder_id and each.segment.transcript_id == seat.transcript_id
    ]
    return [each for each in standing(own) if not each.settles]


def disagreements(
    readings: Mapping[str, Iterable[Decision]], later: Iterable[Decision] = ()
) -> list[Disagreement]:
    """What the coders of a transcript read differently, by turn and code.

    Args:
        readings: By coder, what they said; see ``as_finished``.
        later: Decisions that stand, among which are those that settle.
    """
    own = {coder: {passage_id(each): each for each in made} for coder, made in readings.items()}
    settling = {each.settles: each for each in later if each.settles}
    found = []
    for place in sorted({name for made in own.values() for name in made}):
        said = {coder: made.get(place) for coder, made in own.items()}
        difference = _difference(list(said.values()))
        one = next(each for each in said.values() if each)
        if difference:
            ids = tuple(each.decision_id for each in said.values() if each)
            found.append(Disagreement(place, one.turn, one.code_id, difference, said, settling.get(ids)))
    return sorted(found, key=lambda each: (each.turn, each.code_id))


def _difference(said: Sequence[Decision | None]) -> Difference | None:
    given = [each for each in said if each and each.stance is Stance.APPLIES]
    if 0 < len(given) < len(said):
        return Difference.GIVEN
    if any(not one.segment.overlaps(other.segment) for one, other in combinations(given, 2)):
        return Difference.WORDS
    if any(each and each.stance is Stance.UNSURE for each in said):
        return Difference.UNSURE
    return None
