"""``history``: who decided what, what it changed, and what stood at any moment."""

from typing import TYPE_CHECKING

import click

from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import json_option, notice, pass_study

if TYPE_CHECKING:
    from csec_qual.model.assignment import Assignment
    from csec_qual.model.coding import Decision
    from csec_qual.model.withdrawal import Withdrawal
    from csec_qual.study.recounting import Change
    from csec_qual.study.study import Study


@click.command()
@json_option
@click.option("--check", is_flag=True, help="Check every link of the log; exit 1 where one is broken.")
@click.option("--coder", default="", metavar="NAME", help="Only what this coder did.")
@click.option("--transcript", default="", metavar="ID", help="Only on this transcript.")
@click.option("--code", default="", metavar="ID", help="Only of this code.")
@click.option("--since", default="", metavar="TIME", help="Only from a time on, such as 2026-06-30T17.")
@click.option(
    "--as-of",
    default="",
    metavar="SEQ|TIME",
    help="What stood then: after so many entries, or at the end of a time such as 2026-06-30.",
)
@pass_study
def history(
    study: "Study",
    as_json: bool,
    check: bool,
    coder: str,
    transcript: str,
    code: str,
    since: str,
    as_of: str,
) -> None:
    """Show who decided what, and when, and what it changed, in order.

    Nothing is changed; a decision cannot be. Each carries a hash of itself and of the one before it, so that
    a change behind the program's back is found with --check. With --as-of the decisions of that moment are
    rebuilt.

    \b
    Example:
        csec-qual history --json
    """
    from csec_qual.study.recounting import Wanted

    if check:
        _check(study)
        return
    wanted = Wanted(coder, transcript, code, since)
    if as_of:
        _show_moment([each for each in study.decisions(as_of=as_of) if wanted.holds(each)], as_json)
        return
    places = [each for each in study.assignments() if wanted.holds_place(each)]
    gone = [each for each in study.withdrawals() if wanted.holds_withdrawal(each)]
    _show_changes(study.changes(wanted), places, gone, as_json)


def _show_moment(decisions: "list[Decision]", as_json: bool) -> None:
    if as_json:
        for each in decisions:
            show.json_line(_record(each))
        return
    show.columns(
        ("time", "coder", "passage", "stance", "note"),
        [(each.time, each.coder_id, _passage(each), each.stance.value, each.note) for each in decisions],
    )
    notice(f"{len(decisions)} {'decision' if len(decisions) == 1 else 'decisions'} stood")


def _show_changes(
    changes: "list[Change]", places: "list[Assignment]", gone: "list[Withdrawal]", as_json: bool
) -> None:
    # The others stand after the decisions that were in the log when they were made.
    others: list[Assignment | Withdrawal] = [*places, *gone]
    others.sort(key=lambda each: each.time)
    rows: list[tuple[tuple[int, int], Change | Assignment | Withdrawal]] = [
        *(((each.position, 0), each) for each in changes),
        *(((each.after, 1 + number), each) for number, each in enumerate(others)),
    ]
    rows.sort(key=lambda row: row[0])
    if as_json:
        for _, each in rows:
            show.json_line(_entry(each))
        return
    show.columns(
        ("entry", "time", "coder", "passage", "before", "", "after", "note"), [_row(each) for _, each in rows]
    )
    n = len(changes)
    notice(f"{n} {'decision' if n == 1 else 'decisions'}")


def _row(entry: "Change | Assignment | Withdrawal") -> tuple[object, ...]:
    from csec_qual.model.withdrawal import Withdrawal
    from csec_qual.study.recounting import Change

    if isinstance(entry, Withdrawal):
        done = f"withdrawn, {entry.turns} turns blanked"
        return "", entry.time, entry.by, entry.participant_id, "", "", done, ""
    if not isinstance(entry, Change):
        blind = ", blind" if entry.is_blind and entry.event == "assigned" else ""
        by = "" if entry.by == entry.coder_id else f"by {entry.by}"
        return "", entry.time, entry.coder_id, entry.transcript_id, "", "", f"{entry.event}{blind}", by
    made = entry.decision
    return (
        entry.position,
        made.time,
        made.coder_id,
        _passage(made),
        entry.before,
        "->",
        entry.after,
        made.note,
    )


def _entry(entry: "Change | Assignment | Withdrawal") -> dict[str, Json]:
    from csec_qual.model.withdrawal import Withdrawal
    from csec_qual.study.recounting import Change

    if isinstance(entry, Withdrawal):
        return {
            "withdrawal": entry.withdrawal_id,
            "time": entry.time,
            "participant": entry.participant_id,
            "turns": entry.turns,
            "by": entry.by,
            "after_entry": entry.after,
        }
    if not isinstance(entry, Change):
        return {
            "assignment": entry.assignment_id,
            "time": entry.time,
            "coder": entry.coder_id,
            "transcript": entry.transcript_id,
            "event": entry.event.value,
            "blind": entry.is_blind,
            "no_suggestions": entry.hides_suggestions,
            "by": entry.by,
            "after_entry": entry.after,
        }
    return {
        **_record(entry.decision),
        "entry": entry.position,
        "before": entry.before,
        "after": entry.after,
    }


def _check(study: "Study") -> None:
    found = study.check_history()
    if found.is_whole:
        last = found.last or "none"
        click.echo(f"{found.n_decisions} decisions, every link whole. The last link is {last}.")
        return
    if found.broken is not None:
        where = f"entry {found.broken} of {found.n_decisions}"
        click.echo(f"The log was changed: {where} is not what was written.")
    if found.broken_assignment is not None:
        where = f"entry {found.broken_assignment}"
        click.echo(f"The log of assignments was changed: {where} is not what was written.")
    if found.broken_account is not None:
        where = f"entry {found.broken_account}"
        click.echo(f"The log of accounts was changed: {where} is not what was written.")
    if found.broken_memo is not None:
        where = f"entry {found.broken_memo}"
        click.echo(f"The log of memos was changed: {where} is not what was written.")
    if found.broken_withdrawal is not None:
        where = f"entry {found.broken_withdrawal}"
        click.echo(f"The log of withdrawals was changed: {where} is not what was written.")
    click.get_current_context().exit(1)


def _passage(decision: "Decision") -> str:
    return f"{decision.segment.transcript_id}:{decision.turn}:{decision.code_id}"


def _record(decision: "Decision") -> dict[str, Json]:
    return {
        "decision": decision.decision_id,
        "time": decision.time,
        "coder": decision.coder_id,
        "passage": _passage(decision),
        "transcript": decision.segment.transcript_id,
        "turn": decision.turn,
        "start": decision.segment.start,
        "end": decision.segment.end,
        "code": decision.code_id,
        "code_version": decision.code_version,
        "stance": decision.stance.value,
        "note": decision.note,
        "suggestion": decision.suggestion_id,
        "settles": list(decision.settles),
    }
