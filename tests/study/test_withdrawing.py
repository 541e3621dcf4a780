"""A participant's words are taken out of every file that the study keeps, and everybody else's stay."""

import gzip
import shutil
import sqlite3
from contextlib import closing

import pytest

from csec_qual.base.errors import StudyError
from csec_qual.model.memo import MemoKind
from csec_qual.study.study import Study
from tests.study.small_study import DATE, ids, write

HERS = ("There was no training for us", "no training, I could not say", "Respite helps")
OTHERS = ("There was no training here", "There was no training at our office either")
KEPT_BY_PEOPLE = ("transcripts", "reports", "narrative")


@pytest.fixture
def worked_on(study, folder):
    """Dana's words were accepted, reported on and corrected: old and new versions hold them."""
    study.accept("maple-01:2:tg-caregiver", coder="ana")
    study.accept("maple-02:3:tg-caregiver", coder="ana")
    study.write_case_studies(folder / "reports", date=DATE)
    path = folder / "transcripts" / "maple-01.txt"
    write(path, path.read_text(encoding="utf-8") + "\nPriya: Thank you.\n")
    study.add_transcripts(path)
    study.suggest()
    return study


def everything(folder, *, of_people=True):
    """The bytes of each file of the study, unpacked."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and (of_people or name.parts[0] not in KEPT_BY_PEOPLE):
            data = path.read_bytes()
            found[str(name)] = gzip.decompress(data) if path.suffix == ".gz" else data
    return found


def files_with(folder, words):
    """The files of the study's own keeping that hold some of these words."""
    kept = everything(folder, of_people=False)
    return {name for name, data in kept.items() for each in words if each.encode() in data}


def test_no_byte_of_hers_stays(worked_on, folder):
    """Blanking what is shown is not enough: a laptop is lost with its files."""
    assert {name.split("/")[0] for name in files_with(folder, HERS)} >= {"study.db", "drafts"}
    done = worked_on.withdraw("MA-01", by="lead")
    assert files_with(folder, HERS) == set()
    # Once in the corrected talk, once in the version that a decision refers to, once in the second talk.
    assert (done.transcripts, done.turns) == (("maple-01", "maple-02"), 3)


def test_what_others_said_stays(worked_on, folder):
    """Words, places and decisions of everybody else are as they were."""
    hers = ("maple-01:2:", "maple-02:2:")
    before = [each for each in worked_on.cut().passages if not each.passage_id.startswith(hers)]
    texts = {each.transcript_id: len(each.text) for each in worked_on.transcripts()}
    worked_on.withdraw("MA-01", by="lead")
    assert files_with(folder, OTHERS)
    with closing(Study.open(folder)) as again:
        assert list(again.cut().passages) == before != []
        assert {each.transcript_id: len(each.text) for each in again.transcripts()} == texts
        assert len(again.history()) == 2


def test_it_is_logged_without_her_words(worked_on):
    """Who did it and when is asked for later; and every log is still whole."""
    worked_on.withdraw("MA-01", by="lead")
    *_, entry = worked_on.happenings()
    made = entry.record
    assert (made.participant_id, made.by, made.turns, made.after) == ("MA-01", "lead", 3, 2)
    assert worked_on.check_history().is_whole


def test_a_changed_log_is_found(worked_on, folder):
    """The log of withdrawals is chained as the others are."""
    worked_on.withdraw("MA-01", by="lead")
    with closing(sqlite3.connect(folder / "study.db")) as file, file:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            file.execute("DELETE FROM withdrawals")
        file.execute("DROP TRIGGER withdrawals_refuse_update")
        file.execute("UPDATE withdrawals SET \"by\" = 'nobody'")
    assert worked_on.check_history().broken == {"withdrawals": 1}


def test_a_dry_run_changes_nothing(worked_on, folder):
    """It tells the same and leaves every byte."""
    worked_on.close()
    before = everything(folder)
    told = worked_on.withdraw("MA-01", by="lead", dry_run=True)
    worked_on.close()
    after = everything(folder)
    assert {name: after[name] for name in before} == before
    done = worked_on.withdraw("MA-01", by="lead")
    assert (told.turns, told.drafts, told.left) == (done.turns, done.drafts, done.left)


def test_a_second_run_is_harmless(worked_on, folder):
    """A run that was stopped is simply run again; what still holds her words is told again."""
    first = worked_on.withdraw("MA-01", by="lead")
    second = worked_on.withdraw("MA-01", by="lead")
    assert (second.turns, second.drafts, second.left) == (0, 0, first.left)
    assert [each.log for each in worked_on.happenings()].count("withdrawals") == 1


def test_what_people_look_after_is_told_and_left(worked_on, folder):
    """The source file, and the reports that were written, are not csec_qual's to change."""
    left = {each.place for each in worked_on.withdraw("MA-01", by="lead").left}
    assert {"transcripts/maple-01.txt", "transcripts/maple-02.txt", "reports/maple.html"} <= left
    assert "reports/cedar.html" not in left
    assert HERS[0] in (folder / "transcripts" / "maple-01.txt").read_text(encoding="utf-8")


def test_memos_and_notes_that_quote_her_are_told(worked_on):
    """They are in logs that never change; somebody must know."""
    worked_on.memos.write(MemoKind.CASE, "maple", "She said 'I could not say. Respite helps.'", by="ana")
    worked_on.reject("maple-02:2:tg-caregiver", coder="ana", note="maybe no training, i could not say")
    left = [each.place for each in worked_on.withdraw("MA-01", by="lead").left]
    assert "note of ana on maple-02:2:tg-caregiver" in left
    assert "memo of ana on case maple" in left


def test_the_file_added_again_brings_nothing_back(worked_on, folder):
    """Somebody corrects the moderator's spelling a month later."""
    worked_on.withdraw("MA-01", by="lead")
    path = folder / "transcripts" / "maple-01.txt"
    assert worked_on.add_transcripts(path).unchanged == ("maple-01",)
    write(path, path.read_text(encoding="utf-8").replace("Thank you.", "Thank you all."))
    assert worked_on.add_transcripts(path).replaced == ("maple-01",)
    worked_on.suggest()
    assert files_with(folder, HERS) == set()


def test_rows_of_others_keep_their_bytes(worked_on, folder):
    """participants.csv is the team's: one cell of hers changes in each of her rows."""
    path = folder / "participants.csv"
    data = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(data)
    worked_on.withdraw("MA-01", by="lead")
    hers = [line for line in data.splitlines() if b"MA-01" in line]
    expected = data
    for line in hers:
        expected = expected.replace(line, line.rpartition(b",")[0] + b",withdrawn")
    assert path.read_bytes() == expected


def test_an_older_copy_of_the_database_is_cleared_too(worked_on, folder):
    """An upgrade leaves one beside it."""
    worked_on.close()
    shutil.copyfile(folder / "study.db", folder / "study.db.version-3")
    worked_on.withdraw("MA-01", by="lead")
    assert files_with(folder, HERS) == set()
    assert files_with(folder, OTHERS[:1])


def test_an_edited_report_is_still_known(worked_on, folder):
    """The kept drafts lose her words, not what they are for: what people edited is not written over."""
    worked_on.withdraw("MA-01", by="lead")
    written = worked_on.write_case_study("maple", folder / "reports" / "maple.html", date=DATE)
    assert written.name == "maple.html"
    assert HERS[0] not in written.read_text(encoding="utf-8")
    assert "reports/maple.html" not in {each.place for each in worked_on.withdraw("MA-01", by="lead").left}


def test_an_unknown_pseudonym_is_refused(worked_on, folder):
    """With the nearest; nothing is changed."""
    before = (folder / "participants.csv").read_bytes()
    with pytest.raises(StudyError, match="MA-01"):
        worked_on.withdraw("MA-1", by="lead")
    assert (folder / "participants.csv").read_bytes() == before
    assert "maple-02:2:tg-caregiver" in ids(worked_on.suggestions())
