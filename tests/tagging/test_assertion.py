"""Polarity of the resource is not polarity of the gap."""

from dataclasses import replace

import pytest

from csec_qual.model.codes import Rule, Status
from csec_qual.model.transcript import Role, SourceType
from csec_qual.tagging.engine import Engine
from tests.tagging.conftest import code, codebook, cue, suggest, transcript

GAP = code("gap", '("no" OR lack OR shortage OR nobody) NEAR/6 (training OR counselor)')
ASSET = code("asset", "train NEAR/6 worker", accept=(Status.AFFIRMED,))
CUES = (
    cue(Status.HYPOTHETICAL, '"if" NEAR/25 ("would" OR "\'d")', "sentence"),
    cue(Status.RESOLVED, '"used to"'),
    cue(Status.NEGATED, '"no" BEFORE/2 (lack OR shortage)'),
    cue(Status.NEGATED, "not", "after", codes=("asset",)),
    cue(Status.NEED, "need", "after"),
)
BOOK = codebook(GAP, ASSET, terms={"clause_break": ('"but"', '"now"')}, cues=CUES)


def status_of(said, code_id="gap"):
    found = [s.status for s in suggest(BOOK, said) if s.code_id == code_id]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("There's no training for kin.", "affirmed", id="missing-resource-is-the-gap"),
        pytest.param("There's no lack of training for kin.", "negated", id="second-negation-cancels"),
        pytest.param("If it ended we'd have no training.", "hypothetical", id="supposed-case"),
        pytest.param("There used to be no training.", "resolved", id="over-now"),
        pytest.param("It used to rain, but there is no training.", "affirmed", id="clause-ends-the-reach"),
        pytest.param("It used to rain; there is no training.", "affirmed", id="semicolon-ends-the-reach"),
        pytest.param(
            "We don't meet and there's no training.", "affirmed", id="plain-not-is-no-denial-of-a-gap"
        ),
    ],
)
def test_gap(said, status):
    """Evaluators must not report a gap that the speaker denied, supposed or saw end."""
    assert status_of(said) == status


def test_plain_not_denies_an_asset():
    """'We have not trained our workers' is no training in place."""
    assert status_of("We trained every worker.", "asset") == "affirmed"
    assert status_of("We did not train a worker.", "asset") == "negated"


def test_need_is_its_own_status():
    """A need counts for a gap, and never for something in place."""
    (suggestion,) = suggest(BOOK, "We need to train the workers.")
    assert (suggestion.status, suggestion.counts) == (Status.NEED, False)


def test_rule_that_settles_its_status_still_heeds_supposed_cases():
    """A rule's own words may say 'affirmed', but not inside an 'if we would'."""
    settled = code("c", "shortage NEAR/4 training", status=Status.AFFIRMED)
    book = codebook(settled, cues=CUES)
    assert [s.status for s in suggest(book, "No shortage of training.")] == [Status.AFFIRMED]
    assert [s.status for s in suggest(book, "If they came we'd have no shortage of training.")] == [
        Status.HYPOTHETICAL
    ]


def test_status_never_deletes_a_hit():
    """A person can always see what was found and why it does not count."""
    (suggestion,) = suggest(BOOK, "There's no lack of training.")
    assert suggestion.status is Status.NEGATED
    assert not suggestion.counts
    assert suggestion.evidence[0].cue_id == "negated.cue"


def test_rule_may_ask_for_a_status():
    """A rule can be limited to claims of one status."""
    rule = Rule("c.1", find="train", statuses=(Status.NEED,))
    only_need = code("c")
    only_need = type(only_need)(
        **{**{f: getattr(only_need, f) for f in only_need.__slots__}, "rules": (rule,)}
    )
    book = codebook(only_need, cues=CUES)
    assert suggest(book, "We train people.") == []
    assert len(suggest(book, "We need to train people.")) == 1


FORMER = cue(
    Status.ELSEWHERE, '"worked in"', "sentence", carry='"they" OR "there"', until='"here" OR "our county"'
)


@pytest.mark.parametrize(
    ("turns", "status"),
    [
        pytest.param(["I worked in Alder County. They had no training."], "elsewhere", id="next-sentence"),
        pytest.param(["I worked in Alder County.", "They had no training."], "elsewhere", id="next-turn"),
        pytest.param(
            ["I worked in Alder County.", (Role.INTERVIEWER, "And?"), "They had no training."],
            "elsewhere",
            id="past-the-interviewer",
        ),
        pytest.param(["I worked in Alder County.", "We have no training."], "affirmed", id="says-we"),
        pytest.param(
            ["I worked in Alder County. But I am here. They have no training."],
            "affirmed",
            id="here-re-opens",
        ),
        pytest.param(
            ["I worked in Alder County.", "Yes.", "They have no training."], "affirmed", id="one-turn-far"
        ),
    ],
)
def test_another_place_carries_over(turns, status):
    """Who speaks of a former county says its name once and 'they' from then on."""
    book = codebook(GAP, terms={"clause_break": ('"but"',)}, cues=(FORMER,))
    (suggestion,) = suggest(book, *turns)
    assert suggestion.status == status


def test_another_speaker_does_not_carry_on():
    """In a focus group 'they' is somebody else's they."""
    made = transcript("I worked in Alder County.", "They had no training.")
    first, second = made.turns
    made = replace(made, turns=(first, replace(second, speaker="SOMEBODY ELSE")))
    book = codebook(GAP, cues=(FORMER,))
    assert [s.status for s in Engine(book).suggest(made)] == ["affirmed"]


def test_a_sentence_may_end_what_came_before_it():
    """'That stopped.' speaks of the sentence before."""
    over = cue(Status.RESOLVED, '"that stopped"', "back")
    book = codebook(GAP, cues=(over,))
    assert [s.status for s in suggest(book, "There was no training. That stopped.")] == ["resolved"]
    assert [s.status for s in suggest(book, "That stopped. There was no training.")] == ["affirmed"]


def test_before_and_now_in_one_sentence():
    """Of 'was X, now Y' only X is over."""
    contrast = cue(Status.RESOLVED, '"was" BEFORE/9 "now"', "between")
    book = codebook(GAP, code("wait", "waitlist"), cues=(contrast,))
    found = {s.code_id: s.status for s in suggest(book, "There was no training, now there is a waitlist.")}
    assert found == {"gap": "resolved", "wait": "affirmed"}


def test_intent_in_a_plan_is_no_practice():
    """'The County will train' is a promise; the same words of a worker may tell of a habit."""
    asset = code("c", "train NEAR/3 worker", accept=(Status.AFFIRMED,))
    will = cue(Status.HYPOTHETICAL, '"will"', sources=(SourceType.PLAN,))
    book = codebook(asset, cues=(will,))
    said = "The County will train every worker."
    for kind, status in ((SourceType.PLAN, Status.HYPOTHETICAL), (SourceType.INTERVIEW, Status.AFFIRMED)):
        (suggestion,) = Engine(book).suggest(transcript(said, source_type=kind))
        assert suggestion.status is status
