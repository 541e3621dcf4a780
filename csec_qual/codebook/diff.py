"""What an edit changed in a codebook: codes, rules, term lists and cues, each with its place.

Parts are known by their ids, so that a rule that moved is no change. The order of cues and of a code's
rules is one: the engine asks the first cue first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from csec_qual.base.identity import canonical
from csec_qual.model.codes import Code, Codebook, Cue, Example, Exclusion, Place, Rule

T = TypeVar("T", Code, Rule, Cue)

# Fields of a code, rule or cue, in the words of its file where these are others than the model's.
_CODE_FIELDS = (
    *("theme_id", "label", "version", "status", "short", "full", "use", "do_not_use"),
    *("examples_yes", "examples_no", "assertion", "attributes"),
)
_RULE_FIELDS = ("find", "tokens", "depend", "unless", "scope", "roles", "sources", "statuses", "status")
_CUE_FIELDS = ("status", "find", "reach", "unless", "carry", "until", "codes", "sources")
_IN_FILE = {"theme_id": "theme"}


class Edit(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Reworded:
    """One field of a part, or one entry of a list, before and after.

    Attributes:
        name: The field as the file calls it; ``entry`` for an entry of a list.
        before: What it was; empty where there was nothing.
        after: What it is; empty where there is nothing.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of a codebook that is new, gone or edited.

    Attributes:
        part: ``code``, ``attribute``, ``rule``, ``term list``, ``cue``, or ``cues`` for their order.
        name: Its id.
        edit: What happened to it.
        place: Where it is written, in the old codebook if it was removed; None where that is not known.
        reworded: What differs, for a part that was edited.
    """

    part: str
    name: str
    edit: Edit
    place: Place | None
    reworded: tuple[Reworded, ...] = ()


def part_changes(old: Codebook, new: Codebook) -> tuple[PartChange, ...]:
    """The parts in which two codebooks differ: codes with their rules, term lists, then cues.

    Each kind comes in the order of the new codebook, what was removed last.
    """
    return (
        *_codes("code", old.codes, new.codes),
        *_codes("attribute", old.attributes, new.attributes),
        *_lists(old, new),
        *_cues(old.cues, new.cues),
    )


def _codes(part: str, old: Sequence[Code], new: Sequence[Code]) -> Iterable[PartChange]:
    before, after = ({code.code_id: code for code in codes} for codes in (old, new))
    for name in _either(after, before):
        yield from _change(part, name, before.get(name), after.get(name), _CODE_FIELDS)
        rules, now = (
            {rule.rule_id: rule for rule in (codes[name].rules if name in codes else ())}
            for codes in (before, after)
        )
        for rule_id in _either(now, rules):
            yield from _change("rule", rule_id, rules.get(rule_id), now.get(rule_id), _RULE_FIELDS)


def _lists(old: Codebook, new: Codebook) -> Iterable[PartChange]:
    for name in _either(new.terms, old.terms):
        if name not in old.terms:
            yield PartChange("term list", name, Edit.ADDED, new.term_places.get(name))
        elif name not in new.terms:
            yield PartChange("term list", name, Edit.REMOVED, old.term_places.get(name))
        elif old.terms[name] != new.terms[name]:
            before, after = old.terms[name], new.terms[name]
            reworded = (
                *(Reworded("entry", entry, "") for entry in before if entry not in after),
                *(Reworded("entry", "", entry) for entry in after if entry not in before),
            )
            yield PartChange("term list", name, Edit.EDITED, new.term_places.get(name), reworded)


def _cues(old: Sequence[Cue], new: Sequence[Cue]) -> Iterable[PartChange]:
    before, after = ({cue.cue_id: cue for cue in cues} for cues in (old, new))
    for name in _either(after, before):
        yield from _change("cue", name, before.get(name), after.get(name), _CUE_FIELDS)
    was, now = [name for name in before if name in after], [name for name in after if name in before]
    if was != now:
        moved = next(name for name, other in zip(now, was, strict=True) if name != other)
        yield PartChange("cues", "order", Edit.EDITED, after[moved].place)


def _change(
    part: str, name: str, old: T | None, new: T | None, fields: Sequence[str]
) -> Iterable[PartChange]:
    if old is None or new is None:
        there = new or old
        assert there is not None  # the name came from one of the two
        yield PartChange(part, name, Edit.ADDED if old is None else Edit.REMOVED, there.place)
        return
    reworded = [
        Reworded(_IN_FILE.get(field, field), before, after)
        for field in fields
        if (before := _written(getattr(old, field))) != (after := _written(getattr(new, field)))
    ]
    if isinstance(old, Code) and isinstance(new, Code):
        was, now = ([rule.rule_id for rule in code.rules] for code in (old, new))
        if was != now and sorted(was) == sorted(now):
            reworded.append(Reworded("order of rules", ", ".join(was), ", ".join(now)))
    if reworded:
        yield PartChange(part, name, Edit.EDITED, new.place, tuple(reworded))


def _written(value: Any) -> str:
    """A field as text that differs where the field does; places do not count."""
    match value:
        case None:
            return ""
        case Example():
            return " ".join(filter(None, (value.question, value.text, value.why and f"({value.why})")))
        case Exclusion():
            return " ".join((value.when, *value.use_instead))
        case str() | int():
            return str(value)
        case tuple() if any(isinstance(each, Mapping) for each in value):
            return canonical(list(value))
        case tuple():
            return ", ".join(map(_written, value))
        case _:
            return f"accept {_written(value.accept)}; review {_written(value.review)}"


def _either(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))
