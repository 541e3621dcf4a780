"""How results look: JSON lines for programs, aligned columns and wrapped text for people."""

import json
import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path

import click

from csec_qual.base.identity import Json
from csec_qual.base.text import one_line

_GAP = "  "
_INDENT = "    "
_NARROWEST = 40


def json_line(record: Json) -> None:
    """Print one JSON object on a line of its own, in UTF-8 whatever the terminal's encoding."""
    # A file name may hold bytes that are no text; they become question marks rather than an error.
    click.echo(json.dumps(record, ensure_ascii=False).encode(errors="replace"))


def columns(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under headings; numbers stand to the right. Prints nothing where there are no rows."""
    if not rows:
        return
    cells = [list(headings), *([one_line(str(cell)) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    is_number = [all(isinstance(row[at], int | float) for row in rows) for at in range(len(headings))]
    for line in cells:
        aligned = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, is_number, strict=True)
        )
        click.echo(_GAP.join(aligned).rstrip())


def paragraph(text: str) -> None:
    """Print text as one indented paragraph, wrapped to the terminal."""
    width = max(min(shutil.get_terminal_size().columns, 100), _NARROWEST)
    click.echo(textwrap.fill(one_line(text), width, initial_indent=_INDENT, subsequent_indent=_INDENT))


def quoted(path: Path | str) -> str:
    """A path as it is typed into a shell, within quotation marks where it holds a space."""
    return f'"{path}"' if " " in str(path) else str(path)


def clock_time(seconds: float | None) -> str:
    """Seconds from the start as ``00:04:10``; empty where no time is known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"
