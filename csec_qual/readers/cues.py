"""The cues of WebVTT, SRT and SBV files, with the line each one stands on.

webvtt-py parses; before that every timing line is rewritten to its one strict form and given its
line number as identifier, because the three formats differ only there and the library keeps no lines.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

import webvtt

from csec_qual.base.errors import Problem

_CLOCK = r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,6})?"
_TIMING = re.compile(rf"\s*(?P<start>{_CLOCK})\s*(?:-->|,)\s*(?P<end>{_CLOCK})(?P<settings>(?:\s.*)?)")
_ARROW_TIMING = re.compile(r"\s*[\d:.,]*\s*-->\s*[\d:.,]*(?:\s.*)?")
_CLOCK_PARTS = re.compile(r"[:.,]")
_BLOCKS = ("NOTE", "STYLE", "REGION")
_SSA_STYLE = re.compile(r"\{\\[^}]*\}")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption.

    Attributes:
        line: Line of its times in the file, from 1.
        start: Seconds.
        end: Seconds.
        markup: Its text with tags, lines separated by ``\\n``.
    """

    line: int
    start: float
    end: float
    markup: str


def is_timing(line: str) -> bool:
    """Whether a line gives the times of a cue in any of the three formats."""
    return _TIMING.fullmatch(line) is not None


def starts_at(line: str) -> float | None:
    """When the cue of a timing line begins, in seconds; None where the line is none."""
    match = _TIMING.fullmatch(line)
    if match is None:
        return None
    hours, minutes, seconds = _clock(match["start"]).split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def read_cues(lines: Sequence[str], path: str) -> tuple[list[Cue], list[Problem]]:
    """The cues in the order of the file, and every timing line that cannot be understood."""
    problems = [
        Problem(
            path,
            number,
            f"the cue times '{line.strip()[:60]}' cannot be read.",
            "Write them as 00:01:02.000 --> 00:01:04.000, or delete the cue.",
        )
        for number, line in enumerate(lines, start=1)
        if _ARROW_TIMING.fullmatch(line) and not is_timing(line)
    ]
    captions = webvtt.from_string("\n".join(_strict(lines)))
    return [
        Cue(
            int(caption.identifier or 0),
            _seconds(caption.start_time),
            _seconds(caption.end_time),
            _SSA_STYLE.sub("", caption.raw_text),
        )
        for caption in captions.captions
    ], problems


def plain_text(markup: str) -> str:
    """The words of a cue without tags and with its character entities resolved."""
    return html.unescape(webvtt.Caption(text=markup).text)


def _strict(lines: Sequence[str]) -> list[str]:
    """The file as WebVTT that webvtt-py reads without leaving anything out."""
    strict = ["WEBVTT"]
    # Metadata under the first line would be read as a cue's identifier if a blank line came first.
    body = lines[1:] if lines and lines[0].startswith("WEBVTT") else ["", *lines[0:]]
    offset = 2 if body is not lines and lines and lines[0].startswith("WEBVTT") else 0
    following = _next_filled(body)
    in_cue = False
    for at, line in enumerate(body):
        match = _TIMING.fullmatch(line)
        if match is not None:
            _drop_identifier(strict)
            strict += ["", str(at + offset), f"{_clock(match['start'])} --> {_clock(match['end'])}"]
            in_cue = True
        elif line.strip():
            strict.append(line.replace("-->", "--&gt;"))
        elif not (in_cue and _goes_on(body, following[at])):
            strict.append("")
    return strict


def _next_filled(lines: Sequence[str]) -> list[int]:
    """For every line, the next one that is not blank."""
    following, after = [], len(lines)
    for at in range(len(lines) - 1, -1, -1):
        following.append(after)
        if lines[at].strip():
            after = at
    return following[::-1]


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether the words of a cue go on after a blank line, as they must not but do."""
    if at >= len(lines) or lines[at].startswith(_BLOCKS):
        return False
    return not any(is_timing(line) for line in lines[at : at + 2])


def _drop_identifier(strict: list[str]) -> None:
    """Take away what stood above the times: an index, or an identifier after a blank line."""
    above = strict[-1].strip()
    stands_alone = len(strict) > 3 and not strict[-2].strip()
    if above and (above.isdecimal() or (stands_alone and "NOTE" not in above)):
        strict.pop()


def _clock(written: str) -> str:
    *clock, rest = (
        [*_CLOCK_PARTS.split(written)] if re.search("[.,]", written) else [*written.split(":"), "0"]
    )
    hours, minutes, seconds = [0] * (3 - len(clock)) + [int(part) for part in clock]
    milliseconds = int(rest.ljust(3, "0")[:3])
    minutes, seconds = minutes + seconds // 60, seconds % 60
    hours, minutes = hours + minutes // 60, minutes % 60
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def _seconds(time: webvtt.models.Timestamp) -> float:
    return time.in_milliseconds() / 1000
