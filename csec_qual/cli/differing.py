"""``codebook diff``: what an edit of a codebook gains and loses, passage by passage."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

import csec_qual as cq
from csec_qual.base.identity import Json
from csec_qual.cli import show
from csec_qual.cli.options import json_option, near_study, notice, study_option

if TYPE_CHECKING:
    from csec_qual.codebook.diff import PartChange
    from csec_qual.model.coding import Suggestion
    from csec_qual.tagging.preview import CodePreview, PassageChange, Preview

Places = tuple[str, str]

_SAMPLE = "the shipped sample study"
_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
# Definitions and examples are named, not shown: the words in them change no suggestion.
_SHOWN = frozenset({"rule", "cue", "term list", "attribute"})


@click.command()
@click.argument("old", metavar="[OLD]", required=False)
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "--on",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Look at this transcript file or folder, not at the study; repeatable.",
)
@click.option("--code", "codes", multiple=True, metavar="ID", help="Only this code; repeatable.")
@json_option
@study_option
def diff(
    old: str | None, new: str | None, files: tuple[Path, ...], codes: tuple[str, ...], as_json: bool
) -> None:
    """Show what an edit of a codebook gains and loses, passage by passage.

    OLD and NEW are shipped codebooks by name, or folders. Without NEW it is the study's codebook. Without
    either, the study's codebook as it is now is compared with the suggestions that are stored: edit a rule,
    look, then run suggest or take the edit back.

    Shown are the codes, rules, term lists and cues that differ, with their place; then, for each code, the
    passages gained (+), lost (-) and changed (~) in status or in whether they count. Looked at is the study
    of the current folder, else the shipped sample study. Decisions that the edit touches are listed; they
    stand, and nothing is changed.

    \b
    Example:
        csec-qual codebook diff csec --code tg-caregiver
    """
    found, where, places = _look(old, new, files, codes)
    if found.unread:
        notice(f"Transcripts left out, because nothing was suggested for them yet: {found.unread}")
    if as_json:
        for part in found.parts or ():
            show.json_line(_part_record(part, places))
        for code in found.codes:
            for change in code.changes:
                show.json_line(_change_record(change))
        for code in found.codes:
            show.json_line(_code_record(code))
    else:
        _show(found, where, places)


def _look(
    old: str | None, new: str | None, files: Sequence[Path], codes: Sequence[str]
) -> tuple["Preview", str, Places]:
    """The preview, over what, and how the folders of the two codebooks are named."""
    study = near_study()
    named = ", ".join(map(str, files))
    if study is None:
        if old is None or new is None:
            missing = "NEW" if old else "OLD and NEW"
            raise click.UsageError(
                f"There is no study here, so name {missing}: shipped codebooks or folders."
            )
        return cq.preview_codebook(old, new, files, codes=codes), named or _SAMPLE, (old, new)
    with closing(study):
        places = (old or "", new or study.settings.codebook)
        if not files:
            return study.preview(new, old, codes=codes), f"the study {study.folder.name}", places
        if old is None:
            raise click.UsageError("Nothing is stored for the files of --on, so name OLD.")
        book = new or study.codebook
        return cq.preview_codebook(old, book, files, codes=codes, model=study.settings.model), named, places


def _show(found: "Preview", where: str, places: Places) -> None:
    click.echo(f"Looked at {where}. Transcripts: {found.transcripts}")
    if found.parts is None:
        click.echo("Edits: not known, because no copy is kept of the codebook that suggest was last run with")
    else:
        click.echo(f"Edits: {len(found.parts)}")
    for part in found.parts or ():
        _show_part(part, places)
    for code in found.codes:
        if code.changes:
            _show_code(code)
    totals = ", ".join(f"{found.of(kind)} {kind}" for kind in _SIGNS)
    click.echo(f"Passages: {totals}, in {sum(bool(code.changes) for code in found.codes)} codes")
    decided = [change for change in found.changes if change.coding]
    if decided:
        click.echo(f"Decisions touched, all of which stand: {len(decided)}")
    for change in decided:
        click.echo(f"  {change.suggestion.suggestion_id}  {_decided(change)}")


def _show_part(part: "PartChange", places: Places) -> None:
    names = ", ".join(dict.fromkeys(each.name for each in part.reworded if each.name != "entry"))
    click.echo(f"  {_place(part, places)}: {part.part} {part.name} {part.edit}{names and f': {names}'}")
    for each in part.reworded if part.part in _SHOWN else ():
        for sign, text in (("-", each.before), ("+", each.after)):
            if text:
                show.paragraph(f"{sign} {text}")


def _place(part: "PartChange", places: Places) -> str:
    return f"{_file(part, places)}:{part.place.line}" if part.place else _file(part, places)


def _file(part: "PartChange", places: Places) -> str:
    """The file a part is written in; by its own name alone where no folder is known."""
    folder = places[part.edit != "removed"]
    return "/".join(name for name in (folder, part.place.path if part.place else "") if name)


def _show_code(code: "CodePreview") -> None:
    totals = ", ".join(f"{code.of(kind)} {kind}" for kind in _SIGNS)
    click.echo(
        f"\n{code.code_id}: {totals}; {code.counted_before} counted before, {code.counted_after} after"
    )
    for change in code.changes:
        where = f"{change.suggestion.transcript_id}:{change.suggestion.turn}"
        sides = " -> ".join(_side(side) for side in (change.old, change.new) if side)
        click.echo(f"{_SIGNS[change.kind]} {where}  {sides}")
        show.paragraph(change.sentence)
        if change.coding:
            show.paragraph(f"({_decided(change)})")
    click.echo("")


def _side(suggestion: "Suggestion") -> str:
    counts = "counts" if suggestion.counts else "for review" if suggestion.needs_review else "does not count"
    return f"{suggestion.rule_id} ({suggestion.status}, {counts})"


def _decided(change: "PassageChange") -> str:
    assert change.coding is not None  # only decided passages are told of
    made = change.coding.decision
    now = (
        "no longer suggested"
        if change.new is None
        else f"now suggested as {change.new.status}"
        if change.old is None
        else f"was {change.old.status}, now {change.new.status}"
    )
    return f"decided {made.stance} by {made.coder_id}; {now}"


def _part_record(part: "PartChange", places: Places) -> dict[str, Json]:
    return {
        "kind": "edit",
        "part": part.part,
        "name": part.name,
        "edit": part.edit.value,
        "file": _file(part, places),
        "line": part.place.line if part.place else None,
        "fields": [{"name": each.name, "before": each.before, "after": each.after} for each in part.reworded],
    }


def _change_record(change: "PassageChange") -> dict[str, Json]:
    where = change.suggestion
    made = change.coding.decision if change.coding else None
    return {
        "kind": change.kind.value,
        "code": where.code_id,
        "transcript": where.transcript_id,
        "turn": where.turn,
        "speaker": change.speaker,
        "sentence": change.sentence,
        "start": where.segment.start,
        "end": where.segment.end,
        "old": _side_record(change.old),
        "new": _side_record(change.new),
        "decision": {"coder": made.coder_id, "stance": made.stance.value} if made else None,
    }


def _side_record(suggestion: "Suggestion | None") -> Json:
    if suggestion is None:
        return None
    return {
        "rule": suggestion.rule_id,
        "status": suggestion.status.value,
        "counts": suggestion.counts,
        "needs_review": suggestion.needs_review,
    }


def _code_record(code: "CodePreview") -> dict[str, Json]:
    return {
        "kind": "code",
        "code": code.code_id,
        **{kind: code.of(kind) for kind in _SIGNS},
        "counted_before": code.counted_before,
        "counted_after": code.counted_after,
    }
