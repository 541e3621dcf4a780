"""``suggest``, ``find`` and ``explain``: what the rules make of the words."""

from typing import TYPE_CHECKING

import click

from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import (
    json_option,
    notice,
    pass_study,
    progress,
    rules_only_option,
    seldom_look_for_garbage,
)

if TYPE_CHECKING:
    from csec_qual.study.study import Study
    from csec_qual.tagging.concordance import ConcordanceLine
    from csec_qual.tagging.explain import Explanation, Reason
    from csec_qual.tagging.whynot import Rejection

_ROLES = ("participant", "interviewer", "moderator", "note-taker", "unknown")


@click.command()
@click.option("--code", "codes", multiple=True, metavar="ID", help="Only this code; repeatable.")
@rules_only_option
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@pass_study
def suggest(study: "Study", codes: tuple[str, ...], rules_only: bool, dry_run: bool) -> None:
    """Suggest codes for the participant turns that changed since the last run.

    Decisions that people have made stay as they are. The rules of a large study are run and stored first;
    then the paraphrase layer reads the answers, which takes a minute or two for a hundred thousand words,
    once. A run that is stopped goes on where it was.

    \b
    Example:
        csec-qual suggest --code tg-caregiver --dry-run
    """
    seldom_look_for_garbage()
    report = study.suggest(
        codes=codes or None, paraphrase=not rules_only, dry_run=dry_run, progress=progress()
    )
    click.echo(report.summary())


@click.command()
@click.argument("query")
@click.option(
    "--scope",
    type=click.Choice(["sentence", "turn"]),
    default="sentence",
    show_default=True,
    help="The stretch that must hold every part of the query.",
)
@click.option("--role", type=click.Choice(_ROLES), help="Whose turns; participants' where not given.")
@click.option("--case", metavar="ID", help="Only this county.")
@click.option(
    "--context", type=click.IntRange(0, 500), default=60, show_default=True, help="Letters on either side."
)
@json_option
@pass_study
def find(
    study: "Study", query: str, scope: str, role: str | None, case: str | None, context: int, as_json: bool
) -> None:
    """Find words in the study and show each match in its context, in the language of the rules.

    Nothing is changed.

    \b
    Example:
        csec-qual find 'train* NEAR/8 {caregiver}'
    """
    lines = study.find(query, scope=scope, role=role, case=case, context=context)
    if as_json:
        for line in lines:
            show.json_line(_match_record(line))
        return
    where = max((len(_place(line)) for line in lines), default=0)
    for line in lines:
        click.echo(f"{_place(line):<{where}}  {line.before:>{context}} [{line.found}] {line.after}")
    notice(f"{len(lines)} {'match' if len(lines) == 1 else 'matches'}")


@click.command()
@click.argument("suggestion", metavar="SUGGESTION|FILE:TURN")
@click.option("--why-not", metavar="CODE", help="Explain why this code was not suggested for FILE:TURN.")
@json_option
@pass_study
def explain(study: "Study", suggestion: str, why_not: str | None, as_json: bool) -> None:
    """Explain why a code was suggested, or why it was not.

    SUGGESTION is a name such as maple-admin-01:32:bh-crisis-sud: shown are the rule, the words, and what
    the speaker says of them. With --why-not, FILE:TURN is a turn such as maple-admin-01:32: shown are
    the rules of the code that came nearest, what of each is said there, and what stopped it. Nothing is
    changed.

    \b
    Example:
        csec-qual explain --why-not bh-waitlist maple-admin-01:32
    """
    if why_not is not None:
        rejection = study.why_not(why_not, suggestion)
        if as_json:
            show.json_line(_rejection_record(rejection))
        else:
            _show_rejection(rejection)
        return
    explanation = study.explain(suggestion)
    if as_json:
        show.json_line(_explanation_record(explanation))
    else:
        _show_explanation(explanation)


def _rejection_record(rejection: "Rejection") -> dict[str, Json]:
    return {
        "transcript": rejection.unit.transcript.transcript_id,
        "turn": rejection.unit.turn.number,
        "code": rejection.code.code_id,
        "suggestion": rejection.suggestion.suggestion_id if rejection.suggestion else None,
        "verdict": rejection.verdict,
        "rules_in_all": rejection.rules_in_all,
        "nearest": [
            {
                "rule": miss.rule_id,
                "find": miss.rule,
                "place": f"{miss.place.path}:{miss.place.line}",
                "closeness": round(miss.closeness, 3),
                "reasons": list(miss.reasons),
            }
            for miss in rejection.rules
        ],
    }


def _show_rejection(rejection: "Rejection") -> None:
    unit = rejection.unit
    click.echo(f"{unit.transcript.transcript_id}:{unit.turn.number}  {rejection.code.label}")
    if unit.question:
        click.echo("Asked:")
        show.paragraph(unit.question)
    click.echo(f"{unit.turn.speaker or 'The document'} says:")
    show.paragraph(unit.transcript.words(unit.turn))
    click.echo(rejection.verdict)
    for miss in rejection.rules:
        click.echo(f"\nRule    {miss.rule_id}  {miss.place.path}:{miss.place.line}")
        show.paragraph(miss.rule)
        for reason in miss.reasons:
            click.echo(f"  - {reason}")


def _place(line: "ConcordanceLine") -> str:
    return f"{line.transcript_id}:{line.turn}"


def _match_record(line: "ConcordanceLine") -> dict[str, Json]:
    return {
        "transcript": line.transcript_id,
        "turn": line.turn,
        "speaker": line.speaker,
        "start": line.segment.start,
        "end": line.segment.end,
        "before": line.before,
        "found": line.found,
        "after": line.after,
    }


def _explanation_record(explanation: "Explanation") -> dict[str, Json]:
    return {
        "suggestion": explanation.suggestion.suggestion_id,
        "code": explanation.suggestion.code_id,
        "label": explanation.label,
        "speaker": explanation.speaker,
        "status": explanation.suggestion.status.value,
        "counts": explanation.suggestion.counts,
        "verdict": explanation.verdict,
        "reasons": [_reason_record(reason) for reason in explanation.reasons],
    }


def _reason_record(reason: "Reason") -> dict[str, Json]:
    return {
        "rule": reason.rule_id,
        "find": reason.rule,
        "place": reason.place,
        "sentence": reason.sentence,
        "words": list(reason.words),
        "status": reason.status.value,
        "cue": reason.cue,
        "by_reading": reason.by_reading,
    }


def _show_explanation(explanation: "Explanation") -> None:
    suggestion = explanation.suggestion
    click.echo(f"{suggestion.suggestion_id}  {explanation.label}")
    click.echo(explanation.verdict)
    for reason in explanation.reasons:
        click.echo(f"\n{explanation.speaker or 'The document'} says:")
        show.paragraph(reason.sentence)
        click.echo(f"Words   {' ... '.join(reason.words)}")
        click.echo(f"Rule    {reason.rule_id}  {reason.place}".rstrip())
        show.paragraph(reason.rule)
        whole = ", read from the answer as a whole" if reason.by_reading else ""
        cue = f", by the words '{reason.cue}'" if reason.cue else whole
        click.echo(f"Status  {reason.status}: {reason.meaning}{cue}")
