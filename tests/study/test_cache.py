"""What a study keeps for speed: never more than it may, and never needed."""

import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from csec_qual.study.study import Study
from tests.study.small_study import tree, write

ROOT = Path(__file__).parents[2]


def kept(folder):
    """Everything in the cache, as one piece of bytes."""
    return b"".join(path.read_bytes() for path in (folder / "cache").rglob("*") if path.is_file())


def test_a_withdrawn_persons_words_leave_the_cache(folder, study):
    """What someone takes back is in no corner of the study folder but the file it came in."""
    study.find("training")
    assert b"office" in kept(folder)
    participants = folder / "participants.csv"
    text = participants.read_text(encoding="utf-8")
    write(participants, text.replace("child welfare,count", "child welfare,withdrawn"))
    with closing(Study.open(folder)) as reopened:
        reopened.suggest()
    assert b"office" not in kept(folder)


def test_clean_deletes_the_cache_and_nothing_else(folder, study):
    """Someone who hands the folder on can leave the copies out."""
    before = tree(folder)
    study.clean()
    study.clean()
    assert not (folder / "cache").exists()
    assert tree(folder) == before
    with closing(Study.open(folder)) as reopened:
        assert reopened.suggestions() == study.suggestions()
        assert len(reopened.find("training")) == len(study.find("training")) > 0


def test_a_link_in_place_of_the_cache_is_not_followed(folder, study, tmp_path):
    """What it leads to is not ours to delete."""
    study.clean()
    elsewhere = write(tmp_path / "elsewhere" / "mine.txt", "mine")
    (folder / "cache").symlink_to(elsewhere.parent, target_is_directory=True)
    study.clean()
    assert elsewhere.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owner-only mode")
def test_the_cache_is_for_its_owner_only(folder):
    """It holds what participants said."""
    paths = [folder / "cache", *(folder / "cache").rglob("*")]
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in paths)


def test_suggestions_are_the_same_without_a_cache(folder, study):
    """A cache that is gone, damaged or locked costs time alone."""
    wanted = study.suggestions()
    for path in (folder / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    write(folder / "codebooks" / "tiny" / "terms.yaml", "caregiver: [caregiver, grandma, aunt]\n")
    with closing(Study.open(folder)) as reopened:
        assert reopened.suggest().removed == ()
        assert reopened.suggestions() == wanted


def test_suggesting_after_an_edit_imports_no_spacy(folder):
    """Trying a rule must not wait for a language model."""
    rules = folder / "codebooks" / "tiny" / "placement.yaml"
    write(rules, rules.read_text(encoding="utf-8").replace("find: respite", "find: respite OR office"))
    program = f"""
import sys
from csec_qual.study.study import Study
study = Study.open({str(folder)!r})
print(study.suggest().transcripts, "spacy" in sys.modules)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout == "3 False\n"
