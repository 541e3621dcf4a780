"""Who is to code which transcript, who has finished, and what they may see meanwhile."""

from csec_qual.base.clock import now
from csec_qual.base.errors import DecisionError
from csec_qual.base.identity import stable_id
from csec_qual.model.assignment import Assignment, Event, Seat
from csec_qual.review import blind
from csec_qual.review.blind import Blinders
from csec_qual.store import assignments as kept_assignments
from csec_qual.store import decisions as kept_decisions
from csec_qual.store.engine import Database


def log(database: Database) -> list[Assignment]:
    """Everything that happened to anybody's place, in order."""
    with database.reading() as connection:
        return kept_assignments.fetch(connection)


def seats(database: Database, transcript_id: str | None = None) -> list[Seat]:
    """Who has which transcript now; of one transcript, or of all."""
    return [each for each in blind.seats(log(database)) if transcript_id in (None, each.transcript_id)]


def blinders(database: Database, coder: str) -> Blinders:
    """What a coder may see."""
    with database.reading() as connection:
        found = blind.seats(kept_assignments.fetch(connection))
        return Blinders(coder, found, kept_decisions.worked_on(connection, coder, blind.closed(found)))


def assign(
    database: Database,
    transcript_id: str,
    coder: str,
    *,
    by: str,
    is_blind: bool = False,
    hides_suggestions: bool = False,
) -> Assignment:
    """Give a transcript to a coder.

    Raises:
        DecisionError: The coder or who assigns has no name; the coder has it already, or may have seen what
            they are to be blind to.
    """
    has = _seat(database, transcript_id, coder)
    if has and (has.is_blind, has.hides_suggestions) == (is_blind, hides_suggestions):
        raise DecisionError(f"{coder} has {transcript_id} already.")
    if has and has.is_finished:
        raise DecisionError(f"{coder} has finished {transcript_id}. Reopen it first.")
    _refuse_own_sight(has, by)
    return _append(database, transcript_id, coder, Event.ASSIGNED, by, (is_blind, hides_suggestions))


def finish(database: Database, transcript_id: str, coder: str) -> Assignment:
    """Mark a transcript finished by a coder; who was not assigned to it is with that.

    Raises:
        DecisionError: The coder has no name, or has finished it already.
    """
    has = _seat(database, transcript_id, coder)
    if has and has.is_finished:
        raise DecisionError(f"{coder} has finished {transcript_id} already.")
    if has is None:
        _append(database, transcript_id, coder, Event.ASSIGNED, coder, (False, False))
    return _append(database, transcript_id, coder, Event.FINISHED, coder, _terms(has))


def reopen(database: Database, transcript_id: str, coder: str) -> Assignment:
    """Let a coder go on with a transcript that they marked finished.

    Raises:
        DecisionError: They have not finished it, or everybody has: they may have seen what others decided.
    """
    has = _seat(database, transcript_id, coder)
    if has is None or not has.is_finished:
        raise DecisionError(f"{coder} has not finished {transcript_id}.")
    if blind.all_finished(seats(database, transcript_id)):
        raise DecisionError(
            f"{transcript_id}: everybody has finished and may have seen the others' decisions. "
            "Settle where they differ instead."
        )
    return _append(database, transcript_id, coder, Event.REOPENED, coder, _terms(has))


def release(database: Database, transcript_id: str, coder: str, *, by: str) -> Assignment:
    """Take a transcript from a coder; what they decided stays.

    Raises:
        DecisionError: They do not have it.
    """
    has = _seat(database, transcript_id, coder)
    if has is None:
        raise DecisionError(f"{coder} does not have {transcript_id}.")
    _refuse_own_sight(has, by)
    return _append(database, transcript_id, coder, Event.RELEASED, by, _terms(has))


def _refuse_own_sight(has: Seat | None, by: str) -> None:
    """A blind coder who could give up their place, or take another, would see at will."""
    if has and has.is_blind and by.strip() == has.coder_id:
        raise DecisionError(
            f"{has.transcript_id}: you work blind there; only somebody else can change that. "
            f"Ask {has.assigned_by}."
        )


def _terms(seat: Seat | None) -> tuple[bool, bool]:
    return (seat.is_blind, seat.hides_suggestions) if seat else (False, False)


def _seat(database: Database, transcript_id: str, coder: str) -> Seat | None:
    return next((each for each in seats(database, transcript_id) if each.coder_id == coder.strip()), None)


def _append(
    database: Database, transcript_id: str, coder: str, event: Event, by: str, terms: tuple[bool, bool]
) -> Assignment:
    coder_id, by = coder.strip(), by.strip()
    if not coder_id or not by:
        raise DecisionError("An assignment needs the name of its coder, and of who makes it.")
    with database.writing() as connection:
        n = len(kept_assignments.fetch(connection))
        time, after = now(), kept_decisions.length(connection)
        made = Assignment(
            stable_id("assignment", str(n), transcript_id, coder_id, event.value, by, time),
            transcript_id,
            coder_id,
            event,
            *terms,
            by,
            after,
            time,
        )
        kept_assignments.append(connection, made)
        return made
