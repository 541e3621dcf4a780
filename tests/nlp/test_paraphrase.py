"""What goes into the paraphrase model, and that what comes out depends on nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.base import shipped
from csec_qual.nlp.paraphrase import MAX_PIECES, TextModel, Vocabulary, read_card, windows

FOLDER = shipped.paraphrase("csec")


@pytest.fixture(scope="session")
def model():
    """The model that is shipped."""
    return TextModel(FOLDER)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("There's nobody to call after 9pm.", [2045, 1005, 1055, 6343, 2000, 2655, 2044, 1023, 9737, 1012]),
        ("She’s 14, naïve — and Åsa.", [2016, 1521, 1055, 2403, 1010, 15743, 1517, 1998, 17306, 1012]),
        ("café 中文 ok \U0001f600", [7668, 1746, 1861, 7929, 100]),
        ("$5.00/night, x_y^2", [1002, 1019, 1012, 4002, 1013, 2305, 1010, 1060, 1035, 1061, 1034, 1016]),
        ("unaffordablest wraparoundness", [14477, 4246, 8551, 3085, 3367, 10236, 24490, 2791]),
        ("e\u0301tude", [3802, 12672]),
        ("", []),
    ],
)
def test_pieces_are_those_of_the_reference(text, numbers):
    """The numbers were made with the tokenizers library, from the same vocabulary."""
    assert Vocabulary(FOLDER / "vocab.txt").pieces(text) == numbers


@given(st.lists(st.lists(st.integers(1, 9), max_size=150), min_size=1, max_size=8), st.integers(0, 40))
def test_a_long_answer_is_read_in_stretches(sentences, question):
    """Every sentence is read, whole where it fits, and no stretch is more than the model takes."""
    room = MAX_PIECES - 3 - question
    found = windows(sentences, question)
    assert all(len(window) <= room for window in found)
    assert sum(map(len, found)) >= sum(min(len(sentence), room) for sentence in sentences if sentence)


def test_an_answer_is_read_by_itself(model):
    """The same answer gets the same, whatever was read before it."""
    first = model.meaning("And at night?", ["Nobody picks up.", "You get a recording."])
    model.meaning("", ["Something else altogether. " * 40])
    again = model.meaning("And at night?", ["Nobody picks up.", "You get a recording."])
    assert np.array_equal(again.logits, first.logits)
    assert np.array_equal(again.vector, first.vector)


def test_what_means_the_same_lies_near(model):
    """Whatever the codebook: neither is about any of its codes."""
    said = ["The bus stops at six.", "There is no public transport in the evening.", "She paints with oils."]
    bus, transport, oils = (model.meaning("", [each]).vector for each in said)
    assert np.linalg.norm(bus) == pytest.approx(1, abs=1e-3)
    assert bus @ transport > bus @ oils


def test_the_card_speaks_of_the_model_that_is_there(model):
    """A model that was replaced without its card would be weighed wrongly."""
    card = read_card(FOLDER)
    assert model.is_whole(card)
    assert len(card.codes) == len(card.precision) == len(model.meaning("", ["Hello."]).logits)
