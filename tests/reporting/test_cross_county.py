"""The counties side by side say what was counted, and nothing that points to a person or a county."""

import re
from dataclasses import replace

import pytest

from csec_qual.base.errors import PrivacyError, StudyError
from csec_qual.model.indicator import Domain, Fit, Indicator
from csec_qual.model.people import Consent
from csec_qual.privacy.notes import release_note
from csec_qual.privacy.release import Audience, known_names
from csec_qual.reporting.cross_county import cross_county, render_cross_county
from csec_qual.reporting.indicators import SCREENING_CAVEAT
from tests.reporting.small_county import LABELS, release, small_cut

INDICATORS = (
    Indicator(
        "maple",
        Domain.IDENTIFICATION,
        "Youth identified",
        "2024",
        6,
        55,
        "By child welfare",
        Fit.SILENT,
        "Few.",
    ),
    Indicator("tule", Domain.IDENTIFICATION, "Youth identified", "2024", 40, 300),
)


def report(cut, audience=Audience.TEAM, **kwargs):
    names = known_names(cut.transcripts, cut.participants, cut.cases, LABELS)
    summaries = {("maple", "tg-caregiver"): release_note("Ana's class helps.", names=names, kept_back=())}
    settings = {"summaries": summaries, "indicators": INDICATORS} | kwargs
    quotes = release(cut, audience)
    return cross_county(cut, quotes=quotes, labels=LABELS, date="2026-06-30", audience=audience, **settings)


@pytest.fixture
def cut():
    return small_cut()


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_the_report_is_the_one_that_was_read(cut, suffix, file_regression):
    """A change of it shows as a change in a page that people can open."""
    # Another version of the library that draws draws otherwise; what is drawn is tested with the figures.
    text = re.sub(r"(?<=svg\+xml;base64,)[\w+/=]+", "", render_cross_county(report(cut), suffix))
    file_regression.check(text, extension=suffix, encoding="utf-8")


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_the_order_of_the_lists_does_not_matter(cut, suffix):
    """Byte for byte: the same study says the same however its lists are sorted."""
    turned = replace(
        cut,
        cases=cut.cases[::-1],
        sources=cut.sources[::-1],
        participants=cut.participants[::-1],
    )
    first, second = (render_cross_county(report(each), suffix) for each in (cut, turned))
    assert first == second


def test_the_matrix_says_what_each_county_has(cut):
    """Transcripts with the theme, the kinds they are of, and the three silences apart."""
    maple, tule = report(cut).counties
    cells = dict(zip((label for label, _ in report(cut).themes), maple.cells, strict=True))
    assert cells["Training gaps"].transcripts.shown == "3 of 4"
    assert cells["Training gaps"].kinds == ("Interviews", "Focus groups", "Plans")
    assert cells["Missing youth"].state.value == "asked and nothing reported"
    assert cells["Prevention"].state.value == "not asked"
    ((code, note),) = cells["Training gaps"].summaries
    assert (code, note.text) == ("Caregiver training gap", "[name]'s class helps.")
    assert tule.label == "County Q"


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.PUBLIC])
def test_lived_experience_and_tribes_never_stand_beside_a_county(cut, audience):
    """They are too few, and everybody knows them."""
    approved = tuple(
        replace(each, is_approved=True, consent=Consent.QUOTE if each.label == "Eve" else each.consent)
        for each in cut.participants
    )
    found = report(replace(cut, participants=approved), audience)
    shown = [*found.lived_experience, *found.tribal_quotes]
    assert [each.quote.attribution for each in shown] == ["lived-experience expert", "Tribal partner"]
    assert "Pay the parents" in shown[0].quote.words


def test_without_approval_their_words_do_not_leave_the_team(cut):
    """The counts do."""
    assert [each.quote.words for each in report(cut).lived_experience] != []
    found = report(cut, Audience.PUBLIC)
    assert (found.lived_experience, found.tribal_quotes) == ((), ())
    assert "fewer than 11" in found.lived_experience_note
    assert "1 of 2 counties" not in found.lived_experience_note


def test_the_public_sees_no_group_of_one_county(cut):
    """Nor could it be had by taking the other groups from all."""
    banded = replace(
        cut,
        cases=tuple(
            replace(case, attributes={"size_band": band})
            for case, band in zip(cut.cases, ("small", "large"), strict=True)
        ),
    )
    assert "Themes by size band" in [each.title for each in report(banded).contrasts]
    assert "Themes by size band" not in [each.title for each in report(banded, Audience.PUBLIC).contrasts]


def test_small_counts_of_youth_stay_inside(cut):
    """And what the evaluators wrote beside them, which may tell them; the caveat stands wherever they do."""
    team, public = report(cut).joint[0], report(cut, Audience.PUBLIC).joint[0]
    assert team.rows[0][1] == "6 of 55 (not for release)"
    assert public.rows[0][1:] == ("fewer than 11, or none", "not asked", "silent", "")
    assert public.rows[1][1] == "40 of 300"
    assert team.caveat == public.caveat == SCREENING_CAVEAT


def test_counties_come_in_the_order_that_is_asked_for(cut):
    """Those without a value last."""
    assert [each.label for each in report(cut, order_by="size_band").counties] == ["County C", "County Q"]
    with pytest.raises(StudyError, match="size_band"):
        report(cut, order_by="size")
    with pytest.raises(StudyError, match="cannot be ordered by 'programs' for the public"):
        report(cut, Audience.PUBLIC, order_by="programs")


def test_it_is_not_for_one_county(cut):
    """One county is not to read of another."""
    with pytest.raises(PrivacyError, match="not one county's"):
        cross_county(cut, quotes={}, labels=LABELS, date="", audience=Audience.COUNTY)


def test_a_text_without_a_section_is_refused(cut):
    """It would be left out without a word."""
    with pytest.raises(StudyError, match=r"narrative/cross-county/matrx\.md"):
        report(cut, narrative={"matrx": "Text."})
    assert "<strong>ours</strong>" in render_cross_county(
        report(cut, narrative={"matrix": "This is **ours**."}), ".html"
    )


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.PUBLIC])
@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_nobody_is_named(cut, audience, suffix):
    """No county and no speaker."""
    text = render_cross_county(report(cut, audience), suffix)
    assert not any(name in text for name in ("Maple County", "Tule County", "Ana", "Cleo", "Maple House"))
