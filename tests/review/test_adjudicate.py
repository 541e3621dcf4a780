"""Which readings differ, and what settles them."""

from dataclasses import replace

from csec_qual.model.assignment import Seat
from csec_qual.model.coding import Stance
from csec_qual.review.adjudicate import Difference, as_finished, disagreements
from csec_qual.review.decide import codings
from csec_qual.review.stale import changed_since
from tests.review.test_decide import CODE
from tests.small_talk import decision, segment, suggestion, talk

TALK = talk(("Dana", "They never got any. A packet is all they get."), ("Lee", "None."))
ONE, TWO = (suggestion(TALK, turn, "tg-caregiver") for turn in (1, 2))
HALF, REST = segment(TALK, "They never got any."), segment(TALK, "A packet is all they get.")


def said(about=ONE, stance=Stance.APPLIES, coder="luis", **more):
    return decision(about, stance, coder_id=coder, **more)


def differ(ana, luis):
    return [each.difference for each in disagreements({"ana": ana, "luis": luis})]


def test_what_matches_and_what_does_not():
    """Same code on words that overlap is the same reading; to reject is not to give."""
    assert differ([decision(ONE)], [said(words=HALF)]) == []
    assert differ([decision(ONE)], []) == [Difference.GIVEN]
    assert differ([decision(ONE)], [said(stance=Stance.DOES_NOT_APPLY)]) == [Difference.GIVEN]
    assert differ([decision(ONE, Stance.DOES_NOT_APPLY)], []) == []
    assert differ([decision(ONE, words=HALF)], [said(words=REST)]) == [Difference.WORDS]
    assert differ([decision(ONE, Stance.UNSURE)], []) == [Difference.UNSURE]
    assert differ([], []) == []


def test_what_a_coder_changes_after_they_finished_is_not_their_reading():
    """They may have seen the other's."""
    log = [decision(ONE), said(), decision(TWO), decision(ONE, Stance.DOES_NOT_APPLY)]
    seat = Seat(TALK.transcript_id, "ana", True, False, "mara", finished_after=3)
    assert [(each.turn, each.stance) for each in as_finished(log, seat)] == [
        (1, Stance.APPLIES),
        (2, Stance.APPLIES),
    ]


def test_the_decision_that_settles_is_the_answer_whoever_speaks_later():
    """A coder who does not give in does not overrule the lead."""
    first, second = decision(ONE), said(stance=Stance.DOES_NOT_APPLY)
    ids = (first.decision_id, second.decision_id)
    settling = replace(said(coder="mara", stance=Stance.DOES_NOT_APPLY), settles=ids)
    later = decision(ONE, decision_id="again")
    (found,) = disagreements({"ana": [first], "luis": [second]}, [first, second, settling, later])
    assert found.settled == settling
    answer = codings([first, second, settling, later])[ONE.suggestion_id]
    assert (answer.decision, answer.overruled) == (settling, 2)
    (other,) = disagreements({"ana": [later], "luis": [second]}, [settling])
    assert other.settled is None


def test_what_changed_since_a_decision_is_said():
    """Rule, code, text, or nothing suggested any more; by hand nothing of a rule is said."""
    assert changed_since(decision(ONE), CODE, ONE, 1) == []
    assert changed_since(decision(ONE), CODE, replace(ONE, fingerprint="two"), 1) == [
        "decided on an older rule"
    ]
    assert changed_since(decision(ONE), replace(CODE, version=4), ONE, 1) == [
        "decided under version 3 of the code, now 4"
    ]
    assert changed_since(decision(ONE), CODE, ONE, 2) == ["decided before the text was corrected"]
    assert changed_since(decision(ONE), CODE, None, 1) == ["no rule suggests it any more"]
    by_hand = replace(decision(ONE), suggestion_id="", fingerprint="")
    assert changed_since(by_hand, CODE, None, 1) == []
