"""How a speaker stands to what the words say: does the cue reach the hit?

Cues and their reach come from the codebook, in the language of its rules. A cue goes as far as its
clause: it stops at the codebook's ``clause_break`` words, at semicolons and dashes, and at the
sentence's end. Two kinds go further. One reaches back to the sentence before it ("That's over now.").
One carries over: after "when I worked in Alder County" the later sentences that say "they" or "there"
speak of Alder County too, in this turn and in the speaker's next, until "here". A cue whose own words
earned the code is part of the claim and not a denial of it: in "there's no training for kin" the "no" is
the gap; in "there's no lack of training" it is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csec_qual.codebook.query import Terms, parse
from csec_qual.corpus.tokens import Ints
from csec_qual.model.codes import Codebook, Cue, Rule, Status
from csec_qual.model.transcript import SourceType
from csec_qual.tagging.hits import NONE, Flags, Hits, pairs
from csec_qual.tagging.match import Matcher

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


NO_CUE = -1

_SOURCES = tuple(SourceType)


@dataclass(frozen=True, slots=True)
class Claims:
    """What many rules found, to be judged together.

    Attributes:
        rules: The rules.
        code_ids: The code each rule belongs to.
        lines: The words of every match, one line each, as in ``Hits``.
        rule: For each line, the index of its rule.
    """

    rules: Sequence[Rule]
    code_ids: Sequence[str]
    lines: Ints
    rule: Ints


@dataclass(frozen=True, slots=True)
class Judgements:
    """For each claim, the strongest cue that reaches it.

    Attributes:
        cue: Index of the cue in the codebook, or ``NO_CUE``.
        first: Row of the cue's first word.
        last: Row of its last word.
    """

    cue: Ints
    first: Ints
    last: Ints


class Assertion:
    """Judges claims in the words of some turns.

    Args:
        codebook: Its cues, strongest first, and its term lists.
        matcher: A matcher of sentence scope over the words.
    """

    def __init__(self, codebook: Codebook, matcher: Matcher) -> None:
        self._cues = codebook.cues
        self._has_breaks = CLAUSE_BREAK in codebook.terms
        self._matcher = matcher
        self._table = matcher.table

    def judge(self, claims: Claims) -> Judgements:
        """The cue that decides each claim: of those that reach it, the strongest, then the first."""
        n = len(claims.lines)
        judged = Judgements(*(np.full(n, NO_CUE, dtype=np.int64) for _ in range(3)))
        claim, sentence = _sentences(claims.lines, self._table.sentence)
        for index, cue in enumerate(self._cues):
            asked = self._is_asked(cue, claims) & (judged.cue == NO_CUE)
            here = asked[claim]
            self._apply(index, cue, claims.lines, claim[here], sentence[here], judged)
            if cue.carry:
                here &= (judged.cue == NO_CUE)[claim]
                self._carry(index, cue, claims.lines, claim[here], sentence[here], judged)
        return judged

    def _apply(
        self, index: int, cue: Cue, lines: Ints, claim: Ints, sentence: Ints, judged: Judgements
    ) -> None:
        if not len(claim):
            return
        words = self._hits_of(cue)
        theirs = self._matcher.stretch_of(words)
        low = np.searchsorted(theirs, sentence, side="left")
        high = np.searchsorted(theirs, sentence + (cue.reach == "back"), side="right")
        for places, cues in pairs(low, high):
            which = claim[places]
            reached = self._reaches(cue, words, cues, lines[which])
            if cue.status is not Status.NEED:
                # Words that earned the code are part of the claim and say nothing against it.
                reached &= ~_within(words.rows[cues], lines[which])
            _decide(index, words, which[reached], cues[reached], judged)

    def _carry(
        self, index: int, cue: Cue, lines: Ints, claim: Ints, sentence: Ints, judged: Judgements
    ) -> None:
        """Give the status of the last cue before a sentence to what goes on with it there."""
        words = self._hits_of(cue)
        if not len(claim) or not len(words):
            return
        goes_on = np.isin(sentence, self._matcher.stretches(parse(cue.carry)))
        claim, sentence = claim[goes_on], sentence[goes_on]
        last = np.searchsorted(self._matcher.stretch_of(words), sentence, side="left") - 1
        ends = np.searchsorted(self._table.sentence, sentence, side="right") - 1
        unit, opened = self._table.unit[ends], self._table.unit[words.first[last]]
        same = (opened == unit) | ((opened == unit - 1) & self._matcher.words.goes_on[unit])
        reached: Flags = (last >= 0) & same & self._is_open(cue, words.last[last], ends)
        if cue.status is not Status.NEED:
            reached = reached & ~_within(words.rows[last], lines[claim])
        _decide(index, words, claim[reached], last[reached], judged)

    def _is_open(self, cue: Cue, opened: Ints, ends: Ints) -> Flags:
        """Whether nothing ends what a cue goes on with between its last word and a sentence's end."""
        if not cue.until:
            return np.ones(len(ends), dtype=bool)
        stops = self._matcher.hits(parse(cue.until)).first
        last_stop = np.append(stops, NONE)[np.searchsorted(stops, ends, side="right") - 1]
        still: Flags = last_stop <= opened
        return still

    def _is_asked(self, cue: Cue, claims: Claims) -> Flags:
        """For each claim, whether the cue speaks to its rule, its code and its kind of source."""
        by_rule = np.array(
            [
                (rule.status is None or cue.status in _ALWAYS_ASKED)
                and (not cue.codes or code_id in cue.codes)
                for rule, code_id in zip(claims.rules, claims.code_ids, strict=True)
            ],
            dtype=bool,
        )
        asked: Flags = by_rule[claims.rule]
        if cue.sources:
            spoken = np.array([source in cue.sources for source in _SOURCES])
            asked &= spoken[self._source_of_unit[self._table.unit[claims.lines[:, 0]]]]
        return asked

    @cached_property
    def _source_of_unit(self) -> Ints:
        units = self._matcher.words.units
        return np.array([_SOURCES.index(unit.transcript.source_type) for unit in units], dtype=np.int64)

    def _hits_of(self, cue: Cue) -> Hits:
        found = self._matcher.hits(parse(cue.find))
        if not cue.unless or not len(found):
            return found
        silenced = self._matcher.stretches(parse(cue.unless))
        return found.where(~np.isin(self._matcher.stretch_of(found), silenced))

    def _reaches(self, cue: Cue, words: Hits, cues: Ints, lines: Ints) -> Flags:
        if cue.reach == "sentence":
            return np.ones(len(cues), dtype=bool)
        if cue.reach == "back":
            unit = self._table.unit
            return np.equal(unit[words.first[cues]], unit[lines[:, 0]])
        if cue.reach == "between":
            first, last = words.first[cues][:, None], words.last[cues][:, None]
            held: Flags = np.any((lines >= first) & (lines <= last), axis=1)
            return held
        near = (self._clause[lines] == self._clause[words.last[cues]][:, None]) & (lines != NONE)
        if cue.reach == "after":
            near &= lines > words.first[cues][:, None]
        elif cue.reach == "before":
            near &= lines < words.last[cues][:, None]
        reached: Flags = near.any(axis=1)
        return reached

    @cached_property
    def _clause(self) -> Ints:
        """Clause number of every row, rising."""
        opens = np.zeros(len(self._table), dtype=np.int64)
        opens[np.flatnonzero(np.diff(self._table.sentence, prepend=-1))] = 1
        if self._has_breaks:
            opens[self._matcher.hits(Terms(CLAUSE_BREAK)).first] = 1
        for mark in _BREAKING_MARKS:
            opens[self._matcher.rows_of_mark(mark)] = 1
        return np.cumsum(opens)


def _decide(index: int, words: Hits, which: Ints, cues: Ints, judged: Judgements) -> None:
    """Note for each claim the first of its cues. A claim met before, in another block, keeps what it has."""
    decided, first = np.unique(which, return_index=True)
    fresh = judged.cue[decided] == NO_CUE
    decided, first = decided[fresh], first[fresh]
    judged.cue[decided] = index
    judged.first[decided] = words.first[cues[first]]
    judged.last[decided] = words.last[cues[first]]


def _sentences(lines: Ints, sentence: Ints) -> tuple[Ints, Ints]:
    """Every (line, sentence it has a word in) once, in order."""
    found = np.where(lines == NONE, NO_CUE, sentence[lines])
    is_new = np.ones(lines.shape, dtype=bool)
    is_new[:, 1:] = found[:, 1:] != found[:, :-1]
    claim, column = np.nonzero(is_new & (lines != NONE))
    return claim.astype(np.int64), found[claim, column]


def _within(inner: Ints, outer: Ints) -> Flags:
    """For each pair of lines, whether every word of the first is one of the second."""
    held: Flags = np.ones(len(inner), dtype=bool)
    for column in range(inner.shape[1]):
        words = inner[:, column : column + 1]
        held &= ((words == outer).any(axis=1)) | (words[:, 0] == NONE)
    return held
