"""``report cross-county``: the counties side by side."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csec_qual.cli.options import date_option, decided_option, pass_study

if TYPE_CHECKING:
    from csec_qual.study.study import Study


@click.command("cross-county")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--order-by",
    default="",
    metavar="ATTRIBUTE",
    help="Order the counties by a column of cases.csv, such as size_band; by label where none is given.",
)
@click.option(
    "--audience",
    type=click.Choice(["team", "public"]),
    default="team",
    show_default=True,
    help="Who will read it. The public gets other letters, no links, no small groups and fewer quotes.",
)
@click.option(
    "--template",
    "templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Your own templates.",
)
@click.option(
    "--status",
    type=click.Choice(["draft", "fact-checked", "final"]),
    default="draft",
    show_default=True,
    help="Printed on it.",
)
@date_option
@decided_option
@pass_study
def cross_county(
    study: "Study",
    files: tuple[Path, ...],
    order_by: str,
    audience: str,
    templates: Path | None,
    status: str,
    date: str,
    decided_only: bool,
) -> None:
    """Write the counties side by side: themes by county, contrasts, plans and practice.

    FILE ends in .docx, .html, .md, or .pdf (with the extra csec-qual[pdf]); the first three are written to
    the study's reports folder where none is given. What people with lived experience recommend comes
    first; Tribal engagement has a section of its own. Indicators from indicators.csv stand beside what was
    said, with small counts of youth suppressed. Your own text goes in narrative/cross-county/<section>.md. A
    file that you edited is not written over.

    \b
    Example:
        csec-qual report cross-county --order-by size_band --date 2026-06-30
    """
    reports = study.folder / "reports"
    written = study.write_cross_county(
        files or tuple(reports / f"cross-county{suffix}" for suffix in (".docx", ".html", ".md")),
        date=date,
        order_by=order_by,
        decided_only=decided_only,
        audience=audience,
        status=status,
        templates=templates,
    )
    for path in written:
        click.echo(path)
