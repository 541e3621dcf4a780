"""Precision, recall and their kin: small sets whose figures can be checked by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.codes import Codebook, Status, Theme
from csec_qual.model.coding import Evidence, Suggestion
from csec_qual.model.transcript import Role, Segment
from csec_qual.tagging.score import GROUPINGS, NO_TRAP, Label, Outcome, Tally, score
from tests.tagging.conftest import code, transcript

TALK = transcript("One.", (Role.INTERVIEWER, "Two?"), "Three.", "Four.")
TALK_ID = TALK.transcript_id
BOOK = Codebook(
    "b",
    "B",
    "1",
    (
        Theme("first", "First", "#004488", "", (replace(code("a"), theme_id="first"),)),
        Theme("second", "Second", "#004488", "", tuple(replace(code(c), theme_id="second") for c in "bc")),
    ),
)


def label(turn, code_id, **more):
    return Label(TALK_ID, turn, code_id, **more)


def suggested(turn, code_id, *, counts=True, status=Status.AFFIRMED, score=0.7):
    place = Segment(TALK_ID, 0, 1)
    evidence = Evidence(f"{code_id}.rule", place, (place,), status)
    return Suggestion(TALK_ID, turn, code_id, (evidence,), counts, False, score)


def scored(labels, suggestions):
    return score(BOOK, [TALK], labels, suggestions)


def test_the_unit_is_a_code_in_a_turn():
    """Two codes in one turn are two answers, and each is right or wrong alone."""
    result = scored([label(1, "a"), label(1, "b")], [suggested(1, "a"), suggested(1, "c")])
    outcomes = [(pair.code_id, pair.outcome) for pair in result.pairs]
    assert outcomes == [("a", Outcome.RIGHT), ("b", Outcome.MISSED), ("c", Outcome.EXTRA)]


def test_a_turn_without_a_row_earns_no_code():
    """What nobody labelled is labelled as nothing: a suggestion there is wrong."""
    assert scored([label(1, "")], [suggested(4, "a")]).overall == Tally(0, 1, 0)


def test_what_does_not_count_is_no_answer():
    """A denied gap is not suggested as one; a person who does not count it agrees."""
    denied = suggested(1, "a", counts=False, status=Status.NEGATED)
    assert scored([label(1, "a", counts=False)], [denied]).pairs == ()
    assert scored([label(1, "a")], [denied]).overall == Tally(0, 0, 1)


def test_a_counted_row_wins_over_one_that_does_not_count():
    """'They do it over there; here we have nothing': one turn, the same code twice."""
    rows = [label(1, "a", counts=False, status=Status.ELSEWHERE), label(1, "a", status=Status.AFFIRMED)]
    result = scored(rows, [suggested(1, "a")])
    assert result.overall == Tally(1, 0, 0)
    assert result.status_accuracy(counting=True) == (1, 1)


def test_figures_follow_from_the_counts():
    """3 of 4 suggested are right; 3 of 5 labelled are found."""
    tally = Tally(right=3, extra=1, missed=2)
    assert (tally.precision, tally.recall) == (3 / 4, 3 / 5)
    assert tally.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


def test_nothing_is_no_figure():
    """A share of nothing is neither 0 nor 100 per cent."""
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    assert scored([], []).macro.f1 is None


def test_macro_is_over_the_labelled_codes():
    """A code that nobody labelled has no recall; its false alarms weigh in the micro figures alone."""
    rows = [label(1, "a"), label(3, "a"), label(4, "b")]
    result = scored(rows, [suggested(1, "a"), suggested(3, "a"), suggested(4, "c")])
    assert (result.macro.codes, result.macro.f1) == (2, 0.5)
    assert result.macro.precision == 0.5


def test_the_top_half_is_the_surer_one():
    """A coder who reads from the top should meet the better suggestions first."""
    rows = [label(1, "a"), label(3, "a")]
    queue = [
        suggested(1, "b", score=0.3),
        suggested(1, "a", score=0.9),
        suggested(3, "a", score=0.8),
        suggested(3, "b", score=0.2),
        suggested(4, "a", counts=False, score=0.95),
    ]
    assert scored(rows, queue).top_half == Tally(2, 0, 0)


def test_an_odd_queue_has_its_middle_in_the_top_half():
    """One suggestion is its own top half."""
    assert scored([], [suggested(1, "a")]).top_half.suggested == 1


def test_status_is_compared_where_both_name_the_code():
    """A code found for the wrong reason, such as a denial read as a claim, must show."""
    rows = [label(1, "a", status=Status.NEED), label(3, "a", counts=False, status=Status.NEGATED)]
    given = [suggested(1, "a"), suggested(3, "a", counts=False, status=Status.NEGATED), suggested(4, "a")]
    result = scored(rows, given)
    assert result.status_accuracy(counting=True) == (0, 1)
    assert result.status_accuracy(counting=False) == (1, 2)


def test_a_suggestion_on_a_question_is_reported_apart():
    """The interviewer's words are never evidence; one such suggestion is a defect."""
    result = scored([], [suggested(2, "a"), suggested(1, "a")])
    assert (result.uncodable, result.overall.suggested, result.turns) == (1, 1, 3)


def test_a_turn_of_two_traps_counts_in_both():
    """Irony inside a quotation tests both."""
    rows = [label(1, "a", traps=("irony", "quoted")), label(3, "b")]
    result = scored(rows, [])
    assert {trap: tally.missed for trap, tally in result.by("trap").items()} == {
        NO_TRAP: 1,
        "irony": 1,
        "quoted": 1,
    }
    assert result.traps == {NO_TRAP: 2, "irony": 1, "quoted": 1}


def test_groups_stand_in_the_codebooks_order():
    """A table is read beside the codebook."""
    result = scored([label(1, "c"), label(3, "a"), label(4, "b")], [])
    assert list(result.by("code")) == ["a", "b", "c"]
    assert list(result.by("theme")) == ["first", "second"]


PLACES = st.sets(st.tuples(st.sampled_from([1, 3, 4]), st.sampled_from("abc")))


@given(PLACES, PLACES)
def test_every_grouping_but_traps_adds_up(wanted, given_places):
    """A table whose parts do not make the whole cannot be defended."""
    result = scored([label(*each) for each in wanted], [suggested(*each) for each in given_places])
    assert result.overall.labelled == len(wanted)
    assert result.overall.suggested == len(given_places)
    for grouping in set(GROUPINGS) - {"trap"}:
        assert sum(tally.labelled for tally in result.by(grouping).values()) == len(wanted)
        assert sum(tally.suggested for tally in result.by(grouping).values()) == len(given_places)
