"""A second coder works blind, both finish, and a third settles where they differ."""

import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from csec_qual.study.study import Study

DANA = '.passage[data-passage="maple-02:2:pl-respite"]'
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def sit_down(chromium, folder):
    """A page of a workbench of somebody's own, before the same study."""
    wrong = []

    @contextmanager
    def opened(coder):
        command = [sys.executable, "-m", "csec_qual", "--study", str(folder), "review", "--no-browser"]
        with subprocess.Popen([*command, "--coder", coder], stdout=subprocess.PIPE, text=True) as process:
            context = chromium.new_context(viewport={"width": 1280, "height": 720})
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda said: wrong.append(said.text) if _is_fault(said) else None)
            page.goto(process.stdout.readline().strip())
            try:
                yield page
            finally:
                context.close()
                process.terminate()

    yield opened
    assert wrong == []


def _is_fault(said):
    # Chromium writes down every answer of 409; the page asks its person what to do about it.
    return said.type == "error" and "409" not in said.text


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def clean(page, scheme):
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page, options=AXE)
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]]


def test_from_a_blind_second_coder_to_a_settled_answer(sit_down, folder):
    """The whole way, in the browser, with keys."""
    with sit_down("mara") as lead:
        follow(lead, "Team")
        for coder, how in (("ana", ""), ("luis", "blind")):
            lead.locator('select[name="transcript"]').select_option("maple-02")
            lead.locator('input[name="to"][list]').fill(coder)
            lead.locator('[name="how"]').select_option(how)
            lead.get_by_role("button", name="Assign").click()
        expect(lead.get_by_text("luis, blind")).to_be_visible()

    with sit_down("ana") as first:
        follow(first, "maple-02")
        first.keyboard.press("j")
        for key in "arr":
            first.keyboard.press(key)
            first.wait_for_timeout(300)
        first.get_by_role("button", name="Mark finished").click()
        expect(first.get_by_text("Not finished yet: luis")).to_be_visible()

    with sit_down("luis") as second:
        follow(second, "maple-02")
        expect(second.get_by_text("You work blind here")).to_be_visible()
        expect(second.locator("main")).not_to_contain_text("ana:")
        second.keyboard.press("j")
        for key in "aaa":
            second.keyboard.press(key)
            second.wait_for_timeout(300)
        second.get_by_role("button", name="Mark finished").click()
        expect(second.get_by_text("ana and luis have finished")).to_be_visible()
        expect(second.locator(DANA)).to_contain_text("ana:")
        follow(second, "See where they differ")
        expect(second.get_by_text("You are one of its coders")).to_be_visible()

    with sit_down("mara") as lead:
        follow(lead, "Team")
        follow(lead, "Differences in maple-02")
        expect(lead.get_by_text("2 differences between ana and luis, 0 settled")).to_be_visible()
        lead.keyboard.press("m")
        lead.keyboard.type("a plain wish")
        lead.keyboard.press("Enter")
        lead.keyboard.press("2")
        expect(lead.get_by_text("1 settled")).to_be_visible()
        lead.keyboard.press("n")
        expect(lead.get_by_text("2 settled")).to_be_visible()
        lead.keyboard.press("u")
        expect(lead.get_by_text("1 settled")).to_be_visible()
    with closing(Study.open(folder)) as study:
        settled = [each for each in study.history() if each.settles]
        assert [(each.coder_id, each.stance.value) for each in settled] == [
            ("mara", "applies"),
            ("mara", "does not apply"),
        ]
        assert settled[0].note == "a plain wish"
        assert study.check_history().is_whole


def test_the_second_of_two_at_once_chooses(sit_down, folder):
    """What they said is not recorded until they have seen the other's."""
    with sit_down("ana") as first, sit_down("luis") as second:
        for page in (first, second):
            follow(page, "maple-02")
            page.keyboard.press("j")
        first.keyboard.press("r")
        name = first.locator(".passage").first.get_attribute("data-passage")
        mine = f'.passage[data-passage="{name}"]'
        expect(first.locator(mine)).to_contain_text("you rejected")
        second.keyboard.press("a")
        dialog = second.get_by_role("dialog", name="Somebody was quicker")
        expect(dialog).to_contain_text("Decided by ana")
        second.keyboard.press("Escape")
        expect(second.locator(mine)).to_contain_text("ana: does not apply")
        with closing(Study.open(folder)) as study:
            assert [each.coder_id for each in study.history()] == ["ana"]
        second.reload()
        second.keyboard.press("j")
        first.keyboard.press("k")
        first.keyboard.press("a")
        expect(first.locator(mine)).to_contain_text("you accepted")
        second.keyboard.press("r")
        second.get_by_role("button", name="Record mine as a second opinion").click()
        expect(second.locator(mine)).to_contain_text("you rejected")
        with closing(Study.open(folder)) as study:
            assert [each.coder_id for each in study.history()] == ["ana", "ana", "luis"]


PAGES = [
    "/team/",
    "/team/decisions",
    "/team/waiting",
    "/team/agreement",
    "/team/differences",
    "/team/compared?first=ana&second=luis&name=pl-respite&which=only_first",
    "/team/differences/maple-02",
    "/read/maple-02",
    "/read/cedar-01",
    "/queue?show=older",
]


@pytest.fixture
def compared(folder):
    """A study in which two have finished a talk, and somebody works blind on another."""
    with closing(Study.open(folder)) as study:
        study.assign("maple-02", "luis", by="mara", blind=True)
        study.assign("cedar-01", "ana", by="mara", blind=True)
        study.accept("maple-02:2:pl-respite", coder="ana", note="said plainly")
        study.accept("maple-02:3:tg-caregiver", coder="ana")
        study.reject("maple-02:2:pl-respite", coder="luis", note="no gap")
        study.accept("maple-02:3:tg-caregiver", coder="luis")
        study.finish("maple-02", "ana")
        study.finish("maple-02", "luis")


def test_every_page_of_a_team_is_for_everybody(compared, sit_down):
    """WCAG 2.2 AA by axe-core, in light and dark, for a coder and for a third person."""
    for coder in ("ana", "mara"):
        with sit_down(coder) as page:
            base = page.url.rstrip("/")
            for path in PAGES:
                page.goto(base + path)
                assert {scheme: clean(page, scheme) for scheme in ("light", "dark")} == {
                    "light": [],
                    "dark": [],
                }, path
