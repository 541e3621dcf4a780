"""Words and sentences, by rule, the same on every machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.nlp.tokenize import Tokenizer

TOKENIZER = Tokenizer()


def sentences(text):
    found = []
    for word in TOKENIZER.words(text):
        if word.opens_sentence:
            found.append([])
        found[-1].append(word)
    return [text[s[0].start : s[-1].end] for s in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We left. They stayed!", ["We left.", "They stayed!"], id="two-sentences"),
        pytest.param(
            "We met Dr. Ruiz at 3 p.m. today.", ["We met Dr. Ruiz at 3 p.m. today."], id="abbreviations"
        ),
        pytest.param("we had ... we had two", ["we had ... we had two"], id="false-start-goes-on"),
        pytest.param("one line\nanother line", ["one line", "another line"], id="line-break-ends"),
        pytest.param('She said "no." Then left.', ['She said "no."', "Then left."], id="quote-closes-inside"),
    ],
)
def test_sentences(text, expected):
    """Evidence is shown by the sentence; its ends must be where a reader sees them."""
    assert sentences(text) == expected


def test_contractions_are_cut_whatever_the_apostrophe():
    """Word's apostrophe must not hide a negation."""
    straight, curly = TOKENIZER.words("don't"), TOKENIZER.words("don’t")
    assert [word.form for word in straight] == [word.form for word in curly] == ["do", "n't"]
    assert straight[1].norm == "not"


@given(st.text(max_size=80))
def test_tokens_lie_in_order_and_cover_every_visible_character(text):
    """Nothing said is lost between two tokens."""
    end = 0
    for word in TOKENIZER.words(text):
        assert end <= word.start < word.end
        assert not text[end : word.start].strip()
        end = word.end
    assert not text[end:].strip()
