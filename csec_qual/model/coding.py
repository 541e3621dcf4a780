"""Suggestions come from rules; decisions come from people. Neither is called by the other's name."""

from dataclasses import dataclass
from enum import StrEnum

from csec_qual.model.codes import Status
from csec_qual.model.transcript import Segment


class Layer(StrEnum):
    """What a suggestion comes from."""

    RULES = "rules"
    """A rule of the codebook fired."""
    PARAPHRASE = "paraphrase"
    """No rule's finding counts; the answer is close in meaning to those that people gave the code."""


_READ = "~paraphrase"

BY_READING = "~reading"
"""What stands in the place of a cue's id where the whole of an answer, and no cue, set the status."""


def paraphrase_rule(code_id: str) -> str:
    """What stands in the place of a rule's id where the paraphrase layer speaks for a code."""
    return f"{code_id}{_READ}"


def is_paraphrase(rule_id: str) -> bool:
    """Whether what stands in the place of a rule's id is the paraphrase layer."""
    return rule_id.endswith(_READ)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One firing of one rule, or one sentence the paraphrase layer read.

    Attributes:
        rule_id: The rule that fired, or what ``paraphrase_rule`` gives.
        segment: The sentence or sentences it fired in.
        words: The words that made it fire, in order; each lies inside ``segment``.
        status: How the speaker stands to them.
        cue: The words that set the status; None where none did.
        cue_id: The cue's id, ``BY_READING``, or empty where nothing set the status (affirmed).
    """

    rule_id: str
    segment: Segment
    words: tuple[Segment, ...]
    status: Status
    cue: Segment | None = None
    cue_id: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One code proposed for one turn. Derived: may be deleted and rebuilt at any time.

    Attributes:
        transcript_id: The transcript.
        turn: Number of the turn.
        code_id: The code proposed.
        evidence: Every firing, strongest first; never empty. The first one speaks for the suggestion.
        counts: Whether its status counts for this code without a person's decision.
        needs_review: Whether its status is one the codebook leaves to a person.
        score: From 0 to 1, higher is surer. With the paraphrase layer it is a calibrated probability that
            a person would give the code; without it, for sorting only.
        attributes: Ids of attributes proposed with it, such as ``x-challenge``.
        fingerprint: What it was computed from; see ``codebook.fingerprint``.
    """

    transcript_id: str
    turn: int
    code_id: str
    evidence: tuple[Evidence, ...]
    counts: bool
    needs_review: bool
    score: float
    attributes: tuple[str, ...] = ()
    fingerprint: str = ""

    @property
    def suggestion_id(self) -> str:
        """The name people use, such as ``maple-admin-01:41:tg-caregiver``; stable across runs."""
        return f"{self.transcript_id}:{self.turn}:{self.code_id}"

    @property
    def status(self) -> Status:
        """The assertion status of the strongest evidence."""
        return self.evidence[0].status

    @property
    def rule_id(self) -> str:
        """The rule of the strongest evidence."""
        return self.evidence[0].rule_id

    @property
    def layer(self) -> Layer:
        """What the strongest evidence comes from."""
        return Layer.PARAPHRASE if is_paraphrase(self.rule_id) else Layer.RULES

    @property
    def segment(self) -> Segment:
        """The sentence or sentences of the strongest evidence."""
        return self.evidence[0].segment


class Stance(StrEnum):
    """What a person says of a code at a place."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does not apply"
    UNSURE = "unsure"
    TAKEN_BACK = "taken back"
    """The coder's last word on the passage no longer stands; what they said before it does again."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided, once. Never changed: to undo is to append another.

    Attributes:
        decision_id: UUID that follows from the content.
        coder_id: Who decided.
        segment: The words decided on.
        version: Version of the transcript that ``segment`` and ``turn`` count in, from 1.
        turn: Number of the turn they stand in.
        code_id: The code.
        code_version: The code's version the person saw.
        stance: What the person said.
        note: In their own words; may be empty.
        suggestion_id: The suggestion seen; empty where the person coded by hand.
        fingerprint: The suggestion's fingerprint when seen; empty where by hand.
        time: UTC, ISO 8601.
        step: Shared by decisions that were made in one step and are undone together; empty for a step of
            its own.
        settles: Ids of the decisions of others between which this one settles; empty for a coder's own.
    """

    decision_id: str
    coder_id: str
    segment: Segment
    version: int
    turn: int
    code_id: str
    code_version: int
    stance: Stance
    note: str
    suggestion_id: str
    fingerprint: str
    time: str
    step: str = ""
    settles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """The study's present answer for one code in one turn: the last stance of the coder who decided.

    Attributes:
        decision: The decision that stands.
        overruled: How many earlier decisions of any coder said otherwise.
    """

    decision: Decision
    overruled: int = 0


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A code in a turn as the analysis counts it, whoever put it there.

    Attributes:
        passage_id: ``transcript:turn:code``, the same as the suggestion's id.
        transcript_id: The transcript.
        turn: Number of the turn.
        code_id: The code.
        segment: The words to show as evidence.
        status: Assertion status; affirmed for a person's own coding.
        rule_id: The rule that suggested it; empty where a person coded by hand.
        coder_id: The person who decided it applies; empty while nobody has.
        attributes: Ids of attributes proposed or given with it.
    """

    passage_id: str
    transcript_id: str
    turn: int
    code_id: str
    segment: Segment
    status: Status
    rule_id: str
    coder_id: str
    attributes: tuple[str, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Whether a person said the code applies."""
        return bool(self.coder_id)
