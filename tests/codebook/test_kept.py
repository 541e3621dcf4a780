"""A codebook read with a cache is the codebook, with the same faults on the same lines."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csec_qual.base.errors import CodebookError
from csec_qual.codebook.fingerprint import code_fingerprints
from csec_qual.codebook.load import read_codebook
from tests.codebook.tiny import TINY

CSEC = Path(__file__).parents[2] / "codebooks" / "csec"


def outcome(folder, cache=None):
    """The codebook, or its problems."""
    try:
        return read_codebook(folder, cache)
    except CodebookError as error:
        return error.problems


def test_the_shipped_codebook_is_the_same_from_the_cache(tmp_path):
    """Suggestions must not depend on whether somebody ran the program before."""
    plain = read_codebook(CSEC)
    assert read_codebook(CSEC, tmp_path) == plain
    warm = read_codebook(CSEC, tmp_path)
    assert warm == plain
    assert code_fingerprints(warm) == code_fingerprints(plain)


@given(st.sampled_from(sorted(TINY)), st.data())
@settings(max_examples=100, deadline=None)
def test_faults_are_the_same_with_and_without(tmp_path_factory, file, data):
    """A message must point at the same line on the first run and on every later one."""
    text = TINY[file]
    at = data.draw(st.integers(0, len(text)))
    typed = data.draw(st.text("{}[]\"'*&!|>%@:-#, \n\t\\\\/()0a\u00e9", max_size=4))
    gone = data.draw(st.integers(0, 12))
    place = tmp_path_factory.mktemp("slip")
    folder, cache = place / "tiny", place / "cache"
    folder.mkdir()
    for name, whole in TINY.items():
        (folder / name).write_text(whole, encoding="utf-8")
    read_codebook(folder, cache)
    changed = text[:at] + typed + text[at + gone :]
    (folder / file).write_text(changed, encoding="utf-8")
    plain = outcome(folder)
    assert outcome(folder, cache) == plain
    assert outcome(folder, cache) == plain


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param("training.yaml", "  label: Caregiver", "  label: x\n  label: Caregiver", id="key-twice"),
        pytest.param("training.yaml", "use: [A shortfall", "use: [no, A shortfall", id="no-is-a-word"),
        pytest.param("training.yaml", "never}, ", "never}, &a {LOWER: x}, *a, ", id="alias"),
        pytest.param("training.yaml", "rent OR respite", "rent OR", id="broken-query"),
        pytest.param("training.yaml", "{caregiver}", "{carers}", id="unknown-list"),
    ],
)
def test_traps_are_the_same_with_and_without(tiny, tmp_path, file, old, new):
    """What YAML makes hard to see must not get harder."""
    folder = tiny(file, old, new)
    plain = outcome(folder)
    assert outcome(folder, tmp_path / "cache") == plain
    assert outcome(folder, tmp_path / "cache") == plain


def test_after_an_edit_one_file_is_read_again(tiny, tmp_path):
    """Trying a rule, and another, is what an evaluator does all afternoon."""
    cache = tmp_path / "cache"
    read_codebook(tiny(), cache)
    before = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    folder = tiny("training.yaml", "rent OR respite", "rent OR money")
    rule = read_codebook(folder, cache).code("tg-caregiver").rules[0]
    after = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    assert rule.unless == "rent OR money"
    assert len(after) == len(before) == len(TINY)
    assert len(after.items() - before.items()) == 1


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: data[:-1], lambda data: b"[]" + data])
def test_a_damaged_cache_is_made_anew(tiny, tmp_path, spoil):
    """A broken cache costs time, nothing else."""
    folder, cache = tiny(), tmp_path / "cache"
    plain = read_codebook(folder, cache)
    for path in cache.iterdir():
        path.write_bytes(spoil(path.read_bytes()))
    assert read_codebook(folder, cache) == plain
    assert read_codebook(folder, cache) == plain
