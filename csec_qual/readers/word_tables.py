"""Tables of a Word file that hold a conversation: speaker and words, perhaps a time."""

import re
from collections import Counter
from collections.abc import Sequence

from csec_qual.readers.casting import sounds_spoken
from csec_qual.readers.lines import Line
from csec_qual.readers.speakers import Shape, shape
from csec_qual.readers.times import TIME, seconds

_TIME_CELL = re.compile(rf"\W*(?P<time>{TIME})\W*(?:(?:-|–|to)?\W*{TIME}\W*)?")
_HEADER = re.compile(
    r"(?:speaker|name|who|participant|text|transcript|transcription|words|content|time|time ?stamps?|"
    r"time ?code|line|no\.?|#|utterance|dialogue|speech|response|turn|audio|start|end|said|notes?|"
    r"comments?)(?: \w+)?",
    re.IGNORECASE,
)
_COLUMN_LIMIT = 5


def speech_rows(rows: Sequence[Sequence[Sequence[Line]]]) -> list[Line] | None:
    """The table as lines that carry their speaker, or None where it is no conversation.

    Args:
        rows: The lines of every cell.
    """
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
    body = [row for row in rows if len(row) == width]
    if not 2 <= width <= _COLUMN_LIMIT:
        return None
    header = [_text(cell).strip(" :") for cell in body[0]]
    has_header = any(header) and all(_HEADER.fullmatch(name) for name in header if name)
    body = body[1:] if has_header else body
    time = _time_column(body, width)
    speaker = _speaker_column(body, [at for at in range(width) if at != time])
    rest = [at for at in range(width) if at not in {time, speaker}]
    if not body or speaker is None or not rest:
        return None
    words = max(rest, key=lambda at: sum(len(_text(row[at])) for row in body))
    said = [_text(row[words]) for row in body]
    # A plan's table of agencies and tasks repeats names too, but nobody talks in it.
    is_speech = has_header or time is not None or sounds_spoken(said)
    return [line for row in body for line in _row_lines(row, speaker, words, time)] if is_speech else None


def _row_lines(row: Sequence[Sequence[Line]], speaker: int, words: int, time: int | None) -> list[Line]:
    name = _text(row[speaker]).strip(" :")
    match = _TIME_CELL.fullmatch(_text(row[time])) if time is not None else None
    said = [line for line in row[words] if line.text.strip()]
    if not said:
        return []
    first = Line(said[0].text, None, speaker=name, time=seconds(match["time"]) if match is not None else None)
    return [first, *(Line(line.text, None) for line in said[1:])]


def _time_column(body: Sequence[Sequence[Sequence[Line]]], width: int) -> int | None:
    for at in range(width):
        filled = [_text(row[at]) for row in body if row[at]]
        if filled and sum(bool(_TIME_CELL.fullmatch(text)) for text in filled) >= 0.8 * len(filled):
            return at
    return None


def _speaker_column(body: Sequence[Sequence[Sequence[Line]]], columns: Sequence[int]) -> int | None:
    """The column of short labels that come back."""
    for at in columns:
        names = [_text(row[at]).strip(" :") for row in body if row[at]]
        shaped = sum(shape(name) not in {Shape.NONE, Shape.LOWER} for name in names)
        if not names or shaped < 0.9 * len(names):
            continue
        # A plan's field names come once each; people speak again, or say what they are.
        if len(set(names)) < len(names) or all(shape(name) in {Shape.ROLE, Shape.NUMBERED} for name in names):
            return at
    return None


def _text(cell: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in cell)
