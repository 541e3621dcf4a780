"""Opening a study's database and working on it in short transactions.

SQLite in write-ahead mode: readers never wait for a writer, and a killed process loses nothing that
was committed. The file is for its owner only: it holds participants' words.

SQLAlchemy takes as long to import as a whole run of suggest should: it loads with the first connection
that needs it. What every run asks for is asked of SQLite itself.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from csec_qual.base.errors import Problem, StudyError
from csec_qual.store.version import SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_WAIT_SECONDS = 5.0
_OWNER_ONLY = 0o600
_SCHEMA = "SELECT value FROM about WHERE name = 'schema'"
_PRAGMAS = ("foreign_keys = ON", "synchronous = FULL")


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
        self._wait = wait
        self._make_file()
        with self.direct() as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            found = self._version(connection) if "about" in tables else SCHEMA_VERSION
            if tables and "about" not in tables:
                raise self._foreign()
        if found < SCHEMA_VERSION:
            self._upgrade()
        # Only a new file is written to: opening a study never waits for somebody who is at work in it.
        if not tables:
            self._make_tables()

    @contextmanager
    def reading(self) -> "Iterator[Connection]":
        """A connection to fetch with."""
        with self._explained(), _plain_errors(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> "Iterator[Connection]":
        """A transaction: everything in the block is kept, or on any failure nothing is."""
        with (
            self._explained(),
            _plain_errors(),
            self._engine.execution_options(writes=True).begin() as connection,
        ):
            yield connection

    @contextmanager
    def direct(self, *, writes: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection of SQLite's own, for what every run asks; a transaction where it writes."""
        with self._explained(), closing(sqlite3.connect(self.path, self._wait)) as connection:
            _prepare(connection)
            connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            # What is not committed when the connection closes is rolled back.
            yield connection
            if writes:
                connection.execute("COMMIT")

    def scrub(self) -> None:
        """Write the file anew, without anything that was deleted or overwritten in it."""
        from csec_qual.store.withdrawals import scrub

        self.close()
        with self._explained():
            scrub(self.path, self._wait)

    def close(self) -> None:
        """Let go of the file."""
        if "_engine" in self.__dict__:
            self._engine.dispose()

    @cached_property
    def _engine(self) -> "Engine":
        return _engine(self.path, self._wait)

    def _make_file(self) -> None:
        """Make the file for its owner before SQLite would make it for everybody."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
        except FileExistsError:
            return
        except OSError as error:
            raise self._unwritable() from error

    def _make_tables(self) -> None:
        from sqlalchemy import insert, select

        from csec_qual.store.schema import LOG_GUARDS, about, metadata

        with self.writing() as connection:
            # Another program may have made them since this one looked.
            metadata.create_all(connection)
            for guard in LOG_GUARDS:
                connection.exec_driver_sql(guard)
            if connection.execute(select(about.c.value).where(about.c.name == "schema")).scalar() is None:
                connection.execute(insert(about).values(name="schema", value=str(SCHEMA_VERSION)))

    def _upgrade(self) -> None:
        """Bring older tables up to date; whoever comes second finds that done."""
        from csec_qual.store.upgrade import upgrade

        with self.direct(writes=True) as connection:
            found = self._version(connection)
            if found < SCHEMA_VERSION:
                upgrade(self.path, connection, found)

    def _version(self, connection: sqlite3.Connection) -> int:
        row = connection.execute(_SCHEMA).fetchone()
        found = str(row[0]) if row else ""
        if not found.isdecimal():
            raise self._foreign()
        if int(found) > SCHEMA_VERSION:
            raise self._error(
                f"was made by a newer csec_qual (schema {found}; this one knows {SCHEMA_VERSION}).",
                "Update csec_qual and try again.",
            )
        return int(found)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise self._operational(error) from error
        except sqlite3.DatabaseError as error:
            if "not a database" not in str(error) and "malformed" not in str(error):
                raise
            raise self._foreign() from error

    def _operational(self, error: sqlite3.OperationalError) -> Exception:
        reason = str(error)
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


def direct(connection: "Connection") -> sqlite3.Connection:
    """SQLite's own connection behind one of ``reading`` or ``writing``, in the same transaction."""
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)  # every study's database is SQLite
    return found


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Raise what SQLite said in place of SQLAlchemy's wrapping of it."""
    from sqlalchemy.exc import DatabaseError

    try:
        yield
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.DatabaseError):
            raise error.orig from error
        raise


def _engine(path: Path, wait: float) -> "Engine":
    from sqlalchemy import URL, create_engine, event

    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": wait})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        _prepare(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: "Connection") -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _prepare(connection: sqlite3.Connection) -> None:
    # Transactions are begun by name: Python's module would begin them too late and too weakly.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # The mode is kept in the file: set once in a new one, and never in what may be somebody else's.
    if connection.execute("PRAGMA page_count").fetchone() == (0,):
        connection.execute("PRAGMA journal_mode = WAL")
