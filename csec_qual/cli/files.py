"""``turns`` and ``tag``: files without a study.

Their JSON is a contract for other programs; ``csec_qual.study.files`` makes the records.
"""

from pathlib import Path

import click

import csec_qual as cq
from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import (
    codebook_option,
    interviewer_option,
    json_option,
    notice,
    problem,
    progress,
    rules_only_option,
)

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@interviewer_option
@json_option
def turns(file: Path, interviewers: tuple[str, ...], as_json: bool) -> None:
    """Show the turns of one transcript: who spoke, in what role, and the words.

    The file stays as it is and nothing is stored.

    \b
    Example:
        csec-qual turns transcripts_sample/maple-clinician-02.vtt --json
    """
    transcript = cq.read_transcript(file, interviewers=interviewers)
    for found in transcript.notices:
        where = file if found.line is None else f"{file}:{found.line}"
        notice(f"{where}: {found.what}")
    for record in cq.turn_records(transcript):
        if as_json:
            show.json_line(record)
        else:
            _show_turn(record)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@codebook_option
@interviewer_option
@rules_only_option
@json_option
@click.pass_context
def tag(
    context: click.Context,
    files: tuple[Path, ...],
    codebook: str,
    interviewers: tuple[str, ...],
    rules_only: bool,
    as_json: bool,
) -> None:
    """Suggest codes for transcript files, without a study.

    The files stay as they are and nothing is stored. A file that cannot be read does not stop the
    others: it is named on standard error, and the exit code is 2.

    \b
    Example:
        csec-qual tag transcripts_sample/maple-clinician-02.vtt --codebook csec --json
    """
    failed = 0
    found = cq.suggest(
        files, codebook, interviewers=interviewers, paraphrase=not rules_only, progress=progress()
    )
    for suggested in found:
        failed += bool(suggested.problems)
        for fault in suggested.problems:
            problem(str(fault))
        for record in suggested.records():
            if as_json:
                show.json_line(record)
            else:
                _show_suggestion(record)
    if failed:
        context.exit(2)


def _show_turn(record: dict[str, Json]) -> None:
    guess = ", guessed" if record["role_guessed"] else ""
    time = record["time_start"]
    when = show.clock_time(time) if isinstance(time, float | int) else ""
    who = record["speaker"] or f"({record['kind']})"
    click.echo(f"{record['turn']:>4}  {who} ({record['role']}{guess})  {when}".rstrip())
    show.paragraph(str(record["text"]))


def _show_suggestion(record: dict[str, Json]) -> None:
    if record["counts"]:
        verdict = "counts"
    else:
        verdict = "waits for a person" if record["needs_review"] else "does not count"
    where = f"{record['file']}:{record['turn']}"
    click.echo(f"{where}  {record['code']}  {record['status']}, {verdict}  [{record['rule']}]")
    show.paragraph(str(record["text"]))
