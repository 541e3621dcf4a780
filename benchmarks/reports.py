"""How long reports and the workbook of a large study take, beside writing the workbook's cells bare.

    python -m benchmarks.reports                  12 counties, 60 transcripts of 8,000 words, 20,000 codings
    python -m benchmarks.reports --words 20000    a smaller study, to see that it runs
    python -m benchmarks.reports --million        the workbook of more evidence than a sheet has rows, too

A study of invented talk is coded once; then, each in a fresh process, every county's report is written in all
three formats, the workbook is written, and the values of all its cells are written again by openpyxl alone.
Printed are CPU seconds, seconds on the clock, peak memory, and the ratio of the workbook to the bare cells
(target: at most 1.5). For the million, the passages of the study are listed again and again, until there are
1,100,000: what is measured is the writing. Nothing here fails because a computer is slow.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

# Started as a file, Python looks for modules beside it, and "benchmarks" is one folder up.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from openpyxl import Workbook, load_workbook

import csec_qual as cq
from benchmarks.engine import ROOT, Workplace, make_study
from benchmarks.ours import peak_megabytes
from benchmarks.talk import Coded
from benchmarks.workbench import several
from csec_qual.excel.workbook import write_workbook
from csec_qual.privacy.release import Audience
from csec_qual.study.outputs import released

COUNTIES = 12
_DENSITY = 0.9
_MILLION, _ROWS = "workbook of 1,100,000 rows", 1_100_000
_DATE = "2026-06-30"
_REGIONS = ("coast", "valley", "mountains")


def main() -> None:
    """Build the study, then time each part in a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--words", type=int, default=480_000, help="words of the study")
    parser.add_argument("--million", action="store_true", help="write 1,100,000 rows of evidence, too")
    parser.add_argument("--step", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        _timed(STEPS[options.step[0]], Path(options.step[1]))
        return
    with tempfile.TemporaryDirectory(prefix="csec-qual-reports-") as name:
        work = Workplace(Path(name), 1, None)
        coded = [Coded(*each) for each in work.step("coded_sentences", work.place("sample"))["coded"]]
        text, study, _ = make_study(work, several(coded), options.words, _DENSITY)
        _in_counties(study)
        found = work.step("suggest", study)
        print(f"{COUNTIES} counties, {text.n_interviews} transcripts, {text.n_words:,} words, ", end="")
        print(f"{int(str(found['suggestions'])):,} codings")
        wanted = [step for step in STEPS if step != _MILLION or options.million]
        spent = {step: _in_a_process(step, study) for step in wanted}
    for step, (cpu, wall, peak) in spent.items():
        print(f"{step:30} {cpu:8.2f} s CPU {wall:8.2f} s {peak:7.0f} MB")
    print(f"the workbook is {spent['workbook'][0] / spent['bare cells'][0]:.2f} x its bare cells")


def _in_counties(study: Path) -> None:
    """Spread the interviews over the counties."""
    with (study / "cases.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("case_id", "label", "region"))
        rows.writerows((f"c{n:02}", f"Test County {n}", _REGIONS[n % 3]) for n in range(COUNTIES))
    path = study / "sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    for number, row in enumerate(listed):
        row |= {"case": f"c{number % COUNTIES:02}", "source_type": "interview", "mode": "in person"}
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, listed[0].keys())
        out.writeheader()
        out.writerows(listed)


def _reports(study: Path) -> None:
    opened = cq.Study.open(study)
    opened.write_case_studies(study / "out", date=_DATE)


def _workbook(study: Path) -> None:
    cq.Study.open(study).write_workbook(study / "out" / "themes.xlsx", date=_DATE)


def _million_rows(study: Path) -> Callable[[], None]:
    opened = cq.Study.open(study)
    cut, labels = opened.cut(), {case.case_id: case.label for case in opened.cases()}
    quotes = released(cut, cut.passages, labels, Audience.TEAM)
    large = replace(cut, passages=cut.passages * -(-_ROWS // len(cut.passages)))
    return lambda: write_workbook(study / "out" / "million.xlsx", large, quotes, date=_DATE)


def _read_cells(study: Path) -> list[tuple[str, list[tuple[object, ...]]]]:
    book = load_workbook(study / "out" / "themes.xlsx", read_only=True)
    return [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]


def _bare(cells: list[tuple[str, list[tuple[object, ...]]]], path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in cells:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([str(value) if isinstance(value, str) else value for value in row])
    book.save(path)


def _bare_cells(study: Path) -> Callable[[], None]:
    cells = _read_cells(study)
    return lambda: _bare(cells, study / "out" / "bare.xlsx")


STEPS: dict[str, Callable[[Path], Callable[[], None]]] = {
    "reports of all counties": lambda study: lambda: _reports(study),
    "workbook": lambda study: lambda: _workbook(study),
    "bare cells": _bare_cells,
    _MILLION: _million_rows,
}


def _timed(step: Callable[[Path], Callable[[], None]], study: Path) -> None:
    do = step(study)
    began, wall = _cpu(), time.perf_counter()
    do()
    print(json.dumps([_cpu() - began, time.perf_counter() - wall, peak_megabytes() or 0]))


def _cpu() -> float:
    """CPU seconds of this process and of those it started and waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _in_a_process(step: str, study: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "benchmarks.reports", "--step", step, str(study)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{step} failed:\n{done.stderr}")
    cpu, wall, peak = json.loads(done.stdout.splitlines()[-1])
    return cpu, wall, peak


if __name__ == "__main__":
    main()
