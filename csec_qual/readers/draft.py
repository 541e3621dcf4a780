"""What a reader found in a file, before offsets, roles and the stored text are made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from csec_qual.model.transcript import Notice, Role, SourceType, TurnKind


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that will be one turn.

    Attributes:
        label: The speaker label; empty where nobody is named.
        text: The words, paragraphs separated by ``\\n``.
        line: Line of the file, from 1, or None where the format has none.
        time_start: Seconds, or None.
        time_end: Seconds, or None.
        kind: Turn, paragraph, response or prompt.
        question: The survey question answered; empty elsewhere.
    """

    label: str
    text: str
    line: int | None = None
    time_start: float | None = None
    time_end: float | None = None
    kind: TurnKind = TurnKind.TURN
    question: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of one file.

    Attributes:
        reader: Format and dialect, such as ``vtt/teams``.
        pieces: In the order of the file.
        notices: Doubtful places.
        source_type: What the format settles; None for a conversation.
        named_roles: Roles the file itself gives to people, by name: "Interviewer: Dana Reyes" at its head.
        attributes: What the file says of a speaker, by label.
    """

    reader: str
    pieces: tuple[Piece, ...]
    notices: tuple[Notice, ...] = ()
    source_type: SourceType | None = None
    named_roles: tuple[tuple[str, Role], ...] = ()
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
