"""spaCy token and dependency patterns, run only on the sentences that could hold them.

A pattern names words it cannot do without; a sentence that lacks one of them is never parsed. A
pattern that names none is run on every sentence. Parses do not depend on the batch (measured), so
each sentence is parsed at most once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csec_qual.base.errors import CsecQualError
from csec_qual.nlp.pipeline import Model, load

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import DependencyMatcher, Matcher
    from spacy.tokens import Doc

_LITERAL_KEYS = frozenset({"LEMMA", "LOWER", "ORTH", "TEXT", "NORM"})


class PatternError(CsecQualError):
    """A token or dependency pattern that spaCy does not accept."""


@dataclass(frozen=True, slots=True)
class PatternRule:
    """One pattern to look for.

    Attributes:
        rule_id: Given back with every match.
        tokens: A token pattern, or empty.
        depend: A dependency pattern, or empty.
    """

    rule_id: str
    tokens: tuple[Mapping[str, Any], ...] = ()
    depend: tuple[Mapping[str, Any], ...] = ()

    @property
    def needed(self) -> tuple[frozenset[str], ...]:
        """For each token the pattern cannot do without, the lower-case words one of which it must be."""
        parts: list[Mapping[str, Any]] = [dict(part.get("RIGHT_ATTRS", {})) for part in self.depend]
        parts += [part for part in self.tokens if part.get("OP", "1") in {"1", "+"}]
        return tuple(words for part in parts if (words := _literals(part)))


class Patterns:
    """Runs a set of patterns over sentences.

    Raises:
        PatternError: spaCy refuses a pattern.
    """

    def __init__(self, rules: Sequence[PatternRule], model: Model) -> None:
        self._rules = tuple(rules)
        self._model = model
        self._parses: dict[str, Doc] = {}

    @cached_property
    def _pipeline(self) -> "Language":
        return load(self._model)

    @cached_property
    def _matchers(self) -> "dict[str, Matcher | DependencyMatcher]":
        from spacy.matcher import DependencyMatcher, Matcher

        vocabulary = self._pipeline.vocab
        made: dict[str, Matcher | DependencyMatcher] = {}
        for rule in self._rules:
            matcher = DependencyMatcher(vocabulary) if rule.depend else Matcher(vocabulary, validate=True)
            try:
                matcher.add(rule.rule_id, [[dict(part) for part in rule.depend or rule.tokens]])
            except (ValueError, TypeError) as error:
                raise PatternError(f"{rule.rule_id}: spaCy does not accept the pattern: {error}") from error
            made[rule.rule_id] = matcher
        return made

    def matches(self, rule: PatternRule, sentence: str) -> list[tuple[tuple[int, int], ...]]:
        """Every match in a sentence, each as the offsets of its words in order."""
        doc = self._parse(sentence)
        from spacy.matcher import DependencyMatcher

        matcher = self._matchers[rule.rule_id]
        if isinstance(matcher, DependencyMatcher):
            places = [sorted(tokens) for _, tokens in matcher(doc)]
        else:
            places = [list(range(start, end)) for _, start, end in matcher(doc)]
        spans = {tuple((doc[i].idx, doc[i].idx + len(doc[i])) for i in place) for place in places}
        return sorted(spans)

    def _parse(self, sentence: str) -> "Doc":
        if sentence not in self._parses:
            self._parses[sentence] = self._pipeline(sentence)
        return self._parses[sentence]


def _literals(part: Mapping[str, Any]) -> frozenset[str]:
    for key, value in part.items():
        if key.upper() in _LITERAL_KEYS:
            if isinstance(value, str):
                return frozenset({value.lower()})
            if isinstance(value, Mapping) and set(value) == {"IN"}:
                return frozenset(str(word).lower() for word in value["IN"])
    return frozenset()
