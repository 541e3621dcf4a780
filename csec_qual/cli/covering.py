"""``codebook coverage``: what of a codebook is at work, and what is not."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

import csec_qual as cq
from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import json_option, near_study, progress, study_option

if TYPE_CHECKING:
    from csec_qual.tagging.coverage import Coverage

_SAMPLE = "the shipped sample study"


@click.command()
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--codebook",
    metavar="NAME_OR_PATH",
    help="A shipped codebook by name, or a folder; the study's own, or csec where there is no study.",
)
@click.option("--entries", is_flag=True, help="Name every term-list entry that never matches.")
@json_option
@study_option
def coverage(files: tuple[Path, ...], codebook: str | None, entries: bool, as_json: bool) -> None:
    """Show which parts of a codebook are at work in transcripts, and which are not.

    Looked at are the files or folders named, else the study of the current folder, else the shipped
    sample study. Named are rules that never fire, rules that always fire in the same turns as another
    one, term lists nobody uses and entries that never match; codes without a rule, without a
    counter-example or with fewer than three examples; and, in a study with decisions, rules whose
    every counted hit a person rejected.

    A silent rule is a question, not a fault: did nobody say it, or is it said in other words? Nothing
    is changed.

    \b
    Example:
        csec-qual codebook coverage transcripts_sample --entries
    """
    found, where = _look(files, codebook)
    if as_json:
        show.json_line(_record(found, where))
    else:
        _show(found, where, entries=entries)


def _look(files: Sequence[Path], codebook: str | None) -> tuple["Coverage", str]:
    """The coverage, and over what."""
    if files:
        named = ", ".join(map(str, files))
        return cq.codebook_coverage(files, codebook or "csec", progress=progress()), named
    study = near_study()
    if study is None:
        return cq.codebook_coverage((), codebook or "csec", progress=progress()), _SAMPLE
    with closing(study):
        return study.coverage(codebook=codebook, progress=progress()), f"the study {study.folder.name}"


def _show(found: "Coverage", where: str, *, entries: bool) -> None:
    click.echo(f"Looked at {where}. Transcripts: {found.transcripts}; turns that can be coded: {found.turns}")
    silent = [rule.rule_id for rule in found.silent_rules]
    _section(f"Rules that never fire: {len(silent)} of {found.rules}", silent)
    _section(
        f"Rules that always fire in the same turns, in at least two: {len(found.together)} groups",
        [f"{', '.join(each.rules)} ({each.turns} turns)" for each in found.together],
    )
    _section(
        f"Rules whose every counted hit a person rejected: {len(found.rejected)} of {found.rules}",
        [f"{each.rule_id} ({each.hits} hits)" for each in found.rejected],
    )
    for what, codes in (
        ("Codes without a rule", found.without_rule),
        ("Codes without a counter-example", found.without_counter_example),
        ("Codes with fewer than three examples", [f"{code} ({n})" for code, n in found.few_examples]),
    ):
        _section(f"{what}: {len(codes)} of {found.codes}", codes)
    lists = len(found.lists) + len(found.unused_lists)
    _section(f"Term lists nobody uses: {len(found.unused_lists)} of {lists}", found.unused_lists)
    silent_entries = sum(len(each.silent) for each in found.lists)
    click.echo(
        f"Entries that never match: {silent_entries} of {sum(each.entries for each in found.lists)}, "
        f"in the {len(found.lists)} lists in use"
    )
    show.columns(
        ("list", "never match", "of"),
        [(each.name, len(each.silent), each.entries) for each in found.lists if each.silent],
    )
    if entries:
        for each in found.lists:
            _section(f"\n{each.name}", each.silent)


def _section(title: str, items: Sequence[str]) -> None:
    if items or not title.startswith("\n"):
        click.echo(title)
    for item in items:
        click.echo(f"  {item}")


def _record(found: "Coverage", where: str) -> dict[str, Json]:
    return {
        "over": where,
        "transcripts": found.transcripts,
        "turns": found.turns,
        "codes": found.codes,
        "rules": found.rules,
        "silent_rules": [
            {"rule": rule.rule_id, "file": rule.place.path, "line": rule.place.line}
            for rule in found.silent_rules
        ],
        "together": [{"rules": list(each.rules), "turns": each.turns} for each in found.together],
        "rejected": [{"rule": each.rule_id, "hits": each.hits} for each in found.rejected],
        "without_rule": list(found.without_rule),
        "without_counter_example": list(found.without_counter_example),
        "few_examples": [{"code": code, "examples": number} for code, number in found.few_examples],
        "unused_lists": list(found.unused_lists),
        "lists": [
            {"list": each.name, "entries": each.entries, "silent": list(each.silent)} for each in found.lists
        ],
    }
