"""``csec-qual``: the commands and how they end.

Results go to standard output; progress and notices to standard error. Exit codes: 0 done, 1 a check
found something, 2 bad input, 130 stopped by the user. A ``CsecQualError`` is its message and exit 2;
anything else is a defect and keeps its traceback. Importing this imports click alone: the commands
reach the library through names of ``csec_qual`` that load when they are first used.
"""

import io
import os
import sys
from typing import Any

import click

from csec_qual.base.errors import CsecQualError
from csec_qual.cli import (
    accounts,
    codebooks,
    demo,
    files,
    groups,
    history,
    learning,
    memos,
    outputs,
    privacy,
    reviewing,
    studies,
    suggesting,
    team,
    transcripts,
    workbench,
)
from csec_qual.cli.options import quiet_option, study_option

BAD_INPUT = 2
STOPPED = 130
PIPE_CLOSED = 141

# Room for the first sentence of any command's help; the list wraps it.
_SENTENCE = 200

_SECTIONS = {
    "Start": ("demo", "init", "status", "study"),
    "Code": (
        "transcripts",
        "suggest",
        "review",
        "find",
        "explain",
        "groups",
        "accept",
        "reject",
        "learn",
        "history",
    ),
    "Team": ("memos", "accounts", "assign", "finish", "agreement"),
    "Codebook": ("codebook",),
    "Write": ("tables", "report", "privacy"),
    "Without a study": ("turns", "tag"),
}


class Shell(click.Group):
    """The top group: turns errors into messages and exit codes, and lists commands by the step they serve."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line and exit."""
        _print_anything()
        extra = {"prog_name": "csec-qual", **extra, "standalone_mode": False}
        try:
            code = super().main(*args, **extra)
        except click.ClickException as error:
            error.show()
            code = BAD_INPUT
        except click.Abort:
            click.echo("Stopped. What was finished is kept; run the command again to go on.", err=True)
            code = STOPPED
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a closed pipe ends it quietly."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except CsecQualError as error:
            click.echo(str(error), err=True)
            ctx.exit(BAD_INPUT)
        except BrokenPipeError:
            # The interpreter flushes once more at exit; what is left goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(PIPE_CLOSED)
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands by section, in the order of the work."""
        for title, names in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name, self.commands[name].get_short_help_str(_SENTENCE)) for name in names]
                )


def _print_anything() -> None:
    """Let a terminal of few letters show a question mark where it has no other."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@click.group(cls=Shell, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@study_option
@quiet_option
@click.version_option(package_name="csec-qual", prog_name="csec-qual")
def main() -> None:
    """Code interview transcripts by a tested codebook, and write the workbook and county reports.

    Suggestions come from rules; people decide. Nothing leaves this machine.

    \b
    Example:
        csec-qual demo demo-study
    """


for _command in (
    demo.demo,
    studies.init,
    studies.status,
    studies.study,
    transcripts.transcripts,
    suggesting.suggest,
    workbench.review,
    suggesting.find,
    suggesting.explain,
    reviewing.accept,
    reviewing.reject,
    learning.learn,
    history.history,
    memos.memos,
    accounts.accounts,
    team.assign,
    team.finish,
    team.agreement,
    codebooks.codebook,
    outputs.tables,
    outputs.report,
    privacy.privacy,
    groups.groups,
    files.turns,
    files.tag,
):
    main.add_command(_command)
