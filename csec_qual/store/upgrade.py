"""Bringing the tables of an older version up to this one's, after the file was copied aside."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

from csec_qual.store import chain
from csec_qual.store.schema import LOG_GUARDS, metadata
from csec_qual.store.version import SCHEMA_VERSION

_OWNER_ONLY = 0o600
_GUARDS = ("decisions_refuse_update", "decisions_refuse_delete", "decisions_refuse_replace")


def upgrade(path: Path, connection: sqlite3.Connection, found: int) -> None:
    """Bring a database up to date.

    Args:
        path: Its file; a copy named after the old version is put beside it, for its owner only.
        connection: A transaction that writes.
        found: The version of its tables.
    """
    _copy(path, path.with_name(f"{path.name}.version-{found}"))
    _add_tables(connection)
    _add_column(connection, "settles", "TEXT")
    if found < 2:
        _with_links(connection)
    for guard in LOG_GUARDS:
        connection.execute(guard)
    connection.execute("UPDATE about SET value = ? WHERE name = 'schema'", (str(SCHEMA_VERSION),))


def _copy(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, _OWNER_ONLY))
    # SQLite's own copy: what another process has not yet written back into the file is in it too.
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _add_tables(connection: sqlite3.Connection) -> None:
    """Make the tables that an older version did not have."""
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in metadata.sorted_tables:
        if table.name in found:
            continue
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements: list[DDLElement] = [CreateTable(table), *map(CreateIndex, indexes)]
        for statement in statements:
            connection.execute(str(statement.compile(dialect=sqlite.dialect())))


def _add_column(connection: sqlite3.Connection, name: str, kind: str) -> None:
    """Give the log of decisions a column, empty so far, where it does not have it."""
    if name not in {row[1] for row in connection.execute("PRAGMA table_info(decisions)")}:
        connection.execute(f"ALTER TABLE decisions ADD COLUMN {name} {kind} NOT NULL DEFAULT ''")


def _with_links(connection: sqlite3.Connection) -> None:
    """Version 2: every entry of the decision log has its step, and a link to the one before it."""
    for guard in _GUARDS:
        connection.execute(f"DROP TRIGGER IF EXISTS {guard}")
    for column in ("step", "link"):
        _add_column(connection, column, "VARCHAR")
    before = chain.START
    for position, _, said in list(chain.entries(connection)):
        before = chain.link(before, said)
        connection.execute("UPDATE decisions SET link = ? WHERE position = ?", (before, position))
