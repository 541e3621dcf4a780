"""The queue shows what is asked for, in the order asked for, and says how much there is of each kind."""

import re

import pytest

from csec_qual.model.coding import Stance
from csec_qual.study.waiting import Order, Show, Wanted


def names(waiting):
    return [f"{each.transcript_id}:{each.turn}:{each.code_id}" for each in waiting.items]


@pytest.fixture
def desk(study):
    return study.desk("ana")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Wanted(code="pl-respite"), {"cedar-01", "maple-02"}, id="code"),
        pytest.param(Wanted(county="cedar"), {"cedar-01"}, id="county"),
        pytest.param(Wanted(transcript="maple-02"), {"maple-02"}, id="transcript"),
        pytest.param(Wanted(rule="tg-caregiver.no", county="cedar"), {"cedar-01"}, id="rule-and-county"),
        pytest.param(Wanted(words="training FOR us"), {"maple-01"}, id="words-whatever-their-case"),
        pytest.param(Wanted(status="uncertain"), {"maple-02"}, id="status"),
        pytest.param(Wanted(kind="plan"), set(), id="no-such-source"),
    ],
)
def test_what_is_asked_for_is_shown(desk, wanted, expected):
    """A coder who works on one county or one rule sees nothing else."""
    found = desk.waiting(wanted)
    assert {each.transcript_id for each in found.items} == expected
    assert found.n_all == len(desk.waiting().items)


def test_numbers_say_what_another_choice_would_show(desk):
    """Beside each value stands how many there are once the other fields are met, not in all."""
    everything = desk.waiting()
    for county, n in desk.waiting(Wanted(code="pl-respite", county="cedar")).choices["county"].items():
        assert len(desk.waiting(Wanted(code="pl-respite", county=county)).items) == n
    assert sum(everything.choices["code"].values()) == everything.n_all


@pytest.mark.parametrize("order", Order)
def test_an_order_loses_nothing(desk, order):
    """Whatever comes first, the same suggestions wait."""
    assert sorted(names(desk.waiting(order=order))) == sorted(names(desk.waiting()))


def test_orders_put_first_what_they_say(desk, study):
    """Surest first is by score; by code and by county follow the codebook and the list of counties."""
    scores = [each.suggestion.score for each in desk.waiting(order=Order.SUREST).items]
    assert scores == sorted(scores, reverse=True)
    codes = [code.code_id for code in study.codebook.codes]
    by_code = [codes.index(each.code_id) for each in desk.waiting(order=Order.CODE).items]
    assert by_code == sorted(by_code)
    assert len(set(by_code)) > 1
    cases = [case.case_id for case in study.cases()]
    case_of = {source.transcript_id: source.case_id for source in study.sources()}
    by_county = [cases.index(case_of[each.transcript_id]) for each in desk.waiting(order=Order.COUNTY).items]
    assert by_county == sorted(by_county)
    assert len(set(by_county)) > 1


def test_what_an_edited_rule_finds_is_newest(browser, study):
    """After an edit a lead looks at what the rule finds now, before anything older."""
    browser.do("save", rule="pl-respite.word", find="respite OR rare")
    study.reload()
    newest = study.desk("ana").waiting(order=Order.NEWEST).items
    assert newest[0].code_id == "pl-respite"


def test_what_was_set_aside_can_be_chosen_by_code(desk):
    """Somebody who asked a colleague about one code finds those again."""
    first, second = (
        desk.waiting(Wanted(code="pl-respite")).items[0],
        desk.waiting(Wanted(code="tg-caregiver")).items[0],
    )
    for each in (first, second):
        desk.decide(f"{each.transcript_id}:{each.turn}:{each.code_id}", Stance.UNSURE)
    aside = desk.waiting(Wanted(code="pl-respite"), show=Show.UNSURE)
    assert [each[:3] for each in aside.items] == [first[:3]]
    assert aside.n_all == 2


def test_the_page_offers_what_there_is(browser):
    """Each choice with its number; an address with words it does not know shows everything."""
    page = browser.get("/queue?county=maple&order=surest").text
    assert re.search(r'<option value="maple" selected>[^<]+ \(\d+\)</option>', page)
    assert 'value="surest" selected' in page
    assert "cedar-01-2" not in page
    everything = browser.get("/queue?order=sideways&show=nothing&from=-5")
    assert everything.status_code == 200
    assert "cedar-01-2" in everything.text


def test_a_rule_leads_to_what_waits_of_it(browser):
    """From the rule's record to the passages it is about."""
    page = browser.get("/code/pl-respite").text
    (link,) = re.findall(r'href="(/queue\?[^"]*rule=pl-respite.word[^"]*)"', page)
    assert "pl-respite" in browser.get(link.replace("&amp;", "&")).text


def test_hostile_words_stay_text(browser):
    """What is typed comes back as text."""
    page = browser.get("/queue?words=%3Cscript%3Ealert(1)%3C/script%3E&code=%22%3E%3Cb%3E").text
    assert "<script>alert" not in page
    assert '"><b>' not in page


@pytest.mark.parametrize("order", Order)
def test_what_was_coded_by_hand_has_its_place(desk, order):
    """Set aside without a suggestion, it stands in the list whatever comes first."""
    desk.decide("cedar-01:2:tg-caregiver", Stance.UNSURE)
    desk.decide("maple-01:2:pl-respite", Stance.UNSURE)
    shown = names(desk.waiting(order=order, show=Show.UNSURE))
    assert sorted(shown) == ["cedar-01:2:tg-caregiver", "maple-01:2:pl-respite"]
