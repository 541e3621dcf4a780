"""The tables of a study as pandas frames, for other programs: one fact a row, ids beside labels."""

from collections.abc import Mapping
from io import BytesIO
from typing import TypeAlias

import pandas as pd

from csec_qual.analysis.bases import Base, By
from csec_qual.analysis.coverage import states
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.frequencies import frequencies
from csec_qual.analysis.matrices import presence
from csec_qual.base.csv_text import csv_text
from csec_qual.base.errors import OutputError
from csec_qual.privacy.release import ReleasedQuote

Frame: TypeAlias = pd.DataFrame
_EVIDENCE = (
    "passage_id",
    "transcript_id",
    "turn",
    "participant_id",
    "county",
    "role_group",
    "source_type",
    "theme_id",
    "code_id",
    "status",
    "decided_by",
    "rule_id",
    "attributes",
    "quote",
    "withheld",
    "attribution",
)


def frames(
    cut: DataCut, quotes: Mapping[str, ReleasedQuote], case_labels: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """The tables by name, in the order in which they are written.

    ``frequencies`` has every count: what it is split by, the cell, the base, n and N. ``presence`` says who
    said what at least once, as 0 and 1. ``coverage`` tells found, asked and nothing reported, and not asked.
    ``evidence`` has one row for each passage, with its words as the gate released them.

    Args:
        cut: What is counted.
        quotes: What the gate released, by passage id; a passage without one is listed without its words.
        case_labels: What each county is called, by case id.
    """
    return {
        "frequencies": _frequencies(cut, case_labels),
        "presence": _named(presence(cut), case_labels),
        "coverage": _coverage(cut, case_labels),
        "evidence": _evidence(cut, quotes, case_labels),
    }


def _frequencies(cut: DataCut, case_labels: Mapping[str, str]) -> pd.DataFrame:
    parts = []
    for by in By:
        for base in Base:
            counted = frequencies(cut, by, base, case_labels=case_labels).frame
            part = counted.drop(columns="cell").rename(columns={"cell_label": "cell"})
            parts.append(part.assign(split_by=by.value, base=base.value))
    columns = ["split_by", "cell", "base", "level", "theme_id", "theme", "code_id", "code", "n", "N"]
    return pd.concat(parts, ignore_index=True)[columns]


def _named(grid: pd.DataFrame, case_labels: Mapping[str, str]) -> pd.DataFrame:
    """The grid with the county's name in the place of its id, which may be the name unmasked."""
    county = grid["case_id"].map(lambda case_id: case_labels.get(case_id, ""))
    return grid.assign(case_id=county).rename(columns={"case_id": "county"})


def _coverage(cut: DataCut, case_labels: Mapping[str, str]) -> pd.DataFrame:
    known = states(cut)
    rows = [
        (
            case_labels.get(case.case_id, case.label),
            code.theme_id,
            code.code_id,
            known[case.case_id, code.code_id],
        )
        for case in cut.cases
        for code in cut.codebook.codes
    ]
    columns = ["county", "theme_id", "code_id", "state"]
    return pd.DataFrame([(*row[:3], row[3].value) for row in rows], columns=columns)


def _evidence(
    cut: DataCut, quotes: Mapping[str, ReleasedQuote], case_labels: Mapping[str, str]
) -> pd.DataFrame:
    themes = {code.code_id: code.theme_id for code in cut.codebook.codes}
    rows = []
    for passage, turn in cut.coded:
        quote = quotes.get(passage.passage_id)
        rows.append(
            (
                passage.passage_id,
                passage.transcript_id,
                passage.turn,
                turn.participant_id,
                case_labels.get(turn.case_id, ""),
                turn.role_group,
                turn.source_type.value,
                themes.get(passage.code_id, ""),
                passage.code_id,
                passage.status.value,
                passage.coder_id,
                passage.rule_id,
                " ".join(passage.attributes),
                quote.words if quote else "",
                quote.withheld if quote else "not released",
                quote.attribution if quote else "",
            )
        )
    return pd.DataFrame(rows, columns=list(_EVIDENCE))


def as_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8, with the mark that tells a spreadsheet so; no cell can act as a formula."""
    rows = frame.itertuples(index=False, name=None)
    return csv_text([str(name) for name in frame.columns], rows).encode("utf-8-sig")


def as_parquet(frame: pd.DataFrame) -> bytes:
    """A table as Parquet.

    Raises:
        OutputError: pyarrow is not installed.
    """
    buffer = BytesIO()
    try:
        frame.to_parquet(buffer, engine="pyarrow", index=False)
    except ImportError as error:
        raise OutputError(
            "Parquet needs pyarrow, which is not installed: pip install 'csec-qual[parquet]'. "
            "Nothing was written."
        ) from error
    return buffer.getvalue()
