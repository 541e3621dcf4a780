"""Accounts from the command line."""

import json

import pytest

from csec_qual.study.study import Study
from tests.cli.run import run

WORDS = "four quiet words here"
OTHER = "five other louder words"


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    Study.create(folder).close()
    return str(folder)


def twice(*arguments, study, said=WORDS):
    """The command, where a person types the password twice."""
    return run("--study", study, "accounts", *arguments, typed=f"{said}\n{said}\n")


def test_a_password_that_is_typed_is_never_shown(study):
    """Neither on the screen nor in the list."""
    done = twice("add", "ana", "--role", "lead", study=study)
    assert "ana  lead" in done.stdout
    assert WORDS not in done.output
    (line,) = run("--study", study, "accounts", "list", "--json").stdout.splitlines()
    assert json.loads(line).keys() == {"name", "role", "since"}


def test_the_life_of_an_account(study):
    """Made, given another role and password, removed; each command says what is so now."""
    twice("add", "ana", "--role", "lead", study=study)
    twice("add", "luis", study=study)
    assert run("--study", study, "accounts", "role", "luis", "lead").stdout == "luis  lead\n"
    assert "luis" in twice("password", "luis", study=study, said=OTHER).stdout
    run("--study", study, "accounts", "remove", "ana")
    assert "ana" not in run("--study", study, "accounts", "list").stdout


def test_a_program_gives_the_password_on_standard_input(study):
    """A setup script asks nobody."""
    run("--study", study, "accounts", "add", "ana", "--password-stdin", typed=f"{WORDS}\n")
    assert run("--study", study, "accounts", "list").stdout.startswith("ana  coder")


@pytest.mark.parametrize(
    ("said", "told"),
    [("too short", "15"), ("aaaaaaaaaaaaaaaaaaaa", "easy to guess"), ("x" * 300, "256")],
)
def test_a_poor_password_is_refused(study, said, told):
    """Length is what counts; a refusal says what would do."""
    done = run("--study", study, "accounts", "add", "ana", "--password-stdin", typed=f"{said}\n", code=2)
    assert told in done.stderr
    assert run("--study", study, "accounts", "list").stdout == ""


def test_the_last_lead_stays(study):
    """A team that nobody leads could not be put right from the workbench."""
    twice("add", "ana", "--role", "lead", study=study)
    twice("add", "luis", study=study)
    assert "only lead" in run("--study", study, "accounts", "role", "ana", "coder", code=2).stderr
    assert "only lead" in run("--study", study, "accounts", "remove", "ana", code=2).stderr


def test_a_name_is_taken_once(study):
    """Decisions go by it: a second Ana would be taken for the first."""
    twice("add", "ana", "--role", "lead", study=study)
    twice("add", "luis", "--role", "lead", study=study)
    run("--study", study, "accounts", "remove", "ana")
    done = run("--study", study, "accounts", "add", "Ana", "--password-stdin", typed=f"{WORDS}\n", code=2)
    assert "choose another" in done.stderr
