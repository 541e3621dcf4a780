"""The paraphrase layer: codes for answers that mean what a code means and use none of its rules' words.

It stands beside the rules and never in their place. A trained model says for each turn and code how
near the turn is to what people gave that code; one calibrated score weighs that together with what the
rules found. The score decides whether a suggestion counts, and sorts the queue. For a code that the study's
own decisions taught better, what was learned from them stands in the place of the model's weights.
"""

import io
import math
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from csec_qual.base import shipped
from csec_qual.base.errors import OutputError
from csec_qual.base.files import write_private
from csec_qual.base.identity import Json, fingerprint
from csec_qual.codebook.fingerprint import definition_fingerprint
from csec_qual.model.codes import Codebook
from csec_qual.model.transcript import Transcript
from csec_qual.nlp.paraphrase import Card, TextModel, in_context, read_card
from csec_qual.nlp.pipeline import TOKENS_VERSION
from csec_qual.nlp.running import Floats, is_installed
from csec_qual.tagging.learned import Learned
from csec_qual.tagging.stance import StanceReader, find_stance
from csec_qual.tagging.words import Unit, Words, units

_NO_SENTENCE = -1

# The model that reads for a codebook of a team's own.
_READS_EVERYTHING = "csec"

# Place among the weights of a card of the one for a rule that fires and does not count.
_FIRES = 3

# More than the rounding of a score can move it, in log-odds.
_MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class Readings:
    """What the model makes of some turns.

    Attributes:
        logits: Log-odds, one line for each turn and one column for each code of the model.
        sentence: Place in the turn of the sentence nearest to the code, or -1 where the turn is far from it.
        vectors: What each turn means, one line for each; see ``nlp.paraphrase.Meaning``.
    """

    logits: Floats
    sentence: NDArray[np.int16]
    vectors: NDArray[np.float16]

    def only(self, units: NDArray[np.int64]) -> "Readings":
        """The same for some of the turns."""
        return Readings(self.logits[units], self.sentence[units], self.vectors[units])


class Paraphrase:
    """The layer for one codebook.

    Args:
        card: What is known of the model.
        model: The model.
        codebook: A code whose definition is not the one the model was trained under is left to the rules.
        cache: The folder where readings are kept from run to run; None to keep none.
        stance: Reads how the speaker stands to what the rules found; None to leave that to the cues.
        learned: What was learned from a study's decisions; None where nothing was.
    """

    def __init__(
        self,
        card: Card,
        model: TextModel,
        codebook: Codebook,
        cache: Path | None = None,
        stance: StanceReader | None = None,
        learned: Learned | None = None,
    ) -> None:
        self._card = card
        self._model = model
        self._cache = cache
        self.stance = stance
        # Vectors of another model say nothing here, and a code that means something else now starts anew.
        fits = learned is not None and learned.model == card.identity
        meant = {code.code_id: definition_fingerprint(code) for code in codebook.codes}
        self._learned = {
            each.code_id: each
            for each in (learned.codes if learned and fits else ())
            if meant.get(each.code_id) == each.definition
        }
        # What the log-odds of a suggestion are at least.
        self._edge = math.log(card.threshold / (1 - card.threshold))
        known = dict(zip(card.codes, card.definitions, strict=True))
        self._column = {
            code.code_id: card.codes.index(code.code_id)
            for code in codebook.codes
            if codebook.paraphrase
            and known.get(code.code_id) == meant[code.code_id]
            and code.code_id not in card.off
        }

    @property
    def name(self) -> str:
        """The model's name, for reports."""
        return self._card.name

    @property
    def identity(self) -> str:
        """What its readings follow from: the models and how they are weighed."""
        own: list[Json] = [self._card.identity, list(self._card.weights), self._card.threshold]
        own += [sorted(self._column), self.stance.identity if self.stance else ""]
        return fingerprint([*own, [each.identity for each in self._learned.values()]])

    def covers(self, code_id: str) -> bool:
        """Whether the layer speaks to a code."""
        return code_id in self._column or code_id in self._learned

    @property
    def model(self) -> str:
        """Identity of what reads the answers."""
        return self._card.identity

    def meanings(self, texts: Iterable[tuple[str, str]]) -> Floats:
        """What texts of a codebook mean, one line for each.

        Args:
            texts: Each with the question before it, which may be empty.
        """
        read = self._model.read((question, [text]) for question, text in texts)
        return np.stack([each.vector for each in read])

    def read(self, words: Words) -> Readings:
        """What the model makes of every turn."""
        parts = [self._part(words, places) for places in _by_transcript(words.units)]
        n = len(self._card.codes)
        return Readings(
            np.concatenate([part.logits for part in parts] or [np.empty((0, n), np.float32)]),
            np.concatenate([part.sentence for part in parts] or [np.empty((0, n), np.int16)]),
            np.concatenate([part.vectors for part in parts] or [np.empty((0, 0), np.float16)]),
        )

    def candidates(self, readings: Readings, codes: Iterable[str]) -> dict[str, NDArray[np.int64]]:
        """For each of some codes it covers, the turns near enough to be suggested although no rule fired."""
        alone = self._read_alone(readings.logits)
        found = {}
        for code_id in codes:
            own = alone[:, self._column[code_id]] if code_id in self._column else np.zeros(len(alone))
            edge = self._edge
            if learned := self._learned.get(code_id):
                own, edge = learned.alone(readings.vectors, own), learned.edge
            units = np.flatnonzero(own >= edge - _MARGIN)
            scores = [self.score(readings, int(unit), code_id, counts=False, fires=False) for unit in units]
            enough = [self.is_enough(score, code_id) for score in scores]
            found[code_id] = units[np.array(enough, dtype=bool)]
        return found

    def sentence(self, readings: Readings, words: Words, unit: int, code_id: str) -> int:
        """Place in a turn of the sentence that speaks for a code."""
        place = (
            int(readings.sentence[unit, self._column[code_id]]) if code_id in self._column else _NO_SENTENCE
        )
        if place != _NO_SENTENCE or code_id not in self._learned:
            return place
        where = words.units[unit]
        own = units(where.transcript)
        asked = in_context(each.question for each in own)
        question = next((a for a, each in zip(asked, own, strict=True) if each.turn == where.turn), "")
        said = [words.text_of(rows[0], rows[-1]) for rows in words.sentences_of(unit)] or [""]
        vectors = np.stack([each.vector for each in self._model.each(question, said)])
        return int(self._learned[code_id].nearness(vectors).argmax())

    def score(self, readings: Readings, unit: int, code_id: str, *, counts: bool, fires: bool) -> float:
        """The probability that a person would give a turn the code.

        Args:
            readings: What the model makes of the turns.
            unit: The turn.
            code_id: The code, which the layer covers.
            counts: Whether a rule's finding counts.
            fires: Whether a rule fired, counting or not.
        """
        by_model = self.log_odds(readings, unit, code_id, counts=counts, fires=fires)
        if learned := self._learned.get(code_id):
            return _probability(learned.log_odds(readings.vectors[unit], by_model, counts, fires))
        return _probability(by_model)

    def log_odds(self, readings: Readings, unit: int, code_id: str, *, counts: bool, fires: bool) -> float:
        """The same before anything was learned, in log-odds; 0 where the model does not know the code."""
        if code_id not in self._column:
            return 0.0
        column = self._column[code_id]
        row = readings.logits[unit]
        trust = self._card.precision[column]
        rule = math.log(trust / (1 - trust))
        logit, rival = float(row[column]), float(np.delete(row, column).max())
        parts = (1.0, logit, counts, fires and not counts, counts * rule, counts * logit, rival)
        return sum(w * x for w, x in zip(self._card.weights, parts, strict=True))

    def is_enough(self, score: float, code_id: str) -> bool:
        """Whether a suggestion of a code with that score counts."""
        learned = self._learned.get(code_id)
        return score >= (learned.threshold if learned else self._card.threshold)

    def counted(self, readings: Readings, unit: int, code_id: str, *, counts: bool, fires: bool) -> bool:
        """Whether a turn had the code before anything was learned: by the rules, or with the model."""
        if code_id not in self._column:
            return counts
        by_model = self.log_odds(readings, unit, code_id, counts=counts, fires=fires)
        return _probability(by_model) >= self._card.threshold

    def keep(self, transcripts: Iterable[Transcript]) -> None:
        """Delete what is kept of turns that these transcripts no longer have.

        Args:
            transcripts: Every transcript of the study, as it is now.
        """
        if self._cache and self._cache.is_dir():
            wanted = {self._key(units(transcript)) for transcript in transcripts}
            for path in self._cache.glob("*.npz"):
                if path.stem not in wanted:
                    path.unlink(missing_ok=True)

    def _read_alone(self, logits: Floats) -> Floats:
        """Log-odds of a person giving the code, by the model alone, for each turn and code."""
        constant, slope, *_, rivalry = self._card.weights
        found: Floats = constant + slope * logits + rivalry * strongest_others(logits)
        return found

    def _part(self, words: Words, places: range) -> Readings:
        some = words.units[places.start : places.stop]
        path = self._cache / f"{self._key(some)}.npz" if self._cache else None
        found = _load(path, (len(places), len(self._card.codes))) if path else None
        if found is None:
            said = [
                [words.text_of(rows[0], rows[-1]) for rows in words.sentences_of(place)] or [""]
                for place in places
            ]
            found = self._fresh(in_context(unit.question for unit in some), said)
            if path:
                _save(path, found)
        return found

    def _key(self, some: Sequence[Unit]) -> str:
        """What the readings of some turns of one transcript follow from."""
        text = some[0].transcript.text if some else ""
        turns: list[Json] = [[unit.turn.start, unit.turn.end, unit.question] for unit in some]
        weighed: list[Json] = [*self._card.weights, self._card.threshold]
        return fingerprint([self._card.identity, weighed, TOKENS_VERSION, text, turns])

    def _fresh(self, asked: Sequence[str], said: Sequence[Sequence[str]]) -> Readings:
        read = self._model.read(zip(asked, said, strict=True))
        logits = np.stack([each.logits for each in read])
        sentence = np.full(logits.shape, _NO_SENTENCE, dtype=np.int16)
        # Which sentence speaks for a code is asked only where it may be suggested, helped by a rule or not.
        helps = max(self._card.weights[_FIRES], 0.0)
        may_be = self._read_alone(logits) + helps >= self._edge - _MARGIN
        for place, row in enumerate(logits):
            near = np.flatnonzero(may_be[place])
            if len(near):
                each = [row]
                if len(said[place]) > 1:
                    each = [meaning.logits for meaning in self._model.each(asked[place], said[place])]
                sentence[place, near] = np.stack(each)[:, near].argmax(axis=0)
        vectors = np.stack([each.vector for each in read]).astype(np.float16)
        return Readings(logits, sentence, vectors)


def find_paraphrase(
    codebook: Codebook, cache: Path | None = None, learned: Learned | None = None, *, learns: bool = False
) -> Paraphrase | None:
    """The layer for a codebook; None where it names no model, or what runs it is not installed.

    Args:
        codebook: The codebook.
        cache: The folder where readings are kept from run to run; None to keep none.
        learned: What was learned from a study's decisions: with it, a codebook needs to name no model.
        learns: Whether the layer is wanted to learn with, whatever the codebook names.
    """
    name = codebook.paraphrase or (_READS_EVERYTHING if learned or learns else "")
    folder = shipped.paraphrase(name) if name else None
    card = read_card(folder) if folder else None
    if folder is None or card is None or not is_installed():
        return None
    stance = find_stance(folder) if codebook.paraphrase else None
    return Paraphrase(card, TextModel(folder), codebook, cache, stance, learned)


def strongest_others(logits: Floats) -> Floats:
    """For each turn and code the log-odds of the strongest other code: its rival."""
    order = np.sort(logits, axis=1)
    first, second = order[:, -1:], order[:, -2:-1]
    return np.where(logits == first, second, first)


def _probability(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-max(min(log_odds, 30.0), -30.0))), 3)


def _by_transcript(units: Sequence[Unit]) -> list[range]:
    starts = [
        place
        for place, unit in enumerate(units)
        if place == 0 or unit.transcript is not units[place - 1].transcript
    ]
    ends = [*starts[1:], len(units)] if starts else []
    return [range(a, b) for a, b in zip(starts, ends, strict=True)]


def _load(path: Path, shape: tuple[int, int]) -> Readings | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
            found = Readings(kept["logits"], kept["sentence"], kept["vectors"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    is_whole = found.logits.shape == found.sentence.shape == shape and found.vectors.shape[:1] == shape[:1]
    return found if is_whole else None


def _save(path: Path, readings: Readings) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, logits=readings.logits, sentence=readings.sentence, vectors=readings.vectors)
    with suppress(OutputError):
        write_private(path, buffer.getvalue())
