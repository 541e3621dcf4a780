"""``history``: who decided what, what it changed, and what stood at any moment."""

from typing import TYPE_CHECKING

import click

from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import json_option, notice, pass_study

if TYPE_CHECKING:
    from csec_qual.model.coding import Decision
    from csec_qual.study.happenings import Happening
    from csec_qual.study.study import Study

_DECISIONS = "decisions"
_WIDEST = 60
"""Characters of a memo or query in a column; all of it is in --json."""


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
    """Show who did what, and when, and what it changed, in order.

    Told are decisions, assignments, memos, accounts, rules edited in the workbench and withdrawals. Nothing
    is changed; what is logged cannot be. Each entry carries a hash of itself and of the one before it, so
    that a change behind the program's back is found with --check. With --as-of the decisions of that moment
    are rebuilt.

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
    _show(study.happenings(wanted), as_json)


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


def _show(found: "list[Happening]", as_json: bool) -> None:
    if as_json:
        for each in found:
            show.json_line(_entry(each))
        return
    rows = [
        (
            each.entry if each.log == _DECISIONS else "",
            each.time,
            each.who,
            each.what,
            _short(each.before),
            "->" if each.before else "",
            _short(each.after),
            each.note,
        )
        for each in found
    ]
    show.columns(("entry", "time", "coder", "on", "before", "", "after", "note"), rows)
    n = sum(each.log == _DECISIONS for each in found)
    notice(f"{n} {'decision' if n == 1 else 'decisions'}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def _entry(each: "Happening") -> dict[str, Json]:
    from csec_qual.model.assignment import Assignment
    from csec_qual.study.recounting import Change

    common: dict[str, Json] = {
        "log": each.log,
        "entry": each.entry,
        "time": each.time,
        "by": each.who,
        "on": each.what,
        "before": each.before,
        "after": each.after,
        "note": each.note,
    }
    record = each.record
    if isinstance(record, Change):
        return common | _record(record.decision)
    if isinstance(record, Assignment):
        return common | {
            "assignment": record.assignment_id,
            "coder": record.coder_id,
            "transcript": record.transcript_id,
            "event": record.event.value,
            "blind": record.is_blind,
            "no_suggestions": record.hides_suggestions,
            "by": record.by,
            "after_entry": record.after,
        }
    return common


def _check(study: "Study") -> None:
    found = study.check_history()
    if found.is_whole:
        last = found.last or "none"
        click.echo(f"{found.n_decisions} decisions, every link whole. The last link is {last}.")
        return
    for log, position in found.broken.items():
        of = f" of {found.n_decisions}" if log == _DECISIONS else ""
        name = log.replace("_", " ")
        click.echo(f"The log of {name} was changed: entry {position}{of} is not what was written.")
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
