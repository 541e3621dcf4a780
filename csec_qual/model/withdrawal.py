"""A withdrawal: that somebody's words were taken out of a study, told without the words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One entry of the log of withdrawals. Never changed, and holds nothing of what was said.

    Attributes:
        withdrawal_id: UUID that follows from the content.
        participant_id: Whose words were taken out, by pseudonym.
        by: Who did it.
        turns: How many turns were blanked, in every version of every transcript.
        after: How many decisions the log of decisions held then.
        time: UTC, ISO 8601.
    """

    withdrawal_id: str
    participant_id: str
    by: str
    turns: int
    after: int
    time: str
