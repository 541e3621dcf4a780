"""A coder's first hour, with keys and with the mouse."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from csec_qual.study.study import Study

DANA = '.passage[data-passage="maple-01:2:tg-caregiver"]'


def log(folder):
    """What was decided, in order."""
    study = Study.open(folder)
    try:
        return [(each.turn, each.code_id, each.stance.value, each.note) for each in study.history()]
    finally:
        study.close()


def follow(page, name):
    """Open a page by its link, and wait until its script listens."""
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_load_state()


def test_read_accept_and_undo_with_keys_alone(page, folder):
    """Nobody needs a mouse."""
    follow(page, "maple-01")
    page.keyboard.press("j")
    expect(page.locator(DANA)).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(DANA)).to_contain_text("you accepted")
    page.keyboard.press("u")
    expect(page.locator(DANA)).not_to_contain_text("you accepted")
    page.keyboard.press("Shift+U")
    expect(page.locator(DANA)).to_contain_text("you accepted")
    page.keyboard.press("r")
    expect(page.locator(DANA)).to_contain_text("you rejected")
    assert [each[2] for each in log(folder)] == ["applies", "taken back", "applies", "does not apply"]


def test_read_and_reject_with_the_mouse(page, folder):
    """Every action has a button."""
    follow(page, "maple-01")
    page.get_by_role("button", name="Why Caregiver training gap").click()
    expect(page.locator(f"{DANA} .why")).to_contain_text("tg-caregiver.no")
    page.get_by_role("button", name="Reject Caregiver training gap").click()
    expect(page.locator(DANA)).to_contain_text("you rejected")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(DANA)).not_to_contain_text("you rejected")
    assert [each[2] for each in log(folder)] == ["does not apply", "taken back"]


def test_words_that_a_person_selects_are_coded_with_two_letters(page, folder):
    """After an emoji, which a browser counts as two and a transcript as one."""
    follow(page, "maple-01")
    page.evaluate(
        """() => {
        const words = document.querySelector("#maple-01-2 .words");
        const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
        let node; while ((node = walker.nextNode())) {
          const at = node.data.indexOf("at all");
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(node, at); range.setEnd(node, at + 6);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }}"""
    )
    page.keyboard.press("c")
    expect(page.locator("#coding-words")).to_have_text("at all")
    page.keyboard.type("re")
    page.keyboard.press("Enter")
    expect(page.locator('.passage[data-passage="maple-01:2:pl-respite"]')).to_contain_text("you accepted")
    study = Study.open(folder)
    (made,) = study.history()
    text = next(each.text for each in study.transcripts() if each.transcript_id == "maple-01")
    study.close()
    assert text[made.segment.start : made.segment.end] == "at all"


def test_a_code_given_lately_is_given_again_with_a_digit(page, folder):
    """Coders use a handful of codes at a time; the strip says which digit gives which."""
    follow(page, "maple-01")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator("#said")).to_contain_text("No code has been given on that key yet")
    page.keyboard.press("c")
    page.keyboard.type("pl")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Codes given lately")).to_contain_text("1 Respite")
    page.goto(page.url.replace("maple-01", "maple-02"))
    page.keyboard.press("j")
    turn = page.locator(".passage.now").get_attribute("data-passage").rpartition(":")[0]
    page.keyboard.press("1")
    expect(page.locator(f'.passage[data-passage="{turn}:pl-respite"]')).to_contain_text("you accepted")
    assert [each[1:3] for each in log(folder)][-1] == ("pl-respite", "applies")


def test_finding_words_goes_from_turn_to_turn(page):
    """Forwards, backwards and around."""
    follow(page, "maple-01")
    page.keyboard.press("/")
    page.keyboard.type("respite")
    expect(page.locator("#found")).to_have_text("1 of 2 turns")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("2 of 2 turns")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#found")).to_have_text("2 of 2 turns")
    expect(page.locator(".words.here")).to_have_count(1)


def test_a_memo_is_one_key_away(page):
    """On the turn that is being read."""
    follow(page, "maple-01")
    page.keyboard.press("j")
    page.keyboard.press("Shift+M")
    expect(page.get_by_role("heading", name="memo")).to_be_visible()


def test_another_code_takes_the_place_of_a_wrong_one(page, folder):
    """One is rejected, the other accepted on the same words."""
    follow(page, "maple-01")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.type("pl")
    page.keyboard.press("Enter")
    expect(page.locator('.passage[data-passage="maple-01:2:pl-respite"]')).to_contain_text("you accepted")
    assert [each[1:3] for each in log(folder)] == [
        ("tg-caregiver", "does not apply"),
        ("pl-respite", "applies"),
    ]


def test_the_queue_moves_on_after_each_decision(page, folder):
    """Ten in a minute: one key each."""
    follow(page, "Queue")
    waiting = page.locator(".passage").count()
    assert waiting > 3
    page.keyboard.press("j")
    decided = []
    for _ in range(3):
        decided.append(page.locator(".passage.now").get_attribute("data-passage"))
        page.keyboard.press("a")
        expect(page.locator(f'.passage[data-passage="{decided[-1]}"]')).to_contain_text("you accepted")
    assert len(set(decided)) == len(log(folder)) == 3
    page.reload()
    assert page.locator(".passage:not(.applies)").count() == waiting - 3


PAGES = [
    "/",
    "/read/maple-01",
    "/queue",
    "/codebook",
    "/code/tg-caregiver",
    "/matrix",
    "/find?query=train*",
    "/find?query=NEAR",
    "/groups/",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(page, path, scheme):
    """WCAG 2.2 AA by axe-core, in light and dark."""
    page.emulate_media(color_scheme=scheme)
    page.goto(page.url.rstrip("/") + path)
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]] == []


def test_the_keys_are_shown(page):
    """On one key."""
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).not_to_be_visible()


def test_an_edited_rule_shows_its_effect_and_is_saved(page, folder):
    """From the code's page, before and after saving."""
    follow(page, "Codebook")
    follow(page, "Caregiver training gap")
    page.get_by_text("tg-caregiver.no", exact=True).click()
    page.get_by_label("Query").fill("respite")
    page.get_by_role("button", name="Try").click()
    expect(page.locator(".effect")).to_contain_text("There was no training at our office either.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".effect")).to_contain_text("transcripts looked at")
    assert "find: 'respite'" in (folder / "codebooks" / "tiny" / "training.yaml").read_text("utf-8")


def test_a_second_coder_works_blind_of_the_first(folder, chromium, page):
    """What one decided does not answer for the other, and nobody undoes a colleague's step."""
    follow(page, "maple-01")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(DANA)).to_contain_text("you accepted")
    study = Study.open(folder)
    try:
        waiting = [each.suggestion_id for each in study.queue(coder="luis")]
        assert "maple-01:2:tg-caregiver" in waiting
        assert study.desk("luis").undo() == []
    finally:
        study.close()


def test_a_suggestion_is_set_aside_with_a_key(page, folder):
    """Nobody has to say yes or no today."""
    follow(page, "maple-01")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator(DANA)).to_contain_text("you are unsure")
    assert [each[2] for each in log(folder)] == ["unsure"]
