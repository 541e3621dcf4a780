"""Counties beside one another, counted again in a few lines of pandas."""

from dataclasses import replace
from types import MappingProxyType

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.analysis import contrasts
from csec_qual.analysis.bases import SOURCE_LABELS, Count
from csec_qual.model.people import Case
from tests.reporting.small_county import CHALLENGE, PROMISING, small_cut


@pytest.fixture
def cut():
    found = small_cut()
    bands = {"maple": "small", "tule": "large"}
    cases = (Case(c.case_id, c.label, MappingProxyType({"size_band": bands[c.case_id]})) for c in found.cases)
    return replace(found, cases=tuple(cases))


def recount(cut):
    """One row for each coded passage: theme, county, kind of source, sides."""
    themes = {code.code_id: code.theme_id for code in cut.codebook.codes}
    rows = [
        (themes[p.code_id], t.case_id, t.source_type, CHALLENGE in p.attributes, PROMISING in p.attributes)
        for p, t in cut.coded
    ]
    return pd.DataFrame(rows, columns=["theme", "county", "kind", "hard", "good"])


def test_groups_of_counties_are_what_a_recount_finds(cut):
    """The unit is the county, however much was said in it."""
    found = contrasts.by_attribute(cut, "size_band")
    assert list(found.groups.items()) == [("small", ("maple",)), ("large", ("tule",))]
    per_county = recount(cut).drop_duplicates(["theme", "county"])
    for theme in cut.codebook.themes:
        counties = set(per_county.loc[per_county["theme"] == theme.theme_id, "county"])
        expected = tuple(Count(int(county in counties), 1) for county in ("maple", "tule"))
        assert found.counts[theme.theme_id] == expected


def test_kinds_of_source_have_bases_of_their_own(cut):
    """A county without a plan is not one whose plan is silent."""
    found = contrasts.by_source_kind(cut)
    rows = recount(cut)
    bases = pd.DataFrame([(t.case_id, t.source_type) for t in cut.spoken], columns=["county", "kind"])
    for index, (kind, label) in enumerate(SOURCE_LABELS.items()):
        of = bases.loc[bases["kind"] == kind, "county"].nunique()
        assert len(found.groups[label]) == of
        for theme in cut.codebook.themes:
            n = rows.loc[(rows["theme"] == theme.theme_id) & (rows["kind"] == kind), "county"].nunique()
            assert found.counts[theme.theme_id][index] == Count(n, of)


def test_sides_and_plans_are_what_a_recount_finds(cut):
    """In how many counties a challenge, a promising practice, and both."""
    rows, found = recount(cut), contrasts.sides(cut, CHALLENGE, PROMISING)
    for theme in cut.codebook.themes:
        own = rows[rows["theme"] == theme.theme_id]
        hard, good = set(own.loc[own["hard"], "county"]), set(own.loc[own["good"], "county"])
        assert found[theme.theme_id] == contrasts.Sides(len(hard), len(good), len(hard & good), 2)
    training = contrasts.intents(cut)["training"]
    assert (training.both, training.plan_only, training.people_only, training.of) == (1, 0, 0, 1)


def test_the_order_of_the_lists_does_not_matter(cut):
    """Neither of counties, nor of sources, nor of passages."""
    turned = replace(cut, cases=cut.cases[::-1], sources=cut.sources[::-1], passages=cut.passages[::-1])
    first, second = (contrasts.by_attribute(each, "size_band") for each in (cut, turned))
    assert (first.groups, first.counts) == (second.groups, second.counts)
    assert contrasts.intents(cut) == contrasts.intents(turned)


def test_an_attribute_that_tells_counties_apart_is_no_band(cut):
    """One value says nothing, and a name for each county is no group."""
    same = tuple(replace(each, attributes={"region": "north"}) for each in cut.cases)
    assert contrasts.by_attribute(replace(cut, cases=same), "region") is None
    assert contrasts.by_attribute(cut, "nothing") is None


@given(st.permutations(["large", "Small", "medium", "very large"]))
def test_sizes_go_from_small_to_large(values):
    """Nobody reads them by the alphabet."""
    assert contrasts.in_order(values) == ["Small", "medium", "large", "very large"]


@given(st.lists(st.integers(0, 10**6).map(str), unique=True))
def test_numbers_go_by_size(values):
    """Nine before ten."""
    assert [int(each) for each in contrasts.in_order(values)] == sorted(map(int, values))
