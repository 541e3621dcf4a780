"""Who in a focus group said, took up, spoke against or passed over what: one grid for each question.

The group is one transcript, and its people are not one voice. A statement rests on a coded passage; assent
and dissent are read from how a turn opens and stay suggestions. Silence is no response, never agreement.

Source: micro-interlocutor analysis; Onwuegbuzie, Dickinson, Leech & Zoran 2009, International Journal of
Qualitative Methods 8(3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from csec_qual.analysis.cut import DataCut
from csec_qual.model.people import Participant
from csec_qual.model.transcript import Transcript
from csec_qual.tagging.assent import Answer, Reply


class Part(StrEnum):
    """What somebody did on a code under a question."""

    STATEMENT = "statement"
    DISSENTING = "statement of dissent"
    ASSENT = "assent"
    DISSENT = "dissent"
    SILENT = "no response"


# A statement of one's own says more than a nod; what speaks against says more than what goes along.
_WEIGHT = {part: rank for rank, part in enumerate(reversed(Part))}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person did on one code.

    Attributes:
        part: The most that they did.
        turns: Numbers of the turns it rests on; empty for no response.
        is_decided: Whether a person decided on the passage behind a statement.
    """

    part: Part = Part.SILENT
    turns: tuple[int, ...] = ()
    is_decided: bool = False


SILENT = Cell()


@dataclass(frozen=True)
class Grid:
    """One question to a group.

    Attributes:
        number: From 1.
        asked: What the moderator said, whole.
        turn: Number of the first turn after it.
        people: Everyone in the group who may be counted, in the order in which they first spoke.
        codes: Ids of the codes that were spoken of, in codebook order.
        cells: By pseudonym and code; who is missing gave no response.
    """

    number: int
    asked: str
    turn: int
    people: tuple[Participant, ...]
    codes: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)

    def at(self, participant_id: str, code_id: str) -> Cell:
        """What one person did on one code."""
        return self.cells.get((participant_id, code_id), SILENT)

    def count(self, code_id: str) -> dict[Part, int]:
        """How many of the group's people did what; together they are all of its people."""
        parts = [self.at(person.participant_id, code_id).part for person in self.people]
        return {part: parts.count(part) for part in Part}


def grids(cut: DataCut, transcript_id: str, replies: Iterable[Reply]) -> list[Grid]:
    """The questions of a group on which somebody made a point, in order.

    Args:
        cut: What was said and how it is coded.
        transcript_id: The group.
        replies: Which turns answer which; see ``tagging.assent``.
    """
    transcript = cut.transcripts[transcript_id]
    order = [code.code_id for code in cut.codebook.codes]
    people = _people(cut, transcript)
    by_turn: dict[int, dict[str, bool]] = {}
    for passage, _ in cut.coded:
        if passage.transcript_id == transcript_id and passage.code_id in order:
            by_turn.setdefault(passage.turn, {})[passage.code_id] = passage.is_decided
    answers = {reply.turn: reply for reply in replies}
    found: list[Grid] = []
    for asked, turns in _questions(transcript):
        cells: dict[tuple[str, str], Cell] = {}
        for number in turns:
            person = people.get(transcript.turns[number - 1].speaker)
            if person is None:
                continue
            for code_id, part, decided in _done(number, by_turn, answers.get(number)):
                key = person.participant_id, code_id
                cells[key] = _more(cells.get(key, SILENT), Cell(part, (number,), decided))
        if cells:
            codes = tuple(code for code in order if any(code == each for _, each in cells))
            everyone = tuple(people.values())
            found.append(Grid(len(found) + 1, asked, turns[0], everyone, codes, cells))
    return found


def _done(
    number: int, by_turn: Mapping[int, Mapping[str, bool]], reply: Reply | None
) -> list[tuple[str, Part, bool]]:
    """What a turn does, by code."""
    own = by_turn.get(number, {})
    against = reply is not None and reply.answer is Answer.DISSENT
    said = by_turn.get(reply.to, {}) if reply else {}
    stated = [
        (code_id, Part.DISSENTING if against and code_id in said else Part.STATEMENT, decided)
        for code_id, decided in own.items()
    ]
    taken_up = [
        (code_id, Part.DISSENT if against else Part.ASSENT, False) for code_id in said if code_id not in own
    ]
    return stated + taken_up


def _more(before: Cell, now: Cell) -> Cell:
    """Both together: the part that says more, and every turn."""
    stronger = max(before, now, key=lambda cell: _WEIGHT[cell.part])
    return Cell(stronger.part, (*before.turns, *now.turns), before.is_decided or now.is_decided)


def _people(cut: DataCut, transcript: Transcript) -> dict[str, Participant]:
    """Who of the group may be counted, by label, in the order in which they first spoke."""
    found: dict[str, Participant] = {}
    for turn in transcript.turns:
        person = cut.speaker(transcript.transcript_id, turn) if turn.is_codable else None
        if person is not None:
            found.setdefault(turn.speaker, person)
    return found


def _questions(transcript: Transcript) -> list[tuple[str, list[int]]]:
    """What was asked, with the numbers of the turns that follow it."""
    found: list[tuple[str, list[int]]] = [("", [])]
    for turn in transcript.turns:
        if turn.is_codable:
            found[-1][1].append(turn.number)
        elif found[-1][1]:
            found.append((transcript.words(turn), []))
        else:
            found[-1] = (f"{found[-1][0]} {transcript.words(turn)}".strip(), [])
    return [(asked, turns) for asked, turns in found if turns]
