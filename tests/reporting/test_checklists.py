"""The standards are filled with what the study knows, and nothing is made up for the rest."""

import pytest

from csec_qual.reporting.checklists import Standard, Work, checklist, render_checklist
from tests.reporting.small_county import LABELS, small_cut

WORK = Work(coders=2, compared=1, software="csec_qual 1")


@pytest.mark.parametrize(("standard", "n"), [(Standard.COREQ, 32), (Standard.SRQR, 21)])
def test_every_item_is_there_in_order(standard, n):
    """As the standards number them."""
    items = checklist(standard, small_cut(), WORK, LABELS)
    assert [item.number.strip("S") for item in items] == [str(number) for number in range(1, n + 1)]


def test_numbers_are_the_study_s():
    """Counted by hand in the small study."""
    cut = small_cut()
    known = {item.number: item.known for item in checklist(Standard.COREQ, cut, WORK, LABELS)}
    people = {turn.participant_id for turn in cut.spoken} - {""}
    assert known["12"].startswith(f"{len(people)} participants")
    assert "2 people decided" in known["24"]
    assert "Training gaps" in known["31"] + known["32"]
    assert "Too few transcripts" in known["22"]


def test_what_only_people_know_is_blank_in_sight():
    """A machine does not say who the interviewers were."""
    items = checklist(Standard.COREQ, small_cut(), WORK, LABELS)
    blank = {item.number for item in items if not item.known}
    assert {"1", "2", "3", "4", "5", "6", "7", "8", "13", "28"} <= blank
    for suffix in (".md", ".html"):
        text = render_checklist(items, Standard.COREQ, "A study", "2026-06-30", suffix)
        assert text.count("To be written by the team") == len(blank)
        assert text == render_checklist(items, Standard.COREQ, "A study", "2026-06-30", suffix)


def test_no_person_or_county_is_named():
    """A checklist is appended to what is published."""
    cut = small_cut()
    text = " ".join(item.known for s in Standard for item in checklist(s, cut, WORK, LABELS))
    assert not [person.label for person in cut.participants if person.label in text.split()]
    assert not [case.label for case in cut.cases if case.label in text]


def test_markup_in_a_title_stays_text():
    """Whoever names the study."""
    items = checklist(Standard.SRQR, small_cut(), WORK, LABELS)
    assert "<script>" not in render_checklist(items, Standard.SRQR, "<script>", "2026-06-30", ".html")
