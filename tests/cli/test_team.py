"""Assigning, finishing, comparing and recounting, as they are typed."""

import re
import sqlite3

import pytest

from tests.cli.run import records, run

PLACE = "maple-01:2:tg-caregiver"


@pytest.fixture
def compared(study):
    """Ana and Luis have finished maple-01, and differ."""
    run("assign", "maple-01", "luis", "--blind", "--by", "mara")
    run("accept", PLACE, "--coder", "ana", "--note", "plain")
    run("reject", PLACE, "--coder", "luis")
    run("finish", "maple-01", "--coder", "ana")
    run("finish", "maple-01", "--coder", "luis")
    return study


def test_a_blind_coder_alone_is_told_that_a_second_is_missing(study):
    """Or they wait for nobody."""
    assert "until a second coder has it" in run("assign", "maple-01", "luis", "--blind").stderr
    assert "luis" in run("finish", "maple-01", "--coder", "ana").stderr


def test_agreement_names_its_unit_and_says_what_is_undefined(compared):
    """A code that neither used has no number, and why."""
    found = run("agreement", "--coders", "luis", "ana")
    assert "luis and ana: 1 transcript (1 coded blind, 0 without suggestions)" in found.stdout
    assert "the unit is a turn" in found.stdout
    lines = {each["id"]: each for each in records(run("agreement", "--json"))}
    assert (lines["tg-caregiver"]["only_first"], lines["tg-caregiver"]["n"]) == (1, 2)
    assert lines["tg-caregiver"]["f1"] == 0
    assert lines["pl-relative"]["undefined"] == "neither used it"
    assert lines["pl-relative"]["kappa"] is None


@pytest.mark.parametrize(
    "words",
    [
        ["assign", "maple-1", "luis"],
        ["assign", "maple-01", "luis", "--blind"],
        ["finish", "maple-01", "--coder", "ana"],
        ["finish", "maple-01", "--coder", "ana", "--reopen"],
        ["agreement", "--coders", "ana", "luiz"],
        ["history", "--as-of", "99"],
        ["history", "--as-of", "soon"],
    ],
)
def test_what_cannot_be_is_said_plainly(compared, words):
    """With what to do."""
    assert run(*words, code=2).stderr.strip()


def test_history_tells_what_each_change_changed(compared):
    """Before and after, and who was assigned and finished in between."""
    run("reject", PLACE, "--coder", "ana")
    said = run("history").stdout
    assert "assigned, blind" in said
    assert "by mara" in said
    assert re.search(r"luis +maple-01:2:tg-caregiver +nothing +-> +does not apply", said)
    changes = [each for each in records(run("history", "--json", "--coder", "ana")) if "decision" in each]
    assert [(each["before"], each["after"]) for each in changes] == [
        ("nothing", "applies"),
        ("applies", "does not apply"),
    ]
    assert run("history", "--code", "pl-relative").stdout == ""
    events = [
        each["event"]
        for each in records(run("history", "--json", "--transcript", "maple-01"))
        if "event" in each
    ]
    assert events == ["assigned", "assigned", "finished", "finished"]


def test_history_rebuilds_a_moment(compared):
    """The first decision alone stood after the first entry."""
    run("reject", PLACE, "--coder", "ana")
    (one,) = records(run("history", "--json", "--as-of", "1"))
    assert (one["coder"], one["stance"]) == ("ana", "applies")
    assert len(records(run("history", "--json", "--as-of", "2999-01"))) == 3


def test_a_changed_assignment_is_found(compared):
    """Nobody becomes blind behind the program's back."""
    with sqlite3.connect(compared / "study.db") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE assignments SET is_blind = 0")
    connection.close()
    assert "assignments" in run("history", "--check", code=1).stdout


def test_a_transcript_is_taken_back(compared):
    """What was decided stays."""
    run("assign", "cedar-01", "luis", "--no-suggestions")
    assert "released" in run("assign", "cedar-01", "luis", "--release").stdout
    assert "1 transcript (" in run("agreement").stdout


def test_differences_are_listed(compared):
    """To show them, not only to count them."""
    (one,) = records(run("agreement", "--differences", "--json"))
    assert one["passage"] == PLACE
    assert one["readings"] == {"luis": "does not apply", "ana": "applies"}
    assert "not yet" in run("agreement", "--differences").stdout
