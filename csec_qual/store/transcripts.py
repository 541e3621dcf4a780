"""Transcripts by version."""

from sqlalchemy import Connection, Row, delete, func, insert, select

from csec_qual.base.identity import canonical
from csec_qual.model.transcript import Role, SourceType, Speaker, Transcript, Turn, TurnKind
from csec_qual.store.newest import notices_in, speakers_in
from csec_qual.store.schema import decisions, transcripts, turns


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
    found = connection.execute(
        select(transcripts).where(
            transcripts.c.transcript_id == transcript_id, transcripts.c.version == wanted
        )
    ).one_or_none()
    if found is None:
        return None
    spoken = connection.execute(
        select(turns)
        .where(turns.c.transcript_id == transcript_id, turns.c.version == wanted)
        .order_by(turns.c.number)
    )
    return Transcript(
        transcript_id=transcript_id,
        file=found.file,
        source_type=SourceType(found.source_type),
        reader=found.reader,
        sha256=found.sha256,
        text=found.text,
        turns=tuple(_turn(row) for row in spoken),
        speakers=speakers_in(found.speakers),
        notices=notices_in(found.notices),
    )


def _turn(row: Row[tuple[object, ...]]) -> Turn:
    return Turn(
        number=row.number,
        speaker=row.speaker,
        role=Role(row.role),
        kind=TurnKind(row.kind),
        start=row.start,
        end=row.end,
        time_start=row.time_start,
        time_end=row.time_end,
        question=row.question,
    )


def _speaker_record(speaker: Speaker) -> dict[str, str | bool | dict[str, str]]:
    return {
        "label": speaker.label,
        "role": speaker.role.value,
        "is_guess": speaker.is_guess,
        "attributes": dict(speaker.attributes),
    }
