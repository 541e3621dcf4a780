"""What is compared: participants' turns, and whether each coder gave a code there."""

from csec_qual.model.coding import Stance
from csec_qual.reliability.units import Table, UnitKind, table, units_of
from tests.small_talk import decision, suggestion, talk

TALK = talk(
    ("Priya", "And training?"),
    ("Dana", "None."),
    ("Priya", "And respite?"),
    ("Lee", "None."),
    ("Kim", "Yes."),
)
ONE, TWO, THREE = (suggestion(TALK, turn, "tg-caregiver") for turn in (2, 4, 5))


def test_what_interviewers_say_is_no_unit():
    """They would make any two coders agree."""
    assert units_of([TALK], UnitKind.TURN) == [("maple-01", 2), ("maple-01", 4), ("maple-01", 5)]
    assert units_of([TALK], UnitKind.TRANSCRIPT) == [("maple-01",)]


def test_to_reject_and_to_pass_by_are_both_not_to_give_it():
    """Only what somebody says applies is given."""
    said = {
        "ana": [decision(ONE), decision(TWO, Stance.DOES_NOT_APPLY)],
        "luis": [decision(ONE, coder_id="luis"), decision(THREE, coder_id="luis")],
    }
    units = units_of([TALK], UnitKind.TURN)
    found = table(units, said, ("ana", "luis"), {"tg-caregiver"}, UnitKind.TURN)
    assert found == Table(both=1, only_first=0, only_second=1, neither=1)


def test_a_theme_is_given_where_any_of_its_codes_is():
    """Two who choose different codes of a theme agree on the theme."""
    said = {"ana": [decision(ONE)], "luis": [decision(suggestion(TALK, 2, "tg-worker"), coder_id="luis")]}
    units = units_of([TALK], UnitKind.TURN)
    found = table(units, said, ("ana", "luis"), {"tg-caregiver", "tg-worker"}, UnitKind.TURN)
    assert found == Table(both=1, only_first=0, only_second=0, neither=2)
