"""How people in a group answer one another: who takes up what somebody said, and who speaks against it.

"Same here" after a statement is no evidence of its own, and it is not silence either. What is read here comes
from three term lists of the codebook, which a team extends in the language of the rules: ``group_assent`` and
``group_dissent`` where a turn opens with them, ``group_yes`` where it is the whole turn. A codebook without
these lists has no such answers. Nothing is coded by this, and a person judges it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from csec_qual.codebook.query import Terms
from csec_qual.corpus.tokens import Ints
from csec_qual.model.transcript import Transcript, Turn
from csec_qual.tagging.match import Matcher
from csec_qual.tagging.words import Reader, Words, units

ASSENT_LIST, YES_LIST, DISSENT_LIST = "group_assent", "group_yes", "group_dissent"

# How far into a turn it still opens it, and how long a turn may be to say yes and nothing else.
_OPENING, _LONGEST_YES = 3, 4
# Over how many turns one still answers what was said; a nod answers what was said last.
_REACH, _REACH_OF_YES = 7, 3


class Answer(StrEnum):
    """What one turn does to another."""

    ASSENT = "assent"
    DISSENT = "dissent"


@dataclass(frozen=True, slots=True)
class Reply:
    """A turn that answers another participant.

    Attributes:
        turn: Number of the turn.
        answer: Whether it takes up what was said or speaks against it.
        to: Number of the turn it answers.
    """

    turn: int
    answer: Answer
    to: int


def replies(
    transcript: Transcript,
    reader: Reader,
    terms: Mapping[str, tuple[str, ...]],
    stated: Collection[int],
) -> list[Reply]:
    """The turns of a focus group that answer another participant's statement, in order.

    Args:
        transcript: The group.
        reader: Cuts the turns into words.
        terms: The codebook's term lists.
        stated: Numbers of the turns that make a point: those with a passage that counts.
    """
    words = reader.read(units(transcript))
    opens = {name: _opening(words, terms, name) for name in (ASSENT_LIST, DISSENT_LIST, YES_LIST)}
    n_words = np.bincount(words.table.unit, weights=words.table.is_word, minlength=len(words.units))
    found = []
    for place, unit in enumerate(words.units):
        turn = unit.turn
        if place in opens[DISSENT_LIST]:
            answer, nods = Answer.DISSENT, False
        elif place in opens[ASSENT_LIST]:
            answer, nods = Answer.ASSENT, False
        elif place in opens[YES_LIST] and n_words[place] <= _LONGEST_YES:
            answer, nods = Answer.ASSENT, True
        else:
            continue
        to = _answered(transcript, turn, stated, nods=nods)
        if to is not None:
            found.append(Reply(turn.number, answer, to))
    return found


def _opening(words: Words, terms: Mapping[str, tuple[str, ...]], name: str) -> frozenset[int]:
    """The turns that open with an entry of a list."""
    if name not in terms or not len(words.table):
        return frozenset()
    matcher = Matcher(words, terms)
    hits = matcher.hits(Terms(name))
    table = words.table
    unit = table.unit[hits.first]
    before = table.word[hits.first] - _first_word(words)[unit]
    return frozenset(unit[before < _OPENING].tolist())


def _first_word(words: Words) -> Ints:
    """The number of each turn's first word."""
    table = words.table
    starts = np.full(len(words.units), np.iinfo(np.int64).max, dtype=np.int64)
    is_word = table.is_word == 1
    np.minimum.at(starts, table.unit[is_word], table.word[is_word])
    return starts


def _answered(transcript: Transcript, turn: Turn, stated: Collection[int], *, nods: bool) -> int | None:
    """The last statement of somebody else that this turn can be an answer to.

    A moderator's question in between is answered by a nod; "same here" reaches over one, as after "Others?".
    """
    asked, was_asked = 0, False
    reach = _REACH_OF_YES if nods else _REACH
    for earlier in reversed(transcript.turns[max(turn.number - 1 - reach, 0) : turn.number - 1]):
        if not earlier.is_codable:
            # The words of somebody who withdrew are blank: what answers them answers nobody else.
            asked += not was_asked if transcript.words(earlier).strip() else _REACH
            was_asked = True
            if asked > (0 if nods else 1):
                return None
            continue
        was_asked = False
        if earlier.number in stated:
            return None if earlier.speaker == turn.speaker else earlier.number
    return None
