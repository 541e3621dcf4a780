"""How well suggestions match the codes that a careful person gave the same turns.

The unit is a turn-and-code pair: one code in one codable turn. A pair is positive for the labels where
a row of the labelled set counts it, and positive for the engine where a suggestion counts. Every
codable turn of every labelled transcript takes part, so a code suggested where no row gives it is
wrong. Pairs that neither side names are right and are not counted: there are so many of them that any
share of them would look perfect.

    precision   of the pairs suggested, the share that the labels have:  right / (right + extra)
    recall      of the pairs the labels have, the share suggested:       right / (right + missed)
    F1          the harmonic mean of both:                               2 right / (2 right + extra + missed)
    micro       the same figures over all pairs at once; frequent codes weigh more
    macro       the mean of the codes' figures; every code weighs the same

Nothing here opens a file or runs a rule.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from csec_qual.model.codes import Codebook, Status
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import SourceType, Transcript

NO_TRAP = "(no trap)"
NO_LAYER = "not suggested"
NO_STATUS = "(not given)"

Place = tuple[str, int]
"""Transcript id and number of a turn."""


@dataclass(frozen=True, slots=True)
class Label:
    """One row of a labelled set: what a person says of one code in one turn.

    Attributes:
        transcript_id: The transcript.
        turn: Number of the turn.
        code_id: The code; empty for a turn that was looked at for its trap alone.
        counts: Whether the person counts the code there. False is a code that the words suggest and the
            person does not count; such rows need not be complete.
        status: How the speaker stands to it; None where the row does not say.
        traps: Kinds of trap the turn tests.
    """

    transcript_id: str
    turn: int
    code_id: str = ""
    counts: bool = True
    status: Status | None = None
    traps: tuple[str, ...] = ()


class Outcome(StrEnum):
    """What became of a pair."""

    RIGHT = "right"
    """Labelled and suggested (true positive)."""
    EXTRA = "extra"
    """Suggested and not labelled (false positive)."""
    MISSED = "missed"
    """Labelled and not suggested (false negative)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A code in a turn that the labels count, a counting suggestion has, or both.

    Attributes:
        transcript_id: The transcript.
        turn: Number of the turn.
        code_id: The code.
        theme_id: Its theme.
        source_type: Kind of source the turn stands in.
        traps: Kinds of trap the turn tests; empty for none.
        outcome: Right, extra or missed.
        label: The row that counts the code, or for an extra one a row that says it does not; None
            where no row names the code in this turn.
        suggestion: What was suggested, also where it does not count; None where no rule fired.
    """

    transcript_id: str
    turn: int
    code_id: str
    theme_id: str
    source_type: SourceType
    traps: tuple[str, ...]
    outcome: Outcome
    label: Label | None
    suggestion: Suggestion | None

    @property
    def layer(self) -> str:
        """What suggested it, or a word for nothing."""
        given = self.suggestion is not None and self.outcome is not Outcome.MISSED
        return self.suggestion.layer.value if self.suggestion and given else NO_LAYER

    @property
    def status(self) -> str:
        """The status the labels give; the suggestion's for an extra pair; else a word for none."""
        if self.outcome is Outcome.EXTRA:
            return self.suggestion.status.value if self.suggestion else NO_STATUS
        return self.label.status.value if self.label and self.label.status else NO_STATUS


GROUPINGS: Mapping[str, Callable[[Pair], tuple[str, ...]]] = MappingProxyType(
    {
        "code": lambda pair: (pair.code_id,),
        "theme": lambda pair: (pair.theme_id,),
        "source": lambda pair: (pair.source_type.value,),
        "trap": lambda pair: pair.traps or (NO_TRAP,),
        "status": lambda pair: (pair.status,),
        "layer": lambda pair: (pair.layer,),
    }
)
"""The groups a pair is counted in, by the name of the grouping; a turn of two traps counts in both."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pairs came out how.

    Attributes:
        right: Labelled and suggested.
        extra: Suggested and not labelled.
        missed: Labelled and not suggested.
    """

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def labelled(self) -> int:
        """Pairs the labels count."""
        return self.right + self.missed

    @property
    def suggested(self) -> int:
        """Pairs a counting suggestion has."""
        return self.right + self.extra

    @property
    def precision(self) -> float | None:
        """Share of the suggested pairs that are right; None where nothing was suggested."""
        return share(self.right, self.suggested)

    @property
    def recall(self) -> float | None:
        """Share of the labelled pairs that were suggested; None where nothing was labelled."""
        return share(self.right, self.labelled)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; 0 where nothing is right, None where there is no pair."""
        return share(2 * self.right, self.suggested + self.labelled)


@dataclass(frozen=True, slots=True)
class Macro:
    """Means over the codes with at least one labelled case; each code weighs the same.

    Attributes:
        codes: How many codes the means are over.
        precision: A code that was never suggested enters with 0, as its recall does.
        recall: Mean of the codes' recall.
        f1: Mean of the codes' F1; not the F1 of the two means.
    """

    codes: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class Score:
    """How suggestions and labels compare.

    Attributes:
        pairs: Every pair that either side has, in order of transcripts, turns and codes.
        turns: How many codable turns were scored.
        transcripts: How many transcripts they stand in.
        uncodable: How many suggestions stand on turns that cannot be coded. More than 0 is a defect.
        statuses: For each pair that a label with a status and a suggestion both name, counting or not:
            the label's status, the suggestion's, and whether both count the code.
        traps: How many turns test each kind of trap. A heading or question may be one: nothing may be
            suggested there.
        order: Themes and codes as the codebook has them, source types and statuses as they are listed:
            the order of the groups.
    """

    pairs: tuple[Pair, ...]
    turns: int
    transcripts: int
    uncodable: int
    statuses: tuple[tuple[Status, Status, bool], ...]
    traps: Mapping[str, int]
    order: tuple[str, ...] = ()

    @cached_property
    def overall(self) -> Tally:
        """Every pair: the micro figures."""
        return _tally(self.pairs)

    @cached_property
    def macro(self) -> Macro:
        """The mean over the codes that were labelled at least once."""
        tallies = [tally for tally in self.by("code").values() if tally.labelled]
        if not tallies:
            return Macro(0, None, None, None)
        return Macro(
            len(tallies),
            sum(each.precision or 0.0 for each in tallies) / len(tallies),
            sum(each.recall or 0.0 for each in tallies) / len(tallies),
            sum(each.f1 or 0.0 for each in tallies) / len(tallies),
        )

    def by(self, grouping: str) -> dict[str, Tally]:
        """The tally of each group that has a pair; groups in no order of their own stand by name.

        Args:
            grouping: A key of ``GROUPINGS``.
        """
        groups: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            for group in GROUPINGS[grouping](pair):
                groups.setdefault(group, []).append(pair)
        rank = {group: number for number, group in enumerate(self.order)}
        names = sorted(groups, key=lambda group: (rank.get(group, len(rank)), group))
        return {group: _tally(groups[group]) for group in names}

    @property
    def errors(self) -> tuple[Pair, ...]:
        """The pairs that are extra or missed, in order."""
        return tuple(pair for pair in self.pairs if pair.outcome is not Outcome.RIGHT)

    @cached_property
    def top_half(self) -> Tally:
        """The suggestions that count, surest first, cut in the middle (the odd one is in the top half).

        Equal scores stand in the order of transcripts, turns and codes. Only ``precision`` has a meaning:
        what is missed is in no half.
        """
        queue = sorted(
            (pair for pair in self.pairs if pair.outcome is not Outcome.MISSED),
            key=lambda pair: -(pair.suggestion.score if pair.suggestion else 0.0),
        )
        return _tally(queue[: (len(queue) + 1) // 2])

    def status_accuracy(self, *, counting: bool) -> tuple[int, int]:
        """How often the suggestion has the label's status, and of how many pairs that both name.

        Args:
            counting: Only pairs that both sides count; else also those that either side names and does
                not count, such as a gap that the speaker denies.
        """
        looked_at = [(wanted, given) for wanted, given, both in self.statuses if both or not counting]
        return sum(wanted is given for wanted, given in looked_at), len(looked_at)


def score(
    codebook: Codebook,
    transcripts: Sequence[Transcript],
    labels: Iterable[Label],
    suggestions: Iterable[Suggestion],
) -> Score:
    """Compare suggestions with labels.

    Args:
        codebook: Its codes take part; attributes do not.
        transcripts: Every codable turn of each is scored.
        labels: The labelled set. A code that one row counts in a turn and another does not is counted.
        suggestions: What the engine makes of these transcripts, counting or not.
    """
    labels = list(labels)
    codable = {
        (each.transcript_id, turn.number) for each in transcripts for turn in each.turns if turn.is_codable
    }
    traps: dict[Place, dict[str, None]] = {}
    for label in labels:
        traps.setdefault((label.transcript_id, label.turn), {}).update(dict.fromkeys(label.traps))
    rows = _strongest(label for label in labels if label.code_id)
    given = {(each.transcript_id, each.turn, each.code_id): each for each in suggestions}
    placed = {key: each for key, each in given.items() if key[:2] in codable}
    kinds = {each.transcript_id: each.source_type for each in transcripts}
    themes = {code.code_id: code.theme_id for code in codebook.codes}
    order = {each.transcript_id: number for number, each in enumerate(transcripts)}
    ranks = {code_id: number for number, code_id in enumerate(themes)}
    named = sorted(
        (key for key in {*rows, *placed} if key[:2] in codable and key[2] in themes),
        key=lambda key: (order[key[0]], key[1], ranks[key[2]]),
    )
    pairs = []
    statuses = []
    for key in named:
        row, suggestion = rows.get(key), placed.get(key)
        outcome = _outcome(row, suggestion)
        if outcome is not None:
            own_traps = tuple(traps.get(key[:2], ()))
            pairs.append(Pair(*key, themes[key[2]], kinds[key[0]], own_traps, outcome, row, suggestion))
        if row is not None and row.status is not None and suggestion is not None:
            statuses.append((row.status, suggestion.status, row.counts and suggestion.counts))
    return Score(
        pairs=tuple(pairs),
        turns=len(codable),
        transcripts=len(transcripts),
        uncodable=len(given) - len(placed),
        statuses=tuple(statuses),
        traps=_trap_turns(codable | set(traps), traps),
        order=(*(theme.theme_id for theme in codebook.themes), *themes, *SourceType, *Status),
    )


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None of nothing."""
    return part / whole if whole else None


def _strongest(labels: Iterable[Label]) -> dict[tuple[str, int, str], Label]:
    """One row for each pair: the first that counts, else the first."""
    found: dict[tuple[str, int, str], Label] = {}
    for label in labels:
        key = (label.transcript_id, label.turn, label.code_id)
        if key not in found or (label.counts and not found[key].counts):
            found[key] = label
    return found


def _outcome(label: Label | None, suggestion: Suggestion | None) -> Outcome | None:
    """What became of a pair; None where neither side counts it."""
    wanted = label is not None and label.counts
    given = suggestion is not None and suggestion.counts
    if wanted:
        return Outcome.RIGHT if given else Outcome.MISSED
    return Outcome.EXTRA if given else None


def _trap_turns(places: Iterable[Place], traps: Mapping[Place, Iterable[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place in places:
        for trap in tuple(traps.get(place, ())) or (NO_TRAP,):
            found[trap] = found.get(trap, 0) + 1
    return dict(sorted(found.items()))


def _tally(pairs: Iterable[Pair]) -> Tally:
    outcomes = [pair.outcome for pair in pairs]
    return Tally(*(outcomes.count(outcome) for outcome in (Outcome.RIGHT, Outcome.EXTRA, Outcome.MISSED)))
