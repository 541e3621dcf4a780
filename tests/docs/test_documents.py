"""What is written about the program stays true of it."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from cogapp import Cog

from csec_qual.base import shipped
from tests.cli.run import run

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
WRITTEN = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_quickstart_runs(tmp_path, monkeypatch, capsys):
    """The first thing a newcomer copies must work as it stands."""
    monkeypatch.chdir(tmp_path)
    (quickstart,) = blocks("python")
    exec(compile(quickstart, "README.md", "exec"), {"__name__": "quickstart"})
    assert capsys.readouterr().out
    assert (tmp_path / "evaluation" / "reports" / "themes.xlsx").is_file()
    assert (tmp_path / "evaluation" / "reports" / "maple.html").is_file()


def test_the_quickstart_is_ten_lines():
    """Short enough to type."""
    (quickstart,) = blocks("python")
    assert sum(1 for line in quickstart.splitlines() if line.strip()) <= 14


def test_the_first_day_runs_as_written(tmp_path, monkeypatch):
    """An evaluator follows the steps from the first to the last."""
    shutil.copytree(shipped.sample_study(), tmp_path / "my-transcripts")
    monkeypatch.chdir(tmp_path)
    steps = [line for block in blocks("sh") for line in block.splitlines()]
    first = steps.index("csec-qual init evaluation --codebook csec")
    for step in filter(None, steps[first:]):
        program, *words = shlex.split(step)
        if program == "cd":
            monkeypatch.chdir(words[0])
        else:
            assert program == "csec-qual"
            run(*words)
    assert (tmp_path / "evaluation" / "reports" / "themes.xlsx").is_file()
    assert (tmp_path / "evaluation" / "reports" / "maple.html").is_file()


def test_the_command_reference_is_up_to_date(monkeypatch):
    """Run ``nox -s write_docs`` where this fails."""
    monkeypatch.chdir(ROOT)
    assert Cog().main(["cog", "--check", "docs/cli.md"]) == 0


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    """A link to a file that moved sends the reader away."""
    targets = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert not missing
