"""Every suggestion says why, in an evaluator's words."""

from csec_qual.model.codes import Status
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.explain import explain
from tests.tagging.conftest import code, codebook, cue, transcript


def test_explanation_names_rule_words_status_and_cue():
    """A coder who disagrees must see what to change."""
    book = codebook(
        code("gap", '"no" NEAR/3 training'), cues=(cue(Status.HYPOTHETICAL, '"imagine"', "sentence"),)
    )
    made = transcript("Imagine no real training.")
    (suggestion,) = Engine(book).suggest(made)
    told = explain(suggestion, book, made)
    (reason,) = told.reasons
    assert reason.words == ("no", "training")
    assert (reason.rule_id, reason.rule) == ("gap.1", '"no" NEAR/3 training')
    assert (reason.cue, reason.status) == ("Imagine", Status.HYPOTHETICAL)
    assert "does not count" in told.verdict
    assert "supposed case" in told.verdict
