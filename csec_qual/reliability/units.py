"""What two coders are compared on: units of text, and which codes each gave to each of them.

Only what can be coded is a unit: what interviewers say never counts.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from csec_qual.model.coding import Decision, Stance
from csec_qual.model.transcript import Transcript


class UnitKind(StrEnum):
    """What one unit is."""

    TURN = "turn"
    """A turn of a participant, or a paragraph of a document."""
    TRANSCRIPT = "transcript"
    """All that participants say in one transcript."""


@dataclass(frozen=True, slots=True)
class Table:
    """How two coders used one code, or any code of one theme, in every unit.

    Attributes:
        both: Units in which both gave it.
        only_first: Units in which the first alone did.
        only_second: Units in which the second alone did.
        neither: Units in which neither did.
    """

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def n_units(self) -> int:
        """How many units there are."""
        return self.both + self.only_first + self.only_second + self.neither


Given = frozenset[tuple[object, ...]]


def units_of(transcripts: Iterable[Transcript], kind: UnitKind) -> list[tuple[object, ...]]:
    """Every unit, in transcript order."""
    found = {
        _unit(each.transcript_id, turn.number, kind): None
        for each in transcripts
        for turn in each.turns
        if turn.is_codable
    }
    return list(found)


def table(
    units: Sequence[tuple[object, ...]],
    said: Mapping[str, Iterable[Decision]],
    coders: tuple[str, str],
    codes: Collection[str],
    kind: UnitKind,
) -> Table:
    """How two coders used some codes, taken as one.

    Args:
        units: Every unit.
        said: What each coder decided.
        coders: The two.
        codes: The code, or those of the theme.
        kind: What one unit is.
    """
    first, second = (_given(said[coder], codes, kind) for coder in coders)
    n = Counter((unit in first, unit in second) for unit in units)
    return Table(n[True, True], n[True, False], n[False, True], n[False, False])


def _given(decisions: Iterable[Decision], codes: Collection[str], kind: UnitKind) -> Given:
    return frozenset(
        _unit(each.segment.transcript_id, each.turn, kind)
        for each in decisions
        if each.stance is Stance.APPLIES and each.code_id in codes
    )


def _unit(transcript_id: str, turn: int, kind: UnitKind) -> tuple[object, ...]:
    return (transcript_id, turn) if kind is UnitKind.TURN else (transcript_id,)
