"""Who may be assigned, finish and reopen, and what is compared then."""

import sqlite3
from contextlib import closing

import pytest

from csec_qual.base.errors import DecisionError, StudyError
from csec_qual.model.coding import Stance

RESPITE = "maple-02:2:pl-respite"


@pytest.fixture
def both(study):
    """Ana and Luis have finished maple-02; Luis gave respite to the turn, and Ana did not."""
    study.assign("maple-02", "luis", by="mara", blind=True)
    study.desk("luis").decide(RESPITE, Stance.APPLIES)
    for coder in ("ana", "luis"):
        study.finish("maple-02", coder)
    return study


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda study: study.assign("nowhere", "ana", by="mara"), id="no-such-transcript"),
        pytest.param(lambda study: study.assign("maple-01", " ", by="mara"), id="no-name"),
        pytest.param(lambda study: study.assign("maple-01", "ana", by=""), id="nobody-says-so"),
        pytest.param(lambda study: study.assign("maple-02", "luis", by="mara", blind=True), id="twice"),
        pytest.param(lambda study: study.assign("maple-02", "luis", by="mara"), id="unblinded-after-it"),
        pytest.param(lambda study: study.finish("maple-02", "luis"), id="finished-twice"),
        pytest.param(lambda study: study.reopen("maple-02", "luis"), id="reopened-after-all-had-seen"),
        pytest.param(lambda study: study.reopen("maple-01", "luis"), id="never-finished"),
        pytest.param(lambda study: study.release("maple-01", "luis", by="mara"), id="never-had-it"),
        pytest.param(lambda study: study.agreement(coders=("ana", "kim")), id="never-finished-together"),
        pytest.param(lambda study: study.agreement(transcript="nowhere"), id="agreement-on-nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(both, act):
    """The log holds what happened and nothing else."""
    before = both.assignments()
    with pytest.raises(DecisionError):
        act(both)
    assert both.assignments() == before


def test_agreement_is_on_participants_turns(both):
    """maple-02 has three turns, one of them the interviewer's."""
    (pair,) = both.agreement()
    assert (pair.coders, pair.n_units, pair.transcripts, pair.blind) == (
        ("ana", "luis"),
        2,
        ("maple-02",),
        ("maple-02",),
    )
    by_name = {line.name: line.agreement for line in pair.lines}
    assert by_name["pl-respite"].table.only_second == 1
    assert by_name["placement"].table == by_name["pl-respite"].table
    assert by_name["tg-caregiver"].undefined == "neither used it"
    assert [line.name for line in pair.used] == ["placement", "pl-respite"]
    assert by_name["pl-respite"].table.n_units == 2


def test_the_coders_named_first_come_first(both):
    """As the columns say."""
    (pair,) = both.agreement(coders=("luis", "ana"))
    by_name = {line.name: line.agreement for line in pair.lines}
    assert by_name["pl-respite"].table.only_first == 1


def test_a_unit_that_is_none_is_refused(both):
    """With those there are."""
    with pytest.raises(StudyError, match="turn"):
        both.agreement(unit="sentence")


def test_the_words_of_who_withdraws_are_not_compared(both, reopen):
    """Nor settled: they are on no page."""
    again = reopen(
        "participants.csv",
        "maple-02.txt,Dana,participant,MA-01,,caregiver,quote",
        "maple-02.txt,Dana,participant,MA-01,,caregiver,withdrawn",
    )
    (found,) = again.readings()
    assert found.differences == ()
    (pair,) = again.agreement()
    assert pair.n_units == 1


def test_a_broken_log_of_assignments_is_found(both):
    """By the same check as the decisions."""
    assert both.check_history().is_whole
    with closing(sqlite3.connect(both.folder / "study.db")) as file, file:
        file.execute("DROP TRIGGER assignments_refuse_update")
        file.execute("UPDATE assignments SET coder_id = 'nobody' WHERE position = 2")
    assert both.check_history().broken == {"assignments": 2}


def test_the_status_tells_where_coders_differ(both):
    """Until somebody settles it, the last word counts, and that is nobody's answer."""
    assert "the last word counts: maple-02 (1)" in both.status().summary()
    both.desk("mara").settle(RESPITE, "luis")
    assert "the last word counts" not in both.status().summary()


def test_a_blind_coder_cannot_make_themselves_see(study):
    """Neither by leaving the place nor by taking one that sees; who assigned it can."""
    study.assign("maple-02", "luis", by="mara", blind=True)
    with pytest.raises(DecisionError, match="Ask mara"):
        study.release("maple-02", "luis", by="luis")
    with pytest.raises(DecisionError, match="Ask mara"):
        study.assign("maple-02", "luis", by="luis")
    study.assign("maple-02", "luis", by="mara", no_suggestions=True)
    study.release("maple-02", "luis", by="mara")
    assert study.seats() == []
