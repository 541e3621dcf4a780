"""Transcripts by version."""

import json
from collections.abc import Callable
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, func, insert, select, tuple_

from csec_qual.base.identity import canonical
from csec_qual.model.transcript import Notice, Role, SourceType, Speaker, Transcript, Turn, TurnKind
from csec_qual.store.schema import decisions, transcripts, turns

# A look in a table is a third of the price of asking the type for the value, once for every turn.
_ROLES = {role.value: role for role in Role}
_KINDS = {kind.value: kind for kind in TurnKind}
_BY_ID = transcripts.c.transcript_id
_IN_ORDER = (turns.c.transcript_id, turns.c.number)


def latest_version(connection: Connection, transcript_id: str) -> int:
    """The newest version of a transcript; 0 where there is none."""
    newest = select(func.max(transcripts.c.version)).where(transcripts.c.transcript_id == transcript_id)
    return connection.execute(newest).scalar() or 0


def latest_versions(connection: Connection) -> dict[str, int]:
    """The newest version of every transcript, by id."""
    newest = select(transcripts.c.transcript_id, func.max(transcripts.c.version).label("version"))
    return {
        row.transcript_id: row.version
        for row in connection.execute(newest.group_by(transcripts.c.transcript_id))
    }


def keep(connection: Connection, transcript: Transcript) -> int:
    """Store a transcript as its newest version and return that version's number.

    An older version that no decision refers to is dropped.
    """
    transcript_id = transcript.transcript_id
    version = latest_version(connection, transcript_id) + 1
    decided = select(decisions.c.version).where(decisions.c.transcript_id == transcript_id)
    connection.execute(
        delete(transcripts).where(
            transcripts.c.transcript_id == transcript_id, transcripts.c.version.not_in(decided)
        )
    )
    connection.execute(
        insert(transcripts).values(
            transcript_id=transcript_id,
            version=version,
            file=transcript.file,
            source_type=transcript.source_type.value,
            reader=transcript.reader,
            sha256=transcript.sha256,
            text=transcript.text,
            speakers=canonical([_speaker_record(speaker) for speaker in transcript.speakers]),
            notices=canonical([[notice.line, notice.what] for notice in transcript.notices]),
        )
    )
    rows = [
        {
            "transcript_id": transcript_id,
            "version": version,
            "number": turn.number,
            "speaker": turn.speaker,
            "role": turn.role.value,
            "kind": turn.kind.value,
            "start": turn.start,
            "end": turn.end,
            "time_start": turn.time_start,
            "time_end": turn.time_end,
            "question": turn.question,
        }
        for turn in transcript.turns
    ]
    if rows:
        connection.execute(insert(turns), rows)
    return version


def fetch(connection: Connection, transcript_id: str, version: int | None = None) -> Transcript | None:
    """A transcript; its newest version where none is asked for; None where there is none."""
    wanted = latest_version(connection, transcript_id) if version is None else version
    found = _fetched(
        connection,
        lambda table: (table.c.transcript_id == transcript_id) & (table.c.version == wanted),
    )
    return found[0] if found else None


def fetch_all(connection: Connection) -> list[Transcript]:
    """The newest version of every transcript, by id."""
    newest = select(transcripts.c.transcript_id, func.max(transcripts.c.version)).group_by(
        transcripts.c.transcript_id
    )
    return _fetched(connection, lambda table: tuple_(table.c.transcript_id, table.c.version).in_(newest))


def _fetched(connection: Connection, wanted: Callable[[Table], ColumnElement[bool]]) -> list[Transcript]:
    """The transcripts that a condition on either table asks for, by id; one query for all of their turns."""
    found = connection.execute(select(transcripts).where(wanted(transcripts)).order_by(_BY_ID)).all()
    spoken: dict[str, list[Turn]] = {row.transcript_id: [] for row in found}
    # Plain tuples in the order of the table: a study has as many turns as it has minutes, and every run asks.
    rows = connection.execute(select(turns).where(wanted(turns)).order_by(*_IN_ORDER))
    for transcript_id, _, number, speaker, role, kind, *where in rows:
        spoken[transcript_id].append(Turn(number, speaker, _ROLES[role], _KINDS[kind], *where))
    return [_transcript(row, spoken[row.transcript_id]) for row in found]


def _transcript(row: Row[tuple[object, ...]], spoken: list[Turn]) -> Transcript:
    return Transcript(
        transcript_id=row.transcript_id,
        file=row.file,
        source_type=SourceType(row.source_type),
        reader=row.reader,
        sha256=row.sha256,
        text=row.text,
        turns=tuple(spoken),
        speakers=tuple(_speaker(record) for record in json.loads(row.speakers)),
        notices=tuple(Notice(line, what) for line, what in json.loads(row.notices)),
    )


def _speaker_record(speaker: Speaker) -> dict[str, str | bool | dict[str, str]]:
    return {
        "label": speaker.label,
        "role": speaker.role.value,
        "is_guess": speaker.is_guess,
        "attributes": dict(speaker.attributes),
    }


def _speaker(record: dict[str, object]) -> Speaker:
    attributes = record["attributes"]
    assert isinstance(attributes, dict)
    return Speaker(
        label=str(record["label"]),
        role=Role(str(record["role"])),
        is_guess=bool(record["is_guess"]),
        attributes=MappingProxyType(attributes),
    )
