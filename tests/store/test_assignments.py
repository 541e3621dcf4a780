"""The log of assignments is kept like that of the decisions."""

import sqlite3
from contextlib import closing

import pytest

from csec_qual.model.assignment import Assignment, Event
from csec_qual.store import assignments, chain, decisions
from csec_qual.store.engine import Database
from tests.small_talk import decision, suggestion, talk
from tests.store.test_chain import ABOUT, fill, first_broken, meddle

GIVEN = Assignment("a1", "maple-01", "luis", Event.ASSIGNED, True, False, "mara", 0, "2026-06-30T17:04:09Z")
DONE = Assignment("a2", "maple-01", "luis", Event.FINISHED, True, False, "luis", 4, "2026-06-30T18:04:09Z")


@pytest.fixture
def kept(tmp_path):
    """A database with two entries."""
    database = Database(tmp_path / "study.db")
    for each in (GIVEN, DONE):
        with database.writing() as connection:
            assignments.append(connection, each)
    database.close()
    return tmp_path / "study.db"


def broken(path):
    with Database(path).direct() as connection:
        return chain.first_broken(connection, chain.ASSIGNMENTS)


def test_entries_come_back_as_they_were_made(kept):
    """In order, every field."""
    with Database(kept).reading() as connection:
        assert assignments.fetch(connection) == [GIVEN, DONE]
    assert broken(kept) is None


@pytest.mark.parametrize("column", chain.ASSIGNMENTS.said)
def test_a_changed_entry_is_found(kept, column):
    """Nobody becomes blind, or finished, afterwards."""
    meddle(kept, f'UPDATE assignments SET "{column}" = "{column}" || 7 WHERE position = 2')
    assert broken(kept) == 2


@pytest.mark.parametrize("statement", ["UPDATE assignments SET is_blind = 1", "DELETE FROM assignments"])
def test_no_statement_changes_the_log(kept, statement):
    """Not one typed into another program either."""
    with (
        closing(sqlite3.connect(kept)) as other,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        other.execute(statement)


def test_what_a_decision_settles_is_part_of_its_link(tmp_path):
    """It cannot be given to a decision that had none, nor taken from one that has."""
    path = tmp_path / "study.db"
    fill(path, 3)
    with Database(path).writing() as connection:
        one = decision(suggestion(talk(("Dana", "None.")), 1, "tg-caregiver"), coder_id="mara")
        made = type(one)(**{**{name: getattr(one, name) for name in one.__slots__}, "settles": ("d0", "d1")})
        decisions.append(connection, made)
    with Database(path).reading() as connection:
        assert decisions.fetch(connection)[-1] == made
    assert first_broken(path) is None
    meddle(path, "UPDATE decisions SET settles = '' WHERE position = 4")
    assert first_broken(path) == 4
    meddle(path, "UPDATE decisions SET settles = 'd0' WHERE position = 2")
    assert first_broken(path) == 2


def test_a_database_of_version_two_is_brought_up_to_date(tmp_path):
    """Every link stays what it was, so that one noted before still proves the log whole."""
    path = tmp_path / "study.db"
    fill(path, 4)
    with Database(path).direct() as connection:
        noted = chain.last(connection)
    meddle(
        path,
        "DROP TABLE assignments",
        "ALTER TABLE decisions DROP COLUMN settles",
        "UPDATE about SET value = '2' WHERE name = 'schema'",
    )
    database = Database(path)
    with database.writing() as connection:
        assignments.append(connection, GIVEN)
        assert len(decisions.fetch(connection)) == 4
        assert ABOUT.turn == 1
    with database.direct() as connection:
        assert chain.last(connection) == noted
    assert first_broken(path) is None
    assert broken(path) is None
    with (
        closing(sqlite3.connect(path)) as other,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        other.execute("DELETE FROM assignments")
