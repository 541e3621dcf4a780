"""The shipped codebook as other tools can take it: for each rule one pattern of one or two sets of words.

For tools that are quicker with plain phrases there is the first phrase of each rule too.
This is less than the rules say: no inflections, no exceptions, no question, one distance for all. What is
kept is what costs time: as many rules, with the same words on both sides.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import csec_qual as cq
from csec_qual.codebook.query import parse
from csec_qual.codebook.tree import (
    All,
    Apart,
    Exact,
    InQuestion,
    InTurn,
    Near,
    Query,
    Run,
    Terms,
    Without,
    Word,
    walk,
)

Sides = list[set[str]]


def peer_rules(codebook: cq.Codebook) -> list[dict[str, Any]]:
    """One pattern for each rule of the active codes; a rule of expressions alone gets its code's words."""
    found: list[dict[str, Any]] = []
    for code in codebook.codes:
        known: Sides = []
        for rule in code.rules if code.status == "active" else ():
            sides = [side for side in _sides(parse(rule.find), codebook.terms) if side] or known
            known = sides
            if sides:
                # Sorted: the order of a set differs from run to run.
                found.append(
                    {
                        "id": rule.rule_id,
                        "code": code.code_id,
                        "sides": [sorted(side) for side in sides],
                        "phrase": _phrase(parse(rule.find), codebook.terms) or min(sides[0]),
                    }
                )
    return found


def _sides(query: Query, terms: Mapping[str, tuple[str, ...]]) -> Sides:
    """Sets of words of which a match has one each: of its left side and of its right."""
    match query:
        case Near(left, right) | All((left, right, *_)):
            return [_first(left, terms), _first(right, terms)]
        case Apart(kept) | Without(kept) | InTurn(kept) | InQuestion(kept):
            return _sides(kept, terms)
        case _:
            return [_first(query, terms)]


def _first(query: Query, terms: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {word.lower() for node in walk(query) for word in _words(node, terms)}


def _phrase(query: Query, terms: Mapping[str, tuple[str, ...]]) -> str:
    """The first words side by side that a rule names; empty where it names none."""
    for node in walk(query):
        match node:
            case Run(parts) if all(isinstance(part, Word | Exact) for part in parts):
                return " ".join(part.text for part in parts if isinstance(part, Word | Exact))
            case Terms(name):
                return next((found for entry in terms[name] if (found := _phrase(parse(entry), terms))), "")
    return ""


def _words(node: Query, terms: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    match node:
        case Run(parts):
            return islice((part.text for part in parts if isinstance(part, Word | Exact)), 1)
        case Terms(name):
            return [word for entry in terms[name] for word in _first(parse(entry), terms)]
        case _:
            return ()
