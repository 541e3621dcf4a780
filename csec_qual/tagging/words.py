"""The words of the turns that are looked at, with the questions they answer, ready for queries.

Which turns those are is the caller's choice; the engine takes the codable ones. With a cache, each
transcript is cut into words once, whichever of its turns are asked for; the next run reads them from
the cache and needs no language model.
"""

import operator
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csec_qual.base.identity import digest, fingerprint
from csec_qual.base.text import fold
from csec_qual.corpus.postings import Postings, Vocabulary
from csec_qual.corpus.shelf import Shelf
from csec_qual.corpus.texts import TextWords, joined, last_sentences
from csec_qual.corpus.tokens import Ints, Placed, TokenTable, token_table
from csec_qual.model.transcript import Transcript, Turn
from csec_qual.nlp.pieces import Pieces
from csec_qual.nlp.pipeline import AUTO, TOKENS_VERSION, choose
from csec_qual.nlp.reading import TextReader

_QUESTION_SENTENCES = 3
_WORDS_FOLDER = "words"
_PIECES_FILE = "pieces.json"


class Reader:
    """Cuts turns into words with one tokenizer, one lemma table and one growing vocabulary.

    Args:
        model: Name of the language model, or ``auto``.
        cache: The folder where words are kept from run to run; None to keep none. It holds
            participants' words: who gives a folder calls ``keep`` too.
    """

    def __init__(self, model: str = AUTO, cache: Path | None = None) -> None:
        self.model = choose(model)
        self.vocabulary = Vocabulary()
        self._texts = TextReader(self.model)
        self._pieces = Pieces(self._texts, cache and cache / _PIECES_FILE)
        self._shelf = cache and Shelf(cache / _WORDS_FOLDER)
        self._known: dict[int, _Kept] = {}
        self._before: tuple[tuple[Transcript, ...], Words] | None = None

    def read_all(self, transcripts: Iterable[Transcript]) -> "Words":
        """The words of the codable turns of some transcripts; the last answer is given again for the same."""
        wanted = tuple(transcripts)
        known = self._before
        if known and len(known[0]) == len(wanted) and all(map(operator.is_, known[0], wanted)):
            return known[1]
        self.let_go()  # before others are read: both may be large
        words = self.read(all_units(wanted))
        words.is_kept = True
        self._before = wanted, words
        return words

    def let_go(self) -> None:
        """Forget the last answer of ``read_all``, with what queries found in it."""
        if self._before:
            # Words and matchers hold each other, and would wait for the next look for garbage.
            self._before[1].matchers = None
            self._before[1].is_kept = False
        self._before = None

    def read(self, units: Sequence["Unit"]) -> "Words":
        """The words of some turns."""
        parts = self.parts(units)
        return Words(self, tuple(units), self.turns(parts), lambda: self.questions(parts))

    def pieces(self, written: str) -> tuple[str, ...]:
        """A word as a query writes it, cut as the text is: ``don't`` is ``do``, ``n't``."""
        return self._pieces.of(written)

    def keep(self, transcripts: Iterable[Transcript]) -> None:
        """Write down what was learned of query words, and delete all words but those of these transcripts.

        Args:
            transcripts: Every transcript of the study, as it is now.
        """
        self._pieces.keep()
        if self._shelf:
            wanted = {id(each): self._kept_of(each) for each in transcripts}
            self._shelf.keep({each.key for each in wanted.values()})
            self._known = wanted

    def turns(self, parts: Sequence["Part"]) -> TokenTable:
        """The words of the turns."""
        return token_table(self._said(part) for part in parts)

    def questions(self, parts: Sequence["Part"]) -> TokenTable:
        """The words of the questions. What is asked comes last: a moderator's welcome names every theme."""
        return token_table(self._asked(part) for part in parts)

    def parts(self, units: Sequence["Unit"]) -> list["Part"]:
        """The turns by transcript, each with what is kept of it."""
        grouped = (tuple(group) for _, group in groupby(units, key=lambda unit: id(unit.transcript)))
        return [self._part(group) for group in grouped]

    def _part(self, group: tuple["Unit", ...]) -> "Part":
        if not self._shelf:
            return Part(group)
        own = self._kept_of(group[0].transcript)
        # The shelf knows a transcript's own turns and questions. A caller may make up others: those are read.
        if not all(_is_own(unit, own.questions) for unit in group):
            return Part(group)
        words = self._shelf.get(own.key)
        if words is None:
            turns = [own.transcript.words(turn) for turn in own.transcript.turns]
            words = joined((self._texts.read(turns), self._last(own.questions)))
            self._shelf.put(own.key, words)
        return Part(group, words, own.questions)

    def _kept_of(self, transcript: Transcript) -> "_Kept":
        """What is kept of a transcript; worked out once for each that is given."""
        known = self._known.get(id(transcript))
        if known is None:
            questions = _questions(transcript)
            known = _Kept(transcript, questions, self._key(transcript, questions))
            # Held with the transcript itself, so that no other can have its identity.
            self._known[id(transcript)] = known
        return known

    def _said(self, part: "Part") -> Placed:
        offsets = [unit.turn.start for unit in part.units]
        if part.kept is not None:
            return self._placed(part.kept, [unit.turn.number - 1 for unit in part.units], offsets)
        words = self._texts.read([unit.transcript.words(unit.turn) for unit in part.units])
        return self._placed(words, range(len(part.units)), offsets)

    def _asked(self, part: "Part") -> Placed:
        offsets = [0] * len(part.units)
        if part.kept is not None:
            # The questions are kept after the turns.
            n_turns = len(part.kept) - len(part.questions)
            places = [n_turns + part.questions[unit.question] for unit in part.units]
            return self._placed(part.kept, places, offsets)
        asked = {text: place for place, text in enumerate(dict.fromkeys(u.question for u in part.units))}
        return self._placed(self._last(asked), [asked[unit.question] for unit in part.units], offsets)

    def _placed(self, words: TextWords, texts: Sequence[int], offsets: Sequence[int]) -> Placed:
        return Placed(words, self.vocabulary.ids(words.entries), texts, offsets)

    def _last(self, questions: Iterable[str]) -> TextWords:
        return last_sentences(self._texts.read(list(questions)), _QUESTION_SENTENCES)

    def _key(self, transcript: Transcript, questions: Iterable[str]) -> str:
        """What the words of a transcript follow from."""
        asked = list(questions)
        bounds = array("q", [place for turn in transcript.turns for place in (turn.start, turn.end)])
        texts = "".join((transcript.text, *asked)).encode("utf-8", "surrogatepass")
        return fingerprint(
            [
                TOKENS_VERSION,
                self.model.identity,
                _QUESTION_SENTENCES,
                digest(bounds.tobytes()),
                [len(text) for text in (transcript.text, *asked)],
                digest(texts),
            ]
        )


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


@dataclass(frozen=True, slots=True)
class Part:
    """Turns of one transcript that follow one another in what is looked at.

    Attributes:
        units: The turns.
        kept: The words of all its turns and then of its questions, as kept; None where none are kept.
        questions: For each question its place among those kept.
    """

    units: tuple[Unit, ...]
    kept: TextWords | None = None
    questions: Mapping[str, int] = field(default_factory=dict)


class _Kept(NamedTuple):
    """A transcript, the place of each question among those that are kept of it, and what they are kept by."""

    transcript: Transcript
    questions: Mapping[str, int]
    key: str


class Words:
    """The words of some turns.

    Args:
        reader: What cut them.
        units: The turns.
        table: Their words; unit ``i`` is turn ``i``.
        asked: Gives the words of the questions; called where a query asks for them.

    Attributes:
        postings: Where each word occurs.
        is_kept: Whether these words are given out again, so that what queries find in them is worth keeping.
        matchers: Kept by ``tagging.match``: what queries found, with the term lists they go by.
    """

    def __init__(
        self, reader: Reader, units: tuple[Unit, ...], table: TokenTable, asked: Callable[[], TokenTable]
    ) -> None:
        self.reader = reader
        self.units = units
        self.table = table
        self.postings = Postings(table, reader.vocabulary)
        self.is_kept = False
        self.matchers: Any = None
        self._asked = asked
        self._folded: dict[str, str] = {}

    def only(self, wanted: Ints) -> "Words":
        """The words of some of the turns.

        Args:
            wanted: Their indices, rising.
        """
        units = tuple(self.units[index] for index in wanted.tolist())
        return Words(self.reader, units, self.table.only(wanted), lambda: self.questions.table.only(wanted))

    def rows_among(self, wanted: Ints, rows: Ints) -> Ints:
        """Where rows of those turns stand in ``only(wanted)``; negative numbers stay as they are."""
        return np.where(rows < 0, rows, self.table.rows_before(wanted)[rows])

    @cached_property
    def goes_on(self) -> NDArray[np.bool_]:
        """For each turn, whether the one before it here is the turn its speaker took just before."""
        pairs = zip((None, *self.units), self.units, strict=False)
        return np.array([before is not None and _goes_on(before, unit) for before, unit in pairs], dtype=bool)

    @cached_property
    def questions(self) -> Postings:
        """The words of the questions; unit ``i`` is the question of unit ``i``."""
        return Postings(self._asked(), self.reader.vocabulary)

    def folded(self, unit: int) -> str:
        """The text that a turn's offsets count in, folded."""
        text = self.units[unit].transcript.text
        found = self._folded.get(text)
        if found is None:
            found = self._folded[text] = fold(text)
        return found

    def folded_question(self, unit: int) -> str:
        """The question a turn answers, folded."""
        return fold(self.units[unit].question)

    def sentences_of(self, unit: int) -> list[range]:
        """The rows of each sentence of a turn, in order."""
        rows = self.table.rows_of_unit(unit)
        numbers = self.table.sentence[rows.start : rows.stop]
        opens = [rows.start + int(place) for place in np.flatnonzero(np.diff(numbers, prepend=-1))]
        return [range(a, b) for a, b in zip(opens, [*opens[1:], rows.stop], strict=True)]

    def text_of(self, first: int, last: int) -> str:
        """The text from one row to another (both included), which stand in one turn."""
        transcript = self.units[int(self.table.unit[first])].transcript
        return transcript.text[int(self.table.start[first]) : int(self.table.end[last])]


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


def with_last(unit: Unit) -> list[Unit]:
    """A turn, after the one that the same speaker took just before where there is one."""
    before = [each for each in units(unit.transcript) if each.turn.number < unit.turn.number][-1:]
    return [*(each for each in before if _goes_on(each, unit)), unit]


def all_units(transcripts: Iterable[Transcript], *, codable_only: bool = True) -> list[Unit]:
    """The turns of several transcripts, in order."""
    return [unit for transcript in transcripts for unit in units(transcript, codable_only=codable_only)]


def _questions(transcript: Transcript) -> dict[str, int]:
    """The place of every question of a transcript's turns; no question comes first."""
    asked = dict.fromkeys(["", *(unit.question for unit in units(transcript))])
    return {text: place for place, text in enumerate(asked)}


def said_before(unit: Unit) -> str:
    """What the speaker said in the turn before; empty where somebody else spoke for themselves in between."""
    earlier = reversed(unit.transcript.turns[: unit.turn.number - 1])
    last = next((turn for turn in earlier if turn.is_codable), None)
    return unit.transcript.words(last) if last and last.speaker == unit.turn.speaker else ""


def _goes_on(before: Unit, unit: Unit) -> bool:
    if before.transcript is not unit.transcript or before.turn.speaker != unit.turn.speaker:
        return False
    between = unit.transcript.turns[before.turn.number : unit.turn.number - 1]
    return before.turn.number < unit.turn.number and not any(turn.is_codable for turn in between)


def _is_own(unit: Unit, questions: Mapping[str, int]) -> bool:
    place = unit.turn.number - 1
    turns = unit.transcript.turns
    return unit.question in questions and place < len(turns) and turns[place] is unit.turn
