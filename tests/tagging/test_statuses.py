"""The cues of the shipped codebook read a speaker's stance on claims that no cue was written for."""

from pathlib import Path

from csec_qual.model.codes import Status
from tests.tagging.statuses import cases, macro

SETS = Path(__file__).resolve().parents[1] / "quality" / "assertion"

# Somewhat under what is reached: 0.45 and 0.95.
_SEALED_FLOOR = 0.42
_DEV_FLOOR = 0.92


def test_claims_kept_apart():
    """What is told of other claims is what an evaluator may expect; totals only."""
    assert macro(cases(SETS / "sealed.csv")) >= _SEALED_FLOOR


def test_claims_the_cues_were_written_on():
    """An edit of one cue does not undo what another one reads right."""
    found = cases(SETS / "dev.csv")
    assert {case.wanted for case in found} == set(Status)
    assert macro(found) >= _DEV_FLOOR
