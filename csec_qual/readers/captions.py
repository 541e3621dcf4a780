"""Caption files: WebVTT, SRT and SBV, whether or not they say who speaks.

Cues of one speaker become one turn. Where nobody is named the words are re-flowed into turns of an
unnamed speaker, cut at pauses and at ends of sentences; no speaker is ever invented.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from csec_qual.base.errors import TranscriptError
from csec_qual.model.transcript import Notice
from csec_qual.readers.cues import Cue, is_timing, plain_text, read_cues
from csec_qual.readers.dialogue import caption_labels
from csec_qual.readers.draft import Draft, Piece
from csec_qual.readers.flow import joined
from csec_qual.readers.lines import Line
from csec_qual.readers.source import SourceFile

_SUFFIXES = frozenset({".vtt", ".srt", ".sbv"})
_VOICE = re.compile(r"<v(?:\.[\w.]+)*\s+(?P<name>[^>]+)>")
_ARROWS = re.compile(r"\s*>>>?\s*(?=\S)")
_SOUND = re.compile(r"[^\w\[\]()]*(?:[\[(][^\[\]()]*[\])][^\w\[\]()]*)+")
_ROLL_UP_SHARE = 0.3
_NAMES_EACH = 0.9


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of one cue that belong to one speaker.

    Attributes:
        cue: Where and when.
        lines: The words, line by line.
        speaker: The name in a tag or label; empty after a bare ``>>``; None where nothing is said of it.
    """

    cue: Cue
    lines: tuple[str, ...]
    speaker: str | None


def recognises(source: SourceFile) -> bool:
    """A file that begins with WEBVTT or with the times of a cue, or is named as one."""
    head = [line for line in source.text[:2000].split("\n") if line.strip()][:3]
    return (
        source.suffix in _SUFFIXES
        or (bool(head) and head[0].startswith("WEBVTT"))
        or any(is_timing(line) for line in head[:2])
    )


def read(source: SourceFile) -> Draft:
    """Turns of the cues.

    Raises:
        TranscriptError: There are no cues, or the times of some cannot be read.
    """
    cues, problems = read_cues(source.lines, str(source.path))
    if problems:
        raise TranscriptError(problems)
    if not cues:
        raise source.refusal("there are no cues in this caption file.", "Export the captions again.")
    notices = _about_times(cues)
    spoken = _without_repeats([part for cue in cues for part in _by_voice(cue)])
    has_voices = any(part.speaker for part in spoken)
    spoken = [split for part in _by_label(spoken) for split in _by_arrows(part)]
    pieces, left_out = _turns(spoken)
    notices += left_out
    return Draft(
        f"{_format(source)}/{_dialect(spoken, has_voices=has_voices)}", tuple(pieces), tuple(notices)
    )


def _format(source: SourceFile) -> str:
    if source.text.startswith("WEBVTT"):
        return "vtt"
    return source.suffix[1:] if source.suffix in _SUFFIXES else "srt"


def _dialect(spoken: Sequence[Spoken], *, has_voices: bool) -> str:
    if has_voices:
        return "teams"
    named = sum(bool(part.speaker) for part in spoken)
    if not named:
        return "captions"
    return "zoom" if named >= _NAMES_EACH * len(spoken) else "labels"


def _by_voice(cue: Cue) -> Iterator[Spoken]:
    """The parts of a cue by ``<v Name>``."""
    begins = [
        (match.start(), match.end(), html.unescape(match["name"]).strip())
        for match in _VOICE.finditer(cue.markup)
    ]
    bounds = [(0, None), *((end, name) for _, end, name in begins)]
    ends = [*(start for start, _, _ in begins), len(cue.markup)]
    for (start, name), end in zip(bounds, ends, strict=True):
        lines = tuple(line for line in plain_text(cue.markup[start:end]).split("\n") if line.strip())
        if lines:
            yield Spoken(cue, lines, name)


def _without_repeats(spoken: Sequence[Spoken]) -> list[Spoken]:
    """Roll-up captions show a line again above the next one: each line is kept once.

    Only where the whole file does so; a person may well say "No." twice.
    """
    rolling = sum(bool(_shown_again(before, part)) for before, part in _pairs(spoken))
    tall = sum(len(part.lines) > 1 for part in spoken)
    if not spoken or rolling < _ROLL_UP_SHARE * max(tall, 0.2 * len(spoken)) or rolling < 2:
        return list(spoken)
    kept = [spoken[0]]
    for before, part in _pairs(spoken):
        fresh = part.lines[_shown_again(before, part) :]
        if fresh:
            kept.append(replace(part, lines=fresh))
    return kept


def _pairs(spoken: Sequence[Spoken]) -> Iterator[tuple[Spoken, Spoken]]:
    return pairwise(spoken)


def _shown_again(before: Spoken, part: Spoken) -> int:
    """How many lines at the top of a cue were the last lines of the cue before."""
    shown, lines = [line.strip() for line in before.lines], [line.strip() for line in part.lines]
    for length in range(min(len(shown), len(lines)), 0, -1):
        if shown[-length:] == lines[:length]:
            return length
    return 0


def _by_label(spoken: Sequence[Spoken]) -> list[Spoken]:
    """Labels at the beginning of a line made speakers, where the file has any."""
    if any(part.speaker for part in spoken):
        return list(spoken)
    lines = [
        Line(text, part.cue.line, opens_paragraph=at == 0)
        for part in spoken
        for at, text in enumerate(part.lines)
    ]
    labels = caption_labels(lines)
    split: list[Spoken] = []
    index = 0
    for part in spoken:
        for at, text in enumerate(part.lines):
            label = labels.get(index)
            index += 1
            if label is not None:
                split.append(Spoken(part.cue, (label.rest,) if label.rest else (), label.name))
            elif at == 0:
                split.append(Spoken(part.cue, (text,), None))
            else:
                split[-1] = replace(split[-1], lines=(*split[-1].lines, text))
    return split


def _by_arrows(part: Spoken) -> Iterator[Spoken]:
    """The parts of a cue by ``>>``, each after the first of an unnamed speaker."""
    text = " ".join(part.lines)
    pieces = _ARROWS.split(text)
    if pieces[0].strip() or (part.speaker is not None and len(pieces) == 1):
        yield replace(part, lines=(pieces[0],))
    for at, words in enumerate(pieces[1:], start=1):
        is_first = at == 1 and not pieces[0].strip()
        yield replace(part, lines=(words,), speaker=part.speaker if is_first and part.speaker else "")


def _turns(spoken: Sequence[Spoken]) -> tuple[list[Piece], list[Notice]]:
    first = next((at for at, part in enumerate(spoken) if part.speaker), 0)
    notices: list[Notice] = []
    if first and all(_SOUND.fullmatch(" ".join(part.lines)) for part in spoken[:first]):
        notices.append(Notice(spoken[0].cue.line, "sounds before the first speaker are no turn."))
        spoken = spoken[first:]
    elif first:
        notices.append(Notice(spoken[0].cue.line, "the words before the first name have no speaker."))
    # A bare ">>" is somebody else, though nobody says who.
    changes = frozenset(at for at, part in enumerate(spoken) if part.speaker == "")
    return joined(_fragments(spoken), changes), notices


def _fragments(spoken: Sequence[Spoken]) -> Iterator[Piece]:
    """The parts with the speaker each belongs to.

    A cue that names nobody goes on with the speaker before it. Only where every other cue does name
    somebody is its speaker unknown.
    """
    names_each = sum(part.speaker is not None for part in spoken) >= _NAMES_EACH * len(spoken)
    speaker = ""
    for part in spoken:
        text = " ".join(part.lines)
        if part.speaker is not None:
            speaker = part.speaker
        elif names_each and not _SOUND.fullmatch(text):
            speaker = ""
        yield Piece(speaker, text, part.cue.line, part.cue.start, part.cue.end)


def _about_times(cues: Sequence[Cue]) -> list[Notice]:
    notices = [
        Notice(cue.line, "the cue ends before it starts; its words were kept.")
        for cue in cues
        if cue.end < cue.start
    ]
    backwards = [cue for before, cue in pairwise(cues) if cue.start < before.start]
    overlapping = [cue for before, cue in pairwise(cues) if before.start <= cue.start < before.end - 1.0]
    if backwards:
        notices.append(
            Notice(
                backwards[0].line,
                f"{len(backwards)} cues start before the one above; the order of the file was kept.",
            )
        )
    if overlapping:
        notices.append(
            Notice(
                overlapping[0].line, f"{len(overlapping)} cues overlap the one above by more than a second."
            )
        )
    return notices
