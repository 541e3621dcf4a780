import dataclasses

import pytest

from csec_qual.analysis.coverage import State
from csec_qual.base.errors import PrivacyError, StudyError
from csec_qual.privacy.release import Audience
from csec_qual.reporting.context import case_study
from tests.reporting.small_county import LABELS, release


def section(study, section_id):
    return next(one for one in study.sections if one.section_id == section_id)


def counts(codes):
    return {
        code.code_id: (code.participants.shown, code.transcripts.shown, code.mentions.shown, code.reviewed)
        for code in codes
    }


def test_every_count_of_a_county_by_hand(cut, study_of):
    """Counted from the list at the head of small_county.py, not from the code."""
    study = study_of(cut)
    assert (study.reviewed, study.passages, study.participants, study.transcripts) == (1, 10, 6, 4)
    # Turns that could have been coded: 4 of the interview, 4 of the group, 1 of the plan, 1 survey answer.
    (training,) = section(study, "training").themes
    assert training.statement == "Reported by most: 4 of 6 participants, in 3 of 4 transcripts."
    assert counts(training.codes) == {
        "tg-caregiver": ("3 of 6", "2 of 4", "5 of 10", "1 of 5"),
        "tr-delivered": ("1 of 6", "2 of 4", "2 of 10", "0 of 2"),
    }
    assert counts(study.promising) == {"tr-delivered": ("1 of 6", "1 of 4", "1 of 10", "0 of 1")}
    assert counts(study.challenges) == {
        "tg-caregiver": ("3 of 6", "2 of 4", "4 of 10", "1 of 4"),
        "bh-waitlist": ("1 of 6", "1 of 4", "1 of 10", "0 of 1"),
        "te-consult": ("1 of 6", "1 of 4", "1 of 10", "0 of 1"),
    }
    assert counts(study.recommendations.counts) == {
        "tg-caregiver": ("1 of 6", "1 of 4", "1 of 10", "0 of 1"),
        "housing-cost": ("1 of 6", "1 of 4", "1 of 10", "0 of 1"),
    }
    rows = {(row.kind, row.mode): (row.participants, row.transcripts) for row in study.sources}
    assert rows == {
        ("Interview", "in person"): (2, 1),
        ("Focus group", "virtual"): (3, 1),
        ("County plan", "document"): (0, 1),
        ("Survey", "online"): (1, 1),
    }
    joint = {row.theme: (row.plans, row.survey, row.people) for row in study.joint}
    assert joint["Training gaps"] == ("1 of 1", "0 of 1", "4 of 5")
    assert joint["Housing"] == ("0 of 1", "1 of 1", "0 of 5")


def test_three_silences_stay_apart(cut, study_of):
    """Not asked is no finding; asked and nothing reported is."""
    study = study_of(cut)
    states = {one.section_id: one.state for one in study.sections if one.state}
    assert states["training"] is State.FOUND
    assert states["missing-youth"] is State.ASKED_NOTHING
    assert states["screening"] is State.NOT_ASKED
    assert section(study, "training").themes[0].asked_nothing == ("Training too basic",)


def test_a_county_without_a_source_kind_does_not_show_zero_of_zero(cut, study_of):
    """Tule sent no plan: that is not a plan that says nothing."""
    row = study_of(cut, "tule").joint[0]
    assert (row.plans, row.survey, row.people) == ("", "0 of 1", "0 of 1")


def test_lived_experience_comes_first_and_apart(cut, study_of):
    """Their recommendations head the list, the provider's follows."""
    advice = study_of(cut).recommendations
    assert [one.quote.attribution for one in advice.lived_experience] == ["lived-experience expert"]
    assert [one.quote.attribution for one in advice.others] == ["survey respondent, community provider"]


def test_a_plan_is_no_participant_who_recommends(cut, study_of):
    """What a county's plan asks for is not what people in the county recommend."""
    asking = tuple(
        dataclasses.replace(one, attributes=("x-recommendation",))
        if one.transcript_id == "maple-plan"
        else one
        for one in cut.passages
    )
    assert asking != cut.passages
    advice = study_of(dataclasses.replace(cut, passages=asking)).recommendations
    assert advice == study_of(cut).recommendations


@pytest.mark.parametrize(
    ("case_id", "audience", "note"),
    [
        ("tule", Audience.TEAM, "No lived-experience expert was heard in this county."),
        (
            "maple",
            Audience.PUBLIC,
            "What lived-experience experts recommend is reported for the state, not by county.",
        ),
    ],
)
def test_why_there_is_no_recommendation_of_theirs(cut, study_of, case_id, audience, note):
    """An empty list must say what its emptiness means."""
    advice = study_of(cut, case_id, audience=audience).recommendations
    assert (advice.lived_experience, advice.lived_experience_note) == ((), note)


def test_limits_name_what_is_missing(cut, study_of):
    """Roles, questions, reviews, sources and disagreement."""
    limits = {one.title: " ".join(one.lines) for one in study_of(cut).limits}
    assert limits["Who was not heard"].endswith("not here: probation.")
    assert limits["What was not asked"] == "Screening: none of it. Prevention: none of it."
    assert limits["What nobody has reviewed"].startswith("9 of 10 passages")
    assert limits["Sources that are missing"].endswith("interview (virtual).")
    assert limits["Where people disagree"] == (
        "Training gaps: 3 of 6 participants report a challenge, 1 of 6 something that works."
    )


def test_absent_voices_are_named_even_where_the_whole_study_lacks_them(cut, study_of):
    """Tribal and lived-experience voices must not disappear by being rare."""
    few = tuple(one for one in cut.participants if one.case_id == "tule")
    cut = dataclasses.replace(cut, participants=few, passages=())
    line = study_of(cut, "tule").limits[0].lines[0]
    assert "lived-experience expert" in line
    assert "Tribal partner" in line


def test_without_an_instrument_the_report_says_it_cannot_tell(cut, study_of):
    """Silence cannot be told from not asking where nobody recorded the guide."""
    lines = study_of(dataclasses.replace(cut, instruments=()), "tule").limits[1].lines
    assert lines[0].startswith("No instrument is recorded")


def test_the_public_does_not_learn_roles_or_programs(cut, study_of):
    """Free text about a county names it as surely as its name."""
    study = study_of(cut, audience=Audience.PUBLIC)
    assert [name for name, _ in study.attributes] == ["Region", "Size band"]
    assert "Roles of participants are not listed" in study.limits[0].lines[0]
    assert "probation" not in str(study)


def test_the_county_is_masked_in_what_is_recorded_of_it(cut, study_of):
    """A masked report must not print the name in a table of attributes."""
    assert "Maple" not in str(study_of(cut).attributes)
    shown = study_of(cut, labels={"maple": "Maple County", "tule": "Tule County"})
    assert ("Programs", "Maple House") in shown.attributes


def test_an_unknown_county_is_named_with_its_neighbour(cut):
    """A typing error gets the nearest id."""
    with pytest.raises(StudyError, match="Did you mean 'maple'"):
        case_study(cut, "mapel", quotes={}, labels=LABELS, narrative={}, date="2026")


def test_a_county_without_a_label_is_not_printed(cut):
    """Falling back on the real name would undo the masking."""
    with pytest.raises(PrivacyError):
        case_study(cut, "maple", quotes={}, labels={}, narrative={}, date="2026")


def test_passages_without_a_released_quote_are_counted_only(cut):
    """Forgetting to release is safe: nothing is quoted."""
    study = case_study(cut, "maple", quotes={}, labels=LABELS, narrative={}, date="2026")
    (training,) = section(study, "training").themes
    assert training.codes[0].quotes == ()
    assert training.codes[0].notes == ("5 passages counted and not shown: 5 not released.",)


def test_quotes_for_the_team_cannot_be_printed_for_the_public(cut):
    """The wrong set of quotes must stop the report, not slip into it."""
    with pytest.raises(PrivacyError, match="another audience"):
        case_study(
            cut,
            "maple",
            quotes=release(cut, Audience.TEAM),
            labels=LABELS,
            narrative={},
            date="2026",
            audience=Audience.PUBLIC,
        )


def test_a_narrative_without_a_section_is_not_lost_in_silence(cut, study_of):
    """Somebody named a file "trainning.md": its text must not just be missing from the report."""
    with pytest.raises(StudyError, match=r"narrative/maple/trainning\.md: .*Did you mean 'training'"):
        study_of(cut, narrative={"trainning": "Our text."})
