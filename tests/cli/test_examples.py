"""The example in each command's help is typed as it stands; it must run on the sample study."""

import inspect
import shlex
import shutil
from pathlib import Path

import click
import pytest

from csec_qual.base import shipped
from csec_qual.cli.main import main
from tests.cli.run import run

LABELLED = Path(__file__).parent.parent / "quality" / "dev"


def examples(group=main):
    """The example of every command but those that other tests run: they take long, or ask for something."""
    for name, command in group.commands.items():
        if name == "accounts":
            continue
        if isinstance(command, click.Group):
            yield from examples(command)
        elif name not in {"demo", "review", "answers"}:
            yield inspect.cleandoc(command.help.split("Example:")[1])


@pytest.fixture
def sample(demo, tmp_path, monkeypatch):
    """The sample study as the current folder, with its transcripts and a labelled set beside its lists."""
    folder = tmp_path / "study"
    shutil.copytree(demo[0], folder)
    shutil.copytree(shipped.sample_study(), folder / "transcripts_sample")
    shutil.copytree(LABELLED, folder / "labelled")
    monkeypatch.chdir(folder)


@pytest.mark.parametrize("example", list(examples()))
def test_the_example_runs(sample, example):
    """A newcomer copies the example before reading the options."""
    program, *words = shlex.split(example)
    assert program == "csec-qual"
    run(*words)
