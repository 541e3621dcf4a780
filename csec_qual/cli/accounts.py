"""``accounts``: who may sign in to the workbench of a team."""

import getpass
import sys
from typing import TYPE_CHECKING

import click

from csec_qual.cli import show
from csec_qual.cli.options import by_option, json_option, notice, pass_study
from csec_qual.model.account import AccountRole

if TYPE_CHECKING:
    from csec_qual.study.study import Study

_ROLES = click.Choice([role.value for role in AccountRole])


@click.group()
def accounts() -> None:
    """Say who may sign in to the workbench, and what they may do there.

    A viewer reads counts and masked passages; a coder reads, decides and codes; a lead also gives out
    transcripts, settles differences and edits the codebook. Once a study has an account, the workbench
    asks everybody to sign in.
    """


_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, for a program."
)


@accounts.command()
@click.argument("name")
@click.option("--role", type=_ROLES, default="coder", show_default=True, help="What they may do.")
@_stdin
@by_option
@pass_study
def add(study: "Study", name: str, role: str, password_stdin: bool, by: str | None) -> None:
    """Make an account. You are asked for its password, which has at least 15 characters.

    Decisions go by the account's name, so take the name under which somebody has coded before.

    \b
    Example:
        csec-qual accounts add ana --role lead
    """
    password = _password(from_stdin=password_stdin)
    made = study.accounts.add(name, AccountRole(role), password, by=by or getpass.getuser())
    click.echo(f"{made.name}  {made.role.value}")
    if not any(each.role is AccountRole.LEAD for each in study.accounts.all()):
        notice("There is no lead yet: nobody can give out transcripts or edit the codebook.")


@accounts.command("list")
@json_option
@pass_study
def list_accounts(study: "Study", as_json: bool) -> None:
    """List the accounts.

    \b
    Example:
        csec-qual accounts list
    """
    for account in study.accounts.all():
        if as_json:
            show.json_line({"name": account.name, "role": account.role.value, "since": account.since})
        else:
            click.echo(f"{account.name}  {account.role.value}  since {account.since[:10]}")


@accounts.command()
@click.argument("name")
@click.argument("to", type=_ROLES)
@by_option
@pass_study
def role(study: "Study", name: str, to: str, by: str | None) -> None:
    """Give an account another role; its holder signs in again.

    \b
    Example:
        csec-qual accounts role ana lead
    """
    made = study.accounts.set_role(name, AccountRole(to), by=by or getpass.getuser())
    click.echo(f"{made.name}  {made.role.value}")


@accounts.command()
@click.argument("name")
@_stdin
@by_option
@pass_study
def password(study: "Study", name: str, password_stdin: bool, by: str | None) -> None:
    """Give an account another password; its holder signs in again.

    \b
    Example:
        csec-qual accounts password ana
    """
    made = study.accounts.set_password(name, _password(from_stdin=password_stdin), by=by or getpass.getuser())
    click.echo(f"{made.name}  has another password")


@accounts.command()
@click.argument("name")
@by_option
@pass_study
def remove(study: "Study", name: str, by: str | None) -> None:
    """Let nobody sign in with an account any more; decisions stay under its name.

    \b
    Example:
        csec-qual accounts remove ana
    """
    study.accounts.remove(name, by=by or getpass.getuser())
    click.echo(f"{name}  removed")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return given
