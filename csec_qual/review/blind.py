"""What a coder may see of a transcript that several people code without knowing of each other.

Every view asks here. A transcript is closed while somebody works blind on it: until at least two people
have it and all of them have finished. While it is closed,

- a blind coder sees nothing of what others decided there, nor, where their place says so, of what the
  engine suggests;
- whoever else codes there sees nothing of what a blind coder decided: they could follow it;
- who has no part in it, such as the lead, sees all.
"""

from collections.abc import Collection, Iterable

from csec_qual.model.assignment import Assignment, Event, Seat
from csec_qual.model.coding import Decision, Suggestion

# Agreement is between people.
_FEWEST = 2


def seats(log: Iterable[Assignment]) -> list[Seat]:
    """Who has which transcript now, by transcript and in the order in which they got it.

    Args:
        log: The log of assignments, in order.
    """
    found: dict[tuple[str, str], Seat] = {}
    for each in log:
        key = each.transcript_id, each.coder_id
        if each.event is Event.RELEASED:
            found.pop(key, None)
            continue
        given_by = found[key].assigned_by if key in found else each.by
        found[key] = Seat(
            each.transcript_id,
            each.coder_id,
            each.is_blind,
            each.hides_suggestions,
            each.by if each.event is Event.ASSIGNED else given_by,
            each.after if each.event is Event.FINISHED else None,
        )
    return sorted(found.values(), key=lambda seat: seat.transcript_id)


def all_finished(seats: Collection[Seat]) -> bool:
    """Whether a transcript's coders may be compared: there are two or more, and all have finished."""
    return len(seats) >= _FEWEST and all(seat.is_finished for seat in seats)


def closed(seats: Iterable[Seat]) -> dict[str, list[Seat]]:
    """The transcripts in which somebody works blind and not all have finished, with everybody's places."""
    by_transcript: dict[str, list[Seat]] = {}
    for seat in seats:
        by_transcript.setdefault(seat.transcript_id, []).append(seat)
    return {
        name: each
        for name, each in by_transcript.items()
        if any(seat.is_blind for seat in each) and not all_finished(each)
    }


class Blinders:
    """What one coder may see.

    Args:
        coder: The coder.
        seats: Everybody's places.
        worked_on: Closed transcripts that the coder decided in, with a place there or without.
    """

    def __init__(self, coder: str, seats: Iterable[Seat], worked_on: Collection[str] = ()) -> None:
        self.coder = coder
        self._closed = closed(seats)
        self._own = {
            name: seat for name, each in self._closed.items() for seat in each if seat.coder_id == coder
        }
        self._worked_on = frozenset(worked_on)

    @property
    def blind_in(self) -> frozenset[str]:
        """Transcripts in which the coder sees nothing of what others decided."""
        return frozenset(name for name, seat in self._own.items() if seat.is_blind)

    @property
    def unsuggested_in(self) -> frozenset[str]:
        """Transcripts in which the coder does not see what the engine suggests."""
        return frozenset(name for name, seat in self._own.items() if seat.hides_suggestions)

    def sees(self, decision: Decision) -> bool:
        """Whether the coder may know of a decision."""
        return self.knows(decision.segment.transcript_id, decision.coder_id)

    def knows(self, where: str, who: str) -> bool:
        """Whether the coder may know what somebody decided or noted in a transcript."""
        if who == self.coder or where not in self._closed:
            return True
        if where in self.blind_in:
            return False
        codes_there = where in self._own or where in self._worked_on
        by_blind = any(seat.is_blind and seat.coder_id == who for seat in self._closed[where])
        return not (codes_there and by_blind)

    def decisions(self, made: Iterable[Decision]) -> list[Decision]:
        """Those the coder may know of, in the order given."""
        return [each for each in made if self.sees(each)] if self._closed else list(made)

    def suggestions(self, found: Iterable[Suggestion]) -> list[Suggestion]:
        """Those the coder may know of, in the order given."""
        hidden = self.unsuggested_in
        return [each for each in found if each.transcript_id not in hidden] if hidden else list(found)
