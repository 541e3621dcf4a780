"""Who is to code which transcript, and who has finished: what makes two codings independent."""

from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """What happened to a coder's place at a transcript."""

    ASSIGNED = "assigned"
    FINISHED = "finished"
    REOPENED = "reopened"
    """The coder goes on: what they had finished is no longer finished."""
    RELEASED = "released"
    """The coder no longer has the transcript; their decisions stay."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One entry of the log of assignments. Never changed: what happens next is another.

    Attributes:
        assignment_id: UUID that follows from the content.
        transcript_id: The transcript.
        coder_id: Whose place at it.
        event: What happened.
        is_blind: Whether the coder sees nothing of what others decide there until all have finished.
        hides_suggestions: Whether they do not see the engine's suggestions there either.
        by: Who did it.
        after: How many decisions the log of decisions held then: what was decided later was not independent.
        time: UTC, ISO 8601.
    """

    assignment_id: str
    transcript_id: str
    coder_id: str
    event: Event
    is_blind: bool
    hides_suggestions: bool
    by: str
    after: int
    time: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A coder's place at a transcript, as it is now.

    Attributes:
        transcript_id: The transcript.
        coder_id: The coder.
        is_blind: Whether they see nothing of what others decide there until all have finished.
        hides_suggestions: Whether the engine's suggestions are hidden from them until then.
        assigned_by: Who gave them the transcript.
        finished_after: How many decisions the log held when they finished; None while they have not.
    """

    transcript_id: str
    coder_id: str
    is_blind: bool
    hides_suggestions: bool
    assigned_by: str
    finished_after: int | None = None

    @property
    def is_finished(self) -> bool:
        """Whether the coder has marked the transcript finished."""
        return self.finished_after is not None
