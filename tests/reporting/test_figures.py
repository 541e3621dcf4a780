"""Figures show counts on their own bases, and say in words and in a table what they show."""

from base64 import b64decode

import pytest
from lxml import etree

from csec_qual.analysis.bases import Count
from csec_qual.privacy.release import Audience
from csec_qual.reporting.document import FigureShown, PanelShown
from csec_qual.reporting.figures import png, svg_source
from tests.reporting.small_county import small_cut


@pytest.fixture
def figure():
    panels = (
        PanelShown("Plans", 1, (Count(1, 1), Count(0, 1))),
        PanelShown("People who were heard in <groups> & interviews", 7, (Count(5, 7), Count(2, 7))),
    )
    return FigureShown("Two themes", ("Training", "Waits"), panels)


def drawn(figure):
    return b64decode(svg_source(figure).partition(",")[2])


def test_it_says_what_it_shows(figure):
    """To somebody who does not see it."""
    assert "Plans: most on Training (1 of 1), none on 1 of 2." in figure.alt
    assert figure.headings == (
        "Theme",
        "Plans (N = 1)",
        "People who were heard in <groups> & interviews (N = 7)",
    )
    assert figure.table == (("Training", "1 of 1", "5 of 7"), ("Waits", "0 of 1", "2 of 7"))


def test_every_count_is_written_at_its_bar(figure):
    """No reader has to measure a bar; there is no percentage."""
    words = ["".join(text.itertext()).strip() for text in etree.fromstring(drawn(figure)).iter("{*}text")]
    assert {"1/1", "0/1", "5/7", "2/7", "Training", "Waits", "N = 7"} <= set(words)
    assert "%" not in "".join(words)


@pytest.mark.parametrize("form", [png, drawn])
def test_the_same_counts_give_the_same_bytes(figure, form):
    """Neither the clock nor chance is in it."""
    first = form(figure)
    again = FigureShown(figure.title, figure.rows, figure.panels, is_in_table=True)
    assert form(again) == first
    assert not any(word in first for word in (b"matplotlib version", b"<dc:date>", b"Software"))


def test_roles_of_one_county_are_for_the_team(study_of):
    """Elsewhere they would point to people; one person is no group."""
    team, county = (study_of(small_cut(), audience=each).figures for each in (Audience.TEAM, Audience.COUNTY))
    assert [each.title.partition(":")[0] for each in team] == [
        "Themes by kind of source, each on its own base",
        "The county beside the other counties of the study",
        "Themes by role group",
    ]
    assert len(county) == 2
    assert [panel.title for panel in team[2].panels] == ["child welfare"]


def test_the_counts_are_those_of_the_tables(study_of):
    """The figure by kind of source shows what the joint display says."""
    study = study_of(small_cut())
    plans, surveys, people = study.figures[0].panels
    for index, row in enumerate(study.joint):
        counts = (plans.counts[index], surveys.counts[index], people.counts[index])
        assert [f"{each.n} of {each.of}" for each in counts] == [row.plans, row.survey, row.people]
