"""``assign``, ``finish`` and ``agreement``: several people on one transcript."""

import getpass
from typing import TYPE_CHECKING

import click

from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import coder_option, json_option, notice, pass_study

if TYPE_CHECKING:
    from csec_qual.reliability.measures import Interval
    from csec_qual.study.agreeing import Line, PairAgreement
    from csec_qual.study.study import Study


@click.command()
@click.argument("transcript")
@click.argument("coder")
@click.option(
    "--blind", is_flag=True, help="They see nothing of what others decide there until all have finished."
)
@click.option(
    "--no-suggestions", is_flag=True, help="Nor what the engine suggests there; they are blind with it."
)
@click.option("--release", is_flag=True, help="Take the transcript from them; what they decided stays.")
@click.option("--by", metavar="NAME", help="Who assigns; your login name by default.")
@pass_study
def assign(
    study: "Study",
    transcript: str,
    coder: str,
    blind: bool,
    no_suggestions: bool,
    release: bool,
    by: str | None,
) -> None:
    """Give a transcript to a coder, blind if a second one is to work for themselves.

    Decisions that people have made stay as they are.

    \b
    Example:
        csec-qual assign maple-admin-01 luis --blind
    """
    who = by or getpass.getuser()
    if release:
        study.release(transcript, coder, by=who)
        click.echo(f"{transcript}  released  {coder}")
        return
    made = study.assign(transcript, coder, by=who, blind=blind, no_suggestions=no_suggestions)
    terms = [word for word, holds in (("blind", made.is_blind), ("no suggestions", no_suggestions)) if holds]
    click.echo(f"{transcript}  assigned  {coder}{''.join(f', {word}' for word in terms)}")
    if made.is_blind and len(study.seats(transcript)) == 1:
        notice("Nobody else has it yet: they stay blind until a second coder has it and both have finished.")


@click.command()
@click.argument("transcript")
@coder_option
@click.option("--reopen", is_flag=True, help="Go on with it, while somebody else has not finished.")
@pass_study
def finish(study: "Study", transcript: str, coder: str, reopen: bool) -> None:
    """Mark a transcript finished by a coder: agreement is counted on what they decided until then.

    What they passed by counts as not given. Once all its coders have finished, they see each other's
    decisions.

    \b
    Example:
        csec-qual finish maple-admin-01 --coder ana
    """
    made = study.reopen(transcript, coder) if reopen else study.finish(transcript, coder)
    click.echo(f"{transcript}  {made.event.value}  {coder}  {made.time}")
    waiting = [seat.coder_id for seat in study.seats(transcript) if not seat.is_finished]
    if not reopen and waiting:
        notice(f"Not finished yet: {', '.join(waiting)}.")


@click.command()
@click.option(
    "--transcript", metavar="ID", help="Only on this transcript; all that both finished by default."
)
@click.option("--coders", nargs=2, metavar="A B", help="Two coders; every pair by default.")
@click.option(
    "--unit",
    type=click.Choice(["turn", "transcript"]),
    default="turn",
    show_default=True,
    help="What is compared.",
)
@click.option("--differences", is_flag=True, help="List the passages that they read differently instead.")
@json_option
@pass_study
def agreement(
    study: "Study",
    transcript: str | None,
    coders: tuple[str, str] | None,
    unit: str,
    differences: bool,
    as_json: bool,
) -> None:
    """Show how far two coders agree, code by code, on what both finished.

    Counted is what each had decided when they marked the transcript finished. What interviewers say is no
    unit, and what the engine suggests is nobody's coding.

    \b
    Example:
        csec-qual agreement --json
    """
    found = study.agreement(coders=coders or (), transcript=transcript, unit=unit)
    if differences:
        _show_differences(study, found, as_json)
        return
    for pair in found:
        if as_json:
            for line in pair.lines:
                show.json_line(_record(pair, line))
        else:
            _show(pair)
    if not found:
        notice(
            "No two people have finished the same transcript. "
            "Assign one to both with 'csec-qual assign'; each marks it with 'csec-qual finish'."
        )


def _show(pair: "PairAgreement") -> None:
    first, second = pair.coders
    n = len(pair.transcripts)
    transcripts = "transcript" if n == 1 else "transcripts"
    click.echo(
        f"{first} and {second}: {n} {transcripts} ({len(pair.blind)} coded blind, "
        f"{len(pair.unsuggested)} without suggestions), {pair.n_units} units; the unit is a {pair.unit.value}"
    )
    heads = (
        "theme or code",
        "n",
        "share",
        "agree",
        "kappa",
        "95% interval",
        "alpha",
        "95% interval",
        "F1",
        "",
    )
    used = pair.used
    show.columns(heads, [_cells(line) for line in used])
    silent = sum(line.level == "code" for line in pair.lines) - sum(line.level == "code" for line in used)
    notice(f"{silent} codes that neither used are left out; --json has them.")


def _show_differences(study: "Study", pairs: "list[PairAgreement]", as_json: bool) -> None:
    wanted = {name for pair in pairs for name in pair.transcripts}
    people = {coder for pair in pairs for coder in pair.coders}
    rows: list[dict[str, Json]] = [
        {
            "passage": each.passage_id,
            "difference": each.difference.value,
            "readings": {
                coder: made.stance.value if made else None
                for coder, made in each.readings.items()
                if coder in people
            },
            "settled": each.settled.stance.value if each.settled else None,
            "settled_by": each.settled.coder_id if each.settled else None,
        }
        for found in study.readings()
        if found.transcript.transcript_id in wanted
        for each in found.differences
    ]
    if as_json:
        for row in rows:
            show.json_line(row)
        return
    show.columns(("passage", "difference", "settled"), [_difference(row) for row in rows])
    notice(f"{len(rows)} {'difference' if len(rows) == 1 else 'differences'}")


def _difference(row: "dict[str, Json]") -> tuple[object, ...]:
    settled = f"{row['settled']}, by {row['settled_by']}" if row["settled"] else "not yet"
    return row["passage"], row["difference"], settled


def _cells(line: "Line") -> tuple[object, ...]:
    one = line.agreement
    name = line.name if line.level == "theme" else f"  {line.name}"
    return (
        name,
        one.table.n_units,
        _number(one.prevalence),
        _number(one.percent),
        _number(one.kappa),
        _range(one.kappa_interval),
        _number(one.alpha),
        _range(one.alpha_interval),
        _number(one.f1),
        one.remark,
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _range(interval: "Interval") -> str:
    return "-" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"


def _record(pair: "PairAgreement", line: "Line") -> dict[str, Json]:
    one = line.agreement
    return {
        "coders": list(pair.coders),
        "unit": pair.unit.value,
        "transcripts": list(pair.transcripts),
        "level": line.level,
        "id": line.name,
        "n": one.table.n_units,
        "both": one.table.both,
        "only_first": one.table.only_first,
        "only_second": one.table.only_second,
        "neither": one.table.neither,
        "prevalence": one.prevalence,
        "percent_agreement": one.percent,
        "kappa": one.kappa,
        "kappa_interval": one.kappa_interval,
        "alpha": one.alpha,
        "alpha_interval": one.alpha_interval,
        "f1": one.f1,
        "undefined": one.undefined,
    }
