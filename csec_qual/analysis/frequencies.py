"""How often each theme and code was said, by county, role group or source kind.

One pass over the turns that could have been coded gives the denominators, one over the coded passages
the numerators; each adds its unit (a turn, a person, a transcript, a county) to the set of its cell.
A unit that is not there, such as the person behind a plan, is in neither.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import pandas as pd

from csec_qual.analysis.bases import ALL, DOCUMENT, NOT_RECORDED, SOURCE_LABELS, Base, By
from csec_qual.analysis.cut import DataCut, Spoken
from csec_qual.analysis.table import COLUMNS, CountTable
from csec_qual.model.codes import Code, CodeStatus, Theme
from csec_qual.model.coding import CodedPassage

_Row: TypeAlias = "tuple[Theme, Code | None]"
_Sets: TypeAlias = "defaultdict[tuple[str, str], set[str]]"


def frequencies(
    cut: DataCut, by: str = "county", count: str = "mentions", *, case_labels: Mapping[str, str] | None = None
) -> CountTable:
    """Count every theme and code of the codebook in every cell.

    Codes that nobody used are there with 0/N, unless they are retired. Cells come in the order of
    ``cases.csv``, of the alphabet (role groups) or of ``SOURCE_LABELS``; the last one, ``all``, holds
    everyone. Numbers of cells add up to ``all`` for mentions only.

    Args:
        cut: What is counted.
        by: ``county``, ``role`` or ``source``.
        count: ``mentions``, ``participants``, ``transcripts`` or ``counties``.
        case_labels: What to call each county by its id; its own label where none is given.

    Raises:
        TableError: There is no such split or base.
    """
    split, base = By.of(by), Base.of(count)
    cells = _cells(cut, split, case_labels or {})
    could = _denominators(cut, split, base)
    said, passages = _numerators(cut, split, base)
    frame = pd.DataFrame(
        [
            (
                theme.theme_id,
                theme.label,
                code.code_id if code else "",
                code.label if code else "",
                "code" if code else "theme",
                cell,
                label,
                len(said[code.code_id if code else theme.theme_id, cell]),
                len(could[cell]),
            )
            for theme, code in _rows(cut)
            for cell, label in cells.items()
        ],
        columns=list(COLUMNS),
    )
    return CountTable(
        by=split,
        count=base,
        frame=frame,
        cells=cells,
        denominators={cell: len(could[cell]) for cell in cells},
        passages={cell: tuple(passages[cell]) for cell in cells},
    )


def cell_of(turn: Spoken, by: By) -> str:
    """The cell a turn counts in, besides ``all``."""
    if by is By.COUNTY:
        return turn.case_id or NOT_RECORDED
    if by is By.SOURCE:
        return turn.source_type.value
    if not turn.participant_id:
        return DOCUMENT
    return turn.role_group or NOT_RECORDED


def _rows(cut: DataCut) -> Iterable[_Row]:
    used = {passage.code_id for passage, _ in cut.coded}
    for theme in cut.codebook.themes:
        yield theme, None
        for code in theme.codes:
            if code.status is not CodeStatus.RETIRED or code.code_id in used:
                yield theme, code


def _cells(cut: DataCut, split: By, case_labels: Mapping[str, str]) -> dict[str, str]:
    found = {cell_of(turn, split) for turn in cut.spoken}
    if split is By.COUNTY:
        cells = {case.case_id: case_labels.get(case.case_id, case.label) for case in cut.cases}
        cells |= {NOT_RECORDED: "County not recorded"} if NOT_RECORDED in found else {}
    elif split is By.ROLE:
        cells = {role: role for role in sorted(found - {DOCUMENT, NOT_RECORDED}, key=str.casefold)}
        cells |= {DOCUMENT: "Documents (no speaker)"} if DOCUMENT in found else {}
        cells |= {NOT_RECORDED: "Role not recorded"} if NOT_RECORDED in found else {}
    else:
        kinds = {source.source_type for source in cut.sources}
        cells = {kind.value: label for kind, label in SOURCE_LABELS.items() if kind in kinds}
    return cells | {ALL: "All"}


def _unit(turn: Spoken, base: Base) -> str:
    """What this turn adds to a set of units; empty where it adds nothing."""
    return {
        Base.MENTIONS: f"{turn.transcript_id}:{turn.turn}",
        Base.PARTICIPANTS: turn.participant_id,
        Base.TRANSCRIPTS: turn.transcript_id,
        Base.COUNTIES: turn.case_id,
    }[base]


def _denominators(cut: DataCut, split: By, base: Base) -> defaultdict[str, set[str]]:
    could: defaultdict[str, set[str]] = defaultdict(set)
    for turn in cut.spoken:
        if unit := _unit(turn, base):
            could[cell_of(turn, split)].add(unit)
            could[ALL].add(unit)
    return could


def _numerators(cut: DataCut, split: By, base: Base) -> tuple[_Sets, defaultdict[str, list[CodedPassage]]]:
    theme_of = {code.code_id: code.theme_id for code in cut.codebook.codes}
    said: _Sets = defaultdict(set)
    passages: defaultdict[str, list[CodedPassage]] = defaultdict(list)
    for passage, turn in cut.coded:
        unit = _unit(turn, base)
        if unit and passage.code_id in theme_of:
            for cell in (cell_of(turn, split), ALL):
                said[passage.code_id, cell].add(unit)
                said[theme_of[passage.code_id], cell].add(unit)
                passages[cell].append(passage)
    return said, passages
