"""The counts that the figures of a report show."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from csec_qual.analysis.bases import ALL, Count
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.frequencies import frequencies
from csec_qual.analysis.table import CountTable
from csec_qual.analysis.tables import Tables
from csec_qual.base.text import fold
from csec_qual.model.transcript import SourceType
from csec_qual.privacy.release import Audience, is_lived_experience, is_tribal
from csec_qual.reporting.document import FigureShown, PanelShown


def county_figures(
    tables: Tables, case_id: str, labels: Mapping[str, str], audience: Audience
) -> tuple[FigureShown, ...]:
    """Themes by kind of source, the county beside the others, and for the team themes by role group."""
    figures = [_by_kind(tables, case_id), _beside_others(tables, case_id, labels[case_id])]
    if audience.is_team:
        # Counts of roles in one county would point to people: see the gate.
        figures.append(_by_role(tables.cut, case_id))
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


def _by_kind(tables: Tables, case_id: str) -> FigureShown:
    found = (
        ("County plans", tables.of_kinds({SourceType.PLAN}).transcripts),
        ("Survey respondents", tables.of_kinds({SourceType.SURVEY}).participants),
        (
            "Interview and group participants",
            tables.of_kinds({SourceType.INTERVIEW, SourceType.FOCUS_GROUP}).participants,
        ),
    )
    panels = (_panel(table, label, case_id) for label, table in found)
    title = "Themes by kind of source, each on its own base"
    shown = tuple(panel for panel in panels if panel.base)
    return FigureShown(title, _rows(tables.cut), shown, is_in_table=True)


def _beside_others(tables: Tables, case_id: str, label: str) -> FigureShown:
    own = _panel(tables.transcripts, f"{label}: transcripts", case_id)
    others = {each for each in tables.heard if each != case_id}
    counts = tuple(
        Count(len(tables.with_theme[theme.theme_id] & others), len(others))
        for theme in tables.cut.codebook.themes
    )
    panels = (own, PanelShown("Other counties with the theme", len(others), counts))
    title = "The county beside the other counties of the study"
    return FigureShown(title, _rows(tables.cut), tuple(each for each in panels if each.base))


def _by_role(cut: DataCut, case_id: str) -> FigureShown:
    theirs = [turn for turn in cut.spoken if turn.case_id == case_id or not case_id]
    people, talks = {turn.participant_id for turn in theirs}, {turn.transcript_id for turn in theirs}
    own = replace(
        cut,
        sources=tuple(source for source in cut.sources if source.transcript_id in talks),
        participants=tuple(person for person in cut.participants if person.participant_id in people),
        passages=tuple(passage for passage in cut.passages if passage.transcript_id in talks),
    )
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
