"""Nobody gets in, and a browser does nothing that its person did not ask for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.conftest import BASE

WANTED = {"passage": "maple-01:2:tg-caregiver", "stance": "applies"}


def test_a_link_works_once(app, launch):
    """Who finds it in a history later finds a closed door."""
    first = app.test_client().get(f"/enter/{launch.value}", base_url=BASE)
    again = app.test_client().get(f"/enter/{launch.value}", base_url=BASE)
    assert (first.status_code, again.status_code) == (302, 403)
    assert "csec-qual review" in again.text


@pytest.mark.parametrize(
    "path", ["/", "/read/maple-01", "/queue", "/why/maple-01:2:tg-caregiver", "/codes.css"]
)
def test_without_the_link_nothing_is_shown(app, path):
    """No page, no style sheet, no word of anybody."""
    answer = app.test_client().get(path, base_url=BASE)
    assert answer.status_code == 403
    assert "training" not in answer.text


def test_of_many_who_open_the_link_at_once_one_gets_in(launch):
    """Also where they come in the same moment."""
    with ThreadPoolExecutor(16) as people:
        let_in = list(people.map(launch.redeem, [launch.value] * 200))
    assert sum(let_in) == 1


def test_a_guessed_link_does_not_use_up_the_right_one(app, launch):
    """A program that tries links must not lock the person out."""
    client = app.test_client()
    assert client.get("/enter/guess", base_url=BASE).status_code == 403
    assert client.get(f"/enter/{launch.value}", base_url=BASE).status_code == 302


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9999", "evil.example:8350"])
def test_a_name_that_leads_to_this_machine_is_refused(app, host):
    """A page elsewhere whose name resolves to 127.0.0.1 would read everything."""
    assert app.test_client().get("/", base_url=f"http://{host}").status_code == 400


@pytest.mark.parametrize(
    "headers", [{}, {"X-Form-Token": ""}, {"X-Form-Token": "guess"}, {"Origin": "http://evil.example"}]
)
def test_a_forged_request_changes_nothing(browser, log, headers):
    """Another page can send requests with the session's cookie; it cannot know the token."""
    if "Origin" in headers:
        headers["X-Form-Token"] = browser.token
    answer = browser.client.post("/do/decide", json=WANTED, headers=headers, base_url=BASE)
    assert answer.status_code == 403
    assert log() == []


def test_pages_carry_headers_that_bind_the_browser(browser):
    """No script but our own, no frame, no copy on disk."""
    headers = browser.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_session_is_for_this_site_alone(app, launch):
    """Neither scripts nor other sites get the cookie."""
    cookie = app.test_client().get(f"/enter/{launch.value}", base_url=BASE).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_body_too_large_is_refused(browser, log):
    """A note of a megabyte is no note."""
    answer = browser.do("decide", **WANTED, note="x" * 1_000_000)
    assert answer.status_code == 413
    assert log() == []


@pytest.mark.parametrize(
    "path", ["/read/../study.db", "/read/..%2Fstudy.db", "/static/../app.py", "/read/%00"]
)
def test_no_path_leads_out(browser, path):
    """Transcripts are names in the study, never files."""
    assert browser.get(path).status_code in {404, 422}
