"""Words and sentences, by rule, the same on every machine."""

from pathlib import Path

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc

from csec_qual.base.text import fold
from csec_qual.nlp.tokenize import Tokenizer, Word
from csec_qual.readers.folder import find_transcripts
from csec_qual.readers.registry import read_transcript

SAMPLE = Path(__file__).parents[2] / "transcripts_sample"
TOKENIZER = Tokenizer()
PLAIN = spacy.blank("en")
ENDS = Sentencizer(punct_chars=[".", "?", "!", "\u3002", "\uff1f", "\uff01"])

# What people type and what spaCy has special cases for, in every order, with every white space.
PARTS = st.sampled_from(
    [
        *(
            "kin",
            "don't",
            "don\u2019t",
            "can't",
            "Dr.",
            "p.m.",
            "a.m",
            "3",
            "24/7",
            "co-op",
            "U.S.",
            "i",
            "o",
            "O",
        ),
        *(
            "it",
            "'s",
            "n't",
            "cannot",
            "gonna",
            "$5",
            "www.a.org",
            "\u2018kin\u2019",
            "x",
            "D",
            "P",
            "S",
            "p.m",
        ),
        *(
            ".",
            "?",
            "!",
            "...",
            "\u2026",
            ",",
            ";",
            ":",
            "-",
            "--",
            "\u2014",
            "(",
            ")",
            '"',
            "'",
            "*",
            "^",
            "_",
            "|",
        ),
        *(":-", ":)", ":-)", ":(", ";)", "o.O", "<3", ">.<", "(:", "/", "\\", "3", "=", "\u3002", "0", "v.v"),
        *(" ", " ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", " \n", "\n ", "\x1f", "\x85", "\u3000"),
        *("e\u0301", "\u0301", "\U0001f469\u200d\U0001f467", "\u200b", "\u0130", "\U0001f600"),
    ]
)
SAID = st.lists(PARTS, max_size=25).map("".join)


def as_spacy_says(text):
    """The words by the plain road: spaCy's tokenizer over the whole text, then its Sentencizer, by line."""
    straight = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'")
    lines = [[]]
    for token in PLAIN.make_doc(straight):
        if token.is_space and "\n" in token.text:
            lines.append([])
        elif not token.is_space:
            lines[-1].append(token)
    return [word for line in lines if line for word in _words_of(line)]


def _words_of(line):
    # Words alone: the Sentencizer would take a second space for the word that opens the next sentence.
    parted = ENDS(Doc(PLAIN.vocab, words=[token.text for token in line]))
    for token, cut in zip(line, parted, strict=True):
        end = token.idx + len(token.text)
        is_word = any(char.isalnum() for char in token.text)
        opens = bool(cut.is_sent_start)
        yield Word(token.idx, end, fold(token.text), fold(token.norm_), is_word, opens)


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
        pytest.param("We left.  They stayed!", ["We left.", "They stayed!"], id="two-spaces"),
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


@settings(max_examples=400)
@given(SAID | st.text(max_size=60))
@example("(: (:")
@example("we left :-) at 3 p.m . They : ) stayed")
@example("he said .  They stayed")
def test_words_are_those_of_spacy(text):
    """Reading each chunk once must not move a word or a sentence that a rule or a reader relies on."""
    assert TOKENIZER.words(text) == as_spacy_says(text)


@given(st.lists(SAID, max_size=5))
def test_texts_read_together_are_read_as_if_alone(texts):
    """Where one turn ends and the next begins, nothing of the one reaches into the other."""
    cut = TOKENIZER.cut(texts)
    for number, text in enumerate(texts):
        rows = [row for row in range(len(cut.text)) if cut.text[row] == number]
        together = [
            Word(
                int(cut.start[row]),
                int(cut.end[row]),
                *TOKENIZER.forms[cut.form[row]],
                bool(cut.is_word[row]),
                bool(cut.opens_sentence[row]),
            )
            for row in rows
        ]
        assert together == as_spacy_says(text)


def test_the_sample_is_cut_as_spacy_cuts_it():
    """The words of real interviews are the ones they always were."""
    for file in find_transcripts(SAMPLE):
        transcript = read_transcript(file)
        for turn in transcript.turns:
            said = transcript.words(turn)
            assert TOKENIZER.words(said) == as_spacy_says(said)
