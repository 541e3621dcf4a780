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

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache

from csec_qual.base.errors import QueryError
from csec_qual.base.identity import canonical
from csec_qual.base.text import fold
from csec_qual.codebook.regex import Pattern, compile_regex
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
    as_lists,
    from_lists,
    term_names,
    walk,
)

__all__ = [
    "All",
    "AnyOf",
    "Apart",
    "Exact",
    "InQuestion",
    "InTurn",
    "Near",
    "Part",
    "Pattern",
    "Query",
    "Regex",
    "Run",
    "Terms",
    "Wild",
    "Without",
    "Word",
    "compile_regex",
    "is_known",
    "kept_trees",
    "lists_in",
    "parse",
    "remember",
    "term_names",
    "walk",
]

_WORDS = re.compile(r"[\w'-]+(?: [\w'-]+)*")
_PHRASE = re.compile(r'"[\w\'-]+(?: [\w\'-]+)*"')
# Trees written down by an earlier run, by the text of their query; each as JSON until it is asked for.
_remembered: dict[str, str] = {}
_LIST = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
_PHRASE_OR_LIST = re.compile(r'"[^"]*"|\{([^{}"]*)\}')
_OPENS_REGEX = re.compile(r'(?:^|[\s(){}"])/')


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
    known = _plain_words(plain) or _recalled(text)
    if known is None:
        # Only a query nobody has read before needs the grammar.
        from csec_qual.codebook import grammar

        known = grammar.parsed(text, plain)
    return known


@cache
def lists_in(text: str) -> tuple[Terms, ...]:
    """Each term list that a query asks for, in its order.

    Raises:
        QueryError: The text is no query.
    """
    if is_known(text):
        if "{" not in text:
            return ()
        plain = _straight(text)
        # Without expressions, the braces outside phrases are the lists.
        if not _OPENS_REGEX.search(plain):
            found = _PHRASE_OR_LIST.finditer(plain)
            return tuple(Terms(each[1].strip(), each.start() + 1) for each in found if each[1] is not None)
    return tuple(node for node in walk(parse(text)) if isinstance(node, Terms))


def remember(trees: Mapping[str, str]) -> None:
    """Take over trees that ``kept_trees`` wrote, so that these queries need not be parsed again."""
    _remembered.update(trees)


def kept_trees(queries: Iterable[str]) -> dict[str, str]:
    """The trees of queries to write down; those that are read at a glance are left out.

    Raises:
        QueryError: One cannot be understood.
    """
    return {text: canonical(as_lists(parse(text))) for text in queries if not _is_plain(_straight(text))}


def is_known(text: str) -> bool:
    """Whether a text is certain to be a query, without the effort of reading it."""
    return text in _remembered or _is_plain(_straight(text))


def _recalled(text: str) -> Query | None:
    if text not in _remembered:
        return None
    try:
        tree: Query = from_lists(json.loads(_remembered[text]))
    except (KeyError, TypeError, ValueError):
        del _remembered[text]
        return None
    return tree


def _is_plain(plain: str) -> bool:
    if _PHRASE.fullmatch(plain) or _LIST.fullmatch(plain):
        return True
    return _WORDS.fullmatch(plain) is not None and OPERATORS.isdisjoint(plain.split(" "))


def _plain_words(plain: str) -> Query | None:
    """Words without any sign or operator, one phrase or one list: most of a term list, read at once."""
    if found := _LIST.fullmatch(plain):
        return Terms(found[1])
    if _PHRASE.fullmatch(plain):
        return Run(tuple(Exact(fold(word)) for word in plain[1:-1].split()))
    if _is_plain(plain):
        return Run(tuple(Word(fold(word)) for word in plain.split(" ")))
    return None


def _straight(text: str) -> str:
    if text.isascii():
        return text
    return "".join(fold(char) if char in "\u2018\u2019\u201c\u201d\u02bc" else char for char in text)
