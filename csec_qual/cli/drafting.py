"""``codebook draft``: words for the rules of a code, from what people coded."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

import csec_qual as cq
from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import codebook_option, json_option, notice, settings, study_option

if TYPE_CHECKING:
    from csec_qual.study.drafting import TermDraft
    from csec_qual.tagging.keyness import KeyTerm


@click.command()
@click.argument("code_id", metavar="CODE")
@click.option(
    "--from",
    "gold",
    metavar="GOLD.csv",
    type=click.Path(path_type=Path),
    help="Take the labelled turns of this file in place of the study's accepted codings.",
)
@click.option("--top", type=click.IntRange(1), default=30, show_default=True, help="How many terms to show.")
@codebook_option
@json_option
@study_option
def draft(code_id: str, gold: Path | None, top: int, codebook: str, as_json: bool) -> None:
    """Draft terms for the rules of a code from the passages that people gave it.

    Words in their dictionary form and runs of two words are compared between the passages that people
    accepted and everything else that participants said. G2 (log-likelihood) says how sure it is that
    the passages have a term more often; the log ratio says how much more: 1 is twice as often, 3 eight
    times. A term stands in two passages at least, and in two transcripts where the passages do.

    The list at the end goes into terms.yaml when you have taken out what only these speakers would
    say, and any name. It is where a rule begins, not a rule: pair it with another idea, then run
    csec-qual codebook test. Codings that came from suggestions lead back to the words of the rules
    that made them; labelled turns (--from) do not. --codebook goes with --from; a study has its own.

    Fewer than three codings are refused. Nothing is changed.

    \b
    Example:
        csec-qual codebook draft tg-caregiver --from labelled/gold.csv
    """
    if gold is not None:
        drafted = cq.draft_terms(code_id, gold, codebook)
    else:
        with closing(cq.Study.open(settings().folder)) as study:
            drafted = study.draft_terms(code_id)
    if as_json:
        show.json_line(_record(drafted, top))
    else:
        _show(drafted, top)


def _show(drafted: "TermDraft", top: int) -> None:
    found = drafted.found
    click.echo(
        f"{drafted.code_id}: {found.passages} {drafted.over} in {found.transcripts} transcripts "
        f"({found.words_inside} words), against {found.words_outside} words of the rest"
    )
    if not found.terms:
        click.echo("No term stands in two of them more often than in the rest.")
        return
    show.columns(
        (
            "term",
            f"passages of {found.passages}",
            "transcripts",
            "in them",
            "rest",
            "G2",
            "log ratio",
            "passage",
        ),
        [
            (
                *(each.term, each.passages, each.transcripts, each.inside, each.outside),
                *(each.g2, each.log_ratio, each.example),
            )
            for each in found.terms[:top]
        ],
    )
    if len(found.terms) > top:
        notice(f"{len(found.terms) - top} more terms; --top shows them")
    click.echo()
    click.echo(drafted.terms_yaml(top) or "# No term is telling enough for a list.")


def _record(drafted: "TermDraft", top: int) -> dict[str, Json]:
    found = drafted.found
    return {
        "code": drafted.code_id,
        "over": drafted.over,
        "passages": found.passages,
        "transcripts": found.transcripts,
        "words_inside": found.words_inside,
        "words_outside": found.words_outside,
        "terms": [_term_record(each) for each in found.terms[:top]],
        "yaml": drafted.terms_yaml(top),
    }


def _term_record(term: "KeyTerm") -> dict[str, Json]:
    return {
        "term": term.term,
        "passages": term.passages,
        "transcripts": term.transcripts,
        "inside": term.inside,
        "outside": term.outside,
        "g2": term.g2,
        "log_ratio": term.log_ratio,
        "example": term.example,
    }
