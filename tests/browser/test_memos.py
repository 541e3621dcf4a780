"""Memos and the summary of a cell, with keys and a screen reader in mind."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def clean(page):
    """What axe finds, in light and in dark."""
    # Before the style sheet is there, everything is too small to hit.
    page.wait_for_load_state()
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [(each["id"], scheme) for each in Axe().run(page, options=AXE).response["violations"]]
    return found


def test_a_memo_is_written_edited_and_found(page):
    """From the turn it is about, and back to it."""
    page.get_by_role("link", name="maple-01", exact=True).click()
    page.wait_for_url("**/read/maple-01")
    assert clean(page) == []
    page.get_by_role("link", name="Memo on turn 2").click()
    page.wait_for_url("**/memos/new?**")
    assert clean(page) == []
    expect(page.get_by_label("Text")).to_be_focused()
    page.keyboard.type("Ask the others.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/read/maple-01#*")
    expect(page.get_by_text("Ask the others.")).to_be_visible()
    assert clean(page) == []
    page.get_by_role("link", name="Open the memo on turn maple-01:2").click()
    page.get_by_label("Text").fill("Ask the others again.")
    page.get_by_role("button", name="Write this version").click()
    page.get_by_role("link", name="Memos", exact=True).click()
    expect(page.get_by_text("Ask the others again.")).to_be_visible()
    assert clean(page) == []
    page.get_by_role("link", name="turn maple-01:2", exact=True).click()
    expect(page.locator("#maple-01-2")).to_be_in_viewport()


def test_a_summary_is_written_beside_the_passages_of_its_cell(page):
    """The matrix leads there and shows where there is one."""
    page.get_by_role("link", name="Matrix", exact=True).click()
    page.wait_for_url("**/matrix")
    assert clean(page) == []
    page.get_by_role("link", name="mentions of Caregiver training gap in Maple County").click()
    expect(page.locator("blockquote").first).to_be_visible()
    page.get_by_role("textbox", name="Summary").fill("Nobody was trained.")
    page.get_by_role("button", name="Write").click()
    expect(page.get_by_text("1 version")).to_be_visible()
    assert clean(page) == []
    page.get_by_role("link", name="Matrix", exact=True).click()
    expect(page.get_by_role("link", name="with a summary")).to_be_visible()
    assert clean(page) == []
