"""What each decision changed, and what stood at any moment before."""

import random

import pytest

from csec_qual.base.errors import DecisionError
from csec_qual.model.coding import Stance
from csec_qual.study.recounting import Wanted, as_of, changes

PLACES = ("maple-01:2:tg-caregiver", "maple-02:2:pl-respite", "cedar-01:2:pl-respite")


def test_each_change_tells_what_was_said_before_and_since(study):
    """Of the same coder, on the same passage; undoing brings back what was said before."""
    desk = study.desk("ana")
    desk.decide(PLACES[0], Stance.APPLIES)
    study.desk("luis").decide(PLACES[0], Stance.DOES_NOT_APPLY)
    desk.decide(PLACES[0], Stance.DOES_NOT_APPLY)
    desk.undo()
    desk.undo()
    assert [(each.decision.coder_id, each.before, each.after) for each in study.changes()] == [
        ("ana", "nothing", "applies"),
        ("luis", "nothing", "does not apply"),
        ("ana", "applies", "does not apply"),
        ("ana", "does not apply", "applies"),
        ("ana", "applies", "nothing"),
    ]


def test_changes_are_asked_for_by_coder_transcript_code_and_time(study):
    """What came before is told all the same."""
    for coder, place in (("ana", PLACES[0]), ("luis", PLACES[1]), ("ana", PLACES[2])):
        study.desk(coder).decide(place, Stance.APPLIES)
    positions = lambda **wanted: [each.position for each in study.changes(Wanted(**wanted))]  # noqa: E731
    assert positions(coder="ana") == [1, 3]
    assert positions(transcript="maple-02") == [2]
    assert positions(code="pl-respite") == [2, 3]
    assert positions(since="2999") == []
    assert positions(since="20") == [1, 2, 3]


def test_any_moment_is_rebuilt_as_it_was(study):
    """A snapshot taken after each of sixty steps is what the log gives of that moment."""
    dice = random.Random(4)
    desks = [study.desk(name) for name in ("ana", "luis", "mara")]
    snapshots = []
    for _ in range(60):
        desk = dice.choice(desks)
        step = dice.random()
        if step < 0.2:
            desk.undo()
        elif step < 0.3:
            desk.redo()
        else:
            desk.decide(
                dice.choice(PLACES), dice.choice([Stance.APPLIES, Stance.DOES_NOT_APPLY, Stance.UNSURE])
            )
        snapshots.append((len(study.history()), study.decisions()))
    assert len({n for n, _ in snapshots}) > 40
    for n, then in snapshots:
        assert study.decisions(as_of=str(n)) == then


def test_a_moment_is_a_number_or_a_time(study):
    """A day is its end; what is neither is refused."""
    desk = study.desk("ana")
    made = [desk.decide(place, Stance.APPLIES) for place in PLACES]
    log = [
        each.__class__(**{**{name: getattr(each, name) for name in each.__slots__}, "time": time})
        for each, time in zip(
            made, ("2026-06-29T10:00:00Z", "2026-06-30T09:00:00Z", "2026-06-30T17:04:09Z"), strict=True
        )
    ]
    assert [len(as_of(log, when)) for when in ("2026-06-29", "2026-06-30T09", "2026-06", "0", "2")] == [
        1,
        2,
        3,
        0,
        2,
    ]
    for wrong in ("4", "yesterday", "-1"):
        with pytest.raises(DecisionError):
            as_of(log, wrong)


def test_changes_of_nothing_are_none():
    """A new study has no history."""
    assert changes([], Wanted()) == []
