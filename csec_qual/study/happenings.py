"""Everything that people did in a study and that is logged, one after the other.

Decisions come in the order of their log; what happened beside them stands between them by its time.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from csec_qual.model.account import AccountChange, AccountEvent
from csec_qual.model.assignment import Assignment
from csec_qual.model.memo import MemoVersion
from csec_qual.model.rule_edit import RuleEdit
from csec_qual.model.withdrawal import Withdrawal
from csec_qual.store import accounts, assignments, memos, rule_edits, withdrawals
from csec_qual.store.engine import Database, direct
from csec_qual.study.recounting import Change, Wanted

_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is logged, told in one way whatever it is.

    Attributes:
        log: Which log it stands in, such as ``decisions``.
        entry: Its place in that log, from 1.
        time: UTC, ISO 8601.
        who: Who did it.
        what: On what: a passage, transcript, participant, memo, account or rule.
        before: How it was; ``nothing`` where there was nothing.
        after: How it is since.
        note: More on it; may be empty.
        record: What it is made of.
    """

    log: str
    entry: int
    time: str
    who: str
    what: str
    before: str
    after: str
    note: str
    record: Change | Assignment | Withdrawal | MemoVersion | AccountChange | RuleEdit


def happenings(database: Database, changes: Iterable[Change], wanted: Wanted) -> list[Happening]:
    """Everything that is asked for, in order.

    Args:
        database: The study's database.
        changes: The decisions that are asked for, with what they changed.
        wanted: What is asked for of everything else.
    """
    decided = [_of_decision(each) for each in changes]
    with database.reading() as connection:
        own = direct(connection)
        others = [
            *_of_assignments(assignments.fetch(connection)),
            *_of_withdrawals(withdrawals.fetch(own)),
            *_of_memos(memos.fetch(connection)),
            *_of_accounts(accounts.fetch(connection)),
            *_of_edits(rule_edits.fetch(own)),
        ]
    kept = sorted((each for each in others if _is_wanted(each, wanted)), key=lambda each: each.time)
    times = [each.time for each in decided]
    placed = [((place, 0), each) for place, each in enumerate(decided, 1)]
    placed += [((bisect_right(times, each.time), 1 + number), each) for number, each in enumerate(kept)]
    return [each for _, each in sorted(placed, key=lambda pair: pair[0])]


def _is_wanted(each: Happening, wanted: Wanted) -> bool:
    """Whether something beside the decisions is asked for; what is on no code is not where one is named."""
    record = each.record
    if isinstance(record, Assignment):
        return wanted.holds_place(record)
    on_code = wanted.code and not (isinstance(record, MemoVersion) and record.place.endswith(wanted.code))
    on_talk = wanted.transcript and not (
        isinstance(record, MemoVersion) and record.place.partition(":")[0] == wanted.transcript
    )
    return not on_code and not on_talk and wanted.coder in ("", each.who) and each.time >= wanted.since


def _of_decision(each: Change) -> Happening:
    made = each.decision
    what = f"{made.segment.transcript_id}:{made.turn}:{made.code_id}"
    return Happening(
        "decisions", each.position, made.time, made.coder_id, what, each.before, each.after, made.note, each
    )


def _of_assignments(found: Iterable[Assignment]) -> Iterable[Happening]:
    for entry, each in enumerate(found, 1):
        blind = ", blind" if each.is_blind and each.event == "assigned" else ""
        by = "" if each.by == each.coder_id else f"by {each.by}"
        after = f"{each.event}{blind}"
        yield Happening(
            "assignments", entry, each.time, each.coder_id, each.transcript_id, "", after, by, each
        )


def _of_withdrawals(found: Iterable[Withdrawal]) -> Iterable[Happening]:
    for entry, each in enumerate(found, 1):
        after = f"withdrawn, {each.turns} turns blanked"
        yield Happening("withdrawals", entry, each.time, each.by, each.participant_id, "", after, "", each)


def _of_memos(found: Iterable[MemoVersion]) -> Iterable[Happening]:
    last: dict[str, str] = {}
    for entry, each in enumerate(found, 1):
        before = last.get(each.memo_id, "")
        last[each.memo_id] = each.text
        note = "for the report" if each.for_report and each.text else ""
        what = f"memo on {each.kind.value} {each.place}".rstrip()
        yield Happening(
            "memos", entry, each.time, each.by, what, before or _NOTHING, each.text or _NOTHING, note, each
        )


def _of_accounts(found: Iterable[AccountChange]) -> Iterable[Happening]:
    role: dict[str, str] = {}
    for entry, each in enumerate(found, 1):
        before = role.get(each.name, _NOTHING)
        after = _NOTHING if each.event is AccountEvent.REMOVED else each.role.value
        role[each.name] = after
        note = "another password" if each.event is AccountEvent.PASSWORD else ""
        what = f"account {each.name}"
        yield Happening("accounts", entry, each.time, each.by, what, before, after, note, each)


def _of_edits(found: Iterable[RuleEdit]) -> Iterable[Happening]:
    for entry, each in enumerate(found, 1):
        what = f"rule {each.rule_id}"
        yield Happening("rule_edits", entry, each.time, each.by, what, each.before, each.after, "", each)
