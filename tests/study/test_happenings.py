"""Everything that people do is told with who, when, what, before and after."""

import pytest

from csec_qual.base.errors import CsecQualError
from csec_qual.model.account import AccountRole
from csec_qual.model.coding import Stance
from csec_qual.model.memo import MemoKind
from csec_qual.study.recounting import Wanted

PLACE = "maple-01:2:tg-caregiver"


@pytest.fixture
def busy(study):
    """Each kind of thing happens once or twice."""
    study.desk("ana").decide(PLACE, Stance.APPLIES)
    study.assign("cedar-01", "luis", by="lead")
    memo = study.memos.write(MemoKind.TURN, "maple-01:2", "Ask again.", by="ana")
    study.memos.revise(memo.now.memo_id, "Asked.", by="luis", was=1)
    study.memos.remove(memo.now.memo_id, by="ana", was=2)
    study.accounts.add("luis", AccountRole.CODER, "a long password 1", by="lead")
    study.accounts.set_role("luis", AccountRole.LEAD, by="lead")
    study.edit_rule("pl-respite.word", "respite OR sitter", by="ana")
    study.withdraw("MA-03", by="lead")
    return study


def told(study, **wanted):
    return [
        (each.log, each.entry, each.who, each.what, each.before, each.after)
        for each in study.happenings(Wanted(**wanted))
    ]


def test_every_log_is_told(busy):
    """Nobody has to know which log a thing stands in."""
    assert sorted(told(busy)) == sorted(
        [
            ("decisions", 1, "ana", PLACE, "nothing", "applies"),
            ("assignments", 1, "luis", "cedar-01", "", "assigned"),
            ("memos", 1, "ana", "memo on turn maple-01:2", "nothing", "Ask again."),
            ("memos", 2, "luis", "memo on turn maple-01:2", "Ask again.", "Asked."),
            ("memos", 3, "ana", "memo on turn maple-01:2", "Asked.", "nothing"),
            ("accounts", 1, "lead", "account luis", "nothing", "coder"),
            ("accounts", 2, "lead", "account luis", "coder", "lead"),
            ("rule_edits", 1, "ana", "rule pl-respite.word", "respite", "respite OR sitter"),
            ("withdrawals", 1, "lead", "MA-03", "", "withdrawn, 1 turns blanked"),
        ]
    )
    assert busy.check_history().is_whole


def test_what_is_asked_for_alone_is_told(busy):
    """By person, transcript, code and time."""
    assert {each[2] for each in told(busy, coder="luis")} == {"luis"}
    assert {each[0] for each in told(busy, transcript="maple-01")} == {"decisions", "memos"}
    assert {each[0] for each in told(busy, code="tg-caregiver")} == {"decisions"}
    assert told(busy, since="2999") == []


def test_an_edit_that_fails_is_not_told(busy):
    """A query with a fault is not written, so it is not logged."""
    with pytest.raises(CsecQualError):
        busy.edit_rule("pl-respite.word", "respite OR (", by="ana")
    assert [each[5] for each in told(busy) if each[0] == "rule_edits"] == ["respite OR sitter"]
