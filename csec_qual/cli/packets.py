"""``report packet`` and ``report answers``: quotes that those they are about look through."""

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csec_qual.cli.options import by_option, date_option, decided_option, notice, pass_study

if TYPE_CHECKING:
    from csec_qual.study.study import Study


@click.command()
@click.argument("case")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--group",
    default="",
    metavar="ROLE",
    help="A role group of the county, such as 'Tribal partner': everything of its own that is coded, for it "
    "to say what may be quoted.",
)
@click.option(
    "--template",
    "templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Your own templates; packet.html.j2 there changes the words around the quotes.",
)
@date_option
@decided_option
@pass_study
def packet(
    study: "Study",
    case: str,
    file: Path,
    group: str,
    templates: Path | None,
    date: str,
    decided_only: bool,
) -> None:
    """Write a page in which a county or a Tribal partner looks through its quotes.

    FILE is one HTML page that needs no connection and sends nothing. For each quote they say whether it may
    stand, is to be left out or needs a change, and save their answers as a small file, which holds none of
    the words. Read it with report answers.

    \b
    Example:
        csec-qual report packet maple reports/maple-review.html --date 2026-06-30
    """
    made = study.write_packet(
        case, file, date=date, group=group, decided_only=decided_only, templates=templates
    )
    click.echo(file)
    notice(f"packet {made.packet_id}: {len(made.quotes)} quotes of {made.label}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--apply", is_flag=True, help="Take over what nothing stands against; else it is only shown.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each answer.")
@by_option
@pass_study
def answers(study: "Study", file: Path, apply: bool, as_json: bool, by: str | None) -> None:
    """Take back what a county or a Tribal partner said of its quotes.

    FILE is what the page of report packet saved. With --apply, turns that are to be left out go to
    redactions.csv and are quoted nowhere outside the team; requests and comments become memos on the turns,
    and a memo on the county tells who looked at how many. An answer to words that have changed is a conflict:
    shown, and not taken over. Reading a file twice adds nothing. Ends with 1 where a conflict was found.

    \b
    Example:
        csec-qual report answers answers.json --apply --by ana
    """
    found = study.read_answers(file, by=by or getpass.getuser(), apply=apply)
    for each in found.answers:
        if as_json:
            record = {
                "quote": each.key,
                "passage": each.passage_id,
                "answer": each.answer,
                "comment": each.comment,
                "outcome": each.outcome.value,
                "why": each.why,
            }
            click.echo(json.dumps(record, ensure_ascii=False))
            continue
        why = f": {each.why}" if each.why else ""
        comment = f" ({each.comment})" if each.comment else ""
        click.echo(f"{each.passage_id or each.key}: {each.answer}{comment} ({each.outcome.value}{why})")
    if not as_json:
        whose = found.group or found.case_id
        click.echo(f"{found.reviewer}, {whose}: {len(found.answers)} of {found.n_quotes} quotes looked at.")
        if not apply and any(each.outcome == "proposed" for each in found.answers):
            notice("Nothing was recorded. Run it again with --apply to take it over.")
        if found.group and any(each.answer == "approve" for each in found.answers):
            notice(
                "Where all of a person's words may be quoted, write 'given' as approval in participants.csv."
            )
    click.get_current_context().exit(1 if any(each.outcome == "conflict" for each in found.answers) else 0)
