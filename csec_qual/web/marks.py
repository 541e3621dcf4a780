"""A turn as it is shown: its words with the passages marked in them, and what is known of each passage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask import render_template

from csec_qual.model.coding import Layer, Stance
from csec_qual.model.transcript import Transcript, Turn
from csec_qual.study.desk import Passage

# More lines than this under one word can no longer be told apart.
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Words between two places where a mark begins or ends.

    Attributes:
        text: The words.
        marks: The passages that they belong to, outermost first.
    """

    text: str
    marks: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """One turn with its marks.

    Attributes:
        transcript_id: Where it stands.
        turn: The turn.
        runs: Its words; code points of all runs together are those of the turn.
        passages: What is suggested or decided in it.
    """

    transcript_id: str
    turn: Turn
    runs: tuple[Run, ...]
    passages: tuple[Passage, ...]


def marks_of(transcript: Transcript, turn: Turn, passages: Sequence[Passage]) -> Marks:
    """A turn with its marks; passages that were rejected mark no words."""
    shown_in = [each for each in passages if each.stance is not Stance.DOES_NOT_APPLY]
    edges = sorted({turn.start, turn.end, *_edges(shown_in, turn)})
    runs = tuple(
        Run(
            transcript.text[start:end],
            tuple(each for each in shown_in if each.segment.start <= start and end <= each.segment.end)[
                :_MOST_LINES
            ],
        )
        for start, end in pairwise(edges)
    )
    return Marks(transcript.transcript_id, turn, runs, tuple(passages))


def shown(marks: Marks, before: str = "") -> str:
    """The turn as HTML, under what was said before where it stands alone."""
    return render_template("turn.html.j2", marks=marks, before=before, Layer=Layer, Stance=Stance)


def _edges(passages: Iterable[Passage], turn: Turn) -> Iterable[int]:
    for each in passages:
        yield from (
            place for place in (each.segment.start, each.segment.end) if turn.start < place < turn.end
        )
