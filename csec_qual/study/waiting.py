"""What waits for a coder: which of it they ask to see, in which order, and how much there is of each kind.

What a coder may not see of others' decisions and of suggestions is left out before this is asked.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from csec_qual.base.text import fold
from csec_qual.model.codes import Codebook
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import Transcript
from csec_qual.review.queue import by_worth
from csec_qual.study.lists import Lists


class Order(StrEnum):
    """What comes first."""

    WORTH = "worth"
    """What could go either way, then what is surer; as good as certain last."""
    SUREST = "surest"
    NEWEST = "newest"
    """What the last runs of the engine found, such as those after a rule was edited."""
    CODE = "code"
    COUNTY = "county"
    RULE = "rule"
    PLACE = "place"


class Show(StrEnum):
    """What of a coder's work is looked at."""

    OPEN = "open"
    """What they have not decided on."""
    UNSURE = "unsure"
    """What they set aside."""
    OLDER = "older"
    """What they decided before a rule, a code or the text changed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty field asks for everything.

    Attributes:
        code: A code's id.
        county: A case's id.
        kind: A kind of source.
        layer: What the suggestion comes from: rules, or the paraphrase layer alone.
        status: An assertion status.
        rule: A rule's id.
        transcript: A transcript's id.
        words: Words that stand in the turn, whatever their case.
    """

    code: str = ""
    county: str = ""
    kind: str = ""
    layer: str = ""
    status: str = ""
    rule: str = ""
    transcript: str = ""
    words: str = ""


EVERYTHING = Wanted()
CHOSEN = tuple(each.name for each in fields(Wanted) if each.name != "words")
"""What is chosen from a list of what there is; words are typed."""


class Item(NamedTuple):
    """A code in a turn that waits.

    Attributes:
        transcript_id: The transcript.
        turn: Number of the turn.
        code_id: The code.
        suggestion: What the engine says of it; None where somebody coded by hand and it says nothing.
    """

    transcript_id: str
    turn: int
    code_id: str
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits.

    Attributes:
        items: What was asked for, in the order asked for.
        n_all: How much waits in all.
        choices: For each field of ``CHOSEN``, how many of each value there are among what the other
            fields ask for, in the order of the codebook, the lists, or the alphabet.
    """

    items: tuple[Item, ...]
    n_all: int
    choices: Mapping[str, Mapping[str, int]]

    @property
    def turns(self) -> list[tuple[str, int]]:
        """The transcript and number of each turn, once, where the first of its items stands."""
        return list(dict.fromkeys((each.transcript_id, each.turn) for each in self.items))


class Sieve:
    """Finds what is asked for among what waits.

    Args:
        codebook: For the order of codes.
        lists: Who speaks for which county.
        transcripts: By id.
        ages: For the newest first: a number that rises, by transcript, turn and code.
    """

    def __init__(
        self,
        codebook: Codebook,
        lists: Lists,
        transcripts: Mapping[str, Transcript],
        ages: Mapping[tuple[str, int, str], int] = MappingProxyType({}),
    ) -> None:
        self._ages = ages
        self._lists = lists
        self._transcripts = transcripts
        self._folded: dict[tuple[str, int], str] = {}
        self._rank = {
            "code": {code.code_id: place for place, code in enumerate(codebook.codes)},
            "county": {case.case_id: place for place, case in enumerate(lists.cases)},
            "transcript": {name: place for place, name in enumerate(transcripts)},
        }

    def sift(self, items: Iterable[Item], wanted: Wanted, order: Order) -> Waiting:
        """What is asked for, with what there is to choose from."""
        every = list(items)
        asked = [(place, value) for place, name in enumerate(CHOSEN) if (value := getattr(wanted, name))]
        words = fold(wanted.words.strip())
        counts = [Counter[str]() for _ in CHOSEN]
        found, facts_of = [], []
        for each in every:
            if words and words not in self._text(each):
                continue
            facts = self._facts(each)
            unmet = [place for place, value in asked if facts[place] != value]
            if not unmet:
                found.append(each)
                facts_of.append(facts)
            elif len(unmet) == 1:
                # What one field alone keeps out could be had by choosing another value of it.
                counts[unmet[0]][facts[unmet[0]]] += 1
        for of, values in zip(counts, zip(*facts_of, strict=True), strict=bool(facts_of)):
            of.update(values)
        choices = {name: self._in_order(name, of) for name, of in zip(CHOSEN, counts, strict=True)}
        return Waiting(tuple(sorted(found, key=self._key(order))), len(every), choices)

    def _facts(self, item: Item) -> tuple[str, ...]:
        """What an item can be chosen by, in the order of ``CHOSEN``."""
        said = item.suggestion
        county, kind = self._place(item.transcript_id, item.turn)
        by = (said.layer, said.status, said.rule_id) if said else ("", "", "")
        return item.code_id, county, kind, *by, item.transcript_id

    def _place(self, transcript_id: str, turn: int) -> tuple[str, str]:
        """County and kind of source."""
        transcript = self._transcripts[transcript_id]
        county = self._lists.case_of(transcript_id, transcript.turns[turn - 1].speaker)
        return county, transcript.source_type

    def _text(self, item: Item) -> str:
        place = item.transcript_id, item.turn
        if place not in self._folded:
            transcript = self._transcripts[item.transcript_id]
            self._folded[place] = fold(transcript.words(transcript.turns[item.turn - 1]))
        return self._folded[place]

    def _in_order(self, name: str, counts: Counter[str]) -> dict[str, int]:
        rank = self._rank.get(name, {})
        return {
            value: counts[value]
            for value in sorted(counts, key=lambda value: (rank.get(value, len(rank)), value))
            if value and counts[value]
        }

    def _key(self, order: Order) -> Callable[[Item], tuple[object, ...]]:
        rank = self._rank

        def first(each: Item) -> tuple[object, ...]:
            match order, each.suggestion:
                case Order.SUREST, Suggestion(score=score):
                    return (-score,)
                case Order.NEWEST, _:
                    return (-self._ages.get(each[:3], 0),)
                case Order.CODE, _:
                    return (rank["code"].get(each.code_id, -1),)
                case Order.COUNTY, _:
                    county, _kind = self._place(each.transcript_id, each.turn)
                    return (rank["county"].get(county, len(rank["county"])),)
                case Order.RULE, said:
                    return (said is None, said.rule_id if said else "")
                case Order.PLACE, _:
                    return (rank["transcript"][each.transcript_id], each.turn)
            return ()

        def key(each: Item) -> tuple[object, ...]:
            # What the engine says nothing of stands behind what it scores.
            worth = (0, *by_worth(each.suggestion)) if each.suggestion else (1, 0, *each[:3])
            return (*first(each), *worth)

        return key
