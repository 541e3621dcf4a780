"""Administrative indicators come from a list that the team keeps; a fault in it is named."""

import pytest

from csec_qual.base.errors import StudyError
from csec_qual.model.indicator import Domain, Fit
from csec_qual.study.indicators import read_indicators

HEADER = "case_id,domain,indicator,period,n,N,definition,fit,note\n"


def read(folder, rows):
    (folder / "indicators.csv").write_text(HEADER + rows, encoding="utf-8")
    return read_indicators(folder, ("maple", "cedar"))


def test_a_row_is_an_indicator(tmp_path):
    """Every cell has its place; N and fit may be empty."""
    rows = "maple,placement,With kin,2024,31,,In June,,\ncedar,placement,With kin,2024,0,9,,silent,?\n"
    first, second = read(tmp_path, rows)
    assert (first.n, first.of, first.fit, first.domain) == (31, None, None, Domain.PLACEMENT)
    assert (second.n, second.of, second.fit, second.note) == (0, 9, Fit.SILENT, "?")


def test_without_the_list_there_are_none(tmp_path):
    """Most studies have none."""
    assert read_indicators(tmp_path, ("maple",)) == ()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(
            "mapel,placement,X,,1,,,,", "there is no case 'mapel'. Did you mean 'maple'?", id="county"
        ),
        pytest.param("maple,places,X,,1,,,,", "'places' is no domain", id="domain"),
        pytest.param("maple,placement,,,1,,,,", "the row names no indicator", id="nameless"),
        pytest.param("maple,placement,X,,few,,,,", "n and N are whole numbers", id="no-number"),
        pytest.param('maple,placement,X,,"1,200",,,,', "n and N are whole numbers", id="comma"),
        pytest.param("maple,placement,X,,9,3,,,", "9 of 3 cannot be", id="more-than-all"),
        pytest.param("maple,placement,X,,9,,,fits,", "'fits' is no fit", id="fit"),
    ],
)
def test_a_fault_is_named_with_its_row(tmp_path, row, message):
    """The list is edited in Excel."""
    with pytest.raises(StudyError) as caught:
        read(tmp_path, f"maple,placement,With relatives,2024,31,,,,\n{row}\n")
    assert f"indicators.csv:3: {message}" in str(caught.value)


def test_a_row_listed_twice_is_refused(tmp_path):
    """Which of the two would be the right one?"""
    with pytest.raises(StudyError, match="listed twice"):
        read(tmp_path, "maple,placement,X,2024,31,,,,\nmaple,placement,X,2024,32,,,,\n")
