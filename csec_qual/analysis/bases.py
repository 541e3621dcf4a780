"""What a count counts: the four bases, the ways to split them, and the words that go with each.

A number without its base misleads: forty mentions by one manager are one participant, one transcript
and one county. Every table and report takes its wording from here, so that they all say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from csec_qual.base.errors import CsecQualError
from csec_qual.model.transcript import SourceType

ALL = "all"
"""Id of the cell that holds everyone."""
NOT_RECORDED = "-"
"""Id of the cell of those whose county or role group nobody recorded; never a slug."""
DOCUMENT = "document"
"""Id of the role cell of plans, which speak with no person's voice."""
SMALLEST_FOR_PERCENT = 20
"""Below this denominator a percentage claims more than the number can carry."""


class TableError(CsecQualError):
    """A table was asked for something it does not have."""


class Base(StrEnum):
    """A counting basis: what stands above the line and what below it."""

    MENTIONS = "mentions"
    PARTICIPANTS = "participants"
    TRANSCRIPTS = "transcripts"
    COUNTIES = "counties"

    @classmethod
    def of(cls, name: str) -> "Base":
        """The base of that name.

        Raises:
            TableError: There is no such base.
        """
        return cls(_known(name, cls, "counting base"))

    @property
    def label(self) -> str:
        """For headings, such as ``Transcripts``."""
        return self.value.capitalize()

    @property
    def numerator(self) -> str:
        """What n counts."""
        return _WORDING[self].numerator

    @property
    def denominator(self) -> str:
        """What N counts."""
        return _WORDING[self].denominator

    @property
    def sentence(self) -> str:
        """Numerator and denominator as one sentence, for the foot of a table."""
        return f"{self.label}: n = {self.numerator}; N = {self.denominator}. {_WORDING[self].note}"

    @property
    def never_say(self) -> str:
        """The claim this base does not support."""
        return _WORDING[self].never_say


class By(StrEnum):
    """What the cells of a table are."""

    COUNTY = "county"
    ROLE = "role"
    SOURCE = "source"

    @classmethod
    def of(cls, name: str) -> "By":
        """The split of that name.

        Raises:
            TableError: There is no such split.
        """
        return cls(_known(name, cls, "way to split a table"))


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its denominator.

    Attributes:
        n: How many, on the base of the table it comes from.
        of: How many there could have been; 0 where the cell holds nobody to count.
    """

    n: int
    of: int

    @property
    def shown(self) -> str:
        """Such as ``3/14``: the denominator always stands beside the number."""
        return f"{self.n}/{self.of}"

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None below ``SMALLEST_FOR_PERCENT``, where no percentage is printed."""
        return self.n / self.of if self.of >= SMALLEST_FOR_PERCENT else None


@dataclass(frozen=True, slots=True)
class _Wording:
    numerator: str
    denominator: str
    note: str
    never_say: str


_WORDING = {
    Base.MENTIONS: _Wording(
        "coded participant turns",
        "all participant turns in the cell that could have been coded",
        "A plan's paragraph and a survey answer are turns. A turn counts once for a code, "
        "however often it makes the point.",
        "Never say that a share of people said it: one person can fill this number.",
    ),
    Base.PARTICIPANTS: _Wording(
        "different people who said it at least once",
        "people in the cell with at least one turn that could have been coded",
        "Someone heard in several transcripts is one person. Survey respondents are participants. "
        "A plan is nobody's voice and is not counted. N holds people who may not have been asked.",
        "Never say anything about counties, or about people who were not heard.",
    ),
    Base.TRANSCRIPTS: _Wording(
        "transcripts in which it was said at least once",
        "transcripts in the cell with at least one turn that could have been coded",
        "A focus group is one transcript, and so is a plan or a survey file. A survey across counties "
        "counts once in each county that answered, and once in all.",
        "Never say participants: a group of eight is one transcript.",
    ),
    Base.COUNTIES: _Wording(
        "counties from which it was said at least once",
        "counties in the cell with at least one source that could have been coded",
        "A survey answer belongs to the respondent's own county.",
        "Never say 'most counties' from plans alone: a plan states intent, not practice.",
    ),
}

SOURCE_LABELS = {
    SourceType.INTERVIEW: "Interviews",
    SourceType.FOCUS_GROUP: "Focus groups",
    SourceType.PLAN: "Plans",
    SourceType.SURVEY: "Surveys",
}
"""Headings of the source kinds, in the order they are shown."""


def nearest(name: str, known: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` for the known name closest to a mistyped one; empty where none is close."""
    close = get_close_matches(name, list(known), n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


def _known(name: str, names: Iterable[str], what: str) -> str:
    known = [str(one) for one in names]
    if name not in known:
        raise TableError(f"'{name}' is no {what}. Use one of: {', '.join(known)}.{nearest(name, known)}")
    return name
