"""Which of the candidates for a label are speakers of this file.

A candidate is a speaker by its shape, by how often it comes back, and by what the rest of the file
looks like. A form's field, a heading or a sentence with a colon is none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csec_qual.readers.labels import Label, Mark
from csec_qual.readers.lines import Line
from csec_qual.readers.speakers import Shape, key, shape

_TALK = re.compile(
    r"\?|\b(?:i|you|your|yeah|yes|no|right|mm-?hm+|um|uh|oh|so|well|okay|ok|sure|thanks|thank|my|me|here|bye|hello|hi)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_TALK_SHARE = 0.3
_PLAIN_TIMES = 4
_PEOPLE = frozenset({Shape.NAME, Shape.CAPS})
_TOLD = frozenset({Shape.ROLE, Shape.NUMBERED})


@dataclass(frozen=True, slots=True)
class _Group:
    """The candidates of one name.

    Attributes:
        name: As it is mostly written.
        at: Indices of the lines.
        shape: What it looks like.
        marks: What else makes it look like a label.
        is_plain: Whether all its words also occur in lower case: a topic rather than a name.
        is_echoed: Whether all its words are said in capitals as often: an acronym rather than a name.
        is_talk: Whether what follows sounds spoken.
        has_words: Whether any words follow.
    """

    name: str
    at: tuple[int, ...]
    shape: Shape
    marks: frozenset[Mark]
    is_plain: bool
    is_echoed: bool
    is_talk: bool
    has_words: bool

    @property
    def times(self) -> int:
        """How often the name comes."""
        return len(self.at)


def speakers(lines: Sequence[Line], candidates: Mapping[int, Label]) -> frozenset[str]:
    """Keys of the candidates that are speakers in this file."""
    groups = _groups(lines, candidates)
    sure = [group for group in groups if _is_surely(group)]
    if not sure:
        return _once_each(groups, lines)
    spots = [at for group in sure for at in group.at]
    in_paragraphs = _mostly(lines[at].opens_paragraph for at in spots)
    own_lines = _mostly(not candidates[at].rest for at in spots)
    usual_marks = Counter(candidates[at].mark for at in spots)
    in_capitals = _mostly(shape(candidates[at].name) is Shape.CAPS for at in spots)
    in_capitals = in_capitals and not is_all_capitals(lines)
    return frozenset(
        key(group.name)
        for group in groups
        if group in sure
        or _fits(
            group,
            stands_apart=not in_paragraphs or lines[group.at[0]].opens_paragraph,
            has_words=group.has_words if own_lines else bool(candidates[group.at[0]].rest),
            in_capitals=in_capitals,
            usual=usual_marks.most_common(1)[0][0],
        )
    )


def _mostly(claims: Iterable[bool]) -> bool:
    """Whether more than half of the claims hold."""
    answers = list(claims)
    return 2 * sum(answers) > len(answers)


def sounds_spoken(texts: Sequence[str]) -> bool:
    """Whether people talk there: they say I and you, ask, or say yes and no."""
    return sum(_TALK.search(text) is not None for text in texts) >= _TALK_SHARE * len(texts)


def is_all_capitals(lines: Sequence[Line]) -> bool:
    """Whether the words themselves are in capitals, as in broadcast captions."""
    letters = lower = 0
    for line in lines:
        letters += sum(map(str.isalpha, line.text))
        lower += sum(map(str.islower, line.text))
    return lower < 0.2 * letters


def _groups(lines: Sequence[Line], candidates: Mapping[int, Label]) -> list[_Group]:
    by_key: dict[str, list[int]] = {}
    for at, label in candidates.items():
        if label.name:
            by_key.setdefault(key(label.name), []).append(at)
    plain_words = _lower_words(lines)
    capitals = _capital_words(lines, candidates)
    return [_group(at, lines, candidates, plain_words, capitals) for at in by_key.values()]


def _group(
    at: Sequence[int],
    lines: Sequence[Line],
    candidates: Mapping[int, Label],
    plain_words: frozenset[str],
    capitals: Mapping[str, int],
) -> _Group:
    name = Counter(candidates[index].name for index in at).most_common(1)[0][0]
    said = [
        candidates[index].rest or (lines[index + 1].text if index + 1 < len(lines) else "") for index in at
    ]
    words = [word for word in _WORD.findall(name) if len(word) > 1]
    return _Group(
        name=name,
        at=tuple(at),
        shape=shape(name),
        marks=frozenset(candidates[index].mark for index in at),
        is_plain=bool(words) and all(word.lower() in plain_words for word in words),
        is_echoed=bool(words) and all(capitals.get(word, 0) >= len(at) for word in words),
        is_talk=sounds_spoken(said),
        has_words=any(said),
    )


def _is_surely(group: _Group) -> bool:
    """Whether a name is a speaker on its own evidence."""
    if Mark.TABLE in group.marks:
        return True
    if group.shape is Shape.NONE or not group.has_words:
        return False
    is_faint = group.shape is Shape.LOWER or bool(group.marks & {Mark.TAB, Mark.ALONE})
    if is_faint and group.shape not in _TOLD:
        return group.times > 2 and group.is_talk
    if group.shape in _TOLD:
        return group.times > 1 and (group.is_talk or bool(group.marks - {Mark.COLON, Mark.TAB, Mark.ALONE}))
    if group.marks & {Mark.STAMP, Mark.OWN_LINE, Mark.ARROWS}:
        return group.times > 1 or not group.is_plain
    if group.is_plain or (group.shape is Shape.CAPS and group.is_echoed):
        return group.times >= _PLAIN_TIMES and group.is_talk
    return group.times > 1


def _fits(group: _Group, *, stands_apart: bool, has_words: bool, in_capitals: bool, usual: Mark) -> bool:
    """Whether a name seen rarely is a speaker beside others who surely are.

    Args:
        group: The name.
        stands_apart: Whether it stands where this file's labels stand.
        has_words: Whether words follow where this file's words follow.
        in_capitals: Whether this file sets labels, and nothing else, in capitals.
        usual: The mark that this file's labels mostly have.
    """
    is_usual = usual in group.marks and group.shape in _TOLD
    if not has_words or (group.marks & {Mark.TAB, Mark.ALONE} and not is_usual):
        return False
    if group.shape in _TOLD or (in_capitals and group.shape is Shape.CAPS):
        return group.shape is not Shape.CAPS or not group.is_echoed
    return group.shape in _PEOPLE and not group.is_plain and (stands_apart or group.marks != {Mark.COLON})


def _once_each(groups: Sequence[_Group], lines: Sequence[Line]) -> frozenset[str]:
    """A file in which every speaker speaks once: most of its paragraphs begin with a name."""
    named = [
        group
        for group in groups
        if group.has_words and (group.shape in _TOLD or (group.shape in _PEOPLE and not group.is_plain))
    ]
    paragraphs = sum(line.opens_paragraph for line in lines)
    if not any(group.is_talk for group in named) or len(named) < 0.5 * paragraphs:
        return frozenset()
    return frozenset(key(group.name) for group in named)


def _capital_words(lines: Sequence[Line], candidates: Mapping[int, Label]) -> Counter[str]:
    """How often words in capitals are said, labels and the form at the top left aside."""
    first = min(candidates, default=0)
    said = (candidates[at].rest if at in candidates else lines[at].text for at in range(first, len(lines)))
    return Counter(word for text in said for word in _WORD.findall(text) if word.isupper())


def _lower_words(lines: Sequence[Line]) -> frozenset[str]:
    """Words that occur in lower case: a label made of them is a heading rather than a name.

    Where everything is in capitals that tells nothing, and every word that no colon follows counts.
    """
    if is_all_capitals(lines):
        texts = [line.text.partition(":")[2] or line.text for line in lines]
        return frozenset(word.lower() for text in texts for word in _WORD.findall(text))
    return frozenset(word for line in lines for word in _WORD.findall(line.text) if word.islower())
