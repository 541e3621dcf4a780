"""Counties beside one another: which themes stand where, and how groups of counties differ.

The unit is the county. A county with a theme is one in which at least one passage that counts was coded on
it; the base is the counties of the group in which anybody was heard at all.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from csec_qual.analysis.bases import SOURCE_LABELS, Count
from csec_qual.analysis.cut import DataCut
from csec_qual.model.transcript import SourceType

MOST_GROUPS = 6
"""An attribute with more values than these tells counties apart; it is no band."""
_PEOPLE = frozenset({SourceType.INTERVIEW, SourceType.FOCUS_GROUP, SourceType.SURVEY})


@dataclass(frozen=True)
class Contrast:
    """Themes in groups of counties.

    Attributes:
        name: What the groups are made by.
        groups: Heading of each group and its counties' ids, in order.
        counts: By theme id, for each group, how many of its counties have the theme.
    """

    name: str
    groups: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, tuple[Count, ...]]


@dataclass(frozen=True, slots=True)
class Sides:
    """A theme's counties by which side was reported there.

    Attributes:
        challenge: Counties with a challenge.
        promising: Counties with a promising practice.
        both: Counties with both.
        of: Counties in which anybody was heard.
    """

    challenge: int
    promising: int
    both: int
    of: int


@dataclass(frozen=True, slots=True)
class Intent:
    """A theme in counties that sent a plan and in which people were heard too.

    Attributes:
        both: The plan states it and people report it.
        plan_only: The plan states it and nobody who was heard reports it.
        people_only: People report it and the plan does not state it.
        of: How many such counties there are.
    """

    both: int
    plan_only: int
    people_only: int
    of: int


def heard(cut: DataCut) -> tuple[str, ...]:
    """Ids of the counties in which anybody was heard, documents included, in the order of ``cases.csv``."""
    found = {turn.case_id for turn in cut.spoken}
    return tuple(case.case_id for case in cut.cases if case.case_id in found)


def with_theme(cut: DataCut, kinds: Collection[SourceType] | None = None) -> Mapping[str, frozenset[str]]:
    """By theme id, the counties in which it was coded; in sources of these kinds, or of all."""
    themes = {code.code_id: code.theme_id for code in cut.codebook.codes}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for passage, turn in cut.coded:
        if turn.case_id and (kinds is None or turn.source_type in kinds):
            found[themes[passage.code_id]].add(turn.case_id)
    return {theme.theme_id: frozenset(found[theme.theme_id]) for theme in cut.codebook.themes}


def by_attribute(cut: DataCut, name: str) -> Contrast | None:
    """Counties grouped by an attribute of ``cases.csv``; None where it does not make two to six groups."""
    counties = heard(cut)
    groups: dict[str, list[str]] = {}
    for case in cut.cases:
        value = case.attributes.get(name, "")
        if case.case_id in counties and value:
            groups.setdefault(value, []).append(case.case_id)
    if not 2 <= len(groups) <= MOST_GROUPS:
        return None
    ordered = {value: tuple(groups[value]) for value in in_order(groups)}
    found = with_theme(cut)
    counts = {
        theme: tuple(Count(len(having & set(members)), len(members)) for members in ordered.values())
        for theme, having in found.items()
    }
    return Contrast(name, ordered, counts)


def by_source_kind(cut: DataCut) -> Contrast:
    """Counties with a theme in one kind of source, of the counties that have this kind."""
    groups: dict[str, tuple[str, ...]] = {}
    counts: dict[str, list[Count]] = {theme.theme_id: [] for theme in cut.codebook.themes}
    for kind, label in SOURCE_LABELS.items():
        having = {turn.case_id for turn in cut.spoken if turn.source_type is kind} - {""}
        if not having:
            continue
        groups[label] = tuple(case.case_id for case in cut.cases if case.case_id in having)
        for theme, counties in with_theme(cut, {kind}).items():
            counts[theme].append(Count(len(counties), len(having)))
    return Contrast("kind of source", groups, {theme: tuple(each) for theme, each in counts.items()})


def sides(cut: DataCut, challenge: str, promising: str) -> Mapping[str, Sides]:
    """By theme id, in how many counties each of two attributes was coded with it."""
    themes = {code.code_id: code.theme_id for code in cut.codebook.codes}
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for passage, turn in cut.coded:
        for side in {challenge, promising} & set(passage.attributes):
            found[themes[passage.code_id], side].add(turn.case_id)
    of = len(heard(cut))

    def both(theme: str) -> Sides:
        hard, good = found[theme, challenge] - {""}, found[theme, promising] - {""}
        return Sides(len(hard), len(good), len(hard & good), of)

    return {theme.theme_id: both(theme.theme_id) for theme in cut.codebook.themes}


def intents(cut: DataCut) -> Mapping[str, Intent]:
    """By theme id, where plans and people meet, among the counties that have both."""
    planned = {turn.case_id for turn in cut.spoken if turn.source_type is SourceType.PLAN} - {""}
    spoken = {turn.case_id for turn in cut.spoken if turn.source_type in _PEOPLE} - {""}
    base = planned & spoken
    plans, people = with_theme(cut, {SourceType.PLAN}), with_theme(cut, _PEOPLE)

    def intent(theme: str) -> Intent:
        stated, reported = plans[theme] & base, people[theme] & base
        return Intent(len(stated & reported), len(stated - reported), len(reported - stated), len(base))

    return {theme.theme_id: intent(theme.theme_id) for theme in cut.codebook.themes}


def in_order(values: Collection[str]) -> list[str]:
    """Values of an attribute: numbers by size, sizes from small to large, else by the alphabet."""
    sizes = ("very small", "small", "medium", "large", "very large")
    folded = {value: value.strip().lower() for value in values}
    if all(each in sizes for each in folded.values()):
        return sorted(values, key=lambda value: sizes.index(folded[value]))
    try:
        return sorted(values, key=lambda value: (float(value.replace(",", "")), value))
    except ValueError:
        return sorted(values)
