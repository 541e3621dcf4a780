"""How the command line ends: messages, exit codes, and nothing a user should not see."""

import os
import subprocess
import sys

import click
import pytest

from csec_qual.base.errors import CsecQualError
from csec_qual.cli.main import main
from tests.cli.run import run


def commands(group=main, words=()):
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield pytest.param((*words, name), command, id=" ".join((*words, name)))


@pytest.mark.parametrize(("words", "command"), list(commands()))
def test_help_says_what_and_shows_an_example(words, command):
    """Whoever asks for help wants one line on the purpose and one line to copy."""
    shown = run(*words, "--help").stdout
    assert "Example:" in shown
    assert f"csec-qual {' '.join(words)}" in shown.split("Example:")[1]
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_every_command_stands_in_a_section():
    """A command missing from the list is a command nobody finds."""
    shown = run("--help").stdout
    listed = {line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line.strip()}
    assert set(main.commands) <= listed


def test_the_version_is_shown():
    """A report of a fault begins with the version."""
    assert run("--version").stdout.startswith("csec-qual, version 0.")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["sugest"], id="unknown-command"),
        pytest.param(["suggest", "--dry"], id="unknown-option"),
        pytest.param(["accept", "a:1:b"], id="missing-coder"),
        pytest.param(["tables", "write", "out.xlsx", "--date", "30.06.2026"], id="date-in-another-form"),
        pytest.param(["tables", "write", "out.xlsx", "--date", "2026-13-01"], id="month-thirteen"),
    ],
)
def test_usage_errors_are_bad_input(words):
    """Exit code 2 tells a script that nothing was done."""
    assert "Error" in run(*words, code=2).stderr


def fails_with(monkeypatch, error):
    def stop(*_args, **_options):
        raise error

    monkeypatch.setattr(main.commands["codebook"].commands["show"], "callback", stop)


def test_a_known_error_is_its_message(monkeypatch):
    """What, where and what to do; never a traceback."""
    fails_with(monkeypatch, CsecQualError("cases.csv:3: no such county. Correct the row."))
    result = run("codebook", "show", code=2)
    assert result.stderr == "cases.csv:3: no such county. Correct the row.\n"
    assert result.stdout == ""


def test_ctrl_c_is_one_line(monkeypatch):
    """Stopping is not failing: the next run goes on."""
    fails_with(monkeypatch, KeyboardInterrupt())
    result = run("codebook", "show", code=130)
    assert result.stderr.strip() == "Stopped. What was finished is kept; run the command again to go on."


def test_a_defect_keeps_its_traceback(monkeypatch):
    """An error of ours must be seen, not dressed up as the user's."""
    fails_with(monkeypatch, ZeroDivisionError("ours"))
    with pytest.raises(ZeroDivisionError):
        run("codebook", "show")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_closed_pipe_is_quiet():
    """``csec-qual ... | head`` is a normal thing to do."""
    command = f"'{sys.executable}' -m csec_qual codebook show --json | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert len(done.stdout) == 10
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="sets a POSIX locale")
def test_a_terminal_of_few_letters_is_no_error():
    """A scheduled task often runs in the C locale."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "csec_qual", "codebook", "show", "tg-caregiver"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
