"""Agreement is what the books say it is, and says so where it is nothing."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csec_qual.reliability import measures
from csec_qual.reliability.measures import agreement
from csec_qual.reliability.units import Table

some = st.integers(0, 60)
tables = st.builds(Table, some, some, some, some)


def test_kappa_of_a_textbook():
    """20 yes to yes, 5 and 10 apart, 15 no to no: 0.70 agree, 0.50 by chance, so 0.40."""
    found = agreement(Table(20, 5, 10, 15))
    assert found.percent == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.f1 == pytest.approx(40 / 55)
    assert found.prevalence == pytest.approx(55 / 100)


def test_alpha_of_a_textbook():
    """Krippendorff's own two coders and ten units of yes and no: 0.095."""
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    pairs = list(zip(first, second, strict=True))
    found = agreement(*[Table(*(pairs.count(each) for each in [(1, 1), (1, 0), (0, 1), (0, 0)]))])
    assert found.alpha == pytest.approx(0.095, abs=0.001)


def test_a_rare_code_has_a_low_kappa_beside_a_high_agreement():
    """Why prevalence and F1 stand beside it."""
    found = agreement(Table(1, 2, 2, 95))
    assert found.percent == pytest.approx(0.96)
    assert found.kappa < 0.35
    assert found.f1 == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        pytest.param(Table(0, 0, 0, 9), "neither used it", id="nobody"),
        pytest.param(Table(9, 0, 0, 0), "both gave it everywhere", id="everywhere"),
        pytest.param(Table(0, 0, 0, 0), "no units", id="nothing-to-read"),
    ],
)
def test_what_is_undefined_is_said_to_be(table, why):
    """A number would be read as agreement or as its lack."""
    found = agreement(table)
    assert found.undefined == why
    assert found.kappa is found.alpha is found.kappa_interval is found.alpha_interval is None


def test_where_one_alone_used_it_kappa_is_nought():
    """Defined, and no better than chance."""
    found = agreement(Table(0, 3, 0, 30))
    assert found.undefined == ""
    assert found.kappa == pytest.approx(0)
    assert found.f1 == 0


@settings(max_examples=60, deadline=None)
@given(tables)
def test_the_quick_alpha_of_the_interval_is_that_of_the_package(table):
    """Thousands of draws are counted by a short formula; it must be the same measure."""
    first = [1] * (table.both + table.only_first) + [0] * (table.only_second + table.neither)
    second = [1] * table.both + [0] * table.only_first + [1] * table.only_second + [0] * table.neither
    counts = np.array([[table.both, table.only_first, table.only_second, table.neither]], dtype=float)
    if len(set(first + second)) < 2:
        assert agreement(table).alpha is None
        return
    expected = krippendorff.alpha(reliability_data=[first, second], level_of_measurement="nominal")
    assert float(measures._alphas(counts)[0]) == pytest.approx(expected, abs=1e-9)
    assert agreement(table).alpha == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_who_comes_first_makes_no_difference(table):
    """Agreement is between the two."""
    other = Table(table.both, table.only_second, table.only_first, table.neither)
    one, two = agreement(table), agreement(other)
    assert (one.kappa is None) == (two.kappa is None)
    assert one.kappa is None or math.isclose(one.kappa, two.kappa, abs_tol=1e-9)
    assert one.f1 == two.f1


def test_the_interval_holds_the_value_and_is_the_same_each_time():
    """The same codings must give the same report."""
    found = agreement(Table(20, 5, 10, 65))
    low, high = found.kappa_interval
    assert low < found.kappa < high
    assert agreement(Table(20, 5, 10, 65)) == found


@pytest.mark.parametrize(
    ("table", "why"),
    [
        pytest.param(Table(0, 1, 0, 31), "too rare for an interval", id="missing-from-a-third-of-the-draws"),
        pytest.param(Table(3, 0, 0, 29), "never differed: no interval", id="no-draw-can-differ"),
        pytest.param(Table(20, 5, 10, 65), "", id="enough"),
    ],
)
def test_an_interval_that_would_flatter_is_not_given(table, why):
    """And the line says why."""
    found = agreement(table)
    assert found.remark == why
    assert (found.kappa_interval is None) is bool(why)
