"""``transcripts add`` and ``transcripts list``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import json_option, pass_study, problem, progress

if TYPE_CHECKING:
    from csec_qual.study.study import Study


@click.group()
def transcripts() -> None:
    """Read transcripts into the study and list them."""


@transcripts.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@pass_study
@click.pass_context
def add(context: click.Context, study: "Study", paths: tuple[Path, ...]) -> None:
    """Read files, or folders of files, and store their turns.

    Lists in the folder (sources.csv, participants.csv, cases.csv) are taken along. Rows for what is
    new are proposed in the study's own lists, for you to correct; rows you wrote stay as they are.
    A file that cannot be read does not stop the others: it is named at the end, and the exit code
    is 2.

    \b
    Example:
        csec-qual transcripts add transcripts_sample
    """
    failed = 0
    for path in paths:
        report = study.add_transcripts(path, progress=progress())
        click.echo(report.summary())
        for fault in report.failed:
            problem(str(fault))
        failed += len(report.failed)
    if failed:
        context.exit(2)


@transcripts.command("list")
@json_option
@pass_study
def list_transcripts(study: "Study", as_json: bool) -> None:
    """List the transcripts of the study, with their county, kind, turns and words.

    \b
    Example:
        csec-qual transcripts list --json
    """
    sources = {source.transcript_id: source for source in study.sources()}
    records: list[dict[str, Json]] = []
    for transcript in study.transcripts():
        source = sources.get(transcript.transcript_id)
        records.append(
            {
                "transcript": transcript.transcript_id,
                "file": transcript.file,
                "case": source.case_id if source else "",
                "source_type": transcript.source_type.value,
                "reader": transcript.reader,
                "turns": len(transcript.turns),
                "codable_turns": sum(turn.is_codable for turn in transcript.turns),
                "words": len(transcript.text.split()),
                "notices": len(transcript.notices),
            }
        )
    if as_json:
        for record in records:
            show.json_line(record)
    else:
        show.columns(list(records[0]) if records else [], [list(record.values()) for record in records])
