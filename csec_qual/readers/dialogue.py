"""Lines with speaker labels, as turns: text, Word, RTF and caption files share this.

``labels`` finds candidates line by line, ``heads`` takes off the form at the top, ``casting`` says
which names are speakers; here the words between two labels become a turn.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csec_qual.model.transcript import Notice, Role
from csec_qual.readers.casting import is_all_capitals, speakers
from csec_qual.readers.cues import starts_at
from csec_qual.readers.draft import Piece
from csec_qual.readers.heads import head_length, named_roles
from csec_qual.readers.labels import Label, Mark, label_at, strip_bracketed_stamp
from csec_qual.readers.lines import Line, is_wrapped, reflowed
from csec_qual.readers.speakers import Shape, key, shape

_THING = r"(?:interview|recording|transcript|transcription|tape|audio|session|meeting|discussion|focus group)"
_END_MARK = re.compile(
    rf"[\W_]*(?:(?:the )?(?:end|conclusion) of (?:the )?(?:\w+ )?{_THING}|end|{_THING} ends?(?:ed)?"
    rf"|end {_THING}|recording stopped|transcribed by .*)[\W_]*(?:\d[\d:. ]*)?[\W_]*",
    re.IGNORECASE,
)
# Marks of the recording and of the page between turns.
_APPARATUS = re.compile(
    r"\W*(?:(?:end|start|beginning) of )?(?:tape|side|disc|track)\s+\w{1,3}\b.{0,20}"
    r"|\W*page \d+(?: of \d+)?\W*|[-_=*~]{3,}",
    re.IGNORECASE,
)
_OWN_LINES = frozenset({Mark.OWN_LINE, Mark.ALONE})
_END_LINES = 6
_HEADING_WORDS = 12


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
    head = head_length(lines, candidates)
    labels = _chosen(lines, {at: label for at, label in candidates.items() if at >= head})
    if not any(label.name for label in labels.values()) and len(labels) < 2:
        return None
    first, last = min(labels), _last_spoken(lines)
    left_out = [at for at in range(first, last) if at not in labels and _is_between_turns(lines[at])]
    pieces, silent = _turns(lines, labels, last, frozenset(left_out))
    notices = _before_first(lines[:first]) + _between(lines, left_out) + silent
    roles = named_roles(lines[:head], candidates)
    return Dialogue(tuple(pieces), tuple(notices), roles, _dialect(labels.values()))


def caption_labels(lines: Sequence[Line]) -> dict[int, Label]:
    """The labels among the lines of all cues, by index; empty where nobody is named.

    A line in the middle of a cue is often the middle of a sentence: only what looks like a label by
    itself counts there.
    """
    candidates = {
        at: label
        for at, label in _candidates(lines).items()
        if label.name
        and label.mark not in {*_OWN_LINES, Mark.TAB}
        and (lines[at].opens_paragraph or shape(label.name) is not Shape.LOWER)
    }
    return _chosen(lines, candidates) or _lone_capitals(lines, candidates)


def _candidates(lines: Sequence[Line]) -> dict[int, Label]:
    found = {at: label for at, line in enumerate(lines) if (label := _candidate(line)) is not None}
    found |= _below_times(lines)
    asked = {key(label.name) for label in found.values() if label.mark is Mark.DOT}
    return {
        at: label
        for at, label in found.items()
        # "A. Background" is a heading; only beside "Q." is it an answer.
        if (label.mark is not Mark.DOT or len(asked) == 2)
        # A name on a line of its own needs words below.
        and (label.rest or label.mark not in _OWN_LINES or (at + 1 < len(lines) and at + 1 not in found))
    }


def _below_times(lines: Sequence[Line]) -> dict[int, Label]:
    """Names on the line below a cue's times, as Teams once wrote its Word files."""
    times = {at + 1: starts_at(line.text) for at, line in enumerate(lines[:-1])}
    return {
        at: Label(lines[at].text.strip(), "", Mark.OWN_LINE, time)
        for at, time in times.items()
        if time is not None and shape(lines[at].text.strip()) is not Shape.NONE
    }


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
    rest, time = strip_bracketed_stamp(line.text.strip()[len(line.lead) :].lstrip(" :\t"))
    return Label(lead, rest, Mark.BOLD if rest else Mark.ALONE, time)


def _chosen(lines: Sequence[Line], candidates: Mapping[int, Label]) -> dict[int, Label]:
    """The candidates that are labels of speakers."""
    cast = speakers(lines, candidates)
    return {
        at: label
        for at, label in candidates.items()
        if key(label.name) in cast or (not label.name and label.mark is Mark.ARROWS)
    }


def _lone_capitals(lines: Sequence[Line], candidates: Mapping[int, Label]) -> dict[int, Label]:
    """Captions in which one speaker is named once, in capitals that the words themselves are not in."""
    if is_all_capitals(lines):
        return {}
    return {
        at: label
        for at, label in candidates.items()
        if lines[at].opens_paragraph and label.mark is Mark.COLON and shape(label.name) is Shape.CAPS
    }


def _turns(
    lines: Sequence[Line], labels: Mapping[int, Label], last: int, left_out: frozenset[int]
) -> tuple[list[Piece], list[Notice]]:
    """The words from each label to the next, and a notice for labels without any."""
    wrapped = is_wrapped(lines[min(labels) :])
    starts = sorted(labels)
    pieces, silent = [], []
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        label = labels[at]
        parts = [
            (strip_bracketed_stamp(lines[index].text.strip())[0], lines[index].opens_paragraph)
            for index in range(at + 1, min(following, last))
            if index not in left_out
        ]
        text = reflowed([(label.rest, True), *parts] if label.rest else parts, wrapped=wrapped)
        if text:
            pieces.append(Piece(label.name, text, lines[at].number, label.time))
        else:
            silent.append(
                Notice(lines[at].number, f"'{label.name}' says nothing here; no turn was made of it.")
            )
    return pieces, silent


def _last_spoken(lines: Sequence[Line]) -> int:
    """Where the words end: "[END OF INTERVIEW]" and what follows it is not speech."""
    for at in range(max(len(lines) - _END_LINES, 0), len(lines)):
        if _END_MARK.fullmatch(lines[at].text.strip()):
            return at
    return len(lines)


def _is_between_turns(line: Line) -> bool:
    """Whether a line without a label is a heading or a mark of the recording, not speech."""
    text = line.text.strip()
    label = label_at(text)
    # "**Break:**" in bold, with no words, is nobody who spoke.
    is_field = label is not None and label.mark is Mark.BOLD and not label.rest
    is_title = (
        line.is_bold and len(text.split()) <= _HEADING_WORDS and not text.endswith((".", "?", "!", ","))
    )
    is_heading = line.is_heading or re.match("#+ ", text) is not None
    is_mark = _APPARATUS.fullmatch(text) is not None or starts_at(text) is not None
    return is_heading or is_title or is_field or is_mark


def _before_first(head: Sequence[Line]) -> list[Notice]:
    if not head:
        return []
    what = f"{_lines(len(head))} before the first speaker ('{_sample(head[0])}') and are no turn."
    return [Notice(head[0].number, what)]


def _between(lines: Sequence[Line], left_out: Sequence[int]) -> list[Notice]:
    if not left_out:
        return []
    first = lines[left_out[0]]
    what = f"{_lines(len(left_out))} between turns as headings ('{_sample(first)}') and are no turn."
    return [Notice(first.number, what)]


def _lines(n_lines: int) -> str:
    return "1 line stands" if n_lines == 1 else f"{n_lines} lines stand"


def _sample(line: Line) -> str:
    return " ".join(line.text.split())[:40]


def _dialect(labels: Iterable[Label]) -> str:
    return Counter(label.mark for label in labels).most_common(1)[0][0].value
