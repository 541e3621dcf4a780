"""Transcripts in JSON: lists of segments with words and, mostly, speakers and times.

Whisper, Podcasting 2.0, QMSum, AssemblyAI, Deepgram and files that teams write themselves differ in
where the list stands and what its fields are called. JSON without such a list is refused.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import TypeAlias

from csec_qual.readers.draft import Draft, Piece
from csec_qual.readers.flow import joined
from csec_qual.readers.source import SourceFile

Segment: TypeAlias = Mapping[str, object]

_WORDS = ("text", "content", "body", "utterance", "transcript", "sentence", "words")
_SPEAKERS = (
    "speaker",
    "speaker_name",
    "speakerName",
    "speaker_label",
    "speakerLabel",
    "speaker_id",
    "name",
    "who",
)
_STARTS = ("start", "startTime", "start_time", "begin", "time_start", "from", "ts")
_ENDS = ("end", "endTime", "end_time", "time_end", "end_ts", "to")
# Where tools keep their turns, best first; word lists and summaries stand beside them.
_LISTS = (
    "meeting_transcripts",
    "utterances",
    "monologues",
    "turns",
    "segments",
    "transcript",
    "transcripts",
    "results",
)
_DEPTH = 4


def recognises(source: SourceFile) -> bool:
    """A file that begins as JSON does."""
    if source.data.startswith(b"PK") or source.data[:4] == b"\xd0\xcf\x11\xe0":
        return False
    head = source.text[:200].lstrip()
    return source.suffix == ".json" or re.match(r"\{\s*(?:\"|\})|\[\s*(?:\{|\])", head) is not None


def read(source: SourceFile) -> Draft:
    """Turns of the segments; neighbours of one speaker are joined where they carry times.

    Raises:
        TranscriptError: It is no JSON, or no list of segments with words is in it.
    """
    try:
        content = json.loads(source.text)
    except json.JSONDecodeError as error:
        raise source.refusal(
            f"this is no whole JSON file: {error.msg}.", "Export it again.", error.lineno
        ) from error
    except RecursionError as error:
        raise source.refusal(
            "this JSON is nested too deeply to be a transcript.", "Check the file."
        ) from error
    segments = _segments(content)
    if segments is None:
        raise source.refusal(
            "this JSON holds no list of segments with words.",
            'A list of {"speaker": ..., "text": ...} is what can be read; or export .vtt, .docx or .txt.',
        )
    pieces = list(_pieces(segments))
    has_times = any(piece.time_start is not None for piece in pieces)
    return Draft("json/segments", tuple(joined(pieces) if has_times else pieces))


def _segments(content: object) -> list[Segment] | None:
    """The list of turns: one with speakers before one without."""
    found = [segments for segments in _lists(content, _DEPTH) if _is_worded(segments)]
    with_speakers = [segments for segments in found if any(_label(segment) for segment in segments)]
    return next(iter(with_speakers or found), None)


def _lists(content: object, depth: int) -> Iterator[list[Segment]]:
    """Lists of objects, in the places where tools keep their turns."""
    if isinstance(content, list):
        objects: list[Segment] = [item for item in content if isinstance(item, dict)]
        if objects and len(objects) == len(content):
            yield objects
    elif isinstance(content, dict) and depth:
        for name in [
            *(name for name in _LISTS if name in content),
            *(name for name in content if name not in _LISTS),
        ]:
            yield from _lists(content[name], depth - 1)


def _is_worded(segments: Sequence[Segment]) -> bool:
    """Whether these are turns rather than single words or topics."""
    texts = [_text(segment) for segment in segments]
    filled = [text for text in texts if text]
    is_word_list = all(" " not in text.strip() for text in filled) and not any(
        "body" in one for one in segments
    )
    return len(filled) >= 0.5 * len(texts) and bool(filled) and not (is_word_list and len(filled) > 5)


def _pieces(segments: Sequence[Segment]) -> Iterator[Piece]:
    starts, ends = [_number(one, _STARTS) for one in segments], [_number(one, _ENDS) for one in segments]
    scale = 0.001 if _in_milliseconds(segments, starts, ends) else 1.0
    for segment, start, end in zip(segments, starts, ends, strict=True):
        text = _text(segment)
        if text.strip():
            yield Piece(_label(segment), text, None, _scaled(start, scale), _scaled(end, scale))


def _text(segment: Segment) -> str:
    return next((value for name in _WORDS if isinstance(value := segment.get(name), str)), "")


def _label(segment: Segment) -> str:
    for name in _SPEAKERS:
        value = segment.get(name)
        if isinstance(value, dict):
            value = value.get("name", value.get("id"))
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value).strip()
    return ""


def _number(segment: Segment, names: Sequence[str]) -> float | None:
    for name in names:
        value = segment.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12:
            return float(value)
    return None


def _scaled(time: float | None, scale: float) -> float | None:
    return None if time is None else round(time * scale, 3)


def _in_milliseconds(
    segments: Sequence[Segment], starts: Sequence[float | None], ends: Sequence[float | None]
) -> bool:
    """Nobody takes twenty seconds for a word."""
    paces = [
        (end - start) / max(len(_text(segment).split()), 1)
        for segment, start, end in zip(segments, starts, ends, strict=True)
        if start is not None and end is not None
    ]
    return bool(paces) and median(paces) > 20
