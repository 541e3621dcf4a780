"""The model beside the cues reads how a speaker stands to what a rule found."""

import json
from pathlib import Path

import pytest

from csec_qual.codebook.load import read_codebook
from csec_qual.model.codes import Status
from csec_qual.model.coding import BY_READING
from csec_qual.model.transcript import Role
from csec_qual.nlp.stance import Claim
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.explain import explain
from csec_qual.tagging.stance import find_stance
from tests.tagging.conftest import transcript
from tests.tagging.statuses import cases, macro

CSEC = Path(__file__).resolve().parents[2] / "codebooks" / "csec"
SEALED = Path(__file__).resolve().parents[1] / "quality" / "assertion" / "sealed.csv"
# Somewhat under what is reached: 0.77.
_FLOOR = 0.7


@pytest.fixture(scope="module")
def stance():
    return find_stance(CSEC / "paraphrase")


@pytest.fixture(scope="module")
def engine(stance):
    return Engine(read_codebook(CSEC), stance=stance)


def claim(words, text, question="", before=""):
    start = text.index(words)
    return Claim("Caregivers lack training.", question, before, text, start, start + len(words))


def test_the_model_is_the_one_the_card_speaks_of(stance):
    """A model that was exchanged would give other statuses without a word."""
    card = json.loads((CSEC / "paraphrase" / "stance.json").read_text(encoding="utf-8"))
    assert stance.is_whole()
    assert {len(line) for line in card["weights"]} == {1 + 2 * len(Status)}


def test_claims_kept_apart():
    """Where the cues alone reach 0.45; totals only."""
    assert macro(cases(SEALED, cues_only=False)) >= _FLOOR


def test_what_is_read_does_not_depend_on_what_is_read_beside_it(stance):
    """A study that grows must not change what was suggested before."""
    claims = [
        claim("no class for kin", "There is no class for kin."),
        claim("no class for kin", "There was no class for kin until the spring; now they all go."),
        claim("no class for kin", "Up north there is no class for kin.", question="And elsewhere?"),
    ]
    cued = [Status.AFFIRMED] * 3
    together = stance.statuses(claims, cued)
    again = find_stance(CSEC / "paraphrase")
    alone = [again.statuses([one], cued[:1])[0] for one in reversed(claims)]
    assert together == alone[::-1]
    assert stance.statuses([], []) == []


TALK = transcript(
    (Role.INTERVIEWER, "What happens with a girl who needs detox?"),
    "Whether there are detox beds for youth, no beds, I could not tell you. Ask Dana.",
)


def test_a_status_that_is_read_says_so(engine):
    """No cue is named where none decided; the explanation says what did."""
    plain = Engine(engine.codebook)
    by_cues = {each.code_id: each for each in plain.suggest(TALK)}
    read = {each.code_id: each for each in engine.suggest(TALK)}
    assert by_cues.keys() == read.keys()
    changed = [each for each in read.values() if each.evidence[0].cue_id == BY_READING]
    assert changed
    for each in changed:
        assert each.status is not by_cues[each.code_id].status
        assert each.evidence[0].cue is None
        assert explain(each, engine.codebook, TALK).reasons[0].by_reading
