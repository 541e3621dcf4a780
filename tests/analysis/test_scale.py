import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.analysis.bases import Count
from csec_qual.analysis.scale import SCALE, statement, word


@pytest.mark.parametrize(
    ("n", "of", "shown"),
    [
        pytest.param(0, 0, "none", id="nobody-heard"),
        pytest.param(0, 9, "none", id="none"),
        pytest.param(1, 1, "one", id="the-only-person-is-not-all"),
        pytest.param(1, 9, "one", id="one"),
        pytest.param(2, 9, "a few", id="two-of-nine"),
        pytest.param(2, 5, "about half", id="exactly-two-in-five"),
        pytest.param(3, 5, "about half", id="exactly-three-in-five"),
        pytest.param(4, 6, "most", id="two-thirds"),
        pytest.param(8, 9, "most", id="all-but-one"),
        pytest.param(2, 2, "all", id="both"),
    ],
)
def test_words_stand_for_shares(n, of, shown):
    """A reader checks the word against the printed scale."""
    assert word(Count(n, of)) == shown


@given(st.integers(0, 60), st.integers(0, 60))
def test_every_word_used_is_declared(n, extra):
    """A word that the report does not explain must not appear."""
    assert word(Count(n, n + extra)) in {step.word for step in SCALE}


def test_a_statement_carries_both_bases():
    """People and transcripts, each with its own N."""
    assert (
        statement(Count(2, 9), Count(2, 4))
        == "Reported by a few: 2 of 9 participants, in 2 of 4 transcripts."
    )


def test_a_document_alone_is_intent():
    """What only the plan says must not read as what people report."""
    text = statement(Count(0, 9), Count(1, 4))
    assert text.startswith("Stated in documents only: 0 of 9 participants, 1 of 4 transcripts.")
    assert "intent" in text
