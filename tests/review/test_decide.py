"""What the log of decisions comes to, and what counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.codes import Assertion, Code, CodeStatus, Status
from csec_qual.model.coding import Stance
from csec_qual.model.transcript import Role
from csec_qual.review import decide
from tests.small_talk import decision, segment, suggestion, talk

TALK = talk(
    ("Priya", "And training?"),
    ("Dana", "They never got any. They need respite too."),
    ("Dana", "A packet is all they get."),
)
ORDER = ("tg-caregiver", "pl-relative")
TRAINING = suggestion(TALK, 2, "tg-caregiver")
RESPITE = suggestion(TALK, 2, "pl-relative")
IRONIC = suggestion(TALK, 3, "tg-caregiver", counts=False, needs_review=True, status=Status.IRONIC)
CODE = Code(
    "tg-caregiver", "training", "Caregivers", 3, CodeStatus.ACTIVE, "", "", (), (), (), (), (), Assertion()
)


def counted(suggestions, decisions, *, transcript=TALK, order=ORDER, include_undecided=True):
    """Ids of the passages that count."""
    found = decide.passages(
        suggestions,
        decisions,
        {transcript.transcript_id: transcript},
        order,
        include_undecided=include_undecided,
    )
    return [each.passage_id for each in found]


def made(stance=Stance.APPLIES, *, note="", time="2026-06-30T17:04:09Z", coder_id="ana", number=0):
    """A decision as the study makes it."""
    return decide.decision(
        TRAINING.segment,
        TRAINING.turn,
        CODE,
        1,
        coder_id=coder_id,
        stance=stance,
        note=note,
        time=time,
        number=number,
        seen=TRAINING,
    )


def test_a_decision_holds_what_the_coder_saw():
    """Years later it must be clear which words, which version and which rule result were judged."""
    one = made(note="a packet")
    assert (one.segment, one.version, one.turn) == (TRAINING.segment, 1, 2)
    assert (one.code_version, one.fingerprint) == (3, TRAINING.fingerprint)
    assert one.suggestion_id == TRAINING.suggestion_id == decide.passage_id(one)


def test_the_id_of_a_decision_follows_from_its_content():
    """Two machines that merge their logs must find the same decision once."""
    assert made().decision_id == made().decision_id
    others = {
        made(Stance.DOES_NOT_APPLY).decision_id,
        made(note="no").decision_id,
        made(time="2026-06-30T17:04:10Z").decision_id,
        made(coder_id="luis").decision_id,
    }
    assert len(others | {made().decision_id}) == 5


def test_saying_it_twice_in_a_second_is_two_decisions():
    """A double click must not become an error."""
    first = made()
    assert made(number=1).decision_id != first.decision_id


def test_the_last_stance_is_the_answer():
    """To undo is to decide again."""
    log = [
        decision(TRAINING, Stance.APPLIES),
        decision(TRAINING, Stance.DOES_NOT_APPLY),
        decision(TRAINING, Stance.UNSURE, coder_id="luis"),
    ]
    coding = decide.codings(log)[TRAINING.suggestion_id]
    assert coding.decision == log[-1]
    assert coding.overruled == 2


SAID = [stance for stance in Stance if stance is not Stance.TAKEN_BACK]


@given(stances=st.lists(st.sampled_from(SAID), min_size=1))
def test_any_log_ends_with_its_last_word(stances):
    """However often people change their minds."""
    coding = decide.codings([decision(TRAINING, stance) for stance in stances])[TRAINING.suggestion_id]
    assert coding.decision.stance is stances[-1]
    assert coding.overruled == sum(stance is not stances[-1] for stance in stances)


def test_what_was_taken_back_stands_no_longer():
    """And what the coder said before it stands again."""
    log = [
        decision(TRAINING, Stance.APPLIES, decision_id="1"),
        decision(TRAINING, Stance.DOES_NOT_APPLY, decision_id="2"),
        decision(TRAINING, Stance.UNSURE, coder_id="luis", decision_id="3"),
        decision(TRAINING, Stance.TAKEN_BACK, decision_id="4"),
    ]
    assert [each.decision_id for each in decide.standing(log)] == ["1", "3"]
    back = [*log, decision(TRAINING, Stance.TAKEN_BACK, decision_id="5")]
    assert [each.decision_id for each in decide.standing(back)] == ["3"]
    too_often = [*back, decision(TRAINING, Stance.TAKEN_BACK, decision_id="6")]
    assert [each.decision_id for each in decide.standing(too_often)] == ["3"]


def test_a_suggestion_counts_until_somebody_says_otherwise():
    """A draft shows what the rules found; the decided cut shows only what people said."""
    assert counted([TRAINING], []) == [TRAINING.suggestion_id]
    assert counted([TRAINING], [], include_undecided=False) == []


def test_a_status_that_does_not_count_waits_for_a_person():
    """Irony is never counted by a rule."""
    assert counted([IRONIC], []) == []
    assert counted([IRONIC], [decision(IRONIC)]) == [IRONIC.suggestion_id]


@pytest.mark.parametrize("stance", [Stance.DOES_NOT_APPLY, Stance.UNSURE])
@pytest.mark.parametrize("include_undecided", [True, False])
def test_what_a_person_rejects_or_doubts_never_counts(stance, include_undecided):
    """Neither in the draft nor in the decided cut."""
    log = [decision(TRAINING), decision(TRAINING, stance)]
    assert counted([TRAINING], log, include_undecided=include_undecided) == []


@pytest.mark.parametrize("include_undecided", [True, False])
def test_what_a_person_said_applies_needs_no_rule(include_undecided):
    """An edit to the codebook must not take away what somebody decided."""
    assert counted([], [decision(TRAINING)], include_undecided=include_undecided) == [TRAINING.suggestion_id]


def test_the_words_of_a_decision_are_the_ones_that_were_seen():
    """Not those of a later suggestion in the same turn, which nobody has judged."""
    words = segment(TALK, "They never got any.")
    (passage,) = decide.passages(
        [TRAINING],
        [decision(TRAINING, words=words)],
        {TALK.transcript_id: TALK},
        ORDER,
        include_undecided=True,
    )
    assert (passage.segment, passage.coder_id, passage.is_decided) == (words, "ana", True)


def test_passages_stand_in_turn_and_codebook_order():
    """Two runs must write the same bytes, and a coder reads in the codebook's order."""
    later = suggestion(TALK, 3, "tg-caregiver")
    found = counted([later, RESPITE], [decision(TRAINING)])
    assert found == [TRAINING.suggestion_id, RESPITE.suggestion_id, later.suggestion_id]


def test_a_code_that_left_the_codebook_is_left_out():
    """There is no heading to count it under."""
    assert counted([TRAINING, RESPITE], [decision(RESPITE)], order=("tg-caregiver",)) == [
        TRAINING.suggestion_id
    ]


def test_only_codable_turns_count():
    """The list of speakers may say later that Dana was asking, or that she withdrew."""
    turns = tuple(replace(turn, role=Role.UNKNOWN) for turn in TALK.turns)
    assert counted([RESPITE], [decision(TRAINING)], transcript=replace(TALK, turns=turns)) == []


def test_a_turn_that_is_not_there_is_no_traceback():
    """A transcript was cut short; its old suggestions have not been made again yet."""
    shorter = talk(("Priya", "And training?"))
    assert counted([TRAINING], [decision(RESPITE)], transcript=shorter) == []


def test_a_transcript_that_is_not_there_is_left_out():
    """Its row in the sources list was deleted."""
    cedar = talk(("Kim", "No."), transcript_id="cedar-01")
    assert counted([TRAINING], [decision(RESPITE)], transcript=cedar) == []
