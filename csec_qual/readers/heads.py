"""The form at the top of a transcript: date, place, who interviewed whom. It is not speech.

"Interviewer: Dana Reyes" is a field there, even where INTERVIEWER is a speaker further down.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum

from csec_qual.model.transcript import Role
from csec_qual.readers.labels import Label, Mark
from csec_qual.readers.lines import Line
from csec_qual.readers.speakers import Shape, key, role_word, shape, spellings

_HEAD_LINES = 60
_LONG_LINE = 120
_FIELD_WORDS = 25
_NAME_WORDS = 8
_APART = re.compile(r"\s*(?:,|;|/|&|\band\b)\s*")
_PEOPLE = frozenset({Shape.NAME, Shape.CAPS, Shape.NUMBERED})


class _Line(Enum):
    FIELD = "field"
    SPEECH = "speech"
    OPEN = "open"


def head_length(lines: Sequence[Line], candidates: Mapping[int, Label]) -> int:
    """How many lines at the top are a form; 0 where the file begins with speech."""
    counts = Counter(key(label.name) for label in candidates.values())
    known = {spelling for label in candidates.values() for spelling in spellings(label.name)}
    head = 0
    for at, line in enumerate(lines[:_HEAD_LINES]):
        verdict = _verdict(line, candidates.get(at), counts, known)
        if verdict is _Line.SPEECH:
            break
        if verdict is _Line.FIELD:
            head = at + 1
    return head


def named_roles(head: Sequence[Line], candidates: Mapping[int, Label]) -> tuple[tuple[str, Role], ...]:
    """The people a form names, with the role it gives them."""
    named: list[tuple[str, Role]] = []
    for at in range(len(head)):
        label = candidates.get(at)
        role = role_word(label.name) if label is not None else None
        if label is not None and role is not None and _is_names(label.rest):
            named += [(name, role) for name in _APART.split(label.rest) if name]
    return tuple(named)


def _verdict(line: Line, label: Label | None, counts: Mapping[str, int], known: set[str]) -> _Line:
    if label is None:
        is_speech = len(line.text) > _LONG_LINE or line.text.rstrip().endswith("?")
        return _Line.SPEECH if is_speech else _Line.OPEN
    n_words = len(label.rest.split())
    if label.mark in {Mark.OWN_LINE, Mark.TABLE} or n_words > _FIELD_WORDS:
        return _Line.SPEECH
    looks = shape(label.name)
    if looks is Shape.NONE:
        return _Line.FIELD if label.rest and len(label.name.split()) <= 5 else _Line.OPEN
    if looks is Shape.ROLE and _is_names(label.rest):
        return _Line.FIELD if _names_somebody(label, counts, known) else _Line.OPEN
    is_speaker = looks is Shape.ROLE or counts[key(label.name)] > 1 or n_words > _NAME_WORDS
    return _Line.SPEECH if is_speaker else _Line.OPEN


def _names_somebody(label: Label, counts: Mapping[str, int], known: set[str]) -> bool:
    """Whether a role's line only gives the name of a speaker below, or of one who speaks under no role."""
    if counts[key(label.name)] == 1:
        return max(counts.values()) > 1
    return any(spelling in known for name in _APART.split(label.rest) for spelling in spellings(name))


def _is_names(text: str) -> bool:
    names = [name for name in _APART.split(text) if name]
    return (
        bool(names)
        and len(text.split()) <= _NAME_WORDS
        and not text.endswith(("?", "!"))
        and all(shape(name) in _PEOPLE for name in names)
    )
