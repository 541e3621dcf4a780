"""COREQ and SRQR, filled where the study knows the answer and blank where only a person does.

What is filled is a statement of fact with its numbers, to be put into words; it claims no quality. A blank is
left in sight: the standards ask people about themselves.

Sources: Tong, Sainsbury & Craig 2007, International Journal for Quality in Health Care 19(6), 349-357 (COREQ,
32 items); O'Brien, Harris, Beckman, Reed & Cook 2014, Academic Medicine 89(9), 1245-1251 (SRQR, 21 items).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from csec_qual.analysis.bases import SOURCE_LABELS, Base
from csec_qual.analysis.composition import reviewed
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.frequencies import frequencies
from csec_qual.analysis.saturation import saturation
from csec_qual.privacy.release import Audience, release_count
from csec_qual.reporting.environment import environment, render
from csec_qual.reporting.markdown import escape

_SECONDS = 60
_TEMPLATES = {".md": "checklist.md.j2", ".html": "checklist.html.j2"}


class Standard(StrEnum):
    """Which reporting standard."""

    COREQ = "coreq"
    SRQR = "srqr"


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of the coding, besides the data cut.

    Attributes:
        coders: How many people decided on passages.
        compared: Transcripts that two or more coders finished.
        software: Name and version.
    """

    coders: int
    compared: int
    software: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist.

    Attributes:
        number: As the standard numbers it.
        domain: The part of the standard it belongs to.
        topic: What it asks about, in a few words.
        known: What the study knows of it; empty where only a person can say.
    """

    number: str
    domain: str
    topic: str
    known: str


def checklist(standard: Standard, cut: DataCut, work: Work, labels: Mapping[str, str]) -> tuple[Item, ...]:
    """The items of a standard, in its order.

    Args:
        standard: Which.
        cut: What was said and how it is coded.
        work: How it was coded.
        labels: What each county is called, by case id.
    """
    facts = _Facts(cut, work, labels)
    return tuple(
        Item(number, domain, topic, fill(facts) if fill else "")
        for number, domain, topic, fill in (_COREQ if standard is Standard.COREQ else _SRQR)
    )


def render_checklist(
    items: tuple[Item, ...],
    standard: Standard,
    title: str,
    date: str,
    suffix: str,
    templates: Path | None = None,
) -> str:
    """A checklist as Markdown or HTML; equal input gives equal bytes.

    Raises:
        TemplateError: A template is wrong.
    """
    is_html = suffix == ".html"
    sandbox = environment(templates, autoescape=is_html, finalize=None if is_html else _escaped)
    data = {"items": items, "standard": standard.value.upper(), "title": title, "date": date}
    return render(sandbox, _TEMPLATES[suffix], data)


def _escaped(value: object) -> object:
    return escape(value) if isinstance(value, str) else value


class _Facts:
    """What the study knows, one fact a method."""

    def __init__(self, cut: DataCut, work: Work, labels: Mapping[str, str]) -> None:
        self._cut = cut
        self._work = work
        self._labels = labels
        self._people = {turn.participant_id: turn.role_group for turn in cut.spoken if turn.participant_id}
        self._heard = {turn.transcript_id for turn in cut.spoken}

    def sample_size(self) -> str:
        n_counties = len({turn.case_id for turn in self._cut.spoken if turn.case_id})
        return f"{len(self._people)} participants, {len(self._heard)} transcripts, {n_counties} counties."

    def setting(self) -> str:
        modes = Counter(self._cut.source(name).mode or "mode not recorded" for name in self._heard)
        return "Transcripts by mode: " + _listed(modes) + "."

    def sample(self) -> str:
        roles = Counter(role or "role not recorded" for role in self._people.values())
        # A checklist is published: small groups are told as the gate tells them to the public.
        of = len(self._people)
        released = {
            role: release_count(n, of, audience=Audience.PUBLIC, role_group=role) for role, n in roles.items()
        }
        told = (f"{role} ({each.shown or each.withheld})" for role, each in sorted(released.items()))
        return f"Participants by role group: {', '.join(told)}."

    def sources(self) -> str:
        kinds = Counter(self._cut.source(name).source_type for name in self._heard)
        each = (f"{label.lower()} {kinds[kind]}" for kind, label in SOURCE_LABELS.items() if kinds[kind])
        return f"Transcripts by kind: {', '.join(each)}."

    def guide(self) -> str:
        if not self._cut.instruments:
            return "No instrument is recorded in study.yaml."
        each = (f"{one.title} ({len(one.questions)} questions)" for one in self._cut.instruments)
        return f"Recorded instruments: {'; '.join(each)}."

    def repeats(self) -> str:
        talks: dict[str, set[str]] = {}
        for turn in self._cut.spoken:
            if turn.participant_id:
                talks.setdefault(turn.participant_id, set()).add(turn.transcript_id)
        n = sum(len(each) > 1 for each in talks.values())
        return f"{n} of {len(talks)} participants are heard in more than one transcript."

    def duration(self) -> str:
        lengths = []
        for name in sorted(self._heard):
            turns = self._cut.transcripts[name].turns
            times = [each for turn in turns for each in (turn.time_start, turn.time_end) if each is not None]
            if times:
                lengths.append(max(times) / _SECONDS)
        if not lengths:
            return ""
        return (
            f"Of the {len(lengths)} of {len(self._heard)} transcripts with times: {min(lengths):.0f} to "
            f"{max(lengths):.0f} minutes, {sum(lengths):.0f} in all."
        )

    def saturation(self) -> str:
        kinds = set(SOURCE_LABELS.values())
        groups = [each for each in saturation(self._cut) if each.group in kinds]
        return " ".join(f"{each.group}: {each.claim}" for each in groups)

    def coders(self) -> str:
        return (
            f"{self._work.coders} people decided on passages; {self._work.compared} transcripts were "
            "finished by two or more and compared."
        )

    def coding_tree(self) -> str:
        book = self._cut.codebook
        return (
            f"{book.title}, version {book.version}: {len(book.codes)} codes in {len(book.themes)} themes, "
            "each with a definition, when to use it and when not, and examples. The workbook lists them."
        )

    def derivation(self) -> str:
        decided = reviewed([passage for passage, _ in self._cut.coded])
        by_hand = sum(not passage.rule_id for passage, _ in self._cut.coded)
        return (
            "Themes were set in the codebook beforehand. Rules and a language model suggested passages; "
            f"{decided.n} of {decided.of} counted passages were decided on by a person, {by_hand} by hand."
        )

    def software(self) -> str:
        return f"{self._work.software}, offline."

    def quotations(self) -> str:
        return (
            "Each quote in the reports names role group and masked county and leads to its turn; the "
            "workbook lists all."
        )

    def major(self) -> str:
        return self._themes(lambda share: share > 0.5, "in more than half of the counties")

    def minor(self) -> str:
        return self._themes(lambda share: 0 < share <= 0.5, "in half of the counties or fewer")

    def context(self) -> str:
        return f"{len(self._labels)} counties; codes were counted by county, role group and kind of source."

    def limits(self) -> str:
        return "Each county report ends with who was not heard, what was not asked and what nobody reviewed."

    def _themes(self, is_wanted: Callable[[float], bool], where: str) -> str:
        table = frequencies(self._cut, "county", Base.COUNTIES)
        found = [
            f"{theme.label} ({count.shown})"
            for theme in self._cut.codebook.themes
            if (count := table.at(theme.theme_id)).of and is_wanted(count.n / count.of)
        ]
        return f"Themes {where}: {'; '.join(found)}." if found else f"No theme is found {where}."


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{name} {n}" for name, n in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )


_Row = tuple[str, str, str, Callable[[_Facts], str] | None]
_TEAM, _DESIGN, _FINDINGS = "Research team and reflexivity", "Study design", "Analysis and findings"
_COREQ: tuple[_Row, ...] = (
    ("1", _TEAM, "Interviewer or facilitator", None),
    ("2", _TEAM, "Credentials", None),
    ("3", _TEAM, "Occupation", None),
    ("4", _TEAM, "Gender", None),
    ("5", _TEAM, "Experience and training", None),
    ("6", _TEAM, "Relationship established before the study", None),
    ("7", _TEAM, "What participants knew of the interviewer", None),
    ("8", _TEAM, "Interviewer's characteristics, such as assumptions and interests", None),
    ("9", _DESIGN, "Methodological orientation", None),
    ("10", _DESIGN, "Sampling", None),
    ("11", _DESIGN, "Method of approach", None),
    ("12", _DESIGN, "Sample size", _Facts.sample_size),
    ("13", _DESIGN, "Non-participation and its reasons", None),
    ("14", _DESIGN, "Setting of data collection", _Facts.setting),
    ("15", _DESIGN, "Presence of others", None),
    ("16", _DESIGN, "Description of the sample", _Facts.sample),
    ("17", _DESIGN, "Interview guide", _Facts.guide),
    ("18", _DESIGN, "Repeat interviews", _Facts.repeats),
    ("19", _DESIGN, "Audio or visual recording", None),
    ("20", _DESIGN, "Field notes", None),
    ("21", _DESIGN, "Duration", _Facts.duration),
    ("22", _DESIGN, "Data saturation", _Facts.saturation),
    ("23", _DESIGN, "Transcripts returned to participants", None),
    ("24", _FINDINGS, "Number of coders", _Facts.coders),
    ("25", _FINDINGS, "Description of the coding tree", _Facts.coding_tree),
    ("26", _FINDINGS, "Derivation of themes", _Facts.derivation),
    ("27", _FINDINGS, "Software", _Facts.software),
    ("28", _FINDINGS, "Participant checking", None),
    ("29", _FINDINGS, "Quotations presented", _Facts.quotations),
    ("30", _FINDINGS, "Data and findings consistent", None),
    ("31", _FINDINGS, "Clarity of major themes", _Facts.major),
    ("32", _FINDINGS, "Clarity of minor themes", _Facts.minor),
)
_FRONT, _INTRO, _METHODS, _RESULTS = "Title and abstract", "Introduction", "Methods", "Results"
_DISCUSSION, _OTHER = "Discussion", "Other"
_SRQR: tuple[_Row, ...] = (
    ("S1", _FRONT, "Title", None),
    ("S2", _FRONT, "Abstract", None),
    ("S3", _INTRO, "Problem formulation", None),
    ("S4", _INTRO, "Purpose or research question", None),
    ("S5", _METHODS, "Qualitative approach and paradigm", _Facts.derivation),
    ("S6", _METHODS, "Researcher characteristics and reflexivity", None),
    ("S7", _METHODS, "Context", _Facts.context),
    ("S8", _METHODS, "Sampling strategy", _Facts.sample),
    ("S9", _METHODS, "Ethical issues pertaining to human subjects", None),
    ("S10", _METHODS, "Data collection methods", _Facts.sources),
    ("S11", _METHODS, "Data collection instruments", _Facts.guide),
    ("S12", _METHODS, "Units of study", _Facts.sample_size),
    ("S13", _METHODS, "Data processing", _Facts.setting),
    ("S14", _METHODS, "Data analysis", _Facts.coding_tree),
    ("S15", _METHODS, "Techniques to enhance trustworthiness", _Facts.coders),
    ("S16", _RESULTS, "Synthesis and interpretation", _Facts.major),
    ("S17", _RESULTS, "Links to empirical data", _Facts.quotations),
    ("S18", _DISCUSSION, "Integration with prior work, implications", None),
    ("S19", _DISCUSSION, "Limitations", _Facts.limits),
    ("S20", _OTHER, "Conflicts of interest", None),
    ("S21", _OTHER, "Funding", None),
)
