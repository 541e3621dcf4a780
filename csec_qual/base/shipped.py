"""Files that travel in the package: codebooks, the sample study, report templates.

The only reader of the three mapped folders; ``setup.cfg`` says where they lie in a checkout.
"""

from importlib import import_module
from pathlib import Path


def _folder(package: str) -> Path:
    module = import_module(f"csec_qual.{package}")
    assert module.__file__ is not None  # a regular package, never a namespace
    return Path(module.__file__).parent


def codebooks() -> Path:
    """The folder of shipped codebooks; each is a folder of YAML files."""
    return _folder("_codebooks")


def paraphrase(name: str) -> Path:
    """The folder of the paraphrase model that was trained for a shipped codebook."""
    return codebooks() / name / "paraphrase"


def sample_study() -> Path:
    """The folder of the fictional sample study: transcripts and their lists."""
    return _folder("_samples")


def templates() -> Path:
    """The folder of report templates."""
    return _folder("_templates")
