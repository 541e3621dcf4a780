"""The chain of the decision log: each entry carries a hash of what it says and of the entry before it.

Who changes, removes or adds an entry behind the program's back breaks the chain at that place, unless they
write every later entry anew; then the last link is another than the one that was noted elsewhere.
"""

import sqlite3
from collections.abc import Iterator, Mapping

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
_COLUMNS = ", ".join(f'"{name}"' for name in SAID)
_ENTRIES = f"SELECT position, link, {_COLUMNS} FROM decisions ORDER BY position"  # noqa: S608
_LAST = "SELECT link FROM decisions ORDER BY position DESC LIMIT 1"


def link(before: str, said: Mapping[str, Json]) -> str:
    """The link of an entry: SHA-256, in hex, of the link before it and of what it says."""
    return fingerprint([before, {name: said[name] for name in SAID}])


def last(connection: sqlite3.Connection) -> str:
    """The newest link; ``START`` while the log is empty."""
    row = connection.execute(_LAST).fetchone()
    return str(row[0]) if row else START


def first_broken(connection: sqlite3.Connection) -> int | None:
    """Position of the first entry that is not what was written there; None where the chain is whole.

    Positions count on without a gap, so an entry that was taken out is found too; one taken from the end is
    seen only by the link that was noted before.
    """
    before = START
    for expected, (position, own, said) in enumerate(entries(connection), start=1):
        if position != expected or own != link(before, said):
            return position
        before = own
    return None


def entries(connection: sqlite3.Connection) -> Iterator[tuple[int, str, dict[str, Json]]]:
    """Position, link and content of every entry, in order."""
    for position, own, *values in connection.execute(_ENTRIES):
        yield position, own, dict(zip(SAID, values, strict=True))
