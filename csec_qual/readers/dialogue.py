"""Lines with speaker labels, as turns: text files, Word files and RTF share this.

A candidate is a speaker by its shape, by how often it comes back, and by what the rest of the file
looks like. A form's field, a heading or a sentence with a colon is none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csec_qual.model.transcript import Notice, Role
from csec_qual.readers.draft import Piece
from csec_qual.readers.labels import Label, Mark, label_at, strip_stamp
from csec_qual.readers.lines import Line, is_wrapped, reflowed
from csec_qual.readers.speakers import Shape, initials, key, role_word, shape

_END_MARK = re.compile(
    r"[\W_]*(?:(?:the )?(?:end|conclusion) of (?:the )?(?:\w+ )?(?:interview|recording|transcript|transcription|"
    r"tape|audio|session|meeting|discussion|focus group|file)|transcribed by .*|end|(?:recording|interview|tape|transcript|audio) ends?(?:ed)?"
    r"|end (?:recording|interview|transcript|tape)|recording stopped)[\W_]*(?:\d[\d:. ]*)?[\W_]*",
    re.IGNORECASE,
)
_APPARATUS = re.compile(
    r"\W*(?:(?:end|start|beginning) of )?(?:tape|side|disc|track|part)\s+\w{1,3}\b.{0,20}", re.IGNORECASE
)
_TALK = re.compile(
    r"\?|\b(?:i|you|your|yeah|yes|no|right|mm-?hm+|um|uh|oh|so|well|okay|ok|sure|thanks|thank|my|me|here|bye|hello|hi)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_HEAD_LINES = 60
_NAMES_APART = re.compile(r"\s*(?:,|;|/|&|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The turns of a labelled text.

    Attributes:
        pieces: One for every label.
        notices: Doubtful places.
        named_roles: People whose role the head of the file names.
        dialect: How the labels are written.
    """

    pieces: tuple[Piece, ...]
    notices: tuple[Notice, ...]
    named_roles: tuple[tuple[str, Role], ...]
    dialect: str


def read_dialogue(lines: Sequence[Line]) -> Dialogue | None:
    """The turns of the lines, or None where nobody is labelled."""
    candidates = _candidates(lines)
    head = _head_length(lines, candidates)
    labels = _chosen(lines, {at: label for at, label in candidates.items() if at >= head})
    if not any(label.name for label in labels.values()) and len(labels) < 2:
        return None
    return _turns(lines, labels, _named_roles(lines[:head], candidates))


def caption_labels(lines: Sequence[Line]) -> dict[int, Label]:
    """The labels among the lines of all cues, by index; empty where nobody is named.

    A line in the middle of a cue is often the middle of a sentence: only what looks like a label by
    itself counts there.
    """
    candidates = {
        at: label
        for at, label in _candidates(lines).items()
        if label.name
        and label.mark is not Mark.OWN_LINE
        and label.mark is not Mark.TAB
        and (lines[at].opens_paragraph or shape(label.name) is not Shape.LOWER)
    }
    labels = _chosen(lines, candidates)
    return labels or _lone_capitals(lines, candidates)


def _chosen(lines: Sequence[Line], candidates: Mapping[int, Label]) -> dict[int, Label]:
    """The candidates that are labels of speakers."""
    speakers = _speakers(lines, candidates)
    return {
        at: label
        for at, label in candidates.items()
        if key(label.name) in speakers or (not label.name and label.mark is Mark.ARROWS)
    }


def _lone_capitals(lines: Sequence[Line], candidates: Mapping[int, Label]) -> dict[int, Label]:
    """Captions in which one speaker is named once, in capitals that the words themselves are not in."""
    if _is_all_capitals(lines):
        return {}
    return {
        at: label
        for at, label in candidates.items()
        if lines[at].opens_paragraph and label.mark is Mark.COLON and shape(label.name) is Shape.CAPS
    }


def _candidates(lines: Sequence[Line]) -> dict[int, Label]:
    found = {at: _candidate(line) for at, line in enumerate(lines)}
    return _with_words_below(lines, {at: label for at, label in found.items() if label is not None})


def _candidate(line: Line) -> Label | None:
    if line.speaker is not None:
        return Label(line.speaker, line.text, Mark.TABLE, line.time) if line.speaker else None
    if line.is_heading and ":" not in line.text:
        return None
    label = label_at(line.text)
    lead = line.lead.strip(" :\t")
    if not lead or (label is not None and label.mark is Mark.STAMP and key(label.name) != key(lead)):
        return label
    if label is not None and key(label.name) == key(lead):
        return Label(label.name, label.rest, Mark.BOLD, label.time)
    if shape(lead) is Shape.NONE or (label is not None and not label.name.startswith(lead)):
        return label
    rest, time = strip_stamp(line.text.strip()[len(line.lead) :].lstrip(" :\t"))
    return Label(lead, rest, Mark.BOLD, time)


def _with_words_below(lines: Sequence[Line], found: dict[int, Label]) -> dict[int, Label]:
    """Without labels on a line of their own that no words follow."""
    return {
        at: label
        for at, label in found.items()
        if label.rest or label.mark is not Mark.OWN_LINE or (at + 1 < len(lines) and at + 1 not in found)
    }


def _head_length(lines: Sequence[Line], candidates: Mapping[int, Label]) -> int:
    """How many lines at the top are a form about the interview, not speech.

    "Interviewer: Dana Reyes" is a field there, even where INTERVIEWER is a speaker below.
    """
    counts = Counter(key(label.name) for label in candidates.values())
    head = 0
    for at, line in enumerate(lines[:_HEAD_LINES]):
        label = candidates.get(at)
        if label is None:
            if len(line.text) > 120 or line.text.rstrip().endswith("?"):
                break
            continue
        if label.mark is Mark.OWN_LINE or (label.rest and len(label.rest.split()) > 25):
            break
        looks = shape(label.name)
        if looks is Shape.NONE and ("|" in line.text or label.rest) and len(label.name.split()) <= 5:
            head = at + 1
        elif looks is Shape.ROLE and _names_somebody(label, candidates, counts):
            head = at + 1
        elif looks is not Shape.NONE and not (looks is Shape.ROLE and _is_name(label.rest)):
            if counts[key(label.name)] > 1 or looks is Shape.ROLE:
                break
    return head


def _names_somebody(label: Label, candidates: Mapping[int, Label], counts: Mapping[str, int]) -> bool:
    """Whether a role's line only gives a name: that of a speaker below, or of one never asked a word."""
    if not _is_name(label.rest):
        return False
    known = {key(other.name) for other in candidates.values()} | {
        initials(other.name) for other in candidates.values()
    }
    spelled = [form for name in _NAMES_APART.split(label.rest) for form in _forms(name)]
    return counts[key(label.name)] == 1 or any(form in known for form in spelled)


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        bool(words)
        and len(words) <= 8
        and text.rstrip()[-1] not in "?!"
        and all(
            shape(name) in {Shape.NAME, Shape.CAPS, Shape.NUMBERED}
            for name in _NAMES_APART.split(text)
            if name
        )
    )


def _forms(name: str) -> list[str]:
    words = name.split()
    return [key(name), initials(name), *([key(words[0]), key(words[-1])] if words else [])]


def _named_roles(head: Sequence[Line], candidates: Mapping[int, Label]) -> tuple[tuple[str, Role], ...]:
    named = []
    for at in range(len(head)):
        label = candidates.get(at)
        role = role_word(label.name) if label is not None else None
        if label is not None and role is not None and _is_name(label.rest):
            named += [(name, role) for name in _NAMES_APART.split(label.rest) if name]
    return tuple(named)


def _speakers(lines: Sequence[Line], candidates: Mapping[int, Label]) -> frozenset[str]:
    """Keys of the candidates that are speakers in this file."""
    groups: dict[str, list[int]] = {}
    for at, label in candidates.items():
        if label.name:
            groups.setdefault(key(label.name), []).append(at)
    shapes = {name: _group_shape(candidates, at) for name, at in groups.items()}
    plain_words = _lower_words(lines)
    sure = frozenset(
        name for name, at in groups.items() if _is_surely(shapes[name], at, candidates, plain_words, lines)
    )
    if not sure:
        return _lone_speaker(groups, shapes, candidates, lines, plain_words)
    return sure | {
        name
        for name, at in groups.items()
        if name not in sure and _fits(shapes[name], at, candidates, plain_words, lines)
    }


def _group_shape(candidates: Mapping[int, Label], at: Sequence[int]) -> Shape:
    return shape(Counter(candidates[index].name for index in at).most_common(1)[0][0])


def _is_surely(
    looks: Shape,
    at: Sequence[int],
    candidates: Mapping[int, Label],
    plain_words: frozenset[str],
    lines: Sequence[Line],
) -> bool:
    """Whether a candidate is a speaker on its own evidence."""
    first = candidates[at[0]]
    marks = {candidates[index].mark for index in at}
    if Mark.TABLE in marks:
        return True
    if looks is Shape.NONE:
        return False
    if looks in {Shape.ROLE, Shape.NUMBERED} and len(at) > 1:
        return bool(marks - {Mark.COLON, Mark.TAB}) or _sounds_spoken(at, candidates, lines)
    if looks is Shape.LOWER:
        return len(at) >= 3 and _sounds_spoken(at, candidates, lines)
    if marks & {Mark.STAMP, Mark.OWN_LINE, Mark.ARROWS}:
        return len(at) > 1 or not _is_plain(first.name, plain_words)
    if Mark.TAB in marks:
        return len(at) > 2 and _sounds_spoken(at, candidates, lines)
    if _is_plain(first.name, plain_words):
        return len(at) >= 4 and _sounds_spoken(at, candidates, lines)
    return len(at) > 1 and (len(at) > 3 or any(candidates[index].rest for index in at))


def _fits(
    looks: Shape,
    at: Sequence[int],
    candidates: Mapping[int, Label],
    plain_words: frozenset[str],
    lines: Sequence[Line],
) -> bool:
    """Whether a candidate seen rarely is a speaker beside others who surely are."""
    first = candidates[at[0]]
    if looks in {Shape.ROLE, Shape.NUMBERED}:
        return True
    if looks not in {Shape.NAME, Shape.CAPS} or first.mark is Mark.TAB:
        return False
    if not lines[at[0]].opens_paragraph and lines[at[0]].number is not None and first.mark is Mark.COLON:
        # In the middle of a paragraph only what the layout itself supports.
        return len(at) > 1 and not _is_plain(first.name, plain_words)
    return not _is_plain(first.name, plain_words) and bool(first.rest or first.mark is not Mark.COLON)


def _lone_speaker(
    groups: Mapping[str, Sequence[int]],
    shapes: Mapping[str, Shape],
    candidates: Mapping[int, Label],
    lines: Sequence[Line],
    plain_words: frozenset[str],
) -> frozenset[str]:
    """A file in which every speaker speaks once: most of its paragraphs begin with a name."""
    named = [
        at[0]
        for name, at in groups.items()
        if shapes[name] in {Shape.ROLE, Shape.NUMBERED}
        or (shapes[name] in {Shape.NAME, Shape.CAPS} and not _is_plain(candidates[at[0]].name, plain_words))
    ]
    paragraphs = sum(line.opens_paragraph for line in lines)
    spoken = [index for index in named if _is_talk(index, candidates[index], lines)]
    if not spoken or len(named) < 0.5 * paragraphs:
        return frozenset()
    return frozenset(key(candidates[index].name) for index in named)


def _sounds_spoken(at: Sequence[int], candidates: Mapping[int, Label], lines: Sequence[Line]) -> bool:
    """Whether people talk there: they say I and you, ask, or say yes and no."""
    return sum(_is_talk(index, candidates[index], lines) for index in at) >= 0.3 * len(at)


def _is_talk(at: int, label: Label, lines: Sequence[Line]) -> bool:
    said = label.rest or (lines[at + 1].text if at + 1 < len(lines) else "")
    return _TALK.search(said) is not None


def _lower_words(lines: Sequence[Line]) -> frozenset[str]:
    """Words that occur in lower case: a label made of them is a heading rather than a name.

    Where everything is in capitals that tells nothing, and every word before no colon counts.
    """
    if _is_all_capitals(lines):
        return frozenset(
            word.lower() for line in lines for word in _WORD.findall(line.text.partition(":")[2] or line.text)
        )
    return frozenset(word for line in lines for word in _WORD.findall(line.text) if word.islower())


def _is_all_capitals(lines: Sequence[Line]) -> bool:
    letters = lower = 0
    for line in lines:
        letters += sum(map(str.isalpha, line.text))
        lower += sum(map(str.islower, line.text))
    return lower < 0.2 * letters


def _is_plain(name: str, plain_words: frozenset[str]) -> bool:
    words = [word.lower() for word in _WORD.findall(name) if len(word) > 1]
    return bool(words) and all(word in plain_words for word in words)


def _turns(
    lines: Sequence[Line], labels: Mapping[int, Label], named_roles: tuple[tuple[str, Role], ...]
) -> Dialogue:
    notices: list[Notice] = []
    first = min(labels)
    if first > 0:
        notices.append(_before_first(lines[:first]))
    body = list(lines[first:])
    wrapped = is_wrapped(body)
    last = _last_spoken(lines)
    pieces: list[Piece] = []
    starts = sorted(labels)
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        label = labels[at]
        parts = [(label.rest, True)] + [
            (strip_stamp(line.text.strip())[0], line.opens_paragraph)
            for line in lines[at + 1 : min(following, last)]
            if not line.is_heading and not _APPARATUS.fullmatch(line.text.strip())
        ]
        # Words on the line below a label are not a new paragraph.
        if not label.rest and len(parts) > 1:
            parts = [(parts[1][0], True), *parts[2:]]
        text = reflowed(parts, wrapped=wrapped)
        if text:
            pieces.append(Piece(label.name, text, lines[at].number, label.time))
        else:
            notices.append(
                Notice(lines[at].number, f"'{label.name}' says nothing here; no turn was made of it.")
            )
    return Dialogue(tuple(pieces), tuple(notices), named_roles, _dialect(labels.values()))


def _last_spoken(lines: Sequence[Line]) -> int:
    """Where the words end: "[END OF INTERVIEW]" and what follows it is not speech."""
    for at in range(max(len(lines) - 6, 0), len(lines)):
        if _END_MARK.fullmatch(lines[at].text.strip()):
            return at
    return len(lines)


def _before_first(head: Sequence[Line]) -> Notice:
    sample = " ".join(head[0].text.split())[:40]
    return Notice(
        head[0].number,
        f"{len(head)} lines stand before the first speaker label ('{sample}') and are no turn.",
    )


def _dialect(labels: Iterable[Label]) -> str:
    marks = Counter(label.mark for label in labels)
    return marks.most_common(1)[0][0].value
