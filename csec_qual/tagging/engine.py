"""Turns and a codebook to suggestions.

Only codable turns are looked at: a participant's words, never an interviewer's, a prompt's or an
unknown speaker's. A status never deletes a hit; it decides whether the suggestion counts. One code
is suggested at most once for a turn, with every firing kept as evidence.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from csec_qual.codebook.fingerprint import code_fingerprints
from csec_qual.codebook.query import parse
from csec_qual.model.codes import Code, Codebook, CodeStatus, Rule, Scope, Status
from csec_qual.model.coding import Evidence, Suggestion
from csec_qual.model.transcript import Segment, Transcript
from csec_qual.nlp.patterns import PatternRule, Patterns
from csec_qual.nlp.pipeline import AUTO
from csec_qual.tagging.assertion import Assertion
from csec_qual.tagging.match import Hit, Matcher
from csec_qual.tagging.words import Reader, Unit, Words, units

RECOMMENDATION = "x-recommendation"

# A first order for the queue: what is affirmed and found by several rules is surest.
_BASE_SCORE = {Status.AFFIRMED: 0.7, Status.NEED: 0.65, Status.NEGATED: 0.5}
_OTHER_SCORE = 0.3
_MORE_RULES = 0.1
_TOP_SCORE = 0.95


class Engine:
    """Suggests the codes of one codebook.

    Args:
        codebook: The codebook; retired codes and codes in draft are left out.
        model: Name of the language model, or ``auto``.

    Raises:
        ModelError: The language model is not installed.
    """

    def __init__(self, codebook: Codebook, model: str = AUTO) -> None:
        self.codebook = codebook
        self.reader = Reader(model)

    def suggest(
        self,
        transcript: Transcript,
        role_groups: Mapping[str, str] | None = None,
        codes: Collection[str] | None = None,
    ) -> list[Suggestion]:
        """The suggestions for a transcript, in turn order, then codebook order.

        Args:
            transcript: Its codable turns are looked at.
            role_groups: Role group of each speaker label, for rules that ask for one.
            codes: Only these codes; None for all.
        """
        return self.suggest_units(units(transcript), role_groups, codes)

    def suggest_units(
        self,
        wanted: Sequence[Unit],
        role_groups: Mapping[str, str] | None = None,
        codes: Collection[str] | None = None,
    ) -> list[Suggestion]:
        """The same for turns chosen by the caller."""
        run = _Run(self, self.reader.read(wanted), role_groups or {})
        found = [
            (unit, order, suggestion)
            for order, code in enumerate(self.active_codes)
            if codes is None or code.code_id in codes
            for unit, suggestion in run.suggestions(code)
        ]
        return [suggestion for _, _, suggestion in sorted(found, key=lambda item: item[:2])]

    @cached_property
    def active_codes(self) -> tuple[Code, ...]:
        """The codes that are suggested."""
        return tuple(code for code in self.codebook.codes if code.status is CodeStatus.ACTIVE)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """What each code's suggestions follow from; see ``codebook.fingerprint``."""
        return code_fingerprints(self.codebook)

    @cached_property
    def patterns(self) -> Patterns:
        """Every token and dependency pattern of the codebook."""
        return Patterns(tuple(self.pattern_rules.values()), self.reader.model)

    @cached_property
    def pattern_rules(self) -> dict[str, PatternRule]:
        """The token and dependency patterns by rule id."""
        every = (rule for code in self.codebook.codes + self.codebook.attributes for rule in code.rules)
        return {
            rule.rule_id: PatternRule(rule.rule_id, rule.tokens, rule.depend)
            for rule in every
            if rule.tokens or rule.depend
        }


@dataclass(frozen=True, slots=True)
class _Firing:
    unit: int
    rule: Rule
    hit: Hit
    evidence: Evidence


class _Run:
    """One pass of the engine over the words of some turns."""

    def __init__(self, engine: Engine, words: Words, role_groups: Mapping[str, str]) -> None:
        self._engine = engine
        self._words = words
        self._table = words.table
        self._role_groups = role_groups
        terms = engine.codebook.terms
        self._matchers = {scope: Matcher(words, terms, scope) for scope in Scope}
        self._assertion = Assertion(engine.codebook, self._matchers[Scope.SENTENCE])

    def suggestions(self, code: Code) -> Iterator[tuple[int, Suggestion]]:
        """The suggestions of one code, each with the index of its unit."""
        by_unit: dict[int, list[_Firing]] = {}
        for rule in code.rules:
            for firing in self._firings(rule, code.code_id):
                by_unit.setdefault(firing.unit, []).append(firing)
        for unit, firings in sorted(by_unit.items()):
            yield unit, self._suggestion(code, unit, firings)

    def _suggestion(self, code: Code, unit: int, firings: list[_Firing]) -> Suggestion:
        strength = {
            status: rank for rank, status in enumerate((*code.assertion.accept, *code.assertion.review))
        }
        ranked = sorted(
            firings,
            key=lambda f: (
                strength.get(f.evidence.status, len(strength)),
                f.hit.last - f.hit.first,
                f.hit.rows,
                f.rule.rule_id,
            ),
        )
        best = ranked[0].evidence
        counts = best.status in code.assertion.accept
        speaking = [f for f in ranked if (f.evidence.status in code.assertion.accept) == counts]
        rules = {f.rule.rule_id for f in speaking}
        where = self._words.units[unit]
        return Suggestion(
            transcript_id=where.transcript.transcript_id,
            turn=where.turn.number,
            code_id=code.code_id,
            evidence=tuple(f.evidence for f in ranked),
            counts=counts,
            needs_review=best.status in code.assertion.review,
            score=_score(best.status, len(rules)),
            attributes=self._attributes(code, speaking) if counts else (),
            fingerprint=self._engine.fingerprints[code.code_id],
        )

    def _attributes(self, code: Code, firings: list[_Firing]) -> tuple[str, ...]:
        taken = set(code.attributes)
        if any(firing.evidence.status is Status.NEED for firing in firings):
            taken.add(RECOMMENDATION)
        sentences = {int(self._table.sentence[row]) for firing in firings for row in firing.hit.rows}
        for attribute in self._engine.codebook.attributes:
            if not sentences.isdisjoint(self._attribute_sentences[attribute.code_id]):
                taken.add(attribute.code_id)
        return tuple(a.code_id for a in self._engine.codebook.attributes if a.code_id in taken)

    @cached_property
    def _attribute_sentences(self) -> dict[str, set[int]]:
        """For each attribute, the sentences in which one of its rules fires and counts."""
        return {
            attribute.code_id: {
                int(self._table.sentence[firing.hit.first])
                for rule in attribute.rules
                for firing in self._firings(rule, attribute.code_id)
                if firing.evidence.status in attribute.assertion.accept
            }
            for attribute in self._engine.codebook.attributes
        }

    def _firings(self, rule: Rule, code_id: str) -> list[_Firing]:
        matcher = self._matchers[rule.scope]
        hits = matcher.hits(parse(rule.find)) if rule.find else self._pattern_hits(rule)
        barred = matcher.stretches(parse(rule.unless)) if rule.unless and hits else set()
        best: dict[int, _Firing] = {}
        for hit in hits:
            stretch = matcher.stretch(hit)
            unit = int(self._table.unit[hit.first])
            if stretch in barred or not self._looks_at(rule, self._words.units[unit]):
                continue
            firing = _Firing(unit, rule, hit, self._evidence(rule, code_id, unit, hit))
            if rule.statuses and firing.evidence.status not in rule.statuses:
                continue
            # A sentence is one piece of evidence for a rule: the plainest status, then the tightest words.
            known = best.get(stretch)
            if known is None or _plainness(firing) < _plainness(known):
                best[stretch] = firing
        return list(best.values())

    def _looks_at(self, rule: Rule, unit: Unit) -> bool:
        if rule.sources and unit.transcript.source_type not in rule.sources:
            return False
        return not rule.roles or self._role_groups.get(unit.turn.speaker, "") in rule.roles

    def _evidence(self, rule: Rule, code_id: str, unit: int, hit: Hit) -> Evidence:
        judgement = self._assertion.judge(hit, rule, code_id)
        transcript_id = self._words.units[unit].transcript.transcript_id
        first = self._table.rows_of_sentence(int(self._table.sentence[hit.first]))
        last = self._table.rows_of_sentence(int(self._table.sentence[hit.last]))
        cue = judgement.words
        return Evidence(
            rule_id=rule.rule_id,
            segment=self._segment(transcript_id, first[0], last[-1]),
            words=tuple(self._stretches(transcript_id, hit.rows)),
            status=judgement.status,
            cue=self._segment(transcript_id, cue.first, cue.last) if cue else None,
            cue_id=judgement.cue.cue_id if judgement.cue else "",
        )

    def _segment(self, transcript_id: str, first: int, last: int) -> Segment:
        return Segment(transcript_id, int(self._table.start[first]), int(self._table.end[last]))

    def _stretches(self, transcript_id: str, rows: Iterable[int]) -> Iterator[Segment]:
        """Neighbouring rows as one segment each."""
        run: list[int] = []
        for row in rows:
            if run and row != run[-1] + 1:
                yield self._segment(transcript_id, run[0], run[-1])
                run = []
            run.append(row)
        yield self._segment(transcript_id, run[0], run[-1])

    def _pattern_hits(self, rule: Rule) -> list[Hit]:
        pattern = self._engine.pattern_rules[rule.rule_id]
        found = set()
        for sentence in self._candidates(pattern):
            rows = self._table.rows_of_sentence(sentence)
            offset = int(self._table.start[rows[0]])
            text = self._words.text_of(rows[0], rows[-1])
            for spans in self._engine.patterns.matches(pattern, text):
                hit = tuple(
                    row
                    for row in rows
                    if any(
                        int(self._table.start[row]) - offset < end
                        and start < int(self._table.end[row]) - offset
                        for start, end in spans
                    )
                )
                if hit:
                    found.add(Hit(hit))
        return sorted(found)

    def _candidates(self, pattern: PatternRule) -> list[int]:
        """The sentences that hold every word the pattern cannot do without."""
        sentences = set(self._table.sentence.tolist())
        for words in pattern.needed:
            rows = [row for word in words for row in self._words.postings.lemma(word).tolist()]
            sentences &= {int(self._table.sentence[row]) for row in rows}
        return sorted(sentences)


def _plainness(firing: _Firing) -> tuple[int, int, tuple[int, ...]]:
    status = firing.evidence.status
    rank = 0 if status is Status.AFFIRMED else 1 if status is Status.NEED else 2
    return rank, firing.hit.last - firing.hit.first, firing.hit.rows


def _score(status: Status, n_rules: int) -> float:
    base = _BASE_SCORE.get(status, _OTHER_SCORE)
    return round(min(base + _MORE_RULES * (n_rules - 1), _TOP_SCORE), 3)
