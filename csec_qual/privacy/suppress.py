"""Which counts of youth are too small to leave: primary suppression, one indicator at a time.

After the CalHHS Data De-Identification Guidelines, read strictly: every county's count of youth is treated as
if its publication score were 13 or more, so that counts from 1 to 10 are not released, nor is anything
derived from them. A zero may be released, but beside a suppressed cell it would tell that the cell is none:
then both read the same. A share whose rest is small tells the rest, and is suppressed too.

Not done here: complementary suppression across the cells of a row, a column and other outputs. It belongs
between ``too_small`` and the gate, over everything one report prints; until then no totals are printed
beside suppressed cells.
"""

import re
from collections.abc import Mapping

SMALLEST = 11
"""Counts of youth from 1 to 10 are not released."""
SUPPRESSED = f"fewer than {SMALLEST}, or none"
_NATIVE = re.compile(r"\b(?:native|indian|ai/?an|tribal|tribes?|icwa)\b", re.IGNORECASE)


def too_small(counts: Mapping[str, tuple[int, int | None]]) -> frozenset[str]:
    """The cells of one indicator that must not be told apart, by key.

    Args:
        counts: How many youth, and out of how many or None, by key.
    """
    small = {key for key, (n, of) in counts.items() if _is_small(n) or _is_small_rest(n, of)}
    return frozenset(small | {key for key, (n, _) in counts.items() if n == 0} if small else small)


def is_on_native_youth(text: str) -> bool:
    """Whether an indicator speaks of Native youth: by county it is a Tribe's to release."""
    return bool(_NATIVE.search(text))


def _is_small(n: int) -> bool:
    return 0 < n < SMALLEST


def _is_small_rest(n: int, of: int | None) -> bool:
    return of is not None and (_is_small(of) or _is_small(of - n))
