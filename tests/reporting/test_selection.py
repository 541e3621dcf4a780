import dataclasses

from csec_qual.privacy.release import Audience
from csec_qual.reporting.selection import Selection, candidates, smaller_side
from tests.reporting.small_county import CHALLENGE, PROMISING, release


def of(cut, code_id):
    return [passage for passage in cut.passages if passage.code_id == code_id]


def shown(quotes):
    return [(one.quote.passage_id.rsplit(":", 1)[0], bool(one.quote.words)) for one in quotes]


def test_decided_first_then_new_voices(cut):
    """With room for two, Ana's decided quote and somebody else's come before Ana's other one."""
    picked = Selection(cut, release(cut), Audience.TEAM).pick(of(cut, "tg-caregiver"), limit=2)
    assert shown(picked) == [("maple-one:3", True), ("maple-group:2", True)]


def test_nobody_is_quoted_more_than_twice_in_a_section(cut):
    """Ana is eloquent; her third quote in a section stays out."""
    selection = Selection(cut, release(cut), Audience.TEAM)
    assert len(selection.pick(of(cut, "tg-caregiver"))) == 3
    assert selection.pick(of(cut, "bh-waitlist")) == ()


def test_what_may_only_be_retold_is_shown_without_words(cut):
    """The team must see that there is a point to paraphrase."""
    picked = Selection(cut, release(cut), Audience.TEAM).pick(of(cut, "tg-caregiver"), limit=4)
    assert ("maple-group:3", False) in shown(picked)


def test_counted_only_and_off_the_record_are_told_not_shown(cut):
    """Why a passage is missing is said in numbers."""
    selection = Selection(cut, release(cut), Audience.TEAM)
    picked = selection.pick(of(cut, "te-consult"))
    assert picked == ()
    assert selection.notes(of(cut, "te-consult"), picked) == (
        "1 passage counted and not shown: 1 counted only.",
    )


def test_the_smaller_side_is_heard(cut):
    """At least one quote against the current stands where there is one."""
    against = smaller_side(of(cut, "tg-caregiver") + of(cut, "tr-delivered"))
    assert against == {"maple-one:7:tr-delivered"}
    picked = Selection(cut, release(cut), Audience.TEAM).pick(of(cut, "tr-delivered"), limit=1, first=against)
    assert [one.says_otherwise for one in picked] == [True]


def test_without_two_sides_nobody_says_otherwise(cut):
    """A passage that is both or neither takes no side."""
    both = [dataclasses.replace(one, attributes=(CHALLENGE, PROMISING)) for one in of(cut, "tg-caregiver")]
    assert smaller_side(both) == frozenset()
    assert smaller_side(of(cut, "tg-caregiver")) == frozenset()


def test_the_same_words_are_printed_once_in_a_section(cut):
    """A sentence with two codes is one quote, with its other code named."""
    twin = dataclasses.replace(
        of(cut, "bh-waitlist")[0], passage_id="maple-one:5:tg-depth", code_id="tg-depth"
    )
    cut = dataclasses.replace(cut, passages=(*cut.passages, twin))
    selection = Selection(cut, release(cut), Audience.TEAM)
    (first,) = selection.pick(of(cut, "bh-waitlist"))
    assert first.also == ("Training too basic",)
    second = selection.pick([twin])
    assert second == ()
    assert selection.notes([twin], second) == ("1 passage quoted under another heading of this section.",)


def test_the_public_is_not_shown_who_could_be_recognised(cut):
    """In a report about one county, a quote of the only provider points to that person."""
    selection = Selection(cut, release(cut, Audience.PUBLIC), Audience.PUBLIC)
    picked = selection.pick(of(cut, "housing-cost"))
    assert picked == ()
    assert selection.notes(of(cut, "housing-cost"), picked) == ("1 passage counted and not shown.",)


def test_candidates_offer_the_first_of_every_code_before_the_second_of_any(cut):
    """The public's two quotes of a person should spread over the report."""
    order = [passage.passage_id for passage in candidates(cut, "maple")]
    assert order[0] == "maple-one:3:tg-caregiver"
    assert order.index("maple-one:5:bh-waitlist") < order.index("maple-group:2:tg-caregiver")
    assert len(order) == 10
