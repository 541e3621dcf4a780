"""Administrative indicators as reports print them: released, with the theme that stands beside each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csec_qual.model.codes import Codebook
from csec_qual.model.indicator import Domain, Indicator
from csec_qual.privacy.release import Audience, ReleasedCount, release_youth_counts

_DOMAINS = {
    Domain.IDENTIFICATION: ("Identification and documentation", "screening"),
    Domain.REVICTIMIZATION: ("Revictimization", "harm-reduction"),
    Domain.CASE_INVOLVEMENT: ("Case involvement", "continuity"),
    Domain.PLACEMENT: ("Placement", "placement"),
}
"""Heading of each domain, and the theme that is set beside it."""
SCREENING_CAVEAT = (
    "Counties screen at different doors, with different tools and for different youth. A higher count of "
    "identified youth can mean more exploitation or better screening; a lower one, that nobody looked."
)
_SMALL = "Small counts of youth are not shown, nor is anything derived from them."
_SMALL_FOR_TEAM = "Counts marked as not for release are too small to leave the team."


@dataclass(frozen=True, slots=True)
class IndicatorCount:
    """One county's count.

    Attributes:
        count: How many youth, as far as it may be shown.
        fit: How what was said stands to it, as a person judged.
        note: What the evaluators make of the two; for the team alone, as it may tell the count.
    """

    count: ReleasedCount
    fit: str
    note: str


@dataclass(frozen=True)
class ReleasedIndicator:
    """An indicator over the counties.

    Attributes:
        domain: Heading of what it is about.
        name: What is counted, with its period.
        definition: What counts, and who counted; or that nobody recorded it.
        small: What became of small counts.
        theme_id: The theme set beside it; empty where the codebook has none.
        theme: Its heading.
        caveat: What must stand with it; empty where nothing must.
        counts: By case id.
    """

    domain: str
    name: str
    definition: str
    small: str
    theme_id: str
    theme: str
    caveat: str
    counts: Mapping[str, IndicatorCount]


def release_indicators(
    indicators: Sequence[Indicator], codebook: Codebook, audience: Audience
) -> tuple[ReleasedIndicator, ...]:
    """Each indicator and period, domain by domain, then in the order of the list."""
    names = {theme.theme_id: theme.label for theme in codebook.themes}
    found = []
    for domain, (heading, theme_id) in _DOMAINS.items():
        own = [each for each in indicators if each.domain is domain]
        for name, period in dict.fromkeys((each.name, each.period) for each in own):
            rows = [each for each in own if (each.name, each.period) == (name, period)]
            found.append(
                ReleasedIndicator(
                    domain=heading,
                    name=f"{name}, {period}" if period else name,
                    definition=_defined(rows),
                    small=_SMALL_FOR_TEAM if audience.is_team else _SMALL,
                    theme_id=theme_id if theme_id in names else "",
                    theme=names.get(theme_id, ""),
                    caveat=SCREENING_CAVEAT if domain is Domain.IDENTIFICATION else "",
                    counts=_counts(rows, audience),
                )
            )
    return tuple(found)


def _counts(rows: Sequence[Indicator], audience: Audience) -> dict[str, IndicatorCount]:
    released = release_youth_counts(
        {each.case_id: (each.n, each.of) for each in rows},
        audience=audience,
        about=" ".join(f"{each.name} {each.definition}" for each in rows),
    )
    return {
        each.case_id: IndicatorCount(
            released[each.case_id],
            each.fit.value if each.fit else "not judged",
            each.note if audience.is_team else "",
        )
        for each in rows
    }


def _defined(rows: Iterable[Indicator]) -> str:
    found = next((each.definition for each in rows if each.definition), "No definition is recorded")
    return found.rstrip(". ") + "."
