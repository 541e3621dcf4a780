"""What a coder may undo and redo, however they went back and forth."""

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.coding import Stance
from csec_qual.review.decide import standing
from csec_qual.review.undo import history
from tests.small_talk import decision, suggestion, talk

TALK = talk(*(("Dana", f"They got nothing, {number}.") for number in range(3)))
PLACES = [suggestion(TALK, turn, "tg-caregiver") for turn in (1, 2, 3)]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PLACES), st.sampled_from([Stance.APPLIES, Stance.DOES_NOT_APPLY])),
        st.sampled_from(["undo", "redo"]),
    ),
    max_size=12,
)


def replay(steps):
    """The log that a coder's steps leave, with what an editor's two piles would hold."""
    log, done, undone = [], [], []

    def append(about, stance):
        log.append(decision(about, stance, decision_id=str(len(log))))

    for each in steps:
        if each == "undo":
            if done:
                undone.append(done.pop())
                append(undone[-1][0], Stance.TAKEN_BACK)
        elif each == "redo":
            if undone:
                done.append(undone.pop())
                append(*done[-1])
        else:
            append(*each)
            done.append(each)
            # Saying by hand what would be redone is as good as redoing it.
            undone = undone[:-1] if undone and undone[-1] == each else []
    return log, done, undone


def said(decisions):
    return [(each.turn, each.stance) for each in decisions]


@given(STEPS)
def test_undo_and_redo_work_as_in_an_editor(steps):
    """Without limit, and from the log alone."""
    log, done, undone = replay(steps)
    may_undo, may_redo = history(log, "ana")
    assert said(may_undo) == [(about.turn, stance) for about, stance in done]
    assert said(may_redo) == [(about.turn, stance) for about, stance in undone]


@given(STEPS)
def test_what_may_be_undone_is_what_stands(steps):
    """Both are read from the same log and must not disagree."""
    log, _, _ = replay(steps)
    may_undo, _ = history(log, "ana")
    assert sorted(said(may_undo)) == sorted(said(standing(log)))


def test_what_others_do_is_theirs():
    """Nobody undoes a colleague's decision."""
    log = [decision(PLACES[0], decision_id="1"), decision(PLACES[1], coder_id="luis", decision_id="2")]
    assert said(history(log, "ana")[0]) == [(1, Stance.APPLIES)]
    assert history(log, "mara") == ([], [])
