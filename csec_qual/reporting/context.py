"""From a data cut to the plain data of a case study.

Counts come from ``analysis``, words from the gate; this module only puts them in their places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from csec_qual.analysis.bases import SOURCE_LABELS, Base, nearest
from csec_qual.analysis.composition import (
    n_participants,
    n_transcripts,
    passages_of,
    reviewed,
    source_mix,
)
from csec_qual.analysis.coverage import State, silence
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.scale import PERCENT_NOTE, SCALE, statement
from csec_qual.analysis.table import CountTable
from csec_qual.analysis.tables import Tables
from csec_qual.base.errors import PrivacyError, Problem, StudyError
from csec_qual.model.codes import Code, Theme
from csec_qual.model.coding import CodedPassage
from csec_qual.model.indicator import Indicator
from csec_qual.model.people import Case
from csec_qual.model.transcript import SourceType
from csec_qual.privacy.names import Names
from csec_qual.privacy.notes import ReleasedNote
from csec_qual.privacy.release import (
    Audience,
    ReleasedCount,
    ReleasedQuote,
    is_lived_experience,
    release_count,
)
from csec_qual.reporting.document import (
    SOURCE_KINDS,
    CaseStudy,
    CodeShown,
    IndicatorRow,
    JointRow,
    QuoteShown,
    Recommendations,
    SectionShown,
    SourceShown,
    SummaryShown,
    ThemeShown,
    safe_colour,
)
from csec_qual.reporting.indicators import release_indicators
from csec_qual.reporting.limits import limits
from csec_qual.reporting.multiples import county_figures
from csec_qual.reporting.sections import (
    CHALLENGE,
    PROMISING,
    RECOMMENDATION,
    Kind,
    Outline,
    outline,
    section_ids,
)
from csec_qual.reporting.selection import Selection, smaller_side

_RECOMMENDATIONS = 12
_PROMISING_PER_CODE = 2
# Bands tell little of a county; free text about its programs or Tribes would name it.
PUBLIC_ATTRIBUTES = frozenset({"region", "size_band", "urbanicity", "visit_mode", "opt_in_band"})
_SOURCE_WORDS = {
    SourceType.INTERVIEW: "interviews",
    SourceType.FOCUS_GROUP: "focus groups",
    SourceType.PLAN: "county plan",
    SourceType.SURVEY: "survey answers",
}


def case_study(
    cut: DataCut,
    case_id: str,
    *,
    quotes: Mapping[str, ReleasedQuote],
    labels: Mapping[str, str],
    narrative: Mapping[str, str],
    date: str,
    status: str = "draft",
    audience: Audience = Audience.TEAM,
    summaries: Mapping[str, tuple[ReleasedNote, int]] = MappingProxyType({}),
    notes: tuple[ReleasedNote, ...] = (),
    indicators: Sequence[Indicator] = (),
    tables: Tables | None = None,
) -> CaseStudy:
    """Everything a case study of one county says.

    Args:
        cut: What was said and how it was coded.
        case_id: The county.
        quotes: What the gate let through for this audience, by passage id. Passages without an entry
            are counted and not quoted.
        labels: What each county may be called, by case id.
        narrative: The team's own Markdown, by section id.
        date: Date of the data cut, printed as given.
        status: Draft, checked or final.
        audience: Who it is for; must be the one the quotes were released to.
        summaries: What the evaluators wrote of a code in this county, by code id, with the mentions then.
        notes: What they noted on the county for its report.
        indicators: Administrative indicators of every county: what may be shown of one depends on all.
        tables: The counts of the cut, to be used for several counties; made here where None is given.

    Raises:
        StudyError: There is no such county, or a narrative belongs to no section.
        PrivacyError: The county has no label it may be called by, or a quote was released to others.
    """
    case = cut.case(case_id)
    if case is None:
        hint = nearest(case_id, [case.case_id for case in cut.cases])
        raise StudyError([Problem("cases.csv", None, f"there is no case '{case_id}'.{hint}")])
    if case_id not in labels:
        raise PrivacyError(f"{case_id}: no label is given for this county; nothing was written.")
    if any(quote.audience is not audience for quote in quotes.values()):
        raise PrivacyError(
            f"{case_id}: quotes released to another audience cannot be printed for the {audience}."
        )
    _check_narrative(cut, case_id, narrative)
    tables = tables or Tables(cut)
    builder = _Builder(cut, case, quotes, labels, narrative, audience, summaries, tables)
    report = builder.build(date, status)
    return replace(
        report,
        notes=notes,
        indicators=builder.indicated(indicators),
        figures=county_figures(tables, case_id, labels, audience),
    )


def _check_narrative(cut: DataCut, case_id: str, narrative: Mapping[str, str]) -> None:
    """Refuse text that would be left out without a word."""
    known = section_ids(cut.codebook)
    lost = [section_id for section_id in narrative if section_id not in known]
    if lost:
        raise StudyError(
            [
                Problem(
                    f"narrative/{case_id}/{section_id}.md",
                    None,
                    f"the report has no section '{section_id}'.{nearest(section_id, known)}",
                    f"Rename the file to one of: {', '.join(known)}.",
                )
                for section_id in lost
            ]
        )


class _Builder:
    def __init__(
        self,
        cut: DataCut,
        case: Case,
        quotes: Mapping[str, ReleasedQuote],
        labels: Mapping[str, str],
        narrative: Mapping[str, str],
        audience: Audience,
        summaries: Mapping[str, tuple[ReleasedNote, int]],
        tables: Tables,
    ) -> None:
        self._summaries = summaries
        self._cut = cut
        self._case = case
        self._quotes = quotes
        self._labels = labels
        self._narrative = narrative
        self._audience = audience
        self._tables = tables
        self._states = tables.states

    def build(self, date: str, status: str) -> CaseStudy:
        cut, case_id = self._cut, self._case.case_id
        progress = reviewed(passages_of(cut, case_id))
        promising, challenges = self._tables.having(PROMISING), self._tables.having(CHALLENGE)
        return CaseStudy(
            label=self._labels[case_id],
            study_title=cut.title,
            status=status,
            date=date,
            codebook=f"{cut.codebook.title}, version {cut.codebook.version}",
            audience=self._audience,
            decided_only=cut.decided_only,
            reviewed=progress.n,
            passages=progress.of,
            participants=n_participants(cut, case_id),
            transcripts=n_transcripts(cut, case_id),
            sources=self._sources(),
            attributes=self._attributes(),
            sections=tuple(
                self._section(number, section) for number, section in enumerate(outline(cut.codebook), 1)
            ),
            joint=self._joint(),
            promising=self._codes(promising, self._selection(), limit=_PROMISING_PER_CODE),
            challenges=self._codes(challenges, None),
            recommendations=self._recommendations(),
            limits=limits(
                cut,
                case_id,
                states=self._states,
                sides=(challenges.participants, promising.participants),
                audience=self._audience,
            ),
            bases=tuple(base.sentence for base in (Base.PARTICIPANTS, Base.TRANSCRIPTS, Base.MENTIONS)),
            scale=SCALE,
            scale_note=PERCENT_NOTE,
        )

    def _selection(self) -> Selection:
        return Selection(self._cut, self._quotes, self._audience)

    def _sources(self) -> tuple[SourceShown, ...]:
        mix = source_mix(self._cut, self._case.case_id)
        return tuple(
            SourceShown(SOURCE_KINDS[one.source_type], one.mode, one.participants, one.transcripts)
            for one in mix
        )

    def _attributes(self) -> tuple[tuple[str, str], ...]:
        hidden = [case.label for case in self._cut.cases if self._labels.get(case.case_id) != case.label]
        names = Names.known([], hidden, self._cut.tribes)
        return tuple(
            (name.replace("_", " ").capitalize(), names.masked(value))
            for name, value in self._case.attributes.items()
            if value and (self._audience is not Audience.PUBLIC or name in PUBLIC_ATTRIBUTES)
        )

    def _section(self, number: int, section: Outline) -> SectionShown:
        selection = self._selection()
        themes = [theme for theme in self._cut.codebook.themes if theme.theme_id in section.themes]
        themes.sort(key=lambda theme: section.themes.index(theme.theme_id))
        is_themed = section.kind is Kind.THEMES
        return SectionShown(
            section_id=section.section_id,
            number=number,
            title=section.title,
            kind=section.kind,
            narrative=self._narrative.get(section.section_id, "").strip(),
            state=silence(self._cut, self._case.case_id, section.themes) if is_themed else None,
            themes=tuple(self._theme(theme, selection) for theme in themes),
        )

    def _theme(self, theme: Theme, selection: Selection) -> ThemeShown:
        case_id, theme_id = self._case.case_id, theme.theme_id
        passages = self._tables.mentions.quotes(theme_id, case_id)
        kinds = {self._cut.source(passage.transcript_id).source_type for passage in passages}
        silent = {
            state: tuple(code.label for code in theme.codes if self._states[case_id, code.code_id] is state)
            for state in (State.ASKED_NOTHING, State.NOT_ASKED)
        }
        return ThemeShown(
            theme_id=theme_id,
            label=theme.label,
            colour=safe_colour(theme.colour),
            short=theme.short,
            state=silence(self._cut, case_id, [theme_id]),
            statement=statement(
                self._tables.participants.at(theme_id, case_id),
                self._tables.transcripts.at(theme_id, case_id),
            )
            if passages
            else "",
            heard_in=tuple(_SOURCE_WORDS[kind] for kind in SOURCE_LABELS if kind in kinds),
            codes=self._codes(self._tables, selection, only=theme, first=smaller_side(passages)),
            asked_nothing=silent[State.ASKED_NOTHING],
            not_asked=silent[State.NOT_ASKED],
        )

    def _codes(
        self,
        tables: Tables,
        selection: Selection | None,
        *,
        only: Theme | None = None,
        limit: int = 3,
        first: frozenset[str] = frozenset(),
    ) -> tuple[CodeShown, ...]:
        """The codes of a table that the county spoke on, with quotes where a selection is given."""
        codes = only.codes if only else self._cut.codebook.codes
        found = [
            (code, tables.mentions.quotes(code.code_id, self._case.case_id))
            for code in codes
            if self._spoken(tables, code)
        ]
        return tuple(self._code(code, passages, tables, selection, limit, first) for code, passages in found)

    def _spoken(self, tables: Tables, code: Code) -> bool:
        cell = self._case.case_id
        return any(passage.code_id == code.code_id for passage in tables.mentions.passages[cell])

    def _code(
        self,
        code: Code,
        passages: tuple[CodedPassage, ...],
        tables: Tables,
        selection: Selection | None,
        limit: int,
        first: frozenset[str],
    ) -> CodeShown:
        chosen: tuple[QuoteShown, ...] = ()
        notes: tuple[str, ...] = ()
        if selection is not None:
            chosen = selection.pick(passages, limit=limit, first=first)
            notes = selection.notes(passages, chosen)
        return CodeShown(
            code_id=code.code_id,
            label=code.label,
            short=code.short,
            participants=self._count(tables.participants, code.code_id),
            transcripts=self._count(tables.transcripts, code.code_id),
            mentions=self._count(tables.mentions, code.code_id),
            reviewed=f"{(progress := reviewed(passages)).n} of {progress.of}",
            quotes=chosen,
            notes=notes,
            summary=self._summary(code.code_id, tables) if tables is self._tables else None,
        )

    def _summary(self, code_id: str, tables: Tables) -> SummaryShown | None:
        if code_id not in self._summaries:
            return None
        note, n = self._summaries[code_id]
        return SummaryShown(note, n, tables.mentions.at(code_id, self._case.case_id).n)

    def _count(self, table: CountTable, code_id: str) -> ReleasedCount:
        count = table.at(code_id, self._case.case_id)
        return release_count(count.n, count.of, audience=self._audience, case_id=self._case.case_id)

    def indicated(self, indicators: Sequence[Indicator]) -> tuple[IndicatorRow, ...]:
        """The county's indicators, each beside the theme it bears on."""
        case_id = self._case.case_id
        found = release_indicators(indicators, self._cut.codebook, self._audience)
        return tuple(
            IndicatorRow(
                name=each.name,
                about=" ".join(filter(None, (each.definition, each.caveat))),
                count=each.counts[case_id].count,
                said=self._said_beside(each.theme_id, each.theme),
                fit=each.counts[case_id].fit,
                note=each.counts[case_id].note,
            )
            for each in found
            if case_id in each.counts
        )

    def _said_beside(self, theme_id: str, theme: str) -> str:
        if not theme_id:
            return "no theme stands beside it"
        state = silence(self._cut, self._case.case_id, [theme_id])
        if state is not State.FOUND:
            return f"{theme}: {state.value}"
        count = self._tables.transcripts.at(theme_id, self._case.case_id)
        return f"{theme}: {count.n} of {count.of} transcripts"

    def _joint(self) -> tuple[JointRow, ...]:
        plans = self._tables.of_kinds({SourceType.PLAN}).transcripts
        survey = self._tables.of_kinds({SourceType.SURVEY}).participants
        people = self._tables.of_kinds({SourceType.INTERVIEW, SourceType.FOCUS_GROUP}).participants
        return tuple(
            JointRow(theme.label, *(self._shown(table, theme.theme_id) for table in (plans, survey, people)))
            for theme in self._cut.codebook.themes
        )

    def _shown(self, table: CountTable, theme_id: str) -> str:
        """The count of a theme; empty where the county has no such source."""
        of = table.at(theme_id, self._case.case_id).of
        return self._count(table, theme_id).shown if of else ""

    def _recommendations(self) -> Recommendations:
        # A plan's own voice asks for things too; it is no participant's recommendation.
        tables = self._tables.having(RECOMMENDATION, said_by_people=True)
        passages = tables.mentions.passages[self._case.case_id]
        lived: list[CodedPassage] = []
        others: list[CodedPassage] = []
        for passage in passages:
            person = self._cut.participant(passage)
            (lived if person and is_lived_experience(person.role_group) else others).append(passage)
        selection = self._selection()
        first = selection.pick(lived, limit=_RECOMMENDATIONS)
        rest = selection.pick(others, limit=_RECOMMENDATIONS)
        return Recommendations(
            counts=self._codes(tables, None),
            lived_experience=first,
            lived_experience_note="" if first else self._why_no_lived_experience(bool(lived)),
            others=rest,
            notes=selection.notes(passages, (*first, *rest)),
        )

    def _why_no_lived_experience(self, recommended: bool) -> str:
        if not self._audience.is_team:
            return "What lived-experience experts recommend is reported for the state, not by county."
        if recommended:
            return "Their recommendations are counted; none may be quoted."
        heard = any(
            turn.case_id == self._case.case_id and is_lived_experience(turn.role_group)
            for turn in self._cut.spoken
        )
        if heard:
            return "Lived-experience experts were heard; no recommendation of theirs was found."
        return "No lived-experience expert was heard in this county."
