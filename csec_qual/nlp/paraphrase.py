"""A trained text classifier: how close an answer is in meaning to what people gave each code.

The model is a small BERT encoder with one output for each code, run by onnxruntime. Nothing else needs that
package: where it is missing, as on a computer it was not built for, the rules speak alone. Each text is
read by itself, so that what it gets does not depend on what is read beside it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from csec_qual.base.identity import digest
from csec_qual.nlp.running import Floats, Runner, side_by_side
from csec_qual.nlp.wordpiece import WordPieces

# Pieces the model takes at most, with the three marks around question and answer.
MAX_PIECES = 112
_MAX_QUESTION = 48
_MARKS = 3
_QUESTION_SENTENCES = 3
# A question of fewer words keeps the topic of the one before it: "And at night?"
_FOLLOW_UP = 8
# So that nothing is divided by nothing.
_TINY = 1e-9
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")

_MODEL, _VOCABULARY, _CARD = "model.onnx", "vocab.txt", "card.json"


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a model.

    Attributes:
        name: For the reports.
        codes: Ids of the codes, in the order of the model's outputs.
        definitions: For each code the fingerprint of the definition its training text was labelled under.
        weights: How the model and the rules are weighed together; see ``tagging.paraphrase``.
        threshold: The score from which a suggestion counts.
        precision: For each code how many of its suggestions were right where that was measured.
        off: Codes for which the layer has not earned its place.
        identity: SHA-256 of the model's file.
    """

    name: str
    codes: tuple[str, ...]
    definitions: tuple[str, ...]
    weights: tuple[float, ...]
    threshold: float
    precision: tuple[float, ...]
    off: frozenset[str]
    identity: str


def read_card(folder: Path) -> Card | None:
    """The card of the model in a folder; None where there is no model."""
    path = folder / _CARD
    if not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return Card(
        name=said["name"],
        codes=tuple(entry["code"] for entry in said["codes"]),
        definitions=tuple(entry["definition"] for entry in said["codes"]),
        weights=tuple(said["weights"]),
        threshold=said["threshold"],
        precision=tuple(entry["rule_precision"] for entry in said["codes"]),
        off=frozenset(entry["code"] for entry in said["codes"] if entry["off"]),
        identity=said["sha256"],
    )


class Meaning(NamedTuple):
    """What the model makes of an answer.

    Attributes:
        logits: For each code how near the answer is, in log-odds; where it is long, at its nearest.
        vector: The answer as a place in a space of meanings, of length 1: near one another lie answers that
            mean the same, whatever the codebook.
    """

    logits: Floats
    vector: Floats


class TextModel:
    """The model in a folder.

    Args:
        folder: Holds the model, its vocabulary and its card.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_whole(self, card: Card) -> bool:
        """Whether the model's file is the one the card speaks of."""
        return digest((self._folder / _MODEL).read_bytes()) == card.identity

    def meaning(self, question: str, sentences: Sequence[str]) -> Meaning:
        """What the model makes of an answer.

        Args:
            question: What was asked just before; may be empty.
            sentences: The answer, sentence by sentence.
        """
        asked = self.vocabulary.question(question)
        said = [self.vocabulary.pieces(sentence) for sentence in sentences]
        found = [self._run(asked, window) for window in windows(said, len(asked))]
        vector = np.sum([each.vector for each in found], axis=0)
        return Meaning(
            np.max([each.logits for each in found], axis=0),
            (vector / max(float(np.linalg.norm(vector)), _TINY)).astype(np.float32),
        )

    def read(self, answers: Iterable[tuple[str, Sequence[str]]]) -> list[Meaning]:
        """Many answers, each with its question: as many at a time as there are processors."""
        return side_by_side(lambda answer: self.meaning(*answer), answers)

    def each(self, question: str, sentences: Iterable[str]) -> list[Meaning]:
        """The same for every sentence by itself."""
        return self.read((question, [sentence]) for sentence in sentences)

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """The pieces the model knows."""
        return Vocabulary(self._folder / _VOCABULARY)

    def _run(self, question: Sequence[int], answer: Sequence[int]) -> Meaning:
        return Meaning(*self._runner.run(*self.vocabulary.pair(question, answer)))

    @cached_property
    def _runner(self) -> Runner:
        return Runner(self._folder / _MODEL)


class Vocabulary(WordPieces):
    """The pieces of a model, and how a question and an answer are put before it."""

    def question(self, question: str) -> list[int]:
        """The pieces of what was asked last: a moderator's welcome names every theme."""
        sentences = _SENTENCE_END.split(question.strip())
        return self.pieces(" ".join(sentences[-_QUESTION_SENTENCES:]))[-_MAX_QUESTION:]


def in_context(questions: Iterable[str]) -> list[str]:
    """Questions of one talk as they are meant: a follow-up together with the question it follows.

    Args:
        questions: What each answer answers, in order; the same one again where several answer it.
    """
    found = []
    current = before = ""
    for question in questions:
        if question != current:
            before, current = current, question
        is_short = len(current.split()) < _FOLLOW_UP
        found.append(f"{before} {current}".strip() if is_short else current)
    return found


def windows(sentences: Sequence[Sequence[int]], question: int) -> list[list[int]]:
    """An answer's pieces in stretches the model can take, whole sentences where they fit.

    Args:
        sentences: The pieces of each sentence.
        question: How many pieces the question has.
    """
    room = MAX_PIECES - _MARKS - question
    found: list[list[int]] = [[]]
    for sentence in sentences:
        if found[-1] and len(found[-1]) + len(sentence) > room:
            found.append([])
        found[-1] = [*found[-1], *sentence][:room]
    return found
