"""The chain of a log: each entry carries a hash of what it says and of the entry before it.

The decisions are such a log, and so are the assignments, accounts, memos, withdrawals and rule edits. Who
changes, removes or adds an entry behind the program's back breaks the chain at that place, unless they write
every later entry anew; then the last link is another than the one that was noted elsewhere.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from csec_qual.base.identity import Json, fingerprint

START = ""
"""What the first entry follows."""

# Everything an entry says; its place and its own link are not part of it.
SAID = (
    "decision_id",
    "coder_id",
    "transcript_id",
    "start",
    "end",
    "version",
    "turn",
    "code_id",
    "code_version",
    "stance",
    "note",
    "suggestion_id",
    "fingerprint",
    "time",
    "step",
)
# Entries that were linked before there was such a column must keep their link: it is said only where it is.
LATER = ("settles",)


class Log(NamedTuple):
    """A table whose entries are linked.

    Attributes:
        table: Its name.
        said: The columns that hold what an entry says.
        later: Columns that came later: part of what an entry says where they are not empty.
    """

    table: str
    said: tuple[str, ...]
    later: tuple[str, ...] = ()


DECISIONS = Log("decisions", SAID, LATER)
ASSIGNMENTS = Log(
    "assignments",
    (
        "assignment_id",
        "transcript_id",
        "coder_id",
        "event",
        "is_blind",
        "hides_suggestions",
        "by",
        "after",
        "time",
    ),
)
MEMOS = Log(
    "memos",
    ("entry_id", "memo_id", "number", "kind", "place", "text", "by", "for_report", "n", "time"),
)
ACCOUNTS = Log("accounts", ("change_id", "name", "event", "role", "by", "time"))
WITHDRAWALS = Log("withdrawals", ("withdrawal_id", "participant_id", "by", "turns", "after", "time"))
RULE_EDITS = Log("rule_edits", ("edit_id", "rule_id", "before", "after", "by", "time"))
LOGS = (DECISIONS, ASSIGNMENTS, ACCOUNTS, MEMOS, WITHDRAWALS, RULE_EDITS)
"""Every log of a study."""


def link(before: str, said: Mapping[str, Json], log: Log = DECISIONS) -> str:
    """The link of an entry: SHA-256, in hex, of the link before it and of what it says."""
    later = {name: said[name] for name in log.later if said.get(name)}
    return fingerprint([before, {**{name: said[name] for name in log.said}, **later}])


def last(connection: sqlite3.Connection, log: Log = DECISIONS) -> str:
    """The newest link; ``START`` while the log is empty."""
    found = f"SELECT link FROM {log.table} ORDER BY position DESC LIMIT 1"  # noqa: S608
    row = connection.execute(found).fetchone()
    return str(row[0]) if row else START


def first_broken(connection: sqlite3.Connection, log: Log = DECISIONS) -> int | None:
    """Position of the first entry that is not what was written there; None where the chain is whole.

    Positions count on without a gap, so an entry that was taken out is found too; one taken from the end is
    seen only by the link that was noted before.
    """
    before = START
    for expected, (position, own, said) in enumerate(entries(connection, log), start=1):
        if position != expected or own != link(before, said, log):
            return position
        before = own
    return None


def entries(
    connection: sqlite3.Connection, log: Log = DECISIONS
) -> Iterator[tuple[int, str, dict[str, Json]]]:
    """Position, link and content of every entry, in order."""
    names = (*log.said, *log.later)
    columns = ", ".join(f'"{name}"' for name in names)
    found = f"SELECT position, link, {columns} FROM {log.table} ORDER BY position"  # noqa: S608
    for position, own, *values in connection.execute(found):
        yield position, own, dict(zip(names, values, strict=True))
