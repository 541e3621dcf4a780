"""``learn``: the team's own decisions teach the paraphrase layer."""

from typing import TYPE_CHECKING

import click

from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import json_option, notice, pass_study

if TYPE_CHECKING:
    from csec_qual.study.learning import LearnReport
    from csec_qual.study.study import Study
    from csec_qual.tagging.learned import Figures, Lesson


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be learned and store nothing.")
@click.option("--forget", is_flag=True, help="Go back to what came with csec_qual.")
@json_option
@pass_study
def learn(study: "Study", dry_run: bool, forget: bool, as_json: bool) -> None:
    """Learn from the decisions of this study which answers mean a code.

    For each code that people gave to ten answers or more, in two transcripts or more, what they accepted and
    rejected is compared by what the answers mean, together with what the rules found and the codebook's
    examples. That works for codes of your own, too. A code is taken on only where it gains: F1 is measured on
    transcripts that were not learned from, and set beside the F1 of the suggestions there were. The table
    shows both. No decision is changed; run csec-qual suggest afterwards, and again after you learn anew.

    What is kept in learned.json are weights, and no words. --forget deletes it.

    \b
    Example:
        csec-qual learn --forget
    """
    if forget:
        was_there = study.unlearn()
        click.echo("Forgotten. Run csec-qual suggest." if was_there else "Nothing had been learned.")
        return
    report = study.learn(dry_run=dry_run)
    if as_json:
        for lesson in report.lessons:
            show.json_line(_record(lesson))
        return
    _show(report)


def _show(report: "LearnReport") -> None:
    width = max((len(each.code_id) for each in report.lessons), default=4)
    click.echo(
        f"{'code':<{width}}  {'given':>5}  {'F1 before':>9}  {'F1 after':>8}  {'precision':>9}  learned"
    )
    for each in report.lessons:
        after = (
            f"{each.after.f1:>8.2f}  {each.after.precision:>9.2f}" if each.after else f"{'-':>8}  {'-':>9}"
        )
        verdict = "yes" if each.learned else "no, no better" if each.after else "no, too few"
        click.echo(f"{each.code_id:<{width}}  {each.given:>5}  {each.before.f1:>9.2f}  {after}  {verdict}")
    n_codes = len(report.taken_on)
    would = "would be learned" if report.is_dry else "learned"
    notice(
        f"{n_codes} of {len(report.lessons)} codes {would}, from decisions on {report.looked_at} answers in "
        f"{report.transcripts} transcripts. Both F1 are of these answers; after, the answers of each "
        "transcript are judged by what was learned from the others."
    )
    if n_codes and not report.is_dry:
        notice("Run csec-qual suggest to see what that changes.")


def _record(lesson: "Lesson") -> dict[str, Json]:
    return {
        "code": lesson.code_id,
        "given": lesson.given,
        "looked_at": lesson.looked_at,
        "before": _figures(lesson.before),
        "after": _figures(lesson.after) if lesson.after else None,
        "learned": lesson.learned is not None,
    }


def _figures(figures: "Figures") -> dict[str, Json]:
    return {
        "precision": round(figures.precision, 3),
        "recall": round(figures.recall, 3),
        "f1": round(figures.f1, 3),
    }
