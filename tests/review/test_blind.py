"""What a blind coder may see, case by case."""

import pytest

from csec_qual.model.assignment import Assignment, Event, Seat
from csec_qual.review.blind import Blinders, all_finished, seats
from tests.small_talk import decision, suggestion, talk

TALK = talk(("Dana", "None."))
ABOUT = suggestion(TALK, 1, "tg-caregiver")


def seat(coder, *, blind=False, unsuggested=False, finished=None):
    return Seat(TALK.transcript_id, coder, blind, unsuggested, "mara", finished)


def entry(event, coder="ana", *, blind=False, after=0, by="mara"):
    return Assignment(f"{event}{coder}{after}", TALK.transcript_id, coder, event, blind, False, by, after, "")


@pytest.mark.parametrize(
    ("places", "sees"),
    [
        pytest.param([], True, id="nobody-is-assigned"),
        pytest.param([seat("luis")], True, id="not-blind"),
        pytest.param([seat("luis", blind=True)], False, id="blind"),
        pytest.param([seat("luis", blind=True, finished=9)], False, id="blind-and-alone"),
        pytest.param([seat("luis", blind=True, finished=9), seat("ana")], False, id="the-other-has-not"),
        pytest.param([seat("luis", blind=True), seat("ana", finished=9)], False, id="they-have-not"),
        pytest.param([seat("luis", blind=True, finished=9), seat("ana", finished=8)], True, id="both-have"),
        pytest.param(
            [seat("luis", blind=True, finished=9), seat("ana", finished=8), seat("kim")],
            False,
            id="a-third-has-not",
        ),
        pytest.param([seat("luis"), seat("ana", blind=True)], False, id="the-other-is-blind"),
    ],
)
def test_when_luis_sees_what_ana_decided(places, sees):
    """Two codings are independent while neither could follow the other."""
    assert Blinders("luis", places).sees(decision(ABOUT)) is sees


def test_everybody_sees_their_own():
    """Blind to others, not to oneself."""
    places = [seat("luis", blind=True, unsuggested=True)]
    assert Blinders("luis", places).sees(decision(ABOUT, coder_id="luis"))


def test_who_decided_there_without_a_place_does_not_see_the_blind_coder_either():
    """They are a coder of it whether or not somebody wrote it down; who never was, is not."""
    places, by_luis = [seat("luis", blind=True)], decision(ABOUT, coder_id="luis")
    assert not Blinders("ana", places, {TALK.transcript_id}).sees(by_luis)
    assert Blinders("mara", places).sees(by_luis)


def test_suggestions_are_hidden_only_where_the_place_says_so():
    """And until all have finished."""
    assert Blinders("luis", [seat("luis", blind=True)]).suggestions([ABOUT]) == [ABOUT]
    hidden = seat("luis", blind=True, unsuggested=True)
    assert Blinders("luis", [hidden]).suggestions([ABOUT]) == []
    assert Blinders("ana", [hidden, seat("ana")]).suggestions([ABOUT]) == [ABOUT]
    done = seat("luis", blind=True, unsuggested=True, finished=3)
    assert Blinders("luis", [done, seat("ana", finished=3)]).suggestions([ABOUT]) == [ABOUT]


def test_places_follow_from_the_log():
    """Assigned, finished, reopened, released."""
    log = [entry(Event.ASSIGNED, blind=True), entry(Event.FINISHED, blind=True, after=7, by="ana")]
    (found,) = seats(log)
    assert (found.finished_after, found.is_blind, found.assigned_by) == (7, True, "mara")
    (again,) = seats([*log, entry(Event.REOPENED, blind=True, by="ana")])
    assert not again.is_finished
    assert seats([*log, entry(Event.RELEASED)]) == []


def test_one_alone_is_never_compared():
    """Agreement is between people."""
    assert not all_finished([seat("ana", finished=0)])
    assert all_finished([seat("ana", finished=0), seat("luis", finished=0)])
