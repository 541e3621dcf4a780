"""What a template sees can be looked at, and holds nothing that the gate withheld."""

import json

import pytest

from csec_qual.base.errors import StudyError

DATE = "2026-06-30"


def test_the_data_is_what_the_report_says(study):
    """A team that writes templates sees every name and value."""
    data = json.loads(study.template_data("maple", date=DATE))
    assert data["version"] == 1
    report = data["study"]
    assert report["label"].startswith("County ")
    assert report["audience"] == "team"
    quotes = [q for s in report["sections"] for t in s["themes"] for c in t["codes"] for q in c["quotes"]]
    assert quotes
    assert all(bool(q["quote"]["words"]) != bool(q["quote"]["withheld"]) for q in quotes)


def test_what_is_withheld_is_not_in_it(study):
    """Lee consented to be counted; Rosie withdrew."""
    text = study.template_data("maple", date=DATE)
    assert "at our office" not in text
    assert "Zinnia" not in text
    assert "transcripts/" not in study.template_data("maple", date=DATE, audience="public")


def test_the_same_study_gives_the_same_text(study):
    """So that two versions can be compared."""
    assert study.template_data("maple", date=DATE) == study.template_data("maple", date=DATE)


def test_a_wrong_county_is_named(study):
    """With the nearest."""
    with pytest.raises(StudyError, match="maple"):
        study.template_data("mapel", date=DATE)
