"""What was said, by whom, and where in the stored text.

Plain data: nothing here opens a file, a database or a language model.
Offsets are Unicode code points into ``Transcript.text``, end-exclusive. Times are seconds from the
start of the recording.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType

from csec_qual.base.errors import SegmentError
from csec_qual.base.identity import digest
from csec_qual.base.text import slug


class SourceType(StrEnum):
    """What kind of source a transcript comes from; it decides what may be said of a count."""

    INTERVIEW = "interview"
    FOCUS_GROUP = "focus_group"
    PLAN = "plan"
    SURVEY = "survey"


class Role(StrEnum):
    """What a speaker does in the conversation."""

    INTERVIEWER = "interviewer"
    MODERATOR = "moderator"
    NOTE_TAKER = "note-taker"
    PARTICIPANT = "participant"
    UNKNOWN = "unknown"

    @property
    def is_codable(self) -> bool:
        """Whether words in this role can be evidence. Only a participant's can."""
        return self is Role.PARTICIPANT


class TurnKind(StrEnum):
    """What a turn is made of."""

    TURN = "turn"
    """An unbroken run of speech by one speaker."""
    PARAGRAPH = "paragraph"
    """A paragraph or list item of a plan or other document."""
    RESPONSE = "response"
    """One respondent's answer to one survey question."""
    PROMPT = "prompt"
    """A heading, template prompt or instruction: context, never evidence."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a transcript, such as the words that earned a code.

    Attributes:
        transcript_id: The transcript the offsets count in.
        start: First code point of the stretch, counted from the start of the transcript.
        end: One past its last code point; always greater than ``start``.
    """

    transcript_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a stretch that is empty or backwards."""
        if not 0 <= self.start < self.end:
            raise SegmentError(
                f"{self.transcript_id}: segment {self.start}:{self.end} is empty or backwards."
            )

    def overlaps(self, other: "Segment") -> bool:
        """Whether the two stretches share at least one character."""
        return self.transcript_id == other.transcript_id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a transcript.

    Attributes:
        number: From 1, in the order of the transcript.
        speaker: The label as the file has it; empty where it names nobody.
        role: What the speaker does in the conversation.
        kind: What the turn is made of.
        start: First code point of the words, without the label.
        end: One past the last code point; equal to ``start`` for a turn of no words.
        time_start: Seconds from the start of the recording, or None where not given.
        time_end: Seconds, or None where not given.
        question: The survey or template question this answers; empty where none is recorded.
            In a conversation the question is the interviewer's turn before, and is not repeated here.
    """

    number: int
    speaker: str
    role: Role
    kind: TurnKind
    start: int
    end: int
    time_start: float | None = None
    time_end: float | None = None
    question: str = ""

    def __post_init__(self) -> None:
        """Refuse a turn that runs backwards."""
        if not 0 <= self.start <= self.end:
            raise SegmentError(f"turn {self.number}: {self.start}:{self.end} runs backwards.")

    @property
    def is_codable(self) -> bool:
        """Whether the words can be evidence: a participant's, and no prompt."""
        return self.role.is_codable and self.kind is not TurnKind.PROMPT


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label used in a transcript.

    Attributes:
        label: As the file has it.
        role: What the speaker does in the conversation.
        is_guess: True where the reader inferred the role and no person confirmed it.
        attributes: What the file itself says of the speaker, such as a survey's county column.
    """

    label: str
    role: Role
    is_guess: bool = True
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Notice:
    """Something doubtful a reader found and went on from.

    Attributes:
        line: Line from 1 in the file, or None where the format has no lines.
        what: What was found and what was made of it.
    """

    line: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A source as text, with its turns.

    Attributes:
        transcript_id: Slug of the file name, such as ``maple-admin-01``.
        file: The file's name, without folders.
        source_type: Interview, focus group, plan or survey.
        reader: Format and dialect recognised, such as ``vtt/teams``.
        sha256: SHA-256 of the file's bytes, in hex.
        text: The words of all turns, NFC, ``\\n`` line ends; turns are separated by blank lines.
        turns: In order; ``turns[i].number == i + 1``.
        speakers: Every label, in order of first appearance.
        notices: Doubtful places.
    """

    transcript_id: str
    file: str
    source_type: SourceType
    reader: str
    sha256: str
    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]
    notices: tuple[Notice, ...] = ()

    def words(self, turn: Turn) -> str:
        """The words of one turn, exactly as stored."""
        return self.text[turn.start : turn.end]


@dataclass(frozen=True, slots=True)
class Source:
    """A row of ``sources.csv``: what people say of a transcript file.

    Attributes:
        transcript_id: The transcript the file became.
        file: The file's name inside the study's ``transcripts`` folder.
        case_id: The county; empty where speakers come from several (a statewide survey).
        source_type: Interview, focus group, plan or survey.
        mode: ``in person``, ``virtual``, ``document`` or another word of the team's.
        date: ISO date or any date band the team uses; printed, never computed with.
        instrument: Id of the interview guide or survey used; empty where none.
    """

    transcript_id: str
    file: str
    case_id: str
    source_type: SourceType
    mode: str = ""
    date: str = ""
    instrument: str = ""


def transcript_id_of(file: str) -> str:
    """The id of the transcript that a file becomes: the slug of its name.

    A name without one Latin letter or digit has no slug; its digest stands for it.
    """
    stem = PurePath(file).stem
    return slug(stem) or (digest(stem.encode(errors="surrogateescape"))[:12] if stem else "")
