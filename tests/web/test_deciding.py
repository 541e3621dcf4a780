"""What people decide in the browser is in the log, and nothing else is."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.conftest import Browser

PLACE = "maple-01:2:tg-caregiver"


def test_accepting_is_recorded_and_shown(browser, log):
    """The answer is the turn as it is now."""
    answer = browser.do("decide", passage=PLACE, stance="applies", note="a packet is all they get")
    assert answer.status_code == 200
    assert log() == [("ana", "maple-01", 2, "tg-caregiver", "applies")]
    assert "you accepted" in answer.json["turns"][0]["html"]
    assert "a packet is all they get" in answer.json["turns"][0]["html"]
    assert "you accepted" in browser.get("/read/maple-01").text


def test_undo_and_redo_go_through_all_of_it(browser, log, study):
    """Without limit, and by appending alone."""
    for name in (PLACE, "maple-02:2:pl-respite"):
        browser.do("decide", passage=name, stance="applies")
    assert browser.do("undo").json["passage"] == "maple-02:2:pl-respite"
    assert browser.do("undo").json["passage"] == PLACE
    assert "nothing left" in browser.do("undo").json["notice"]
    assert len(study.queue(coder="ana")) == len(study.suggestions())
    assert browser.do("redo").json["passage"] == PLACE
    assert browser.do("redo").json["passage"] == "maple-02:2:pl-respite"
    assert "nothing to redo" in browser.do("redo").json["notice"]
    stances = [each[-1] for each in log()]
    assert stances == ["applies", "applies", "taken back", "taken back", "applies", "applies"]


def test_a_new_decision_leaves_nothing_to_redo(browser):
    """As in any editor."""
    browser.do("decide", passage=PLACE, stance="applies")
    browser.do("undo")
    browser.do("decide", passage=PLACE, stance="does not apply")
    assert "nothing to redo" in browser.do("redo").json["notice"]


def test_words_are_coded_by_hand(browser, study):
    """Offsets are code points: the smile before them is one."""
    text = next(each for each in study.transcripts() if each.transcript_id == "maple-01").text
    start = text.index("at all")
    name = "maple-01:2:pl-respite"
    answer = browser.do("decide", passage=name, stance="applies", start=start, end=start + len("at all"))
    assert answer.status_code == 200
    (passage,) = [each for each in study.cut(decided_only=True).passages if each.passage_id == name]
    assert text[passage.segment.start : passage.segment.end] == "at all"
    assert passage.rule_id == ""


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"passage": "maple-01:1:tg-caregiver", "stance": "applies"}, 422),
        ({"passage": "maple-01:4:tg-caregiver", "stance": "applies"}, 422),
        ({"passage": "maple-01:99:tg-caregiver", "stance": "applies"}, 422),
        ({"passage": "maple-01:2:no-such-code", "stance": "applies"}, 422),
        ({"passage": "nowhere:2:tg-caregiver", "stance": "applies"}, 422),
        ({"passage": "nonsense", "stance": "applies"}, 422),
        ({"passage": PLACE, "stance": "maybe"}, 400),
        ({"passage": PLACE, "stance": "taken back"}, 400),
        ({"passage": PLACE, "stance": "applies", "start": 0, "end": 4}, 422),
        ({"passage": PLACE, "stance": "applies", "start": -1, "end": 4}, 400),
        ({"passage": PLACE, "stance": "applies", "start": 9, "end": 9}, 422),
        ({"passage": ["a"], "stance": "applies"}, 400),
    ],
)
def test_what_cannot_be_decided_is_refused_and_leaves_no_trace(browser, log, said, status):
    """An interviewer's turn, a withdrawn person's, words of another turn, nonsense."""
    answer = browser.do("decide", **said)
    assert answer.status_code == status
    assert answer.json["error"]
    assert log() == []


def test_a_person_who_withdrew_is_on_no_page(browser):
    """Their words are gone from the page and the queue."""
    for path in ("/read/maple-01", "/queue"):
        assert "Zinnia" not in browser.get(path).text


def test_what_is_written_is_text(browser):
    """A note with markup is shown as it was typed."""
    answer = browser.do("decide", passage=PLACE, stance="applies", note="<script>alert(1)</script>")
    assert "<script>alert" not in answer.json["turns"][0]["html"]
    assert "&lt;script&gt;" in answer.json["turns"][0]["html"]


def test_the_queue_shortens_as_people_decide(browser):
    """What is decided no longer waits."""
    before = browser.get("/queue").text
    assert PLACE in before
    browser.do("decide", passage=PLACE, stance="does not apply")
    assert PLACE not in browser.get("/queue").text


def test_why_names_the_rule(browser):
    """Every suggestion tells where it comes from."""
    assert "tg-caregiver.no" in browser.get(f"/why/{PLACE}").text


def test_an_edit_of_a_rule_shows_what_it_gains_and_loses_and_writes_nothing(browser, folder):
    """Before anybody saves."""
    path = folder / "codebooks" / "tiny" / "training.yaml"
    before = path.read_bytes()
    answer = browser.do("try", rule="tg-caregiver.no", find='"no" NEAR/3 train* NOT at all')
    assert answer.status_code == 200
    assert "1 lost" in answer.json["html"]
    assert "There was no training for us" in answer.json["html"]
    assert path.read_bytes() == before


def test_a_saved_rule_is_used_at_once(browser, folder):
    """The codebook's file has it, and the page shows what it suggests."""
    answer = browser.do("save", rule="tg-caregiver.no", find="respite")
    assert answer.status_code == 200
    assert "find: 'respite'" in (folder / "codebooks" / "tiny" / "training.yaml").read_text("utf-8")
    assert "maple-02:2:tg-caregiver" in browser.get("/read/maple-02").text
    assert "maple-01:2:tg-caregiver" not in browser.get("/read/maple-01").text


@pytest.mark.parametrize("action", ["try", "save"])
def test_a_wrong_query_is_refused(browser, folder, action):
    """With its column, and nothing written."""
    path = folder / "codebooks" / "tiny" / "training.yaml"
    before = path.read_bytes()
    answer = browser.do(action, rule="tg-caregiver.no", find="train NEAR")
    assert answer.status_code == 422
    assert "NEAR" in answer.json["error"]
    assert path.read_bytes() == before


def test_decisions_made_at_the_same_time_are_all_kept(app, browser, log):
    """Two tabs, eight threads, three hundred decisions: none lost, none doubled, the log whole."""
    names = [PLACE, "maple-02:2:pl-respite", "cedar-01:2:pl-respite", "cedar-01:2:tg-caregiver"]

    cookie = browser.client.get_cookie("csec_qual", domain="127.0.0.1")

    def decide(number):
        tab = app.test_client()
        tab.set_cookie("csec_qual", cookie.value, domain="127.0.0.1")
        said = {"passage": names[number % 4], "stance": "applies", "note": str(number)}
        return Browser(tab, browser.token).do("decide", **said)

    with ThreadPoolExecutor(8) as tabs:
        answers = list(tabs.map(decide, range(300)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(log()) == 300
    check = app.extensions["study"].check_history()
    assert (check.n_decisions, check.broken) == (300, {})


def test_another_code_is_put_in_place_in_one_step(browser, log):
    """One undo takes both back."""
    right = "maple-01:2:pl-respite"
    assert browser.do("instead", wrong=PLACE, passage=right).json["passage"] == right
    assert [each[3:] for each in log()] == [("tg-caregiver", "does not apply"), ("pl-respite", "applies")]
    assert browser.do("undo").json["n"] == 2
    assert "nothing left" in browser.do("undo").json["notice"]
    assert browser.do("redo").json["n"] == 2


def test_all_that_waits_of_a_rule_is_accepted_in_one_step(browser, log, study):
    """With how people decided on it so far beside it."""
    browser.do("decide", passage=PLACE, stance="does not apply")
    page = browser.get("/code/tg-caregiver").text
    assert "People accepted 0 of the 1 they decided on" in page
    assert ">2 wait for you</a>" in page
    assert browser.do("accept-all", rule="tg-caregiver.no").json["said"].startswith("2 accepted")
    assert [each[-1] for each in log()] == ["does not apply", "applies", "applies"]
    assert "People accepted 2 of the 3" in browser.get("/code/tg-caregiver").text
    browser.do("undo")
    assert [each[-1] for each in log()][3:] == ["taken back", "taken back"]
    assert browser.do("accept-all", rule="no-such-rule").status_code == 422


def test_what_a_coder_is_unsure_of_is_set_aside(browser, study):
    """It does not count, and is found again until it is decided."""
    browser.do("decide", passage="maple-01:2:tg-caregiver", stance="unsure")
    assert "maple-01-2" in browser.get("/queue?show=unsure").text
    assert "maple-01:2:tg-caregiver" not in [each.suggestion_id for each in study.queue(coder="ana")]
    assert all(passage.passage_id != "maple-01:2:tg-caregiver" for passage, _ in study.cut().coded)
    browser.do("decide", passage="maple-01:2:tg-caregiver", stance="applies")
    assert "maple-01-2" not in browser.get("/queue?show=unsure").text
