"""Codes, rules, terms and cues from the values of a file.

A wrong part is noted as a problem and left empty, so that the rest is read too; whoever calls raises
in the end. What can only be judged when every file has been read goes into the ``Ledger``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TypeVar

from csec_qual.base.errors import QueryError
from csec_qual.base.text import slug
from csec_qual.codebook.nodes import Value, nearest
from csec_qual.codebook.patterns import depend, tokens
from csec_qual.codebook.query import Terms, lists_in
from csec_qual.model.codes import (
    Assertion,
    Code,
    CodeStatus,
    Cue,
    Example,
    Exclusion,
    Place,
    Rule,
    Scope,
    Status,
)
from csec_qual.model.transcript import SourceType

E = TypeVar("E", bound=StrEnum)

KEBAB = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")
# A rule or cue has a dotted id: tg-caregiver.not-told.
_DOTTED = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
_TERM_NAME = re.compile("[a-z][a-z0-9]*([-_][a-z0-9]+)*")

_FORMS = {
    KEBAB: "lower-case words joined by hyphens",
    _DOTTED: "lower-case words joined by hyphens, with a dot between what it belongs to and its own name",
    _TERM_NAME: "lower-case words joined by hyphens or underscores",
}

_CODE_KEYS = ("id", "label", "status", "version", "short")
_CODE_MORE = (
    *("full", "use", "do_not_use", "assertion", "attributes", "rules"),
    *("examples_yes", "examples_no"),
)
_RULE_KEYS = ("find", "tokens", "depend", "unless", "scope", "roles", "sources", "statuses", "status")
_KINDS_OF_RULE = ("find", "tokens", "depend")
# A query line longer than this is cut around the place that is wrong.
_SHOWN = 90


class Reach(StrEnum):
    """How far a cue's status goes."""

    CLAUSE = "clause"
    AFTER = "after"
    BEFORE = "before"
    SENTENCE = "sentence"
    BETWEEN = "between"
    BACK = "back"


@dataclass(slots=True)
class Ledger:
    """What one file says about another, kept until every file has been read.

    Attributes:
        role_groups: The groups a rule may ask for; empty where the codebook does not list them.
        assertion: The policy of a code that does not say its own.
        ids: Where each id was first written, by kind and id.
        replacements: Each code named in ``use_instead``.
        codes_cued: Each code an assertion cue is limited to.
        attributes_given: Each attribute that a code's passages take by default.
        lists_used: Each term list named in a query: where, in which part, and the reference.
        queries: Each query that can be understood, with its file.
    """

    role_groups: tuple[str, ...] = ()
    assertion: Assertion = field(default_factory=Assertion)
    ids: dict[tuple[str, str], Value] = field(default_factory=dict)
    replacements: list[Value] = field(default_factory=list)
    codes_cued: list[Value] = field(default_factory=list)
    attributes_given: list[Value] = field(default_factory=list)
    lists_used: list[tuple[Value, str, Terms]] = field(default_factory=list)
    queries: list[tuple[str, str]] = field(default_factory=list)

    def claim(self, kind: str, value: Value, form: re.Pattern[str] = KEBAB) -> str:
        """The id that stands here; a wrong form or a second use is a problem."""
        written = value.scalar(f"the id of a {kind}")
        if not written:
            return ""
        if not form.fullmatch(written):
            better = ".".join(filter(None, (slug(part) for part in written.split("."))))
            value.fault(
                f"'{written}' cannot be the id of a {kind}.",
                f"Write {_FORMS[form]}{f': {better!r}' if form.fullmatch(better) else ''}.",
            )
        first = self.ids.setdefault((kind, written), value)
        if first is not value:
            value.fault(
                f"the {kind} '{written}' is there twice; first in {first.path}:{first.line}.",
                "Rename or delete one of them.",
            )
        return written

    def query(self, value: Value, name: str) -> str:
        """The query that stands here; one that cannot be understood is a problem."""
        written = value.text(name)
        if not written:
            return ""
        try:
            lists = lists_in(written)
        except QueryError as error:
            shown, caret = _excerpt(written, error.column)
            value.fault(
                f"the query of {name} is not understood at column {error.column}.",
                f"{error.what}\n    {shown}\n    {caret}",
            )
            return written
        self.queries.append((value.path, written))
        self.lists_used += [(value, name, each) for each in lists]
        return written


def read_code(value: Value, ledger: Ledger, theme_ids: Mapping[str, str] | None) -> Code:
    """A code, or an attribute where there are no themes.

    Args:
        value: The list item that describes it.
        ledger: Collects ids, queries and references.
        theme_ids: The file of each theme; None for an attribute.
    """
    keys = _CODE_KEYS if theme_ids is None else ("id", "theme", *_CODE_KEYS[1:])
    parts = value.fields("the code" if theme_ids is not None else "the attribute", keys, _CODE_MORE)
    code_id = ledger.claim("code", parts["id"]) if "id" in parts else ""
    code = Code(
        code_id=code_id,
        theme_id=_theme(parts, theme_ids or {}),
        label=_text(parts, "label"),
        version=parts["version"].whole("version") if "version" in parts else 0,
        status=(parts["status"].word(CodeStatus, "status") if "status" in parts else None)
        or CodeStatus.DRAFT,
        short=_text(parts, "short"),
        full=_text(parts, "full"),
        use=_texts(parts, "use"),
        do_not_use=tuple(_exclusion(item, ledger) for item in _items(parts, "do_not_use")),
        examples_yes=tuple(_example(item, near_miss=False) for item in _items(parts, "examples_yes")),
        examples_no=tuple(_example(item, near_miss=True) for item in _items(parts, "examples_no")),
        rules=tuple(_rule(item, code_id, ledger) for item in _items(parts, "rules")),
        assertion=read_assertion(parts["assertion"]) if "assertion" in parts else ledger.assertion,
        attributes=_attributes(parts, ledger),
        place=place(value),
    )
    if value.is_mapping:
        _check_whole(code, value, parts)
    return code


def read_assertion(value: Value) -> Assertion:
    """Which statuses count and which wait for a person."""
    parts = value.fields("assertion", ("accept",), ("review",))
    accept = _words(parts, "accept", Status)
    review = _words(parts, "review", Status)
    for status in sorted(set(accept) & set(review)):
        value.fault(f"'{status}' is both accepted and for review.", "Keep it in one of the two lists.")
    return Assertion(accept, review)


def read_terms(value: Value, ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Term lists by name, in the order of the file."""
    found = {}
    for key, entries in value.pairs("the term lists"):
        name = ledger.claim("term list", key, _TERM_NAME)
        items = entries.items(f"the term list '{name}'")
        if entries.is_list and not items:
            entries.fault(f"the term list '{name}' is empty.", "Add an entry or delete the list.")
        found[name] = tuple(ledger.query(item, f"an entry of '{name}'") for item in items)
    return found


def read_cue(value: Value, ledger: Ledger) -> Cue:
    """An assertion cue."""
    optional = ("reach", "unless", "carry", "until", "codes", "sources")
    parts = value.fields("the cue", ("id", "status", "find"), optional)
    codes = parts["codes"].one_or_more("codes") if "codes" in parts else []
    ledger.codes_cued += codes
    return Cue(
        cue_id=ledger.claim("cue", parts["id"], _DOTTED) if "id" in parts else "",
        status=(parts["status"].word(Status, "status") if "status" in parts else None) or Status.AFFIRMED,
        find=ledger.query(parts["find"], "find") if "find" in parts else "",
        reach=((parts["reach"].word(Reach, "reach") if "reach" in parts else None) or Reach.CLAUSE).value,
        unless=ledger.query(parts["unless"], "unless") if "unless" in parts else "",
        carry=ledger.query(parts["carry"], "carry") if "carry" in parts else "",
        until=ledger.query(parts["until"], "until") if "until" in parts else "",
        codes=tuple(item.text("a code") for item in codes),
        sources=tuple(source.value for source in _words(parts, "sources", SourceType)),
        place=place(value),
    )


def place(value: Value) -> Place:
    """Where a value is written, relative to the codebook's folder."""
    return Place(PurePosixPath(value.path).name, value.line)


def _rule(value: Value, code_id: str, ledger: Ledger) -> Rule:
    parts = value.fields("the rule", ("id",), _RULE_KEYS)
    rule_id = ledger.claim("rule", parts["id"], _DOTTED) if "id" in parts else ""
    if "." in rule_id and code_id and not rule_id.startswith(f"{code_id}."):
        parts["id"].fault(
            f"the rule '{rule_id}' stands under the code '{code_id}'.",
            f"Its id begins with the code's: '{code_id}.{rule_id.rpartition('.')[2]}'.",
        )
    kinds = [kind for kind in _KINDS_OF_RULE if kind in parts]
    if value.is_mapping and len(kinds) != 1:
        said = " and ".join(kinds) if kinds else "neither find, tokens nor depend"
        value.fault(f"the rule '{rule_id}' has {said}.", "A rule has exactly one of find, tokens, depend.")
    status = parts["status"].word(Status, "status") if "status" in parts else None
    return Rule(
        rule_id=rule_id,
        find=ledger.query(parts["find"], "find") if "find" in parts else "",
        tokens=tokens(parts["tokens"]) if "tokens" in parts else (),
        depend=depend(parts["depend"]) if "depend" in parts else (),
        unless=ledger.query(parts["unless"], "unless") if "unless" in parts else "",
        scope=(parts["scope"].word(Scope, "scope") if "scope" in parts else None) or Scope.SENTENCE,
        roles=_roles(parts, ledger.role_groups),
        sources=tuple(source.value for source in _words(parts, "sources", SourceType)),
        statuses=_words(parts, "statuses", Status),
        status=status,
        place=place(value),
    )


def _roles(parts: Mapping[str, Value], role_groups: tuple[str, ...]) -> tuple[str, ...]:
    items = parts["roles"].one_or_more("roles") if "roles" in parts else []
    found = []
    for item in items:
        written = item.text("a role group")
        if role_groups and written and written not in role_groups:
            item.fault(f"unknown role group '{written}'.", nearest(written, role_groups))
        found.append(written)
    return tuple(found)


def _theme(parts: Mapping[str, Value], theme_ids: Mapping[str, str]) -> str:
    if "theme" not in parts:
        return ""
    value = parts["theme"]
    theme_id = value.text("theme")
    if theme_id and theme_id not in theme_ids:
        value.fault(f"unknown theme '{theme_id}'.", nearest(theme_id, theme_ids))
    elif theme_id and theme_ids[theme_id] != value.path:
        value.fault(
            f"a code of the theme '{theme_id}' stands in the file of another.",
            f"Move it to {theme_ids[theme_id]}.",
        )
    return theme_id


def _attributes(parts: Mapping[str, Value], ledger: Ledger) -> tuple[str, ...]:
    items = parts["attributes"].one_or_more("attributes") if "attributes" in parts else []
    ledger.attributes_given += items
    return tuple(item.text("an attribute") for item in items)


def _exclusion(value: Value, ledger: Ledger) -> Exclusion:
    if value.is_scalar:
        return Exclusion(value.text("an entry of do_not_use"))
    parts = value.fields("an entry of do_not_use", ("when",), ("use_instead",))
    instead = parts["use_instead"].one_or_more("use_instead") if "use_instead" in parts else []
    ledger.replacements += instead
    return Exclusion(_text(parts, "when"), tuple(item.text("use_instead") for item in instead))


def _example(value: Value, *, near_miss: bool) -> Example:
    if value.is_scalar and not near_miss:
        return Example(value.text("an example"), place=place(value))
    if value.is_scalar:
        value.fault("a near miss has no reason.", 'Write {text: "...", why: "..."}.')
        return Example(value.text("a near miss"), place=place(value))
    parts = value.fields(
        "a near miss" if near_miss else "an example",
        ("text", "why") if near_miss else ("text",),
        ("question",),
    )
    return Example(
        text=_text(parts, "text"),
        why=_text(parts, "why"),
        question=_text(parts, "question"),
        place=place(value),
    )


def _check_whole(code: Code, value: Value, parts: Mapping[str, Value]) -> None:
    if code.status is CodeStatus.DRAFT:
        return
    for key in ("full", "use"):
        if key not in parts:
            value.fault(
                f"the code '{code.code_id}' has no '{key}'.", f"Add '{key}:', or give it status: draft."
            )
    if code.status is CodeStatus.ACTIVE and not code.examples_yes:
        value.fault(
            f"the code '{code.code_id}' is active and has no example.",
            "Add one under 'examples_yes:', or give it status: draft.",
        )


def _text(parts: Mapping[str, Value], key: str) -> str:
    return parts[key].text(key) if key in parts else ""


def _items(parts: Mapping[str, Value], key: str) -> list[Value]:
    return parts[key].items(key) if key in parts else []


def _texts(parts: Mapping[str, Value], key: str) -> tuple[str, ...]:
    return tuple(item.text(f"an entry of {key}") for item in _items(parts, key))


def _words(parts: Mapping[str, Value], key: str, kind: type[E]) -> tuple[E, ...]:
    items = parts[key].one_or_more(key) if key in parts else []
    words = (item.word(kind, f"word in {key}") for item in items)
    return tuple(word for word in words if word is not None)


def _excerpt(query: str, column: int) -> tuple[str, str]:
    """The query and a caret under the column, cut around it where the query is long."""
    start = max(0, column - _SHOWN // 2) if len(query) > _SHOWN else 0
    head = "... " if start else ""
    tail = " ..." if start + _SHOWN < len(query) else ""
    shown = f"{head}{query[start : start + _SHOWN]}{tail}"
    return shown, " " * (len(head) + column - 1 - start) + "^"
