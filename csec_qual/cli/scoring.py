"""``codebook score``: a codebook measured on turns that a person has labelled."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

import csec_qual as cq
from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import codebook_option, json_option, notice, progress, rules_only_option
from csec_qual.tagging.score import GROUPINGS, Tally

if TYPE_CHECKING:
    from csec_qual.tagging.score import Score

_DEFAULT = ("theme", "source", "trap")
_WHAT = {
    "code": "By code",
    "theme": "By theme",
    "source": "By source type",
    "trap": "By kind of trap; turns that test it, a turn of two kinds in both",
    "layer": "By what suggested it: a rule, or the paraphrase layer",
    "status": "By assertion status: the label's, or the suggestion's where it is extra",
}
_FORM = "right, extra, missed: pairs. precision of right + extra, recall of right + missed."


@click.command()
@click.argument("gold", metavar="GOLD.csv", type=click.Path(path_type=Path))
@codebook_option
@click.option(
    "--by",
    "groupings",
    multiple=True,
    type=click.Choice(list(GROUPINGS)),
    help="What to group the figures by; repeatable. By theme, source type and trap where not given.",
)
@click.option(
    "--misses",
    metavar="FILE.csv",
    type=click.Path(path_type=Path),
    help="Write every false positive and false negative to this file, with the words of the turn.",
)
@rules_only_option
@json_option
@click.pass_context
def score(
    context: click.Context,
    gold: Path,
    codebook: str,
    groupings: tuple[str, ...],
    misses: Path | None,
    rules_only: bool,
    as_json: bool,
) -> None:
    """Score a codebook against turns that a person has labelled: precision, recall and F1.

    GOLD.csv has a row for each turn and code, with the columns file, turn, code and, where wanted,
    status, counts (yes or no), trap and note. The files lie beside it, and every codable turn of each
    is scored: a code that no row gives a turn is a false positive there. A file without any code is
    named once with an empty code. Turns are numbered as csec-qual turns shows them.

    What is counted is a code in a turn. Micro figures are over all of them at once, so frequent codes
    weigh more; macro figures are means over the codes that were labelled. Read the errors before the
    figures: --misses writes them with their words. A set that somebody wrote rules for measures
    nothing any more; keep one that nobody reads.

    Nothing is changed but the file of --misses.

    \b
    Example:
        csec-qual codebook score labelled/gold.csv --by code --misses misses.csv
    """
    scored = cq.score_codebook(gold, codebook, paraphrase=not rules_only, progress=progress())
    for grouping in dict.fromkeys(groupings or _DEFAULT):
        _show_groups(scored.score, grouping, as_json=as_json)
    if as_json:
        show.json_line(_overall_record(scored.score))
    else:
        _show_overall(scored.score)
    if misses is not None:
        scored.write_misses(misses)
        notice(f"{len(scored.score.errors)} false positives and false negatives: {misses}")
    if scored.score.uncodable:
        context.exit(1)


def _show_groups(score: "Score", grouping: str, *, as_json: bool) -> None:
    groups: Mapping[str, Tally] = score.by(grouping)
    turns = score.traps if grouping == "trap" else None
    if turns is not None:
        # A trap that no pair meets was passed by every turn: that is a result too.
        groups = {trap: groups.get(trap, Tally()) for trap in turns}
    if as_json:
        for group, tally in groups.items():
            own = {} if turns is None else {"turns": turns.get(group, 0)}
            show.json_line({"by": grouping, "group": group, **own, **_tally_record(tally)})
        return
    click.echo(f"{_WHAT.get(grouping, f'By {grouping}')} ({len(score.pairs)} turn-and-code pairs)")
    headings = (grouping, *(("turns",) if turns is not None else ()), *_HEADINGS)
    rows = [
        (group, *((turns.get(group, 0),) if turns is not None else ()), *_cells(tally))
        for group, tally in groups.items()
    ]
    show.columns(headings, rows)
    click.echo()


_HEADINGS = ("labelled", "suggested", "right", "extra", "missed", "precision", "recall", "F1")


def _cells(tally: Tally) -> tuple[object, ...]:
    counts = (tally.labelled, tally.suggested, tally.right, tally.extra, tally.missed)
    return *counts, _figure(tally.precision), _figure(tally.recall), _figure(tally.f1)


def _show_overall(score: "Score") -> None:
    overall, macro, top = score.overall, score.macro, score.top_half
    click.echo(
        f"Overall. Files: {score.transcripts}; codable turns scored: {score.turns}; "
        f"codes labelled: {overall.labelled}, suggested: {overall.suggested}"
    )
    show.columns(("over", *_HEADINGS), [("all pairs (micro)", *_cells(overall))])
    show.columns(
        ("macro: mean of", "precision", "recall", "F1"),
        [
            (
                f"{macro.codes} labelled codes",
                _figure(macro.precision),
                _figure(macro.recall),
                _figure(macro.f1),
            )
        ],
    )
    click.echo(_FORM)
    click.echo(
        f"Surest half of the suggestions that count: {top.right} of {top.suggested} right "
        f"({_figure(top.precision)})"
    )
    for counting, what in ((True, "both count"), (False, "both name, counting or not")):
        agreed, of = score.status_accuracy(counting=counting)
        click.echo(f"Assertion status, pairs that {what}: {agreed} of {of} agree ({_share(agreed, of)})")
    click.echo(f"Suggestions on turns that cannot be coded: {score.uncodable} (must be 0)")


def _overall_record(score: "Score") -> dict[str, Json]:
    macro, top = score.macro, score.top_half
    counting, named = score.status_accuracy(counting=True), score.status_accuracy(counting=False)
    return {
        "by": "overall",
        "transcripts": score.transcripts,
        "turns": score.turns,
        **_tally_record(score.overall),
        "macro": {
            "codes": macro.codes,
            "precision": macro.precision,
            "recall": macro.recall,
            "f1": macro.f1,
        },
        "top_half": {"suggested": top.suggested, "right": top.right, "precision": top.precision},
        "status_of_counted": {"agreed": counting[0], "of": counting[1]},
        "status_of_named": {"agreed": named[0], "of": named[1]},
        "uncodable": score.uncodable,
    }


def _tally_record(tally: Tally) -> dict[str, Json]:
    return {
        "labelled": tally.labelled,
        "suggested": tally.suggested,
        "right": tally.right,
        "extra": tally.extra,
        "missed": tally.missed,
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
