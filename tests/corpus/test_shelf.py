"""Words on disk: the same as they were put there, or none."""

import stat
import sys

import numpy as np
import pytest

from csec_qual.corpus.shelf import Shelf
from csec_qual.corpus.texts import TextWords

KEY = "a" * 64


def words():
    return TextWords(
        start=np.array([0, 4, 0], dtype=np.int32),
        end=np.array([3, 5, 4], dtype=np.int32),
        form=np.array([1, 0, 2], dtype=np.int32),
        is_word=np.array([True, False, True]),
        opens_sentence=np.array([True, False, True]),
        bounds=np.array([0, 2, 2, 3]),
        entries=(".", "kin", "n\u00e9e\tn\u00e9e\tbear"),
    )


def as_lists(found):
    columns = (found.start, found.end, found.form, found.is_word, found.opens_sentence, found.bounds)
    return [column.tolist() for column in columns], found.entries


def test_what_is_put_there_is_found_again(tmp_path):
    """A quicker run must see the same words."""
    shelf = Shelf(tmp_path / "cache" / "words")
    assert shelf.get(KEY) is None
    shelf.put(KEY, words())
    assert as_lists(shelf.get(KEY)) == as_lists(words())
    assert shelf.get("b" * 64) is None


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[:-3], id="cut-short"),
        pytest.param(lambda data: data[:80] + b"\x00" + data[81:], id="one-byte-wrong"),
        pytest.param(lambda data: b"PK\x03\x04" + data, id="another-format"),
    ],
)
def test_a_damaged_file_is_none(tmp_path, spoil):
    """A broken cache costs time, never a wrong count or a traceback."""
    shelf = Shelf(tmp_path)
    shelf.put(KEY, words())
    (path,) = tmp_path.iterdir()
    path.write_bytes(spoil(path.read_bytes()))
    assert shelf.get(KEY) is None
    shelf.put(KEY, words())
    assert shelf.get(KEY) is not None


def test_a_file_under_another_name_is_none(tmp_path):
    """Words are those of the text they are asked for, not of a file somebody copied."""
    shelf = Shelf(tmp_path)
    shelf.put(KEY, words())
    next(tmp_path.iterdir()).rename(tmp_path / f"{'b' * 64}.words")
    assert shelf.get("b" * 64) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owner-only mode")
def test_files_are_for_their_owner_only(tmp_path):
    """They hold what participants said."""
    Shelf(tmp_path / "cache" / "words").put(KEY, words())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "cache").rglob("*")}
    modes["cache"] = stat.S_IMODE((tmp_path / "cache").stat().st_mode)
    assert set(modes.values()) == {0o700, 0o600}
    assert modes["cache"] == 0o700


def test_what_nothing_asks_for_is_deleted(tmp_path):
    """Words that a person took back must not stay in a corner."""
    shelf = Shelf(tmp_path)
    shelf.put(KEY, words())
    shelf.put("b" * 64, words())
    shelf.keep({KEY})
    assert [path.stem for path in tmp_path.iterdir()] == [KEY]


def test_a_shelf_that_cannot_be_written_is_done_without(tmp_path):
    """A read-only study can still be searched."""
    (tmp_path / "words").write_text("in the way")
    shelf = Shelf(tmp_path / "words")
    shelf.put(KEY, words())
    assert shelf.get(KEY) is None
    shelf.keep(())
