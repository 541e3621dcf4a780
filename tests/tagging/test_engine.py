"""Turns and a codebook to suggestions."""

import pytest

from csec_qual.model.codes import Rule, Scope, Status
from csec_qual.model.transcript import Role, SourceType
from csec_qual.tagging.engine import Engine
from tests.tagging.conftest import code, codebook, cue, suggest, transcript

GAP = code("gap", '"no" NEAR/4 training')


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.MODERATOR, Role.NOTE_TAKER, Role.UNKNOWN])
def test_only_participants_are_coded(role):
    """An interviewer's 'so there is no training?' is never evidence, nor is an unknown speaker's."""
    assert suggest(codebook(GAP), (role, "So there is no training?")) == []


def test_evidence_is_the_sentence_and_the_words():
    """A number opens to its quote, and the quote to the words that earned it."""
    said = "Well, you know. There is no real training 👍🏽 here. Anyway."
    made = transcript((Role.INTERVIEWER, "Tell me."), said)
    (suggestion,) = Engine(codebook(GAP)).suggest(made)
    (evidence,) = suggestion.evidence
    cut = [made.text[s.start : s.end] for s in (evidence.segment, *evidence.words)]
    assert cut == ["There is no real training 👍🏽 here.", "no", "training"]
    assert suggestion.suggestion_id == "maple-01:2:gap"


def test_one_code_once_per_turn():
    """Saying a thing three times in a turn is one mention, with three places to read."""
    (suggestion,) = suggest(codebook(GAP), "No training. None, no training. I said no training.")
    assert len(suggestion.evidence) == 3


def test_counting_evidence_speaks_first():
    """A denied and a made claim in one turn: the made one decides."""
    book = codebook(GAP, cues=(cue(Status.HYPOTHETICAL, '"imagine"', "sentence"),))
    (suggestion,) = suggest(book, "Imagine no training. We have no training.")
    assert suggestion.counts
    assert [e.status for e in suggestion.evidence] == [Status.AFFIRMED, Status.HYPOTHETICAL]


def test_suggestions_come_in_turn_then_codebook_order():
    """Two runs must list the same things in the same order."""
    book = codebook(code("b", "dog"), code("a", "cat"))
    found = suggest(book, "cat and dog", "a dog")
    assert [(s.turn, s.code_id) for s in found] == [(1, "b"), (1, "a"), (2, "b")]


def test_unless_bars_its_sentence_only():
    """An exclusion is about the claim beside it."""
    book = codebook(code("c", "train", unless="dog"))
    (suggestion,) = suggest(book, "We train the dog. We train people.")
    assert len(suggestion.evidence) == 1


def test_turn_scope_shows_every_sentence_from_first_to_last():
    """A reader needs the whole claim."""
    book = codebook(code("c", "counselor AND train", scope=Scope.TURN))
    made = transcript("Hi. We have counselors. Good ones. Nobody trained them. Bye.")
    (suggestion,) = Engine(book).suggest(made)
    segment = suggestion.segment
    assert made.text[segment.start : segment.end] == "We have counselors. Good ones. Nobody trained them."


def test_rule_may_look_at_role_groups_and_source_types_only():
    """'They never call us' means one thing from a Tribe and another from a clinic."""
    tribal = codebook(code("c", "call", roles=("Tribal partner",)))
    assert suggest(tribal, "They never call.") == []
    assert len(suggest(tribal, "They never call.", role_groups={"PARTICIPANT": "Tribal partner"})) == 1
    plans = codebook(code("c", "call", sources=(SourceType.PLAN,)))
    assert suggest(plans, "They call.") == []
    assert len(Engine(plans).suggest(transcript("They call.", source_type=SourceType.PLAN))) == 1


def test_attributes_come_with_counting_suggestions_only():
    """Attributes never stand alone, and a denied gap is no challenge."""
    challenge = code("x-challenge", "hard")
    book = codebook(
        code("c", "class", attributes=("x-challenge",)),
        code("d", "bus"),
        cues=(cue(Status.HYPOTHETICAL, '"imagine"', "sentence"),),
        attributes=(challenge,),
    )
    assert [s.attributes for s in suggest(book, "the class")] == [("x-challenge",)]
    assert [s.attributes for s in suggest(book, "the bus is hard", "the bus")] == [("x-challenge",), ()]
    assert [s.attributes for s in suggest(book, "Imagine the class.")] == [()]


def test_dependency_pattern_finds_what_word_order_hides():
    """'Nobody on my unit has ever been trained': the negation is the subject."""
    pattern = (
        {"RIGHT_ID": "verb", "RIGHT_ATTRS": {"LEMMA": "train"}},
        {"LEFT_ID": "verb", "REL_OP": ">", "RIGHT_ID": "who", "RIGHT_ATTRS": {"LOWER": "nobody"}},
    )
    book = codebook(_with_rule(Rule("c.1", depend=pattern)))
    (suggestion,) = suggest(book, "Nobody on my unit has ever been trained. Nobody left after we trained.")
    assert len(suggestion.evidence) == 1


def test_token_pattern_finds_parts_of_speech():
    """The noun 'train' is no training."""
    book = codebook(_with_rule(Rule("c.1", tokens=({"LEMMA": "train", "POS": "VERB"},))))
    assert [s.turn for s in suggest(book, "They train us well.", "I missed the train.")] == [1]


def test_same_input_same_output():
    """Figures must not change from run to run, nor with the codes asked for."""
    book = codebook(GAP, code("c", "training"))
    made = transcript("There is no training.", "Training is fine.")
    everything = Engine(book).suggest(made)
    assert Engine(book).suggest(made) == everything
    assert Engine(book).suggest(made, codes={"c"}) == [s for s in everything if s.code_id == "c"]


def _with_rule(rule):
    plain = code("c")
    return type(plain)(**{**{name: getattr(plain, name) for name in plain.__slots__}, "rules": (rule,)})
