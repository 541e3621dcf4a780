"""The decision log: appended to, never changed."""

from collections.abc import Collection

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from csec_qual.base.errors import DecisionError
from csec_qual.base.identity import Json
from csec_qual.model.coding import Decision, Stance
from csec_qual.model.transcript import Segment
from csec_qual.store import chain
from csec_qual.store.engine import direct
from csec_qual.store.schema import decisions


def append(connection: Connection, decision: Decision) -> None:
    """Add a decision to the log, linked to the one before it.

    Args:
        connection: A transaction that writes: nobody else can append in between.
        decision: What was decided.

    Raises:
        DecisionError: The very same decision is in the log already.
    """
    said: dict[str, Json] = {
        "decision_id": decision.decision_id,
        "coder_id": decision.coder_id,
        "transcript_id": decision.segment.transcript_id,
        "start": decision.segment.start,
        "end": decision.segment.end,
        "version": decision.version,
        "turn": decision.turn,
        "code_id": decision.code_id,
        "code_version": decision.code_version,
        "stance": decision.stance.value,
        "note": decision.note,
        "suggestion_id": decision.suggestion_id,
        "fingerprint": decision.fingerprint,
        "time": decision.time,
        "step": decision.step,
        "settles": " ".join(decision.settles),
    }
    link = chain.link(chain.last(direct(connection)), said)
    try:
        connection.execute(insert(decisions).values(**said, link=link))
    except IntegrityError as error:
        raise DecisionError(
            f"{decision.suggestion_id}: {decision.coder_id} made this decision already. "
            "It stands; nothing was changed."
        ) from error


def fetch(
    connection: Connection,
    *,
    transcript_id: str | None = None,
    coder_id: str | None = None,
    turn: int | None = None,
    version: int | None = None,
) -> list[Decision]:
    """Every decision, in the order in which they were made.

    Args:
        connection: Where to look.
        transcript_id: Only on this transcript; None for all.
        coder_id: Only of this coder; None for all.
        turn: Only on this turn, or made on another version of the text, where turns counted otherwise.
        version: The version of the text that ``turn`` counts in.
    """
    wanted = select(decisions).order_by(decisions.c.position)
    if transcript_id is not None:
        wanted = wanted.where(decisions.c.transcript_id == transcript_id)
    if coder_id is not None:
        wanted = wanted.where(decisions.c.coder_id == coder_id)
    if turn is not None:
        wanted = wanted.where((decisions.c.turn == turn) | (decisions.c.version != version))
    return [_decision(row) for row in connection.execute(wanted)]


def worked_on(connection: Connection, coder_id: str, among: Collection[str]) -> set[str]:
    """Those of some transcripts that a coder decided in."""
    wanted = (
        select(decisions.c.transcript_id)
        .where(decisions.c.transcript_id.in_(among), decisions.c.coder_id == coder_id)
        .distinct()
    )
    return set(connection.execute(wanted).scalars()) if among else set()


def length(connection: Connection) -> int:
    """How many decisions the log holds; the position of the last."""
    return int(connection.execute(select(func.coalesce(func.max(decisions.c.position), 0))).scalar_one())


def count(connection: Connection, coder_id: str, transcript_id: str, turn: int, code_id: str) -> int:
    """How often a coder decided on a code in a turn."""
    wanted = select(func.count()).where(
        decisions.c.transcript_id == transcript_id,
        decisions.c.turn == turn,
        decisions.c.code_id == code_id,
        decisions.c.coder_id == coder_id,
    )
    return int(connection.execute(wanted).scalar_one())


def _decision(row: Row[tuple[object, ...]]) -> Decision:
    return Decision(
        decision_id=row.decision_id,
        coder_id=row.coder_id,
        segment=Segment(row.transcript_id, row.start, row.end),
        version=row.version,
        turn=row.turn,
        code_id=row.code_id,
        code_version=row.code_version,
        stance=Stance(row.stance),
        note=row.note,
        suggestion_id=row.suggestion_id,
        fingerprint=row.fingerprint,
        time=row.time,
        step=row.step,
        settles=tuple(row.settles.split()),
    )
