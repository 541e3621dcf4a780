"""Where a line may begin with a speaker label, and how the label is written.

Every layout is tried on one line alone; whether a candidate is a speaker is decided over the whole
file in ``casting``, because "Training: none" and "Lorraine: none" look the same.
"""

import re
from dataclasses import dataclass
from enum import Enum

from csec_qual.readers.speakers import Shape, shape
from csec_qual.readers.times import TIME, seconds

_STAMP = rf"[\[(<]?\s*(?P<time>{TIME})(?:\s*(?:-+>?|–|to)\s*{TIME})?\s*[\])>]?"
_LEADING_STAMP = re.compile(rf"{_STAMP}(?:\s*[-–|]\s+|\s+|(?=\*)|$)")
_BRACKETED_STAMP = re.compile(
    rf"[\[(<]\s*(?P<time>{TIME})(?:\s*(?:-+>?|–|to)\s*{TIME})?\s*[\])>]\s*|{TIME}\Z"
)
_BOLD = re.compile(r"(?P<mark>\*\*|__|\*)(?P<inner>[^*_]{1,80}?)(?P=mark)(?P<after>.*)", re.DOTALL)
# Not the colon of a time: "Ana R.  0:03" is a label on a line of its own.
_COLON_SIGN = r"(?:(?<!\d)[:：]|[:：](?!\d))"
_COLON = re.compile(
    rf"(?P<name>[^\W_][^:：\t\n]{{0,79}}?)\s*(?:[,|·–-]?\s*{_STAMP})?\s*{_COLON_SIGN}(?P<rest>(?!//).*)",
    re.DOTALL,
)
_BRACKETED = re.compile(
    r"[\[<](?P<name>[^\W\d][^\]>:\n]{0,40})[\]>](?P<colon>\s*:)?\s*(?P<rest>.*)", re.DOTALL
)
_OWN_LINE = re.compile(rf"(?P<name>[^\W\d_][^:\n]{{0,59}}?)\s*[\s,|·–-]\s*{_STAMP}\s*")
_TABBED = re.compile(r"(?P<name>[^\W\d_][^:\t\n]{0,39}?)\s*\t\s*(?P<rest>\S.*)", re.DOTALL)
_DASHED = re.compile(r"(?P<name>[^\W\d_][^:\n]{2,39}?)\s+[-–—]+\s+(?P<rest>\S.*)", re.DOTALL)
_DOTTED = re.compile(r"(?P<name>[QA])[.)]\s+(?P<rest>\S.*)", re.DOTALL)
_CHAT = re.compile(r"From\s+(?P<name>.+?)(?:\s+to\s+.+)?\Z")
_LIST_MARK = re.compile(r"\A(?:\d{1,4}[.)]?|[-•])\s+(?=[^\W\d_*])")
_ESCAPES = re.compile(r"\\([\[\]()*_#-])")
_TOLD = frozenset({Shape.ROLE, Shape.NUMBERED})


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
    ALONE = "line of its own"
    """It has a line to itself with neither colon nor time: mostly a heading."""
    TAB = "tab"
    """A tab, and no colon, parts it from the words."""
    DOT = "full stop"
    """``Q.`` and ``A.``."""
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
    body, mark = _LIST_MARK.sub("", line.strip()), Mark.COLON
    if body.startswith(">>"):
        body, mark = body.lstrip("> "), Mark.ARROWS
    if body.startswith(("#", "*", "_", "\\")):
        body, mark = _unbold(_ESCAPES.sub(r"\1", body.lstrip("# ")), mark)
    body, time = _leading_stamp(body)
    if time is not None and body:
        body, mark = _unbold(body, Mark.STAMP if mark is Mark.COLON else mark)
    found = _parted(body, mark) or _alone(body, has_time=time is not None)
    if found is not None:
        return _finished(found, time)
    return Label("", body, mark, time) if mark is Mark.ARROWS and body else None


def strip_bracketed_stamp(text: str) -> tuple[str, float | None]:
    """Words without the time in brackets they begin with, and that time in seconds.

    A bare time stays: "9:30 is when we meet" is speech, unless the line is nothing else.
    """
    unescaped = _ESCAPES.sub(r"\1", text) if text.startswith("\\") else text
    match = _BRACKETED_STAMP.match(unescaped)
    if match is None:
        return text, None
    return unescaped[match.end() :].lstrip(), seconds(match["time"] or match[0])


def _leading_stamp(body: str) -> tuple[str, float | None]:
    match = _LEADING_STAMP.match(body)
    return (body, None) if match is None else (body[match.end() :].lstrip(), seconds(match["time"]))


def _unbold(body: str, mark: Mark) -> tuple[str, Mark]:
    """``**Name:** text`` and ``**Name**: text`` without the asterisks."""
    match = _BOLD.match(body)
    if match is None:
        return body, mark
    inner, after = match["inner"].strip(), match["after"]
    is_label = inner.endswith(":") or after.lstrip().startswith((":", "(", "[")) or not after.strip()
    return (f"{inner}{after}", Mark.BOLD) if is_label else (body, mark)


def _parted(body: str, mark: Mark) -> Label | None:
    """The name and the rest, by whatever parts them."""
    match = _COLON.match(body)
    if match is not None:
        time = seconds(match["time"]) if match["time"] else None
        is_stamped = mark is Mark.COLON and time is not None
        return Label(match["name"].strip(), match["rest"], Mark.STAMP if is_stamped else mark, time)
    match = _OWN_LINE.fullmatch(body)
    if match is not None:
        return Label(match["name"].strip(), "", Mark.OWN_LINE, seconds(match["time"]))
    match = _BRACKETED.match(body)
    if match is not None:
        # "[Interviewer] text" is a label, "[laughs] text" is not.
        is_label = match["colon"] is not None or (bool(match["rest"]) and shape(match["name"]) in _TOLD)
        return Label(match["name"].strip(), match["rest"], mark) if is_label else None
    return _without_colon(body, mark)


def _without_colon(body: str, mark: Mark) -> Label | None:
    match = _TABBED.match(body)
    if match is not None:
        return Label(match["name"].strip(), match["rest"], Mark.TAB if mark is Mark.COLON else mark)
    match = _DOTTED.match(body)
    if match is not None:
        return Label(match["name"], match["rest"], Mark.DOT)
    match = _DASHED.match(body)
    if match is not None and shape(match["name"]) in _TOLD:
        return Label(match["name"].strip(), match["rest"], mark)
    return Label(body.strip(), "", Mark.ALONE) if mark is Mark.BOLD else None


def _alone(body: str, *, has_time: bool) -> Label | None:
    """A line that is nothing but a label; a name alone only counts where a time stands before it."""
    looks = shape(body)
    if looks in _TOLD and len(body) > 1:
        return Label(body, "", Mark.OWN_LINE if has_time else Mark.ALONE)
    is_full_name = looks in {Shape.NAME, Shape.CAPS} and " " in body
    return Label(body, "", Mark.OWN_LINE) if has_time and is_full_name else None


def _finished(found: Label, time: float | None) -> Label:
    """Times from either side, chat addresses taken off the name, emphasis off the rest."""
    name = found.name.strip(" *_\t")
    chat = _CHAT.match(name) if time is not None else None
    if chat is not None:
        name = chat["name"].strip()
    rest, rest_time = strip_bracketed_stamp(found.rest.strip())
    if rest.startswith("**") and rest.count("**") == 1:
        rest = rest[2:].lstrip()
    times = [known for known in (found.time, time, rest_time) if known is not None]
    return Label(name, rest, found.mark, times[0] if times else None)
