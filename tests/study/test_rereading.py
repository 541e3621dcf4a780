"""What an analyst writes into the workbook comes back as proposed decisions, and conflicts are shown."""

import pytest
from openpyxl import load_workbook

from csec_qual.base.errors import OutputError
from csec_qual.study.rereading import Outcome
from tests.study.small_study import write

DATE = "2026-06-30"


@pytest.fixture
def edited(study, folder):
    """Write something into the row of a passage of a fresh workbook; several at once."""
    path = study.write_workbook(folder / "reports" / "themes.xlsx", date=DATE)

    def edit(**rows):
        book = load_workbook(path)
        sheet = book["Evidence"]
        heads = {cell.value: cell.column for cell in sheet[4]}
        for row in sheet.iter_rows(min_row=5):
            name = row[heads["Passage"] - 1].value
            for column, value in rows.get(name.replace("-", "_").replace(":", "__"), {}).items():
                sheet.cell(row[0].row, heads[column]).value = value
        book.save(path)
        return path

    return edit


def outcomes(found):
    return {each.passage_id: each.outcome for each in found}


def test_nothing_is_recorded_until_it_is_asked_for(study, edited):
    """A table that was only looked at changes nothing."""
    path = edited(maple_01__2__tg_caregiver={"Decision": "reject", "Note": "only one county"})
    (found,) = study.read_tables(path, coder="ana")
    assert found.outcome is Outcome.PROPOSED
    assert study.history() == []


def test_what_is_applied_is_in_the_log(study, edited):
    """With the note, under the name of whoever reads it back."""
    path = edited(
        maple_01__2__tg_caregiver={"Decision": "reject", "Note": "only one county"},
        maple_02__2__pl_respite={"New code": "Caregiver training gap"},
        cedar_01__2__pl_respite={"Decision": "Accept"},
    )
    found = study.read_tables(path, coder="ana", apply=True)
    assert set(outcomes(found).values()) == {Outcome.RECORDED}
    made = {(each.suggestion_id or each.code_id, each.stance.value, each.note) for each in study.history()}
    assert ("maple-01:2:tg-caregiver", "does not apply", "only one county") in made
    assert ("maple-02:2:pl-respite", "does not apply", "") in made
    assert ("cedar-01:2:pl-respite", "applies", "") in made
    again = study.read_tables(path, coder="ana", apply=True)
    assert outcomes(again)["maple-01:2:tg-caregiver"] is Outcome.ALREADY
    assert len(study.desk("ana").undo()) >= 1


def test_a_decision_made_since_is_a_conflict(study, edited):
    """A colleague who was quicker is not overruled by an old table."""
    path = edited(maple_01__2__tg_caregiver={"Decision": "reject"})
    study.accept("maple-01:2:tg-caregiver", coder="luis")
    (found,) = study.read_tables(path, coder="ana", apply=True)
    assert found.outcome is Outcome.CONFLICT
    assert "luis decided since" in found.why
    assert [each.coder_id for each in study.history()] == ["luis"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param({"Decision": "maybe"}, "no decision", id="no-such-decision"),
        pytest.param({"New code": "Respit"}, "no code 'Respit'", id="no-such-code"),
        pytest.param({"Note": "hm"}, "a note alone", id="note-alone"),
        pytest.param({"Decision": "unsure", "New code": "Respite"}, "unsure and has a new code", id="both"),
        pytest.param({"Decision": "reject", "Passage": "oak-01:2:tg-caregiver"}, "no transcript", id="gone"),
    ],
)
def test_what_cannot_be_done_is_said(study, edited, row, why):
    """Row by row, with what to do; nothing is recorded of it."""
    (found,) = study.read_tables(edited(maple_01__2__tg_caregiver=row), coder="ana", apply=True)
    assert found.outcome is Outcome.CONFLICT
    assert why in found.why
    assert found.row >= 5
    assert study.history() == []


def test_another_file_is_refused(study, folder, tmp_path):
    """In words."""
    with pytest.raises(OutputError, match="no whole workbook"):
        study.read_tables(write(tmp_path / "x.xlsx", "x"), coder="ana")
    path = study.write_workbook(folder / "reports" / "themes.xlsx", date=DATE)
    book = load_workbook(path)
    del book["Evidence"]
    book.save(path)
    with pytest.raises(OutputError, match="no sheet 'Evidence'"):
        study.read_tables(path, coder="ana")
