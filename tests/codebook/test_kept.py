"""A codebook read with a cache is the codebook, with the same faults on the same lines."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csec_qual.base.errors import CodebookError
from csec_qual.codebook import nodes
from csec_qual.codebook.fingerprint import code_fingerprints
from csec_qual.codebook.load import read_codebook
from csec_qual.codebook.nodes import Faults, entries_of, hashed, read_yaml
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


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_an_edited_entry_is_read_as_in_its_file(tmp_path_factory, data):
    """Only the entry that was edited is read; its lines, and those below it, must be those of the file."""
    entries = TINY["training.yaml"].removeprefix("# Training\n").split("\n\n")
    text = "\n\n".join(data.draw(st.permutations([*entries, "- just words", "- 'quoted\n\n  lines'"])))
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(st.text("'\"|>-#&* \n\r\ta:[", max_size=3)) + text[at:]
    faults, plain = Faults(), Faults()
    whole = read_yaml(text, "x", Faults())
    known = {
        hashed(said): (line, node) for (line, said), node in zip(entries_of(text), whole.node[2], strict=True)
    }
    found, wanted = read_yaml(changed, "x", faults, known), read_yaml(changed, "x", plain)
    assert (found and found.node, faults) == (wanted and wanted.node, plain)


def test_what_stands_below_an_edit_is_not_read_again(monkeypatch, tmp_path):
    """The shipped themes have up to twelve codes; reading one is what an edit should cost."""
    folder, cache = tmp_path / "csec", tmp_path / "cache"
    shutil.copytree(CSEC, folder)
    read_codebook(folder, cache)
    read = []
    read_whole = nodes._read_whole
    monkeypatch.setattr(
        nodes, "_read_whole", lambda text, *rest: read.append(text) or read_whole(text, *rest)
    )
    file = folder / "training.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("label: ", "label: More ", 1), encoding="utf-8")
    assert read_codebook(folder, cache) == read_codebook(folder)
    assert read[0].startswith("- id: tg-caregiver\n")
    assert read[0].count("\n- id:") == 0
