"""The log of rules edited in the workbench: appended to, never changed."""

import sqlite3

from csec_qual.base.identity import Json
from csec_qual.model.rule_edit import RuleEdit
from csec_qual.store import chain

_LOGGED = 'SELECT edit_id, rule_id, before, after, "by", time FROM rule_edits ORDER BY position'


def append(connection: sqlite3.Connection, edit: RuleEdit) -> None:
    """Add an entry to the log, linked to the one before it; the connection is a transaction."""
    said: dict[str, Json] = {
        "edit_id": edit.edit_id,
        "rule_id": edit.rule_id,
        "before": edit.before,
        "after": edit.after,
        "by": edit.by,
        "time": edit.time,
    }
    link = chain.link(chain.last(connection, chain.RULE_EDITS), said, chain.RULE_EDITS)
    connection.execute(
        'INSERT INTO rule_edits (edit_id, rule_id, before, after, "by", time, link) '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*said.values(), link),
    )


def fetch(connection: sqlite3.Connection) -> list[RuleEdit]:
    """Every entry, in the order in which they were made."""
    return [RuleEdit(*row) for row in connection.execute(_LOGGED)]
