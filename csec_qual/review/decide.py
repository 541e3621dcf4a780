"""From the log of decisions to the study's codings.

A decision is about a code in a turn, so it stands when rules, codes or the engine change: the next
suggestion for that code and turn meets it. Per coder the last stance stands; where coders differ, the
decision that settles between them is the study's answer, and until there is one the last one given. To
undo is to append: a decision that was taken back stays in the log and stands no longer.
"""

from collections.abc import Iterable, Mapping, Sequence

from csec_qual.base.identity import stable_id
from csec_qual.model.codes import Code, Status
from csec_qual.model.coding import CodedPassage, Coding, Decision, Stance, Suggestion
from csec_qual.model.transcript import Segment, Transcript


def passage_id(decision: Decision) -> str:
    """The code in the turn that a decision is about; the same as the suggestion's id."""
    return f"{decision.segment.transcript_id}:{decision.turn}:{decision.code_id}"


def decision(
    segment: Segment,
    turn: int,
    code: Code,
    version: int,
    *,
    coder_id: str,
    stance: Stance,
    note: str,
    time: str,
    number: int,
    seen: Suggestion | None = None,
    settles: tuple[str, ...] = (),
) -> Decision:
    """What a coder says of a code in a turn.

    Args:
        segment: The words it is about.
        turn: The turn they stand in.
        code: The code as it stands.
        version: Version of the transcript that the words count in.
        coder_id: Who decides.
        stance: What they say.
        note: In their own words; may be empty.
        time: UTC, ISO 8601.
        number: How often the coder decided on the passage before, so that two decisions in one second differ.
        seen: The suggestion the coder saw; None where they code by hand.
        settles: Ids of the decisions of others between which this one settles.
    """
    place = f"{segment.transcript_id}:{turn}:{code.code_id}"
    return Decision(
        decision_id=stable_id(coder_id, place, str(number), stance.value, note, time),
        coder_id=coder_id,
        segment=segment,
        version=version,
        turn=turn,
        code_id=code.code_id,
        code_version=code.version,
        stance=stance,
        note=note,
        suggestion_id=seen.suggestion_id if seen else "",
        fingerprint=seen.fingerprint if seen else "",
        time=time,
        settles=settles,
    )


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that were not taken back, in the order in which they were made."""
    kept: dict[str, Decision] = {}
    made: dict[tuple[str, str], list[str]] = {}
    for each in decisions:
        own = made.setdefault((each.coder_id, passage_id(each)), [])
        if each.stance is not Stance.TAKEN_BACK:
            own.append(each.decision_id)
            kept[each.decision_id] = each
        elif own:
            del kept[own.pop()]
    return list(kept.values())


def codings(decisions: Iterable[Decision]) -> dict[str, Coding]:
    """The present answer for every code and turn that somebody decided on, by passage id.

    Args:
        decisions: Those that stand; see ``standing``.
    """
    by_passage: dict[str, list[Decision]] = {}
    for each in decisions:
        by_passage.setdefault(passage_id(each), []).append(each)
    answers = {place: _answer(made) for place, made in by_passage.items()}
    return {
        place: Coding(answer, sum(each.stance is not answer.stance for each in by_passage[place]))
        for place, answer in answers.items()
    }


def _answer(made: Sequence[Decision]) -> Decision:
    """The study's answer: who settled between others is not overruled by whoever speaks later."""
    settling = [each for each in made if each.settles]
    return (settling or made)[-1]


def passages(
    suggestions: Iterable[Suggestion],
    decisions: Iterable[Decision],
    transcripts: Mapping[str, Transcript],
    code_order: Sequence[str],
    *,
    include_undecided: bool,
) -> list[CodedPassage]:
    """The coded passages of the study, in transcript, turn and codebook order.

    A person's word comes first: what somebody says applies is in, also where the engine suggests it
    no longer; what somebody says does not apply, or is unsure of, is out. Only codable turns count.

    Args:
        suggestions: What the engine proposes.
        decisions: The log.
        transcripts: By id; a passage of a turn that is not codable here is left out.
        code_order: Ids of the codes in codebook order; a code that is not among them is left out.
        include_undecided: Whether suggestions that count and that nobody decided on are in.
    """
    settled = codings(decisions)
    suggested = {each.suggestion_id: each for each in suggestions}
    found = [
        _from_coding(coding, suggested.get(place)) for place, coding in settled.items() if _applies(coding)
    ]
    if include_undecided:
        found += [
            _from_suggestion(each)
            for place, each in suggested.items()
            if each.counts and place not in settled
        ]
    order = {code_id: number for number, code_id in enumerate(code_order)}
    codable = [
        each
        for each in found
        if each.code_id in order and _is_codable(each, transcripts.get(each.transcript_id))
    ]
    return sorted(codable, key=lambda each: (each.transcript_id, each.turn, order[each.code_id]))


def _applies(coding: Coding) -> bool:
    return coding.decision.stance is Stance.APPLIES


def _is_codable(passage: CodedPassage, transcript: Transcript | None) -> bool:
    if transcript is None or not 1 <= passage.turn <= len(transcript.turns):
        return False
    turn = transcript.turns[passage.turn - 1]
    inside = turn.start <= passage.segment.start and passage.segment.end <= turn.end
    return turn.is_codable and inside


def _from_suggestion(suggestion: Suggestion) -> CodedPassage:
    return CodedPassage(
        passage_id=suggestion.suggestion_id,
        transcript_id=suggestion.transcript_id,
        turn=suggestion.turn,
        code_id=suggestion.code_id,
        segment=suggestion.segment,
        status=suggestion.status,
        rule_id=suggestion.rule_id,
        coder_id="",
        attributes=suggestion.attributes,
    )


def _from_coding(coding: Coding, suggestion: Suggestion | None) -> CodedPassage:
    made = coding.decision
    return CodedPassage(
        passage_id=passage_id(made),
        transcript_id=made.segment.transcript_id,
        turn=made.turn,
        code_id=made.code_id,
        segment=made.segment,
        status=suggestion.status if suggestion else Status.AFFIRMED,
        rule_id=suggestion.rule_id if suggestion else "",
        coder_id=made.coder_id,
        attributes=suggestion.attributes if suggestion else (),
    )
