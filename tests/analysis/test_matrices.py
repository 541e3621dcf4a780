"""Grids of counts."""

from csec_qual.analysis.frequencies import frequencies
from csec_qual.analysis.matrices import county_matrix, matrix, presence
from tests.analysis.small_cut import small_cut

CUT = small_cut()


def test_county_matrix_holds_numbers_in_codebook_and_county_order():
    """A matrix is read across counties and pasted into other tools."""
    grid = county_matrix(CUT, "mentions")
    assert list(grid.columns) == ["maple", "birch", "cedar"]
    assert grid.to_dict("index") == {
        "tg-caregiver": {"maple": 6, "birch": 1, "cedar": 0},
        "tg-staff": {"maple": 2, "birch": 0, "cedar": 0},
        "bh-wait": {"maple": 0, "birch": 1, "cedar": 1},
        "bh-expertise": {"maple": 0, "birch": 0, "cedar": 0},
    }


def test_matrix_of_themes_counts_units_not_codes():
    """Seven turns of Maple speak of training, though eight codings do."""
    grid = matrix(frequencies(CUT, "source", "mentions"), "theme")
    assert list(grid.index) == ["training", "behavioral-health"]
    assert list(grid.loc["training"]) == [6, 0, 1, 1]


def test_presence_does_not_grow_with_repetition():
    """Six mentions are one 1; people who said nothing have a row of zeros."""
    grid = presence(CUT).set_index(["transcript_id", "participant_id"])
    assert list(grid.loc[("maple-admin-01", "MA-01"), ["tg-caregiver", "tg-staff", "bh-wait"]]) == [1, 1, 0]
    assert list(grid.loc[("birch-plan-2025", ""), ["tg-caregiver", "role_group"]]) == [1, ""]
    assert grid.loc[("birch-group-01", "BI-02"), "bh-wait"] == 0
    assert len(grid) == 7
