"""The decision log: it grows, and nothing in it ever changes."""

import sqlite3
from contextlib import closing

import pytest

from csec_qual.base.errors import DecisionError
from csec_qual.model.coding import Stance
from csec_qual.store import decisions, suggestions
from tests.small_talk import decision, suggestion, talk

TALK = talk(("Priya", "And training?"), ("Dana", "They never got any."))
SEEN = suggestion(TALK, 2, "tg-caregiver")
FIRST = decision(SEEN)
SECOND = decision(SEEN, Stance.DOES_NOT_APPLY)


@pytest.fixture
def log(database):
    """A database with two decisions in its log."""
    with database.writing() as connection:
        decisions.append(connection, FIRST)
        decisions.append(connection, SECOND)
    return database


def read(database):
    with database.reading() as connection:
        return decisions.fetch(connection)


def test_decisions_come_back_as_they_were_made_in_order(log):
    """The audit trail is who said what, and then what."""
    assert read(log) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE decisions SET stance = 'applies'", id="update"),
        pytest.param("DELETE FROM decisions", id="delete"),
        pytest.param("INSERT OR REPLACE INTO decisions SELECT * FROM decisions LIMIT 1", id="replace"),
    ],
)
def test_no_statement_changes_the_log(log, statement):
    """Not a mistake in this program, and not a statement typed into another."""
    with closing(sqlite3.connect(log.path)) as other:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            other.execute(statement)
        other.rollback()
    assert read(log) == [FIRST, SECOND]


def test_the_same_decision_twice_is_refused(log):
    """Merging a log with itself must not count anybody twice."""
    with pytest.raises(DecisionError, match="already"), log.writing() as connection:
        decisions.append(connection, FIRST)
    assert read(log) == [FIRST, SECOND]


def test_replacing_suggestions_leaves_the_log_alone(log):
    """Rules change; what people said of the words does not."""
    with log.direct(writes=True) as connection:
        suggestions.replace(connection, {TALK.transcript_id: {"tg-caregiver": "new"}}, [])
        suggestions.forget(connection, TALK.transcript_id)
    assert read(log) == [FIRST, SECOND]
