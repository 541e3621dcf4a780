"""A rule that repeats its own example finds that example and nothing else."""

from dataclasses import replace

import pytest

from csec_qual.model.codes import Example, Status
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.examples import try_examples
from csec_qual.tagging.generality import find_copies
from tests.tagging.conftest import code, codebook, cue, transcript

SAID = "The aunts get a thick packet and a phone number for the whole winter."
OTHER = Example("Nobody trained us.")


def copies(book, *elsewhere):
    engine = Engine(book)
    return find_copies(book, try_examples(book, engine), engine, lambda: [(transcript(*elsewhere), {})])


def copier(find, **rule):
    """A code with one rule and the example it may have copied."""
    return replace(code("c", find, **rule), examples_yes=(Example(SAID), OTHER))


@pytest.mark.parametrize(
    "find",
    [
        pytest.param('"aunts get a thick packet and a phone number"', id="phrase"),
        pytest.param("aunt get a thick packet and a phone number", id="any-inflection"),
        pytest.param("aunt BEFORE/3 thick BEFORE/2 packet BEFORE/4 phone BEFORE/1 number", id="chain"),
        pytest.param(
            "aunt* BEFORE/2 get NEAR/3 (thick OR thin) BEFORE/2 packet NEAR/4 phone* number", id="thin-choice"
        ),
        pytest.param("/aunts get a thick packet and a phone number/", id="regular-expression"),
        pytest.param("{copied}", id="a-list-of-one"),
        pytest.param(
            'sunshine OR rain OR "aunts get a thick packet and a phone number"', id="one-branch-of-many"
        ),
        pytest.param("sunshine OR {many}", id="one-entry-of-many"),
    ],
)
def test_a_copied_phrase_is_reported(find):
    """However it is dressed, five words in a row of one example describe that example alone."""
    phrase = '"aunts get a thick packet and a phone number"'
    terms = {"copied": (phrase,), "many": ("sunshine", "rain", phrase)}
    used = {name: entries for name, entries in terms.items() if f"{{{name}}}" in find}
    found = copies(codebook(copier(find), terms=used))[0]
    assert found.example.text == SAID
    assert "packet" in found.words
    assert found.name in {"c.1", "{copied}", "{many}"}


@pytest.mark.parametrize(
    "find",
    [
        pytest.param("aunt NEAR/8 packet", id="two-words"),
        pytest.param('"the aunts get a"', id="words-that-say-little"),
        pytest.param("{who} BEFORE/3 {handed} BEFORE/6 {thing} BEFORE/3 {contact}", id="ideas"),
        pytest.param("aunt AND winter AND thick AND whole AND phone", id="not-in-a-row"),
    ],
)
def test_a_rule_that_fires_once_is_not_a_copy(find):
    """A rare way to say a thing, put as an idea, is what a rule should be."""
    terms = {
        "who": ("aunt", "uncle", "grandma"),
        "handed": ("get", "receive", "hand"),
        "thing": ("thick packet", "leaflet", "binder"),
        "contact": ("phone number", "hotline", "card"),
    }
    assert copies(codebook(copier(find), terms=terms)) == []


PHRASE = '"a thick packet and a phone number for the whole winter"'


def test_what_is_said_elsewhere_is_no_copy():
    """A stock phrase of the field may be five words long."""
    assert (
        copies(codebook(copier(PHRASE)), "They get a thick packet and a phone number for the whole winter.")
        == []
    )


def test_what_another_example_says_is_no_copy():
    """Two authors who heard the same words describe how people talk."""
    both = replace(
        copier(PHRASE),
        examples_no=(Example("You get a thick packet and a phone number for the whole winter."),),
    )
    assert copies(codebook(both)) == []


def test_an_exception_made_for_one_near_miss_is_a_copy():
    """A counter-example can be copied too: into 'unless', or into a cue."""
    unless = copier("sunshine", unless=PHRASE)
    (in_rule,) = copies(codebook(unless))
    assert (in_rule.name, in_rule.code_id) == ("c.1", "c")
    (in_cue,) = copies(codebook(copier("sunshine"), cues=(cue(Status.NEGATED, PHRASE),)))
    assert (in_cue.name, in_cue.code_id) == ("negated.cue", "")


def test_the_reference_is_read_only_where_something_is_suspect():
    """The usual test of a codebook must stay fast."""
    engine = Engine(codebook(copier("aunt NEAR/8 packet")))

    def reference():
        raise AssertionError("the reference talks were read")

    run = try_examples(engine.codebook, engine)
    assert find_copies(engine.codebook, run, engine, reference) == []


def test_a_copy_shows_the_words_as_they_stand():
    """The author sees at once which words to let go of."""
    (found,) = copies(codebook(copier("aunt BEFORE/3 thick BEFORE/2 packet BEFORE/4 phone BEFORE/1 number")))
    assert found.words == "aunts get a thick packet and a phone number"
