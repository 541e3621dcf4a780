from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.people import Case
from csec_qual.privacy.pseudonyms import masks

COUNTIES = [Case("alder", "Alder County"), Case("maple", "Maple County"), Case("tule", "Tule County")]


def test_a_report_keeps_its_letters_whatever_the_order_of_the_list():
    """A second run of the same report must not rename a county."""
    first = masks(COUNTIES, seed="s", report="case-studies")
    assert masks(reversed(COUNTIES), seed="s", report="case-studies") == first
    assert set(first) == {"alder", "maple", "tule"}
    assert all(label.startswith("County ") for label in first.values())


def test_another_report_and_another_seed_draw_anew():
    """Two reports laid side by side must not tell which county is which."""
    first = masks(COUNTIES, seed="s", report="case-studies")
    assert masks(COUNTIES, seed="s", report="workbook") != first
    assert masks(COUNTIES, seed="t", report="case-studies") != first


def test_letters_do_not_follow_the_alphabet_of_the_names():
    """Across many reports a county gets many letters."""
    letters = {masks(COUNTIES, seed="s", report=str(number))["maple"] for number in range(40)}
    assert len(letters) > 10


@given(st.integers(0, 60))
def test_every_county_has_a_label_of_its_own(n):
    """No two counties may share a label, also past the alphabet."""
    labels = masks([Case(f"c{i}", f"C{i}") for i in range(n)], seed="s", report="r")
    assert len(labels) == len(set(labels.values())) == n


def test_past_the_alphabet_letters_double():
    """A state has more than 26 counties."""
    labels = masks([Case(f"c{i:02}", f"C{i}") for i in range(28)], seed="s", report="r").values()
    assert {len(label) for label in labels} == {len("County A"), len("County AA")}
    assert {label for label in labels if len(label) == len("County AA")} == {"County AA", "County AB"}
