"""What a coder may undo and redo, however they went back and forth."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.coding import Stance
from csec_qual.review.decide import standing
from csec_qual.review.undo import history
from tests.small_talk import decision, suggestion, talk

TALK = talk(*(("Dana", f"They got nothing, {number}.") for number in range(4)))
PLACES = [suggestion(TALK, turn, "tg-caregiver") for turn in (1, 2, 3, 4)]
SAID = st.tuples(st.sampled_from(PLACES), st.sampled_from([Stance.APPLIES, Stance.DOES_NOT_APPLY]))
# In one step a passage is decided on once.
STEP = st.lists(SAID, min_size=1, max_size=3, unique_by=lambda said: said[0].turn)
STEPS = st.lists(st.one_of(STEP, st.sampled_from(["undo", "redo"])), max_size=12)


def replay(steps):
    """The log that a coder's steps leave, with what an editor's two piles would hold."""
    log, done, undone = [], [], []

    def append(said):
        name = str(len(log)) if len(said) > 1 else ""
        for about, stance in said:
            log.append(replace(decision(about, stance, decision_id=str(len(log))), step=name))

    for each in steps:
        if each == "undo":
            if done:
                undone.append(done.pop())
                append([(about, Stance.TAKEN_BACK) for about, _ in reversed(undone[-1])])
        elif each == "redo":
            if undone:
                done.append(undone.pop())
                append(done[-1])
        else:
            append(each)
            done.append(each)
            # Saying by hand what would be redone is as good as redoing it.
            undone = undone[:-1] if undone and undone[-1] == each else []
    return log, done, undone


def said(steps):
    return [[(each.turn, each.stance) for each in step] for step in steps]


def plain(steps):
    return [[(about.turn, stance) for about, stance in step] for step in steps]


@given(STEPS)
def test_undo_works_as_in_an_editor(steps):
    """Without limit, a step at a time, and from the log alone."""
    log, done, _ = replay(steps)
    assert said(history(log, "ana")[0]) == plain(done)


@given(st.lists(STEP, min_size=1, max_size=6, unique_by=lambda step: str(plain([step]))), st.integers(1, 6))
def test_redo_goes_through_all_that_was_undone(steps, n_undone):
    """In the order in which it was done."""
    log, done, undone = replay([*steps, *["undo"] * n_undone])
    assert said(history(log, "ana")[1]) == plain(undone)
    log, done, undone = replay([*steps, *["undo"] * n_undone, "redo"])
    assert said(history(log, "ana")[0]) == plain(done)
    assert said(history(log, "ana")[1]) == plain(undone)


def test_a_new_decision_leaves_nothing_to_redo():
    """As in any editor."""
    log, _, _ = replay([[(PLACES[0], Stance.APPLIES)], "undo", [(PLACES[1], Stance.APPLIES)]])
    assert history(log, "ana")[1] == []


@given(STEPS)
def test_what_may_be_undone_is_what_stands(steps):
    """Both are read from the same log and must not disagree."""
    log, _, _ = replay(steps)
    may_undo = [each for step in said(history(log, "ana")[0]) for each in step]
    assert sorted(may_undo) == sorted((each.turn, each.stance) for each in standing(log))


def test_what_others_do_is_theirs():
    """Nobody undoes a colleague's decision."""
    log = [decision(PLACES[0], decision_id="1"), decision(PLACES[1], coder_id="luis", decision_id="2")]
    assert said(history(log, "ana")[0]) == [[(1, Stance.APPLIES)]]
    assert history(log, "mara") == ([], [])
