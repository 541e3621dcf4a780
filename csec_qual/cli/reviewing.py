"""``accept``, ``reject`` and ``history``: what people decided."""

from typing import TYPE_CHECKING

import click

from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import coder_option, json_option, notice, pass_study

if TYPE_CHECKING:
    from csec_qual.model.coding import Decision
    from csec_qual.study.study import Study

_note = click.option("--note", default="", metavar="TEXT", help="Why, in your own words.")


@click.command()
@click.argument("suggestion")
@coder_option
@_note
@pass_study
def accept(study: "Study", suggestion: str, coder: str, note: str) -> None:
    """Accept a suggestion: the code applies to these words.

    Earlier decisions stay in the history; the last one stands.

    \b
    Example:
        csec-qual accept maple-admin-01:32:bh-crisis-sud --coder ana --note "no bed for detox in the county"
    """
    _confirm(study.accept(suggestion, coder=coder, note=note))


@click.command()
@click.argument("suggestion")
@coder_option
@_note
@pass_study
def reject(study: "Study", suggestion: str, coder: str, note: str) -> None:
    """Reject a suggestion: the code does not apply to these words.

    Earlier decisions stay in the history; the last one stands.

    \b
    Example:
        csec-qual reject maple-admin-01:62:pl-relative --coder ana --note "about training"
    """
    _confirm(study.reject(suggestion, coder=coder, note=note))


@click.command()
@json_option
@click.option("--check", is_flag=True, help="Check every link of the log; exit 1 where one is broken.")
@pass_study
def history(study: "Study", as_json: bool, check: bool) -> None:
    """Show who decided what, and when, in order.

    Nothing is changed; a decision cannot be. Each carries a hash of itself and of the one before it, so that
    a change behind the program's back is found with --check.

    \b
    Example:
        csec-qual history --json
    """
    if check:
        _check(study)
        return
    decisions = study.history()
    if as_json:
        for decision in decisions:
            show.json_line(_record(decision))
        return
    show.columns(
        ("time", "coder", "passage", "stance", "note"),
        [(each.time, each.coder_id, _passage(each), each.stance.value, each.note) for each in decisions],
    )
    notice(f"{len(decisions)} {'decision' if len(decisions) == 1 else 'decisions'}")


def _check(study: "Study") -> None:
    found = study.check_history()
    if found.broken is None:
        last = found.last or "none"
        click.echo(f"{found.n_decisions} decisions, every link whole. The last link is {last}.")
        return
    where = f"entry {found.broken} of {found.n_decisions}"
    click.echo(f"The log was changed: {where} is not what was written.")
    click.get_current_context().exit(1)


def _confirm(decision: "Decision") -> None:
    click.echo(f"{_passage(decision)}  {decision.stance.value}  {decision.coder_id}  {decision.time}")


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
    }
