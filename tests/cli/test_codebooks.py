"""``codebook test`` and ``codebook show``."""

import pytest

from tests.cli.run import records, run, write
from tests.study.small_study import TINY, lay_out


def test_the_last_line_of_json_is_the_score():
    """Other programs read the last line; its form is fixed."""
    lines = records(run("codebook", "test", "--json", "--at-least", "0"))
    score = lines[-1]
    assert list(score) == ["examples", "counter_examples"]
    assert [list(part) for part in score.values()] == [["passed", "of"]] * 2
    failed = sum(part["of"] - part["passed"] for part in score.values())
    assert len(lines) - 1 == failed


def test_the_shipped_codebook_passes_its_own_examples():
    """A codebook that fails its own examples cannot be trusted with other people's words."""
    shown = run("codebook", "test").stdout
    assert "\nexamples: " in f"\n{shown}"
    assert "\ncounter-examples: " in shown
    assert "\ncopies of one example's own words: 0" in shown


def test_a_failure_names_file_and_line():
    """The author opens the place and sees why."""
    failures = records(run("codebook", "test", "--json", "--at-least", "0"))[:-1]
    assert all(each["file"].endswith(".yaml") and each["line"] > 1 for each in failures)


def test_fewer_than_asked_for_is_exit_code_1():
    """A check that found something is not an error of input."""
    report = records(run("codebook", "test", "--json", "--at-least", "0"))[-1]
    everything = all(part["passed"] == part["of"] for part in report.values())
    run("codebook", "test", "--at-least", "1", code=0 if everything else 1)


def test_one_code_can_be_tested_alone():
    """While writing one code, the others are noise."""
    score = records(run("codebook", "test", "--code", "tg-caregiver", "--at-least", "0", "--json"))[-1]
    assert 0 < score["examples"]["of"] < 20


@pytest.mark.parametrize("command", [("test", "--code"), ("show",)], ids=["test", "show"])
def test_an_unknown_code_gets_the_nearest(command):
    """One letter off is the usual slip."""
    result = run("codebook", *command, "tg-caregivr", code=2)
    assert "tg-caregiver" in result.stderr


def test_show_lists_every_theme_and_code():
    """The list is how a coder finds an id."""
    shown = run("codebook", "show").stdout
    assert "tg-caregiver" in shown
    assert "x-challenge" in shown


def test_show_one_code_gives_every_part():
    """A coder applies the definition, not the label."""
    shown = run("codebook", "show", "tg-caregiver").stdout
    for part in ("Use", "Do not use", "Examples", "Near misses", "Rules", "Counts when"):
        assert f"\n{part}\n" in shown


def test_show_as_json_is_one_code_a_line():
    """The codebook as data."""
    codes = records(run("codebook", "show", "--json"))
    assert len(codes) == 53
    assert all(code["examples_yes"] and code["use"] for code in codes)


def test_a_broken_codebook_lists_every_fault(tmp_path):
    """Correcting one fault at a time wastes an afternoon."""
    write(tmp_path / "broken" / "codebook.yaml", 'title: "unclosed\n')
    result = run("codebook", "test", "--codebook", tmp_path / "broken", code=2)
    assert "codebook.yaml" in result.stderr


@pytest.fixture
def copied(tmp_path):
    """A codebook with a rule that was written from its own example."""
    book = lay_out(tmp_path / "copied", TINY)
    own_words = "They got no training, a thick packet and a phone number for the whole winter."
    text = (book / "training.yaml").read_text(encoding="utf-8")
    text = text.replace("They got no training.", own_words)
    phrase = "thick packet and a phone number for the whole winter"
    text += f"    - {{id: tg-caregiver.packet, find: '\"{phrase}\"'}}\n"
    write(book / "training.yaml", text)
    return book


def test_a_rule_that_copies_its_example_is_a_warning(copied):
    """Such a rule passes its test and fails on the next transcript; the test still passes."""
    shown = run("codebook", "test", "--codebook", copied).stdout
    assert "training.yaml:14: warning: tg-caregiver.packet describes one example" in shown
    assert "'thick packet and a phone number for the whole winter'" in shown
    assert "copies of one example's own words: 1" in shown


def test_strict_makes_the_warning_a_failure(copied):
    """A team may decide that its codebook holds no such rule."""
    run("codebook", "test", "--codebook", copied, "--strict", code=1)
    run("codebook", "test", "--codebook", copied, "--strict", "--code", "pl-respite")


def test_a_copy_is_a_line_of_json(copied):
    """It stands before the score, which stays the last line."""
    warning, score = records(run("codebook", "test", "--codebook", copied, "--json"))
    assert (warning["kind"], warning["name"], warning["line"]) == ("copy", "tg-caregiver.packet", 14)
    assert (warning["example"]["code"], warning["example"]["line"]) == ("tg-caregiver", 9)
    assert list(score) == ["examples", "counter_examples"]
