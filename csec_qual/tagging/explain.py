"""Why a code was suggested, in words an evaluator understands."""

from dataclasses import dataclass

from csec_qual.model.codes import Codebook, Rule, Status
from csec_qual.model.coding import BY_READING, Evidence, Suggestion, is_paraphrase
from csec_qual.model.transcript import Segment, Transcript

_MEANING = {
    Status.AFFIRMED: "the speaker says it is so",
    Status.NEED: "the speaker says it is wanted or required",
    Status.NEGATED: "the speaker denies it",
    Status.HYPOTHETICAL: "a supposed case, not a report",
    Status.RESOLVED: "true before, said to be over",
    Status.ELSEWHERE: "about another place or a former job",
    Status.REPORTED_QUESTION: "a question, or somebody else's words",
    Status.UNCERTAIN: "the speaker says they do not know",
    Status.IRONIC: "the words say one thing and may mean the opposite",
}


_BY_READING = (
    "No rule: read by the paraphrase layer, because the answer is close in meaning to answers that people "
    "gave this code."
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One firing, told in words.

    Attributes:
        rule_id: The rule that fired.
        rule: The rule's text, or its pattern's kind for a token or dependency pattern.
        place: Where the rule is written, as ``file:line``; empty where the codebook no longer has it.
        sentence: The evidence.
        words: The words that made the rule fire.
        status: How the speaker stands to them.
        meaning: The status in words.
        cue: The words that set the status; empty where none did.
        by_reading: Whether the whole of the answer, and no cue, set the status.
    """

    rule_id: str
    rule: str
    place: str
    sentence: str
    words: tuple[str, ...]
    status: Status
    meaning: str
    cue: str
    by_reading: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a code was suggested for a turn.

    Attributes:
        suggestion: The suggestion explained.
        label: The code's label.
        speaker: Who said it, as the file labels them.
        verdict: Whether it counts and why, as a sentence.
        reasons: Every firing, strongest first.
    """

    suggestion: Suggestion
    label: str
    speaker: str
    verdict: str
    reasons: tuple[Reason, ...]


def explain(suggestion: Suggestion, codebook: Codebook, transcript: Transcript) -> Explanation:
    """Tell why a suggestion was made."""
    code = codebook.code(suggestion.code_id)
    rules = {rule.rule_id: rule for rule in code.rules} if code else {}
    return Explanation(
        suggestion=suggestion,
        label=code.label if code else suggestion.code_id,
        speaker=transcript.turns[suggestion.turn - 1].speaker,
        verdict=_verdict(suggestion),
        reasons=tuple(
            _reason(evidence, rules.get(evidence.rule_id), transcript) for evidence in suggestion.evidence
        ),
    )


def _verdict(suggestion: Suggestion) -> str:
    if suggestion.counts:
        return f"It counts: {suggestion.status} ({_MEANING[suggestion.status]})."
    if suggestion.needs_review and suggestion.status in (Status.AFFIRMED, Status.NEED):
        return (
            f"It waits for a person: a rule fired and nothing denies it, but read as a whole the answer is "
            f"not like those that people gave this code (score {suggestion.score:.2f})."
        )
    if suggestion.needs_review:
        return (
            f"It waits for a person: {suggestion.status} ({_MEANING[suggestion.status]}), "
            "which the codebook does not settle by rule."
        )
    return f"It does not count: {suggestion.status} ({_MEANING[suggestion.status]})."


def _reason(evidence: Evidence, rule: Rule | None, transcript: Transcript) -> Reason:
    def text(segment: Segment) -> str:
        return transcript.text[segment.start : segment.end]

    is_read = is_paraphrase(evidence.rule_id)
    return Reason(
        rule_id=evidence.rule_id,
        rule=_BY_READING if is_read else _written(rule) if rule else "",
        place=f"{rule.place.path}:{rule.place.line}" if rule else "",
        sentence=text(evidence.segment),
        words=tuple(text(segment) for segment in evidence.words),
        status=evidence.status,
        meaning=_MEANING[evidence.status],
        cue=text(evidence.cue) if evidence.cue else "",
        by_reading=evidence.cue_id == BY_READING,
    )


def _written(rule: Rule) -> str:
    if rule.find:
        return rule.find
    return "a dependency pattern" if rule.depend else "a token pattern"
