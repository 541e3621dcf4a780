"""Memos and the cells of the matrix, in the browser."""

import re

import pytest

from csec_qual.model.memo import MemoKind
from tests.web.conftest import BASE, opened

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def send(browser):
    """Send a plain form."""

    def fields(path, by=browser, **said):
        return by.client.post(path, data={**said, "form_token": by.token}, base_url=BASE)

    return fields


def test_a_memo_on_a_turn_is_seen_beside_the_transcript(browser, send):
    """And in the list, with a way back."""
    made = send("/memos/write", kind="turn", place="maple-01:2", text="Ask the others.")
    assert made.headers["Location"] == "/read/maple-01#maple-01-2"
    assert "Ask the others." in browser.get("/read/maple-01").text
    assert "Ask the others." in browser.get("/memos?kind=turn&words=OTHERS").text
    assert "Ask the others." not in browser.get("/memos?kind=code").text


def test_a_second_version_meets_the_first(browser, send, study):
    """Whoever is late sees what stands, and keeps what they wrote."""
    memo_id = study.memos.write(MemoKind.CODE, "tg-caregiver", "Too wide?", by="luis").now.memo_id
    assert send(f"/memos/{memo_id}/revise", text="Too wide.", was="1").status_code == 302
    late = send(f"/memos/{memo_id}/revise", text="Not too wide.", was="1")
    assert late.status_code == 409
    assert "Too wide." in late.text
    assert "Not too wide." in late.text
    assert "Too wide." in browser.get("/code/tg-caregiver").text


def test_the_summary_of_a_cell_says_when_the_number_moved(browser, send, study):
    """It speaks of what there was when it was written."""
    send("/memos/write", kind="cell", place="maple:tg-caregiver", text="Nobody was trained.")
    page = browser.get("/cell/maple/tg-caregiver").text
    assert "Nobody was trained." in page
    assert "Written when" not in page
    assert "✎" in browser.get("/matrix").text
    memo = study.memos.cell("maple", "tg-caregiver")
    study.memos.revise(memo.now.memo_id, "Nobody was trained.", by="ana", was=1, n=7)
    assert "Written when the cell had 7 mentions" in browser.get("/cell/maple/tg-caregiver").text


def test_a_script_in_a_memo_stays_text(browser, send):
    """On every page that shows it."""
    send("/memos/write", kind="transcript", place="maple-01", text=SCRIPT)
    send("/memos/write", kind="cell", place="maple:tg-caregiver", text=f"</textarea>{SCRIPT}")
    pages = [browser.get(path).text for path in ("/memos", "/read/maple-01", "/cell/maple/tg-caregiver")]
    assert not any("<script>alert" in page for page in pages)
    assert all("&lt;script&gt;alert" in page for page in pages)


def test_a_forged_memo_is_refused(browser, study):
    """Another page cannot know the token."""
    said = {"kind": "study", "place": "", "text": "Not mine."}
    assert browser.client.post("/memos/write", data=said, base_url=BASE).status_code == 403
    assert study.memos.all() == []


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "poem", "place": "", "text": "x"},
        {"kind": "turn", "place": "maple-01:99", "text": "x"},
        {"kind": "study", "place": "", "text": "  "},
    ],
)
def test_a_memo_that_makes_no_sense_is_refused(send, study, said):
    """With what is wrong, and nothing written."""
    answer = send("/memos/write", **said)
    assert answer.status_code in {400, 422}
    assert study.memos.all() == []


def test_in_blind_work_the_others_memos_are_hidden(browser, study, send):
    """What somebody notes on a turn tells how they code it."""
    send("/memos/write", kind="turn", place="maple-02:3", text="Clearly the code.")
    study.assign("maple-02", "luis", by="mara", blind=True)
    luis = opened(study, "luis")
    memo_id = study.memos.all()[0].now.memo_id
    assert not any("Clearly" in luis.get(path).text for path in ("/memos", "/read/maple-02"))
    assert luis.get(f"/memos/{memo_id}").status_code == 403
    assert send(f"/memos/{memo_id}/revise", by=luis, text="Mine.", was="1").status_code == 403
    send("/memos/write", by=luis, kind="turn", place="maple-02:3", text="To my mind not.")
    assert re.search("To my mind not", luis.get("/read/maple-02").text)
