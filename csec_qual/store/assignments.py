"""The log of assignments: appended to, never changed."""

from sqlalchemy import Connection, insert, select

from csec_qual.base.identity import Json
from csec_qual.model.assignment import Assignment, Event
from csec_qual.store import chain
from csec_qual.store.engine import direct
from csec_qual.store.schema import assignments


def append(connection: Connection, assignment: Assignment) -> None:
    """Add an entry to the log, linked to the one before it.

    Args:
        connection: A transaction that writes: nobody else can append in between.
        assignment: What happened.
    """
    said: dict[str, Json] = {
        "assignment_id": assignment.assignment_id,
        "transcript_id": assignment.transcript_id,
        "coder_id": assignment.coder_id,
        "event": assignment.event.value,
        "is_blind": int(assignment.is_blind),
        "hides_suggestions": int(assignment.hides_suggestions),
        "by": assignment.by,
        "after": assignment.after,
        "time": assignment.time,
    }
    link = chain.link(chain.last(direct(connection), chain.ASSIGNMENTS), said, chain.ASSIGNMENTS)
    connection.execute(insert(assignments).values(**said, link=link))


def fetch(connection: Connection) -> list[Assignment]:
    """Every entry, in the order in which they were made."""
    return [
        Assignment(
            assignment_id=row.assignment_id,
            transcript_id=row.transcript_id,
            coder_id=row.coder_id,
            event=Event(row.event),
            is_blind=bool(row.is_blind),
            hides_suggestions=bool(row.hides_suggestions),
            by=row.by,
            after=row.after,
            time=row.time,
        )
        for row in connection.execute(select(assignments).order_by(assignments.c.position))
    ]
