"""Impossible values are refused when they are made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.base.errors import SegmentError
from csec_qual.model.transcript import Role, Segment, Turn, TurnKind

segments = st.builds(
    lambda name, start, length: Segment(name, start, start + length),
    st.sampled_from(["a", "b"]),
    st.integers(0, 50),
    st.integers(1, 20),
)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_segment_is_never_empty_or_backwards(start, end):
    """A quote of nothing is no evidence."""
    with pytest.raises(SegmentError):
        Segment("maple-01", start, end)


def test_turn_never_runs_backwards():
    """A turn may be empty (a silence), never backwards."""
    Turn(1, "P", Role.PARTICIPANT, TurnKind.TURN, 3, 3)
    with pytest.raises(SegmentError):
        Turn(1, "P", Role.PARTICIPANT, TurnKind.TURN, 3, 2)


@given(segments, segments)
def test_overlap_is_mutual(a, b):
    """If one segment overlaps another, the other overlaps it."""
    shared = a.transcript_id == b.transcript_id and set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.overlaps(b) == b.overlaps(a) == bool(shared)


@pytest.mark.parametrize("kind", TurnKind)
@pytest.mark.parametrize("role", Role)
def test_only_participants_words_are_codable(role, kind):
    """Interviewers' words and prompts are context, never evidence."""
    turn = Turn(1, "P", role, kind, 0, 4)
    assert turn.is_codable == (role is Role.PARTICIPANT and kind is not TurnKind.PROMPT)
