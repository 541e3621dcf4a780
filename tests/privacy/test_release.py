import dataclasses

import pytest

from csec_qual.base.errors import PrivacyError
from csec_qual.model.codes import Status
from csec_qual.model.coding import CodedPassage
from csec_qual.model.people import Case, Consent, Participant
from csec_qual.model.transcript import (
    Role,
    Segment,
    Source,
    SourceType,
    Speaker,
    Transcript,
    Turn,
    TurnKind,
)
from csec_qual.privacy.release import (
    Audience,
    ReleasedCount,
    ReleasedQuote,
    known_names,
    release_count,
    release_quotes,
)

CASES = (Case("maple", "Maple County"), Case("tule", "Tule County"))
MASKS = {"maple": "County C", "tule": "County Q"}


def person(pid, label="Ana", role="community provider", consent=Consent.QUOTE, case="maple", transcript="t"):
    return Participant(pid, transcript, label, case, role, consent)


def crowd(role, case="maple"):
    """Two more people in the role, so that nobody in it is alone."""
    return [person(f"{case}-{role}-{i}", f"Other {i}", role, case=case, transcript="t") for i in range(2)]


def released(
    people, *said, source_type=SourceType.INTERVIEW, audience=Audience.TEAM, masks=MASKS, case="maple"
):
    """The quotes of turns ``(label, words)``, one passage each, in order."""
    text, turns, passages = "", [], []
    for number, (label, words) in enumerate(said, 1):
        start = len(text)
        text += words + "\n\n"
        end = start + len(words)
        turns.append(Turn(number, label, Role.PARTICIPANT, TurnKind.TURN, start, end))
        segment = Segment("t", start, end)
        passages.append(
            CodedPassage(f"t:{number}:tg-depth", "t", number, "tg-depth", segment, Status.AFFIRMED, "r", "")
        )
    speakers = tuple(Speaker(label, Role.PARTICIPANT) for label in dict.fromkeys(label for label, _ in said))
    transcript = Transcript("t", "t.txt", source_type, "plain", "0", text, tuple(turns), speakers)
    quotes = release_quotes(
        passages,
        transcripts={"t": transcript},
        sources=[Source("t", "t.txt", case, source_type)],
        participants=people,
        cases=CASES,
        masks=masks,
        audience=audience,
    )
    return list(quotes.values())


def test_words_leave_with_role_and_masked_county():
    """The attribution evaluators print: role group and County C, never a label."""
    (quote,) = released([person("MA-1"), *crowd("community provider")], ("Ana", "Nobody is trained."))
    assert quote.words == "Nobody is trained."
    assert quote.attribution == "community provider, County C"
    assert quote.withheld == ""
    assert quote.link == "transcripts/t.html#turn-1"


@pytest.mark.parametrize(
    ("consent", "reason"),
    [(Consent.PARAPHRASE, "consented to paraphrase only"), (Consent.COUNT, "counted only")],
)
@pytest.mark.parametrize("audience", list(Audience))
def test_no_consent_no_words(consent, reason, audience):
    """A participant who did not agree to be quoted is not quoted, to anybody."""
    (quote,) = released([person("MA-1", consent=consent)], ("Ana", "Secret words."), audience=audience)
    assert (quote.words, quote.withheld) == ("", reason)


def test_a_withdrawn_participant_stops_the_release():
    """Someone who withdrew must not arrive here at all; going on would hide the defect."""
    with pytest.raises(PrivacyError, match="withdrew"):
        released([person("MA-1", consent=Consent.WITHDRAWN)], ("Ana", "Words."))


def test_a_named_speaker_without_a_row_stops_the_release():
    """Nobody's consent is guessed."""
    with pytest.raises(PrivacyError, match=r"t:1: .*participants\.csv"):
        released([], ("Ana", "Words."))


@pytest.mark.parametrize("audience", list(Audience))
def test_off_the_record_stays_there(audience):
    """A speaker's "don't quote me" outlives their consent form."""
    (quote,) = released([person("MA-1")], ("Ana", "It is chaos. Don’t quote me on that."), audience=audience)
    assert (quote.words, quote.withheld) == ("", "said off the record")


def test_one_person_in_a_role_is_not_placed_in_the_county():
    """The county's one Tribal director or probation chief is known to everybody there."""
    (quote,) = released(
        [person("MA-1", role="probation"), *crowd("probation", "tule")], ("Ana", "Yes, always.")
    )
    assert quote.attribution == "probation"
    assert not quote.may_name_county


def test_two_rows_of_one_person_are_one_person():
    """Somebody interviewed twice is still alone in the role."""
    again = dataclasses.replace(person("MA-1", role="probation"), label="Ana R.")
    (quote,) = released([person("MA-1", role="probation"), again], ("Ana", "Yes, always."))
    assert quote.attribution == "probation"


@pytest.mark.parametrize(
    ("role", "shown"),
    [("Lived-experience expert", "lived-experience expert"), ("Tribal partner", "Tribal partner")],
)
def test_some_roles_are_never_placed(role, shown):
    """However many there are, they are not named with a county."""
    (quote,) = released([person("MA-1", role=role), *crowd(role)], ("Ana", "Listen to us."))
    assert quote.attribution == shown
    assert not quote.may_name_county


def test_documents_and_surveys_are_named_as_what_they_are():
    """A plan states intent and a survey answer is not an interview."""
    (plan,) = released([], ("", "The County will train staff."), source_type=SourceType.PLAN)
    assert (plan.attribution, plan.words) == ("county plan", "The County will train staff.")
    (answer,) = released(
        [person("R-1", "R-1", "child welfare")], ("R-1", "No classes."), source_type=SourceType.SURVEY
    )
    assert answer.attribution == "survey respondent, child welfare"


def test_unlabelled_words_of_a_conversation_are_not_printed():
    """Nobody agreed to be quoted there."""
    (quote,) = released([], ("", "Somebody said this."))
    assert (quote.words, quote.attribution) == ("", "unknown speaker")


def test_names_and_counties_are_masked_in_the_words():
    """A quote must not say who its speaker's colleague is, or where."""
    people = [person("MA-1"), person("MA-2", "Dana Reyes"), *crowd("community provider")]
    first, _ = released(people, ("Ana", "Dana runs it for Maple County."), ("Dana Reyes", "I do."))
    assert first.words == "[name] runs it for [county]."


def test_a_county_that_may_be_shown_is_not_masked():
    """``county_names: shown`` in study.yaml holds inside quotes too."""
    (quote,) = released(
        [person("MA-1"), *crowd("community provider")],
        ("Ana", "Here in Maple County, not Tule County."),
        masks={"maple": "Maple County", "tule": "County Q"},
    )
    assert quote.words == "Here in Maple County, not [county]."
    assert quote.attribution == "community provider, Maple County"


def test_the_public_sees_two_quotes_of_a_person_and_no_links():
    """One eloquent person must not become the voice, or the portrait, of a county."""
    people = [person("MA-1"), *crowd("community provider")]
    said = [("Ana", "One thing."), ("Ana", "Another thing."), ("Ana", "A third thing.")]
    public = released(people, *said, audience=Audience.PUBLIC)
    assert [quote.words for quote in public] == ["One thing.", "Another thing.", ""]
    assert public[2].withheld == "two quotes of this person are already in the report"
    assert {quote.link for quote in public} == {""}
    assert all(quote.words for quote in released(people, *said))


def test_only_the_gate_makes_what_leaves():
    """Forgetting the gate must fail, not print."""
    with pytest.raises(PrivacyError):
        ReleasedQuote("t:1:x", "words", "", "somebody", "", True, Audience.TEAM)
    with pytest.raises(PrivacyError):
        ReleasedCount("3 of 4", "")


@pytest.mark.parametrize(
    ("arguments", "shown", "is_withheld"),
    [
        pytest.param({"n": 2, "base": 9, "what": "participants"}, "2 of 9 participants", False, id="no-role"),
        pytest.param({"n": 2, "base": 9, "case_id": "maple"}, "2 of 9", False, id="county-without-role"),
        pytest.param(
            {"n": 2, "base": 9, "case_id": "maple", "role_group": "probation"}, "", True, id="role-county"
        ),
        pytest.param({"n": 2, "base": 9, "role_group": "probation"}, "", True, id="staff-cell-of-two"),
        pytest.param(
            {"n": 3, "base": 9, "role_group": "probation"}, "3 of 9", False, id="staff-cell-of-three"
        ),
        pytest.param({"n": 0, "base": 9, "role_group": "probation"}, "0 of 9", False, id="zero"),
        pytest.param(
            {"n": 4, "base": 30, "role_group": "Caregiver"}, "fewer than 11", False, id="caregivers"
        ),
        pytest.param(
            {"n": 12, "base": 30, "role_group": "lived-experience expert"},
            "12 of 30",
            False,
            id="lived-experience",
        ),
    ],
)
def test_public_counts(arguments, shown, is_withheld):
    """Counts of few people are as telling as a quote."""
    count = release_count(audience=Audience.PUBLIC, **arguments)
    assert (count.shown, bool(count.withheld)) == (shown, is_withheld)


def test_the_team_sees_every_count():
    """The team works with the numbers as they are."""
    count = release_count(1, 2, audience=Audience.TEAM, role_group="probation", case_id="maple")
    assert (count.shown, count.withheld) == ("1 of 2", "")


@pytest.mark.parametrize("audience", [Audience.COUNTY, Audience.PUBLIC])
@pytest.mark.parametrize("role", ["Tribal partner", "lived-experience expert"])
def test_words_that_others_release_wait_for_them(audience, role):
    """A Tribe, or advisers with lived experience, say first that these words may leave the team."""
    people = [person("MA-1", role=role), *crowd(role)]
    (waiting,) = released(people, ("Ana", "Nobody is trained."), audience=audience)
    assert "approval" in waiting.withheld
    assert not waiting.words
    people[0] = dataclasses.replace(people[0], is_approved=True)
    (given,) = released(people, ("Ana", "Nobody is trained."), audience=audience)
    assert given.words == "Nobody is trained."
    (inside,) = released([person("MA-1", role=role), *crowd(role)], ("Ana", "Nobody is trained."))
    assert inside.words


def test_a_county_gets_two_quotes_of_a_person_and_no_links():
    """Its own readers know one another."""
    people = [person("MA-1"), *crowd("community provider")]
    said = [("Ana", f"Point {n} is this one.") for n in range(3)]
    quotes = released(people, *said, audience=Audience.COUNTY)
    assert [bool(each.words) for each in quotes] == [True, True, False]
    assert not any(each.link for each in quotes)


def test_tribes_are_not_named():
    """Unless the Tribe says so; they are governments, and few enough to be recognised."""
    text = "We called Two Rivers Rancheria and the two rivers rancheria office."
    transcripts = {}
    names = known_names(transcripts, [], CASES, MASKS, ["Two Rivers Rancheria"])
    assert names.masked(text) == "We called [Tribe] and the [Tribe] office."
