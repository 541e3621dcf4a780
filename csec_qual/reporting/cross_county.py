"""The counties side by side: a theme matrix, contrasts, and what they say together.

The cross-county report is no ranking. A county without a theme may not have been asked; a number of counties
is no number of people; and what Tribal partners and people with lived experience say stands for the whole
study and never beside a county that would point to them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from csec_qual.analysis import contrasts
from csec_qual.analysis.bases import SOURCE_LABELS, Base, Count
from csec_qual.analysis.composition import reviewed
from csec_qual.analysis.contrasts import Contrast, in_order
from csec_qual.analysis.coverage import State, silence
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.frequencies import frequencies
from csec_qual.analysis.scale import SCALE, Step, word
from csec_qual.base.errors import PrivacyError, Problem, StudyError
from csec_qual.base.identity import digest
from csec_qual.codebook.nodes import nearest
from csec_qual.model.coding import CodedPassage
from csec_qual.model.indicator import Indicator
from csec_qual.model.people import Case
from csec_qual.privacy.notes import ReleasedNote
from csec_qual.privacy.release import (
    LIVED_EXPERIENCE,
    Audience,
    ReleasedCount,
    ReleasedQuote,
    is_lived_experience,
    is_tribal,
    release_count,
)
from csec_qual.reporting.context import PUBLIC_ATTRIBUTES
from csec_qual.reporting.document import FigureShown, QuoteShown, safe_colour
from csec_qual.reporting.docx import fill
from csec_qual.reporting.html import render_as_html
from csec_qual.reporting.indicators import ReleasedIndicator, release_indicators
from csec_qual.reporting.markdown import render_as_markdown
from csec_qual.reporting.multiples import counties_figure, roles_figure
from csec_qual.reporting.pdf import as_pdf
from csec_qual.reporting.sections import CHALLENGE, PROMISING, RECOMMENDATION

TRIBAL_THEME = "tribal"
SECTIONS = (
    "lived-experience",
    "matrix",
    "tribal-engagement",
    "contrasts",
    "otherwise",
    "plans",
    "joint-display",
    "limits",
)
"""Ids of the sections, and names of the team's own files in ``narrative/cross-county``."""
FORMATS = (".html", ".md", ".docx", ".pdf")
"""What the report is written as, by the ending of its file."""
# Counties side by side on an upright page.
_ACROSS = 10
_SIGNS = {
    State.FOUND: "\N{BLACK CIRCLE}",
    State.ASKED_NOTHING: "\N{WHITE CIRCLE}",
    State.NOT_ASKED: "\N{EN DASH}",
}
_SIGNS_TOLD = (
    "\N{BLACK CIRCLE} evidence found, \N{WHITE CIRCLE} asked and nothing reported, \N{EN DASH} not asked. "
    "I interviews, G focus groups, P plans, S surveys."
)
_KIND_LETTERS = {"Interviews": "I", "Focus groups": "G", "Plans": "P", "Surveys": "S"}
_ID = 10
_QUOTES = 8
_QUOTES_PER_PERSON = 2
_STANDS_ALONE = 6


@dataclass(frozen=True, slots=True)
class CellShown:
    """A theme in a county.

    Attributes:
        state: Evidence found, asked and nothing reported, or not asked.
        transcripts: Transcripts it was said in, of the county's.
        kinds: Kinds of source it was said in.
        summaries: What the evaluators wrote on its codes there: heading of the code, and the text.
    """

    state: State
    transcripts: ReleasedCount
    kinds: tuple[str, ...]
    summaries: tuple[tuple[str, ReleasedNote], ...] = ()


@dataclass(frozen=True, slots=True)
class CountyShown:
    """A row of the matrix.

    Attributes:
        label: What the county is called.
        value: Its value of the attribute that orders the rows; empty where none does.
        page: The county's own report, as a link; empty outside the team.
        cells: By theme, in order.
    """

    label: str
    value: str
    page: str
    cells: tuple[CellShown, ...]


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table of themes by something, every cell ready to print.

    Attributes:
        title: The caption.
        headings: Of its columns, the first one's included.
        rows: Heading and cells of each.
        note: What must be known to read it; may be empty.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorShown:
    """An administrative indicator beside what was said.

    Attributes:
        domain: Heading of what it is about.
        name: What is counted, with its period.
        definition: What counts, and who counted; or that nobody recorded it.
        small: What became of small counts.
        theme: The theme set beside it.
        rows: County, count of youth, what was said, fit, and what the evaluators make of it.
        caveat: What must stand with it; empty where nothing must.
    """

    domain: str
    name: str
    definition: str
    small: str
    theme: str
    rows: tuple[tuple[str, ...], ...]
    caveat: str


@dataclass(frozen=True, slots=True)
class CrossCounty:
    """A cross-county report, ready for a template.

    Attributes:
        study_title: The study's title.
        status: Draft, checked or final, as people set it.
        date: Date of the data cut, as given.
        codebook: Title and version of the codebook.
        audience: Who it is for.
        decided_only: Whether suggestions nobody decided on are left out.
        reviewed: Passages behind the report that a person decided on, and how many there are.
        participants: Different people heard.
        transcripts: Transcripts that hold words.
        order: What the rows of the matrix are ordered by.
        themes: Heading and colour of each theme, in order.
        counties: The rows of the matrix.
        lived_experience: What people with lived experience recommend.
        lived_experience_note: Where they were heard.
        tribal: The codes of Tribal engagement over the counties; None where the codebook has no such theme.
        tribal_quotes: What Tribal partners said that may be quoted.
        tribal_note: Where they were heard.
        contrasts: Themes in groups of counties.
        otherwise: Challenges and promising practices, theme by theme.
        plans: What plans state and people report, theme by theme.
        joint: Administrative indicators beside what was said.
        figures: Themes by county, and for the team by role group.
        limits: What the report cannot say.
        bases: One sentence for each counting base used.
        scale: The words used for shares, and what they stand for.
        narrative: The team's own Markdown by section id.
    """

    study_title: str
    status: str
    date: str
    codebook: str
    audience: Audience
    decided_only: bool
    reviewed: Count
    participants: int
    transcripts: int
    order: str
    themes: tuple[tuple[str, str], ...]
    counties: tuple[CountyShown, ...]
    lived_experience: tuple[QuoteShown, ...]
    lived_experience_note: str
    tribal: TableShown | None
    tribal_quotes: tuple[QuoteShown, ...]
    tribal_note: str
    contrasts: tuple[TableShown, ...]
    otherwise: TableShown
    plans: TableShown
    joint: tuple[IndicatorShown, ...]
    figures: tuple[FigureShown, ...]
    limits: tuple[str, ...]
    bases: tuple[str, ...]
    scale: tuple[Step, ...]
    narrative: Mapping[str, str]


def cross_county(
    cut: DataCut,
    *,
    quotes: Mapping[str, ReleasedQuote],
    labels: Mapping[str, str],
    date: str,
    audience: Audience = Audience.TEAM,
    status: str = "draft",
    order_by: str = "",
    indicators: Sequence[Indicator] = (),
    summaries: Mapping[tuple[str, str], ReleasedNote] = MappingProxyType({}),
    narrative: Mapping[str, str] = MappingProxyType({}),
) -> CrossCounty:
    """Everything a cross-county report says.

    Args:
        cut: What was said and how it was coded.
        quotes: What the gate let through for this audience, by passage id.
        labels: What each county may be called, by case id.
        date: Date of the data cut, printed as given.
        audience: Who it is for: the team, or the public.
        status: Draft, checked or final.
        order_by: An attribute of ``cases.csv`` that orders the rows; by label where it is empty.
        indicators: Administrative indicators.
        summaries: What the evaluators wrote of a code in a county, by case id and code id.
        narrative: The team's own Markdown, by section id.

    Raises:
        StudyError: No county has such an attribute, it may not be shown, or a narrative has no section.
        PrivacyError: A quote was released to others, or the report is for one county.
    """
    if audience is Audience.COUNTY:
        raise PrivacyError("A cross-county report is for the team or the public: it is not one county's.")
    if any(quote.audience is not audience for quote in quotes.values()):
        raise PrivacyError(f"Quotes released to another audience cannot be printed for the {audience}.")
    lost = [name for name in narrative if name not in SECTIONS]
    if lost:
        raise StudyError(
            [
                Problem(
                    f"narrative/cross-county/{name}.md",
                    None,
                    f"the report has no section '{name}'.",
                    f"Rename the file to one of: {', '.join(SECTIONS)}.",
                )
                for name in lost
            ]
        )
    return _Builder(cut, quotes, labels, audience, order_by, indicators, summaries).build(
        date, status, narrative
    )


def quotable(cut: DataCut) -> list[CodedPassage]:
    """What the report may quote: what people with lived experience recommend, and what Tribal partners say.

    Decided passages come first; short ones, which rarely make sense without their question, last.
    """
    found = [
        passage
        for passage, turn in cut.coded
        if is_tribal(turn.role_group)
        or (is_lived_experience(turn.role_group) and RECOMMENDATION in passage.attributes)
    ]
    return sorted(
        found, key=lambda each: (not each.is_decided, len(_words(cut, each).split()) < _STANDS_ALONE)
    )


class _Builder:
    def __init__(
        self,
        cut: DataCut,
        quotes: Mapping[str, ReleasedQuote],
        labels: Mapping[str, str],
        audience: Audience,
        order_by: str,
        indicators: Sequence[Indicator],
        summaries: Mapping[tuple[str, str], ReleasedNote],
    ) -> None:
        self._cut = cut
        self._quotes = quotes
        self._labels = labels
        self._audience = audience
        self._order_by = order_by
        self._indicators = indicators
        self._summaries = summaries
        self._transcripts = frequencies(cut, "county", "transcripts")
        self._heard = contrasts.heard(cut)

    def build(self, date: str, status: str, narrative: Mapping[str, str]) -> CrossCounty:
        cut = self._cut
        people = {turn.participant_id for turn in cut.spoken} - {""}
        return CrossCounty(
            study_title=cut.title,
            status=status,
            date=date,
            codebook=f"{cut.codebook.title}, version {cut.codebook.version}",
            audience=self._audience,
            decided_only=cut.decided_only,
            reviewed=reviewed(cut.passages),
            participants=len(people),
            transcripts=len({turn.transcript_id for turn in cut.spoken}),
            order=_spelled(self._order_by) if self._order_by else "",
            themes=tuple((theme.label, safe_colour(theme.colour)) for theme in cut.codebook.themes),
            counties=tuple(self._county(case) for case in self._ordered),
            lived_experience=self._said_by(is_lived_experience),
            lived_experience_note=self._where(
                LIVED_EXPERIENCE, is_lived_experience, "Lived-experience experts"
            ),
            tribal=self._tribal(),
            tribal_quotes=self._said_by(is_tribal),
            tribal_note=self._where("Tribal partner", is_tribal, "Tribal partners"),
            contrasts=tuple(self._contrasts()),
            otherwise=self._otherwise(),
            plans=self._plans(),
            joint=tuple(self._joint()),
            figures=tuple(self._figures()),
            limits=tuple(self._limits()),
            bases=tuple(base.sentence for base in (Base.COUNTIES, Base.TRANSCRIPTS)),
            scale=SCALE,
            narrative=narrative,
        )

    @cached_property
    def _ordered(self) -> list[Case]:
        """The counties as the matrix has them: the order of a list would tell which letter is whose."""
        by_label = sorted(self._cut.cases, key=lambda case: self._labels[case.case_id])
        name = self._order_by
        if not name:
            return by_label
        known = sorted({key for case in self._cut.cases for key in case.attributes})
        allowed = known if self._audience.is_team else [key for key in known if key in PUBLIC_ATTRIBUTES]
        if name not in allowed:
            what = f"the counties cannot be ordered by '{name}' for the {self._audience}."
            raise StudyError([Problem("cases.csv", None, what, nearest(name, allowed))])
        order = in_order({case.attributes.get(name, "") for case in by_label} - {""})
        last = len(order)
        return sorted(
            by_label,
            key=lambda case: order.index(case.attributes[name]) if case.attributes.get(name) else last,
        )

    def _county(self, case: Case) -> CountyShown:
        has_page = self._audience.is_team
        return CountyShown(
            label=self._labels[case.case_id],
            value=case.attributes.get(self._order_by, "") if self._order_by else "",
            page=f"{case.case_id}.html" if has_page else "",
            cells=tuple(self._cell(case.case_id, theme.theme_id) for theme in self._cut.codebook.themes),
        )

    def _cell(self, case_id: str, theme_id: str) -> CellShown:
        count = self._transcripts.at(theme_id, case_id)
        passages = self._transcripts.quotes(theme_id, case_id)
        kinds = {self._cut.source(passage.transcript_id).source_type for passage in passages}
        codes = [code for code in self._cut.codebook.codes if code.theme_id == theme_id]
        return CellShown(
            state=silence(self._cut, case_id, [theme_id]),
            transcripts=release_count(count.n, count.of, audience=self._audience, case_id=case_id),
            kinds=tuple(label for kind, label in SOURCE_LABELS.items() if kind in kinds),
            summaries=tuple(
                (code.label, self._summaries[case_id, code.code_id])
                for code in codes
                if (case_id, code.code_id) in self._summaries
            ),
        )

    def _said_by(self, is_theirs: Callable[[str], bool]) -> tuple[QuoteShown, ...]:
        """Quotes of a role group from the whole study, at most two of a person."""
        chosen: list[CodedPassage] = []
        heard: Counter[str] = Counter()
        for passage in quotable(self._cut):
            person, quote = self._cut.participant(passage), self._quotes.get(passage.passage_id)
            if not (person and quote and quote.words and is_theirs(person.role_group)):
                continue
            is_new = passage.segment not in {each.segment for each in chosen}
            if is_new and heard[person.participant_id] < _QUOTES_PER_PERSON and len(chosen) < _QUOTES:
                chosen.append(passage)
                heard[person.participant_id] += 1
        return tuple(QuoteShown(self._quotes[each.passage_id], each.turn, each.is_decided) for each in chosen)

    def _where(self, role: str, is_theirs: Callable[[str], bool], who: str) -> str:
        """In how many counties a role group was heard, and how many people they are."""
        theirs = [turn for turn in self._cut.spoken if is_theirs(turn.role_group)]
        counties, people = {turn.case_id for turn in theirs} - {""}, {turn.participant_id for turn in theirs}
        if not people:
            return f"{who} were not heard in this study. That is a limit of it, and no finding."
        apart = "What they say is told for the whole study and never beside a county."
        if self._audience.is_team:
            heard = f"{len(counties)} of {len(self._heard)} counties"
            n = "1 person" if len(people) == 1 else f"{len(people)} people"
            return f"{who}: {n}, heard in {heard}. {apart}"
        count = release_count(len(people), len(people), audience=self._audience, role_group=role)
        # In how many counties would point to one of them where it is one.
        told = count.shown.partition(" of ")[0] or count.withheld
        return f"{who} were heard in this study ({told}). {apart}"

    def _tribal(self) -> TableShown | None:
        theme = next((each for each in self._cut.codebook.themes if each.theme_id == TRIBAL_THEME), None)
        if theme is None:
            return None
        rows = []
        for code in theme.codes:
            states = Counter(silence(self._cut, case_id, [code.code_id]) for case_id in self._heard)
            found = Count(states[State.FOUND], len(self._heard))
            rows.append(
                (
                    code.label,
                    f"{word(found)}: {found.n} of {found.of}",
                    str(states[State.ASKED_NOTHING]),
                    str(states[State.NOT_ASKED]),
                )
            )
        return TableShown(
            "Tribal engagement: in how many counties evidence was found",
            ("Code", "Counties with evidence", "Asked and nothing reported", "Not asked"),
            tuple(rows),
        )

    def _contrasts(self) -> Iterable[TableShown]:
        names = list(dict.fromkeys(key for case in self._cut.cases for key in case.attributes))
        for name in sorted(names, key=lambda key: (key not in ("visit_mode", "size_band"), names.index(key))):
            if not (self._audience.is_team or name in PUBLIC_ATTRIBUTES):
                continue
            contrast = contrasts.by_attribute(self._cut, name)
            if contrast is not None and self._may_be_told(contrast):
                yield self._contrast(contrast, f"Themes by {_spelled(name).lower()}")
        yield self._contrast(contrasts.by_source_kind(self._cut), "Themes by kind of source")

    def _may_be_told(self, contrast: Contrast) -> bool:
        """Whether no group is a single county: beside the others it could be told where it is left out."""
        return self._audience.is_team or all(len(members) > 1 for members in contrast.groups.values())

    def _contrast(self, contrast: Contrast, title: str) -> TableShown:
        rows = [
            (theme.label, *map(_share, contrast.counts[theme.theme_id]))
            for theme in self._cut.codebook.themes
        ]
        headings = (f"{group} (N = {len(members)})" for group, members in contrast.groups.items())
        note = "Each cell: counties with the theme, of the counties in the group in which anybody was heard."
        return TableShown(title, ("Theme", *headings), tuple(rows), note)

    def _otherwise(self) -> TableShown:
        found = contrasts.sides(self._cut, CHALLENGE, PROMISING)
        rows = []
        for theme in self._cut.codebook.themes:
            sides = found[theme.theme_id]
            counts = (Count(n, sides.of) for n in (sides.challenge, sides.promising, sides.both))
            rows.append((theme.label, *map(_share, counts)))
        return TableShown(
            "Challenges and promising practices, in how many counties",
            ("Theme", "Challenge reported", "Promising practice reported", "Both"),
            tuple(rows),
            "Where both are reported, people in the same county may well disagree: read the county's report.",
        )

    def _plans(self) -> TableShown:
        found = contrasts.intents(self._cut)
        rows = []
        for theme in self._cut.codebook.themes:
            intent = found[theme.theme_id]
            counts = (Count(n, intent.of) for n in (intent.both, intent.plan_only, intent.people_only))
            rows.append((theme.label, *map(_share, counts)))
        return TableShown(
            "What plans state and people report, in how many counties",
            ("Theme", "Plan states it and people report it", "Plan only", "People only"),
            tuple(rows),
            "Of the counties with a plan in which people were heard too. A plan states intent, people report "
            "practice.",
        )

    def _joint(self) -> Iterable[IndicatorShown]:
        for each in release_indicators(self._indicators, self._cut.codebook, self._audience):
            yield IndicatorShown(
                domain=each.domain,
                name=each.name,
                definition=each.definition,
                small=each.small,
                theme=each.theme,
                rows=tuple(
                    self._indicated(case.case_id, each)
                    for case in self._ordered
                    if case.case_id in each.counts
                ),
                caveat=each.caveat,
            )

    def _indicated(self, case_id: str, indicator: ReleasedIndicator) -> tuple[str, ...]:
        said = "no theme stands beside it"
        if indicator.theme_id:
            cell = self._cell(case_id, indicator.theme_id)
            is_found = cell.state is State.FOUND
            said = cell.state.value + (f": {cell.transcripts.shown} transcripts" if is_found else "")
        own = indicator.counts[case_id]
        return self._labels[case_id], own.count.shown or own.count.withheld, said, own.fit, own.note

    def _figures(self) -> Iterable[FigureShown]:
        by_county = counties_figure(self._cut, [case.case_id for case in self._ordered], self._labels)
        by_role = [roles_figure(self._cut)] if self._audience.is_team else []
        yield from (figure for figure in (by_county, *by_role) if figure.panels)

    def _limits(self) -> Iterable[str]:
        cut = self._cut
        silent = [self._labels[case.case_id] for case in self._ordered if case.case_id not in self._heard]
        if silent:
            yield f"Nobody was heard for {', '.join(silent)}."
        talks = Counter(case_id for case_id, _ in {(turn.case_id, turn.transcript_id) for turn in cut.spoken})
        sizes = [talks[case_id] for case_id in self._heard]
        if sizes:
            yield (
                f"Counties differ in how much was heard: from {min(sizes)} to {max(sizes)} transcripts. A "
                "theme is found more easily where more was heard."
            )
        states = Counter(
            silence(cut, case_id, [theme.theme_id])
            for case_id in self._heard
            for theme in cut.codebook.themes
        )
        yield (
            f"{states[State.NOT_ASKED]} of {states.total()} cells of the matrix were not asked about: they "
            "are no finding."
        )
        done = reviewed(cut.passages)
        if done.n < done.of:
            yield (
                f"{done.of - done.n} of {done.of} passages behind this report are suggestions that no person "
                "has reviewed."
            )
        yield "The counties were chosen for the study; what is said of them is not true of a state."


def _words(cut: DataCut, passage: CodedPassage) -> str:
    return cut.transcripts[passage.transcript_id].text[passage.segment.start : passage.segment.end]


def _share(count: Count) -> str:
    return f"{word(count)}: {count.n} of {count.of}" if count.of else "no such county"


def _spelled(name: str) -> str:
    return name.replace("_", " ").capitalize()


def matrices(report: CrossCounty) -> tuple[TableShown, ...]:
    """The themes by county as tables of a width that fits an upright page: themes down, counties across.

    For formats without scrolling. Signs are those of the key: found, asked and nothing reported, not asked.
    """
    n = len(report.counties)
    n_tables = -(-n // _ACROSS)
    edges = [n * at // n_tables for at in range(n_tables + 1)] if n else []
    return tuple(_matrix(report, report.counties[first:last]) for first, last in pairwise(edges))


def _matrix(report: CrossCounty, counties: Sequence[CountyShown]) -> TableShown:
    heads = tuple(
        f"{each.label} ({each.value or 'not recorded'})" if report.order else each.label for each in counties
    )
    part = "" if len(counties) == len(report.counties) else f", {counties[0].label} to {counties[-1].label}"
    return TableShown(
        title=f"Themes by county{part}",
        headings=("Theme", *heads),
        rows=tuple(
            (label, *(_cell_text(county.cells[at]) for county in counties))
            for at, (label, _) in enumerate(report.themes)
        ),
        note="Transcripts of the county with the theme, of its transcripts. " + _SIGNS_TOLD,
    )


def _cell_text(cell: CellShown) -> str:
    if cell.state is not State.FOUND:
        return _SIGNS[cell.state]
    kinds = "".join(_KIND_LETTERS[kind] for kind in cell.kinds)
    count = cell.transcripts.shown.replace(" of ", "/") or cell.transcripts.withheld
    return f"{_SIGNS[cell.state]}\N{NO-BREAK SPACE}{count} {kinds}".strip()


def render_cross_county(report: CrossCounty, suffix: str, templates: Path | None = None) -> str | bytes:
    """The report in the format of an ending; equal input gives equal bytes.

    Args:
        report: What it says.
        suffix: One of ``FORMATS``.
        templates: A folder of the team's own templates, looked in before the shipped ones.

    Raises:
        TemplateError: A template is wrong; the message names its file and line.
        OutputError: PDF is asked for and what draws it is not installed, or the date is none.
    """
    if suffix == ".docx":
        title = f"{report.study_title}: counties side by side ({report.status})"
        return fill("cross_county.docx", _ForWord(report), templates, title=title, day=report.date)
    if suffix == ".md":
        return render_as_markdown("cross_county.md.j2", report, templates)
    page = render_as_html("cross_county.html.j2", report, templates)
    return as_pdf(page, digest(page.encode())[:_ID]) if suffix == ".pdf" else page


class _ForWord:
    """The report, with the matrix as tables: a Word template has no way to lay them out."""

    def __init__(self, report: CrossCounty) -> None:
        self._report = report
        self.matrices = matrices(report)

    def __getattr__(self, name: str) -> object:
        return getattr(self._report, name)
