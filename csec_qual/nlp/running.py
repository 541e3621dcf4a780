"""A model file ready to run, by onnxruntime."""

import importlib.util
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]

Given = TypeVar("Given")
Read = TypeVar("Read")

# Beyond this many digits two processors may disagree.
_DIGITS = 4


def is_installed() -> bool:
    """Whether the packages that run a model are there."""
    return importlib.util.find_spec("onnxruntime") is not None


class Runner:
    """A text classifier in a file; each text is run by itself, so that nothing read beside it changes it.

    Args:
        path: The model, which takes ``input_ids`` and ``token_type_ids`` of one text.
    """

    def __init__(self, path: Path) -> None:
        self._session = _session(path)

    def run(self, numbers: list[int], kinds: list[int]) -> tuple[Floats, ...]:
        """The model's outputs for one text, in the model's order.

        Args:
            numbers: The text's pieces.
            kinds: For each piece, which of the two parts of the text it is of.
        """
        given = {
            "input_ids": np.array([numbers], dtype=np.int64),
            "token_type_ids": np.array([kinds], dtype=np.int64),
        }
        found = self._session.run(None, given)
        return tuple(np.round(each[0].astype(np.float32), _DIGITS) for each in found)


def side_by_side(read: Callable[[Given], Read], texts: Iterable[Given]) -> list[Read]:
    """What is read in each text: as many at a time as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as readers:
        return list(readers.map(read, texts))


def _session(path: Path) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # One answer is too little work to share: several are read at the same time instead.
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
