"""Counts as grids: codes by county, role group or source kind, and who said what as 0 and 1."""

import pandas as pd

from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.frequencies import frequencies
from csec_qual.analysis.table import CountTable


def matrix(table: CountTable, level: str = "code") -> pd.DataFrame:
    """The numbers n of a table as a grid: code or theme ids down, cell ids across, ``all`` left out.

    Args:
        table: Any count table; its base holds for the grid.
        level: ``code`` or ``theme``.
    """
    ids = "code_id" if level == "code" else "theme_id"
    rows = table.frame[(table.frame["level"] == level) & (table.frame["cell"] != "all")]
    grid = rows.pivot_table(index=ids, columns="cell", values="n", aggfunc="sum", sort=False)
    cells = [cell for cell in table.cells if cell != "all"]
    return grid.reindex(columns=cells).rename_axis(index=ids, columns="cell")


def county_matrix(cut: DataCut, count: str = "transcripts") -> pd.DataFrame:
    """Codes by county on one base; see ``matrix``.

    Raises:
        TableError: There is no such base.
    """
    return matrix(frequencies(cut, "county", count))


def presence(cut: DataCut) -> pd.DataFrame:
    """Who said what at least once: one row per person and transcript, and one per document.

    Repeats do not inflate anything counted from it. Columns: ``transcript_id, participant_id,
    case_id, role_group, source_type``, then one column per code with 0 or 1, in codebook order.
    A document's row has an empty ``participant_id``.
    """
    keys = ["transcript_id", "participant_id", "case_id", "role_group", "source_type"]
    codes = [code.code_id for code in cut.codebook.codes]
    rows: dict[tuple[str, ...], dict[str, int]] = {}
    for turn in cut.spoken:
        rows.setdefault(tuple(str(getattr(turn, key)) for key in keys), dict.fromkeys(codes, 0))
    for passage, turn in cut.coded:
        if passage.code_id in codes:
            rows[tuple(str(getattr(turn, key)) for key in keys)][passage.code_id] = 1
    return pd.DataFrame([(*key, *said.values()) for key, said in rows.items()], columns=[*keys, *codes])
