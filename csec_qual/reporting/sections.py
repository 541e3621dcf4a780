"""The sections of a county case study, in order, and the themes each draws on.

The ids are stable: they are anchors in the report and the names of the team's own files,
``narrative/<county>/<section id>.md``.
"""

from dataclasses import dataclass
from enum import StrEnum

from csec_qual.model.codes import Codebook

PROMISING = "x-promising"
CHALLENGE = "x-challenge"
RECOMMENDATION = "x-recommendation"


class Kind(StrEnum):
    """What a section is made of."""

    COVER = "cover"
    CONTEXT = "context"
    THEMES = "themes"
    JOINT = "joint"
    PROMISING = "promising"
    CHALLENGES = "challenges"
    RECOMMENDATIONS = "recommendations"
    LIMITS = "limits"


@dataclass(frozen=True, slots=True)
class Outline:
    """One section of the outline.

    Attributes:
        section_id: Kebab-case; names the narrative file and the anchor.
        title: The heading.
        kind: What it is made of.
        themes: Ids of the themes it draws on, in order.
        always: Whether it stands in the report even where the codebook has none of its themes.
    """

    section_id: str
    title: str
    kind: Kind = Kind.THEMES
    themes: tuple[str, ...] = ()
    always: bool = False


COVER = Outline("cover", "Summary of the data", Kind.COVER)
_BEFORE = (COVER, Outline("context", "County context", Kind.CONTEXT))
_THEMES = (
    Outline("protocol-partners", "Protocol, MDT and partners", themes=("collaboration",)),
    Outline("screening", "Screening, identification and documentation", themes=("screening",)),
    Outline("training", "Training", themes=("training",)),
    Outline("behavioral-health", "Behavioral health access", themes=("behavioral-health",)),
    # Tribes are governments: their section is never folded into partners, and never left out.
    Outline("tribal-engagement", "Tribal engagement", themes=("tribal",), always=True),
    Outline("placement", "Placement and caregivers", themes=("placement",)),
    Outline(
        "missing-youth",
        "Missing youth, harm reduction and prevention",
        themes=("missing", "harm-reduction", "prevention"),
    ),
    Outline(
        "continuity",
        "Service continuity, youth without an open case, juvenile justice parity",
        themes=("continuity", "juvenile-justice"),
    ),
    Outline("workforce", "Workforce, caseload and secondary trauma", themes=("workforce",)),
    Outline("lived-experience", "Lived experience voice", themes=("lived-experience",)),
    Outline("funding", "Funding and the plan process", themes=("funding",)),
)
_AFTER = (
    Outline("joint-display", "What plans, surveys and people say", Kind.JOINT),
    Outline("promising-practices", "Promising practices", Kind.PROMISING),
    Outline("challenges", "Challenges", Kind.CHALLENGES),
    Outline("recommendations", "Recommendations", Kind.RECOMMENDATIONS),
    Outline("limits", "Limits of this report", Kind.LIMITS),
)


def outline(codebook: Codebook) -> tuple[Outline, ...]:
    """The sections of a report under a codebook.

    Sections whose themes the codebook does not have are left out, except Tribal engagement. Themes
    of the codebook that no section names get a section of their own, under the theme's id.
    """
    known = {theme.theme_id for theme in codebook.themes}
    shipped = tuple(section for section in _THEMES if section.always or known & set(section.themes))
    placed = {theme_id for section in _THEMES for theme_id in section.themes}
    taken = {section.section_id for section in (*_BEFORE, *_THEMES, *_AFTER)}
    own = tuple(
        Outline(
            theme.theme_id if theme.theme_id not in taken else f"theme-{theme.theme_id}",
            theme.label,
            themes=(theme.theme_id,),
        )
        for theme in codebook.themes
        if theme.theme_id not in placed
    )
    return (*_BEFORE, *shipped, *own, *_AFTER)


def section_ids(codebook: Codebook) -> tuple[str, ...]:
    """The names a file in ``narrative/<county>/`` may have, without ``.md``, in order."""
    return tuple(section.section_id for section in outline(codebook))
