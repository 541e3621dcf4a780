"""The slow and plain way to answer queries, hit by hit: what the fast way must agree with."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from csec_qual.base.text import fold
from csec_qual.codebook.query import (
    All,
    AnyOf,
    Apart,
    Exact,
    InQuestion,
    InTurn,
    Near,
    Part,
    Query,
    Regex,
    Run,
    Terms,
    Wild,
    Without,
    Word,
    compile_regex,
    parse,
)
from csec_qual.corpus.postings import Postings
from csec_qual.corpus.tokens import Ints
from csec_qual.model.codes import Codebook, Cue, Rule, Scope, Status
from csec_qual.tagging.assertion import _ALWAYS_ASKED, _BREAKING_MARKS, CLAUSE_BREAK
from csec_qual.tagging.hits import Hit
from csec_qual.tagging.words import Words


class PlainMatcher:
    """Answers queries about the words of some turns.

    Args:
        words: The turns.
        terms: The codebook's term lists, entries as text.
        scope: The stretch inside which the parts of a query must stand together.
    """

    def __init__(
        self, words: Words, terms: Mapping[str, tuple[str, ...]], scope: Scope = Scope.SENTENCE
    ) -> None:
        self.words = words
        self.table = words.table
        self._postings: Postings = words.postings
        self._terms = terms
        self._stretch: Ints = self.table.sentence if scope is Scope.SENTENCE else self.table.unit
        self._known: dict[Query, list[Hit]] = {}

    def hits(self, query: Query) -> list[Hit]:
        """Every match of a query."""
        found = self._known.get(query)
        if found is None:
            found = self._known[query] = self._find(query)
        return found

    def stretch(self, hit: Hit) -> int:
        """Number of the sentence (or turn) a hit stands in."""
        return int(self._stretch[hit.first])

    def stretches(self, query: Query) -> set[int]:
        """Numbers of the sentences (or turns) in which a query matches."""
        return {self.stretch(hit) for hit in self.hits(query)}

    def rows_of_mark(self, mark: str) -> Ints:
        """Rows of a punctuation mark; queries see words only."""
        return self._postings.form(mark)

    def _find(self, query: Query) -> list[Hit]:
        match query:
            case Run(parts):
                return self._run(parts)
            case Terms(name):
                return _union(self.hits(parse(entry)) for entry in self._terms[name])
            case Regex(pattern):
                return self._regex(pattern)
            case AnyOf(parts):
                return _union(self.hits(part) for part in parts)
            case Near():
                return self._near(query)
            case Apart(left):
                near = self._pairs(query)
                return [hit for hit, others in zip(self.hits(left), near, strict=True) if not others]
            case All(parts):
                return self._all(parts)
            case Without(found, excluded):
                unwanted = self.stretches(excluded)
                return [hit for hit in self.hits(found) if self.stretch(hit) not in unwanted]
            case InTurn(found, context):
                turns = {int(self.table.unit[hit.first]) for hit in self.hits(context)}
                return [hit for hit in self.hits(found) if int(self.table.unit[hit.first]) in turns]
            case InQuestion(found, context):
                asked = self._questions.units_with(context)
                return [hit for hit in self.hits(found) if int(self.table.unit[hit.first]) in asked]

    @cached_property
    def _questions(self) -> "_QuestionMatcher":
        return _QuestionMatcher(self.words, self._terms)

    def _run(self, parts: tuple[Part, ...]) -> list[Hit]:
        steps = []
        for part in parts:
            for rows in self._steps(part):
                if not len(rows):
                    return []
                steps.append(rows)
        if len(steps) == 1:
            return [Hit((row,)) for row in steps[0].tolist()]
        return self._side_by_side(steps) if steps else []

    def _side_by_side(self, steps: list[Ints]) -> list[Hit]:
        table, word_rows = self.table, self._word_rows
        # Words side by side have word numbers one apart: a hyphen or comma between does not part them.
        starts = table.word[steps[0]]
        for distance, rows in enumerate(steps[1:], start=1):
            starts = np.intersect1d(starts, table.word[rows] - distance, assume_unique=True)
        firsts, lasts = word_rows[starts], word_rows[starts + len(steps) - 1]
        together = table.sentence[firsts] == table.sentence[lasts]
        return [
            Hit(tuple(word_rows[start : start + len(steps)].tolist())) for start in starts[together].tolist()
        ]

    @cached_property
    def _word_rows(self) -> Ints:
        return np.flatnonzero(self.table.is_word).astype(np.int64)

    def _steps(self, part: Part) -> Iterator[Ints]:
        """For each piece of a part, the rows it may stand in; punctuation is no word."""
        is_word = self.table.is_word
        match part:
            case Wild(pattern):
                for piece in pattern.split("-"):
                    if piece:
                        rows = self._postings.matching(_wildcard(piece))
                        yield rows[is_word[rows] == 1]
            case Exact(text):
                for piece in self.words.reader.pieces(text):
                    yield self._postings.form(piece)
            case Word(text):
                for piece in self.words.reader.pieces(text):
                    yield self._postings.lemma(piece)

    def _regex(self, pattern: str) -> list[Hit]:
        compiled = compile_regex(pattern)
        found = []
        for first, last in self._bounds:
            text = fold(self.words.text_of(first, last))
            offset = int(self.table.start[first])
            for match in compiled.finditer(text):
                start, end = match.start() + offset, match.end() + offset
                rows = [
                    row
                    for row in range(first, last + 1)
                    if int(self.table.start[row]) < end and start < int(self.table.end[row])
                ]
                if rows:
                    found.append(Hit(tuple(rows)))
        return _union([found])

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        """First and last row of every sentence."""
        numbers = self.table.sentence
        if not len(numbers):
            return []
        opens = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
        closes = np.append(opens[1:], len(numbers)) - 1
        return list(zip(opens.tolist(), closes.tolist(), strict=True))

    def _near(self, query: Near) -> list[Hit]:
        found = []
        for left, others in zip(self.hits(query.left), self._pairs(query), strict=True):
            taken = set(left.rows)
            # One word cannot play both parts: "training" is not near itself.
            found += [_merged((left, right)) for right in others if taken.isdisjoint(right.rows)]
        return _union([found])

    def _pairs(self, query: Near | Apart) -> list[list[Hit]]:
        """For each hit of the left side, the hits of the right side within reach, in order."""
        rights = self.hits(query.right)
        firsts = [right.first for right in rights]
        # How far a hit's last word may lie from its first, so that the search can begin early enough.
        longest = max((right.last - right.first for right in rights), default=0)
        found: list[list[Hit]] = []
        for left in self.hits(query.left):
            begin = left.first if query.ordered else self._row_words_before(left.first, query.distance + 1)
            index = bisect_left(firsts, begin - longest)
            near: list[Hit] = []
            while index < len(rights):
                right = rights[index]
                gap = self._gap(left, right, ordered=query.ordered)
                if right.first > left.last and (gap is None or gap > query.distance):
                    break
                if gap is not None and gap <= query.distance:
                    near.append(right)
                index += 1
            found.append(near)
        return found

    def _row_words_before(self, row: int, words: int) -> int:
        place = int(self.table.word[row]) - words
        return int(self._word_rows[max(place, 0)]) if len(self._word_rows) else 0

    def _gap(self, left: Hit, right: Hit, *, ordered: bool) -> int | None:
        """Words from one hit to the other (side by side is 1), or None where they do not go together."""
        if self.stretch(left) != self.stretch(right):
            return None
        word = self.table.word
        if right.first > left.last:
            return int(word[right.first] - word[left.last])
        if ordered:
            return None
        if right.last < left.first:
            return int(word[left.first] - word[right.last])
        return 0

    def _all(self, parts: tuple[Query, ...]) -> list[Hit]:
        """The hits of the first part, each with the closest hit of every other part beside it."""
        others: list[dict[int, list[Hit]]] = []
        for part in parts[1:]:
            by_stretch: dict[int, list[Hit]] = {}
            for hit in self.hits(part):
                by_stretch.setdefault(self.stretch(hit), []).append(hit)
            others.append(by_stretch)
        found = []
        for hit in self.hits(parts[0]):
            here = [by_stretch.get(self.stretch(hit), []) for by_stretch in others]
            if all(here):
                found.append(_merged([hit, *(min(near, key=lambda h: _apart(hit, h)) for near in here)]))
        return _union([found])


class _QuestionMatcher(PlainMatcher):
    """The same, over the questions that the turns answer."""

    def __init__(self, words: Words, terms: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(words, terms, Scope.TURN)
        self._postings = words.questions
        self.table = words.questions.table
        self._stretch = self.table.unit

    def units_with(self, query: Query) -> set[int]:
        return {int(self.table.unit[hit.first]) for hit in self.hits(query)}

    def _regex(self, pattern: str) -> list[Hit]:
        compiled = compile_regex(pattern)
        found = []
        for number, unit in enumerate(self.words.units):
            rows = self.table.rows_of_unit(number)
            offset = int(self.table.start[rows[0]]) if rows else 0
            asked = unit.question[offset : int(self.table.end[rows[-1]])] if rows else ""
            for match in compiled.finditer(fold(asked)):
                start, end = match.start() + offset, match.end() + offset
                inside = tuple(
                    row
                    for row in rows
                    if int(self.table.start[row]) < end and start < int(self.table.end[row])
                )
                found += [Hit(inside)] if inside else []
        return _union([found])


def _union(groups: Iterable[list[Hit]]) -> list[Hit]:
    lists = [group for group in groups if group]
    return lists[0] if len(lists) == 1 and _is_sorted(lists[0]) else sorted({hit for g in lists for hit in g})


def _is_sorted(hits: list[Hit]) -> bool:
    return all(a < b for a, b in pairwise(hits))


def _merged(hits: Iterable[Hit]) -> Hit:
    return Hit(tuple(sorted({row for hit in hits for row in hit.rows})))


def _apart(a: Hit, b: Hit) -> tuple[int, int]:
    return max(b.first - a.last, a.first - b.last, 0), b.first


def _wildcard(pattern: str) -> Callable[[str], bool]:
    compiled = compile_regex("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern))
    return lambda form: compiled.fullmatch(form) is not None


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


class PlainAssertion:
    """Judges hits in the words of some turns.

    Args:
        codebook: Its cues, strongest first, and its term lists.
        matcher: A matcher of sentence scope over the words.
    """

    def __init__(self, codebook: Codebook, matcher: PlainMatcher) -> None:
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
                for words in self._around(index, sentence):
                    if not self._is_claim(cue, words, earned) and self._reaches(cue, words, hit):
                        return Judgement(cue.status, cue, words)
            for sentence in sorted(here) if cue.carry else ():
                carried = self._carried(index, sentence)
                if carried and not self._is_claim(cue, carried, earned):
                    return Judgement(cue.status, cue, carried)
        return Judgement(rule.status or Status.AFFIRMED)

    def _around(self, index: int, sentence: int) -> list[Hit]:
        """The cue's hits in a sentence, and in the next for a cue that reaches back."""
        sentences = [sentence, sentence + 1] if self._cues[index].reach == "back" else [sentence]
        return [words for number in sentences for words in self._by_sentence[index].get(number, ())]

    def _carried(self, index: int, sentence: int) -> Hit | None:
        """The last hit of a cue before a sentence that goes on with it."""
        cue, table = self._cues[index], self._table
        if sentence not in self._matcher.stretches(parse(cue.carry)):
            return None
        by_sentence = self._by_sentence[index].items()
        before = [hit for number, hits in by_sentence if number < sentence for hit in hits]
        if not before:
            return None
        last = max(before)
        rows = [row for row in range(len(table)) if int(table.sentence[row]) == sentence]
        unit, opened = int(table.unit[rows[0]]), int(table.unit[last.first])
        if opened != unit and not (opened == unit - 1 and self._matcher.words.goes_on[unit]):
            return None
        stops = self._matcher.hits(parse(cue.until)) if cue.until else []
        return None if any(last.last < stop.first <= rows[-1] for stop in stops) else last

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
        if cue.reach == "back":
            return bool(self._table.unit[words.first] == self._table.unit[hit.first])
        if cue.reach == "between":
            return any(words.first <= row <= words.last for row in hit.rows)
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
