"""CSV that a spreadsheet opens."""

import csv
from io import StringIO

import pytest

from csec_qual.base.csv_text import csv_text


@pytest.mark.parametrize("said", ["=1+1", "+1 555", "-- well, no", "@all", "\tindented", "  =1+1"])
def test_words_never_run(said):
    """A turn that opens with a sign is words, not a formula; the words themselves stay whole."""
    (_, (cell,)) = csv.reader(StringIO(csv_text(["words"], [[said]]), newline=""))
    assert cell == "'" + said


def test_other_cells_stay_as_they_are():
    """Numbers, commas, quotes and line ends come back as they went in."""
    row = [3, 'he said "no", twice', "two\nlines", ""]
    assert list(csv.reader(StringIO(csv_text(list("abcd"), [row]), newline="")))[1] == [str(c) for c in row]
