"""A word is found in every inflection, and not in words that only look like one."""

import pytest

from csec_qual.nlp.lemmas import Lemmas
from csec_qual.nlp.pipeline import ModelError, choose

LEMMAS = Lemmas(choose())


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("trained", "train"),
        ("children", "child"),
        ("left", "leave"),
        ("better", "good"),
        ("was", "be"),
        ("n't", "not"),
        ("families", "family"),
        ("rancherias", "rancheria"),
        ("strtps", "strtp"),
    ],
)
def test_inflection_has_its_dictionary_form(form, lemma):
    """An evaluator writes one form and means all of them."""
    norm = "not" if form == "n't" else form
    assert lemma in LEMMAS.of(form, norm)


@pytest.mark.parametrize(("form", "no_lemma"), [("bus", "bu"), ("this", "thi"), ("during", "dure")])
def test_look_alikes_are_no_inflections(form, no_lemma):
    """Cutting endings blindly finds what nobody said."""
    assert no_lemma not in LEMMAS.of(form, form)


def test_a_model_that_is_not_there_is_named():
    """Another model gives other codings, so a missing one is never replaced in silence."""
    with pytest.raises(ModelError, match="en_core_web_missing"):
        choose("en_core_web_missing")
