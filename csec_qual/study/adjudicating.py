"""Where the coders of a transcript differ, laid upon the text as it is, and settling it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from csec_qual.base.errors import DecisionError
from csec_qual.codebook.nodes import nearest
from csec_qual.model.assignment import Seat
from csec_qual.model.coding import Decision, Stance
from csec_qual.model.transcript import Segment, Transcript
from csec_qual.review.adjudicate import Disagreement, as_finished, disagreements
from csec_qual.review.blind import all_finished
from csec_qual.store import decisions as kept_decisions
from csec_qual.store import transcripts as kept_transcripts
from csec_qual.store.engine import Database
from csec_qual.study import reviewing, seating
from csec_qual.study.folder import StudyFolder


@dataclass(frozen=True, slots=True)
class Readings:
    """What the coders of a transcript said, once all of them had finished.

    Attributes:
        transcript: The transcript.
        seats: Their places.
        decisions: By coder, their decisions as they stood when they finished, in the text as it is now.
        differences: Where they differ.
        gone: How many of their decisions have words that are no longer in the text.
    """

    transcript: Transcript
    seats: tuple[Seat, ...]
    decisions: Mapping[str, tuple[Decision, ...]]
    differences: tuple[Disagreement, ...]
    gone: int = 0

    @property
    def n_settled(self) -> int:
        """How many of the differences are settled."""
        return sum(each.settled is not None for each in self.differences)

    def may_settle(self, coder: str) -> bool:
        """Whether a coder is a third person, or gave one of the others the transcript: its lead."""
        has = {seat.coder_id for seat in self.seats}
        led = any(seat.assigned_by == coder and seat.coder_id != coder for seat in self.seats)
        return coder not in has or led


def all_readings(held: StudyFolder, database: Database) -> list[Readings]:
    """What can be compared: every transcript that two or more people have and all of them finished."""
    by_transcript: dict[str, list[Seat]] = {}
    for seat in seating.seats(database):
        by_transcript.setdefault(seat.transcript_id, []).append(seat)
    finished = {name: seats for name, seats in by_transcript.items() if all_finished(seats)}
    if not finished:
        return []
    transcripts = held.transcripts()
    with database.reading() as connection:
        log = kept_decisions.fetch(connection)
        newest = kept_transcripts.latest_versions(connection)
        own = {
            (name, seat.coder_id): reviewing.placed(
                partial(kept_transcripts.fetch, connection), transcripts, newest, as_finished(log, seat)
            )
            for name, seats in finished.items()
            for seat in seats
        }
    found = []
    for name, seats in finished.items():
        if name not in transcripts:
            continue
        codable = reviewing.codable_turns([transcripts[name]])
        said = {
            seat.coder_id: tuple(
                each for each in own[name, seat.coder_id].standing if (name, each.turn) in codable
            )
            for seat in seats
        }
        later = reviewing.decided(database, transcripts, transcript_id=name).standing
        gone = sum(len(own[name, seat.coder_id].gone) for seat in seats)
        differences = tuple(disagreements(said, later))
        found.append(Readings(transcripts[name], tuple(seats), said, differences, gone))
    return found


def readings(held: StudyFolder, database: Database, transcript_id: str) -> Readings:
    """What the coders of one transcript said.

    Raises:
        DecisionError: Not all of them have finished, or fewer than two people have it.
    """
    found = {each.transcript.transcript_id: each for each in all_readings(held, database)}
    if transcript_id in found:
        return found[transcript_id]
    if transcript_id not in held.transcripts():
        raise DecisionError(
            f"There is no transcript '{transcript_id}'. {nearest(transcript_id, held.transcripts())}"
        )
    waiting = [seat.coder_id for seat in seating.seats(database, transcript_id) if not seat.is_finished]
    why = f"{' and '.join(waiting)} not finished yet" if waiting else "fewer than two people have finished it"
    raise DecisionError(f"{transcript_id}: nothing is compared until all its coders have finished; {why}.")


def settle(
    held: StudyFolder,
    database: Database,
    coder: str,
    passage: str,
    choice: str,
    note: str = "",
    known: Collection[str] | None = None,
) -> Decision:
    """Settle what the coders of a passage read differently; this is then the study's answer.

    Args:
        held: What the study holds.
        database: Its database.
        coder: Who settles.
        passage: The passage, such as ``maple-admin-01:41:tg-caregiver``.
        choice: The coder whose reading is right; ``both`` for the words of all who gave the code, or
            ``neither`` where it does not apply.
        note: Why.
        known: Ids of the decisions that settled it before, as far as the one who settles saw them.

    Raises:
        DecidedMeanwhileError: Somebody else settled it since; nothing was recorded.
        DecisionError: They do not differ there, the one who settles is one of them, or there is no such
            choice.
    """
    found = readings(held, database, passage.partition(":")[0])
    difference = next((each for each in found.differences if each.passage_id == passage), None)
    if difference is None:
        raise DecisionError(f"{passage}: its coders do not differ there.")
    if not found.may_settle(coder):
        raise DecisionError(f"{passage}: you are one of its coders; a third person or the lead settles it.")
    stance, segment = _chosen(difference, choice)
    code = held.codebook.code(difference.code_id)
    if code is None:
        raise DecisionError(f"There is no code '{difference.code_id}' any more.")
    said = reviewing.Say(
        code, segment, difference.turn, stance, note, known=known, settles=difference.decision_ids
    )
    return reviewing.record(database, coder, [said])[0]


def _chosen(difference: Disagreement, choice: str) -> tuple[Stance, Segment]:
    said = [each for each in difference.readings.values() if each]
    given = [each for each in said if each.stance is Stance.APPLIES]
    if choice in difference.readings:
        own = difference.readings[choice]
        if own and own.stance is Stance.APPLIES:
            return Stance.APPLIES, own.segment
        return Stance.DOES_NOT_APPLY, (own or said[0]).segment
    if choice == "both" and given:
        words = [each.segment for each in given]
        start, end = min(each.start for each in words), max(each.end for each in words)
        return Stance.APPLIES, Segment(words[0].transcript_id, start, end)
    if choice == "neither":
        return Stance.DOES_NOT_APPLY, said[0].segment
    raise DecisionError(f"There is no choice '{choice}' for {difference.passage_id}.")
