"""What the pages show, and out of what."""

import pytest


def test_the_first_page_says_how_far_the_coder_is(browser):
    """One of the three suggestions of the talk is decided."""
    browser.do("decide", passage="maple-02:2:pl-respite", stance="applies")
    page = browser.get("/").text
    assert "1 of 3 decided in maple-02" in page


def test_a_cell_of_the_matrix_opens_its_passages(browser):
    """And says how many of them a person has reviewed."""
    browser.do("decide", passage="cedar-01:2:pl-respite", stance="applies")
    page = browser.get("/matrix").text
    assert "1 mentions of Respite in Cedar County, 1 reviewed" in page
    assert "/cell/cedar/pl-respite" in page
    passages = browser.get("/cell/cedar/pl-respite").text
    assert "respite is rare" in passages
    assert "Respite helps" not in passages


def test_passages_of_a_code_are_filtered(browser):
    """By role, and by whether a person has reviewed them."""
    assert "1 of 3 passages" in browser.get("/code/tg-caregiver?role=education").text
    assert "0 of 3 passages" in browser.get("/code/tg-caregiver?review=reviewed").text


def test_a_search_shows_each_place_in_its_context(browser):
    """In the language of the rules."""
    page = browser.get("/find?query=respite+NEAR/4+rare").text
    assert "<mark>respite is rare</mark>" in page
    assert "cedar-01, turn 2" in page


def test_a_wrong_query_says_where_it_is_wrong(browser):
    """With the words of the command line."""
    answer = browser.get("/find?query=train+NEAR")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "path", ["/read/nowhere", "/code/no-such-code", "/why/nowhere:1:tg-caregiver", "/nothing"]
)
def test_what_is_not_there_is_said_to_be_so(browser, path):
    """No trace of the program."""
    answer = browser.get(path)
    assert answer.status_code in {404, 422}
    assert "Traceback" not in answer.text
    assert "<h1>" in answer.text
