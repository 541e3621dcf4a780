"""What of a codebook is at work: each finding from three sentences or fewer."""

from dataclasses import replace

from csec_qual.model.codes import CodeStatus, Example, Rule, Status
from csec_qual.model.transcript import Role
from csec_qual.tagging.coverage import Rejected, Together, coverage, with_attributes
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.words import units
from tests.tagging.conftest import code, codebook, cue, transcript


def covered(book, *turns, reader, rejected=()):
    talk = transcript(*turns)
    suggestions = Engine(with_attributes(book)).suggest(talk)
    return coverage(book, units(talk), suggestions, reader, rejected)


def names(rules):
    return [rule.rule_id for rule in rules]


def test_a_rule_that_never_fires_is_named(reader):
    """Nobody said it, or it is said in other words: the author must look."""
    found = covered(codebook(code("c", "train", "teach")), "They train us.", reader=reader)
    assert (names(found.silent_rules), found.rules) == (["c.2"], 2)


def test_a_hit_that_does_not_count_is_a_firing(reader):
    """A denied gap shows that the rule hears what is said."""
    book = codebook(code("c", "train"), cues=(cue(Status.NEGATED, "not"),))
    assert covered(book, "They do not train us.", reader=reader).silent_rules == ()


def test_rules_that_always_fire_together_are_one_group(reader):
    """One of two rules that never part says nothing of its own; across codes the two codes are one."""
    book = codebook(code("c", "train", "course"), code("d", "train*", "bus"))
    said = ("They train us.", "We train. The course is old.", "A bus.", "A bus.")
    assert covered(book, *said, reader=reader).together == (Together(("c.1", "d.1"), 2),)


def test_one_turn_is_no_always(reader):
    """In a single turn everything that fires fires together."""
    assert (
        covered(codebook(code("c", "train", "course")), "The training course.", reader=reader).together == ()
    )


def test_attributes_are_looked_at_like_codes(reader):
    """An attribute whose rules are silent is never given."""
    book = codebook(code("c", "train"), attributes=[code("x-gap", "lack"), code("x-good", "proud")])
    found = covered(book, "We lack training.", reader=reader)
    assert names(found.silent_rules) == ["x-good.1"]
    assert found.codes == 1


def test_codes_that_are_not_ready(reader):
    """A code nobody tried to break is not tested."""
    ready = replace(
        code("ready", "train"),
        examples_yes=tuple(Example(f"They train us, {n}.") for n in range(3)),
        examples_no=(Example("A train left.", "a vehicle"),),
    )
    found = covered(codebook(ready, code("by-hand")), "Hello.", reader=reader)
    assert found.without_rule == ("by-hand",)
    assert found.without_counter_example == ("by-hand",)
    assert found.few_examples == (("by-hand", 0),)


def test_codes_out_of_use_are_left_alone(reader):
    """A draft is allowed to be unfinished."""
    draft = replace(code("draft", "teach"), status=CodeStatus.DRAFT)
    found = covered(codebook(code("c", "train"), draft), "They train us.", reader=reader)
    assert (found.silent_rules, found.without_counter_example) == ((), ("c",))


def test_a_list_is_used_through_rules_exceptions_cues_and_other_lists(reader):
    """A list may work for its living without standing in a rule."""
    terms = {
        "direct": ("train", "{inner}"),
        "inner": ("teach",),
        "except": ("bus",),
        "cued": ("not",),
        "clause_break": ("but",),
        "idle": ("{alone}",),
        "alone": ("sun",),
    }
    ruled = replace(code("c"), rules=(Rule("c.1", find="{direct}", unless="{except}"),))
    found = covered(codebook(ruled, terms=terms, cues=(cue(Status.NEGATED, "{cued}"),)), "Hi.", reader=reader)
    assert found.unused_lists == ("idle", "alone")


def test_entries_that_match_nowhere_are_listed_as_written(reader):
    """An entry with a slip in it looks like one that nobody says."""
    terms = {"teaching": ("train", '"nobody shows them"', "teach*")}
    (found,) = covered(codebook(code("c", "{teaching}"), terms=terms), "They train us.", reader=reader).lists
    assert (found.entries, found.silent) == (3, ('"nobody shows them"', "teach*"))


def test_an_entry_may_match_in_the_question(reader):
    """A list that describes what was asked does its work there."""
    terms = {"asked": ("prepare", "sunshine")}
    book = codebook(code("c", "nobody IN QUESTION {asked}"), terms=terms)
    (found,) = covered(book, (Role.INTERVIEWER, "Who prepares you?"), "Nobody.", reader=reader).lists
    assert found.silent == ("sunshine",)


def test_a_rule_is_rejected_where_every_counted_hit_was(reader):
    """A rule that people always turn down costs them time; one they keep once earns its place."""
    book = codebook(code("c", "train", "teach"))
    said = ("They train us.", "We train.", "They teach us.", "We teach.")
    rejected = {"maple-01:1:c", "maple-01:2:c", "maple-01:3:c"}
    assert covered(book, *said, reader=reader, rejected=rejected).rejected == (Rejected("c.1", 2),)
    assert covered(book, *said, reader=reader).rejected == ()
