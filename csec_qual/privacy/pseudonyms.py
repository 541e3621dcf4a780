"""Masked labels for counties: ``County C`` in place of a name.

Nothing here is kept: the labels follow from the study's seed and the report's name, so the key is
the seed, which stays in the study folder.
"""

from collections.abc import Iterable

from csec_qual.base.identity import fingerprint
from csec_qual.model.people import Case

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def masks(cases: Iterable[Case], *, seed: str, report: str) -> dict[str, str]:
    """A masked label for each county, such as ``{"maple": "County C"}``.

    Letters are drawn from the whole alphabet, so neither the number of counties nor their order
    can be read from them. From the twenty-seventh county on they go AA, AB and so forth.

    Args:
        cases: The counties; their order does not matter.
        seed: The study's secret word for masks.
        report: Which report this is. Labels are stable inside one report and drawn anew for another,
            so that two reports laid side by side do not tell which county is which.

    Returns:
        Label by case id, in the order of the ids.
    """
    case_ids = sorted({case.case_id for case in cases})
    pool = [_letters(number) for number in range(max(len(_ALPHABET), len(case_ids)))]
    # Ordered by digest, not by random.shuffle: the same on every Python, and nothing but the seed decides.
    drawn = sorted(pool, key=lambda letters: fingerprint([seed, report, letters]))
    return {case_id: f"County {letters}" for case_id, letters in zip(case_ids, drawn, strict=False)}


def _letters(number: int) -> str:
    """A, B, ... Z, AA, AB, ... as a spreadsheet names its columns."""
    letters = ""
    number += 1
    while number:
        number, place = divmod(number - 1, len(_ALPHABET))
        letters = _ALPHABET[place] + letters
    return letters
