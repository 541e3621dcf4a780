"""Why a code was not suggested, or does not count: for each rule, how near it came and what stopped it."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    parse,
)
from csec_qual.model.codes import Code, Place, Rule, Scope
from csec_qual.model.coding import Suggestion
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.hits import Hits
from csec_qual.tagging.match import Matcher
from csec_qual.tagging.words import Unit, Words, with_last

_NEAREST = 5


@dataclass(frozen=True, slots=True)
class NearMiss:
    """One rule that did not put the code there.

    Attributes:
        rule_id: The rule.
        rule: Its text; empty for a token or dependency pattern.
        place: Where it is written.
        closeness: From 0 (nothing of it is there) to 1 (all is there, and something else stopped it).
        reasons: What is there and what is not, a sentence each.
    """

    rule_id: str
    rule: str
    place: Place
    closeness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a turn does not have a code.

    Attributes:
        code: The code asked about.
        unit: The turn.
        suggestion: What was suggested all the same, where it does not count or waits; else None.
        verdict: The answer in a sentence.
        rules: The rules that came nearest, nearest first; none where the turn is not looked at.
        rules_in_all: How many rules the code has.
    """

    code: Code
    unit: Unit
    suggestion: Suggestion | None
    verdict: str
    rules: tuple[NearMiss, ...]
    rules_in_all: int


def why_not(
    code: Code, unit: Unit, engine: Engine, role_groups: Mapping[str, Mapping[str, str]] | None = None
) -> Rejection:
    """Tell why a code was not suggested for a turn, or why its suggestion does not count.

    Args:
        code: A code of the engine's codebook.
        unit: The turn, with the question it answers.
        engine: The engine that suggests.
        role_groups: Role group of each speaker label, by transcript id.
    """
    role = unit.turn.role.value
    if not unit.turn.is_codable:
        verdict = f"The turn is not looked at: its speaker is '{role}', and only participants are coded."
        return Rejection(code, unit, None, verdict, (), len(code.rules))
    if code not in engine.active_codes:
        verdict = f"The code is {code.status.value}; only active codes are suggested."
        return Rejection(code, unit, None, verdict, (), len(code.rules))
    made_of = engine.suggest_units(with_last(unit), role_groups, [code.code_id])
    found = [suggestion for suggestion in made_of if suggestion.turn == unit.turn.number]
    if found:
        made = found[0]
        what = "It is suggested and counts" if made.counts else f"It is suggested as {made.status.value}"
        stays = "" if made.counts else ", which does not count for this code"
        if made.needs_review:
            stays = ", which waits for a person"
        verdict = f"{what}{stays}. See csec-qual explain for the rule and the words."
        return Rejection(code, unit, made, verdict, (), len(code.rules))
    trace = _Trace(engine, unit, role_groups or {})
    misses = sorted((trace.miss(rule) for rule in code.rules), key=lambda miss: -miss.closeness)
    nearest = tuple(miss for miss in misses[:_NEAREST] if miss.closeness > 0)
    verdict = (
        "No rule of the code fires here. The nearest:"
        if nearest
        else "No rule of the code fires here, and none comes near: not one of their words is said."
    )
    return Rejection(code, unit, None, verdict, nearest, len(code.rules))


class _Trace:
    """Follows the rules of a code through one turn."""

    def __init__(self, engine: Engine, unit: Unit, role_groups: Mapping[str, Mapping[str, str]]) -> None:
        self._terms = engine.codebook.terms
        self._unit = unit
        self._groups = role_groups.get(unit.transcript.transcript_id, {})
        self._words = engine.reader.read([unit])

    def miss(self, rule: Rule) -> NearMiss:
        closeness, reasons = self._of(rule)
        return NearMiss(rule.rule_id, rule.find, rule.place, closeness, tuple(reasons))

    def _of(self, rule: Rule) -> tuple[float, list[str]]:
        kind = self._unit.transcript.source_type
        if rule.sources and kind not in rule.sources:
            return 0.0, [f"The rule looks at {_listed(rule.sources)} only; this is a {kind.value}."]
        group = self._groups.get(self._unit.turn.speaker, "")
        if rule.roles and group not in rule.roles:
            return 0.0, [
                f"The rule looks at {_listed(rule.roles)} only; the speaker is '{group or 'unknown'}'."
            ]
        if not rule.find:
            return 0.0, ["The pattern of parts of speech or dependencies is not there."]
        matcher = Matcher(self._words, self._terms, rule.scope)
        closeness, reasons = _Answer(matcher, self._words).of(parse(rule.find))
        if closeness < 1:
            return closeness, reasons
        barred = matcher.hits(parse(rule.unless)) if rule.unless else None
        if barred is not None and len(barred):
            reasons.append(f"But the rule is silent where {_said(self._words, barred)} stands: {rule.unless}")
        elif rule.statuses:
            wanted = _listed(rule.statuses)
            reasons.append(f"But the rule fires only where the words are {wanted}, and they are not.")
        return 1.0, reasons


class _Answer:
    """What of a query is in a turn."""

    def __init__(self, matcher: Matcher, words: Words) -> None:
        self._matcher = matcher
        self._words = words

    def of(self, query: Query) -> tuple[float, list[str]]:
        """How much is there, from 0 to 1, and what is or is not, in sentences."""
        hits = self._matcher.hits(query)
        if len(hits):
            return 1.0, [f"{written(query)} is there: {_said(self._words, hits)}."]
        match query:
            case Near(left, right, distance, ordered):
                return self._pair(left, right, self._gap(left, right, distance, ordered=ordered))
            case All(parts):
                return self._parts(parts)
            case AnyOf(parts):
                return max((self.of(part) for part in parts), key=lambda found: found[0])
            case Without(found, other):
                return self._kept_out(
                    found, other, f"is kept out by {written(other)} in the same {self._scope}"
                )
            case Apart(found, other):
                return self._kept_out(found, other, f"kept out by {written(other)} close by")
            case InTurn(found, context):
                return self._pair(found, context, "They do not stand in one turn.")
            case InQuestion(found, context):
                score, reasons = self.of(found)
                asked = f"The question does not have {written(context)}."
                return (0.5, [*reasons, asked]) if score == 1 else (score / 2, reasons)
            case _:
                return 0.0, [f"{written(query)} is not said."]

    @property
    def _scope(self) -> str:
        return "turn" if self._matcher.scope is Scope.TURN else "sentence"

    def _pair(self, left: Query, right: Query, both: str) -> tuple[float, list[str]]:
        (first, of_left), (second, of_right) = self.of(left), self.of(right)
        if first == second == 1:
            return 0.9, [*of_left, *of_right, both]
        return (first + second) / 2.5, of_left + of_right if first + second else of_left

    def _parts(self, parts: tuple[Query, ...]) -> tuple[float, list[str]]:
        answers = [self.of(part) for part in parts]
        reasons = [reason for _, told in answers for reason in told]
        score = sum(score for score, _ in answers) / len(answers)
        if score == 1:
            return 0.9, [*reasons, f"They do not stand in one {self._scope}."]
        return score * 0.8, reasons

    def _kept_out(self, found: Query, other: Query, how: str) -> tuple[float, list[str]]:
        score, reasons = self.of(found)
        if score < 1:
            return score * 0.9, reasons
        return 0.9, [*reasons, f"It is {how}: {_said(self._words, self._matcher.hits(other))}."]

    def _gap(self, left: Query, right: Query, distance: int, *, ordered: bool) -> str:
        word, matcher = self._words.table.word, self._matcher
        lefts, rights = matcher.hits(left), matcher.hits(right)
        gaps = [
            int(word[b.first] - word[a.last] if b.first > a.last else word[a.first] - word[b.last])
            for a, part in zip(lefts, matcher.stretch_of(lefts).tolist(), strict=True)
            for b, other in zip(rights, matcher.stretch_of(rights).tolist(), strict=True)
            if part == other and (b.first > a.last or not ordered)
        ]
        if gaps:
            return f"They are {max(min(gaps), 0)} words apart; the rule allows {distance}."
        order = " in this order" if ordered else ""
        return f"They do not stand in one {self._scope}{order}."


def written(query: Query) -> str:
    """A query in the language it is written in, shortened where it is long."""
    match query:
        case Run(parts):
            text = " ".join(_part(part) for part in parts)
        case Terms(name):
            text = f"{{{name}}}"
        case Regex(pattern):
            text = f"/{pattern}/"
        case Near(left, right, distance, ordered):
            text = f"{written(left)} {'BEFORE' if ordered else 'NEAR'}/{distance} {written(right)}"
        case Apart(left, right, distance, ordered):
            text = f"{written(left)} NOT {'BEFORE' if ordered else 'NEAR'}/{distance} {written(right)}"
        case All(parts):
            text = " AND ".join(written(part) for part in parts)
        case AnyOf(parts):
            text = " OR ".join(written(part) for part in parts)
        case Without(found, other):
            text = f"{written(found)} AND NOT {written(other)}"
        case InTurn(found, context):
            text = f"{written(found)} IN TURN {written(context)}"
        case InQuestion(found, context):
            text = f"{written(found)} IN QUESTION {written(context)}"
    return text if len(text) <= 90 else f"{text[:87]}..."


def _part(part: Part) -> str:
    match part:
        case Exact(text):
            return f'"{text}"'
        case Wild(pattern):
            return pattern
        case Word(text):
            return text


def _said(words: Words, hits: Hits) -> str:
    texts = dict.fromkeys(words.text_of(hit.first, hit.last) for hit in hits)
    shown = [f"'{text}'" for text in list(texts)[:3]]
    return ", ".join(shown) + (" ..." if len(texts) > 3 else "")


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(str(name) for name in names)
