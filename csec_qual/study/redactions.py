"""``redactions.csv``: what those who said it, or their county, asked to leave out of what goes to others.

People may edit it: a row that is deleted lets the words be quoted again. The file is made with the first row.
"""

from collections.abc import Iterable
from pathlib import Path

from csec_qual.base.errors import Problem, StudyError
from csec_qual.base.files import write_text
from csec_qual.study.layout import REDACTIONS, REDACTIONS_HEADER
from csec_qual.study.rows import append_rows, read_rows


def read_redactions(study: Path) -> frozenset[str]:
    """The turns of which nothing is quoted outside the team, by name such as ``maple-admin-01:41``.

    Raises:
        StudyError: The list has faults; every one is named with its row.
    """
    path = study / REDACTIONS
    if not path.exists():
        return frozenset()
    problems: list[Problem] = []
    rows = read_rows(path, REDACTIONS_HEADER[:1], problems)
    for row in rows:
        transcript_id, _, number = row.cell("turn").rpartition(":")
        if not (transcript_id and number.isdecimal()):
            what = f"'{row.cell('turn')}' is no turn."
            problems.append(row.fault(what, "Write it as maple-admin-01:41, as the reports link to it."))
    if problems:
        raise StudyError(problems)
    return frozenset(row.cell("turn") for row in rows)


def add_redactions(study: Path, turns: Iterable[str], *, asked_by: str, why: str) -> int:
    """Add rows for turns that are not listed yet; return how many were added.

    Raises:
        OutputError: The list could not be written; it is as it was.
        StudyError: The list has faults.
    """
    known = read_redactions(study)
    new = [turn for turn in dict.fromkeys(turns) if turn not in known]
    path = study / REDACTIONS
    if new and not path.exists():
        write_text(path, ",".join(REDACTIONS_HEADER) + "\n")
    append_rows(path, [{"turn": turn, "asked_by": asked_by, "why": why} for turn in new])
    return len(new)
