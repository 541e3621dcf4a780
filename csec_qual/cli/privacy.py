"""``privacy``: a last look at a file before it goes out, and taking out the words of who withdrew."""

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csec_qual.cli.options import by_option, notice, pass_study

if TYPE_CHECKING:
    from csec_qual.study.study import Study


@click.group()
def privacy() -> None:
    """Look after what may leave."""


@privacy.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--audience",
    type=click.Choice(["team", "county", "public"]),
    required=True,
    help="Who is to read the file.",
)
@click.option(
    "--case", default="", metavar="ID", help="For a county: which one; its own name may stand there."
)
@click.option("--show", is_flag=True, help="Print the words that were found, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each finding.")
@pass_study
def audit(study: "Study", file: Path, audience: str, case: str, show: bool, as_json: bool) -> None:
    """List what in a finished file should not be there.

    FILE is Word, PDF, HTML, Markdown, a workbook, CSV, JSON or text, made here or elsewhere. Looked for are
    names that the study knows, words of people who withdrew or may not be quoted, more than two quotes of one
    person, a role and county that only one person has, ids, links to transcripts, comments, tracked changes,
    hidden sheets, and addresses, numbers and dates. Who can be recognised by what they tell, a person must
    judge. Ends with 1 where something was found. Words are printed only with --show.

    \b
    Example:
        csec-qual privacy audit reports/maple.html --audience team
    """
    found = study.audit(file, audience=audience, case=case)
    for each in found:
        if as_json:
            record = {"kind": each.kind.value, "place": each.place, "why": each.why}
            click.echo(json.dumps(record | ({"words": each.words} if show else {}), ensure_ascii=False))
        else:
            click.echo(f"{each.place}: {each.kind.value}: {each.why}" + (f"\n  {each.words}" if show else ""))
    if not as_json:
        n_found = f"{len(found)} found" if found else "nothing found"
        click.echo(f"{file.name}, for the {audience}: {n_found}. A person must read it all the same.")
    click.get_current_context().exit(1 if found else 0)


@privacy.command()
@click.argument("participant_id")
@click.option("--dry-run", is_flag=True, help="Tell what would go, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@by_option
@pass_study
def withdraw(study: "Study", participant_id: str, dry_run: bool, yes: bool, by: str | None) -> None:
    """Take a participant's words out of the study, for good.

    PARTICIPANT_ID is their pseudonym in participants.csv, where they are marked withdrawn. What they said is
    blanked in every version of every transcript, and taken out of the cache and of the drafts that are kept
    to check edited reports; everybody else's words and decisions stay. The history says that it was done,
    without the words. Files that you look after, such as the source file and reports already written, are
    not touched; those that still hold the words are listed. It cannot be undone, and may be run again.

    \b
    Example:
        csec-qual privacy withdraw MA-01 --dry-run
    """
    who = by or getpass.getuser()
    if not (dry_run or yes):
        planned = study.withdraw(participant_id, by=who, dry_run=True)
        asked = f"{participant_id}: {planned.turns} turns will be blanked for good. Go on?"
        if not click.confirm(asked, err=True):
            notice("Nothing was changed.")
            click.get_current_context().exit(1)
    done = study.withdraw(participant_id, by=who, dry_run=dry_run)
    would = "would be " if dry_run else ""
    where = ", ".join(done.transcripts)
    click.echo(f"{participant_id}: {done.turns} turns {would}blanked in {where}.")
    if done.drafts:
        click.echo(f"{done.drafts} kept drafts {would}cleared of their words.")
    for each in done.left:
        click.echo(f"  {each.place}: {each.fix}")
    if done.left:
        notice("Listed is what still holds their words.")
    notice("Copies elsewhere, such as backups and files that were sent, are not known here.")
