"""The grammar of queries, and what is said of a text that does not fit it.

Loaded only when a query is met that is not known yet and is more than plain words: building the
parser takes as long as reading a whole codebook that is known.
"""

import re
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken
from lark.exceptions import VisitError

from csec_qual.base.errors import QueryError
from csec_qual.base.text import fold
from csec_qual.codebook.regex import compile_regex
from csec_qual.codebook.tree import (
    OPERATORS,
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
)

DEFAULT_DISTANCE = 10
MAX_DISTANCE = 200

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

_UNCLOSED = {
    '"': "The quotation mark opened here is not closed.",
    "{": "The term list opened here is not closed; write {name}.",
    "}": "This brace closes nothing; a term list is written {name}.",
    "/": "The regular expression opened here is not closed; write /expression/.",
    ")": "This parenthesis closes nothing.",
}


def parsed(text: str, plain: str) -> Query:
    """The syntax tree of a query.

    Args:
        text: As it was written, for messages.
        plain: With straight quotation marks, character for character.

    Raises:
        QueryError: The text is no query.
    """
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


# What nobody says: the author meant an operator, a group or a regular expression.
_SIGN_IN_PHRASE = re.compile(r"\b(?:NEAR|BEFORE)/\d+|[()]|(?<=\")/(?=.*/\"$)")


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
        sign = _SIGN_IN_PHRASE.search(tokens[0])
        if sign:
            raise QueryError(
                self._text,
                _column(tokens[0]) + sign.start(),
                f"Inside quotation marks '{sign.group()}' is a word to find, not a sign. "
                'Quote the words alone: "charged" BEFORE/3 "dollars".',
            )
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
        if word.partition("/")[0] in OPERATORS:
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
