"""Which quotes a report prints, chosen the same way every time.

Decided passages come before undecided ones, new voices before voices already heard in the section, and
within that transcript order decides. At most two quotes of a person stand in a section (for the public the
gate lets through two in the whole report), and where people disagree, one quote of the smaller side always
stands. What may be quoted at all is the gate's answer, not decided here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from csec_qual.analysis.composition import passages_of
from csec_qual.analysis.cut import DataCut
from csec_qual.model.coding import CodedPassage
from csec_qual.model.transcript import Segment
from csec_qual.privacy.release import WITHHELD_PARAPHRASE, Audience, ReleasedQuote
from csec_qual.reporting.document import QuoteShown
from csec_qual.reporting.sections import CHALLENGE, PROMISING

QUOTES_PER_CODE = 3
QUOTES_PER_PERSON = 2
_STANDS_ALONE = 6
"""Words below which a quote rarely makes sense without its question; it comes later, not never."""


def candidates(cut: DataCut, case_id: str) -> tuple[CodedPassage, ...]:
    """A county's passages in the order in which the gate should consider them.

    Where the gate lets only some through, the first of every code come before the second of any.
    """
    rank: Counter[str] = Counter()
    ranked = []
    for position, passage in enumerate(passages_of(cut, case_id)):
        ranked.append((not passage.is_decided, rank[passage.code_id], position, passage))
        rank[passage.code_id] += 1
    return tuple(passage for *_, passage in sorted(ranked, key=lambda entry: entry[:3]))


def smaller_side(passages: Iterable[CodedPassage]) -> frozenset[str]:
    """Ids of the passages that run against most of a theme's.

    Sides are the attributes challenge and promising practice; a passage with both or neither takes no
    side. Empty where one side is silent. On a tie the promising practices count as the smaller side.
    """
    sides: dict[str, list[str]] = {CHALLENGE: [], PROMISING: []}
    for passage in passages:
        taken = sides.keys() & set(passage.attributes)
        if len(taken) == 1:
            sides[taken.pop()].append(passage.passage_id)
    if not all(sides.values()):
        return frozenset()
    promising, challenges = sides[PROMISING], sides[CHALLENGE]
    return frozenset(promising if len(promising) <= len(challenges) else challenges)


class Selection:
    """The quotes of one section, picked code by code.

    Args:
        cut: Where the passages come from.
        quotes: What the gate let through.
        audience: Who will read the report.
    """

    def __init__(self, cut: DataCut, quotes: Mapping[str, ReleasedQuote], audience: Audience) -> None:
        self._cut = cut
        self._quotes = quotes
        self._audience = audience
        self._heard: Counter[str] = Counter()
        self._shown: set[Segment] = set()

    def pick(
        self,
        passages: Sequence[CodedPassage],
        *,
        limit: int = QUOTES_PER_CODE,
        first: frozenset[str] = frozenset(),
    ) -> tuple[QuoteShown, ...]:
        """Up to ``limit`` quotes, in transcript order.

        Args:
            passages: What to choose from.
            limit: How many.
            first: Ids of passages that run against most of the theme's: one of them is chosen first.
        """
        chosen: list[CodedPassage] = []
        if first:
            chosen += self._best([passage for passage in passages if passage.passage_id in first])
        while len(chosen) < limit and (best := self._best(passages)):
            chosen += best
        chosen.sort(key=lambda passage: self._cut.order[passage.passage_id])
        return tuple(self._as_shown(passage, passage.passage_id in first) for passage in chosen)

    def notes(self, passages: Sequence[CodedPassage], shown: Sequence[QuoteShown]) -> tuple[str, ...]:
        """What became of the passages that ``pick`` did not choose."""
        ids = {one.quote.passage_id for one in shown}
        rest = [passage for passage in passages if passage.passage_id not in ids]
        twice = [passage for passage in rest if passage.segment in self._shown]
        rest = [passage for passage in rest if passage.segment not in self._shown]
        held = [passage for passage in rest if not self._has_words(passage)]
        notes = []
        if twice:
            notes.append(f"{_passages(len(twice))} quoted under another heading of this section.")
        if len(rest) > len(held):
            where = "; the words are in the workbook" if self._audience.is_team else ""
            notes.append(f"{_passages(len(rest) - len(held), 'more')} counted{where}.")
        if held:
            notes.append(f"{_passages(len(held))} counted and not shown{self._reasons(held)}.")
        return tuple(notes)

    def _best(self, passages: Sequence[CodedPassage]) -> list[CodedPassage]:
        """The best passage still to be had, as a list of one, or nothing; it is marked as shown."""
        free = [
            passage
            for passage in passages
            if passage.segment not in self._shown
            and self._may_stand(passage)
            and self._heard[self._voice(passage)] < QUOTES_PER_PERSON
        ]
        if not free:
            return []
        best = min(free, key=self._preference)
        self._shown.add(best.segment)
        self._heard[self._voice(best)] += 1
        return [best]

    def _preference(self, passage: CodedPassage) -> tuple[bool, bool, int, bool, int]:
        quote = self._quotes[passage.passage_id]
        return (
            bool(quote.withheld),
            not passage.is_decided,
            self._heard[self._voice(passage)],
            len(quote.words.split()) < _STANDS_ALONE,
            self._cut.order[passage.passage_id],
        )

    def _has_words(self, passage: CodedPassage) -> bool:
        quote = self._quotes.get(passage.passage_id)
        if quote is None or not quote.words:
            return False
        return self._audience.is_team or quote.may_name_county

    def _may_stand(self, passage: CodedPassage) -> bool:
        if self._has_words(passage):
            return True
        # The team may retell what is consented to paraphrase, so it needs to see that it is there.
        quote = self._quotes.get(passage.passage_id)
        is_retold = quote is not None and quote.withheld == WITHHELD_PARAPHRASE
        return is_retold and self._audience.is_team

    def _reasons(self, passages: Iterable[CodedPassage]) -> str:
        """Why, for the team; the public is told only that there are more."""
        if not self._audience.is_team:
            return ""
        found = (self._quotes.get(passage.passage_id) for passage in passages)
        reasons = Counter(quote.withheld if quote else "not released" for quote in found)
        return ": " + ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.items()))

    def _voice(self, passage: CodedPassage) -> str:
        person = self._cut.participant(passage)
        return person.participant_id if person else f"document {passage.transcript_id}"

    def _as_shown(self, passage: CodedPassage, says_otherwise: bool) -> QuoteShown:
        code = self._cut.codebook.code(passage.code_id)
        own = code.label if code else passage.code_id
        return QuoteShown(
            quote=self._quotes[passage.passage_id],
            turn=passage.turn,
            is_reviewed=passage.is_decided,
            says_otherwise=says_otherwise,
            also=tuple(label for label in self._cut.labels_at[passage.segment] if label != own),
        )


def _passages(n: int, more: str = "") -> str:
    noun = "passage" if n == 1 else "passages"
    return " ".join(filter(None, (str(n), more, noun)))
