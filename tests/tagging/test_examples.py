"""A codebook is tested like code."""

from dataclasses import replace

from csec_qual.model.codes import Assertion, Example, Status
from csec_qual.tagging.examples import run_examples
from tests.tagging.conftest import code, codebook, cue


def test_examples_and_counter_examples_are_judged_apart():
    """An author must see which sentence is missed and which is wrongly found."""
    tested = replace(
        code("c", "train"),
        examples_yes=(Example("They train us."), Example("Nobody shows us.")),
        examples_no=(Example("The train left."), Example("A bus left.")),
    )
    report = run_examples(codebook(tested))
    assert (report.examples, report.counter_examples) == ((1, 2), (1, 2))
    assert [(f.example.text, f.wanted) for f in report.failures] == [
        ("Nobody shows us.", True),
        ("The train left.", False),
    ]


def test_example_left_to_a_person_passes():
    """An ironic example is found by the engine and settled by a person."""
    tested = replace(
        code("c", "train"),
        assertion=Assertion((Status.AFFIRMED,), (Status.IRONIC,)),
        examples_yes=(Example("Oh sure, they train us."),),
    )
    report = run_examples(codebook(tested, cues=(cue(Status.IRONIC, '"oh sure"', "sentence"),)))
    assert report.examples == (1, 1)


def test_example_may_bring_its_question():
    """'We don't.' is evidence only for what was asked."""
    tested = replace(
        code("c", "not IN QUESTION therapist"),
        examples_yes=(Example("We don't.", question="Do you have a therapist?"),),
        examples_no=(Example("We don't."),),
    )
    assert run_examples(codebook(tested)).failures == ()
