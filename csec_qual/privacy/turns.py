"""Whole transcripts for the team: the place a quote's link leads to.

The team may read what was said, under pseudonyms and with known names masked. The public may not, and
nobody reads the words of someone who withdrew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from csec_qual.base.errors import PrivacyError
from csec_qual.model.people import Case, Consent, Participant
from csec_qual.model.transcript import Role, Segment, SourceType, Transcript, Turn, TurnKind
from csec_qual.privacy.names import Names
from csec_qual.privacy.off_record import off_record_turns
from csec_qual.privacy.release import (
    WITHHELD_COUNT,
    WITHHELD_OFF_RECORD,
    WITHHELD_PARAPHRASE,
    Audience,
)

WITHDRAWN = "removed: consent withdrawn"
_ROLE_WORDS = {
    Role.INTERVIEWER: "Interviewer",
    Role.MODERATOR: "Moderator",
    Role.NOTE_TAKER: "Note-taker",
    Role.UNKNOWN: "Unknown speaker",
}


@dataclass(frozen=True, slots=True)
class ReleasedPiece:
    """A run of words of one turn, names masked; the offsets count in the stored text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class ReleasedTurn:
    """A turn as the team may read it. Made by ``release_turns``.

    Attributes:
        number: Number of the turn.
        who: Pseudonym, or what the speaker does; never the file's label.
        role_group: The participant's role group; empty for others.
        is_context: Whether the words can never be evidence, such as a question.
        note: What holds for quoting them, such as ``counted only``; empty where they may be quoted.
        question: The survey or template question it answers, names masked.
        pieces: The words; empty where the speaker withdrew.
    """

    number: int
    who: str
    role_group: str
    is_context: bool
    note: str
    question: str
    pieces: tuple[ReleasedPiece, ...]


def release_turns(
    transcript: Transcript,
    *,
    participants: Iterable[Participant],
    cases: Iterable[Case],
    masks: Mapping[str, str],
    marked: Iterable[Segment],
    audience: Audience,
    tribes: Iterable[str] = (),
) -> tuple[ReleasedTurn, ...]:
    """Every turn of a transcript, as the team may read it.

    Args:
        transcript: What was said.
        participants: Everyone who has not withdrawn.
        cases: Every county of the study; those whose label is not their own name are masked.
        masks: Label by case id.
        marked: Stretches to be shown apart; a piece never runs across the edge of one.
        audience: Must be the team.
        tribes: Names of Tribes, which are masked.

    Raises:
        PrivacyError: The audience is another.
    """
    if audience is not Audience.TEAM:
        raise PrivacyError(
            f"{transcript.transcript_id}: whole transcripts are for the team only. "
            "Write the report for the team, or leave the transcript pages out."
        )
    everyone = list(participants)
    people = {person.label: person for person in everyone if person.transcript_id == transcript.transcript_id}
    names = Names.known(
        [speaker.label for speaker in transcript.speakers] + [person.label for person in everyone],
        [case.label for case in cases if masks.get(case.case_id) != case.label],
        tribes,
    )
    edges = sorted({edge for segment in marked for edge in (segment.start, segment.end)})
    off_record = off_record_turns(transcript)
    return tuple(
        _turn(transcript, turn, people.get(turn.speaker), names, edges, turn.number in off_record)
        for turn in transcript.turns
    )


def _turn(
    transcript: Transcript,
    turn: Turn,
    person: Participant | None,
    names: Names,
    edges: Sequence[int],
    is_off_record: bool,
) -> ReleasedTurn:
    is_participant = turn.role is Role.PARTICIPANT
    # A study blanks the words of someone who withdrew and forgets the role; a caller may not have.
    is_blanked = turn.end > turn.start and not transcript.words(turn).strip()
    has_withdrawn = bool(turn.speaker) and (
        is_blanked
        or (is_participant and person is None)
        or (person is not None and not person.consent.may_be_counted)
    )
    return ReleasedTurn(
        number=turn.number,
        who="Participant" if has_withdrawn else _who(transcript.source_type, turn, person),
        role_group=person.role_group if person and is_participant and not has_withdrawn else "",
        is_context=not turn.is_codable,
        note=WITHDRAWN if has_withdrawn else _note(person, is_off_record and turn.is_codable),
        question=names.masked(turn.question),
        pieces=() if has_withdrawn else tuple(_pieces(transcript, turn, names, edges)),
    )


def _who(source_type: SourceType, turn: Turn, person: Participant | None) -> str:
    if turn.kind is TurnKind.PROMPT:
        return "Heading or prompt"
    if turn.role is not Role.PARTICIPANT:
        return _ROLE_WORDS[turn.role]
    if person is not None and person.participant_id:
        return person.participant_id
    return "County plan" if source_type is SourceType.PLAN else "Unknown speaker"


def _note(person: Participant | None, is_off_record: bool) -> str:
    if person is not None and person.consent is Consent.COUNT:
        return WITHHELD_COUNT
    if person is not None and person.consent is Consent.PARAPHRASE:
        return WITHHELD_PARAPHRASE
    return WITHHELD_OFF_RECORD if is_off_record else ""


def _pieces(
    transcript: Transcript, turn: Turn, names: Names, edges: Sequence[int]
) -> Iterable[ReleasedPiece]:
    bounds = [turn.start, *(edge for edge in edges if turn.start < edge < turn.end), turn.end]
    for start, end in pairwise(bounds):
        if end > start:
            yield ReleasedPiece(start, end, names.masked(transcript.text[start:end]))
