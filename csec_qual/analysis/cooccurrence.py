"""Which codes stand together, in one turn or in one transcript.

Exploratory: two topics in one answer say that people spoke of them together, not that one brings the other.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from csec_qual.analysis.cut import DataCut


class Unit(StrEnum):
    """Where two codes must meet."""

    TURN = "turn"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class Together:
    """Two codes and the units they were found in.

    Attributes:
        first: Id of the code that comes first in the codebook.
        second: Id of the other.
        both: Units with both.
        n_first: Units with the first.
        n_second: Units with the second.
    """

    first: str
    second: str
    both: int
    n_first: int
    n_second: int

    @property
    def jaccard(self) -> float:
        """Units with both, of the units with either: from 0 to 1.

        Source: Jaccard 1912, New Phytologist 11(2), 37-50.
        """
        return self.both / (self.n_first + self.n_second - self.both)


def cooccurrence(cut: DataCut, unit: Unit = Unit.TURN) -> list[Together]:
    """Every pair of codes that meets at least once, the most frequent first, then in codebook order."""
    order = {code.code_id: place for place, code in enumerate(cut.codebook.codes)}
    by_unit: dict[tuple[str, int], set[str]] = {}
    for passage, _ in cut.coded:
        if passage.code_id in order:
            place = passage.turn if unit is Unit.TURN else 0
            by_unit.setdefault((passage.transcript_id, place), set()).add(passage.code_id)
    alone = Counter(code_id for codes in by_unit.values() for code_id in codes)
    both = Counter(
        pair for codes in by_unit.values() for pair in combinations(sorted(codes, key=order.__getitem__), 2)
    )
    return [
        Together(*pair, n, alone[pair[0]], alone[pair[1]])
        for pair, n in sorted(both.items(), key=lambda each: (-each[1], *map(order.__getitem__, each[0])))
    ]
