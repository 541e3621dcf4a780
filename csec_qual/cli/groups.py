"""``groups``: who in a focus group said, took up, spoke against or passed over what."""

import json
from typing import TYPE_CHECKING

import click

from csec_qual.cli.options import pass_study

if TYPE_CHECKING:
    from csec_qual.analysis.groups import Grid
    from csec_qual.study.study import Study

_WIDEST = 70


@click.command()
@click.argument("transcript", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each question, code and person.")
@pass_study
def groups(study: "Study", transcript: str | None, as_json: bool) -> None:
    """Show who in a focus group said, agreed to, spoke against or passed over what.

    For each question and code, everybody in the group: statement, statement of dissent, assent, dissent or
    no response. A statement rests on a coded passage; assent and dissent are read from how a turn opens and
    are for a person to judge. Without TRANSCRIPT, lists the focus groups.

    \b
    Example:
        csec-qual groups maple-caregivers-04
    """
    if transcript is None:
        for name in study.focus_groups():
            click.echo(name)
        return
    found = study.group(transcript)
    labels = {code.code_id: code.label for code in study.codebook.codes}
    for grid in found:
        for line in _json_lines(grid) if as_json else _lines(grid, labels):
            click.echo(line)
    if not found and not as_json:
        click.echo("Nobody made a point that is coded here.")


def _json_lines(grid: "Grid") -> list[str]:
    return [
        json.dumps(
            {
                "question": grid.number,
                "asked": grid.asked,
                "code": code_id,
                "participant": person.participant_id,
                "part": (cell := grid.at(person.participant_id, code_id)).part.value,
                "turns": list(cell.turns),
                "decided": cell.is_decided,
            },
            ensure_ascii=False,
        )
        for code_id in grid.codes
        for person in grid.people
    ]


def _lines(grid: "Grid", labels: dict[str, str]) -> list[str]:
    asked = grid.asked if len(grid.asked) <= _WIDEST else "..." + grid.asked[-_WIDEST:].partition(" ")[2]
    lines = [f"Question {grid.number}: {asked or 'before the first question'}"]
    for code_id in grid.codes:
        counts = ", ".join(f"{part.value} {n}" for part, n in grid.count(code_id).items() if n)
        lines.append(f"  {labels[code_id]} ({code_id}); of {len(grid.people)}: {counts}")
        for person in grid.people:
            cell = grid.at(person.participant_id, code_id)
            turns = f"turn {', '.join(map(str, cell.turns))}" if cell.turns else ""
            lines.append(f"    {person.participant_id:<10} {cell.part.value:<22} {turns}".rstrip())
    return lines
