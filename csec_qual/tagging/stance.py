"""How a speaker stands to what a rule found, read from the whole of what they say.

Cues know the phrases somebody listed. Where the paraphrase layer is in use, a second small model reads each
finding in its answer, with the question and the turn before; what it reads and what the cues say are weighed
together. Everything else about a finding is the rules'.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from csec_qual.base.identity import Json, fingerprint
from csec_qual.model.codes import Status
from csec_qual.nlp.stance import Claim, StanceModel

_MODEL, _VOCABULARY, _CARD = "stance.onnx", "vocab.txt", "stance.json"

_STATUSES = tuple(Status)


@dataclass(frozen=True, slots=True)
class StanceCard:
    """What is known of a model.

    Attributes:
        identity: SHA-256 of the model's file.
        weights: One line for each status: a constant, the weight of each status as the model reads it, and
            the weight of each as the cues say it.
    """

    identity: str
    weights: NDArray[np.float64]


class StanceReader:
    """Reads findings with one model.

    Args:
        card: What is known of the model.
        model: The model.
    """

    def __init__(self, card: StanceCard, model: StanceModel) -> None:
        self._card = card
        self._model = model

    @property
    def identity(self) -> str:
        """What its readings follow from."""
        weights: list[Json] = [list(map(float, line)) for line in self._card.weights]
        return fingerprint([self._card.identity, weights])

    def is_whole(self) -> bool:
        """Whether the model's file is the one that the card speaks of."""
        return self._model.is_whole(self._card.identity)

    def statuses(self, claims: Sequence[Claim], cued: Sequence[Status]) -> list[Status]:
        """How the speaker stands to each claim.

        Args:
            claims: The findings, in what is said.
            cued: What the cues say of each.
        """
        if not claims:
            return []
        said = np.eye(len(_STATUSES))[[_STATUSES.index(status) for status in cued]]
        parts = np.column_stack([np.ones(len(claims)), np.stack(self._model.read(claims)), said])
        # Summed line by line: a product of matrices may round otherwise where there are more lines.
        likely = [(self._card.weights * line).sum(axis=1).round(4) for line in parts]
        return [_STATUSES[int(each.argmax())] for each in likely]


def find_stance(folder: Path) -> StanceReader | None:
    """The reader whose model lies in a folder; None where there is none."""
    path = folder / _CARD
    if not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    card = StanceCard(said["sha256"], np.array(said["weights"], dtype=np.float64))
    return StanceReader(card, StanceModel(folder / _MODEL, folder / _VOCABULARY))
