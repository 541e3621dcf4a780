"""Where a line may begin with a speaker label, and how the label looks.

Every layout is tried on one line alone; whether a candidate is a speaker is decided over the whole
file in ``dialogue``, because "Training: none" and "Lorraine: none" look the same.
"""

import re
from dataclasses import dataclass
from enum import Enum

from csec_qual.readers.times import TIME, seconds

_STAMP = rf"[\[(<]?\s*(?P<time>{TIME})(?:\s*(?:-+>?|–|to)\s*{TIME})?\s*[\])>]?"
_LEADING_STAMP = re.compile(_STAMP + r"(?:\s*[-–|]\s+|\s+|(?=\*)|$)")
_BOLD = re.compile(r"(?P<mark>\*\*|__|\*)(?P<inner>[^*_]{1,80}?)(?P=mark)(?P<after>.*)", re.DOTALL)
# Not the colon of a time: "Ana R.  0:03" is a label on a line of its own.
_COLON_SIGN = r"(?:(?<!\d)[:：]|[:：](?!\d))"
_COLON = re.compile(
    rf"(?P<name>[^\W_][^:：\t\n]{{0,79}}?)\s*(?:[,|·–-]?\s*{_STAMP})?\s*{_COLON_SIGN}(?P<rest>(?!//).*)",
    re.DOTALL,
)
_BRACKETED = re.compile(r"[\[<](?P<name>[^\W\d][^\]>:\n]{0,40})[\]>]\s*:\s*(?P<rest>.*)", re.DOTALL)
_OWN_LINE = re.compile(rf"(?P<name>[^\W\d_][^:\n]{{0,59}}?)\s*[\s,|·–-]\s*{_STAMP}\s*")
_TABBED = re.compile(r"(?P<name>[^\W\d_][^:\t\n]{0,39}?)\s*\t\s*(?P<rest>\S.*)", re.DOTALL)
_CHAT = re.compile(r"From\s+(?P<name>.+?)(?:\s+to\s+.+)?\Z")
_ESCAPES = re.compile(r"\\([\[\]()*_#-])")


class Mark(Enum):
    """What, besides its shape, makes a candidate look like a label."""

    COLON = "colon"
    """Nothing but the colon."""
    STAMP = "time stamp"
    """A time stands beside it."""
    BOLD = "bold"
    """It is set in bold and nothing else of the line is."""
    ARROWS = "arrows"
    """``>>`` marks a change of speaker."""
    OWN_LINE = "own line"
    """It has a line to itself with a time, and the words follow below."""
    TAB = "tab"
    """A tab, and no colon, parts it from the words."""
    TABLE = "table"
    """It stands in the speakers' column of a table."""


@dataclass(frozen=True, slots=True)
class Label:
    """A candidate at the start of one line.

    Attributes:
        name: The label as written, without colon, time and emphasis; empty after a bare ``>>``.
        rest: What follows on the line.
        mark: What makes it look like a label.
        time: Seconds, where a time stands beside it.
    """

    name: str
    rest: str
    mark: Mark
    time: float | None = None


def label_at(line: str) -> Label | None:
    """The candidate a line begins with, or None."""
    body, mark = line.strip(), Mark.COLON
    if body.startswith(">>"):
        body, mark = body.lstrip("> "), Mark.ARROWS
    body, mark = _unbold(
        _ESCAPES.sub(r"\1", body.lstrip("# ")) if body.startswith(("#", "*", "_", "\\")) else body, mark
    )
    body, time = strip_stamp(body)
    if time is not None and body:
        body, mark = _unbold(body, Mark.STAMP if mark is Mark.COLON else mark)
    found = _parted(body, mark)
    if found is None:
        return Label("", body, mark, time) if mark is Mark.ARROWS and body else None
    return _finished(found, time)


def strip_stamp(line: str) -> tuple[str, float | None]:
    """A line without the time it begins with, and that time in seconds."""
    match = _LEADING_STAMP.match(line)
    if match is None:
        return line, None
    return line[match.end() :].lstrip(), seconds(match["time"])


def _unbold(body: str, mark: Mark) -> tuple[str, Mark]:
    """``**Name:** text`` and ``**Name**: text`` without the asterisks."""
    match = _BOLD.match(body)
    if match is None:
        return body, mark
    inner, after = match["inner"].strip(), match["after"]
    is_label = inner.endswith(":") or after.lstrip().startswith((":", "(", "[")) or not after.strip()
    return (f"{inner}{after}", Mark.BOLD) if is_label else (body, mark)


def _parted(body: str, mark: Mark) -> Label | None:
    """The name and the rest, by colon, by a time at the end of the line, or by a tab."""
    for pattern, plain_mark in ((_COLON, Mark.COLON), (_BRACKETED, Mark.COLON), (_OWN_LINE, Mark.OWN_LINE)):
        match = pattern.match(body) if pattern is not _OWN_LINE else pattern.fullmatch(body)
        if match is None:
            continue
        groups = match.groupdict()
        own_time = seconds(groups["time"]) if groups.get("time") else None
        if mark is Mark.COLON and plain_mark is Mark.COLON and own_time is not None:
            mark = Mark.STAMP
        found_mark = plain_mark if plain_mark is Mark.OWN_LINE else mark
        return Label(groups["name"].strip(), groups.get("rest") or "", found_mark, own_time)
    match = _TABBED.match(body)
    if match is not None:
        return Label(match["name"].strip(), match["rest"], Mark.TAB if mark is Mark.COLON else mark)
    if mark is Mark.BOLD:
        return Label(body.strip(), "", mark)
    return None


def _finished(found: Label, time: float | None) -> Label:
    """Times from either side, chat addresses taken off the name, emphasis off the rest."""
    name, mark = found.name.strip(" *_\t"), found.mark
    chat = _CHAT.match(name) if time is not None else None
    if chat is not None:
        name = chat["name"].strip()
    rest, rest_time = strip_stamp(found.rest.strip())
    rest = rest.removeprefix("**").lstrip() if rest.count("**") == 1 else rest
    return Label(
        name, rest, mark, found.time if found.time is not None else time if time is not None else rest_time
    )
