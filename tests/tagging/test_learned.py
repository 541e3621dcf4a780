"""Weights learned from decisions: taken on where they are better on what they did not learn from."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.tagging.learned import Answers, Learned, LearnedCode, learn, read_learned, write_learned

N = 60


def answers(*, tells=True, transcripts=6, n_given=20, before=None):
    """Answers of which a third was given the code; their meaning tells which, or is noise."""
    random = np.random.default_rng(0)
    given = np.arange(N) < n_given
    vectors = random.normal(size=(N, 8))
    if tells:
        vectors[:, 0] += np.where(given, 3.0, -3.0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    nothing = np.zeros(N, dtype=bool)
    return Answers(
        code_id="own-code",
        definition="d" * 64,
        vectors=vectors,
        by_model=np.zeros(N),
        counts=nothing,
        fires=nothing,
        before=nothing if before is None else before(given),
        given=given,
        transcripts=np.arange(N) % transcripts,
        told=np.zeros((0, 8)),
        told_given=np.zeros(0, dtype=bool),
    )


def test_a_code_that_gains_is_taken_on():
    """No suggestion before, nearly all found after."""
    (lesson,) = learn([answers()])
    assert lesson.before.f1 == 0.0
    assert lesson.after.f1 > 0.9
    assert lesson.learned is not None


def test_noise_is_not_taken_on():
    """On what it learned from it would look good; that is not where it is measured."""
    (lesson,) = learn([answers(tells=False)])
    assert lesson.after is not None
    assert lesson.learned is None


def test_what_is_no_better_is_not_taken_on():
    """The rules found everything."""
    (lesson,) = learn([answers(before=lambda given: given.copy())])
    assert lesson.before.f1 == 1.0
    assert lesson.learned is None


@pytest.mark.parametrize("few", [{"n_given": 9}, {"n_given": 51}, {"transcripts": 1}])
def test_too_little_is_not_tried(few):
    """Nine answers, or one transcript, are an anecdote."""
    (lesson,) = learn([answers(**few)])
    assert (lesson.after, lesson.learned) == (None, None)


def test_it_is_written_down_and_read_again(tmp_path):
    """Exactly."""
    (lesson,) = learn([answers()])
    write_learned(tmp_path / "learned.json", Learned("m" * 64, (lesson.learned,)))
    again = read_learned(tmp_path / "learned.json")
    assert again.model == "m" * 64
    assert again.codes[0].identity == lesson.learned.identity
    assert np.array_equal(again.codes[0].vector, lesson.learned.vector)


@pytest.mark.parametrize("written", ["", "[]", '{"format": "another"}', '{"format": "csec_qual learned 1"}'])
def test_a_damaged_file_is_as_good_as_none(tmp_path, written):
    """The layer then says what is shipped."""
    (tmp_path / "learned.json").write_text(written, encoding="utf-8")
    assert read_learned(tmp_path / "learned.json") is None
    assert read_learned(tmp_path / "nowhere.json") is None


@given(
    st.lists(st.floats(-1, 1, width=16), min_size=4, max_size=4),
    st.floats(-5, 5),
    st.booleans(),
    st.booleans(),
)
def test_rules_add_to_what_an_answer_means(vector, by_model, counts, fires):
    """One answer alone gets what it gets among others, and a rule's finding its weight on top."""
    code = LearnedCode("own-code", "d", 0.5, -1.0, 0.5, 2.0, 0.25, np.array([1.0, -1.0, 0.5, 0.0]))
    row = np.array(vector, dtype=np.float16)
    alone = code.alone(np.stack([row, row]), np.array([by_model, 0.0]))[0]
    expected = alone + (2.0 if counts else 0.25 if fires else 0.0)
    assert code.log_odds(row, by_model, counts, fires) == pytest.approx(expected)


def test_identity_moves_with_every_weight():
    """Suggestions made by other weights are out of date."""
    (lesson,) = learn([answers()])
    other = dataclasses.replace(lesson.learned, counts=lesson.learned.counts + 0.1)
    assert other.identity != lesson.learned.identity
