"""The newest version of every transcript, all at once.

Nearly every command begins with these, so SQLite is asked itself: see ``store.engine``.
"""

import json
import sqlite3
from types import MappingProxyType
from typing import TypeAlias

from csec_qual.model.transcript import Notice, Role, SourceType, Speaker, Transcript, Turn, TurnKind

_TRANSCRIPTS = """
    SELECT transcript_id, file, source_type, reader, sha256, text, speakers, notices
    FROM transcripts
    JOIN (SELECT transcript_id, max(version) AS version FROM transcripts GROUP BY transcript_id)
    USING (transcript_id, version) ORDER BY transcript_id
"""
_VERSIONS = "SELECT transcript_id, max(version), sha256 FROM transcripts GROUP BY transcript_id"
_TURNS = """
    SELECT transcript_id, number, speaker, role, kind, start, "end", time_start, time_end, question
    FROM turns
    JOIN (SELECT transcript_id, max(version) AS version FROM transcripts GROUP BY transcript_id)
    USING (transcript_id, version) ORDER BY transcript_id, number
"""
_ROLES = {role.value: role for role in Role}
_KINDS = {kind.value: kind for kind in TurnKind}


Version: TypeAlias = tuple[str, int, str]
"""A transcript's id, its newest version and the hash of the file that was read."""


def versions(connection: sqlite3.Connection) -> list[Version]:
    """What is there: where this is the same, so is all that ``fetch_all`` gives."""
    return sorted(connection.execute(_VERSIONS))


def fetch_all(connection: sqlite3.Connection) -> list[Transcript]:
    """The newest version of every transcript, by id."""
    turns: dict[str, list[Turn]] = {}
    for transcript_id, number, speaker, role, kind, *rest in connection.execute(_TURNS):
        turn = Turn(number, speaker, _ROLES[role], _KINDS[kind], *rest)
        turns.setdefault(transcript_id, []).append(turn)
    return [
        Transcript(
            transcript_id=transcript_id,
            file=file,
            source_type=SourceType(source_type),
            reader=reader,
            sha256=sha256,
            text=text,
            turns=tuple(turns.get(transcript_id, ())),
            speakers=speakers_in(speakers),
            notices=notices_in(notices),
        )
        for transcript_id, file, source_type, reader, sha256, text, speakers, notices in connection.execute(
            _TRANSCRIPTS
        )
    ]


def speakers_in(kept: str) -> tuple[Speaker, ...]:
    """Speakers as they are kept."""
    return tuple(_speaker(record) for record in json.loads(kept))


def notices_in(kept: str) -> tuple[Notice, ...]:
    """Notices as they are kept."""
    return tuple(Notice(line, what) for line, what in json.loads(kept))


def _speaker(record: dict[str, object]) -> Speaker:
    attributes = record["attributes"]
    assert isinstance(attributes, dict)
    return Speaker(
        label=str(record["label"]),
        role=Role(str(record["role"])),
        is_guess=bool(record["is_guess"]),
        attributes=MappingProxyType(attributes),
    )
