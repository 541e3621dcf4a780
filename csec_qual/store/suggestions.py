"""Suggestions and what they were computed from."""

import json
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Row, delete, insert, select

from csec_qual.base.identity import Json, canonical
from csec_qual.model.codes import Status
from csec_qual.model.coding import Evidence, Suggestion
from csec_qual.model.transcript import Segment
from csec_qual.store.schema import computed, suggestions


def fingerprints(connection: Connection) -> dict[tuple[str, str], str]:
    """What each transcript and code was last computed from."""
    rows = connection.execute(select(computed))
    return {(row.transcript_id, row.code_id): row.fingerprint for row in rows}


def replace(
    connection: Connection, made_from: Mapping[str, Mapping[str, str]], found: Collection[Suggestion]
) -> None:
    """Put new suggestions in the place of the old ones.

    Args:
        connection: A transaction.
        made_from: By transcript, the codes that were computed, and the fingerprint each was computed from.
        found: Every suggestion of those codes in those transcripts.
    """
    for transcript_id, codes in made_from.items():
        forget(connection, transcript_id, codes)
    keys = [
        {"transcript_id": transcript_id, "code_id": code_id, "fingerprint": fingerprint}
        for transcript_id, codes in made_from.items()
        for code_id, fingerprint in codes.items()
    ]
    if keys:
        connection.execute(insert(computed), keys)
    if found:
        connection.execute(insert(suggestions), [_record(suggestion) for suggestion in found])


def forget(connection: Connection, transcript_id: str, code_ids: Collection[str] | None = None) -> None:
    """Drop what was computed for some codes of a transcript; for every code if None."""
    for table in (suggestions, computed):
        rows = delete(table).where(table.c.transcript_id == transcript_id)
        connection.execute(rows if code_ids is None else rows.where(table.c.code_id.in_(code_ids)))


def fetch(connection: Connection) -> list[Suggestion]:
    """Every suggestion, by transcript, turn and code."""
    rows = connection.execute(
        select(suggestions).order_by(suggestions.c.transcript_id, suggestions.c.turn, suggestions.c.code_id)
    )
    return [_suggestion(row) for row in rows]


def _record(suggestion: Suggestion) -> dict[str, Json]:
    return {
        "transcript_id": suggestion.transcript_id,
        "turn": suggestion.turn,
        "code_id": suggestion.code_id,
        "counts": int(suggestion.counts),
        "needs_review": int(suggestion.needs_review),
        "score": suggestion.score,
        "attributes": canonical(list(suggestion.attributes)),
        "evidence": canonical([_evidence_record(evidence) for evidence in suggestion.evidence]),
        "fingerprint": suggestion.fingerprint,
    }


def _evidence_record(evidence: Evidence) -> dict[str, Json]:
    return {
        "rule": evidence.rule_id,
        "segment": [evidence.segment.start, evidence.segment.end],
        "words": [[words.start, words.end] for words in evidence.words],
        "status": evidence.status.value,
        "cue": [evidence.cue.start, evidence.cue.end] if evidence.cue else None,
        "cue_id": evidence.cue_id,
    }


def _suggestion(row: Row[tuple[object, ...]]) -> Suggestion:
    def segment(place: list[int]) -> Segment:
        return Segment(row.transcript_id, place[0], place[1])

    return Suggestion(
        transcript_id=row.transcript_id,
        turn=row.turn,
        code_id=row.code_id,
        evidence=tuple(
            Evidence(
                rule_id=record["rule"],
                segment=segment(record["segment"]),
                words=tuple(segment(words) for words in record["words"]),
                status=Status(record["status"]),
                cue=segment(record["cue"]) if record["cue"] else None,
                cue_id=record["cue_id"],
            )
            for record in json.loads(row.evidence)
        ),
        counts=bool(row.counts),
        needs_review=bool(row.needs_review),
        score=row.score,
        attributes=tuple(json.loads(row.attributes)),
        fingerprint=row.fingerprint,
    )
