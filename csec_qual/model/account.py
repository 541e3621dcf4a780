"""Who may sign in to a team's workbench, and what they may do there."""

from dataclasses import dataclass
from enum import StrEnum


class AccountRole(StrEnum):
    """What the holder of an account may do in the workbench."""

    VIEWER = "viewer"
    """Reads counts and masked passages; never who said them, and decides nothing."""
    CODER = "coder"
    """Reads transcripts, decides and codes."""
    LEAD = "lead"
    """Does what a coder does, gives out transcripts, settles differences and edits the codebook."""


class AccountEvent(StrEnum):
    """What happened to an account."""

    ADDED = "added"
    ROLE = "role"
    """It has another role from now on."""
    PASSWORD = "password"  # noqa: S105  the name of an event
    """It has another password from now on; which, nobody knows but its holder."""
    REMOVED = "removed"
    """Nobody signs in with it any more; what its holder decided stays under their name."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One entry of the log of accounts. Never changed: what happens next is another.

    Attributes:
        change_id: UUID that follows from the content.
        name: The holder's name, under which their decisions are recorded.
        event: What happened.
        role: The account's role after it.
        by: Who did it.
        time: UTC, ISO 8601.
    """

    change_id: str
    name: str
    event: AccountEvent
    role: AccountRole
    by: str
    time: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is now.

    Attributes:
        name: The holder's name.
        role: What they may do.
        changed: Id of the last change to it: whoever signed in before that signs in again.
        since: When it was added; UTC, ISO 8601.
    """

    name: str
    role: AccountRole
    changed: str
    since: str
