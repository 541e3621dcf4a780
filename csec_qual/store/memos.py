"""The log of memos: appended to, never changed."""

from sqlalchemy import Connection, insert, select

from csec_qual.base.identity import Json
from csec_qual.model.memo import MemoKind, MemoVersion
from csec_qual.store import chain
from csec_qual.store.engine import direct
from csec_qual.store.schema import memos


def append(connection: Connection, version: MemoVersion) -> None:
    """Add a version to the log, linked to the entry before it.

    Args:
        connection: A transaction that writes: nobody else can append in between.
        version: What was written.
    """
    said: dict[str, Json] = {
        "entry_id": version.entry_id,
        "memo_id": version.memo_id,
        "number": version.number,
        "kind": version.kind.value,
        "place": version.place,
        "text": version.text,
        "by": version.by,
        "for_report": int(version.for_report),
        "n": version.n,
        "time": version.time,
    }
    link = chain.link(chain.last(direct(connection), chain.MEMOS), said, chain.MEMOS)
    connection.execute(insert(memos).values(**said, link=link))


def fetch(connection: Connection, memo_id: str | None = None) -> list[MemoVersion]:
    """Every version, in the order in which they were written; of one memo, or of all."""
    wanted = select(memos).order_by(memos.c.position)
    if memo_id is not None:
        wanted = wanted.where(memos.c.memo_id == memo_id)
    return [
        MemoVersion(
            entry_id=row.entry_id,
            memo_id=row.memo_id,
            number=row.number,
            kind=MemoKind(row.kind),
            place=row.place,
            text=row.text,
            by=row.by,
            for_report=bool(row.for_report),
            n=row.n,
            time=row.time,
        )
        for row in connection.execute(wanted)
    ]
