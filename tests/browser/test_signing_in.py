"""A team signs in, each to what is theirs."""

import subprocess
import sys
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from csec_qual.model.account import AccountRole
from csec_qual.study.study import Study

WORDS = "quiet words in a row"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def front(chromium, folder):
    """The page that everybody meets first."""
    with closing(Study.open(folder)) as study:
        study.accounts.add("ana", AccountRole.LEAD, f"{WORDS} ana", by="setup")
        study.accounts.add("vera", AccountRole.VIEWER, f"{WORDS} vera", by="setup")
    command = [sys.executable, "-m", "csec_qual", "--study", str(folder), "review", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        context = chromium.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        page.goto(process.stdout.readline().strip())
        yield page
        context.close()
        process.terminate()


def clean(page):
    """What axe finds, in light and in dark."""
    # Before the style sheet is there, everything is too small to hit.
    page.wait_for_load_state()
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [each["id"] for each in Axe().run(page, options=AXE).response["violations"]]
    return found


def test_sign_in_and_out_with_keys_alone(front):
    """The name field has the focus; Enter signs in."""
    assert clean(front) == []
    front.keyboard.type("ana")
    front.keyboard.press("Tab")
    front.keyboard.type(f"{WORDS} ana")
    front.keyboard.press("Enter")
    expect(front.get_by_text("Coding as ana")).to_be_visible()
    assert clean(front) == []
    front.get_by_role("button", name="Sign out").focus()
    front.keyboard.press("Enter")
    expect(front.get_by_label("Password")).to_be_visible()


def test_a_wrong_password_is_told_where_it_is_read_out(front):
    """A screen reader says it, and the name need not be typed again."""
    front.get_by_label("Name").fill("ana")
    front.get_by_label("Password").fill("something else entirely")
    front.get_by_role("button", name="Sign in").click()
    expect(front.get_by_role("alert")).to_have_text("Name or password is wrong.")
    expect(front.get_by_label("Name")).to_have_value("ana")
    expect(front.get_by_label("Password")).to_be_focused()
    assert clean(front) == []


def test_a_viewer_reads_counts_and_masked_passages(front):
    """And has nothing to press that would be refused."""
    front.get_by_label("Name").fill("vera")
    front.get_by_label("Password").fill(f"{WORDS} vera")
    front.get_by_role("button", name="Sign in").click()
    expect(front.get_by_text("Reading as vera")).to_be_visible()
    assert clean(front) == []
    front.get_by_role("link", name="Caregiver training gap", exact=True).click()
    expect(front.locator("blockquote").first).to_be_visible()
    assert clean(front) == []
    links = front.locator("main a, header a").evaluate_all("all => all.map(each => each.href)")
    refused = [link for link in set(links) if front.request.get(link).status != 200]
    assert refused == []
