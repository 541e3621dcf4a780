"""Words as queries write them are cut as texts are, with or without spaCy at hand."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csec_qual.nlp.pieces import Pieces
from csec_qual.nlp.pipeline import choose
from csec_qual.nlp.reading import TextReader

READER = TextReader(choose())
PIECES = Pieces(READER)


@settings(max_examples=300)
@given(st.text(string.ascii_letters, min_size=1, max_size=12) | st.sampled_from(READER.exceptions()))
def test_letters_are_cut_as_in_a_text(written):
    """A rule's word must meet the text's, also where spaCy makes two of one: cannot, gonna, Im."""
    assert PIECES.of(written) == READER.forms(written)


@pytest.mark.parametrize("written", ["don't", "don\u2019t", "24/7", "co-op", "Do\u00f1a", "U.S.", "cannot"])
def test_other_words_are_cut_as_in_a_text(written):
    """Signs and accents go the long way round, once."""
    assert PIECES.of(written) == PIECES.of(written) == READER.forms(written)


class Unasked:
    """A reader that must not be needed."""

    def forms(self, written):
        raise AssertionError(written)

    def exceptions(self):
        raise AssertionError


def test_answers_are_kept_from_run_to_run(tmp_path):
    """The next run knows the codebook's words without loading a language model."""
    file = tmp_path / "cache" / "pieces.json"
    first = Pieces(READER, file)
    asked = {written: first.of(written) for written in ("kin", "don't", "cannot")}
    first.keep()
    again = Pieces(Unasked(), file)
    assert {written: again.of(written) for written in asked} == asked


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"version": "another"}', '{"version": 1, "pieces": 3}'])
def test_a_damaged_file_is_made_anew(tmp_path, kept):
    """A broken cache costs time, nothing else."""
    file = tmp_path / "pieces.json"
    file.write_text(kept)
    pieces = Pieces(READER, file)
    assert pieces.of("don't") == ("do", "n't")
    assert pieces.of("kin") == ("kin",)
    pieces.keep()
    assert Pieces(Unasked(), file).of("don't") == ("do", "n't")
