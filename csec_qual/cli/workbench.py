"""``review``: the workbench in a browser."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csec_qual.cli.options import notice, pass_study, seldom_look_for_garbage

if TYPE_CHECKING:
    from csec_qual.study.study import Study

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--coder", metavar="NAME", help="Whose decisions are recorded; your login name by default.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where to listen; any free port by default."
)
@click.option("--no-browser", is_flag=True, help="Print the link and leave the browser alone.")
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    help="Which address to listen on; this machine alone by default.",
)
@click.option(
    "--name",
    "names",
    metavar="HOST",
    multiple=True,
    help="What browsers call this computer, such as coding.example.org; may be given again.",
)
@click.option("--tls-cert", type=_FILE, help="TLS certificate, as PEM, with those that it rests on.")
@click.option("--tls-key", type=_FILE, help="Its private key, as PEM.")
@click.option("--behind-proxy", is_flag=True, help="A proxy in front encrypts and says who asks.")
@pass_study
def review(
    study: "Study",
    coder: str | None,
    port: int,
    no_browser: bool,
    host: str,
    names: tuple[str, ...],
    tls_cert: Path | None,
    tls_key: Path | None,
    behind_proxy: bool,
) -> None:
    """Read, decide and code in a browser: alone on this machine, or as a team with accounts.

    Without accounts the link works once, for one person on this machine. With accounts (csec-qual accounts)
    everybody signs in. Other computers reach it only with accounts and TLS. Stop with Ctrl-C; every decision
    is kept as it is made.

    \b
    Example:
        csec-qual review --coder ana
    """
    from csec_qual.web.serving import Listening, serve

    is_team = bool(study.accounts.all())
    if is_team and coder:
        raise click.UsageError("This study has accounts: everybody signs in. Leave --coder out.")

    def announce(link: str) -> None:
        click.echo(link)
        once = "Sign in with your account." if is_team else "The link works once."
        notice(f"{once} Stop the workbench with Ctrl-C.")

    # A page of a large study makes tens of thousands of objects that die at once.
    seldom_look_for_garbage()
    where = Listening(host, port, names, tls_cert, tls_key, behind_proxy)
    serve(study, coder or getpass.getuser(), where, opens_browser=not no_browser, announce=announce)
