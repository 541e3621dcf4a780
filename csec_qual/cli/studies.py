"""``init``, ``status`` and ``study clean``: a study's beginning, where it stands, and its cache."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

import csec_qual as cq
from csec_qual.cli import show
from csec_qual.cli.options import codebook_option, json_option, notice, pass_study

if TYPE_CHECKING:
    from csec_qual.study.study import Study


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@codebook_option
def init(folder: Path, codebook: str) -> None:
    """Make a study folder with its lists, its settings and its own copy of a codebook.

    A folder that already is a study is left as it is.

    \b
    Example:
        csec-qual init evaluation --codebook csec
    """
    cq.Study.create(folder, codebook=codebook).close()
    click.echo(folder)
    notice(f"Next: csec-qual --study {show.quoted(folder)} transcripts add FOLDER_OF_TRANSCRIPTS")


@click.command()
@json_option
@pass_study
def status(study: "Study", as_json: bool) -> None:
    """Show where the study stands: what was read, what is suggested, what people decided, what is amiss.

    Nothing is changed.

    \b
    Example:
        csec-qual status
    """
    found = study.status()
    if as_json:
        show.json_line(dataclasses.asdict(found))
    else:
        click.echo(found.summary())


@click.group()
def study() -> None:
    """Look after the study's folder."""


@study.command()
@pass_study
def clean(study: "Study") -> None:
    """Delete the cache: participants' words and the codebook as they were read for speed.

    Nothing else is changed. The next run reads them again and takes longer.

    \b
    Example:
        csec-qual study clean
    """
    study.clean()
    notice("The cache is deleted.")
