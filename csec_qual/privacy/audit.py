"""A last look at a finished file: what in it should not reach its readers.

Pure: a file comes as pieces of text with their places, and what the study knows as ``Secrets``. Found is
what can be recognised: known names, runs of words that may not be quoted, ids, marks of the team's own
copies, addresses and dates. Who can be recognised by what they say, no program finds: a person must read it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from csec_qual.base.text import fold
from csec_qual.privacy.names import Names
from csec_qual.privacy.release import PUBLIC_QUOTES_PER_PERSON, Audience

RUN = 6
"""So many words in a row are somebody's sentence; fewer are common speech."""

_QUOTED = re.compile(r"[“\"]([^”\"]{15,}?)[”\"]")
_PATTERNS = (
    ("e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    (
        "telephone number",
        re.compile(r"(?<![\d/])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)"),
    ),
    ("social security number", re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")),
    ("date of birth", re.compile(r"(?i)\b(?:dob|date of birth|born (?:on|in))\b")),
    ("age of a young person", re.compile(r"(?i)\b1[0-7][ -]years?[ -]old\b")),
    ("case number", re.compile(r"(?i)\b(?:case|docket|cin)\s*(?:no\.?|number|#)\s*:?\s*\w*\d\w*")),
)
# Some people are called April, May, June or August; here the word can only be the month.
_MONTHS = "(?:April|May|June|August)"
_MONTH = re.compile(
    rf"(?i:\b(?:in|since|until|during|early|late|mid|last|next|every)[ -]){_MONTHS}\b"
    rf"|\b\d{{1,2}} {_MONTHS}\b|\b{_MONTHS} (?:\d{{1,2}}(?:st|nd|rd|th)?\b|(?:19|20)\d\d\b)"
)
_SPACED = re.compile(r"[,;:|/<>\[\]]+")
_TEAM_LINK = re.compile(r"transcripts/[\w.-]+\.html")


class LeakKind(StrEnum):
    """What should not be there."""

    NAME = "name of a person, county or Tribe"
    WORDS = "words that may not be quoted"
    QUOTES = "more than two quotes of one person"
    SEAT = "role and county of a single person"
    ID = "id of a person or transcript"
    LINK = "link to a transcript"
    HIDDEN = "hidden or left behind"
    PATTERN = "personal detail"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file.

    Attributes:
        place: Where it stands, such as ``block 12`` or ``Evidence!G7``.
        text: Its words.
        is_hidden: Whether a reader does not see it at once: a comment, a property, a hidden sheet.
    """

    place: str
    text: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that should not be in a file.

    Attributes:
        kind: What it is.
        place: Where it stands.
        why: More on it, without the words.
        words: The words; for who asks to see them.
    """

    kind: LeakKind
    place: str
    why: str
    words: str


@dataclass(frozen=True)
class Secrets:
    """What the study knows and a file must not tell.

    Attributes:
        names: Known names.
        barred: For each run of words that may not be quoted, why.
        voices: For each run of words that may, who said it, by pseudonym; none that several people said.
        seats: Attributions that point to a single person, such as ``caregiver, County B``.
        ids: Pseudonyms and ids of transcripts.
    """

    names: Names
    barred: Mapping[int, str]
    voices: Mapping[int, str]
    seats: frozenset[str]
    ids: frozenset[str]


def runs(text: str) -> Iterator[int]:
    """Every run of ``RUN`` words of a text, as a number; case, signs and marks between do not matter."""
    # In a table words stand side by side with no space between.
    words = [
        "".join(char for char in word if char.isalnum()) for word in _SPACED.sub(" ", fold(text)).split()
    ]
    spoken = [word for word in words if word]
    return (hash(tuple(spoken[at : at + RUN])) for at in range(len(spoken) - RUN + 1))


def audit(pieces: Iterable[Piece], secrets: Secrets, audience: Audience) -> list[Leak]:
    """What should not be in a file for this audience, in the order of the file.

    Args:
        pieces: The file.
        secrets: What the study knows.
        audience: Who is to read it. Inside the team ids, links and any number of quotes may be there.
    """
    every = list(pieces)
    leaks = [leak for piece in every for leak in _in_piece(piece, secrets, audience)]
    return leaks if audience.is_team else leaks + _quotes(every, secrets)


def _in_piece(piece: Piece, secrets: Secrets, audience: Audience) -> Iterator[Leak]:
    if piece.is_hidden and piece.text.strip():
        yield Leak(LeakKind.HIDDEN, piece.place, "a reader may not see it, and it is there", piece.text[:80])
    read = _MONTH.sub("that month", piece.text)
    if secrets.names.masked(read) != read:
        yield Leak(LeakKind.NAME, piece.place, "the study knows it as a name", piece.text[:120])
    reasons = {secrets.barred[run] for run in runs(piece.text) if run in secrets.barred}
    for why in sorted(reasons):
        yield Leak(LeakKind.WORDS, piece.place, why, piece.text[:120])
    for what, pattern in _PATTERNS:
        for found in pattern.finditer(piece.text):
            yield Leak(LeakKind.PATTERN, piece.place, what, found[0])
    if audience.is_team:
        return
    folded = fold(piece.text)
    for seat in sorted(secrets.seats):
        if seat in folded:
            yield Leak(LeakKind.SEAT, piece.place, "only one person has this role there", seat)
    for each in sorted(secrets.ids):
        if re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", piece.text):
            yield Leak(LeakKind.ID, piece.place, "it tells quotes of one person or file from others", each)
    if _TEAM_LINK.search(piece.text):
        yield Leak(
            LeakKind.LINK, piece.place, "transcripts are for the team", _TEAM_LINK.findall(piece.text)[0]
        )


def _quotes(pieces: Iterable[Piece], secrets: Secrets) -> list[Leak]:
    """People of whom more is quoted than may be, each at the quote that is too many."""
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for piece in pieces:
        for words in _QUOTED.findall(piece.text):
            people = {secrets.voices[run] for run in runs(words) if run in secrets.voices}
            for person in people:
                if words not in [known for _, known in said[person]]:
                    said[person].append((piece.place, words))
    return [
        Leak(LeakKind.QUOTES, quotes[PUBLIC_QUOTES_PER_PERSON][0], f"{len(quotes)} of one person", words)
        for _, quotes in sorted(said.items())
        if len(quotes) > PUBLIC_QUOTES_PER_PERSON
        for words in [quotes[PUBLIC_QUOTES_PER_PERSON][1]]
    ]
