"""Decisions in a transcript that was corrected after they were made."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.transcript import Role
from csec_qual.review.reanchor import moved
from tests.small_talk import decision, segment, suggestion, talk

WORDS = "They never got any training."
OLD = talk(("Priya", "And training?"), ("Dana", WORDS), ("Dana", "A packet."))
MADE = decision(suggestion(OLD, 2, "tg-caregiver"))


def words(found, transcript):
    """The words a decision is about in a transcript."""
    return transcript.text[found.segment.start : found.segment.end]


def test_the_words_are_found_where_they_moved_to():
    """A forgotten question was typed in at the top."""
    new = talk(("Priya", "Hello 🙂"), ("Dana", "Hello."), *[(t.speaker, OLD.words(t)) for t in OLD.turns])
    found = moved(MADE, OLD, new)
    assert (found.turn, words(found, new)) == (4, WORDS)


def test_nothing_else_about_the_decision_changes():
    """Who, what, when and why are history."""
    new = talk(("Priya", "And training, Dana?"), ("Dana", WORDS))
    found = moved(MADE, OLD, new)
    assert replace(found, segment=MADE.segment, turn=MADE.turn) == MADE


def test_words_that_are_gone_are_for_a_person():
    """A corrected word may turn the meaning; nobody but a person can say."""
    assert moved(MADE, OLD, talk(("Dana", "They never got any good training."))) is None


def test_words_across_two_turns_are_for_a_person():
    """They are not one thing one person said."""
    made = replace(MADE, segment=segment(OLD, "never got any training.\n\nA packet."))
    assert moved(made, OLD, OLD) is None


def test_of_two_places_the_one_with_the_same_neighbours_is_meant():
    """People repeat themselves; the place is told by what stands around it."""
    old = talk(("Dana", "In spring, nothing."), ("Dana", "Last fall: nothing."))
    made = decision(suggestion(old, 2, "tg-caregiver"), words=segment(old, "nothing."))
    made = replace(made, segment=replace(made.segment, start=old.turns[1].end - 8, end=old.turns[1].end))
    new = talk(("Dana", "Last fall: nothing."), ("Dana", "In spring, nothing."))
    assert moved(made, old, new).turn == 1


def test_a_decision_never_moves_to_the_interviewer():
    """An interviewer who repeats the words is no evidence."""
    assert moved(MADE, OLD, talk(("Priya", WORDS), ("Dana", "Yes."))) is None
    assert moved(MADE, OLD, talk(("Priya", WORDS), ("Dana", WORDS))).turn == 2


def test_a_speaker_nobody_knows_is_for_a_person():
    """The role must be settled before the words can count again."""
    turns = tuple(replace(turn, role=Role.UNKNOWN) for turn in OLD.turns)
    assert moved(MADE, OLD, replace(OLD, turns=turns)) is None


said = st.text(st.sampled_from("ab 🙂\u0301"), min_size=1, max_size=8)


@given(before=st.lists(said, max_size=3), after=st.lists(said, max_size=3), these=said)
def test_what_is_found_is_what_was_decided_on(before, after, these):
    """Whatever was added around them: the same words, inside one turn that can be coded."""
    old = talk(("Dana", these))
    made = decision(suggestion(old, 1, "tg-caregiver"))
    new = talk(*(("Dana", each) for each in [*before, these, *after]))
    found = moved(made, old, new)
    turn = new.turns[found.turn - 1]
    assert words(found, new) == these
    assert turn.start <= found.segment.start < found.segment.end <= turn.end
