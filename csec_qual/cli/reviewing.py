"""``accept`` and ``reject``: deciding on one suggestion."""

from typing import TYPE_CHECKING

import click

from csec_qual.cli.options import coder_option, pass_study

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


def _confirm(decision: "Decision") -> None:
    click.echo(f"{_passage(decision)}  {decision.stance.value}  {decision.coder_id}  {decision.time}")


def _passage(decision: "Decision") -> str:
    return f"{decision.segment.transcript_id}:{decision.turn}:{decision.code_id}"
