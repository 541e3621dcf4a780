"""The shape of token and dependency patterns, for experts, as spaCy's matchers take them.

Only names and structure are checked, so that a slip of the pen has a line and a fix; the values are
handed on as they are written.
"""

from collections.abc import Mapping
from typing import Any

from csec_qual.codebook.nodes import Value, nearest

_FLAGS = (
    *("IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "IS_PUNCT", "IS_SPACE"),
    *("IS_STOP", "IS_SENT_START", "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL", "SPACY"),
)
_ATTRIBUTES = (
    *("ORTH", "TEXT", "NORM", "LOWER", "LEMMA", "LENGTH", "SHAPE", "POS", "TAG", "DEP", "MORPH", "OP"),
    *_FLAGS,
)
_COMPARISONS = (
    *("REGEX", "FUZZY", "IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS"),
    *("==", "!=", ">=", "<=", ">", "<"),
)
_RELATIONS = (
    *("<", ">", "<<", ">>", ".", ".*", ";", ";*", "$+", "$-", "$++", "$--"),
    *(">+", ">-", ">++", ">--", "<+", "<-", "<++", "<--"),
)


def tokens(value: Value) -> tuple[Mapping[str, Any], ...]:
    """A token pattern: one description for each token in a row."""
    entries = value.items("tokens")
    if value.is_list and not entries:
        value.fault("tokens is an empty list.", "Describe at least one token: {LEMMA: train}.")
    for entry in entries:
        _check_token(entry, "a token of the pattern")
    return tuple(entry.plain("tokens") for entry in entries if entry.is_mapping)


def depend(value: Value) -> tuple[Mapping[str, Any], ...]:
    """A dependency pattern: an anchor, then tokens that hang on one described before them."""
    entries = value.items("depend")
    if value.is_list and not entries:
        value.fault("depend is an empty list.", "Begin with an anchor: {RIGHT_ID: verb, RIGHT_ATTRS: {...}}.")
    named: list[str] = []
    for entry in entries:
        keys = ("RIGHT_ID", "RIGHT_ATTRS") + (("LEFT_ID", "REL_OP") if named else ())
        parts = entry.fields("an entry of depend", keys)
        if "RIGHT_ATTRS" in parts:
            _check_token(parts["RIGHT_ATTRS"], "RIGHT_ATTRS")
        if "LEFT_ID" in parts:
            _check_known(parts["LEFT_ID"], "LEFT_ID", named)
        if "REL_OP" in parts:
            _check_known(parts["REL_OP"], "REL_OP", _RELATIONS)
        named.append(parts["RIGHT_ID"].text("RIGHT_ID") if "RIGHT_ID" in parts else "")
    return tuple(entry.plain("depend") for entry in entries if entry.is_mapping)


def _check_token(value: Value, name: str) -> None:
    for key, wanted in value.pairs(name):
        written = key.scalar(f"a key of {name}")
        if written and written not in _ATTRIBUTES:
            key.fault(f"unknown token attribute '{written}'.", nearest(written, _ATTRIBUTES))
        elif wanted.is_mapping:
            for comparison, _ in wanted.pairs(written):
                _check_known(comparison, "comparison", _COMPARISONS)


def _check_known(value: Value, name: str, known: list[str] | tuple[str, ...]) -> None:
    written = value.text(name)
    if written and written not in known:
        value.fault(f"unknown {name} '{written}'.", nearest(written, known))
