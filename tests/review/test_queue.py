"""The order in which suggestions come before a coder."""

import random

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.coding import Stance
from csec_qual.review.queue import queue
from tests.small_talk import decision, suggestion, talk

TALK = talk(*(("Dana", f"They got nothing, {number}.") for number in range(6)))
DOUBTFUL = suggestion(TALK, 5, "tg-caregiver", counts=False, needs_review=True, score=0.3)
UNSURE = suggestion(TALK, 4, "tg-caregiver", score=0.5)
SURE = suggestion(TALK, 2, "tg-caregiver", score=0.9)
SURE_TOO = suggestion(TALK, 3, "tg-caregiver", score=0.9)
DENIED = suggestion(TALK, 1, "tg-caregiver", counts=False, score=0.05)
ORDERED = [UNSURE, DOUBTFUL, SURE, SURE_TOO, DENIED]


def test_a_persons_minute_goes_where_it_tells_most():
    """First what could go either way, last what is as good as certain."""
    assert queue(reversed(ORDERED), [], "ana") == ORDERED


@given(seed=st.integers(0, 1000))
def test_the_order_does_not_hang_on_the_order_given(seed):
    """Two coders must meet the same queue."""
    mixed = list(ORDERED)
    random.Random(seed).shuffle(mixed)
    assert queue(mixed, [], "ana") == ORDERED


def test_nobody_is_asked_twice():
    """Also where the answer was that they cannot tell."""
    log = [decision(DOUBTFUL, Stance.UNSURE), decision(SURE, Stance.DOES_NOT_APPLY)]
    assert queue(ORDERED, log, "ana") == [UNSURE, SURE_TOO, DENIED]


def test_what_the_codebook_leaves_to_a_person_comes_before_its_like():
    """Irony with the same score waits less."""
    left = suggestion(TALK, 6, "tg-caregiver", counts=False, needs_review=True, score=0.3)
    plain = suggestion(TALK, 1, "tg-caregiver", counts=False, score=0.3)
    assert queue([plain, left], [], "ana") == [left, plain]


def test_another_coder_is_asked_all_the_same():
    """Agreement can only be measured where two people read the same words."""
    assert queue(ORDERED, [decision(SURE, coder_id="luis")], "ana") == ORDERED
