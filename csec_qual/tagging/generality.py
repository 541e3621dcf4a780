"""Rules that describe one example, not how people say things.

An author who wants an example to pass can write its own phrase into a rule. The example passes, the
next transcript does not. Something is reported where all of this holds:

- it matches in exactly one example of the codebook, and nowhere in the reference talks;
- what it matches there are at least five content-bearing words in a row (words that say something by
  themselves, whatever "the", "of" and "she" stand between them), and each of them is fixed: written
  with no choice, or a choice of two. Three alternatives, or a term list of three, describe an idea.

Looked at are rules, by the words that make them fire, and every phrase written out in a rule, a term
list or a cue. A rule that fires only once is rare, not copied, and is not reported for that alone.
Token and dependency patterns are left out: they say little in words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from csec_qual.codebook.query import (
    All,
    AnyOf,
    Apart,
    Exact,
    InQuestion,
    InTurn,
    Near,
    Query,
    Regex,
    Run,
    Terms,
    Wild,
    Without,
    Word,
    parse,
    walk,
)
from csec_qual.model.codes import Codebook, CodeStatus, Example, Place
from csec_qual.model.coding import Evidence
from csec_qual.model.transcript import Segment, Transcript
from csec_qual.nlp.function_words import bears_content
from csec_qual.nlp.lemmas import Lemmas
from csec_qual.nlp.pipeline import choose
from csec_qual.nlp.tokenize import Tokenizer
from csec_qual.tagging.concordance import units_with
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.examples import ExampleRun
from csec_qual.tagging.words import Reader, Unit, units

COPIED_WORDS = 5
"""Content-bearing words in a row that make a copy; shorter runs are stock phrases."""

_AN_IDEA = 3
"""Alternatives that make a choice an idea rather than fixed wording."""

_ESCAPES = re.compile(r"\\.")
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

Talk = tuple[Transcript, Mapping[str, str]]
"""A transcript, and the role group of each of its speaker labels."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Something in a codebook that repeats one example's own phrase.

    Attributes:
        name: The rule's or cue's id, or the term list's name in braces.
        code_id: The rule's code; empty for a term list or a cue.
        place: Where it is written; None for a term list.
        words: The words of the example it repeats, as they stand there.
        example_code: The code the example belongs to.
        example: The example.
    """

    name: str
    code_id: str
    place: Place | None
    words: str
    example_code: str
    example: Example


@dataclass(frozen=True, slots=True)
class _Written:
    """A phrase and where it is written."""

    name: str
    code_id: str
    place: Place | None
    phrase: Run


def find_copies(
    codebook: Codebook, run: ExampleRun, engine: Engine, reference: Callable[[], Sequence[Talk]]
) -> list[Copy]:
    """Everything in a codebook that repeats one example's own phrase: rules, then phrases.

    Args:
        codebook: The codebook.
        run: Its examples, tried.
        engine: An engine of this codebook.
        reference: Gives talks in which a rule of general use may fire too; asked only where something
            matches one example alone.
    """
    tokenizer = Tokenizer()
    rules = _narrow_rules(codebook, run, tokenizer)
    phrases = list(_phrases(codebook, tokenizer))
    if not rules and not phrases:
        return []
    talks = reference()
    if rules:
        fired = _fired(engine, talks, {copy.code_id for copy in rules})
        rules = [copy for copy in rules if copy.name not in fired]
    known = {copy.name for copy in rules}
    phrases = [each for each in phrases if each.name not in known]
    return [*rules, *(_copied_phrases(codebook, run, phrases, talks) if phrases else ())]


def _narrow_rules(codebook: Codebook, run: ExampleRun, tokenizer: Tokenizer) -> list[Copy]:
    """The rules that fire in one example only and match its words in a row."""
    rules = {rule.rule_id: (code.code_id, rule) for code in codebook.codes for rule in code.rules}
    fired: dict[str, dict[int, list[Evidence]]] = {}
    for suggestion in run.suggestions:
        for evidence in suggestion.evidence:
            fired.setdefault(evidence.rule_id, {}).setdefault(suggestion.turn, []).append(evidence)
    found = []
    for rule_id, (code_id, rule) in rules.items():
        by_turn = fired.get(rule_id, {})
        fixed = _Fixed(rule.find, codebook.terms, tokenizer) if rule.find and len(by_turn) == 1 else None
        if fixed is None or fixed.words < COPIED_WORDS:
            continue
        ((turn, firings),) = by_turn.items()
        unit = run.units[turn - 1]
        row = max((_row_of_words(unit, each.words, fixed, tokenizer) for each in firings), key=len)
        if len(row) >= COPIED_WORDS:
            words = unit.transcript.text[row[0][0] : row[-1][1]]
            found.append(_copy(rule_id, code_id, rule.place, words, run, turn - 1))
    return found


def _fired(engine: Engine, talks: Iterable[Talk], codes: set[str]) -> set[str]:
    """Ids of the rules of some codes that fire in talks."""
    return {
        evidence.rule_id
        for transcript, role_groups in talks
        for suggestion in engine.suggest(transcript, role_groups, codes)
        for evidence in suggestion.evidence
    }


def _phrases(codebook: Codebook, tokenizer: Tokenizer) -> Iterator[_Written]:
    """Every phrase of many words that is written out in a rule of an active code, a list or a cue."""
    for code in codebook.codes + codebook.attributes:
        for rule in code.rules if code.status is CodeStatus.ACTIVE else ():
            for phrase in _long_runs((rule.find, rule.unless), tokenizer):
                yield _Written(rule.rule_id, code.code_id, rule.place, phrase)
    for name, entries in codebook.terms.items():
        for phrase in _long_runs(entries, tokenizer):
            yield _Written(f"{{{name}}}", "", None, phrase)
    for cue in codebook.cues:
        for phrase in _long_runs(cue.queries, tokenizer):
            yield _Written(cue.cue_id, "", cue.place, phrase)


def _long_runs(queries: Iterable[str], tokenizer: Tokenizer) -> Iterator[Run]:
    for query in filter(None, queries):
        # Every phrase that is long enough has spaces enough; most entries are a word or two.
        if query.count(" ") < COPIED_WORDS - 1:
            continue
        for node in walk(parse(query)):
            if isinstance(node, Run) and _content(" ".join(_texts(node)), tokenizer) >= COPIED_WORDS:
                yield node


def _texts(run: Run) -> Iterator[str]:
    for part in run.parts:
        match part:
            case Word(text) | Exact(text):
                yield text
            case Wild(pattern):
                yield pattern.replace("*", "").replace("?", "")


def _content(text: str, tokenizer: Tokenizer) -> int:
    return sum(bears_content(word.form, word.norm) for word in tokenizer.words(text) if word.is_word)


def _copied_phrases(
    codebook: Codebook, run: ExampleRun, phrases: Sequence[_Written], talks: Iterable[Talk]
) -> Iterator[Copy]:
    reader = Reader()
    queries: list[Query] = [each.phrase for each in phrases]
    elsewhere = [unit for transcript, _ in talks for unit in units(transcript)]
    in_examples = units_with(queries, run.units, codebook.terms, reader)
    in_talks = units_with(queries, elsewhere, codebook.terms, reader)
    for each, examples, found in zip(phrases, in_examples, in_talks, strict=True):
        if len(examples) == 1 and not found:
            words = " ".join(_texts(each.phrase))
            yield _copy(each.name, each.code_id, each.place, words, run, examples[0])


def _copy(name: str, code_id: str, place: Place | None, words: str, run: ExampleRun, index: int) -> Copy:
    example_code, example, _ = run.examples[index]
    return Copy(name, code_id, place, words, example_code, example)


class _Fixed:
    """The words that a query leaves no choice about."""

    def __init__(self, query: str, terms: Mapping[str, tuple[str, ...]], tokenizer: Tokenizer) -> None:
        self._lemmas = _lemmas()
        self._words: set[str] = set()
        self._exact: set[str] = set()
        self._wild: set[str] = set()
        for run in _fixed_runs(parse(query), terms):
            for part in run.parts:
                match part:
                    case Word(text):
                        self._words |= {word.form for word in tokenizer.words(text)}
                    case Exact(text):
                        self._exact |= {word.form for word in tokenizer.words(text)}
                    case Wild(pattern):
                        self._wild.add(pattern)

    @property
    def words(self) -> int:
        """How many different words there are."""
        return len(self._words | self._exact | self._wild)

    def has(self, form: str, norm: str) -> bool:
        """Whether a word is one of them, in an inflection that the query allows."""
        return (
            form in self._exact
            or not self._words.isdisjoint(self._lemmas.of(form, norm))
            or any(fnmatchcase(form, pattern) for pattern in self._wild)
        )


@cache
def _lemmas() -> Lemmas:
    return Lemmas(choose())


def _fixed_runs(query: Query, terms: Mapping[str, tuple[str, ...]]) -> Iterator[Run]:
    match query:
        case Run():
            yield query
        case Terms(name):
            if len(terms[name]) < _AN_IDEA:
                for entry in terms[name]:
                    yield from _fixed_runs(parse(entry), terms)
        case AnyOf(parts):
            if len(parts) < _AN_IDEA:
                for part in parts:
                    yield from _fixed_runs(part, terms)
        case All(parts):
            for part in parts:
                yield from _fixed_runs(part, terms)
        case Near(left, right):
            yield from _fixed_runs(left, terms)
            yield from _fixed_runs(right, terms)
        case Apart(found) | Without(found) | InTurn(found) | InQuestion(found):
            yield from _fixed_runs(found, terms)
        case Regex(pattern) if pattern.count("|") < _AN_IDEA - 1:
            yield Run(tuple(map(Exact, _LETTERS.findall(_ESCAPES.sub(" ", pattern).lower()))))


def _row_of_words(
    unit: Unit, matched: Sequence[Segment], fixed: _Fixed, tokenizer: Tokenizer
) -> list[tuple[int, int]]:
    """The longest row of content-bearing words of a turn that were all matched and fixed, by offsets."""
    longest: list[tuple[int, int]] = []
    row: list[tuple[int, int]] = []
    for word in tokenizer.words(unit.transcript.words(unit.turn)):
        if not word.is_word or not bears_content(word.form, word.norm):
            continue
        start, end = word.start + unit.turn.start, word.end + unit.turn.start
        is_matched = any(each.start < end and start < each.end for each in matched)
        row = [*row, (start, end)] if is_matched and fixed.has(word.form, word.norm) else []
        longest = max(longest, row, key=len)
    return longest
