"""``review``: the workbench in a browser."""

import getpass
from typing import TYPE_CHECKING

import click

from csec_qual.cli.options import notice, pass_study

if TYPE_CHECKING:
    from csec_qual.study.study import Study


@click.command()
@click.option("--coder", metavar="NAME", help="Whose decisions are recorded; your login name by default.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where to listen; any free port by default."
)
@click.option("--no-browser", is_flag=True, help="Print the link and leave the browser alone.")
@pass_study
def review(study: "Study", coder: str | None, port: int, no_browser: bool) -> None:
    """Read, decide and code in a browser, on this machine alone.

    The link works once, for one person. Stop with Ctrl-C; every decision is kept as it is made.

    \b
    Example:
        csec-qual review --coder ana
    """
    from csec_qual.web.serving import serve

    def announce(link: str) -> None:
        click.echo(link)
        notice("The link works once. Stop the workbench with Ctrl-C.")

    serve(study, coder or getpass.getuser(), port=port, opens_browser=not no_browser, announce=announce)
