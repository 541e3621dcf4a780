"""What somebody with bad intent sends, or has put into a file."""

import re
from contextlib import closing

import pytest

from csec_qual.study.study import Study
from tests.study.small_study import TALKS, TINY, lay_out
from tests.web.conftest import BASE, opened

SCRIPT = "<script>alert(1)</script>"
WANTED = {"passage": "maple-01:2:tg-caregiver", "stance": "applies"}


@pytest.fixture
def poisoned(tmp_path):
    """A study with a script in a speaker's name, in words, in a county's name, and in a code's label."""
    folder = lay_out(
        tmp_path / "talks", {**TALKS, "counties.csv": TALKS["counties.csv"].replace("Maple", SCRIPT)}
    )
    talk = (folder / "maple-01.txt").read_text(encoding="utf-8")
    (folder / "maple-01.txt").write_text(
        talk.replace("Dana:", f"{SCRIPT}:").replace("no training", f"no training {SCRIPT}"), encoding="utf-8"
    )
    people = (folder / "participants.csv").read_text(encoding="utf-8")
    (folder / "participants.csv").write_text(
        people.replace("maple-01.txt,Dana", f"maple-01.txt,{SCRIPT}"), encoding="utf-8"
    )
    book = lay_out(
        tmp_path / "book",
        {
            name: text.replace("label: Caregiver training gap", f"label: '{SCRIPT}'")
            for name, text in TINY.items()
        },
    )
    with closing(Study.create(tmp_path / "study", str(book))) as study:
        study.add_transcripts(folder)
        study.suggest()
        yield study


def test_a_script_in_anything_that_is_shown_stays_text(poisoned):
    """A name, a quote, a county, a label, a note, a search: none of them runs."""
    browser = opened(poisoned, "ana")
    browser.do("decide", **WANTED, note=SCRIPT)
    paths = ["/", "/read/maple-01", "/queue", "/codebook", "/code/tg-caregiver", "/matrix", "/team/"]
    paths += [f"/find?query={SCRIPT}", "/team/decisions", f"/why/{WANTED['passage']}", "/view/"]
    shown = {path: browser.get(path).text for path in paths}
    assert [path for path, page in shown.items() if "<script>alert" in page.lower()] == []
    assert sum("&lt;script&gt;alert" in page for page in shown.values()) >= 6


def test_a_script_in_the_name_of_a_coder_stays_text(study):
    """Who names themselves on the command line may be anybody."""
    browser = opened(study, SCRIPT)
    browser.do("decide", **WANTED)
    pages = [browser.get(path).text for path in ("/", "/team/", "/team/decisions", "/read/maple-01")]
    assert not any("<script>alert" in page for page in pages)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"passage": "maple-01:2:tg-caregiver"},
        {"passage": "maple-01:99:tg-caregiver", "stance": "applies"},
        {"passage": "maple-01:-1:tg-caregiver", "stance": "applies"},
        {"passage": "maple-01:2:no-such-code", "stance": "applies"},
        {"passage": "../../study.db:1:tg-caregiver", "stance": "applies"},
        {"passage": "maple-01:1:tg-caregiver", "stance": "applies"},
        {"passage": ["maple-01:2:tg-caregiver"], "stance": "applies"},
        {**WANTED, "stance": "taken back"},
        {**WANTED, "start": 0, "end": 10**9},
        {**WANTED, "start": -5, "end": 5},
        {**WANTED, "start": True, "end": 60},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(browser, log, said):
    """Somebody else's turn, another file, words out of the turn: nothing is recorded."""
    answer = browser.do("decide", **said)
    assert answer.status_code in {400, 422}
    assert answer.json["error"]
    assert log() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff\xfe", b'{"passage": "x"' * 1000])
def test_a_body_that_is_no_request_is_refused(browser, log, body):
    """No traceback, nothing recorded."""
    answer = browser.client.post(
        "/do/decide",
        data=body,
        content_type="application/json",
        headers={"X-Form-Token": browser.token},
        base_url=BASE,
    )
    assert answer.status_code == 400
    assert log() == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/read/maple-01", "/do/decide", "/team/assign"])
def test_other_methods_do_nothing(browser, log, method, path):
    """What a page does not offer cannot be asked for."""
    answer = browser.client.open(path, method=method, headers={"X-Form-Token": browser.token}, base_url=BASE)
    assert answer.status_code in {200, 403, 405}
    assert "maple" not in answer.text
    assert log() == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/team/assign", {"transcript": "nowhere", "to": "luis", "how": "blind"}),
        ("/team/assign", {"transcript": "maple-01", "to": "  "}),
        ("/team/finish", {"transcript": "../study.db"}),
        ("/team/settle", {"passage": "maple-01:2:tg-caregiver", "choice": "zz"}),
    ],
)
def test_a_team_form_that_makes_no_sense_is_refused(browser, path, fields):
    """People's places at transcripts are no place to write what one likes."""
    answer = browser.client.post(path, data={**fields, "form_token": browser.token}, base_url=BASE)
    assert answer.status_code in {400, 422}
    assert not re.search("Traceback", answer.text)


@pytest.mark.parametrize("path", ["/team/assign", "/team/finish", "/team/settle", "/sign-out"])
def test_a_forged_form_does_nothing(browser, study, path):
    """Another page can send a form with the session's cookie; it cannot know the token."""
    fields = {"transcript": "maple-01", "to": "luis", "passage": WANTED["passage"], "choice": "n"}
    assert browser.client.post(path, data=fields, base_url=BASE).status_code == 403
    assert study.assignments() == []


def test_a_form_too_large_is_refused(browser, study):
    """A name of a megabyte is no name."""
    fields = {"transcript": "maple-01", "to": "x" * 1_000_000, "form_token": browser.token}
    assert browser.client.post("/team/assign", data=fields, base_url=BASE).status_code == 413
    assert study.assignments() == []
