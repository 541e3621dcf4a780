"""A county looks through its quotes on a page that has no connection, with the keyboard alone."""

import json
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from csec_qual.study.study import Study
from tests.study.small_study import DATE


@pytest.fixture
def study(folder):
    """The study that the packet is about; two caregivers are heard, so that neither is known by the role."""
    path = folder / "participants.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("child welfare", "caregiver"), encoding="utf-8")
    with closing(Study.open(folder)) as opened:
        yield opened


@pytest.fixture
def opened(chromium, study, tmp_path):
    """The packet as it is opened from a disk, the network off; every error of the page fails the test."""
    path = tmp_path / "maple.html"
    study.write_packet("maple", path, date=DATE)
    context = chromium.new_context(offline=True, accept_downloads=True)
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(path.as_uri())
    yield page
    context.close()
    assert wrong == []


def saved(page, tmp_path):
    """The file that the page saves."""
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    path = tmp_path / "answers.json"
    download.value.save_as(path)
    return path


def tab_to(page, what):
    """Go on with the tab key until something has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement === {what}"):
            return
    pytest.fail(f"{what} cannot be reached with the tab key")


def answer_with_keys(page, tmp_path):
    """Name, first quote left out with a comment, saved."""
    tab_to(page, "document.querySelector('#reviewer')")
    page.keyboard.type("R. Ortiz")
    tab_to(page, "document.querySelector('.item input[value=approve]')")
    page.keyboard.press("ArrowRight")
    tab_to(page, "document.querySelector('.item textarea')")
    page.keyboard.type("Everybody here knows who <b>we</b> are.")
    tab_to(page, "document.querySelector('#save')")
    return saved(page, tmp_path)


def test_quotes_are_answered_and_come_back(opened, study, tmp_path):
    """From the page to the team: the request is on record, and the words are quoted nowhere any more."""
    path = answer_with_keys(opened, tmp_path)
    expect(opened.locator("#progress")).to_contain_text("1 of")
    said = json.loads(path.read_text(encoding="utf-8"))
    words = opened.locator(".item blockquote").first.inner_text().strip("“”")
    assert words not in path.read_text(encoding="utf-8")
    assert [each["answer"] for each in said["answers"]] == ["redact"]
    public = tmp_path / "public.md"
    study.write_case_study("maple", public, date=DATE, audience="county")
    assert words in public.read_text(encoding="utf-8")
    done = study.read_answers(path, by="ana", apply=True)
    assert [each.outcome for each in done.answers] == ["recorded"]
    study.write_case_study("maple", tmp_path / "again.md", date=DATE, audience="county")
    assert words not in (tmp_path / "again.md").read_text(encoding="utf-8")


def test_answers_are_taken_up_again(opened, tmp_path):
    """Whoever pauses goes on with the file they saved, in another browser too."""
    path = answer_with_keys(opened, tmp_path)
    opened.evaluate("sessionStorage.clear()")
    opened.reload()
    expect(opened.locator("#progress")).to_contain_text("0 of")
    opened.set_input_files("#before", path)
    expect(opened.locator("#progress")).to_contain_text("1 of")
    expect(opened.locator("#reviewer")).to_have_value("R. Ortiz")
    expect(opened.locator(".item input[value=redact]").first).to_be_checked()


def test_a_reload_loses_nothing(opened, tmp_path):
    """The browser keeps what was answered while the tab is open."""
    answer_with_keys(opened, tmp_path)
    opened.reload()
    expect(opened.locator("#progress")).to_contain_text("1 of")


def test_a_name_is_asked_for(opened):
    """An answer of nobody is worth nothing."""
    opened.click("#save")
    expect(opened.locator("#said")).to_contain_text("your name")
    expect(opened.locator("#reviewer")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(opened, scheme):
    """WCAG 2.2 AA by axe-core."""
    opened.emulate_media(color_scheme=scheme)
    found = Axe().run(opened).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
