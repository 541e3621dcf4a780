"""What people note beside the coding: memos, and the summaries in the cells of the framework matrix."""

from dataclasses import dataclass
from enum import StrEnum


class MemoKind(StrEnum):
    """What a memo is about."""

    STUDY = "study"
    CASE = "case"
    TRANSCRIPT = "transcript"
    TURN = "turn"
    """A passage, by the turn it stands in: ``maple-admin-01:41``."""
    CODE = "code"
    CELL = "cell"
    """A code in a county, as ``maple:tg-caregiver``: the summary in a cell of the framework matrix."""


@dataclass(frozen=True, slots=True)
class MemoVersion:
    """One entry of the log of memos. Never changed: to edit or remove a memo is to append another.

    Attributes:
        entry_id: UUID that follows from the content.
        memo_id: The memo it is a version of.
        number: Which version, from 1.
        kind: What the memo is about.
        place: Which of that kind; empty for the study.
        text: The memo, as it was written; empty where it was removed.
        by: Who wrote it.
        for_report: Whether it may stand in the county's report.
        n: For a cell, the mentions it was written at.
        time: UTC, ISO 8601.
    """

    entry_id: str
    memo_id: str
    number: int
    kind: MemoKind
    place: str
    text: str
    by: str
    for_report: bool
    n: int
    time: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo as it is now.

    Attributes:
        versions: Every version, the first one first.
    """

    versions: tuple[MemoVersion, ...]

    @property
    def now(self) -> MemoVersion:
        """The last version."""
        return self.versions[-1]

    @property
    def is_removed(self) -> bool:
        """Whether it was removed; its versions stay."""
        return not self.now.text

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who wrote a version, the first one first."""
        return tuple(dict.fromkeys(version.by for version in self.versions))
