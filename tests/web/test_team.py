"""Two coders on one transcript: their differences, who settles them, what then counts."""

import re

import pytest

from tests.web.conftest import BASE, opened
from tests.web.test_blind import PLACE, second  # noqa: F401

CODE = "maple-02:3:tg-caregiver"


def send(browser, action, **fields):
    """A plain form, as a browser sends it without a script."""
    return browser.client.post(
        f"/team/{action}", data={"form_token": browser.token, **fields}, base_url=BASE, follow_redirects=True
    )


@pytest.fixture
def finished(browser, second, study):  # noqa: F811
    """Ana and Luis differ in two of three passages, and have finished."""
    study.assign("maple-02", "luis", by="lead", blind=True)
    for person, place, stance in (
        (browser, PLACE, "applies"),
        (second, PLACE, "applies"),
        (browser, CODE, "applies"),
        (second, CODE, "does not apply"),
        (second, "maple-02:2:tg-caregiver", "applies"),
    ):
        assert person.do("decide", passage=place, stance=stance, note=f"{place} {stance}").status_code == 200
    study.finish("maple-02", "ana")
    study.finish("maple-02", "luis")
    return study


@pytest.fixture
def lead(finished):
    """A third person."""
    return opened(finished, "mara")


def counted(study):
    return {each.passage_id for each in study.cut(decided_only=True).passages}


def test_differences_stand_side_by_side(lead):
    """What both gave to the same words is no difference."""
    page = lead.get("/team/differences/maple-02").text
    assert "2 differences between luis and ana" in page
    assert f'id="{CODE}"' in page
    assert f'id="{PLACE}"' not in page
    assert "did not give it" in page


def test_what_is_settled_counts(lead, finished):
    """Whoever spoke last before."""
    assert CODE not in counted(finished)
    page = send(lead, "settle", passage=CODE, choice="ana", note="a gap all the same", known="").text
    assert "1 settled" in page
    assert CODE in counted(finished)
    made = finished.history()[-1]
    assert (made.coder_id, made.stance.value, len(made.settles)) == ("mara", "applies", 2)
    send(lead, "settle", passage="maple-02:2:tg-caregiver", choice="neither", known="")
    assert "maple-02:2:tg-caregiver" not in counted(finished)
    finished.desk("luis").decide("maple-02:2:tg-caregiver", made.stance)
    assert "maple-02:2:tg-caregiver" not in counted(finished)


def test_a_settlement_is_undone_like_any_step(lead, finished):
    """And is open again."""
    send(lead, "settle", passage=CODE, choice="ana", known="")
    lead.do("undo")
    assert CODE not in counted(finished)
    assert "0 settled" in lead.get("/team/differences/maple-02").text
    lead.do("redo")
    assert "1 settled" in lead.get("/team/differences/maple-02").text


def test_the_two_do_not_settle_between_themselves(browser, finished):
    """A third person, or who gave the transcript out."""
    assert "third person" in browser.get("/team/differences/maple-02").text
    answer = send(browser, "settle", passage=CODE, choice="ana", known="")
    assert answer.status_code == 422
    assert not finished.history()[-1].settles


def test_of_two_who_settle_the_second_is_told(lead, finished):
    """Nothing is overwritten unseen."""
    finished.desk("lead").settle(CODE, "luis")
    answer = send(lead, "settle", passage=CODE, choice="ana", known="")
    assert answer.status_code == 422
    assert "Decided by lead" in answer.text
    assert finished.history()[-1].coder_id == "lead"


@pytest.mark.parametrize(
    "fields",
    [
        {"passage": CODE, "choice": "nobody"},
        {"passage": PLACE, "choice": "ana"},
        {"passage": "maple-01:2:tg-caregiver", "choice": "ana"},
        {"passage": "nonsense", "choice": "ana"},
        {"passage": CODE},
    ],
)
def test_what_cannot_be_settled_is_refused(lead, finished, fields):
    """And leaves no trace."""
    n = len(finished.history())
    assert send(lead, "settle", **fields).status_code in {400, 422}
    assert len(finished.history()) == n


def test_forms_of_other_pages_are_refused(lead, finished):
    """The token of the session is in every form."""
    for action in ("settle", "assign", "finish", "reopen", "release"):
        answer = lead.client.post(f"/team/{action}", data={"transcript": "maple-01"}, base_url=BASE)
        assert answer.status_code == 403


def test_agreement_is_counted_on_what_they_had_decided_when_they_finished(lead, finished):
    """What Luis changes after he has seen Ana's is not his alone."""
    before = lead.get("/team/agreement").text
    assert "ana and luis" in before
    assert "2 units in 1 transcript" in before
    finished.desk("luis").decide(CODE, finished.history()[0].stance)
    assert lead.get("/team/agreement").text.split("<main")[1] == before.split("<main")[1]


def test_every_number_of_the_progress_page_opens_its_list(lead, finished):
    """As many lines as the number says."""
    page = lead.get("/team/").text
    links = re.findall(r'<a href="(/team/(?:decisions|waiting)\?[^"]+)" [^>]*>(\d+)</a>', page)
    assert len(links) > 8
    for path, number in links:
        found = lead.get(path.replace("&amp;", "&")).text
        assert f"{number} passage" in found, path


def test_a_lead_assigns_on_the_page(browser, study):
    """And a coder finishes on theirs."""
    page = send(browser, "assign", transcript="cedar-01", to="luis", how="blind").text
    assert "luis, blind" in page
    page = send(browser, "assign", transcript="cedar-01", to="ana", how="").text
    assert send(browser, "finish", transcript="cedar-01").status_code == 200
    assert [seat.is_finished for seat in study.seats("cedar-01")] == [False, True]
    assert "Go on with it" in browser.get("/read/cedar-01").text
    send(browser, "reopen", transcript="cedar-01")
    send(browser, "release", transcript="cedar-01", to="luis")
    assert [seat.coder_id for seat in study.seats("cedar-01")] == ["ana"]


def test_the_second_of_two_who_decide_is_told_of_the_first(browser, second, log):  # noqa: F811
    """Nothing is lost and nothing is swallowed: the second looks, and may say it all the same."""
    assert browser.do("decide", passage=PLACE, stance="does not apply", known="").status_code == 200
    answer = second.do("decide", passage=PLACE, stance="applies", known="")
    assert answer.status_code == 409
    assert "Decided by ana" in answer.json["error"]
    assert "does not apply" in answer.json["error"]
    assert "ana: does not apply" in answer.json["turns"][0]["html"]
    assert len(log()) == 1
    (known,) = re.findall(
        rf'data-passage="{PLACE}"[^>]*data-known="([^"]*)"', answer.json["turns"][0]["html"]
    )
    assert second.do("decide", passage=PLACE, stance="applies", known=known).status_code == 200
    assert [each[0] for each in log()] == ["ana", "luis"]


def test_a_decision_on_an_older_rule_says_so(browser, folder):
    """At the decision, and in the queue; it stands until its coder says otherwise."""
    place = "maple-01:2:tg-caregiver"
    browser.do("decide", passage=place, stance="applies")
    assert "older rule" not in browser.get("/read/maple-01").text
    assert "Nothing waits for you here" in browser.get("/queue?show=older").text
    browser.do("save", rule="tg-caregiver.no", find='"no" NEAR/4 train*')
    assert "decided on an older rule" in browser.get("/read/maple-01").text
    assert place in browser.get("/queue?show=older").text
    assert "you accepted" in browser.get("/read/maple-01").text
    browser.do("save", rule="tg-caregiver.no", find="nothing")
    assert "no rule suggests it any more" in browser.get("/read/maple-01").text
    browser.do("save", rule="tg-caregiver.no", find='"no" NEAR/5 train*')
    browser.do("decide", passage=place, stance="applies")
    assert "Nothing waits for you here" in browser.get("/queue?show=older").text


def test_numbers_of_the_agreement_open_their_passages(lead, finished):
    """As many as the number says, in the words of the one who gave it."""
    page = lead.get("/team/agreement").text
    links = re.findall(r'<a href="(/team/compared\?[^"]+)" [^>]*>(\d+)</a>', page)
    assert len(links) > 3
    for path, number in links:
        found = lead.get(path.replace("&amp;", "&")).text
        assert f"{number} passage" in found, path
    assert "0 passages" in lead.get("/team/compared?first=ana&second=nobody&name=x&which=both").text


def test_accepting_all_of_a_rule_overrules_nobody(browser, second, log):  # noqa: F811
    """What somebody else decided on is left for a person to look at."""
    second.do("decide", passage=CODE, stance="does not apply")
    assert ">2 wait for you<" in browser.get("/code/tg-caregiver").text
    assert browser.do("accept-all", rule="tg-caregiver.no").json["said"].startswith("2 accepted")
    assert all(each[2:4] != (3, "tg-caregiver") for each in log() if each[0] == "ana")


def test_what_is_done_again_is_on_the_suggestion_that_was_seen(browser, study):
    """Undo and redo do not turn a suggestion into a coding by hand."""
    browser.do("decide", passage=CODE, stance="applies")
    browser.do("undo")
    browser.do("redo")
    first, _, again = study.history()
    assert (again.suggestion_id, again.fingerprint) == (first.suggestion_id, first.fingerprint)
    assert first.fingerprint
