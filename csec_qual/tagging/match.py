"""Where a query matches, answered from postings.

A hit is the rows of the words that made it, all in one sentence (or one turn, for that scope). A
query is answered for every turn at once; nothing here goes from turn to turn.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

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
from csec_qual.codebook.regex import Lines
from csec_qual.corpus.postings import Postings
from csec_qual.corpus.tokens import Ints, TokenTable
from csec_qual.model.codes import Scope
from csec_qual.tagging.hits import (
    Flags,
    Hits,
    hits_of_lines,
    hits_of_ranges,
    merged_lines,
    no_hits,
    pairs,
    rising,
    share_a_word,
    single,
    union,
)
from csec_qual.tagging.words import Words

_NOWHERE = -1


class Matcher:
    """Answers queries about the words of some turns.

    Args:
        words: The turns.
        terms: The codebook's term lists, entries as text.
        scope: The stretch inside which the parts of a query must stand together.
        other: A matcher of another scope over the same words, to share what no scope changes.
    """

    def __init__(
        self,
        words: Words,
        terms: Mapping[str, tuple[str, ...]],
        scope: Scope = Scope.SENTENCE,
        other: "Matcher | None" = None,
    ) -> None:
        self.words = words
        self.scope = scope
        self.table = words.table
        self._postings: Postings = words.postings
        self._terms = terms
        self._stretch: Ints = self.table.sentence if scope is Scope.SENTENCE else self.table.unit
        self._known: dict[Query, Hits] = {}
        # Words side by side and regular expressions stay in one sentence whatever the scope.
        self._known_anywhere: dict[Query, Hits] = other._known_anywhere if other else {}

    def hits(self, query: Query) -> Hits:
        """Every match of a query."""
        known = self._known_anywhere if isinstance(query, Run | Regex) else self._known
        found = known.get(query)
        if found is None:
            found = known[query] = self._find(query)
        return found

    def stretch_of(self, hits: Hits) -> Ints:
        """Number of the sentence (or turn) each hit stands in."""
        return self._stretch[hits.first]

    def unit_of(self, hits: Hits) -> Ints:
        """Index of the turn each hit stands in."""
        return self.table.unit[hits.first]

    def stretches(self, query: Query) -> Ints:
        """Numbers of the sentences (or turns) in which a query matches, rising."""
        return rising(self.stretch_of(self.hits(query)))

    def rows_of_mark(self, mark: str) -> Ints:
        """Rows of a punctuation mark; queries see words only."""
        return self._postings.form(mark)

    def _find(self, query: Query) -> Hits:
        match query:
            case Run(parts):
                return self._run(parts)
            case Terms(name):
                return self._any(parse(entry) for entry in self._terms[name])
            case Regex(pattern):
                return self._regex(pattern)
            case AnyOf(parts):
                return self._any(parts)
            case Near():
                return self._near(query)
            case Apart(left):
                found = self.hits(left)
                near = np.zeros(len(found), dtype=bool)
                for lefts, _ in self._pairs(query):
                    near[lefts] = True
                return found.where(~near)
            case All(parts):
                return self._all(parts)
            case Without(kept, excluded):
                found = self.hits(kept)
                if not len(found):
                    return found
                return found.where(~_among(self.stretch_of(found), self.stretches(excluded)))
            case InTurn(kept, context):
                found = self.hits(kept)
                if not len(found):
                    return found
                return found.where(_among(self.unit_of(found), rising(self.unit_of(self.hits(context)))))
            case InQuestion(kept, context):
                found = self.hits(kept)
                if not len(found):
                    return found
                return found.where(_among(self.unit_of(found), self._questions.units_with(context)))

    @cached_property
    def _questions(self) -> "_QuestionMatcher":
        return _QuestionMatcher(self.words, self._terms)

    def _any(self, parts: Iterable[Query]) -> Hits:
        """The hits of any of the parts; single words, the bulk of a term list, are gathered at once."""
        rows: list[Ints] = []
        others: list[Hits] = []
        for part in parts:
            word = part.parts[0] if isinstance(part, Run) and len(part.parts) == 1 else None
            steps = list(self._steps(word)) if isinstance(word, Word | Exact) else []
            if len(steps) == 1:
                rows.append(steps[0])
            else:
                others.append(self.hits(part))
        if rows:
            others.append(single(rising(np.concatenate(rows))))
        return union(others)

    def _run(self, parts: tuple[Part, ...]) -> Hits:
        steps = []
        for part in parts:
            for rows in self._steps(part):
                if not len(rows):
                    return no_hits()
                steps.append(rows)
        if len(steps) == 1:
            return single(steps[0])
        return self._side_by_side(steps) if steps else no_hits()

    def _side_by_side(self, steps: list[Ints]) -> Hits:
        table, word_rows = self.table, self._word_rows
        # Words side by side have word numbers one apart: a hyphen or comma between does not part them.
        # The rarest word is looked up first, so that the others are asked about few places.
        rarest = min(range(len(steps)), key=lambda place: len(steps[place]))
        starts = table.word[steps[rarest]] - rarest
        starts = starts[(starts >= 0) & (starts + len(steps) <= len(word_rows))]
        for place, rows in enumerate(steps):
            if place != rarest and len(starts):
                starts = starts[_among(word_rows[starts + place], rows)]
        lines = word_rows[starts[:, None] + np.arange(len(steps))]
        together = table.sentence[lines[:, 0]] == table.sentence[lines[:, -1]]
        return Hits(lines[together])

    @cached_property
    def _word_rows(self) -> Ints:
        return np.flatnonzero(self.table.is_word).astype(np.int64)

    def _steps(self, part: Part) -> Iterator[Ints]:
        """For each piece of a part, the rows it may stand in; punctuation is no word."""
        match part:
            case Wild(pattern):
                for piece in pattern.split("-"):
                    if piece:
                        rows = self._postings.matching(_wildcard(piece))
                        yield rows[self.table.is_word[rows] == 1]
            case Exact(text):
                for piece in self.words.reader.pieces(text):
                    yield self._postings.form(piece)
            case Word(text):
                for piece in self.words.reader.pieces(text):
                    yield self._postings.lemma(piece)

    def _regex(self, pattern: str) -> Hits:
        table, stretches = self.table, self._texts
        number, start, end = stretches.lines.spans(pattern).T
        # Offsets rise inside a turn only; adding the turn's place makes them rise through the table.
        unit = table.unit[stretches.first[number]]
        shift = stretches.offset[number] + self._lift[unit]
        low = np.searchsorted(table.end + self._lift[table.unit], start + shift, side="right")
        high = np.searchsorted(table.start + self._lift[table.unit], end + shift, side="left")
        low = np.maximum(low, stretches.first[number])
        high = np.minimum(high, stretches.last[number] + 1)
        return hits_of_ranges(low, high)

    @cached_property
    def _lift(self) -> Ints:
        """For each turn, what makes offsets rise from turn to turn when added to them."""
        longest = int(self.table.end.max(initial=0)) + 1
        return np.arange(len(self.words.units), dtype=np.int64) * longest

    @cached_property
    def _texts(self) -> "_Texts":
        return _texts(self.table, self.table.sentence, self.words.folded)

    def _near(self, query: Near) -> Hits:
        left = self.hits(query.left)
        right = self.hits(query.right) if len(left) else no_hits()
        found = []
        for lefts, rights in self._pairs(query) if len(right) else ():
            a, b = left.rows[lefts], right.rows[rights]
            # One word cannot play both parts: "training" is not near itself.
            apart = ~share_a_word(a, b)
            found.append(hits_of_lines(merged_lines(a[apart], b[apart])))
        return union(found)

    def _pairs(self, query: Near | Apart) -> Iterator[tuple[Ints, Ints]]:
        """Indices of hits of the left and the right side that are within reach of each other."""
        left = self.hits(query.left)
        right = self.hits(query.right) if len(left) else no_hits()
        if not len(right):
            return
        word, distance = self.table.word, query.distance
        begins, ends = word[right.first], word[right.last]
        if query.ordered:
            low = np.searchsorted(right.first, left.last, side="right")
        else:
            # A long hit on the right may begin well before the words within reach.
            longest = int((ends - begins).max())
            low = np.searchsorted(begins, word[left.first] - distance - longest, side="left")
        high = np.searchsorted(begins, word[left.last] + distance, side="right")
        left_stretch, right_stretch = self.stretch_of(left), self.stretch_of(right)
        for lefts, rights in pairs(low, high):
            after = right.first[rights] > left.last[lefts]
            before = right.last[rights] < left.first[lefts]
            gap = np.where(
                after,
                begins[rights] - word[left.last[lefts]],
                np.where(before, word[left.first[lefts]] - ends[rights], 0),
            )
            near = (gap <= distance) & (left_stretch[lefts] == right_stretch[rights])
            if query.ordered:
                near &= after
            yield lefts[near], rights[near]

    def _all(self, parts: tuple[Query, ...]) -> Hits:
        """The hits of the first part, each with the closest hit of every other part beside it."""
        found = self.hits(parts[0])
        first, last, stretch = found.first, found.last, self.stretch_of(found)
        lines, kept = found.rows, np.arange(len(found))
        for part in parts[1:]:
            if not len(kept):
                return no_hits()
            beside = self._closest(first[kept], last[kept], stretch[kept], self.hits(part))
            has_one = beside != _NOWHERE
            kept, lines = kept[has_one], lines[has_one]
            lines = merged_lines(lines, self.hits(part).rows[beside[has_one]])
        return hits_of_lines(lines)

    def _closest(self, first: Ints, last: Ints, stretch: Ints, others: Hits) -> Ints:
        """For each place, the index of the nearest hit in the same stretch; of equals the first."""
        theirs = self.stretch_of(others)
        low = np.searchsorted(theirs, stretch, side="left")
        high = np.searchsorted(theirs, stretch, side="right")
        best = np.full(len(first), _NOWHERE, dtype=np.int64)
        for places, rights in pairs(low, high):
            gap = np.maximum(
                np.maximum(others.first[rights] - last[places], first[places] - others.last[rights]), 0
            )
            order = np.lexsort((rights, gap, places))
            places, rights = places[order], rights[order]
            leads = np.flatnonzero(np.diff(places, prepend=-1))
            best[places[leads]] = rights[leads]
        return best


def matchers(words: Words, terms: Mapping[str, tuple[str, ...]]) -> Mapping[Scope, Matcher]:
    """A matcher of each scope over some words."""
    by_sentence = Matcher(words, terms, Scope.SENTENCE)
    return {Scope.SENTENCE: by_sentence, Scope.TURN: Matcher(words, terms, Scope.TURN, by_sentence)}


def kept_matchers(words: Words, terms: Mapping[str, tuple[str, ...]]) -> Mapping[Scope, Matcher]:
    """Those made before for the same words and term lists, with all that they know.

    Words and matchers then hold each other: who lets go of the words sets their ``matchers`` to None.
    """
    if words.matchers is None or words.matchers[0] != terms:
        words.matchers = terms, matchers(words, terms)
    made: Mapping[Scope, Matcher] = words.matchers[1]
    return made


class _QuestionMatcher(Matcher):
    """The same, over the questions that the turns answer."""

    def __init__(self, words: Words, terms: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(words, terms, Scope.TURN)
        self._postings = words.questions
        self.table = words.questions.table
        self._stretch = self.table.unit

    def units_with(self, query: Query) -> Ints:
        """Indices of the turns whose question has what is asked for, rising."""
        return rising(self.unit_of(self.hits(query)))

    @cached_property
    def _texts(self) -> "_Texts":
        return _texts(self.table, self.table.unit, self.words.folded_question)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The text of every stretch a regular expression looks at, with where it stands in the table.

    Attributes:
        lines: The texts, folded.
        first: Row of each one's first token.
        last: Row of its last.
        offset: Where it begins, in the offsets of the table.
    """

    lines: Lines
    first: Ints
    last: Ints
    offset: Ints


def _texts(table: TokenTable, stretch: Ints, text_of_unit: Callable[[int], str]) -> _Texts:
    first = np.flatnonzero(np.diff(stretch, prepend=-1)).astype(np.int64)
    last = np.append(first[1:], len(stretch)).astype(np.int64)[: len(first)] - 1
    places = zip(
        table.unit[first].tolist(), table.start[first].tolist(), table.end[last].tolist(), strict=True
    )
    whole = [text_of_unit(unit) for unit in range(int(table.unit.max(initial=-1)) + 1)]
    texts = [whole[unit][start:end] for unit, start, end in places]
    return _Texts(Lines(texts), first, last, table.start[first])


def _among(values: Ints, known: Ints) -> Flags:
    """Whether each value is one of ``known``, which rises."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    place = np.searchsorted(known, values)
    found: Flags = known[np.minimum(place, len(known) - 1)] == values
    return found


def _wildcard(pattern: str) -> Callable[[str], bool]:
    compiled = compile_regex("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern))
    return lambda form: compiled.fullmatch(form) is not None
