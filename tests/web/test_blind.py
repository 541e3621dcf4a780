"""A blind coder finds nothing of the others on any page, until all have finished."""

import re

import pytest

from tests.web.conftest import opened

PLACE = "maple-02:2:pl-respite"
HERS = "ana-thinks-so"
PAGES = [
    "/",
    "/read/maple-02",
    "/queue",
    "/codebook",
    "/code/pl-respite",
    "/code/pl-respite?review=reviewed",
    "/matrix",
    "/find?query=respite",
    "/team/",
    "/team/decisions",
    "/team/decisions?coder=ana",
    "/team/decisions?day=20",
    "/team/decisions?stance=applies",
    "/team/waiting",
    "/team/agreement",
    "/team/differences",
]


@pytest.fixture
def second(study):
    """Luis, before the same study."""
    return opened(study, "luis")


@pytest.fixture
def pages(second):
    """What a page shows, without the token that differs each time."""
    return lambda: {path: re.sub(r'content="[^"]+"', "", second.get(path).text) for path in PAGES}


def test_no_page_differs_by_what_the_others_decide(browser, second, study, pages):
    """Not a name, not a note, not a number: the pages are the same, byte by byte."""
    study.assign("maple-02", "luis", by="lead", blind=True)
    before = pages()
    for place in (PLACE, "maple-02:3:tg-caregiver"):
        browser.do("decide", passage=place, stance="applies", note=HERS)
    browser.do("decide", passage="maple-02:2:tg-caregiver", stance="does not apply", note=HERS)
    assert {path: page for path, page in pages().items() if page != before[path]} == {}
    found = second.do("try", rule="pl-respite.word", find="nothing")
    assert "ana" not in found.text


def test_what_others_decide_elsewhere_is_seen(browser, second, study):
    """Blind is in one transcript, not in the study."""
    study.assign("maple-02", "luis", by="lead", blind=True)
    browser.do("decide", passage="cedar-01:2:pl-respite", stance="applies", note=HERS)
    assert "ana" in second.get("/read/cedar-01").text


def test_suggestions_are_hidden_where_the_place_says_so(second, study):
    """On no page, and not in the panel that says why."""
    study.assign("maple-02", "luis", by="lead", no_suggestions=True)
    for path in PAGES:
        assert f'data-passage="{PLACE}"' not in second.get(path).text
    assert "Respite helps" not in second.get("/code/pl-respite").text
    assert "Respite helps" not in second.get("/team/waiting").text
    assert second.get(f"/why/{PLACE}").status_code == 403
    assert "Respite helps" not in second.do("try", rule="pl-respite.word", find="nothing").text
    assert second.do("accept-all", rule="pl-respite.word").status_code == 200
    assert [each.segment.transcript_id for each in study.history()] == ["cedar-01"]


def test_a_blind_coder_is_not_told_that_somebody_was_quicker(browser, second, study, log):
    """That would say what the other decided."""
    study.assign("maple-02", "luis", by="lead", blind=True)
    browser.do("decide", passage=PLACE, stance="applies")
    assert second.do("decide", passage=PLACE, stance="does not apply", known="").status_code == 200
    assert [each[0] for each in log()] == ["ana", "luis"]


def test_who_codes_beside_a_blind_coder_does_not_see_them_either(browser, second, study):
    """They could follow; then two would be one."""
    study.assign("maple-02", "luis", by="lead", blind=True)
    study.assign("maple-02", "ana", by="lead")
    second.do("decide", passage=PLACE, stance="applies", note="luis-thinks-so")
    assert "luis-thinks-so" not in browser.get("/team/decisions").text
    assert "luis: applies" not in browser.get("/read/maple-02").text


def test_all_is_seen_once_both_have_finished(browser, second, study):
    """And not when only one has."""
    study.assign("maple-02", "luis", by="lead", blind=True)
    browser.do("decide", passage=PLACE, stance="applies", note=HERS)
    study.finish("maple-02", "ana")
    assert HERS not in second.get("/team/decisions").text
    assert second.get("/team/differences/maple-02").status_code == 422
    study.finish("maple-02", "luis")
    assert "ana: applies" in second.get("/read/maple-02").text
    assert HERS in second.get("/team/differences/maple-02").text


def test_the_pages_take_counts_from_what_a_coder_may_see():
    """A page that asked the study itself would show a blind coder what is hidden."""
    from pathlib import Path

    from csec_qual.web import app

    for path in Path(app.__file__).parent.glob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"_study\(\)\.(cut|history|suggestions|queue|frequencies|decisions)\(", text), (
            path
        )
