"""``report verify``, ``changes``, ``checklist``: what is still so, what changed, what a standard asks."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csec_qual.base.errors import OutputError
from csec_qual.cli.options import date_option, pass_study

if TYPE_CHECKING:
    from csec_qual.reporting.verify import Finding
    from csec_qual.study.study import Study

# What the second line of a finding gives.
_INSTEAD = {"outdated": "is now", "quote": "was said"}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--marked",
    metavar="PAGE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the report as one HTML page with every finding marked at its place.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each finding.")
@pass_study
def verify(study: "Study", file: Path, marked: Path | None, as_json: bool) -> None:
    """Check a case study that people edited: quotes, numbers, counties, roles.

    FILE is a Word, HTML or Markdown report that case-study wrote in this study. Named are quotes that are not
    verbatim any more, numbers that were changed or that have moved in the study since, counties and roles
    that were swapped, quotes whose passage no longer carries the code, and quotes and names that were typed
    in. Format, order and your own sentences are left alone. Ends with 1 where something is to be put right.

    \b
    Example:
        csec-qual report verify reports/maple.docx
    """
    found = study.verify(file)
    if marked is not None:
        study.write_marked(found, marked)
    if as_json:
        for each in found.findings:
            click.echo(json.dumps(_finding(each), ensure_ascii=False))
    else:
        for each in found.findings:
            click.echo(_told(each))
        kept = found.kept
        click.echo(
            f"{file.name} is draft {kept.draft_id}, {kept.label}, {kept.date}, for the {kept.audience}: "
            f"{len(found.blocks)} blocks, {found.n_quotes} quotes. {found.n_wrong} to put right, "
            f"{len(found.findings) - found.n_wrong} to look at."
            + (f" {found.removed} blocks were removed." if found.removed else "")
        )
    click.get_current_context().exit(1 if found.n_wrong else 0)


def _finding(each: "Finding") -> dict[str, object]:
    return {
        "kind": each.kind.value,
        "is_wrong": each.is_wrong,
        "heading": each.block.heading,
        "block": each.block.number,
        "says": each.said,
        "instead": each.instead,
        "why": each.why,
    }


def _told(each: "Finding") -> str:
    """A finding in a few lines."""
    mark = "wrong" if each.is_wrong else "look"
    lines = [f"{mark}: {each.kind.value}, under '{each.block.heading}' (block {each.block.number})"]
    lines += [f"  says: {each.said}"]
    lines += [f"  {_INSTEAD.get(each.kind.value, 'was')}: {each.instead}"] if each.instead else []
    lines += [f"  {each.why}"] if each.why else []
    return "\n".join(lines)


@click.command()
@click.argument("before", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("after", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--page",
    metavar="PAGE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write them as one HTML page, word by word.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each change.")
def changes(before: Path, after: Path, page: Path | None, as_json: bool) -> None:
    """Tell what changed from one run of a report to the next: numbers, states, quotes that came and went.

    BEFORE and AFTER are two reports of the same format, such as an old copy and what was written today.
    Order and format are left alone.

    \b
    Example:
        csec-qual report changes reports/maple.md reports/cedar.md
    """
    from csec_qual.base.files import write_text
    from csec_qual.reporting.changes import changes as between
    from csec_qual.reporting.changes import render_changes
    from csec_qual.reporting.reread import read_blocks

    if before.suffix.lower() != after.suffix.lower():
        raise OutputError(f"{before} and {after} are of two formats. Name two reports of the same.")
    found = between(read_blocks(before), read_blocks(after))
    if page is not None:
        write_text(page, render_changes(found, before.name, after.name))
    for each in found:
        if as_json:
            record = {
                "change": each.change.value,
                "heading": each.heading,
                "before": each.before,
                "after": each.after,
            }
            click.echo(json.dumps(record, ensure_ascii=False))
            continue
        click.echo(f"{each.change.value}, under '{each.heading}'")
        for mark, said in (("-", each.before), ("+", each.after)):
            if said:
                click.echo(f"  {mark} {said}")
    if not as_json:
        click.echo(f"{len(found)} changes." if found else "Nothing changed.")


@click.command()
@click.argument("standard", type=click.Choice(["coreq", "srqr"]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@date_option
@pass_study
def checklist(study: "Study", standard: str, file: Path, date: str) -> None:
    """Write the COREQ or SRQR checklist, filled where the study knows the answer.

    What only a person can say is left blank. A file that is there already is left as it is, and the new one
    stands beside it.

    \b
    Example:
        csec-qual report checklist coreq reports/coreq.md --date 2026-06-30
    """
    click.echo(study.write_checklist(standard, file, date=date))
