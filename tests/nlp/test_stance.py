"""What the model that reads a speaker's stance is given."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.nlp.stance import Claim, StanceVocabulary

CSEC = Path(__file__).resolve().parents[2] / "codebooks" / "csec"
VOCABULARY = StanceVocabulary(CSEC / "paraphrase" / "vocab.txt")
OPEN, CLOSE = VOCABULARY.number("[unused1]"), VOCABULARY.number("[unused2]")

# A BERT of 512 places would hold more; what is read stays short, so that reading stays quick.
MOST_PIECES = 200


def marked(claim):
    numbers, _ = VOCABULARY.claim(claim)
    return numbers[numbers.index(OPEN) + 1 : numbers.index(CLOSE)]


def test_the_words_that_earn_the_code_are_marked():
    """The same answer may affirm one thing and deny another: the model must know which is asked about."""
    text = "We have beds but no therapist."
    start = text.index("no therapist")
    claim = Claim("too few therapists", "What is missing?", "", text, start, start + len("no therapist"))
    assert marked(claim) == VOCABULARY.pieces("no therapist")


@given(st.text(max_size=800), st.text(max_size=300), st.text(max_size=300), st.data())
def test_what_is_read_stays_short(text, question, before, data):
    """A turn of a thousand words costs no more than its part around the words."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    numbers, kinds = VOCABULARY.claim(Claim("a code", question, before, text, start, end))
    assert len(numbers) == len(kinds) <= MOST_PIECES
    assert numbers.count(OPEN) == numbers.count(CLOSE) == 1


def test_what_stands_next_to_the_words_is_kept_of_a_long_answer():
    """What takes a claim back mostly stands close to it."""
    text = "so on and on " * 200 + "if the grant ended we would lose the clinic" + " and then some more" * 200
    start = text.index("lose the clinic")
    numbers, _ = VOCABULARY.claim(Claim("", "", "", text, start, start + len("lose the clinic")))
    near = VOCABULARY.pieces("if the grant ended we would")
    place = numbers.index(OPEN)
    assert numbers[place - len(near) : place] == near
