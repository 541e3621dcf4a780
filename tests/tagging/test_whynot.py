"""A coder who misses a suggestion learns what stopped it."""

import pytest

from csec_qual.model.codes import Scope, Status
from csec_qual.model.transcript import Role
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.whynot import why_not
from csec_qual.tagging.words import units
from tests.tagging.conftest import code, codebook, cue, transcript


def rejection(book, *turns):
    """Why the book's one code is not at the last turn."""
    unit = units(transcript(*turns), codable_only=False)[-1]
    return why_not(book.codes[0], unit, Engine(book))


@pytest.mark.parametrize(
    ("find", "said", "reason"),
    [
        pytest.param("no NEAR/2 class", "No real local class.", "3 words apart; the rule allows 2", id="far"),
        pytest.param("no NEAR/2 class", "No. A class.", "not stand in one sentence", id="parted"),
        pytest.param("class BEFORE/2 no", "No class.", "one sentence in this order", id="order"),
        pytest.param("no NEAR/2 class", "No lesson.", "class is not said", id="missing"),
        pytest.param("class AND NOT rent", "Rent and class.", "kept out by rent", id="kept-out"),
        pytest.param("class IN QUESTION rent", "A class.", "question does not have rent", id="question"),
        pytest.param("{kin} AND class", "A class.", "{kin} is not said", id="terms"),
    ],
)
def test_what_stopped_a_rule(find, said, reason):
    """Each part is said to be there or not, and what keeps the parts apart is named."""
    (miss,) = rejection(codebook(code("gap", find), terms={"kin": ("aunt",)}), said).rules
    assert reason in " ".join(miss.reasons)
    assert 0 < miss.closeness < 1


def test_the_nearest_rule_comes_first():
    """A code may have thirty rules; the one to mend is the one that nearly fired."""
    book = codebook(code("gap", "zebra AND class", "no NEAR/1 class"))
    assert [miss.rule_id for miss in rejection(book, "No big class.").rules] == ["gap.2", "gap.1"]


def test_words_that_silence_a_rule_are_shown():
    """ "unless" is the commonest reason, and the least visible."""
    (miss,) = rejection(codebook(code("gap", "class", unless="rent")), "Rent and class.").rules
    assert "silent where 'Rent' stands: rent" in " ".join(miss.reasons)


def test_an_interviewer_is_never_coded():
    """The first thing to know is that nobody looked."""
    told = rejection(codebook(code("gap", "class")), (Role.INTERVIEWER, "No class?"))
    assert "not looked at" in told.verdict
    assert told.rules == ()


def test_a_suggestion_that_does_not_count_says_its_status():
    """It is there, as a supposed case."""
    book = codebook(code("gap", "class"), cues=(cue(Status.HYPOTHETICAL, '"if"', "sentence"),))
    told = rejection(book, "If class ended.")
    assert "hypothetical, which does not count" in told.verdict


def test_nothing_near():
    """No list of thirty rules that have nothing to do with it."""
    told = rejection(codebook(code("gap", "no NEAR/2 class", scope=Scope.TURN)), "Good morning.")
    assert told.rules == ()
    assert "none comes near" in told.verdict
