"""How often a claim gets the status that a person gave it, status by status.

    python -m tests.tagging.statuses tests/quality/assertion/sealed.csv --totals
    python -m tests.tagging.statuses tests/quality/assertion/sealed.csv --totals --cues-only

A row names the words that earn the code (``target``), so that what is measured is the reading of the
speaker's stance and not whether a rule finds the passage. No rule of the codebook takes part.
"""

import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from csec_qual.codebook.load import read_codebook
from csec_qual.model.codes import Codebook, Rule, Status
from csec_qual.model.coding import BY_READING
from csec_qual.model.transcript import Role
from csec_qual.nlp.stance import Claim
from csec_qual.tagging.assertion import NO_CUE, Assertion, Claims
from csec_qual.tagging.match import Matcher
from csec_qual.tagging.stance import StanceReader, find_stance
from csec_qual.tagging.words import Reader, units
from tests.tagging.conftest import transcript

CSEC = Path(__file__).resolve().parents[2] / "codebooks" / "csec"


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled claim.

    Attributes:
        row: As the list has it.
        wanted: The status a person gave.
        given: The status it gets.
        cue_id: The cue that decided; empty for none.
    """

    row: dict[str, str]
    wanted: Status
    given: Status
    cue_id: str


def cases(path: Path, codebook: Codebook | None = None, *, cues_only: bool = True) -> list[Case]:
    """Every claim of a list, judged in the talk it stands in."""
    codebook = codebook or read_codebook(CSEC)
    reader = Reader()
    stance = None if cues_only else find_stance(CSEC / "paraphrase")
    with path.open(encoding="utf-8", newline="") as file:
        return [_judged(row, codebook, reader, stance) for row in csv.DictReader(file)]


def f1(found: list[Case]) -> dict[Status, float]:
    """F1 of each status; a status that nobody gave and nothing got counts 0."""
    wanted = Counter(case.wanted for case in found)
    given = Counter(case.given for case in found)
    right = Counter(case.wanted for case in found if case.wanted is case.given)
    return {each: 2 * right[each] / max(wanted[each] + given[each], 1) for each in Status}


def macro(found: list[Case]) -> float:
    """The mean of the statuses' F1: a rare status weighs as much as a common one."""
    figures = f1(found)
    return sum(figures.values()) / len(figures)


def _judged(row: dict[str, str], codebook: Codebook, reader: Reader, stance: StanceReader | None) -> Case:
    asked = [(Role.INTERVIEWER, row["question"])] if row["question"] else []
    before = [row["before"]] if row["before"] else []
    talk = transcript(*before, *asked, row["text"])
    words = reader.read(units(talk))
    table = words.table
    target = re.search(rf"\b{re.escape(row['target'])}", row["text"], re.IGNORECASE)
    assert target, row["id"]
    start = talk.turns[-1].start + target.start()
    inside = (table.start >= start) & (table.end <= start + len(row["target"])) & (table.is_word == 1)
    lines = np.flatnonzero(inside).astype(np.int64).reshape(1, -1)
    assert lines.size, row["id"]
    claims = Claims((Rule("measured"),), (row["code"],), lines, np.zeros(1, dtype=np.int64))
    cue = int(Assertion(codebook, Matcher(words, codebook.terms)).judge(claims).cue[0])
    found = None if cue == NO_CUE else codebook.cues[cue]
    given, cue_id = (found.status, found.cue_id) if found else (Status.AFFIRMED, "")
    if stance:
        code = codebook.code(row["code"])
        assert code, row["id"]
        at = target.start()
        claim = Claim(code.short, row["question"], row["before"], row["text"], at, at + len(row["target"]))
        (read,) = stance.statuses([claim], [given])
        given, cue_id = read, cue_id if read is given else BY_READING
    return Case(row, Status(row["status"]), given, cue_id)


def _report(found: list[Case], *, totals: bool) -> str:
    figures = f1(found)
    confused = Counter((case.wanted, case.given) for case in found)
    lines = [" " * 20 + " ".join(f"{each[:8]:>9}" for each in Status) + "        F1"]
    for wanted in Status:
        counts = " ".join(f"{confused[wanted, given]:>9}" for given in Status)
        lines.append(f"{wanted:<20}{counts}{figures[wanted]:>10.3f}")
    lines.append(f"{len(found)} claims, macro F1 {macro(found):.3f}")
    if not totals:
        wrong = [case for case in found if case.wanted is not case.given]
        lines += [
            f"{case.row['id']} {case.wanted} -> {case.given} ({case.cue_id or 'no cue'}): "
            f"{' / '.join(filter(None, (case.row['before'], case.row['question'], case.row['text'])))}"
            for case in wrong
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    judged = cases(Path(sys.argv[1]), cues_only="--cues-only" in sys.argv)
    sys.stdout.write(_report(judged, totals="--totals" in sys.argv) + "\n")
