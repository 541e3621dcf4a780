"""The counts that the figures of a report show."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from csec_qual.analysis.bases import ALL, Count
from csec_qual.analysis.contrasts import heard, with_theme
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.frequencies import frequencies
from csec_qual.analysis.table import CountTable
from csec_qual.base.text import fold
from csec_qual.model.transcript import SourceType
from csec_qual.privacy.release import Audience, is_lived_experience, is_tribal
from csec_qual.reporting.document import FigureShown, PanelShown

_KINDS = (
    ("County plans", {SourceType.PLAN}, "transcripts"),
    ("Survey respondents", {SourceType.SURVEY}, "participants"),
    ("Interview and group participants", {SourceType.INTERVIEW, SourceType.FOCUS_GROUP}, "participants"),
)


def county_figures(
    cut: DataCut, case_id: str, labels: Mapping[str, str], audience: Audience
) -> tuple[FigureShown, ...]:
    """Themes by kind of source, the county beside the others, and for the team themes by role group."""
    figures = [_by_kind(cut, case_id), _beside_others(cut, case_id, labels[case_id])]
    if audience.is_team:
        # Counts of roles in one county would point to people: see the gate.
        figures.append(_by_role(cut, case_id))
    return tuple(each for each in figures if each.panels)


def counties_figure(cut: DataCut, cases: Iterable[str], labels: Mapping[str, str]) -> FigureShown:
    """Themes in each county, on its own transcripts; in the order given."""
    table = frequencies(cut, "county", "transcripts")
    panels = (_panel(table, labels[case_id], case_id) for case_id in cases)
    title = "Themes by county: transcripts with the theme, of the county's transcripts"
    return FigureShown(title, _rows(cut), tuple(panel for panel in panels if panel.base), is_in_table=True)


def roles_figure(cut: DataCut) -> FigureShown:
    """Themes by role group over the whole study, for the team."""
    return _by_role(cut, "")


def _by_kind(cut: DataCut, case_id: str) -> FigureShown:
    panels = []
    for label, kinds, base in _KINDS:
        sources = tuple(source for source in cut.sources if source.source_type in kinds)
        panels.append(_panel(frequencies(replace(cut, sources=sources), "county", base), label, case_id))
    title = "Themes by kind of source, each on its own base"
    return FigureShown(title, _rows(cut), tuple(each for each in panels if each.base), is_in_table=True)


def _beside_others(cut: DataCut, case_id: str, label: str) -> FigureShown:
    own = _panel(frequencies(cut, "county", "transcripts"), f"{label}: transcripts", case_id)
    others = [each for each in heard(cut) if each != case_id]
    having = with_theme(cut)
    counts = tuple(
        Count(len(having[theme.theme_id] & set(others)), len(others)) for theme in cut.codebook.themes
    )
    panels = (own, PanelShown("Other counties with the theme", len(others), counts))
    title = "The county beside the other counties of the study"
    return FigureShown(title, _rows(cut), tuple(each for each in panels if each.base))


def _by_role(cut: DataCut, case_id: str) -> FigureShown:
    people = {turn.participant_id for turn in cut.spoken if not case_id or turn.case_id == case_id} - {""}
    own = replace(cut, participants=tuple(p for p in cut.participants if p.participant_id in people))
    table = frequencies(own, "role", "participants")
    # What one person said is no theme of a group.
    shown = [cell for cell, n in table.denominators.items() if n > 1 and cell != ALL]
    # People with lived experience and Tribal partners first: the others are many.
    shown.sort(key=lambda role: (not is_lived_experience(role), not is_tribal(role), fold(role)))
    panels = tuple(_panel(table, table.cells[cell], cell) for cell in shown)
    title = "Themes by role group: participants who spoke of it, of those in groups of two or more"
    return FigureShown(title, _rows(cut), panels)


def _panel(table: CountTable, title: str, cell: str) -> PanelShown:
    themes = table.frame.loc[table.frame["level"] == "theme", "theme_id"].drop_duplicates()
    counts = tuple(table.at(theme, cell) for theme in themes)
    return PanelShown(title, table.denominators[cell], counts)


def _rows(cut: DataCut) -> tuple[str, ...]:
    return tuple(theme.label for theme in cut.codebook.themes)
