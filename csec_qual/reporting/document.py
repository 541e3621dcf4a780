"""What a report template sees: plain data, already counted, sorted and released.

Words of participants are here only as ``ReleasedQuote``, counts of people only as ``ReleasedCount``.
"""

import re
from dataclasses import dataclass

from csec_qual.analysis.bases import Count
from csec_qual.analysis.coverage import State
from csec_qual.analysis.scale import Step
from csec_qual.model.transcript import SourceType
from csec_qual.privacy.notes import ReleasedNote
from csec_qual.privacy.release import Audience, ReleasedCount, ReleasedQuote
from csec_qual.reporting.sections import Kind

SOURCE_KINDS = {
    SourceType.INTERVIEW: "Interview",
    SourceType.FOCUS_GROUP: "Focus group",
    SourceType.PLAN: "County plan",
    SourceType.SURVEY: "Survey",
}
"""One source of each kind, as it is called in running text."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NEUTRAL = "#5b6770"


def safe_colour(colour: str) -> str:
    """The colour where it is ``#RRGGBB``, else a neutral one: inside a style, other text could act."""
    return colour if _COLOUR.fullmatch(colour) else _NEUTRAL


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """A quote chosen for the report.

    Attributes:
        quote: What the gate let through; its words are empty where withheld.
        turn: Number of the turn it stands in.
        is_reviewed: Whether a person decided that the code applies.
        says_otherwise: Whether it runs against most of what was said on the theme.
        also: Labels of other codes the same words carry.
    """

    quote: ReleasedQuote
    turn: int
    is_reviewed: bool
    says_otherwise: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryShown:
    """What the evaluators wrote in a cell of the framework matrix.

    Attributes:
        note: The text as the gate released it.
        n: How many mentions there were when it was written.
        n_now: How many there are.
    """

    note: ReleasedNote
    n: int
    n_now: int

    @property
    def is_outdated(self) -> bool:
        """Whether it speaks of another number of mentions than there are."""
        return self.n != self.n_now


@dataclass(frozen=True, slots=True)
class CodeShown:
    """One code with evidence in the county.

    Attributes:
        code_id: The code.
        label: Its heading.
        short: Its one-line definition.
        participants: People who said it, of the people heard.
        transcripts: Transcripts it was said in, of the county's.
        mentions: Turns it was said in, of the turns that could have been coded.
        reviewed: How many of its passages a person decided on.
        quotes: The quotes chosen, in transcript order.
        notes: What the reader should know of passages that are not shown.
        summary: What the evaluators make of it, in their words; None where they wrote nothing.
    """

    code_id: str
    label: str
    short: str
    participants: ReleasedCount
    transcripts: ReleasedCount
    mentions: ReleasedCount
    reviewed: str
    quotes: tuple[QuoteShown, ...] = ()
    notes: tuple[str, ...] = ()
    summary: SummaryShown | None = None


@dataclass(frozen=True, slots=True)
class ThemeShown:
    """One theme in the county.

    Attributes:
        theme_id: The theme.
        label: Its heading.
        colour: ``#RRGGBB``.
        short: One line on what belongs here.
        state: Evidence found, asked and nothing reported, or not asked.
        statement: The count in words with its bases; empty where there is no evidence.
        heard_in: Kinds of source the evidence comes from.
        codes: Codes with evidence, in codebook order.
        asked_nothing: Labels of codes that were asked about and that nobody spoke on.
        not_asked: Labels of codes that nobody was asked about and nobody spoke on.
    """

    theme_id: str
    label: str
    colour: str
    short: str
    state: State
    statement: str
    heard_in: tuple[str, ...]
    codes: tuple[CodeShown, ...]
    asked_nothing: tuple[str, ...]
    not_asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section of the report.

    Attributes:
        section_id: Anchor, and name of the narrative file.
        number: As printed, from 1.
        title: The heading.
        kind: What it is made of.
        narrative: The team's own Markdown; empty where they wrote none.
        state: The state of its themes together; None for sections that draw on no theme.
        themes: Its themes; empty for other kinds.
        outdated: What the themes' statements read when the narrative was written, where they read
            otherwise now; empty where they have not moved.
    """

    section_id: str
    number: int
    title: str
    kind: Kind
    narrative: str
    state: State | None
    themes: tuple[ThemeShown, ...]
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A row of the table of sources."""

    kind: str
    mode: str
    participants: int
    transcripts: int


@dataclass(frozen=True, slots=True)
class JointRow:
    """A theme beside what each kind of source says on it.

    Attributes:
        theme: Its heading.
        plans: Plans that state it, of the county's plans; empty where there are none.
        survey: Respondents who said it, of those heard; empty where there are none.
        people: Participants of interviews and groups who said it; empty where there are none.
    """

    theme: str
    plans: str
    survey: str
    people: str


@dataclass(frozen=True, slots=True)
class PanelShown:
    """One of the small multiples of a figure.

    Attributes:
        title: What is counted in it.
        base: How many there are.
        counts: One for each row of the figure.
    """

    title: str
    base: int
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure of counts, and the words that stand for it where it is not seen.

    Attributes:
        title: The caption.
        rows: Heading of each row, the same in every panel.
        panels: From left to right.
        is_in_table: Whether another table of the report holds its counts.
    """

    title: str
    rows: tuple[str, ...]
    panels: tuple[PanelShown, ...]
    is_in_table: bool = False

    @property
    def alt(self) -> str:
        """What can be read from it, panel by panel."""
        return f"Bars for each theme. {' '.join(map(self._read, self.panels))} The counts stand in the table."

    @property
    def headings(self) -> tuple[str, ...]:
        """Of a table of the same counts."""
        return ("Theme", *(f"{panel.title} (N = {panel.base})" for panel in self.panels))

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """The same counts, row by row."""
        return tuple(
            (row, *(f"{panel.counts[index].n} of {panel.counts[index].of}" for panel in self.panels))
            for index, row in enumerate(self.rows)
        )

    def _read(self, panel: PanelShown) -> str:
        most = max((count.n for count in panel.counts), default=0)
        if not most:
            return f"{panel.title}: none of {panel.base} on any theme."
        first = next(row for row, count in zip(self.rows, panel.counts, strict=True) if count.n == most)
        silent = sum(count.n == 0 for count in panel.counts)
        return (
            f"{panel.title}: most on {first} ({most} of {panel.base}), none on {silent} of {len(self.rows)}."
        )


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An administrative indicator of the county beside what was said.

    Attributes:
        name: What is counted, with its period.
        about: What counts, who counted, and what must be known to read it.
        count: How many youth, as far as it may be shown.
        said: The theme beside it, and what was found on it.
        fit: How the two stand to each other, as a person judged.
        note: What the evaluators make of it; may be empty.
    """

    name: str
    about: str
    count: ReleasedCount
    said: str
    fit: str
    note: str


@dataclass(frozen=True, slots=True)
class Recommendations:
    """What people who took part propose; the evaluators' own are in the section's narrative.

    Attributes:
        counts: Codes that recommendations were made on.
        lived_experience: Quotes of lived-experience experts; they come first.
        lived_experience_note: What to know where there are none.
        others: Quotes of everybody else.
        notes: What the reader should know of passages that are not shown.
    """

    counts: tuple[CodeShown, ...]
    lived_experience: tuple[QuoteShown, ...]
    lived_experience_note: str
    others: tuple[QuoteShown, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of the report: what it is about, and one or more lines on it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A county case study, ready for a template.

    Attributes:
        label: The county as it may be called.
        study_title: The study's title.
        status: Draft, checked or final, as people set it.
        date: Date of the data cut, as given.
        codebook: Title and version of the codebook.
        audience: Who it is for.
        decided_only: Whether suggestions nobody decided on are left out.
        reviewed: Passages behind the report that a person decided on.
        passages: All passages behind the report.
        participants: Different people heard in the county.
        transcripts: Transcripts with words from the county.
        sources: By kind and mode.
        attributes: Heading and value of what is recorded of the county.
        sections: In order; the first is the cover.
        joint: Themes beside kinds of source.
        indicators: Administrative indicators of the county beside what was said.
        promising: Codes with promising practices.
        challenges: Codes with challenges.
        recommendations: What participants propose.
        limits: What the report cannot say.
        bases: One sentence for each counting base used.
        scale: The words used for shares, and what they stand for.
        scale_note: When percentages are printed.
        notes: What the team noted on the county for its report.
        figures: Figures of the county's counts.
        draft_id: By which ``report verify`` knows what the report said when it was written; empty where
            nobody keeps it.
    """

    label: str
    study_title: str
    status: str
    date: str
    codebook: str
    audience: Audience
    decided_only: bool
    reviewed: int
    passages: int
    participants: int
    transcripts: int
    sources: tuple[SourceShown, ...]
    attributes: tuple[tuple[str, str], ...]
    sections: tuple[SectionShown, ...]
    joint: tuple[JointRow, ...]
    promising: tuple[CodeShown, ...]
    challenges: tuple[CodeShown, ...]
    recommendations: Recommendations
    limits: tuple[Limit, ...]
    bases: tuple[str, ...]
    scale: tuple[Step, ...]
    scale_note: str
    notes: tuple[ReleasedNote, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    figures: tuple[FigureShown, ...] = ()
    draft_id: str = ""
