"""Memos: every version is kept, nobody's is written over unseen, and a cell's summary ends in the report."""

import re
import sqlite3

import pytest

from csec_qual.base.errors import MemoChangedError, MemoError
from csec_qual.model.memo import MemoKind
from csec_qual.study.memos import mentions
from tests.study.small_study import DATE

CELL = "maple:tg-caregiver"


def texts(memos):
    return [memo.now.text for memo in memos]


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (MemoKind.STUDY, ""),
        (MemoKind.CASE, "maple"),
        (MemoKind.TRANSCRIPT, "maple-01"),
        (MemoKind.TURN, "maple-01:2"),
        (MemoKind.CODE, "tg-caregiver"),
        (MemoKind.CELL, CELL),
    ],
)
def test_a_memo_is_found_where_it_was_written(study, kind, place):
    """And nowhere else."""
    study.memos.write(kind, place, "Ask again.", by="ana")
    assert texts(study.memos.all(kind, place)) == ["Ask again."]
    assert study.memos.all(kind, "elsewhere") == []


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (MemoKind.CASE, "nowhere"),
        (MemoKind.TRANSCRIPT, "../study.db"),
        (MemoKind.TURN, "maple-01:99"),
        (MemoKind.TURN, "maple-01"),
        (MemoKind.CODE, "no-such"),
        (MemoKind.CELL, "maple:no-such"),
        (MemoKind.STUDY, "x"),
    ],
)
def test_a_memo_on_nothing_is_refused(study, kind, place):
    """It would never be seen again."""
    with pytest.raises(MemoError, match="There is no"):
        study.memos.write(kind, place, "Ask again.", by="ana")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001])
def test_a_memo_says_something_of_some_length(study, text):
    """Neither nothing nor a book."""
    with pytest.raises(MemoError):
        study.memos.write(MemoKind.STUDY, "", text, by="ana")


def test_an_edit_keeps_what_was_said_before(study):
    """By whom and when, too."""
    first = study.memos.write(MemoKind.CODE, "tg-caregiver", "Too wide?", by="ana")
    study.memos.revise(first.now.memo_id, "Too wide: split it.", by="luis", was=1)
    memo = study.memos.find(first.now.memo_id)
    assert [(each.by, each.text) for each in memo.versions] == [
        ("ana", "Too wide?"),
        ("luis", "Too wide: split it."),
    ]


def test_nobody_writes_over_what_they_have_not_read(study):
    """The second of two is told, with both texts, and nothing is lost."""
    memo_id = study.memos.write(MemoKind.STUDY, "", "Day one.", by="ana").now.memo_id
    study.memos.revise(memo_id, "Day one, by Luis.", by="luis", was=1)
    with pytest.raises(MemoChangedError) as told:
        study.memos.revise(memo_id, "Day one, by Ana.", by="ana", was=1)
    assert (told.value.by, told.value.now, told.value.text) == (
        "luis",
        "Day one, by Luis.",
        "Day one, by Ana.",
    )
    with pytest.raises(MemoChangedError):
        study.memos.remove(memo_id, by="ana", was=1)
    assert texts(study.memos.all()) == ["Day one, by Luis."]


def test_a_removed_memo_is_gone_from_the_lists_and_not_from_the_log(study):
    """What was thought once can be looked up."""
    memo_id = study.memos.write(MemoKind.STUDY, "", "Never mind.", by="ana").now.memo_id
    study.memos.remove(memo_id, by="ana", was=1)
    assert study.memos.all() == []
    assert study.memos.find(memo_id).versions[0].text == "Never mind."


def test_a_cell_has_one_summary(study):
    """Two would both claim to be what the passages come to."""
    study.memos.write(MemoKind.CELL, CELL, "Nobody was trained.", by="ana", n=2)
    with pytest.raises(MemoError, match="edit that one"):
        study.memos.write(MemoKind.CELL, CELL, "Somebody was.", by="luis")


def test_a_changed_memo_in_the_file_is_found(study, folder):
    """The chain of the memos is looked at with the others."""
    study.memos.write(MemoKind.STUDY, "", "As it was.", by="ana")
    assert study.check_history().is_whole
    with sqlite3.connect(folder / "study.db") as meddler:
        meddler.execute("DROP TRIGGER memos_refuse_update")
        meddler.execute("UPDATE memos SET text = 'As it was not.'")
    meddler.close()
    assert study.check_history().broken == {"memos": 1}


def report(study, tmp_path, ending, audience="team"):
    path = tmp_path / f"maple.{ending}"
    study.write_case_study("maple", path, date=DATE, audience=audience)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_summary_stands_in_the_report_with_what_it_was_written_at(study, tmp_path, ending):
    """A number that moved since is told beside it."""
    n = mentions(study.cut(), CELL)
    study.memos.write(MemoKind.CELL, CELL, "Caregivers <b>wait</b> for Dana.", by="ana", n=n)
    text = report(study, tmp_path, ending)
    assert "Caregivers" in text
    assert not re.search(r"(?<!\\)<b>wait", text)
    assert "Dana" not in text.partition("Caregivers")[2][:80]
    assert "Written when there were" not in text
    memo = study.memos.cell("maple", "tg-caregiver")
    study.memos.revise(memo.now.memo_id, "Caregivers wait.", by="ana", was=1, n=n + 3)
    assert f"Written when there were {n + 3} mentions; there are {n} now." in report(study, tmp_path, ending)


def test_a_summary_that_repeats_words_that_may_not_be_quoted_is_withheld(study, reopen, tmp_path):
    """Writing a quote down again does not make it free."""
    study.memos.write(MemoKind.CELL, CELL, 'Dana: "There was no training for us at all".', by="ana")
    assert "no training for us at all" in report(study, tmp_path, "md").replace("🙂 ", "")
    again = reopen("participants.csv", "MA-01,,caregiver,quote", "MA-01,,caregiver,count")
    text = report(again, tmp_path, "md")
    assert "no training for us" not in text
    assert "withheld: it repeats words" in text


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_memo_on_a_county_stands_in_its_report_if_it_may(study, tmp_path, ending):
    """What is not marked stays with the team; a name in it is masked."""
    study.memos.write(MemoKind.CASE, "maple", "A new director since Dana left.", by="ana", for_report=True)
    study.memos.write(MemoKind.CASE, "maple", "Ask for the budget.", by="ana")
    study.memos.write(MemoKind.CASE, "cedar", "Nothing of Maple.", by="ana", for_report=True)
    text = report(study, tmp_path, ending)
    assert "A new director since" in text
    assert "since Dana" not in text
    assert "Ask for the budget" not in text
    assert "Nothing of" not in text


def test_a_summary_that_was_removed_and_written_again_is_one(study, tmp_path):
    """It stands in the report again, and no second one beside it."""
    first = study.memos.write(MemoKind.CELL, CELL, "Nobody was trained.", by="ana").now.memo_id
    study.memos.remove(first, by="ana", was=1)
    second = study.memos.write(MemoKind.CELL, CELL, "Somebody was trained.", by="luis").now.memo_id
    with pytest.raises(MemoError, match="edit that one"):
        study.memos.revise(first, "Nobody was trained.", by="ana", was=2)
    study.memos.remove(second, by="luis", was=1)
    study.memos.revise(first, "Nobody was trained, again.", by="ana", was=2)
    assert "Nobody was trained, again." in report(study, tmp_path, "md")
