"""Runs the command line inside the test and hands back what a shell would see."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from csec_qual.cli.main import main


def run(*words: object, code: int = 0, typed: str = "") -> Result:
    """Run ``csec-qual WORDS`` and check its exit code; a traceback is a failure whatever the code."""
    result = CliRunner().invoke(main, [str(word) for word in words], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, f"exit {result.exit_code}\n{result.stdout}\n{result.stderr}"
    assert "Traceback" not in result.stderr
    return result


def records(result: Result) -> list[dict[str, Any]]:
    """The JSON objects on standard output, one per line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def write(path: Path, text: str) -> Path:
    """A text file for a test."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
