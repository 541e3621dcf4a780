"""What people decide: it stands, it counts, and nothing takes it back but another decision."""

import pytest

from csec_qual.base.errors import DecisionError
from csec_qual.model.codes import Status
from csec_qual.model.coding import Stance
from tests.study.small_study import ids

SURE = "maple-01:2:tg-caregiver"
DOUBTFUL = "maple-02:2:tg-caregiver"
RULES = "codebooks/tiny/training.yaml"


def counted(study, **options):
    """Passage ids of what is counted."""
    return [each.passage_id for each in study.cut(**options).passages]


def test_a_decision_holds_what_was_seen(study):
    """Who, what, on which words, of which version, in whose words."""
    made = study.accept(SURE, coder=" ana ", note="a packet is all they get")
    assert study.history() == [made]
    seen = study.suggestion(SURE)
    assert (made.coder_id, made.stance, made.note) == ("ana", Stance.APPLIES, "a packet is all they get")
    assert (made.segment, made.turn, made.version) == (seen.segment, 2, 1)
    assert (made.code_id, made.code_version, made.fingerprint) == ("tg-caregiver", 2, seen.fingerprint)


@pytest.mark.parametrize("decide", ["accept", "reject"])
def test_an_unknown_suggestion_gets_the_nearest(study, decide):
    """Names are long and copied by hand."""
    with pytest.raises(DecisionError, match=f"Did you mean '{SURE}'"):
        getattr(study, decide)("maple-01:2:tg-caregivr", coder="ana")
    assert study.history() == []


@pytest.mark.parametrize("coder", ["", "  "])
def test_a_decision_needs_a_name(study, coder):
    """An unsigned decision cannot be compared with anybody's."""
    with pytest.raises(DecisionError, match="coder"):
        study.accept(SURE, coder=coder)


def test_a_suggestion_may_be_given_as_it_is(study):
    """As in the quickstart: for each suggestion of the queue."""
    for each in study.queue(coder="ana", code="pl-respite"):
        study.accept(each, coder="ana")
    assert study.queue(coder="ana", code="pl-respite") == []
    assert len(study.queue(coder="luis", code="pl-respite")) == 2


def test_a_suggestion_that_changed_meanwhile_is_not_decided_on(study, reopen):
    """A notebook holds on to a list while a colleague edits a rule: nobody saw what would be recorded."""
    seen = study.suggestion(SURE)
    changed = reopen(RULES, "'\"no\" NEAR/3 train*'", "training")
    changed.suggest()
    with pytest.raises(DecisionError, match="changed since"):
        changed.accept(seen, coder="ana")
    assert changed.history() == []


def test_the_queue_begins_with_what_only_a_person_can_tell(study):
    """The doubtful one first."""
    assert ids(study.queue(coder="ana"))[0] == DOUBTFUL


def test_what_counts_is_what_the_last_decision_says(study):
    """Rejected is out, accepted is in though its status does not count, and minds may change."""
    assert DOUBTFUL not in counted(study)
    study.accept(DOUBTFUL, coder="ana")
    study.reject(SURE, coder="ana")
    assert DOUBTFUL in counted(study)
    assert SURE not in counted(study)
    study.accept(SURE, coder="ana")
    assert SURE in counted(study)
    assert counted(study, decided_only=True) == [SURE, DOUBTFUL]
    assert [each.stance for each in study.history()] == [
        Stance.APPLIES,
        Stance.DOES_NOT_APPLY,
        Stance.APPLIES,
    ]


def test_a_decision_survives_an_edited_rule(study, reopen):
    """The engine suggests it no longer; the person said it applies."""
    study.accept(SURE, coder="ana")
    study.reject(DOUBTFUL, coder="ana")
    changed = reopen(RULES, "'\"no\" NEAR/3 train*'", "could not say")
    changed.suggest()
    assert [each.suggestion_id for each in changed.history()] == [SURE, DOUBTFUL]
    assert SURE not in ids(changed.suggestions())
    assert SURE in counted(changed)
    assert DOUBTFUL not in counted(changed)
    (passage,) = changed.cut(decided_only=True).passages
    assert (passage.coder_id, passage.status, passage.rule_id) == ("ana", Status.AFFIRMED, "")


def test_undecided_are_those_nobody_decided_on(study):
    """What is left to do."""
    study.reject(SURE, coder="ana")
    assert SURE not in ids(study.suggestions(undecided=True))
    assert (study.status().decided, study.status().waiting) == (1, 5)


def test_a_suggestion_is_explained(study):
    """The rule and the words, for a team lead who asks why."""
    reason = study.explain(SURE).reasons[0]
    assert (reason.rule_id, reason.sentence) == ("tg-caregiver.no", "There was no training for us 🙂 at all.")
    assert reason.words == ("no", "training") or reason.words == ("no training",)
    with pytest.raises(DecisionError, match="Did you mean"):
        study.explain("maple-01:2:tg-caregive")
