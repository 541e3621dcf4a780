"""``tables write`` and ``report case-study``: the workbook and the county reports."""

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from csec_qual.base.errors import Problem, StudyError
from csec_qual.cli import crossing, packets, verifying
from csec_qual.cli.options import date_option, decided_option, notice, pass_study, progress

if TYPE_CHECKING:
    from csec_qual.study.study import Study

_FORMATS = ("html", "md", "docx")


class _Options(TypedDict):
    date: str
    decided_only: bool
    audience: str
    templates: Path | None
    status: str


@click.group()
def tables() -> None:
    """Write counts with their evidence."""


@tables.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "csv", "parquet"]),
    default="xlsx",
    show_default=True,
    help="A workbook; or FILE is a folder for frequencies, presence, coverage and evidence as files.",
)
@date_option
@decided_option
@pass_study
def write(study: "Study", file: Path, form: str, date: str, decided_only: bool) -> None:
    """Write the Excel workbook: codebook, frequencies, county matrix and evidence; or the tables as files.

    Counts in the workbook are formulas over its Evidence sheet, so that a row recoded or rejected there moves
    them. What is already at FILE is replaced when the new one is whole. The study stays as it is.

    \b
    Example:
        csec-qual tables write reports/themes.xlsx --date 2026-06-30
    """
    if form == "xlsx":
        click.echo(study.write_workbook(file, date=date, decided_only=decided_only, progress=progress()))
        return
    for path in study.write_tables(file, form, decided_only=decided_only):
        click.echo(path)


@tables.command("read")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--coder", required=True, metavar="NAME", help="Whose decisions these are.")
@click.option("--apply", is_flag=True, help="Record what nothing stands against; else it is only shown.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each row.")
@pass_study
def read_back(study: "Study", file: Path, coder: str, apply: bool, as_json: bool) -> None:
    """Take what was written into a workbook's Evidence sheet back as decisions.

    Read are the columns Decision (accept, reject, unsure), New code and Note. A row that asks for something
    impossible, or whose passage somebody decided on since, is a conflict: it is shown and never recorded.
    Rows that were deleted or hidden say nothing. Without --apply nothing is recorded. Ends with 1 where a
    conflict was found.

    \b
    Example:
        csec-qual tables read reports/themes.xlsx --coder ana
    """
    found = study.read_tables(file, coder=coder, apply=apply)
    for each in found:
        if as_json:
            record = {
                "sheet": each.sheet,
                "row": each.row,
                "passage": each.passage_id,
                "asks": each.asks,
                "outcome": each.outcome.value,
                "why": each.why,
            }
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            why = f": {each.why}" if each.why else ""
            click.echo(
                f"{each.sheet} row {each.row}: {each.passage_id}: {each.asks} ({each.outcome.value}{why})"
            )
    counts = Counter(each.outcome for each in found)
    if not as_json:
        parts = [f"{n} {outcome.value}" for outcome, n in sorted(counts.items())]
        click.echo(f"{', '.join(parts)}." if parts else "Nothing is written in Decision, New code or Note.")
        if not apply and any(each.outcome == "proposed" for each in found):
            notice("Nothing was recorded. Run it again with --apply to record what is proposed.")
    click.get_current_context().exit(1 if any(each.outcome == "conflict" for each in found) else 0)


@click.group()
def report() -> None:
    """Write reports, and check the ones that people edited."""


@report.command("case-study")
@click.argument("case", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="One for each county, in the study's reports folder.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([*_FORMATS, "pdf"]),
    help="HTML for reading, Word (docx) and Markdown for editing; repeatable. All three where neither FILE "
    "nor this is given. PDF needs the extra csec-qual[pdf].",
)
@click.option(
    "--audience",
    type=click.Choice(["team", "county", "public"]),
    default="team",
    show_default=True,
    help="Who will read it. A county, which checks the facts, sees its own name; it and the public see fewer "
    "quotes, no links and no small counts.",
)
@click.option(
    "--template",
    "templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Your own templates: case_study.docx, restyled in Word, or any of the HTML and Markdown ones.",
)
@click.option(
    "--status",
    type=click.Choice(["draft", "fact-checked", "final"]),
    default="draft",
    show_default=True,
    help="How far people have come with it; printed on it.",
)
@click.option(
    "--data", is_flag=True, help="Print what a template sees of the county, as JSON; write nothing."
)
@date_option
@decided_option
@pass_study
def case_study(
    study: "Study",
    case: str | None,
    file: Path | None,
    every: bool,
    formats: tuple[str, ...],
    audience: str,
    templates: Path | None,
    status: str,
    data: bool,
    date: str,
    decided_only: bool,
) -> None:
    """Write the case study of a county, or of all of them.

    What you wrote in narrative/ is taken in and stays as it is. A report already there is replaced
    when the new one is whole.

    \b
    Example:
        csec-qual report case-study maple --format html --date 2026-06-30
    """
    if every == (case is not None):
        raise click.UsageError("Name one county, or give --all for every one.")
    if file and formats:
        raise click.UsageError("The ending of FILE says the format: leave out --format.")
    if data:
        if case is None:
            raise click.UsageError("Name one county with --data.")
        click.echo(
            study.template_data(case, date=date, decided_only=decided_only, audience=audience), nl=False
        )
        return
    options = _Options(
        date=date, decided_only=decided_only, audience=audience, templates=templates, status=status
    )
    reports = study.folder / "reports"
    if file and case:
        written = [study.write_case_study(case, file, **options)]
    else:
        cases = None if case is None else [case]
        written = study.write_case_studies(
            reports, cases=cases, formats=formats or _FORMATS, progress=progress(), **options
        )
    if not written:
        what = "no county is listed, so there is no report to write."
        raise StudyError([Problem("cases.csv", None, what, "Add a row for each county.")])
    for path in written:
        click.echo(path)
        if path.stem.endswith(".new"):
            theirs = path.name.replace(".new", "")
            notice(
                f"{theirs} was edited since it was written and stays as it is; this is beside it. "
                "csec-qual report verify says what in it is no longer so."
            )


report.add_command(verifying.verify)
report.add_command(verifying.changes)
report.add_command(verifying.checklist)
report.add_command(crossing.cross_county)
report.add_command(packets.packet)
report.add_command(packets.answers)
