"""Opening a study's database and working on it in short transactions.

SQLite in write-ahead mode: readers never wait for a writer, and a killed process loses nothing that
was committed. The file is for its owner only: it holds participants' words.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError

from csec_qual.base.errors import Problem, StudyError
from csec_qual.store.schema import LOG_GUARDS, SCHEMA_VERSION, about, metadata

_WAIT_SECONDS = 5.0
_OWNER_ONLY = 0o600
_SCHEMA = select(about.c.value).where(about.c.name == "schema")


class Database:
    """A study's database.

    Args:
        path: The file; made, with its tables, where it is not there.
        wait: Seconds to wait for another program that writes.

    Raises:
        StudyError: The file is no study database, is from a newer version, or cannot be opened.
    """

    def __init__(self, path: Path, wait: float = _WAIT_SECONDS) -> None:
        self.path = path
        self._make_file()
        self._engine = _engine(path, wait)
        with self.reading() as connection:
            tables = inspect(connection).get_table_names()
            if about.name in tables:
                self._check_version(connection)
            elif tables:
                raise self._foreign()
        # Only a new file is written to: opening a study never waits for somebody who is at work in it.
        if not tables:
            self._make_tables()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to fetch with."""
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: everything in the block is kept, or on any failure nothing is."""
        with self._explained(), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _make_file(self) -> None:
        """Make the file for its owner before SQLite would make it for everybody."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
        except FileExistsError:
            return
        except OSError as error:
            raise self._unwritable() from error

    def _make_tables(self) -> None:
        with self.writing() as connection:
            # Another program may have made them since this one looked.
            metadata.create_all(connection)
            for guard in LOG_GUARDS:
                connection.exec_driver_sql(guard)
            if connection.execute(_SCHEMA).scalar() is None:
                connection.execute(insert(about).values(name="schema", value=str(SCHEMA_VERSION)))

    def _check_version(self, connection: Connection) -> None:
        found = str(connection.execute(_SCHEMA).scalar() or "")
        if not found.isdecimal():
            raise self._foreign()
        if int(found) > SCHEMA_VERSION:
            raise self._error(
                f"was made by a newer csec_qual (schema {found}; this one knows {SCHEMA_VERSION}).",
                "Update csec_qual and try again.",
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise self._operational(error) from error
        except DatabaseError as error:
            if "not a database" not in str(error.orig) and "malformed" not in str(error.orig):
                raise
            raise self._foreign() from error

    def _operational(self, error: OperationalError) -> Exception:
        reason = str(error.orig)
        if "locked" in reason or "busy" in reason:
            return self._error(
                "is in use by another program.", "Wait until it is done and run the command again."
            )
        if any(word in reason for word in ("readonly", "unable to open", "disk I/O")):
            return self._unwritable()
        if "disk" in reason and "full" in reason:
            return self._error("has no room: the disk is full.", "Free some space; nothing was lost.")
        return error

    def _foreign(self) -> StudyError:
        return self._error(
            "is not a study database, or is damaged.", "Restore it from a copy; it was left as it is."
        )

    def _unwritable(self) -> StudyError:
        return self._error("cannot be written.", "Check the rights on the study folder.")

    def _error(self, what: str, fix: str) -> StudyError:
        return StudyError([Problem(self.path.name, None, what, fix)])


def _engine(path: Path, wait: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": wait})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # SQLAlchemy starts the transactions itself: Python's module would begin them too late and too weakly.
        connection.isolation_level = None
        for pragma in ("foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
        # The mode is kept in the file: set once in a new one, and never in what may be somebody else's.
        if connection.execute("PRAGMA page_count").fetchone() == (0,):
            connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
