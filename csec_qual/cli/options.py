"""Options that several commands share, and the study they work on."""

import functools
import gc
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

import csec_qual as cq
from csec_qual.base.clock import today
from csec_qual.base.progress import Progress, Quiet, length

if TYPE_CHECKING:
    from csec_qual.study.study import Study

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])

_ISO_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass
class Settings:
    """What was said before the command's own options.

    Attributes:
        folder: The study's folder, or any folder inside it.
        quiet: Whether notices and progress are left out.
    """

    folder: Path = field(default_factory=Path.cwd)
    quiet: bool = False


class Bars:
    """A progress bar on standard error."""

    def each(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """Yield the items while the bar moves."""
        with click.progressbar(items, length=length(items, total), label=label, file=sys.stderr) as bar:
            yield from bar


def seldom_look_for_garbage() -> None:
    """Let Python look for cycles of dead objects more seldom.

    Coding makes many objects of which few die, and looking takes a sixteenth of its time. A command that
    reads Word files must not call this: their objects are cycles, and memory would grow by half.
    """
    gc.set_threshold(200_000, 30, 30)


def settings() -> Settings:
    """The settings of the command line that is running."""
    return click.get_current_context().find_root().ensure_object(Settings)


def progress() -> Progress:
    """A bar where somebody watches, else nothing."""
    return Bars() if sys.stderr.isatty() and not settings().quiet else Quiet()


def notice(text: str) -> None:
    """Say something that is not a result."""
    if text and not settings().quiet:
        click.echo(text, err=True)


def problem(text: str) -> None:
    """Say what is wrong; never left out."""
    click.echo(text, err=True)


def study_option(command: Command) -> Command:
    """Add ``--study``."""
    return click.option(
        "--study",
        metavar="FOLDER",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_remember_folder,
        help="The study; by default the one that the current folder lies in.",
    )(command)


def quiet_option(command: Command) -> Command:
    """Add ``--quiet``."""
    return click.option(
        "--quiet",
        "-q",
        is_flag=True,
        expose_value=False,
        callback=_remember_quiet,
        help="Print results and errors only: no notices, no progress.",
    )(command)


def pass_study(function: Callable[Concatenate["Study", P], R]) -> Callable[P, R]:
    """Open the study and hand it to the command as its first argument; adds ``--study``."""

    @functools.wraps(function)
    def command(*args: P.args, **kwargs: P.kwargs) -> R:
        with closing(cq.Study.open(settings().folder)) as study:
            return function(study, *args, **kwargs)

    return study_option(command)


def near_study() -> "Study | None":
    """The study that was named, which must be there, or the one that the current folder lies in."""
    folder = settings().folder
    return cq.Study.near(folder) if folder == Path.cwd() else cq.Study.open(folder)


def json_option(command: Command) -> Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")(command)


def codebook_option(command: Command) -> Command:
    """Add ``--codebook``."""
    return click.option(
        "--codebook",
        metavar="NAME_OR_PATH",
        default="csec",
        show_default=True,
        help="A shipped codebook by name, or a folder.",
    )(command)


def rules_only_option(command: Command) -> Command:
    """Add ``--rules-only``."""
    return click.option(
        "--rules-only", is_flag=True, help="Leave out the paraphrase layer; the rules speak alone."
    )(command)


def interviewer_option(command: Command) -> Command:
    """Add ``--interviewer``."""
    return click.option(
        "--interviewer",
        "interviewers",
        multiple=True,
        metavar="LABEL",
        help="The label of someone who asks the questions; repeatable. Without it roles are guessed.",
    )(command)


def coder_option(command: Command) -> Command:
    """Add ``--coder``."""
    return click.option(
        "--coder", required=True, metavar="NAME", help="Who decides; printed in the history."
    )(command)


def by_option(command: Command) -> Command:
    """Add ``--by``."""
    return click.option("--by", metavar="NAME", help="Who does it; your login name by default.")(command)


def date_option(command: Command) -> Command:
    """Add ``--date``."""
    return click.option(
        "--date",
        metavar="YYYY-MM-DD",
        callback=_iso_date,
        help="The date printed on it; today where none is given.",
    )(command)


def decided_option(command: Command) -> Command:
    """Add ``--decided-only``."""
    return click.option(
        "--decided-only", is_flag=True, help="Count only what a person has accepted, not suggestions."
    )(command)


def _remember_folder(_context: click.Context, _option: click.Parameter, value: Path | None) -> None:
    if value is not None:
        settings().folder = value


def _remember_quiet(_context: click.Context, _option: click.Parameter, value: bool) -> None:
    settings().quiet = settings().quiet or value


def _iso_date(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    if value is None:
        return today()
    if not _ISO_DATE.fullmatch(value):
        raise click.BadParameter(f"'{value}' is no date. Write it as year, month, day: 2026-06-30.")
    return value
