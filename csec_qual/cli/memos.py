"""``memos``: what people note beside the coding."""

import sys
from typing import TYPE_CHECKING

import click

from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import json_option, pass_study
from csec_qual.model.memo import MemoKind

if TYPE_CHECKING:
    from csec_qual.model.memo import Memo
    from csec_qual.study.study import Study

_KINDS = click.Choice([kind.value for kind in MemoKind])
_STDIN = "-"


@click.group()
def memos() -> None:
    """Write and read memos on the study, a case, a transcript, a turn, a code or a cell of the matrix."""


@memos.command("list")
@click.option("--kind", type=_KINDS, help="Only on this kind of thing.")
@click.option("--place", metavar="ID", help="Only on this one, such as maple-admin-01:32.")
@json_option
@pass_study
def list_memos(study: "Study", kind: str | None, place: str | None, as_json: bool) -> None:
    """List the memos, the newest first.

    \b
    Example:
        csec-qual memos list --kind turn
    """
    for memo in study.memos.all(MemoKind(kind) if kind else None, place):
        if as_json:
            show.json_line(_record(memo))
        else:
            now = memo.now
            click.echo(f"{now.memo_id}  {now.kind.value} {now.place}".rstrip())
            click.echo(f"{now.time}  {', '.join(memo.authors)}")
            show.paragraph(now.text)


@memos.command()
@click.argument("kind", type=_KINDS)
@click.argument("place")
@click.argument("text")
@click.option("--coder", required=True, metavar="NAME", help="Who writes it.")
@pass_study
def add(study: "Study", kind: str, place: str, text: str, coder: str) -> None:
    """Write a memo. PLACE says on what: an id, a turn, a cell as county:code; "" for the study.

    TEXT may be - to read it from standard input. What is written in a cell stands in the county's report.

    \b
    Example:
        csec-qual memos add turn maple-admin-01:32 "Ask the others about detox." --coder ana
    """
    from csec_qual.study.memos import mentions

    written = sys.stdin.read() if text == _STDIN else text
    n = mentions(study.cut(), place) if kind == MemoKind.CELL else 0
    made = study.memos.write(MemoKind(kind), place, written, by=coder, n=n)
    click.echo(f"{made.now.memo_id}  {kind} {place}".rstrip())


def _record(memo: "Memo") -> dict[str, Json]:
    now = memo.now
    return {
        "memo": now.memo_id,
        "kind": now.kind.value,
        "place": now.place,
        "text": now.text,
        "by": now.by,
        "time": now.time,
        "for_report": now.for_report,
        "mentions_then": now.n,
        "versions": len(memo.versions),
    }
