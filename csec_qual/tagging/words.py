"""The words of the turns that are looked at, with the questions they answer, ready for queries.

Which turns those are is the caller's choice; the engine takes the codable ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csec_qual.base.text import fold
from csec_qual.corpus.postings import Postings, Vocabulary
from csec_qual.corpus.tokens import Ints, TokenRow, TokenTable, token_table
from csec_qual.model.transcript import Transcript, Turn
from csec_qual.nlp.lemmas import Lemmas
from csec_qual.nlp.pipeline import AUTO, choose
from csec_qual.nlp.tokenize import Tokenizer

_QUESTION_SENTENCES = 3


class Reader:
    """Cuts turns into words with one tokenizer, one lemma table and one growing vocabulary.

    Args:
        model: Name of the language model, or ``auto``.
    """

    def __init__(self, model: str = AUTO) -> None:
        self.model = choose(model)
        self.tokenizer = Tokenizer()
        self.vocabulary = Vocabulary(Lemmas(self.model).of)
        self._pieces: dict[str, tuple[str, ...]] = {}

    def read(self, units: Sequence["Unit"]) -> "Words":
        """The words of some turns."""
        texts = (self.rows(unit.transcript.words(unit.turn), unit.turn.start) for unit in units)
        return Words(self, tuple(units), token_table(texts))

    def rows(self, text: str, offset: int = 0) -> list[TokenRow]:
        """The tokens of a text that starts at ``offset`` of its transcript."""
        return [
            TokenRow(
                word.start + offset,
                word.end + offset,
                self.vocabulary.id_of(word.form, word.norm),
                word.is_word,
                word.opens_sentence,
            )
            for word in self.tokenizer.words(text)
        ]

    def pieces(self, written: str) -> tuple[str, ...]:
        """A word as a query writes it, cut as the text is: ``don't`` is ``do``, ``n't``."""
        if written not in self._pieces:
            self._pieces[written] = tuple(word.form for word in self.tokenizer.words(written) if word.is_word)
        return self._pieces[written]


@dataclass(frozen=True, slots=True)
class Unit:
    """One turn to look at.

    Attributes:
        transcript: Where it stands.
        turn: The turn.
        question: What was asked just before, or the survey item; empty where nothing was.
    """

    transcript: Transcript
    turn: Turn
    question: str


class Words:
    """The words of some turns.

    Args:
        reader: Cut them.
        units: The turns.
        table: Their words.
    """

    def __init__(self, reader: Reader, units: tuple[Unit, ...], table: TokenTable) -> None:
        self.reader = reader
        self.units = units
        self.table = table
        self.postings = Postings(table, reader.vocabulary)
        self._folded: dict[str, str] = {}

    def only(self, wanted: Ints) -> "Words":
        """The words of some of the turns.

        Args:
            wanted: Their indices, rising.
        """
        units = tuple(self.units[index] for index in wanted.tolist())
        words = Words(self.reader, units, self.table.only(wanted))
        words.__dict__["questions"] = Postings(self.questions.table.only(wanted), self.reader.vocabulary)
        return words

    def rows_among(self, wanted: Ints, rows: Ints) -> Ints:
        """Where rows of those turns stand in ``only(wanted)``; negative numbers stay as they are."""
        return np.where(rows < 0, rows, self.table.rows_before(wanted)[rows])

    @cached_property
    def questions(self) -> Postings:
        """The words of the questions; unit ``i`` is the question of unit ``i``.

        What is asked comes last: a moderator's welcome names every theme of the day.
        """
        table = token_table(_last_sentences(self.reader.rows(unit.question)) for unit in self.units)
        return Postings(table, self.reader.vocabulary)

    def folded(self, unit: int) -> str:
        """The text that a turn's offsets count in, folded."""
        transcript = self.units[unit].transcript
        if transcript.text not in self._folded:
            self._folded[transcript.text] = fold(transcript.text)
        return self._folded[transcript.text]

    def folded_question(self, unit: int) -> str:
        """The question a turn answers, folded."""
        return fold(self.units[unit].question)

    def text_of(self, first: int, last: int) -> str:
        """The text from one row to another (both included), which stand in one turn."""
        transcript = self.units[int(self.table.unit[first])].transcript
        return transcript.text[int(self.table.start[first]) : int(self.table.end[last])]


def _last_sentences(rows: list[TokenRow]) -> list[TokenRow]:
    opens = [index for index, row in enumerate(rows) if row.opens_sentence]
    return rows[opens[-_QUESTION_SENTENCES] :] if len(opens) > _QUESTION_SENTENCES else rows


def units(transcript: Transcript, *, codable_only: bool = True) -> list[Unit]:
    """The turns of a transcript with the question each one answers.

    In a conversation that is what the interviewer or moderator said since the last time they gave
    the floor; every answer in a focus group has the moderator's last question. In a survey it is the
    item, in a plan the heading or prompt above.
    """
    found = []
    asked: list[str] = []
    answered = False
    for turn in transcript.turns:
        if turn.is_codable:
            answered = True
            found.append(Unit(transcript, turn, turn.question or "\n".join(asked)))
            continue
        if answered:
            asked, answered = [], False
        asked.append(transcript.words(turn))
        if not codable_only:
            found.append(Unit(transcript, turn, ""))
    return found


def all_units(transcripts: Iterable[Transcript], *, codable_only: bool = True) -> list[Unit]:
    """The turns of several transcripts, in order."""
    return [unit for transcript in transcripts for unit in units(transcript, codable_only=codable_only)]
