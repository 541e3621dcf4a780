"""The same tables for other programs: nothing lost, nothing that can run, nothing unmasked."""

import csv
from io import StringIO

import pytest

from csec_qual.analysis.bases import Base, By
from csec_qual.analysis.frames import as_csv, frames
from csec_qual.analysis.frequencies import frequencies
from csec_qual.privacy.release import Audience
from tests.reporting.small_county import LABELS, release, small_cut


@pytest.fixture
def made():
    cut = small_cut()
    return cut, frames(cut, release(cut, Audience.TEAM, LABELS), LABELS)


def test_every_count_is_there(made):
    """As many rows as all tables together, and the same numbers."""
    cut, found = made
    table = found["frequencies"]
    assert len(table) == sum(len(frequencies(cut, by, base).frame) for by in By for base in Base)
    one = table[(table.split_by == "county") & (table.base == "participants") & (table.cell == "All")]
    expected = frequencies(cut, "county", "participants")
    for row in one.itertuples():
        count = expected.at(row.code_id or row.theme_id)
        assert (row.n, row.N) == (count.n, count.of)


def test_evidence_has_a_row_for_each_passage(made):
    """With the words that may be shown, or why not."""
    cut, found = made
    evidence = found["evidence"]
    assert list(evidence.passage_id) == [passage.passage_id for passage, _ in cut.coded]
    assert all(bool(row.quote) != bool(row.withheld) for row in evidence.itertuples())


def test_counties_are_masked(made):
    """The tables go by the same letters as the reports."""
    _, found = made
    for name in ("presence", "coverage", "evidence"):
        assert set(found[name].county) <= {*LABELS.values(), ""}


def test_csv_opens_as_text(made):
    """In a spreadsheet too: a mark for its encoding, and no cell that runs."""
    _, found = made
    frame = found["evidence"].assign(quote="=1+1")
    data = as_csv(frame)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))
    assert {row["quote"] for row in rows} == {"'=1+1"}
    assert len(rows) == len(frame)
