"""Key terms: figures that can be checked by hand, and terms that an author can use."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.transcript import Segment
from csec_qual.nlp.lemmas import Lemmas
from csec_qual.nlp.pipeline import choose
from csec_qual.tagging.keyness import Passage, keyness, log_likelihood, log_ratio
from tests.tagging.conftest import transcript


@pytest.fixture(scope="session")
def lemmas():
    return Lemmas(choose())


def talks(*every):
    """Transcripts ``t1``, ``t2`` ...; a turn that begins with ``+`` has the code."""
    made, passages = [], []
    for number, turns in enumerate(every, start=1):
        talk = replace(transcript(*(turn.removeprefix("+") for turn in turns)), transcript_id=f"t{number}")
        made.append(talk)
        passages += [
            Passage(f"t{number}:{turn.number}:c", Segment(talk.transcript_id, turn.start, turn.end))
            for turn, said in zip(talk.turns, turns, strict=True)
            if said.startswith("+")
        ]
    return [(talk, turn) for talk in made for turn in talk.turns], passages


def found(every, lemmas, **more):
    return {each.term: each for each in keyness(*talks(*every), lemmas, **more).terms}


def test_g2_is_that_of_the_paper():
    """Worked by hand: 10 in 1000 words against 5 in 2000; expected 5 and 10."""
    by_hand = 2 * (10 * math.log(10 / 5) + 5 * math.log(5 / 10))
    assert log_likelihood(10, 5, 1000, 2000) == pytest.approx(by_hand) == pytest.approx(6.931, abs=0.001)


def test_log_ratio_counts_doublings():
    """10 in 1000 is four times 5 in 2000: two doublings. None in the rest counts as half of one."""
    assert log_ratio(10, 5, 1000, 2000) == pytest.approx(2)
    assert log_ratio(1, 0, 1000, 1000) == pytest.approx(1)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(500, 9000), st.integers(500, 9000))
def test_g2_is_never_negative_and_nothing_where_both_are_alike(a, b, c, d):
    """Two texts that have a term equally often do not differ by it."""
    assert log_likelihood(a, b, c, d) >= -1e-9
    assert log_likelihood(a, a, c, c) == pytest.approx(0, abs=1e-9)


PACKETS = (
    ["+They handed us a packet.", "+A packet is handed out.", "The bus is late.", "We like the park."],
    ["+Handing over packets.", "The weather is fine.", "The bus and the park are fine."],
)


def test_words_count_in_their_dictionary_form(lemmas):
    """handed, handing: a rule asks for hand and finds them all."""
    terms = found(PACKETS, lemmas)
    assert (terms["packet"].passages, terms["packet"].transcripts, terms["packet"].outside) == (3, 2, 0)
    assert terms["hand"].inside == 3
    assert terms["packet"].example == "t1:1:c"
    assert not {"bus", "park", "the", "a", "us"} & set(terms)


def test_the_counts_are_the_base(lemmas):
    """Every figure can be recomputed from what is shown."""
    result = keyness(*talks(*PACKETS), lemmas)
    assert (result.passages, result.transcripts, result.words_inside) == (3, 2, 13)
    term = next(each for each in result.terms if each.term == "packet")
    again = log_likelihood(term.inside, term.outside, result.words_inside, result.words_outside)
    assert term.g2 == pytest.approx(again, abs=0.01)


def test_one_persons_word_is_no_term(lemmas):
    """A favourite word of one talk says how one person speaks; with one talk there is no choice."""
    alone = ["+A kite.", "+A kite.", "The bus."]
    assert "kite" not in found([alone, ["+A packet.", "The bus."]], lemmas)
    assert "kite" in found([alone], lemmas)


def test_said_twice_in_one_passage_is_said_once(lemmas):
    """Repetition is emphasis."""
    assert found([["+A kite, a kite.", "+A bus.", "+A park.", "We like tea."]], lemmas) == {}


def test_runs_keep_their_denial(lemmas):
    """'No training' and 'not trained' are what a gap sounds like; 'the training' is not."""
    said = [
        ["+We have no training.", "+There was no training.", "+The team.", "The bus is here. We like it."]
    ]
    terms = found(said, lemmas)
    assert "no training" in terms or "no train" in terms
    assert not {"have no", "the training", "be no"} & set(terms)


def test_a_run_does_not_cross_a_sentence(lemmas):
    """A rule would never find it."""
    said = [["+We saw a packet. Buses left.", "+A packet. Buses stop.", "+Tea.", "We like tea and the park."]]
    assert not {"packet bus", "packet buses"} & set(found(said, lemmas))


def test_names_are_no_terms(lemmas):
    """A person's name in a term list would travel with the codebook."""
    said = [["+Rosie has packets.", "+Ask Rosie, packets.", "+Packets.", "The bus and the park."]]
    terms = found(said, lemmas, is_name=lambda word: word == "Rosie")
    assert "packet" in terms
    assert not [term for term in terms if "rosie" in term]


def test_nothing_to_compare_with_is_no_term(lemmas):
    """Where everything has the code nothing marks it."""
    assert found([["+A packet.", "+A packet.", "+A packet."]], lemmas) == {}
