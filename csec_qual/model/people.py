"""Cases (counties), participants and what they consented to, and coders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Consent(StrEnum):
    """What a participant agreed to, from the widest to the narrowest."""

    QUOTE = "quote"
    """Words may be quoted."""
    PARAPHRASE = "paraphrase"
    """The point may be retold, never the words."""
    COUNT = "count"
    """Counted only; neither quoted nor retold."""
    WITHDRAWN = "withdrawn"
    """Not in any view, count or output."""

    @property
    def may_be_counted(self) -> bool:
        """Whether the participant takes part in counts."""
        return self is not Consent.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Case:
    """A unit the evaluation compares: a county.

    Attributes:
        case_id: Stable slug, such as ``maple``.
        label: The name as people say it, such as ``Maple County``.
        attributes: What the counties are compared by, such as region, size band, visit mode.
    """

    case_id: str
    label: str
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who took part, under a pseudonym.

    Attributes:
        participant_id: Pseudonym, such as ``MA-03``. One person keeps it across transcripts.
        transcript_id: The transcript in which ``label`` stands for this person.
        label: The speaker label in that file, such as ``Dana R.``.
        case_id: The county the person speaks for.
        role_group: Grouped role, such as ``child welfare`` or ``lived-experience expert``.
        consent: What the person agreed to.
        is_approved: Whether the Tribe or the advisers with lived experience agreed that this person's words
            may leave the team; asked for of Tribal and lived-experience participants alone.
    """

    participant_id: str
    transcript_id: str
    label: str
    case_id: str
    role_group: str
    consent: Consent = Consent.QUOTE
    is_approved: bool = False


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who decides on suggestions and codes by hand."""

    coder_id: str
