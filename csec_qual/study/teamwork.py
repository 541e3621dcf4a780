"""Who has coded what, and what is left: numbers, and the lists behind them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from csec_qual.model.assignment import Seat
from csec_qual.model.codes import Code
from csec_qual.model.coding import Decision, Stance
from csec_qual.model.transcript import Transcript
from csec_qual.review.blind import all_finished
from csec_qual.review.decide import codings, passage_id
from csec_qual.store.suggestions import Place


@dataclass(frozen=True, slots=True)
class TranscriptWork:
    """What people have done in one transcript.

    Attributes:
        transcript_id: The transcript.
        suggested: Suggestions in it.
        undecided: Those on which nobody has decided.
        decided: On how many codes in turns each coder decided.
        seats: Who has it to code.
        is_compared: Whether all who have it, two or more, have finished.
    """

    transcript_id: str
    suggested: int
    undecided: int
    decided: Mapping[str, int]
    seats: tuple[Seat, ...]

    @property
    def is_compared(self) -> bool:
        """Whether all who have it, two or more, have finished."""
        return all_finished(self.seats)


@dataclass(frozen=True, slots=True)
class CodeWork:
    """What people have done with one code.

    Attributes:
        code: The code.
        suggested: Its suggestions.
        undecided: Those on which nobody has decided.
        applies: In how many turns the study's answer is that it applies.
        does_not_apply: In how many it is that it does not.
    """

    code: Code
    suggested: int
    undecided: int
    applies: int
    does_not_apply: int


@dataclass(frozen=True, slots=True)
class TeamWork:
    """What a team has done, as far as the one who asks may see it.

    Attributes:
        transcripts: By transcript, in order.
        codes: By code, in codebook order; those that nobody suggests or decides on are left out.
        days: How many decisions each coder made each day, by day and coder, newest first.
        coders: Everybody who decided or has a transcript.
    """

    transcripts: tuple[TranscriptWork, ...]
    codes: tuple[CodeWork, ...]
    days: Mapping[tuple[str, str], int]
    coders: tuple[str, ...]


def team_work(
    transcripts: Mapping[str, Transcript],
    codes: Iterable[Code],
    suggestions: Collection[Place],
    standing: Sequence[Decision],
    log: Iterable[Decision],
    seats: Sequence[Seat],
) -> TeamWork:
    """Count what a team has done.

    Args:
        transcripts: Every transcript.
        codes: Those in use.
        suggestions: Where those stand that may be seen.
        standing: The decisions that stand and may be seen.
        log: Every decision that may be seen, as it was made.
        seats: Everybody's places.
    """
    answers = codings(standing)
    last = last_words(standing)
    undecided = [each for each in suggestions if _name(each) not in answers]
    suggested_in, suggested_of = (Counter(map(key, suggestions)) for key in (_where, _of))
    left_in, left_of = (Counter(map(key, undecided)) for key in (_where, _of))
    by_coder = Counter((each.segment.transcript_id, each.coder_id) for each in last)
    stances = Counter((each.decision.code_id, each.decision.stance) for each in answers.values())
    days = Counter((each.time[:10], each.coder_id) for each in log if each.stance is not Stance.TAKEN_BACK)
    coders = sorted({each.coder_id for each in standing} | {seat.coder_id for seat in seats})
    return TeamWork(
        tuple(
            TranscriptWork(
                name,
                suggested_in[name],
                left_in[name],
                {coder: by_coder[name, coder] for coder in coders if by_coder[name, coder]},
                tuple(seat for seat in seats if seat.transcript_id == name),
            )
            for name in transcripts
        ),
        tuple(
            CodeWork(
                code,
                suggested_of[code.code_id],
                left_of[code.code_id],
                stances[code.code_id, Stance.APPLIES],
                stances[code.code_id, Stance.DOES_NOT_APPLY],
            )
            for code in codes
            if suggested_of[code.code_id] or any(stances[code.code_id, stance] for stance in Stance)
        ),
        dict(sorted(days.items(), key=lambda item: (item[0][0], item[0][1]), reverse=True)),
        tuple(coders),
    )


def last_words(standing: Iterable[Decision]) -> list[Decision]:
    """What each coder says of each passage now, in the order in which they said it."""
    found: dict[tuple[str, str], Decision] = {}
    for each in standing:
        key = each.coder_id, passage_id(each)
        found.pop(key, None)
        found[key] = each
    return list(found.values())


def _name(place: Place) -> str:
    return f"{place.transcript_id}:{place.turn}:{place.code_id}"


def _where(place: Place) -> str:
    return place.transcript_id


def _of(place: Place) -> str:
    return place.code_id
