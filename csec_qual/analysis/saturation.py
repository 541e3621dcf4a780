"""How much that is new each further transcript brought: thematic saturation, and its limits here.

With a codebook that was there before the interviews, few new codes say little: the codes were looked for. So
new pairs of a code and a county are counted beside them.

Source: Guest, Namey & Chen 2020, PLOS ONE 15(5), e0232076: base size, run length, new information threshold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from csec_qual.analysis.bases import SOURCE_LABELS
from csec_qual.analysis.cut import DataCut

BASE, RUN, THRESHOLD = 4, 2, 0.05
"""Transcripts in the base, in a run, and the share of new codes at which a run is called saturated."""
_SHUFFLES = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One transcript in its order.

    Attributes:
        transcript_id: The transcript.
        codes: Codes in it.
        new_codes: Codes in none before it.
        known_codes: Codes in it or before it.
        new_cells: Pairs of a code and a county in none before it.
        new_share: New codes of the run that ends here, as a share of the base's codes; None inside the base,
            and where a run is not complete.
    """

    transcript_id: str
    codes: int
    new_codes: int
    known_codes: int
    new_cells: int
    new_share: float | None


@dataclass(frozen=True, slots=True)
class Saturation:
    """The transcripts of one group, such as the interviews or those of one county.

    Attributes:
        group: What they have in common, for a heading.
        steps: In the order of collection: by date where ``sources.csv`` has one for each, else as listed.
        by_date: Whether that was by date.
        reached: After how many transcripts a run brought no more than the threshold; None where none did.
        median_reached: The median of that over the random orders that reached it; None where none did.
        orders_reached: Of how many random orders it was reached, of ``orders``.
        orders: How many random orders were tried.
    """

    group: str
    steps: tuple[Step, ...]
    by_date: bool
    reached: int | None
    median_reached: float | None
    orders_reached: int
    orders: int

    @property
    def claim(self) -> str:
        """What may be said."""
        n = len(self.steps)
        if n < BASE + RUN:
            return f"Too few transcripts to say: {n}, and {BASE + RUN} are needed."
        if self.reached is None:
            return f"Not reached in {n} transcripts: the last run still brought new codes."
        return (
            f"Code saturation after {self.reached} of {n} transcripts: the last {RUN} of them brought at "
            f"most {THRESHOLD:.0%} as many new codes as the first {BASE}. That is no claim about meaning."
        )


def saturation(cut: DataCut, seed: str = "saturation") -> list[Saturation]:
    """Saturation of each kind of source and of each county with transcripts.

    Args:
        cut: What was said and how it is coded.
        seed: Decides the random orders; the same seed gives the same.
    """
    codes, cells = _found(cut)
    groups = [
        (label, [one.transcript_id for one in cut.sources if one.source_type is kind])
        for kind, label in SOURCE_LABELS.items()
    ]
    groups += [
        (case.label, [one.transcript_id for one in cut.sources if one.case_id == case.case_id])
        for case in cut.cases
    ]
    spoken = {turn.transcript_id for turn in cut.spoken}
    kept = [(label, [name for name in names if name in spoken]) for label, names in groups]
    return [_of(label, _ordered(cut, names), codes, cells, seed) for label, names in kept if names]


def _found(cut: DataCut) -> tuple[dict[str, set[str]], dict[str, set[tuple[str, str]]]]:
    """Codes, and pairs of code and county, by transcript."""
    known = {code.code_id for code in cut.codebook.codes}
    codes: dict[str, set[str]] = {}
    cells: dict[str, set[tuple[str, str]]] = {}
    for passage, turn in cut.coded:
        if passage.code_id in known:
            codes.setdefault(passage.transcript_id, set()).add(passage.code_id)
            cells.setdefault(passage.transcript_id, set()).add((passage.code_id, turn.case_id))
    return codes, cells


def _ordered(cut: DataCut, names: Sequence[str]) -> tuple[list[str], bool]:
    dates = {name: cut.source(name).date for name in names}
    by_date = all(dates.values())
    # A stable sort: transcripts of one day stay as they are listed.
    return (sorted(names, key=dates.__getitem__) if by_date else list(names)), by_date


def _of(
    group: str,
    ordered: tuple[list[str], bool],
    codes: dict[str, set[str]],
    cells: dict[str, set[tuple[str, str]]],
    seed: str,
) -> Saturation:
    names, by_date = ordered
    steps: list[Step] = []
    known: set[str] = set()
    known_cells: set[tuple[str, str]] = set()
    shares = _shares([codes.get(name, set()) for name in names])
    for name, share in zip(names, shares, strict=True):
        own, own_cells = codes.get(name, set()), cells.get(name, set())
        new, new_cells = own - known, own_cells - known_cells
        known |= own
        known_cells |= own_cells
        steps.append(Step(name, len(own), len(new), len(known), len(new_cells), share))
    dice = Random(f"{seed}/{group}")  # noqa: S311
    found = []
    for _ in range(_SHUFFLES):
        shuffled = sorted(names)
        dice.shuffle(shuffled)
        found.append(_reached(_shares([codes.get(name, set()) for name in shuffled])))
    reached = [each for each in found if each is not None]
    return Saturation(
        group,
        tuple(steps),
        by_date,
        _reached(shares),
        float(median(reached)) if reached else None,
        len(reached),
        _SHUFFLES,
    )


def _shares(found: Sequence[set[str]]) -> list[float | None]:
    """For each place, the new codes of the run that ends there, as a share of the base's."""
    base = set().union(*found[:BASE])
    shares: list[float | None] = []
    for place in range(len(found)):
        first = place - RUN + 1
        if first < BASE or not base:
            shares.append(None)
            continue
        before = set().union(*found[:first])
        run = set().union(*found[first : place + 1])
        shares.append(len(run - before) / len(base))
    return shares


def _reached(shares: Sequence[float | None]) -> int | None:
    return next(
        (at for at, share in enumerate(shares, start=1) if share is not None and share <= THRESHOLD), None
    )
