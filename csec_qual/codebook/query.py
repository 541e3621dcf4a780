"""The query language of rules, searches and assertion cues.

Text to a syntax tree, or a message that points at a column. Nothing is matched here
(``tagging.match`` does that) and no term list is looked up.

    train                  the word in any inflection: trains, trained, training
    resource parent        words side by side, each in any inflection
    "nobody to call"       exactly these words side by side
    train* wom?n           any ending; any one letter
    /\\d+ (week|month)s?/    a regular expression (RE2), inside one sentence
    {caregiver}            any entry of a shared term list
    a NEAR/8 b             both, at most 8 words apart, in either order
    a BEFORE/8 b           a first, then b, at most 8 words apart
    a NOT NEAR/8 b         a, with no b within 8 words (NOT BEFORE/8: none in the 8 words after)
    a AND b   a OR b       both in the sentence; either
    a AND NOT b            a in a sentence without b
    a IN TURN b            a, in a turn that has b anywhere
    a IN QUESTION b        a, in an answer to a question that has b

NEAR binds tightest, then IN, then AND, then OR; parentheses group. Operators are in capitals.
Distances count words, not punctuation: words side by side are 1 apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, TypeAlias, cast

import re2
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken
from lark.exceptions import VisitError

from csec_qual.base.errors import QueryError
from csec_qual.base.text import fold

DEFAULT_DISTANCE = 10
MAX_DISTANCE = 200


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


class Pattern(Protocol):
    """A compiled regular expression that runs in time linear in its text."""

    def finditer(self, text: str | bytes) -> Iterator[Any]:
        """Every match from left to right."""
        ...

    def fullmatch(self, text: str) -> object | None:
        """The match of the whole text, or None."""
        ...


# A slash may stand inside a word ("CWS/CMS", "24/7") but never start one: there it opens a regex.
_GRAMMAR = r"""
    start: any
    any: all (OR all)*
    all: scoped (AND scoped | (AND_NOT | NOT) without)*
    without: scoped
    scoped: near ((IN_TURN | IN_QUESTION) near)*
    near: atom ((NEAR | BEFORE | NOT_NEAR | NOT_BEFORE) atom)*
    atom: "(" any ")" | terms | phrase | regex | words
    terms: TERMS
    phrase: PHRASE
    regex: REGEX
    words: WORD+

    OR.5: /OR(?=[\s(){}"]|$)/
    AND_NOT.7: /AND\s+NOT(?=[\s(){}"]|$)/
    AND.5: /AND(?=[\s(){}"]|$)/
    NOT_NEAR.7: /NOT\s+NEAR(\/[0-9]+)?(?=[\s(){}"]|$)/
    NOT_BEFORE.7: /NOT\s+BEFORE(\/[0-9]+)?(?=[\s(){}"]|$)/
    NOT.5: /NOT(?=[\s(){}"]|$)/
    NEAR.6: /NEAR(\/[0-9]+)?(?=[\s(){}"]|$)/
    BEFORE.6: /BEFORE(\/[0-9]+)?(?=[\s(){}"]|$)/
    IN_TURN.7: /IN\s+TURN(?=[\s(){}"]|$)/
    IN_QUESTION.7: /IN\s+QUESTION(?=[\s(){}"]|$)/
    TERMS: /\{[^{}"]*\}/
    PHRASE: /"[^"]*"/
    REGEX: /\/(\\.|[^\/\\])+\//
    WORD: /[^\s(){}"\/][^\s(){}"]*/
    %ignore /\s+/
"""

_parser = Lark(_GRAMMAR, parser="lalr", lexer="contextual")

_WORDS = re.compile(r"[\w'-]+(?: [\w'-]+)*")
_PHRASE = re.compile(r'"[\w\'-]+(?: [\w\'-]+)*"')
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR", "BEFORE", "IN"})
_UNCLOSED = {
    '"': "The quotation mark opened here is not closed.",
    "{": "The term list opened here is not closed; write {name}.",
    "}": "This brace closes nothing; a term list is written {name}.",
    "/": "The regular expression opened here is not closed; write /expression/.",
    ")": "This parenthesis closes nothing.",
}


@cache
def parse(text: str) -> Query:
    """The syntax tree of a query.

    Raises:
        QueryError: The text is no query; the error has the column and what was expected there.
    """
    # Quotation marks pasted from a word processor mean the same; folding keeps every column.
    plain = _straight(text)
    if not plain.strip():
        raise QueryError(text, 1, "The query is empty. Write a word, such as train.")
    return _plain_words(plain) or _parsed(text, plain)


def _plain_words(plain: str) -> Query | None:
    """Words without any sign or operator, or one phrase: most entries of a term list, read at once."""
    if _PHRASE.fullmatch(plain):
        return Run(tuple(Exact(fold(word)) for word in plain[1:-1].split()))
    words = plain.split(" ")
    if _WORDS.fullmatch(plain) and _OPERATORS.isdisjoint(words):
        return Run(tuple(Word(fold(word)) for word in words))
    return None


def _parsed(text: str, plain: str) -> Query:
    try:
        return _Builder(text).transform(_parser.parse(plain))
    except UnexpectedCharacters as error:
        what = _UNCLOSED.get(error.char, f"'{error.char}' cannot stand here.")
        raise QueryError(text, (error.pos_in_stream or 0) + 1, what) from None
    except UnexpectedEOF:
        raise QueryError(text, len(text), "The query stops too early.") from None
    except UnexpectedToken as error:
        raise _unexpected(text, error) from None
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise


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


@cache
def compile_regex(pattern: str) -> Pattern:
    """The pattern ready to run, letters in any case, in time linear in the text (RE2).

    Raises:
        QueryError: RE2 does not accept it; the column is that of the pattern's first character.
    """
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    try:
        return cast("Pattern", re2.compile(pattern, options=options))
    except re2.error as error:
        detail = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        raise QueryError(
            f"/{pattern}/",
            2,
            f"The regular expression does not hold together: {detail}. "
            "Look-ahead and back-references are not available.",
        ) from None


def _straight(text: str) -> str:
    return "".join(fold(char) if char in "\u2018\u2019\u201c\u201d\u02bc" else char for char in text)


def _unexpected(text: str, error: UnexpectedToken) -> QueryError:
    if error.token.type == "$END":
        opened = text.count("(") - text.count(")")
        if opened > 0:
            return QueryError(text, text.rindex("(") + 1, "The parenthesis opened here is not closed.")
        return QueryError(text, len(text.rstrip()), "Something to find is missing at the end.")
    column = (error.token.start_pos or 0) + 1
    word = str(error.token)
    if word == ")":
        empty = "WORD" in error.expected
        return QueryError(text, column, "There is nothing to find here." if empty else _UNCLOSED[")"])
    if error.token.type in {"OR", "AND", "AND_NOT", "NEAR", "BEFORE", "NOT_NEAR", "NOT_BEFORE"}:
        return QueryError(text, column, f"{word} needs something to find on both sides.")
    if error.token.type == "NOT":
        return QueryError(text, column, "NOT needs something before it to take away from: a AND NOT b.")
    return QueryError(text, column, f"An operator such as AND, OR or NEAR/8 is missing before '{word}'.")


class _Builder(Transformer[Token, Query]):
    """Turns lark's tree into ours; raises QueryError for what the grammar cannot see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def start(self, children: list[Query]) -> Query:
        return children[0]

    def atom(self, children: list[Query]) -> Query:
        return children[0]

    def words(self, tokens: list[Token]) -> Query:
        return Run(tuple(self._part(token) for token in tokens))

    def phrase(self, tokens: list[Token]) -> Query:
        words = tokens[0][1:-1].split()
        if not words:
            raise QueryError(self._text, _column(tokens[0]), "There is nothing between the quotation marks.")
        return Run(tuple(Wild(fold(w)) if _is_wild(w) else Exact(fold(w)) for w in words))

    def terms(self, tokens: list[Token]) -> Query:
        name = tokens[0][1:-1].strip()
        if not name:
            raise QueryError(self._text, _column(tokens[0]), "The braces need the name of a term list.")
        return Terms(name, _column(tokens[0]))

    def regex(self, tokens: list[Token]) -> Query:
        pattern = tokens[0][1:-1].replace("\\/", "/")
        try:
            compile_regex(pattern)
        except QueryError as error:
            raise QueryError(self._text, _column(tokens[0]), error.what) from None
        return Regex(pattern, _column(tokens[0]))

    def near(self, children: list[Query | Token]) -> Query:
        left = cast("Query", children[0])
        for operator, right in zip(children[1::2], children[2::2], strict=True):
            assert isinstance(operator, Token)
            kind = Apart if operator.type.startswith("NOT") else Near
            ordered = operator.type.endswith("BEFORE")
            left = kind(left, cast("Query", right), self._distance(operator), ordered)
        return left

    def scoped(self, children: list[Query | Token]) -> Query:
        found = cast("Query", children[0])
        for operator, context in zip(children[1::2], children[2::2], strict=True):
            kind = InTurn if cast("Token", operator).type == "IN_TURN" else InQuestion
            found = kind(found, cast("Query", context))
        return found

    def without(self, children: list[Query]) -> Query:
        # Marked here, taken apart in ``all``: lark gives one flat list of operands.
        return Without(children[0], children[0])

    def all(self, children: list[Query | Token]) -> Query:
        found = [cast("Query", children[0])]
        excluded: list[Query] = []
        for operator, operand in zip(children[1::2], children[2::2], strict=True):
            if cast("Token", operator).type == "AND":
                found.append(cast("Query", operand))
            else:
                excluded.append(cast("Without", operand).found)
        whole: Query = found[0] if len(found) == 1 else All(tuple(found))
        for unwanted in excluded:
            whole = Without(whole, unwanted)
        return whole

    def any(self, children: list[Query | Token]) -> Query:
        parts = tuple(cast("Query", child) for child in children[::2])
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def _part(self, token: Token) -> Part:
        word = str(token)
        if word.partition("/")[0] in _OPERATORS:
            raise QueryError(
                self._text,
                _column(token),
                f"'{word}' is not understood here. Write NEAR/8 or BEFORE/8 with a whole number, "
                "IN TURN, IN QUESTION, AND, OR or AND NOT, with something to find on both sides; "
                "put a word meant literally in quotation marks.",
            )
        if not word.strip("*?"):
            raise QueryError(self._text, _column(token), f"'{word}' would match every word. Add a letter.")
        return Wild(fold(word)) if _is_wild(word) else Word(fold(word))

    def _distance(self, operator: Token) -> int:
        number = operator.partition("/")[2]
        distance = int(number) if number else DEFAULT_DISTANCE
        if not 1 <= distance <= MAX_DISTANCE:
            raise QueryError(
                self._text,
                _column(operator),
                f"{operator}: the distance is a number of words from 1 to {MAX_DISTANCE}.",
            )
        return distance


def _is_wild(word: str) -> bool:
    return "*" in word or "?" in word


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1
