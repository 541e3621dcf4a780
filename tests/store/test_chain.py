"""The log of decisions shows what was done to it, and survives what is done to its program."""

import os
import signal
import sqlite3
import time

import pytest

from csec_qual.store import chain, decisions
from csec_qual.store.engine import Database
from csec_qual.store.version import SCHEMA_VERSION
from tests.small_talk import decision, suggestion, talk

TALK = talk(("Dana", "They got nothing."))
# Killed so often at least, and until so many decisions were acknowledged; never more often than the last.
ENOUGH_ROUNDS, ENOUGH_DECISIONS, MOST_ROUNDS = 200, 100, 5_000
ABOUT = suggestion(TALK, 1, "tg-caregiver")


def fill(path, n):
    """A database with so many decisions."""
    database = Database(path)
    for number in range(n):
        with database.writing() as connection:
            decisions.append(connection, decision(ABOUT, decision_id=f"d{number}"))
    database.close()
    return database


def meddle(path, *statements):
    """Change the file behind the program's back, past its triggers."""
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def first_broken(path):
    with Database(path).direct() as connection:
        return chain.first_broken(connection)


def test_an_untouched_log_is_whole(tmp_path):
    """Also an empty one."""
    fill(tmp_path / "empty.db", 0)
    fill(tmp_path / "study.db", 5)
    assert first_broken(tmp_path / "empty.db") is None
    assert first_broken(tmp_path / "study.db") is None


@pytest.mark.parametrize("column", chain.SAID)
def test_a_changed_entry_is_found(tmp_path, column):
    """Whatever was changed in it."""
    path = tmp_path / "study.db"
    fill(path, 5)
    meddle(path, f'UPDATE decisions SET "{column}" = "{column}" || 7 WHERE position = 3')
    assert first_broken(path) == 3


def test_an_entry_taken_out_or_put_in_is_found(tmp_path):
    """At the place where it was."""
    path = tmp_path / "study.db"
    fill(path, 5)
    meddle(path, "DELETE FROM decisions WHERE position = 2")
    assert first_broken(path) == 3


def test_what_was_taken_from_the_end_shows_in_the_last_link(tmp_path):
    """Who noted the link before sees another one."""
    path = tmp_path / "study.db"
    database = fill(path, 5)
    with database.direct() as connection:
        noted = chain.last(connection)
    meddle(path, "DELETE FROM decisions WHERE position = 5")
    with Database(path).direct() as connection:
        assert chain.first_broken(connection) is None
        assert chain.last(connection) != noted


def test_a_database_of_the_version_before_is_brought_up_to_date(tmp_path):
    """Every decision is there, linked, guarded; the old file lies beside it."""
    path = tmp_path / "study.db"
    fill(path, 4)
    meddle(
        path,
        "ALTER TABLE decisions DROP COLUMN link",
        "ALTER TABLE decisions DROP COLUMN step",
        "UPDATE about SET value = '1' WHERE name = 'schema'",
    )
    database = Database(path)
    with database.reading() as connection:
        assert [each.decision_id for each in decisions.fetch(connection)] == ["d0", "d1", "d2", "d3"]
    assert first_broken(path) is None
    with database.direct(writes=True) as connection:
        assert connection.execute("SELECT value FROM about WHERE name = 'schema'").fetchone() == (
            str(SCHEMA_VERSION),
        )
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute("DELETE FROM decisions")
    kept = tmp_path / "study.db.version-1"
    assert kept.stat().st_mode & 0o077 == 0
    with sqlite3.connect(kept) as old:
        assert old.execute("SELECT count(*) FROM decisions").fetchone() == (4,)
    old.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_no_acknowledged_decision_is_lost_when_the_program_is_killed(tmp_path):
    """Killed two hundred times at any moment; the log is whole each time."""
    path = tmp_path / "study.db"
    fill(path, 0)
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()
    for round_ in range(MOST_ROUNDS):
        # On a machine that is busy with other things, many are killed before they have decided anything.
        if round_ >= ENOUGH_ROUNDS and len(acknowledged.read_text("utf-8").split()) > ENOUGH_DECISIONS:
            break
        child = os.fork()
        if child == 0:
            _decide_for_ever(path, acknowledged, round_)
        time.sleep(0.004 + (round_ * 7 % 23) / 1000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    names = acknowledged.read_text("utf-8").split()
    assert len(names) > ENOUGH_DECISIONS
    assert first_broken(path) is None
    with Database(path).reading() as connection:
        kept = [each.decision_id for each in decisions.fetch(connection)]
    assert set(names) <= set(kept)
    assert len(set(kept)) == len(kept)


def _decide_for_ever(path, acknowledged, round_):
    """Append decisions, and note each one once it is answered for."""
    database = Database(path)
    with acknowledged.open("a", encoding="utf-8") as file:
        for number in range(10_000):
            with database.writing() as connection:
                decisions.append(connection, decision(ABOUT, decision_id=f"r{round_}-{number}"))
            os.write(file.fileno(), f"r{round_}-{number}\n".encode())
    os._exit(0)
