"""What of a codebook is at work in a body of talk, and what is not.

A rule fires in a turn where it has evidence there, whatever the speaker's stand and whether it counts.
Two rules go together where they fire in exactly the same turns, at least two of them: one of the two
says nothing that the other does not. A list is used where a rule, a cue or another list in use asks for
it. An entry matches where it stands in a sentence of a codable turn or of a question that one answers.

What is not at work need not be wrong: a small sample does not say everything that people say.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from csec_qual.codebook.query import parse, term_names
from csec_qual.model.codes import Code, Codebook, CodeStatus, Rule, Theme
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import Role, SourceType, Transcript, Turn, TurnKind
from csec_qual.tagging.assertion import CLAUSE_BREAK
from csec_qual.tagging.concordance import units_with
from csec_qual.tagging.words import Reader, Unit

ENOUGH_EXAMPLES = 3
_TURNS_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Together:
    """Rules that fire in exactly the same turns.

    Attributes:
        rules: Their ids, in codebook order.
        turns: In how many turns.
    """

    rules: tuple[str, ...]
    turns: int


@dataclass(frozen=True, slots=True)
class ListUse:
    """The entries of one term list in use.

    Attributes:
        name: The list.
        entries: How many it has.
        silent: Those that match nowhere, as they are written.
    """

    name: str
    entries: int
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A rule whose every counted hit a person rejected.

    Attributes:
        rule_id: The rule.
        hits: How many, all rejected.
    """

    rule_id: str
    hits: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a codebook is at work; codes are those in use, everything in codebook order.

    Attributes:
        transcripts: How many transcripts were looked at.
        turns: How many codable turns they have.
        codes: How many codes are in use; attributes are not counted here.
        rules: How many rules codes and attributes in use have.
        silent_rules: Rules that never fire.
        together: Rules that always fire together.
        without_rule: Codes that have no rule, and are applied by hand.
        without_counter_example: Codes that have no counter-example.
        few_examples: Codes with fewer than three examples, and how many they have.
        unused_lists: Term lists that no rule, cue or list in use asks for.
        lists: The lists in use.
        rejected: Rules whose every counted hit a person rejected; empty where nobody decided.
    """

    transcripts: int
    turns: int
    codes: int
    rules: int
    silent_rules: tuple[Rule, ...]
    together: tuple[Together, ...]
    without_rule: tuple[str, ...]
    without_counter_example: tuple[str, ...]
    few_examples: tuple[tuple[str, int], ...]
    unused_lists: tuple[str, ...]
    lists: tuple[ListUse, ...]
    rejected: tuple[Rejected, ...]


def with_attributes(codebook: Codebook) -> Codebook:
    """The codebook with its attributes as codes of one more theme, so that an engine shows their firings."""
    extra = Theme("attributes", "Attributes", "#000000", "", codebook.attributes)
    return replace(codebook, themes=(*codebook.themes, extra))


def coverage(
    codebook: Codebook,
    units: Sequence[Unit],
    suggestions: Iterable[Suggestion],
    reader: Reader,
    rejected: Collection[str] = (),
) -> Coverage:
    """What of a codebook is at work in some turns.

    Args:
        codebook: The codebook, its attributes apart.
        units: The codable turns.
        suggestions: What an engine of ``with_attributes(codebook)`` makes of them.
        reader: Cuts turns into words.
        rejected: Ids of suggestions of which people say that the code does not apply.
    """
    codes = [code for code in codebook.codes if code.status is CodeStatus.ACTIVE]
    in_use = [*codes, *(each for each in codebook.attributes if each.status is CodeStatus.ACTIVE)]
    rules = [rule for code in in_use for rule in code.rules]
    suggestions = list(suggestions)
    fired = _turns_of(suggestions)
    used = _used_lists(codebook, in_use)
    return Coverage(
        transcripts=len({unit.transcript.transcript_id for unit in units}),
        turns=len(units),
        codes=len(codes),
        rules=len(rules),
        silent_rules=tuple(rule for rule in rules if rule.rule_id not in fired),
        together=_together([rule.rule_id for rule in rules], fired),
        without_rule=tuple(code.code_id for code in codes if not code.rules),
        without_counter_example=tuple(code.code_id for code in codes if not code.examples_no),
        few_examples=tuple(
            (code.code_id, len(code.examples_yes))
            for code in codes
            if len(code.examples_yes) < ENOUGH_EXAMPLES
        ),
        unused_lists=tuple(name for name in codebook.terms if name not in used),
        lists=_list_use(codebook, used, [*units, *_questions(units)], reader),
        rejected=_all_rejected(in_use, suggestions, rejected),
    )


def _turns_of(suggestions: Iterable[Suggestion]) -> dict[str, frozenset[tuple[str, int]]]:
    """The turns in which each rule fires."""
    found: dict[str, set[tuple[str, int]]] = {}
    for each in suggestions:
        for evidence in each.evidence:
            found.setdefault(evidence.rule_id, set()).add((each.transcript_id, each.turn))
    return {rule_id: frozenset(turns) for rule_id, turns in found.items()}


def _together(
    rule_ids: Iterable[str], fired: Mapping[str, frozenset[tuple[str, int]]]
) -> tuple[Together, ...]:
    groups: dict[frozenset[tuple[str, int]], list[str]] = {}
    for rule_id in rule_ids:
        turns = fired.get(rule_id, frozenset())
        if len(turns) >= _TURNS_TOGETHER:
            groups.setdefault(turns, []).append(rule_id)
    return tuple(Together(tuple(ids), len(turns)) for turns, ids in groups.items() if len(ids) > 1)


def _used_lists(codebook: Codebook, codes: Iterable[Code]) -> set[str]:
    """Names of the lists that are asked for, directly or through another list."""
    queries = [query for code in codes for rule in code.rules for query in (rule.find, rule.unless)]
    queries += [query for cue in codebook.cues for query in cue.queries]
    pending = {CLAUSE_BREAK}.union(*(term_names(parse(query)) for query in queries if query))
    used: set[str] = set()
    while pending:
        name = pending.pop()
        used.add(name)
        for entry in codebook.terms.get(name, ()):
            pending |= term_names(parse(entry)) - used
    return used


def _list_use(
    codebook: Codebook, used: Collection[str], units: Sequence[Unit], reader: Reader
) -> tuple[ListUse, ...]:
    lists = {name: entries for name, entries in codebook.terms.items() if name in used}
    written = dict.fromkeys(entry for entries in lists.values() for entry in entries)
    matched = units_with(map(parse, written), units, codebook.terms, reader)
    silent = {entry for entry, found in zip(written, matched, strict=True) if not found}
    return tuple(
        ListUse(name, len(entries), tuple(entry for entry in entries if entry in silent))
        for name, entries in lists.items()
    )


def _questions(units: Iterable[Unit]) -> list[Unit]:
    """The questions that the turns answer, each once, as turns of their own."""
    texts = list(dict.fromkeys(unit.question for unit in units if unit.question))
    turns = []
    start = 0
    for number, text in enumerate(texts, start=1):
        turns.append(Turn(number, "", Role.INTERVIEWER, TurnKind.PROMPT, start, start + len(text)))
        start += len(text) + 2
    text = "\n\n".join(texts)
    asked = Transcript("questions", "", SourceType.INTERVIEW, "", "", text, tuple(turns), ())
    return [Unit(asked, turn, "") for turn in turns]


def _all_rejected(
    codes: Iterable[Code], suggestions: Iterable[Suggestion], rejected: Collection[str]
) -> tuple[Rejected, ...]:
    accept = {code.code_id: code.assertion.accept for code in codes}
    hits: dict[str, list[bool]] = {}
    for each in suggestions:
        counting = {
            evidence.rule_id
            for evidence in each.evidence
            if each.counts and evidence.status in accept[each.code_id]
        }
        for rule_id in counting:
            hits.setdefault(rule_id, []).append(each.suggestion_id in rejected)
    order = [rule.rule_id for code in codes for rule in code.rules]
    return tuple(
        Rejected(rule_id, len(hits[rule_id])) for rule_id in order if rule_id in hits and all(hits[rule_id])
    )
