"""The file itself: who may read it, what it refuses, and what a crash leaves."""

import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest

from csec_qual.base.errors import StudyError
from csec_qual.store import decisions, newest, transcripts
from csec_qual.store.engine import Database
from csec_qual.store.version import SCHEMA_VERSION
from tests.small_talk import decision, suggestion, talk

TALK = talk(("Dana", "They got a packet."))
MORE = talk(("Dana", "They got a packet."), ("Dana", "And a phone number."))
DECISION = decision(suggestion(TALK, 1, "tg-caregiver"))
COLUMNS = (
    "decision_id, 'bo', transcript_id, start, \"end\", version, turn, code_id, code_version, stance, note, "
    "suggestion_id, fingerprint, time, step, link, settles FROM decisions"
)


@pytest.fixture
def path(tmp_path):
    """A study database with one transcript and one decision."""
    place = tmp_path / "study.db"
    with closing(Database(place)) as database, database.writing() as connection:
        transcripts.keep(connection, TALK)
        decisions.append(connection, DECISION)
    return place


def changed(path, statement):
    """Run a statement as any SQLite tool would, past our own code."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE decisions SET stance = 'does not apply'", id="update"),
        pytest.param("DELETE FROM decisions", id="delete"),
        pytest.param(f"INSERT OR REPLACE INTO decisions SELECT position, {COLUMNS}", id="replace"),
        pytest.param(f"INSERT OR REPLACE INTO decisions SELECT 99, {COLUMNS}", id="replace-at-another-place"),
    ],
)
def test_the_log_refuses_to_be_changed(path, statement):
    """What a person decided stays, whatever program opens the file."""
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        changed(path, statement)
    with closing(Database(path)) as database, database.reading() as connection:
        assert decisions.fetch(connection) == [DECISION]


def test_the_file_is_for_its_owner_only(path):
    """It holds what people said in confidence, also in the files SQLite lays beside it."""
    with closing(Database(path)) as database, database.writing() as connection:
        transcripts.keep(connection, MORE)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.glob("study.db*")}
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}


def scramble(path):
    path.write_bytes(b"PK\x03\x04 this is a zip, or nothing at all" * 40)


def cut_short(path):
    # Without the write-ahead log's last word the pages in the middle are simply missing.
    path.write_bytes(path.read_bytes()[:6000])


def another_programs(path):
    path.unlink()
    changed(path, "CREATE TABLE holidays (day TEXT)")


def newer(path):
    changed(path, f"UPDATE about SET value = '{SCHEMA_VERSION + 1}'")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(scramble, "damaged", id="no-database"),
        pytest.param(cut_short, "damaged", id="cut-short"),
        pytest.param(another_programs, "not a study database", id="of-another-program"),
        pytest.param(newer, "Update csec_qual", id="newer-schema"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_left(path, spoil, said):
    """The message names the file and the way out; the file stays as it was for whoever can mend it."""
    spoil(path)
    before = path.read_bytes()
    with (
        pytest.raises(StudyError, match=said) as caught,
        closing(Database(path)) as database,
        database.direct() as connection,
    ):
        newest.fetch_all(connection)
    (problem,) = caught.value.problems
    assert problem.path == "study.db"
    assert problem.fix
    assert path.read_bytes() == before


def test_a_busy_database_says_so(path):
    """Two windows on one study: the second is told to wait, and may still read."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(Database(path, wait=0.05)) as database:
            with pytest.raises(StudyError, match="in use"), database.writing() as connection:
                transcripts.keep(connection, MORE)
            with database.direct() as connection:
                assert len(newest.fetch_all(connection)) == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    """A study on a share that is gone must not end in a traceback."""
    with pytest.raises(StudyError, match="cannot be written"):
        Database(tmp_path / "gone" / "study.db")


def test_a_full_disk_says_so(path):
    """Nothing of the transaction is kept, and the message says what to do."""
    with closing(Database(path)) as database:

        def keep_more_than_fits():
            with database.writing() as connection:
                connection.exec_driver_sql("PRAGMA max_page_count = 1")
                transcripts.keep(connection, talk(("Dana", "word " * 100_000)))

        with pytest.raises(StudyError, match="disk is full"):
            keep_more_than_fits()
        with database.direct() as connection:
            assert newest.fetch_all(connection) == [TALK]


WRITER = """
import sys
from pathlib import Path
from csec_qual.store import decisions
from csec_qual.store.engine import Database
from tests.small_talk import decision, suggestion, talk

database = Database(Path(sys.argv[1]))
seen = suggestion(talk(("Dana", "They got a packet.")), 1, "tg-caregiver")
for number in range(10_000):
    with database.writing() as connection:
        decisions.append(connection, decision(seen, decision_id=str(number)))
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 20])
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path, after):
    """An hour of decisions must survive a battery that runs out."""
    path = tmp_path / "study.db"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        told = [int(writer.stdout.readline()) for _ in range(after)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout.read().split()]
    with closing(Database(path)) as database, database.reading() as connection:
        kept = [int(each.decision_id) for each in decisions.fetch(connection)]
    assert kept[: len(told)] == told
    assert kept == list(range(len(kept)))
