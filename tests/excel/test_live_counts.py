"""Counts that move with the evidence, computed by LibreOffice and compared with the engine's."""

import os
import shutil
import subprocess
from collections import defaultdict

import pytest
from openpyxl import load_workbook

from csec_qual.excel.columns import EVIDENCE_FIRST_ROW, at
from csec_qual.excel.tally import AS_WRITTEN
from tests.analysis.small_cut import small_cut
from tests.excel.test_workbook import grid, write

NUMBER_SHEETS = ["Frequencies", "County matrix", "Role matrix", "Source matrix"]


@pytest.fixture
def office():
    """LibreOffice; where checks must not be skipped, its absence is a failure."""
    if shutil.which("soffice") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no LibreOffice: apt-get install libreoffice-calc"
        )


def recalculated(path, tmp_path):
    """The workbook as LibreOffice leaves it after it has computed every formula."""
    out = tmp_path / "recalculated"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return load_workbook(out / path.name, data_only=True)


def numbers(book, sheets=NUMBER_SHEETS):
    """Every number of the tables by sheet, row and column."""
    return {
        (name, *place): cell.value
        for name in sheets
        for place, cell in grid(book[name]).items()
        if place[2] != "%"
    }


def recount(book, codes, themes):
    """The mentions, transcripts and participants of everyone, counted over the rows of Evidence."""
    found = defaultdict(set)
    for row in book["Evidence"].iter_rows(min_row=EVIDENCE_FIRST_ROW, values_only=True):
        said = dict(zip([cell.value for cell in book["Evidence"][EVIDENCE_FIRST_ROW - 1]], row, strict=True))
        if said["Decision"] in {"reject", "unsure"}:
            continue
        code = codes[said["New code"] or said["Code"]]
        for row_id in (code, themes[code]):
            found[row_id, "Mentions"].add((said["Transcript"], said["Turn"]))
            found[row_id, "Transcripts"].add(said["Transcript"])
            if said["Participant"] != "document":
                found[row_id, "Participants"].add(said["Participant"])
    return {key: len(units) for key, units in found.items()}


def edited(path, change):
    """Edit the evidence as an analyst would, and drop every kept value."""
    book = load_workbook(path)
    change(book["Evidence"])
    book.save(path)
    return path


@pytest.mark.usefixtures("office")
def test_formulas_come_to_the_engines_counts(tmp_path):
    """A live number that differs from the study's would be worse than a dead one."""
    path = write(tmp_path, small_cut())
    engine = numbers(load_workbook(path, data_only=True))
    # openpyxl keeps no values of formulas: LibreOffice has to compute each of them.
    computed = recalculated(edited(path, lambda _: None), tmp_path)
    assert numbers(computed) == engine
    assert computed["Frequencies"]["E3"].value == AS_WRITTEN


@pytest.mark.usefixtures("office")
def test_counts_move_with_what_an_analyst_changes(tmp_path):
    """Recoded, rejected and deleted rows are counted as a reader of the sheet would count them."""
    cut = small_cut()
    codes = {code.label: code.code_id for code in cut.codebook.codes}
    themes = {code.code_id: code.theme_id for code in cut.codebook.codes}

    def change(sheet):
        column = {name: at(name) for name in ("Passage", "New code", "Decision", "Code")}
        rows = {sheet.cell(row, column["Passage"]).value: row for row in range(EVIDENCE_FIRST_ROW, 16)}
        # The turn has the other code already: it counts once.
        sheet.cell(rows["maple-admin-01:2:tg-caregiver"], column["New code"]).value = "Staff untrained"
        sheet.cell(rows["maple-admin-01:3:tg-caregiver"], column["Code"]).value = "No expertise"
        sheet.cell(rows["statewide-survey:2:bh-wait"], column["Decision"]).value = "reject"
        sheet.cell(rows["birch-plan-2025:2:tg-caregiver"], column["Decision"]).value = "accept"

    computed = recalculated(edited(write(tmp_path, cut), change), tmp_path)
    expected = recount(computed, codes, themes)
    shown = {
        (row_id, base): cell.value
        for (row_id, base, name), cell in grid(computed["Frequencies"]).items()
        if name == "All" and base != "Counties" and cell.value
    }
    assert shown == expected
    assert shown["tg-staff", "Mentions"] == 2
    assert computed["Frequencies"]["E3"].value.startswith("CHANGED: Evidence")
    assert "10 of 11" in computed["Frequencies"]["E3"].value


def test_past_the_limit_counts_are_values_and_the_sheet_says_so(tmp_path):
    """A hundred thousand rows are too many to count again at every key."""
    live, dead = tmp_path / "live", tmp_path / "dead"
    one = load_workbook(write(live, small_cut()), data_only=True)
    other = load_workbook(write(dead, small_cut(), live_limit=10))
    assert numbers(other) == numbers(one)
    assert "values, not formulas" in other["Frequencies"]["E3"].value


def test_a_reader_that_does_not_calculate_sees_every_number(tmp_path):
    """Previews and statistics programs read the value beside the formula."""
    path = write(tmp_path, small_cut())
    values, formulas = load_workbook(path, data_only=True), load_workbook(path)
    blank = [
        (sheet.title, cell.coordinate)
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and values[sheet.title][cell.coordinate].value is None
    ]
    assert not blank
