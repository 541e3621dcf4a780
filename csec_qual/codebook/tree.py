"""The syntax tree of a query; see ``codebook.query`` for the language.

A tree can be written as plain lists, so that it can be kept and need not be parsed again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from csec_qual.base.identity import Json

# Words that mean something else in capitals than they say.
OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR", "BEFORE", "IN"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any inflection, written in its dictionary form."""

    text: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A word exactly as written, in any case."""

    text: str


@dataclass(frozen=True, slots=True)
class Wild:
    """A word with ``*`` for any ending or middle and ``?`` for one letter."""

    pattern: str


Part: TypeAlias = Word | Exact | Wild


@dataclass(frozen=True, slots=True)
class Run:
    """Words side by side; one part for a single word."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression over the text of one sentence, letters in any case."""

    pattern: str
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """Any entry of a term list."""

    name: str
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides, at most ``distance`` words apart; ``ordered``: the left one first."""

    left: "Query"
    right: "Query"
    distance: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """The left side with no right side within ``distance`` words; ``ordered``: none after it."""

    left: "Query"
    right: "Query"
    distance: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part, somewhere in the same sentence (or turn, for a rule of that scope)."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What is found, where ``excluded`` is not in the same sentence (or turn)."""

    found: "Query"
    excluded: "Query"


@dataclass(frozen=True, slots=True)
class InTurn:
    """What is found, where the turn has ``context`` anywhere."""

    found: "Query"
    context: "Query"


@dataclass(frozen=True, slots=True)
class InQuestion:
    """What is found, where the question that the turn answers has ``context``."""

    found: "Query"
    context: "Query"


Query: TypeAlias = Run | Regex | Terms | Near | Apart | All | AnyOf | Without | InTurn | InQuestion

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        *(Word, Exact, Wild, Run, Regex, Terms),
        *(Near, Apart, All, AnyOf, Without, InTurn, InQuestion),
    )
}


def term_names(query: Query) -> frozenset[str]:
    """The names of every term list a query asks for."""
    return frozenset(node.name for node in walk(query) if isinstance(node, Terms))


def walk(query: Query) -> Iterator[Query]:
    """Every node of the tree, the root first."""
    yield query
    match query:
        case Near(left, right) | Apart(left, right):
            yield from walk(left)
            yield from walk(right)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from walk(part)
        case Without(found, other) | InTurn(found, other) | InQuestion(found, other):
            yield from walk(found)
            yield from walk(other)
        case _:
            pass


def as_lists(node: Query | Part) -> Json:
    """A tree as lists of texts and numbers."""
    return [type(node).__name__, *(_as_lists(getattr(node, name)) for name in node.__match_args__)]


def from_lists(written: Any) -> Any:
    """The tree that ``as_lists`` wrote.

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    kind, *values = written
    return _KINDS[kind](*(_from_lists(value) for value in values))


def _as_lists(value: Any) -> Json:
    if isinstance(value, tuple):
        return {"parts": [as_lists(part) for part in value]}
    return value if isinstance(value, str | int) else as_lists(value)


def _from_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(from_lists(part) for part in value["parts"])
    return from_lists(value) if isinstance(value, list) else value
