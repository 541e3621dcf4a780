"""Names that the study knows of, taken out of quoted words.

Known names are speaker labels, county labels and the Tribes that study.yaml lists. People and places that
only the words mention are not found here: a person must read every quote before it is printed.
"""

import re
from collections.abc import Iterable
from typing import Self

from csec_qual.base.text import one_line

NAME = "[name]"
COUNTY = "[county]"
TRIBE = "[Tribe]"

# Labels that say what a speaker does, not who they are. Masking them would hide ordinary words.
_ROLE_LABELS = (
    "a admin administrator advocate analyst and attorney audience aunt behavioral care caregiver "
    "caregivers case chair chief clinician cofacilitator community coordinator council county court "
    "deputy director doctor dr expert facilitator family father female foster grandmother grandparent "
    "group guest health host hotline int interpreter interviewee interviewer judge juvenile kin lead "
    "liaison male man manager member mental mod moderator mother mr mrs ms note notes nurse observer "
    "officer parent parents part participant partner peer person phone probation program provider public "
    "relative representative researcher resource respondent school screener secretary senior service "
    "services sheriff social speaker staff supervisor survivor teacher team therapist translator tribal "
    "unidentified unit unknown woman worker youth"
)
_ROLE_WORDS = frozenset(_ROLE_LABELS.split())
_SHORTEST_NAME = 4
_SHORTEST_LABEL = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ASIDE = re.compile(r"\s*[(\[].*?[)\]]\s*")


class Names:
    """Takes known names out of words; the same names give the same result in any order."""

    def __init__(
        self,
        people: frozenset[str],
        places: frozenset[str],
        short: frozenset[str],
        tribes: frozenset[str] = frozenset(),
    ) -> None:
        self._tribes = _pattern(tribes, re.IGNORECASE)
        self._people = _pattern(people, re.IGNORECASE)
        self._places = _pattern(places, re.IGNORECASE)
        # A single word counts as a name only when it is written as one: "Rose left" but not "rates rose".
        self._given = _pattern(short, re.NOFLAG)
        self._short_places = _pattern(
            frozenset(short_place for place in places if (short_place := _without_county(place))), re.NOFLAG
        )

    @classmethod
    def known(cls, labels: Iterable[str], counties: Iterable[str], tribes: Iterable[str] = ()) -> Self:
        """The names in speaker labels and county labels, and those of Tribes.

        Args:
            labels: Speaker labels as the files have them; labels such as ``Participant 2`` hold no name.
            counties: County labels, such as ``Maple County``; empty where county names may be shown.
            tribes: Names of Tribes as people say them.
        """
        people: set[str] = set()
        given: set[str] = set()
        for label in labels:
            bare = one_line(_ASIDE.sub(" ", label))
            words = [word for word in _WORD.findall(bare) if _is_name(word)]
            if len(words) > 1:
                people.add(" ".join(words))
            shortest = _SHORTEST_LABEL if words == [bare] else _SHORTEST_NAME
            for word in words:
                if len(word) >= shortest:
                    given |= {word, word.title(), word.upper()}
        return cls(
            frozenset(people),
            frozenset(one_line(name) for name in counties if name),
            frozenset(given),
            frozenset(one_line(name) for name in tribes if name),
        )

    def masked(self, words: str) -> str:
        """The words with every known name as ``[name]``, ``[county]`` or ``[Tribe]``."""
        for pattern, mark in (
            (self._tribes, TRIBE),
            (self._places, COUNTY),
            (self._people, NAME),
            (self._short_places, COUNTY),
            (self._given, NAME),
        ):
            if pattern is not None:
                words = pattern.sub(mark, words)
        return words


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _ROLE_WORDS


def _without_county(place: str) -> str:
    return re.sub(r"(?i)^county of\s+|\s+county$", "", place)


def _pattern(names: frozenset[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    """Any of the names as whole words, the longest first; spaces match any white space."""
    if not names:
        return None
    ordered = sorted(names, key=lambda name: (-len(name), name))
    choices = "|".join(r"\s+".join(re.escape(part) for part in name.split()) for name in ordered)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", flags)
