"""Turns and a codebook to suggestions.

Only codable turns are looked at: a participant's words, never an interviewer's, a prompt's or an
unknown speaker's. A status never deletes a hit; it decides whether the suggestion counts. One code
is suggested at most once for a turn, with every firing kept as evidence.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from csec_qual.codebook.fingerprint import code_fingerprints
from csec_qual.codebook.query import parse
from csec_qual.corpus.tokens import Ints, TokenTable
from csec_qual.model.codes import Code, Codebook, CodeStatus, Rule, Scope, Status
from csec_qual.model.coding import BY_READING, Evidence, Suggestion, paraphrase_rule
from csec_qual.model.transcript import Segment, SourceType, Transcript
from csec_qual.nlp.patterns import PatternRule, Patterns
from csec_qual.nlp.pipeline import AUTO
from csec_qual.nlp.stance import Claim
from csec_qual.tagging.assertion import NO_CUE, Assertion, Claims, Judgements
from csec_qual.tagging.hits import NONE, Flags, Hits, hits_of, rising, stacked
from csec_qual.tagging.match import kept_matchers, matchers
from csec_qual.tagging.paraphrase import Paraphrase, Readings
from csec_qual.tagging.stance import StanceReader
from csec_qual.tagging.words import Reader, Unit, Words, said_before

RECOMMENDATION = "x-recommendation"

# A first order for the queue: what is affirmed and found by several rules is surest.
_BASE_SCORE = {Status.AFFIRMED: 0.7, Status.NEED: 0.65, Status.NEGATED: 0.5}
_OTHER_SCORE = 0.3
_MORE_RULES = 0.1
_TOP_SCORE = 0.95

# What an answer needs at least to be given a code without a rule. Of the labelled answers of up to three
# spoken words 2 in 266 carry one, of those of one written word 1 in 147.
_FEWEST_WORDS = {
    SourceType.INTERVIEW: 4,
    SourceType.FOCUS_GROUP: 4,
    SourceType.SURVEY: 2,
    SourceType.PLAN: 2,
}

_STATUSES = tuple(Status)
# Which of two claims speaks for a sentence: what is said to be so, then what is wanted, then the rest.
_PLAINNESS = np.array(
    [0 if status is Status.AFFIRMED else 1 if status is Status.NEED else 2 for status in _STATUSES]
)


class Engine:
    """Suggests the codes of one codebook.

    Args:
        codebook: The codebook; retired codes and codes in draft are left out.
        model: Name of the language model, or ``auto``.
        reader: Cuts the turns into words; a new one where none is given.
        paraphrase: The layer beside the rules; None for the rules alone.
        stance: Reads how the speaker stands to what a rule found; by default the paraphrase layer's.

    Raises:
        ModelError: The language model is not installed.
    """

    def __init__(
        self,
        codebook: Codebook,
        model: str = AUTO,
        reader: Reader | None = None,
        paraphrase: Paraphrase | None = None,
        stance: StanceReader | None = None,
    ) -> None:
        self.codebook = codebook
        self.reader = reader or Reader(model)
        self.paraphrase = paraphrase
        self.stance = stance or (paraphrase.stance if paraphrase else None)

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
        return self.suggest_many([transcript], {transcript.transcript_id: role_groups or {}}, codes)

    def suggest_many(
        self,
        transcripts: Iterable[Transcript],
        role_groups: Mapping[str, Mapping[str, str]] | None = None,
        codes: Collection[str] | None = None,
    ) -> list[Suggestion]:
        """The same for many transcripts at once, which costs little more than for one.

        Args:
            transcripts: Their codable turns are looked at.
            role_groups: Role group of each speaker label, by transcript id.
            codes: Only these codes; None for all.
        """
        return self.suggest_words(self.reader.read_all(transcripts), role_groups, codes)

    def suggest_units(
        self,
        wanted: Sequence[Unit],
        role_groups: Mapping[str, Mapping[str, str]] | None = None,
        codes: Collection[str] | None = None,
    ) -> list[Suggestion]:
        """The same for turns chosen by the caller."""
        return self.suggest_words(self.reader.read(wanted), role_groups, codes)

    def suggest_words(
        self,
        words: Words,
        role_groups: Mapping[str, Mapping[str, str]] | None = None,
        codes: Collection[str] | None = None,
    ) -> list[Suggestion]:
        """The same for turns that have been cut into words."""
        active = [code for code in self.active_codes if codes is None or code.code_id in codes]
        return _Run(self, words, role_groups or {}).suggestions(active)

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
class _Nearness:
    """How near turns are to codes.

    Attributes:
        readings: What the paraphrase layer makes of the turns; None where there is no layer.
        candidates: For each code it covers, the turns near enough to be suggested without a rule.
    """

    readings: Readings | None
    candidates: Mapping[str, Ints]

    def units(self, code_id: str) -> list[int]:
        """The candidates of one code."""
        return self.candidates[code_id].tolist() if code_id in self.candidates else []

    def only(self, units: Ints) -> "_Nearness":
        """The same for some of the turns, which are numbered anew from 0; they hold every candidate."""
        if self.readings is None:
            return self
        candidates = {code_id: np.searchsorted(units, own) for code_id, own in self.candidates.items()}
        return _Nearness(self.readings.only(units), candidates)


@dataclass(frozen=True, slots=True)
class _Firing:
    """What speaks for a code in a turn: a rule's firing that is kept, or a sentence read as a paraphrase."""

    unit: int
    rule: Rule
    rows: tuple[int, ...]
    evidence: Evidence

    @property
    def span(self) -> int:
        return self.rows[-1] - self.rows[0]

    def read_as(self, status: Status) -> "_Firing":
        """The same with the status that somebody who reads the answer gives it."""
        if status is self.evidence.status or (self.rule.statuses and status not in self.rule.statuses):
            return self
        return replace(self, evidence=replace(self.evidence, status=status, cue=None, cue_id=BY_READING))


class _Run:
    """One pass of the engine over the words of some turns."""

    def __init__(self, engine: Engine, words: Words, role_groups: Mapping[str, Mapping[str, str]]) -> None:
        self._engine = engine
        self._words = words
        self._role_groups = role_groups
        self._looked_at_known: dict[tuple[tuple[str, ...], tuple[str, ...]], Flags] = {}
        made = kept_matchers if words.is_kept else matchers
        self._matchers = made(words, engine.codebook.terms)

    def suggestions(self, codes: Sequence[Code]) -> list[Suggestion]:
        """The suggestions of some codes, in turn order, then codebook order."""
        claims = self._claims(codes)
        near = self._nearness(codes)
        touched = [self._words.table.unit[claims.lines[:, 0]], *near.candidates.values()]
        # Only the turns in which a rule fired or a paraphrase was read are asked about cues and attributes.
        wanted = rising(np.concatenate(touched))
        if not len(wanted):
            return []
        wanted = rising(np.concatenate([wanted, self._spoken_before(wanted)]))
        run = _Run(self._engine, self._words.only(wanted), self._role_groups)
        lines = self._words.rows_among(wanted, claims.lines)
        return run._judged(codes, replace(claims, lines=lines), near.only(wanted))

    def _spoken_before(self, wanted: Ints) -> Ints:
        """The turns just before these in which a cue stands that may carry over."""
        carrying = [cue for cue in self._engine.codebook.cues if cue.carry]
        matcher = self._matchers[Scope.SENTENCE]
        opened = [matcher.unit_of(matcher.hits(parse(cue.find))) for cue in carrying]
        before = rising(np.concatenate([np.empty(0, dtype=np.int64), *opened]))
        return before[np.isin(before + 1, wanted)]

    def _nearness(self, codes: Sequence[Code]) -> "_Nearness":
        layer = self._engine.paraphrase
        covered = [code.code_id for code in codes if layer and layer.covers(code.code_id)]
        if layer is None or not covered:
            return _Nearness(None, {})
        readings = layer.read(self._words)
        near = layer.candidates(readings, covered)
        spoken = {code_id: units[self._says_enough[units]] for code_id, units in near.items()}
        return _Nearness(readings, spoken)

    @cached_property
    def _says_enough(self) -> Flags:
        """For each turn, whether it has the words to mean what a code means; "Fine by me." has not."""
        n_words = np.bincount(self._table.unit, weights=self._table.is_word, minlength=len(self._words.units))
        fewest = [_FEWEST_WORDS.get(unit.transcript.source_type, 0) for unit in self._words.units]
        enough: Flags = n_words >= np.array(fewest, dtype=np.float64)
        return enough

    def _judged(self, codes: Sequence[Code], claims: Claims, near: "_Nearness") -> list[Suggestion]:
        by_code: dict[str, dict[int, list[_Firing]]] = {code.code_id: {} for code in codes}
        about = {code.code_id: code.short for code in codes}
        for code_id, firing in self._read_again(list(self._firings(claims)), about):
            by_code[code_id].setdefault(firing.unit, []).append(firing)
        found = [
            (unit, order, self._suggestion(code, unit, by_code[code.code_id].get(unit, []), near.readings))
            for order, code in enumerate(codes)
            for unit in {*by_code[code.code_id], *near.units(code.code_id)}
        ]
        return [suggestion for _, _, suggestion in sorted(found, key=lambda item: item[:2])]

    def _read_again(
        self, found: list[tuple[str, _Firing]], about: Mapping[str, str]
    ) -> list[tuple[str, _Firing]]:
        """The same firings, each with the status that the whole of what is said gives it."""
        stance = self._engine.stance
        if stance is None:
            return found
        claims = [self._claim(firing, about[code_id]) for code_id, firing in found]
        statuses = stance.statuses(claims, [firing.evidence.status for _, firing in found])
        read = zip(found, statuses, strict=True)
        return [(code_id, firing.read_as(status)) for (code_id, firing), status in read]

    def _claim(self, firing: _Firing, about: str) -> Claim:
        """What a rule found, in what is said."""
        unit = self._words.units[firing.unit]
        begin = unit.turn.start
        return Claim(
            about=about,
            question=unit.question,
            before=said_before(unit),
            text=unit.transcript.words(unit.turn),
            start=int(self._table.start[firing.rows[0]]) - begin,
            end=int(self._table.end[firing.rows[-1]]) - begin,
        )

    def _suggestion(
        self, code: Code, unit: int, firings: list[_Firing], readings: Readings | None
    ) -> Suggestion:
        strength = {
            status: rank for rank, status in enumerate((*code.assertion.accept, *code.assertion.review))
        }
        by_rule = any(firing.evidence.status in code.assertion.accept for firing in firings)
        score, counts = None, by_rule
        layer = self._engine.paraphrase
        if layer and readings is not None and layer.covers(code.code_id):
            score = layer.score(readings, unit, code.code_id, counts=by_rule, fires=bool(firings))
            counts = layer.is_enough(score, code.code_id)
            if counts and not by_rule:
                place = layer.sentence(readings, self._words, unit, code.code_id)
                firings = [*firings, self._read_as(code, unit, place)]
        ranked = sorted(
            firings,
            key=lambda f: (strength.get(f.evidence.status, len(strength)), f.span, f.rows, f.rule.rule_id),
        )
        best = ranked[0].evidence
        speaking = [f for f in ranked if (f.evidence.status in code.assertion.accept) == (by_rule or counts)]
        rules = {f.rule.rule_id for f in speaking}
        where = self._words.units[unit]
        return Suggestion(
            transcript_id=where.transcript.transcript_id,
            turn=where.turn.number,
            code_id=code.code_id,
            evidence=tuple(f.evidence for f in ranked),
            counts=counts,
            # What a rule found and the reading of the whole answer does not bear out waits for a person.
            needs_review=best.status in code.assertion.review or (by_rule and not counts),
            score=_score(best.status, len(rules)) if score is None else score,
            attributes=self._attributes(code, speaking) if counts else (),
            fingerprint=self._engine.fingerprints[code.code_id],
        )

    def _read_as(self, code: Code, unit: int, place: int) -> _Firing:
        """The sentence that the paraphrase layer puts a code to."""
        sentences = self._words.sentences_of(unit)
        rows = tuple(sentences[max(place, 0)])
        transcript_id = self._words.units[unit].transcript.transcript_id
        segment = self._segment(transcript_id, rows[0], rows[-1])
        rule = Rule(paraphrase_rule(code.code_id))
        return _Firing(
            unit, rule, rows, Evidence(rule.rule_id, segment, (segment,), code.assertion.accept[0])
        )

    def _attributes(self, code: Code, firings: list[_Firing]) -> tuple[str, ...]:
        taken = set(code.attributes)
        if any(firing.evidence.status is Status.NEED for firing in firings):
            taken.add(RECOMMENDATION)
        sentences = {int(self._table.sentence[row]) for firing in firings for row in firing.rows}
        for attribute in self._engine.codebook.attributes:
            if not sentences.isdisjoint(self._attribute_sentences[attribute.code_id]):
                taken.add(attribute.code_id)
        return tuple(a.code_id for a in self._engine.codebook.attributes if a.code_id in taken)

    @cached_property
    def _attribute_sentences(self) -> dict[str, set[int]]:
        """For each attribute, the sentences in which one of its rules fires and counts."""
        attributes = self._engine.codebook.attributes
        claims = self._claims(attributes)
        statuses = self._statuses(claims, self._assertion.judge(claims))
        sentence = self._table.sentence[claims.lines[:, 0]]
        found: dict[str, set[int]] = {}
        for attribute in attributes:
            accepted = np.isin(statuses, [_STATUSES.index(each) for each in attribute.assertion.accept])
            own = np.array([code_id == attribute.code_id for code_id in claims.code_ids], dtype=bool)
            found[attribute.code_id] = set(sentence[accepted & own[claims.rule]].tolist())
        return found

    def _claims(self, codes: Sequence[Code]) -> Claims:
        """Everything the rules of some codes find, before anybody asks how it is meant."""
        rules = [(rule, code.code_id) for code in codes for rule in code.rules]
        hits = [self._hits(rule) for rule, _ in rules]
        numbers = [np.full(len(found), number, dtype=np.int64) for number, found in enumerate(hits)]
        return Claims(
            rules=tuple(rule for rule, _ in rules),
            code_ids=tuple(code_id for _, code_id in rules),
            lines=stacked(hits),
            rule=np.concatenate(numbers) if numbers else np.empty(0, dtype=np.int64),
        )

    def _hits(self, rule: Rule) -> Hits:
        matcher = self._matchers[rule.scope]
        hits = matcher.hits(parse(rule.find)) if rule.find else self._pattern_hits(rule)
        if len(hits) and (rule.sources or rule.roles):
            hits = hits.where(self._looked_at(rule.sources, rule.roles)[matcher.unit_of(hits)])
        if len(hits) and rule.unless:
            hits = hits.where(~np.isin(matcher.stretch_of(hits), matcher.stretches(parse(rule.unless))))
        return hits

    def _looked_at(self, sources: tuple[str, ...], roles: tuple[str, ...]) -> Flags:
        """For each turn, whether a rule for these source types and role groups looks at it."""
        known = self._looked_at_known.get((sources, roles))
        if known is None:
            known = np.array(
                [
                    (not sources or unit.transcript.source_type in sources)
                    and (not roles or self._role_group(unit) in roles)
                    for unit in self._words.units
                ],
                dtype=bool,
            )
            self._looked_at_known[sources, roles] = known
        return known

    def _role_group(self, unit: Unit) -> str:
        return self._role_groups.get(unit.transcript.transcript_id, {}).get(unit.turn.speaker, "")

    def _statuses(self, claims: Claims, judged: Judgements) -> Ints:
        """Place of each claim's status among ``_STATUSES``."""
        own = [_STATUSES.index(rule.status or Status.AFFIRMED) for rule in claims.rules]
        cues = [_STATUSES.index(cue.status) for cue in self._engine.codebook.cues]
        from_rule = np.array(own, dtype=np.int64)[claims.rule]
        # The last entry answers for NO_CUE, which is -1, and is never taken.
        from_cue = np.array([*cues, 0], dtype=np.int64)[judged.cue]
        return np.where(judged.cue == NO_CUE, from_rule, from_cue)

    def _firings(self, claims: Claims) -> Iterator[tuple[str, _Firing]]:
        """What is kept, with its code: for each rule and stretch, the plainest and tightest claim."""
        judged = self._assertion.judge(claims)
        status = self._statuses(claims, judged)
        lines, table = claims.lines, self._table
        by_turn = np.array([rule.scope is Scope.TURN for rule in claims.rules], dtype=bool)[claims.rule]
        first = lines[:, 0]
        stretch = np.where(by_turn, table.unit[first], table.sentence[first])
        order = np.lexsort(
            (*lines.T[::-1], lines.max(axis=1) - first, _PLAINNESS[status], stretch, claims.rule)
        )
        order = order[self._fires_with(claims.rules, claims.rule[order], status[order])]
        keys = np.stack([claims.rule[order], stretch[order]])
        leads = np.ones(len(order), dtype=bool)
        leads[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
        for index in order[leads].tolist():
            number = int(claims.rule[index])
            rows = tuple(row for row in lines[index].tolist() if row != NONE)
            evidence = self._evidence(claims.rules[number], rows, _STATUSES[status[index]], judged, index)
            unit = int(table.unit[rows[0]])
            yield claims.code_ids[number], _Firing(unit, claims.rules[number], rows, evidence)

    def _fires_with(self, rules: Sequence[Rule], rule: Ints, status: Ints) -> Flags:
        """For each claim, whether its rule fires with its status."""
        allowed = np.array(
            [[not each.statuses or known in each.statuses for known in _STATUSES] for each in rules],
            dtype=bool,
        ).reshape(-1, len(_STATUSES))
        fires: Flags = allowed[rule, status]
        return fires

    def _evidence(
        self, rule: Rule, rows: tuple[int, ...], status: Status, judged: Judgements, index: int
    ) -> Evidence:
        table = self._table
        transcript_id = self._words.units[int(table.unit[rows[0]])].transcript.transcript_id
        first = table.rows_of_sentence(int(table.sentence[rows[0]]))
        last = table.rows_of_sentence(int(table.sentence[rows[-1]]))
        cue = int(judged.cue[index])
        set_by_cue = cue != NO_CUE
        return Evidence(
            rule_id=rule.rule_id,
            segment=self._segment(transcript_id, first[0], last[-1]),
            words=tuple(self._stretches(transcript_id, rows)),
            status=status,
            cue=self._segment(transcript_id, int(judged.first[index]), int(judged.last[index]))
            if set_by_cue
            else None,
            cue_id=self._engine.codebook.cues[cue].cue_id if set_by_cue else "",
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

    def _pattern_hits(self, rule: Rule) -> Hits:
        pattern = self._engine.pattern_rules[rule.rule_id]
        found = []
        for sentence in self._candidates(pattern):
            rows = self._table.rows_of_sentence(sentence)
            offset = int(self._table.start[rows[0]])
            text = self._words.text_of(rows[0], rows[-1])
            for spans in self._engine.patterns.matches(pattern, text):
                hit = [
                    row
                    for row in rows
                    if any(
                        int(self._table.start[row]) - offset < end
                        and start < int(self._table.end[row]) - offset
                        for start, end in spans
                    )
                ]
                if hit:
                    found.append(hit)
        return hits_of(found)

    def _candidates(self, pattern: PatternRule) -> list[int]:
        """The sentences that hold every word the pattern cannot do without."""
        sentences = np.unique(self._table.sentence)
        for words in pattern.needed:
            rows = [self._words.postings.lemma(word) for word in sorted(words)]
            held = self._table.sentence[np.concatenate(rows)]
            sentences = np.intersect1d(sentences, held)
        found: list[int] = sentences.tolist()
        return found

    @property
    def _table(self) -> TokenTable:
        return self._words.table

    @cached_property
    def _assertion(self) -> Assertion:
        return Assertion(self._engine.codebook, self._matchers[Scope.SENTENCE])


def _score(status: Status, n_rules: int) -> float:
    base = _BASE_SCORE.get(status, _OTHER_SCORE)
    return round(min(base + _MORE_RULES * (n_rules - 1), _TOP_SCORE), 3)
