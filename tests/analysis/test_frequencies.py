"""Every number of the small study, counted by hand."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.analysis.bases import TableError
from csec_qual.analysis.frequencies import frequencies
from csec_qual.model.people import Consent, Participant
from tests.analysis.small_cut import passage, small_cut, with_passages

CUT = small_cut()


def row(table, code_or_theme):
    return [table.at(code_or_theme, cell).shown for cell in table.cells]


@pytest.mark.parametrize(
    ("count", "code", "maple", "birch", "cedar", "everyone"),
    [
        pytest.param("mentions", "tg-caregiver", "6/7", "1/4", "0/2", "7/13", id="talk-volume"),
        pytest.param(
            "mentions", "training", "7/7", "1/4", "0/2", "8/13", id="turn-with-two-codes-counts-once"
        ),
        pytest.param("participants", "tg-caregiver", "1/2", "0/2", "0/2", "1/6", id="plan-is-nobody"),
        pytest.param("participants", "training", "2/2", "0/2", "0/2", "2/6", id="theme-of-people"),
        pytest.param("transcripts", "tg-caregiver", "1/2", "1/2", "0/1", "2/4", id="survey-in-each-county"),
        pytest.param("transcripts", "bh-wait", "0/2", "1/2", "1/1", "2/4", id="group-is-one-transcript"),
        pytest.param("counties", "bh-wait", "0/1", "1/1", "1/1", "2/3", id="respondents-own-county"),
        pytest.param("mentions", "bh-expertise", "0/7", "0/4", "0/2", "0/13", id="nobody-said-it"),
    ],
)
def test_counts_by_county(count, code, maple, birch, cedar, everyone):
    """A reader must be able to check any number by hand."""
    assert row(frequencies(CUT, "county", count), code) == [maple, birch, cedar, everyone]


def test_six_mentions_are_one_participant_one_transcript_one_county():
    """Forty mentions from one manager must never read as forty people."""
    talk = with_passages(CUT, [one for one in CUT.passages if one.transcript_id == "maple-admin-01"])
    counts = ("mentions", "participants", "transcripts", "counties")
    found = {count: frequencies(talk, "county", count).at("tg-caregiver").n for count in counts}
    assert found == {"mentions": 6, "participants": 1, "transcripts": 1, "counties": 1}


def test_counts_by_role_put_plans_in_a_cell_of_their_own():
    """A plan is nobody's voice: it has turns and a transcript, and no participants."""
    table = frequencies(CUT, "role", "mentions")
    assert list(table.cells) == ["child welfare", "community provider", "probation", "document", "all"]
    assert row(table, "tg-caregiver") == ["6/6", "0/2", "0/3", "1/2", "7/13"]
    assert frequencies(CUT, "role", "participants").at("training", "document").shown == "0/0"
    assert frequencies(CUT, "role", "counties").at("tg-staff", "probation").shown == "1/2"


def test_counts_by_source_use_the_counties_that_have_such_a_source():
    """Counties without a plan cannot be in the denominator of plans."""
    table = frequencies(CUT, "source", "counties")
    assert list(table.cells.values()) == ["Interviews", "Focus groups", "Plans", "Surveys", "All"]
    assert row(table, "training") == ["1/1", "0/1", "1/1", "1/2", "2/3"]


def test_someone_who_withdrew_is_in_no_number():
    """Withdrawal takes a person out of the numerator and out of the denominator."""
    heard = CUT.transcripts["birch-group-01"]
    gone = Participant("BI-03", "birch-group-01", "Gone", "birch", "caregiver", Consent.WITHDRAWN)
    cut = replace(
        CUT,
        passages=(*CUT.passages, passage(heard, 4, "tg-staff")),
        participants=(*CUT.participants, gone),
    )
    table = frequencies(cut, "county", "mentions")
    assert row(table, "tg-staff") == ["2/7", "0/4", "0/2", "2/13"]
    assert all(one.turn != 4 for one in table.quotes("tg-staff", "birch"))


def test_interviewers_are_in_no_denominator():
    """The probe holds every word of the theme and is evidence of nothing."""
    heard = CUT.transcripts["maple-admin-01"]
    cut = with_passages(CUT, [*CUT.passages, passage(heard, 1, "bh-expertise")])
    assert frequencies(cut, "county", "mentions").at("bh-expertise", "maple").shown == "0/7"


def test_a_plan_with_a_row_in_the_list_of_participants_is_still_nobody():
    """Teams keep a row for every file; a county's plan is not a person for it."""
    row_of_plan = Participant("PL-01", "birch-plan-2025", "", "birch", "child welfare")
    cut = replace(CUT, participants=(*CUT.participants, row_of_plan))
    assert frequencies(cut, count="participants").at("tg-caregiver", "birch").shown == "0/2"
    assert frequencies(cut, "role", "mentions").at("tg-caregiver", "document").shown == "1/2"


def test_one_person_in_two_transcripts_is_one_participant():
    """A pseudonym is kept across transcripts so that nobody counts twice."""
    people = tuple(
        replace(one, participant_id="MA-01") if one.label == "R1" else one for one in CUT.participants
    )
    table = frequencies(replace(CUT, participants=people), "county", "participants")
    assert table.at("training", "maple").shown == "1/1"


def test_a_county_nobody_recorded_has_its_own_cell():
    """Turns without a county must not vanish from the sum."""
    people = tuple(replace(one, case_id="") if one.label == "R3" else one for one in CUT.participants)
    table = frequencies(replace(CUT, participants=people), "county", "mentions")
    assert table.cells["-"] == "County not recorded"
    assert row(table, "bh-wait") == ["0/7", "1/4", "1/1", "0/1", "2/13"]
    assert frequencies(replace(CUT, participants=people), count="counties").at("bh-wait").shown == "2/3"


def test_a_retired_code_shows_only_where_it_was_used():
    """A code nobody may use any more is no silence; one that was used must not vanish."""
    assert "tg-old" not in set(frequencies(CUT).frame["code_id"])
    heard = CUT.transcripts["maple-admin-01"]
    used = frequencies(with_passages(CUT, [passage(heard, 3, "tg-old")]))
    assert used.at("tg-old", "maple").n == 1


def test_rows_and_cells_follow_the_codebook_and_the_list_of_counties():
    """Two runs and two tables show the same order."""
    table = frequencies(CUT)
    assert list(dict.fromkeys(table.frame["code_id"])) == [
        "",
        "tg-caregiver",
        "tg-staff",
        "bh-wait",
        "bh-expertise",
    ]
    assert table.cells == {
        "maple": "Maple County", "birch": "Birch County", "cedar": "Cedar County", "all": "All",
    }  # fmt: skip
    masked = frequencies(CUT, case_labels={"maple": "County C"})
    assert list(masked.cells.values()) == ["County C", "Birch County", "Cedar County", "All"]


def test_wide_shows_every_number_with_its_denominator():
    """The denominator belongs in the cell, not in a footnote."""
    wide = frequencies(CUT, "county", "transcripts").wide()
    assert list(wide.columns) == ["Maple County", "Birch County", "Cedar County", "All"]
    assert list(wide.loc[("Training", "Caregivers untrained")]) == ["1/2", "1/2", "0/1", "2/4"]
    assert list(wide.loc[("Training", "")]) == ["2/2", "1/2", "0/1", "3/4"]


def test_every_number_opens_to_its_passages():
    """A table that cannot show its quotes cannot be defended."""
    table = frequencies(CUT, "county", "mentions")
    assert [one.passage_id for one in table.quotes("training", "birch")] == ["birch-plan-2025:2:tg-caregiver"]
    assert len(table.quotes("training", "maple")) == 8
    assert [one.turn for one in table.quotes("bh-wait")] == [2, 2]
    assert table.quotes("bh-expertise") == ()


def test_passages_of_plans_stand_behind_no_number_of_people():
    """What opens from a count of participants was said by participants."""
    assert frequencies(CUT, count="participants").quotes("tg-caregiver", "birch") == ()


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        pytest.param(lambda: frequencies(CUT, "conty"), "Did you mean 'county'?", id="split"),
        pytest.param(lambda: frequencies(CUT, count="person"), "mentions, participants", id="base"),
        pytest.param(lambda: frequencies(CUT).at("tg-caregivr"), "Did you mean 'tg-caregiver'?", id="code"),
        pytest.param(
            lambda: frequencies(CUT).quotes("training", "mapel"), "Did you mean 'maple'?", id="cell"
        ),
    ],
)
def test_a_mistyped_name_gets_the_nearest_one(ask, hint):
    """A notebook user needs the name, not a KeyError."""
    with pytest.raises(TableError, match=re.escape(hint)):
        ask()


PLACES = [
    (heard.transcript_id, turn.number, code.code_id)
    for heard in CUT.transcripts.values()
    for turn in heard.turns
    for code in CUT.codebook.codes
]


@given(
    st.lists(st.sampled_from(PLACES), unique=True),
    st.sampled_from(["county", "role", "source"]),
    st.sampled_from(["mentions", "participants", "transcripts", "counties"]),
)
def test_counts_never_exceed_what_could_have_been_counted(places, by, count):
    """n <= N; a theme is between its largest code and their sum; mentions of the cells add up."""
    cut = with_passages(CUT, [passage(CUT.transcripts[name], turn, code) for name, turn, code in places])
    table = frequencies(cut, by, count)
    assert (table.frame["n"] <= table.frame["N"]).all()
    for (theme_id, cell), group in table.frame[table.frame["level"] == "code"].groupby(["theme_id", "cell"]):
        assert group["n"].max() <= table.at(theme_id, cell).n <= group["n"].sum()
    if count == "mentions":
        for name in {*table.frame["theme_id"], *table.frame["code_id"]} - {""}:
            cells = [table.at(name, cell) for cell in table.cells if cell != "all"]
            assert sum(cell.n for cell in cells) == table.at(name).n
            assert sum(cell.of for cell in cells) == table.at(name).of


@given(st.lists(st.sampled_from(PLACES), unique=True), st.sampled_from(["county", "role", "source"]))
def test_a_number_is_zero_exactly_where_nothing_opens_from_it(places, by):
    """Quotes and counts come from one pass, so they cannot disagree."""
    cut = with_passages(CUT, [passage(CUT.transcripts[name], turn, code) for name, turn, code in places])
    table = frequencies(cut, by, "mentions")
    for name in {*table.frame["theme_id"], *table.frame["code_id"]} - {""}:
        for cell in table.cells:
            turns = {(one.transcript_id, one.turn) for one in table.quotes(name, cell)}
            assert len(turns) == table.at(name, cell).n
