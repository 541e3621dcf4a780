"""How a speaker stands to what the words say: does the cue reach the hit?

Cues and their reach come from the codebook, in the language of its rules. A cue goes as far as its
clause: it stops at the codebook's ``clause_break`` words, at semicolons and dashes, and at the
sentence's end. A cue whose own words earned the code is part of the claim and not a denial of it:
in "there's no training for kin" the "no" is the gap; in "there's no lack of training" it is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csec_qual.codebook.query import Terms, parse
from csec_qual.corpus.tokens import Ints
from csec_qual.model.codes import Codebook, Cue, Rule, Status
from csec_qual.tagging.match import Hit, Matcher

CLAUSE_BREAK = "clause_break"

_BREAKING_MARKS = (";", "--", "---", "\u2013", "\u2014")

# What a rule that settles its own status leaves to the cues all the same.
_ALWAYS_ASKED = frozenset(
    {
        Status.HYPOTHETICAL,
        Status.RESOLVED,
        Status.ELSEWHERE,
        Status.REPORTED_QUESTION,
        Status.UNCERTAIN,
        Status.IRONIC,
    }
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The status of one hit.

    Attributes:
        status: How the speaker stands to the words.
        cue: The cue that says so, or None where nothing spoke against affirmed.
        words: The cue's words; None with no cue.
    """

    status: Status
    cue: Cue | None = None
    words: Hit | None = None


class Assertion:
    """Judges hits in the words of some turns.

    Args:
        codebook: Its cues, strongest first, and its term lists.
        matcher: A matcher of sentence scope over the words.
    """

    def __init__(self, codebook: Codebook, matcher: Matcher) -> None:
        self._cues = codebook.cues
        self._has_breaks = CLAUSE_BREAK in codebook.terms
        self._matcher = matcher
        self._table = matcher.table

    def judge(self, hit: Hit, rule: Rule, code_id: str) -> Judgement:
        """The status of a hit of a rule of a code: that of the strongest cue that reaches it."""
        here = {int(self._table.sentence[row]) for row in hit.rows}
        earned = set(hit.rows)
        unit = self._matcher.words.units[int(self._table.unit[hit.first])]
        kind = unit.transcript.source_type
        for index, cue in enumerate(self._cues):
            if rule.status is not None and cue.status not in _ALWAYS_ASKED:
                continue
            if (cue.codes and code_id not in cue.codes) or (cue.sources and kind not in cue.sources):
                continue
            for sentence in sorted(here):
                for words in self._by_sentence[index].get(sentence, ()):
                    if not self._is_claim(cue, words, earned) and self._reaches(cue, words, hit):
                        return Judgement(cue.status, cue, words)
        return Judgement(rule.status or Status.AFFIRMED)

    @cached_property
    def _by_sentence(self) -> list[dict[int, list[Hit]]]:
        """For each cue, its hits by sentence."""
        return [self._hits_of(cue) for cue in self._cues]

    def _hits_of(self, cue: Cue) -> dict[int, list[Hit]]:
        silenced = self._matcher.stretches(parse(cue.unless)) if cue.unless else set()
        found: dict[int, list[Hit]] = {}
        for hit in self._matcher.hits(parse(cue.find)):
            sentence = self._matcher.stretch(hit)
            if sentence not in silenced:
                found.setdefault(sentence, []).append(hit)
        return found

    def _is_claim(self, cue: Cue, words: Hit, earned: set[int]) -> bool:
        """Whether the cue is part of what was claimed, and so says nothing about it."""
        return cue.status is not Status.NEED and earned.issuperset(words.rows)

    def _reaches(self, cue: Cue, words: Hit, hit: Hit) -> bool:
        if cue.reach == "sentence":
            return True
        clause = self._clause[words.last]
        near: Sequence[int] = [row for row in hit.rows if self._clause[row] == clause]
        if cue.reach == "after":
            near = [row for row in near if row > words.first]
        elif cue.reach == "before":
            near = [row for row in near if row < words.last]
        return bool(near)

    @cached_property
    def _clause(self) -> Ints:
        """Clause number of every row, rising."""
        opens = np.zeros(len(self._table), dtype=np.int64)
        opens[np.flatnonzero(np.diff(self._table.sentence, prepend=-1))] = 1
        if self._has_breaks:
            opens[[hit.first for hit in self._matcher.hits(Terms(CLAUSE_BREAK))]] = 1
        for mark in _BREAKING_MARKS:
            opens[self._matcher.rows_of_mark(mark)] = 1
        return np.cumsum(opens)
