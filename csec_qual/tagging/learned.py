"""What a study's own decisions teach the paraphrase layer, one code at a time.

For a code that people decided on often enough, a logistic regression over what answers mean, what the shipped
model makes of them and what the rules found says how likely a person is to give it. Whether that is better
than what there was before is measured on transcripts it did not learn from; a code for which it is not stays
as it was. What is kept are weights, never words.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from csec_qual.base.files import write_private
from csec_qual.base.identity import Json, fingerprint

FORMAT = "csec_qual learned 1"

_DIGITS = 4
_FOLDS = 5
# How far a vector of length 1 is stretched, so that what an answer means weighs beside what a rule found.
_STRETCH = 4.0
# A code is learned from at least so many answers that people gave it, in at least two transcripts.
LEAST_GIVEN = 10
# What F1 has to gain, and what precision has to be, for a code to be taken on.
_GAIN, _PRECISION = 0.02, 0.5
# How often chance alone may be as often right as what was learned.
_CHANCE = 0.01
_THRESHOLDS = tuple(step / 20 for step in range(4, 13))


@dataclass(frozen=True)
class LearnedCode:
    """The weights for one code.

    Attributes:
        code_id: The code.
        definition: Fingerprint of the definition that people coded by.
        threshold: The score from which a suggestion counts.
        constant: Log-odds of an answer of which nothing else is known.
        by_model: Weight of the log-odds that the shipped model and the rules come to.
        counts: Weight of a rule's finding that counts.
        fires: Weight of a rule that fired and does not count.
        vector: Weights of what the answer means.
    """

    code_id: str
    definition: str
    threshold: float
    constant: float
    by_model: float
    counts: float
    fires: float
    vector: NDArray[np.float64]

    @property
    def identity(self) -> str:
        """What suggestions of the code follow from."""
        return fingerprint(_record(self))

    @property
    def edge(self) -> float:
        """The threshold in log-odds."""
        return math.log(self.threshold / (1 - self.threshold))

    def nearness(self, vectors: NDArray[np.floating]) -> NDArray[np.float64]:
        """What the meaning of answers adds to the log-odds."""
        return vectors.astype(np.float64) @ self.vector

    def alone(self, vectors: NDArray[np.floating], by_model: NDArray[np.floating]) -> NDArray[np.float64]:
        """Log-odds of answers in which no rule fires."""
        return self.constant + self.nearness(vectors) + self.by_model * by_model.astype(np.float64)

    def log_odds(self, vector: NDArray[np.floating], by_model: float, counts: bool, fires: bool) -> float:
        """Log-odds of a person giving an answer the code."""
        found = self.counts * counts + self.fires * (fires and not counts)
        return float(self.alone(vector[None, :], np.array([by_model]))[0]) + found


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything learned in a study.

    Attributes:
        model: Identity of the model whose vectors the weights are for.
        codes: Those taken on, in codebook order.
    """

    model: str
    codes: tuple[LearnedCode, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers that people read, and what they decided on one code.

    Attributes:
        code_id: The code.
        definition: Fingerprint of its definition.
        vectors: What each answer means.
        by_model: Log-odds by the shipped model and the rules; 0 where the model does not know the code.
        counts: Whether a rule's finding counted.
        fires: Whether a rule fired.
        before: Whether the answer had the code before anything was learned.
        given: Whether people gave it the code.
        transcripts: The number of the transcript it stands in.
        told: What the codebook itself says belongs to the code, as vectors.
        told_given: Whether it does: an example, or a near miss.
    """

    code_id: str
    definition: str
    vectors: NDArray[np.float64]
    by_model: NDArray[np.float64]
    counts: NDArray[np.bool_]
    fires: NDArray[np.bool_]
    before: NDArray[np.bool_]
    given: NDArray[np.bool_]
    transcripts: NDArray[np.int64]
    told: NDArray[np.float64]
    told_given: NDArray[np.bool_]

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to learn from and to measure it by."""
        n = int(self.given.sum())
        n_transcripts = len(np.unique(self.transcripts[self.given]))
        return n >= LEAST_GIVEN and len(self.given) - n >= LEAST_GIVEN and n_transcripts > 1


@dataclass(frozen=True, slots=True)
class Figures:
    """How well suggestions match what people decided, on the answers they read.

    Attributes:
        right: Suggested and given.
        wrong: Suggested and not given.
        missed: Given and not suggested.
    """

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of what is suggested that people gave; 0 where nothing is suggested."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of what people gave that is suggested."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of learning one code.

    Attributes:
        code_id: The code.
        given: How many answers people gave it.
        looked_at: How many answers people read.
        before: Of the suggestions there were.
        after: Of what was learned, on transcripts that it was not learned from; None where there was too
            little to learn from.
        learned: The weights; None where the code stays as it was.
    """

    code_id: str
    given: int
    looked_at: int
    before: Figures
    after: Figures | None
    learned: LearnedCode | None


def learn(answers: Sequence[Answers]) -> list[Lesson]:
    """Learn every code for which there is enough, and take on those that are better for it.

    One threshold is chosen for all codes together, where F1 over all of them is best: a threshold for each
    would be fitted to a handful of answers.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    tried = {each.code_id: _unseen(each) for each in answers if each.is_enough}
    threshold = _threshold([(tried[each.code_id], each.given) for each in answers if each.code_id in tried])
    return [_lesson(each, tried.get(each.code_id), threshold) for each in answers]


def read_learned(path: Path) -> Learned | None:
    """What was written down; None where nothing was, or it cannot be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            return None
        return Learned(said["model"], tuple(_code(each) for each in said["codes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_learned(path: Path, learned: Learned) -> None:
    """Write it down.

    Raises:
        OutputError: The file cannot be written.
    """
    codes: list[Json] = [_record(each) for each in learned.codes]
    text = json.dumps({"format": FORMAT, "model": learned.model, "codes": codes}, indent=1)
    write_private(path, f"{text}\n".encode())


def _lesson(answers: Answers, unseen: NDArray[np.float64] | None, threshold: float) -> Lesson:
    given, before = answers.given, _figures(answers.before, answers.given)
    after = learned = None
    if unseen is not None:
        after = _figures(unseen >= threshold, given)
        is_better = after.f1 >= before.f1 + _GAIN and after.precision >= _PRECISION
        if is_better and _chance(after, float(given.mean())) <= _CHANCE:
            learned = _fitted(answers, threshold)
    return Lesson(answers.code_id, int(given.sum()), len(given), before, after, learned)


def _chance(figures: Figures, share: float) -> float:
    """How likely as many suggestions would be right if they were drawn by lot.

    Where a third of the answers have the code, half of a few suggestions are soon right.

    Args:
        figures: How many are right and wrong.
        share: Of all answers, those that people gave the code.
    """
    from scipy.stats import binomtest

    n = figures.right + figures.wrong
    return float(binomtest(figures.right, n, share, alternative="greater").pvalue) if n else 1.0


def _unseen(answers: Answers) -> NDArray[np.float64]:
    """For each answer its probability, from weights learned on the answers of other transcripts."""
    from sklearn.model_selection import GroupKFold

    features, given = _features(answers), answers.given
    found = np.zeros(len(given))
    folds = GroupKFold(min(_FOLDS, len(np.unique(answers.transcripts))))
    for learned, held in folds.split(features, given, answers.transcripts):
        constant, weights = _weights(answers, features[learned], given[learned])
        found[held] = 1 / (1 + np.exp(-(constant + features[held] @ weights)))
    return found


def _fitted(answers: Answers, threshold: float) -> LearnedCode:
    constant, weights = _weights(answers, _features(answers), answers.given)
    by_model, counts, fires = (round(float(each), _DIGITS) for each in weights[:3])
    return LearnedCode(
        code_id=answers.code_id,
        definition=answers.definition,
        threshold=threshold,
        constant=round(constant, _DIGITS),
        by_model=by_model,
        counts=counts,
        fires=fires,
        vector=np.round(weights[3:] * _STRETCH, _DIGITS),
    )


def _features(answers: Answers) -> NDArray[np.float64]:
    found = (answers.by_model, answers.counts, answers.fires & ~answers.counts)
    return np.column_stack([*found, answers.vectors * _STRETCH]).astype(np.float64)


def _weights(
    answers: Answers, features: NDArray[np.float64], given: NDArray[np.bool_]
) -> tuple[float, NDArray[np.float64]]:
    from sklearn.linear_model import LogisticRegression

    told = np.column_stack([np.zeros((len(answers.told), 3)), answers.told * _STRETCH])
    fitted = LogisticRegression(max_iter=1000).fit(
        np.concatenate([features, told]), np.concatenate([given, answers.told_given])
    )
    return float(fitted.intercept_[0]), fitted.coef_[0]


def _threshold(tried: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]]) -> float:
    if not tried:
        return _THRESHOLDS[0]
    found = np.concatenate([each for each, _ in tried])
    given = np.concatenate([each for _, each in tried])
    return max(_THRESHOLDS, key=lambda threshold: (_figures(found >= threshold, given).f1, threshold))


def _figures(suggested: NDArray[np.bool_], given: NDArray[np.bool_]) -> Figures:
    return Figures(
        int((suggested & given).sum()), int((suggested & ~given).sum()), int((~suggested & given).sum())
    )


def _record(code: LearnedCode) -> dict[str, Json]:
    return {
        "code": code.code_id,
        "definition": code.definition,
        "threshold": code.threshold,
        "constant": code.constant,
        "by_model": code.by_model,
        "counts": code.counts,
        "fires": code.fires,
        "vector": [float(each) for each in code.vector],
    }


def _code(said: Mapping[str, object]) -> LearnedCode:
    numbers = {name: float(str(said[name])) for name in _NUMBERS}
    vector = said["vector"]
    if not isinstance(vector, list):
        raise TypeError("vector")
    return LearnedCode(
        str(said["code"]), str(said["definition"]), **numbers, vector=np.array(vector, dtype=np.float64)
    )


_NUMBERS = ("threshold", "constant", "by_model", "counts", "fires")
