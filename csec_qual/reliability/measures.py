"""How far two coders agree beyond chance, with an interval, and in words where a number would mean nothing.

Sources: Cohen 1960, Educational and Psychological Measurement 20(1), 37-46; Hayes & Krippendorff 2007,
Communication Methods and Measures 1(1), 77-89; the interval is the percentile bootstrap over units (Efron &
Tibshirani 1993, ch. 13) with a fixed seed, so that the same codings give the same interval. Turns of one
talk resemble each other, so it is rather too narrow than too wide.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import krippendorff
import numpy as np
from numpy.typing import NDArray

from csec_qual.reliability.units import Table

_SEED = 20_260_630
_DRAWS = 2_000
_LEVEL = 0.95
# With fewer draws that have a value, the interval would be of the lucky ones.
_FEWEST_DEFINED = 0.9

Counts: TypeAlias = NDArray[np.float64]
"""Rows of a table's four counts."""
Interval: TypeAlias = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two coders agree on one code or theme.

    Attributes:
        table: What was counted.
        percent: Share of the units, from 0 to 1, in which both or neither gave it; None without units.
        prevalence: Share of the units that have it, the mean of the two coders.
        kappa: Cohen's kappa; None where it is undefined.
        alpha: Krippendorff's alpha, nominal; None where it is undefined.
        f1: Positive agreement: of what either gave, what both did; None where neither gave it.
        kappa_interval: 95% interval of kappa; None where too few draws have a value, or none can differ.
        alpha_interval: 95% interval of alpha; None likewise.
        undefined: Why a number is missing; empty where none is.
    """

    table: Table
    percent: float | None
    prevalence: float | None
    kappa: float | None
    alpha: float | None
    f1: float | None
    kappa_interval: Interval
    alpha_interval: Interval
    undefined: str

    @property
    def remark(self) -> str:
        """Why a number or an interval is missing; empty where none is."""
        if self.undefined or self.kappa_interval:
            return self.undefined
        differ = self.table.only_first + self.table.only_second
        return "too rare for an interval" if differ else "never differed: no interval"


def agreement(table: Table) -> Agreement:
    """Every measure of one table."""
    counts = np.array([[table.both, table.only_first, table.only_second, table.neither]], dtype=np.float64)
    draws = _draws(table)
    n = table.n_units
    given = 2 * table.both + table.only_first + table.only_second
    return Agreement(
        table,
        percent=(table.both + table.neither) / n if n else None,
        prevalence=given / (2 * n) if n else None,
        kappa=_one(_kappa, counts),
        alpha=_alpha(table),
        f1=2 * table.both / given if given else None,
        kappa_interval=_interval(_kappa, draws),
        alpha_interval=_interval(_alphas, draws),
        undefined=_undefined(table),
    )


def _undefined(table: Table) -> str:
    if not table.n_units:
        return "no units"
    if table.neither == table.n_units:
        return "neither used it"
    if table.both == table.n_units:
        return "both gave it everywhere"
    return ""


def _alpha(table: Table) -> float | None:
    if _undefined(table):
        return None
    values = np.array(
        [
            *[[2, 0]] * table.both,
            *[[1, 1]] * (table.only_first + table.only_second),
            *[[0, 2]] * table.neither,
        ]
    )
    return float(krippendorff.alpha(value_counts=values, level_of_measurement="nominal"))


def _draws(table: Table) -> Counts:
    """Tables of as many units, drawn from these with replacement."""
    n = table.n_units
    # Where no unit differs no draw does: "1.00 to 1.00" would promise what a few units cannot.
    if not table.only_first + table.only_second:
        return np.zeros((0, 4))
    shares = np.array([table.both, table.only_first, table.only_second, table.neither]) / n
    return np.random.default_rng(_SEED).multinomial(n, shares, size=_DRAWS).astype(np.float64)


def _kappa(counts: Counts) -> Counts:
    """Cohen's kappa of each row; not a number where both coders said the same of every unit."""
    both, first, second, neither = counts.T
    n = counts.sum(axis=1)
    observed = (both + neither) / n
    by_chance = ((both + first) * (both + second) + (neither + first) * (neither + second)) / n**2
    return _divided(observed - by_chance, 1 - by_chance)


def _alphas(counts: Counts) -> Counts:
    """Alpha of each row, for two coders and two values: what the package gives, for thousands at once."""
    both, first, second, neither = counts.T
    values, apart = 2 * counts.sum(axis=1), first + second
    ones, zeros = 2 * both + apart, 2 * neither + apart
    return 1 - _divided((values - 1) * apart, ones * zeros)


def _divided(above: Counts, below: Counts) -> Counts:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 1e-12)


def _one(measure: Callable[[Counts], Counts], counts: Counts) -> float | None:
    if not counts.sum():
        return None
    value = float(measure(counts)[0])
    return None if np.isnan(value) else value


def _interval(measure: Callable[[Counts], Counts], draws: Counts) -> Interval:
    found = measure(draws) if len(draws) else np.zeros(0)
    defined = found[~np.isnan(found)]
    if not len(found) or len(defined) < _FEWEST_DEFINED * len(found):
        return None
    edge = (1 - _LEVEL) / 2
    low, high = np.quantile(defined, [edge, 1 - edge])
    return float(low), float(high)
