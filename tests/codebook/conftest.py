"""The tiny codebook as a folder, with or without a mistake in it."""

from pathlib import Path

import pytest

from tests.codebook.tiny import TINY


@pytest.fixture
def tiny(tmp_path):
    """Write the tiny codebook, with one passage of one file changed, and give its folder."""

    def write(file: str = "", old: str = "", new: str = "") -> Path:
        folder = tmp_path / "tiny"
        folder.mkdir(exist_ok=True)
        for name, text in TINY.items():
            assert name != file or old in text, f"{name} has no {old!r}"
            changed = text.replace(old, new, 1) if name == file else text
            (folder / name).write_text(changed, encoding="utf-8")
        return folder

    return write
