"""Blanking what somebody said in every version of a transcript, and the log of having done so.

A text is changed here and nowhere else: a space stands for every character, so that all other offsets stay
true. What SQLite no longer needs is overwritten, and the file is written anew, so that no page keeps it.
"""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from csec_qual.base.identity import Json
from csec_qual.model.withdrawal import Withdrawal
from csec_qual.store import chain

_SPOKEN = """
    SELECT turns.transcript_id, version, number, turns.start, turns."end", text
    FROM turns JOIN transcripts USING (transcript_id, version)
    WHERE turns.transcript_id = ? AND speaker = ? ORDER BY version, number
"""
_BLANK = "UPDATE transcripts SET text = ? WHERE transcript_id = ? AND version = ?"
_FORGET = "DELETE FROM suggestions WHERE transcript_id = ? AND turn = ?"
_LOGGED = 'SELECT withdrawal_id, participant_id, "by", turns, after, time FROM withdrawals ORDER BY position'


class Spoken(NamedTuple):
    """A turn of somebody's in one version of a transcript; its words are spaces once they were blanked."""

    transcript_id: str
    version: int
    turn: int
    start: int
    end: int
    words: str


def spoken(connection: sqlite3.Connection, speakers: Collection[tuple[str, str]]) -> list[Spoken]:
    """The turns of speakers, given as transcript id and label, in every version that is kept."""
    return [
        Spoken(transcript_id, version, turn, start, end, text[start:end])
        for speaker in sorted(set(speakers))
        for transcript_id, version, turn, start, end, text in connection.execute(_SPOKEN, speaker)
    ]


def blank(connection: sqlite3.Connection, turns: Collection[Spoken]) -> None:
    """Put spaces in the place of what was said, and drop what was suggested there.

    Args:
        connection: A transaction that writes.
        turns: The turns.
    """
    for transcript_id, version in sorted({(each.transcript_id, each.version) for each in turns}):
        kept = "SELECT text FROM transcripts WHERE transcript_id = ? AND version = ?"
        (text,) = connection.execute(kept, (transcript_id, version)).fetchone()
        for each in turns:
            if (each.transcript_id, each.version) == (transcript_id, version):
                text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
        connection.execute(_BLANK, (text, transcript_id, version))
    connection.executemany(_FORGET, {(each.transcript_id, each.turn) for each in turns})


def append(connection: sqlite3.Connection, made: Withdrawal) -> None:
    """Add an entry to the log, linked to the one before it; the connection is a transaction."""
    said: dict[str, Json] = {
        "withdrawal_id": made.withdrawal_id,
        "participant_id": made.participant_id,
        "by": made.by,
        "turns": made.turns,
        "after": made.after,
        "time": made.time,
    }
    link = chain.link(chain.last(connection, chain.WITHDRAWALS), said, chain.WITHDRAWALS)
    connection.execute(
        'INSERT INTO withdrawals (withdrawal_id, participant_id, "by", turns, after, time, link) '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*said.values(), link),
    )


def fetch(connection: sqlite3.Connection) -> list[Withdrawal]:
    """Every entry, in the order in which they were made."""
    return [Withdrawal(*row) for row in connection.execute(_LOGGED)]


def blank_copies(path: Path, speakers: Collection[tuple[str, str]]) -> None:
    """Blank what speakers said in the copies that an upgrade of the tables left beside a database."""
    for copy in path.parent.glob(f"{path.name}.version-*"):
        with closing(sqlite3.connect(copy)) as connection, connection:
            blank(connection, [each for each in spoken(connection, speakers) if each.words.strip()])
        scrub(copy)


def scrub(path: Path, wait: float = 5.0) -> None:
    """Write a database file anew, without anything that was deleted or overwritten in it.

    Raises:
        sqlite3.OperationalError: Somebody else is reading or writing it.
    """
    with closing(sqlite3.connect(path, wait)) as connection:
        connection.execute("VACUUM")
        # What was written lies in the log beside the file until all of it is copied back.
        (is_busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            raise sqlite3.OperationalError("database is locked")
