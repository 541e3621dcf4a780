"""Suggestions and what they were computed from.

Every run asks for these, so SQLite is asked itself: see ``store.engine``.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from csec_qual.base.identity import Json, canonical
from csec_qual.model.codes import Status
from csec_qual.model.coding import Evidence, Suggestion
from csec_qual.model.transcript import Segment

_FETCH = """
    SELECT transcript_id, turn, code_id, counts, needs_review, score, attributes, evidence, fingerprint
    FROM suggestions WHERE ? OR code_id IN (SELECT value FROM json_each(?))
    ORDER BY transcript_id, turn, code_id
"""
_OF_TRANSCRIPT = """
    SELECT transcript_id, turn, code_id, counts, needs_review, score, attributes, evidence, fingerprint
    FROM suggestions WHERE transcript_id = ? AND (? IS NULL OR turn = ?) ORDER BY turn, code_id
"""
_INSERT = """
    INSERT INTO suggestions
        (transcript_id, turn, code_id, counts, needs_review, score, attributes, evidence, fingerprint)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_STATUSES = {status.value: status for status in Status}


class Place(NamedTuple):
    """Where a suggestion stands, and whether it counts (1) or not (0)."""

    transcript_id: str
    turn: int
    code_id: str
    counts: int


def fingerprints(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """What each transcript and code was last computed from."""
    rows = connection.execute("SELECT transcript_id, code_id, fingerprint FROM computed")
    return {(transcript_id, code_id): made_from for transcript_id, code_id, made_from in rows}


def replace(
    connection: sqlite3.Connection,
    made_from: Mapping[str, Mapping[str, str]],
    found: Collection[Suggestion],
) -> None:
    """Put new suggestions in the place of the old ones.

    Args:
        connection: A transaction.
        made_from: By transcript, the codes that were computed, and the fingerprint each was computed from.
        found: Every suggestion of those codes in those transcripts.
    """
    keys = [(transcript_id, code_id) for transcript_id, codes in made_from.items() for code_id in codes]
    connection.executemany("DELETE FROM suggestions WHERE transcript_id = ? AND code_id = ?", keys)
    connection.executemany("DELETE FROM computed WHERE transcript_id = ? AND code_id = ?", keys)
    connection.executemany(
        "INSERT INTO computed (transcript_id, code_id, fingerprint) VALUES (?, ?, ?)",
        [(*key, made_from[key[0]][key[1]]) for key in keys],
    )
    connection.executemany(_INSERT, map(_record, found))


def forget(connection: sqlite3.Connection, transcript_id: str) -> None:
    """Drop what was computed for a transcript."""
    connection.execute("DELETE FROM suggestions WHERE transcript_id = ?", (transcript_id,))
    connection.execute("DELETE FROM computed WHERE transcript_id = ?", (transcript_id,))


def fetch(connection: sqlite3.Connection, codes: Collection[str] | None = None) -> list[Suggestion]:
    """Every suggestion, by transcript, turn and code.

    Args:
        connection: Where to look.
        codes: Only of these codes; None for all.
    """
    rows = connection.execute(_FETCH, (codes is None, json.dumps(list(codes or ()))))
    return list(_suggestions(rows))


def of_transcript(
    connection: sqlite3.Connection, transcript_id: str, turn: int | None = None
) -> list[Suggestion]:
    """Every suggestion in one transcript, or in one of its turns, by turn and code."""
    return list(_suggestions(connection.execute(_OF_TRANSCRIPT, (transcript_id, turn, turn))))


def ages(connection: sqlite3.Connection) -> dict[tuple[str, int, str], int]:
    """For each suggestion a number that rises with the order in which they were kept.

    What is computed again is kept anew, so that what an edited rule finds is newest.
    """
    rows = connection.execute("SELECT transcript_id, turn, code_id, rowid FROM suggestions")
    return {(transcript_id, turn, code_id): age for transcript_id, turn, code_id, age in rows}


def places(connection: sqlite3.Connection) -> list[Place]:
    """Where every suggestion stands; quicker than to fetch them whole."""
    rows = connection.execute("SELECT transcript_id, turn, code_id, counts FROM suggestions")
    return list(map(Place._make, rows))


def _record(suggestion: Suggestion) -> tuple[object, ...]:
    return (
        suggestion.transcript_id,
        suggestion.turn,
        suggestion.code_id,
        int(suggestion.counts),
        int(suggestion.needs_review),
        suggestion.score,
        canonical(list(suggestion.attributes)),
        canonical([_evidence_record(evidence) for evidence in suggestion.evidence]),
        suggestion.fingerprint,
    )


def _evidence_record(evidence: Evidence) -> dict[str, Json]:
    return {
        "rule": evidence.rule_id,
        "segment": [evidence.segment.start, evidence.segment.end],
        "words": [[words.start, words.end] for words in evidence.words],
        "status": evidence.status.value,
        "cue": [evidence.cue.start, evidence.cue.end] if evidence.cue else None,
        "cue_id": evidence.cue_id,
    }


def _suggestions(
    rows: Iterable[tuple[str, int, str, int, int, float, str, str, str]],
) -> Iterator[Suggestion]:
    for row in rows:
        transcript_id, turn, code_id, counts, needs_review, score, attributes, evidence, made_from = row
        yield Suggestion(
            transcript_id=transcript_id,
            turn=turn,
            code_id=code_id,
            evidence=tuple(_evidence(transcript_id, record) for record in json.loads(evidence)),
            counts=bool(counts),
            needs_review=bool(needs_review),
            score=score,
            attributes=tuple(json.loads(attributes)),
            fingerprint=made_from,
        )


def _evidence(transcript_id: str, record: Mapping[str, Any]) -> Evidence:
    def segment(place: list[int]) -> Segment:
        return Segment(transcript_id, place[0], place[1])

    return Evidence(
        rule_id=record["rule"],
        segment=segment(record["segment"]),
        words=tuple(segment(words) for words in record["words"]),
        status=_STATUSES[record["status"]],
        cue=segment(record["cue"]) if record["cue"] else None,
        cue_id=record["cue_id"],
    )
