"""Administrative indicators of a county, and how far people found them to fit what was said."""

from dataclasses import dataclass
from enum import StrEnum


class Domain(StrEnum):
    """What an indicator is about."""

    IDENTIFICATION = "identification"
    REVICTIMIZATION = "revictimization"
    CASE_INVOLVEMENT = "case_involvement"
    PLACEMENT = "placement"


class Fit(StrEnum):
    """How talk stands to an indicator, as a person judged it (Fetters, Curry and Creswell 2013)."""

    CONFIRMS = "confirms"
    EXPANDS = "expands"
    CONFLICTS = "conflicts"
    SILENT = "silent"
    """One of the two says nothing on it."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number on the youth of one county.

    Attributes:
        case_id: The county.
        domain: What it is about.
        name: What is counted, such as ``Youth identified by screening``.
        period: When, such as ``2024-25``.
        n: How many youth.
        of: Out of how many; None where it is a plain count.
        definition: What counts and who counted.
        fit: How what people said stands to it; None where nobody has judged.
        note: What the evaluators make of the two together.
    """

    case_id: str
    domain: Domain
    name: str
    period: str
    n: int
    of: int | None = None
    definition: str = ""
    fit: Fit | None = None
    note: str = ""
