import subprocess
import sys
from pathlib import Path
from statistics import quantiles

import pytest

import csec_qual as cq
from benchmarks import jobs
from benchmarks.talk import INTERVIEWER, PARTICIPANT, Coded, Interview, interviews

ROOT = Path(__file__).parents[2]
CODED = (Coded("We need homes that say yes to teenagers."), Coded("Nobody does.", "Who takes them?"))


def talk(n_words: int, density: float = 0.15, seed: int = 1) -> list[Interview]:
    return list(interviews(CODED, n_words, density, seed))


def test_the_same_seed_gives_the_same_text():
    """Figures of two versions can be compared only where the text is the same."""
    assert talk(20_000) == talk(20_000)
    assert talk(20_000) != talk(20_000, seed=2)


def test_a_longer_text_begins_with_the_shorter_one():
    """Time grows with the words, not with another kind of text."""
    assert talk(40_000)[:2] == talk(20_000)[:2]


@pytest.mark.parametrize("density", [0.05, 0.15, 0.3])
def test_as_many_turns_carry_a_code_as_were_asked_for(density):
    """A text with fewer codes is coded faster, so the share must be what the table says."""
    turns = [turn for interview in talk(50_000, density) for turn in interview.turns]
    assert sum(turn.is_coded for turn in turns) / len(turns) == pytest.approx(density, abs=0.005)
    assert {turn.speaker for turn in turns if turn.is_coded} == {PARTICIPANT}


def test_turns_are_as_long_as_in_interviews():
    """Short turns would make every tool look slower than it is in use, and some more than others."""
    turns = [turn for interview in talk(200_000) for turn in interview.turns]
    tenths = quantiles((turn.n_words for turn in turns), n=10)
    assert 14 <= tenths[4] <= 18
    assert 90 <= tenths[8] <= 120
    assert [turn.speaker for turn in turns[:4]] == [INTERVIEWER, PARTICIPANT] * 2


def test_the_vocabulary_has_a_long_tail():
    """New words cost most: a text of few different words would flatter a tokenizer that remembers them."""
    kinds = {word for interview in talk(500_000) for turn in interview.turns for word in turn.text.split()}
    assert len(kinds) > 20_000


def test_the_codebook_of_the_job_has_thirty_rules(tmp_path):
    """The time of the job is said for thirty rules."""
    jobs.write_codebook(tmp_path / "csec")
    codes = cq.read_codebook(tmp_path / "csec").codes
    assert sum(len(code.rules) for code in codes if code.status == "active") == jobs.RULES


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["--peers", "regex", "medspacy"], "one rule edited", id="compare"),
        pytest.param(["--linear", "--peers", "none"], "x per word", id="linear"),
    ],
)
def test_a_quick_run_goes_through(arguments, expected):
    """A benchmark that nobody runs breaks unseen; a slow computer is no fault."""
    command = [sys.executable, "-m", "benchmarks.engine", "--quick", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert expected in done.stdout
    assert ("not run" in done.stdout) == ("medspacy" in arguments)
