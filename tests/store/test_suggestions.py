"""Suggestions are derived: replaced by code and transcript, never by accident of another's."""

import pytest

from csec_qual.model.codes import Status
from csec_qual.model.coding import Evidence, Suggestion
from csec_qual.model.transcript import Segment
from csec_qual.store import suggestions
from tests.small_talk import suggestion, talk

MAPLE = talk(("Dana", "They never got any training."), ("Dana", "A packet."))
CEDAR = talk(("Kim", "Ours never did."), transcript_id="cedar-01")


def read(database, transcript_id=None):
    with database.direct() as connection:
        found = suggestions.fetch(connection)
    return [each for each in found if transcript_id in (None, each.transcript_id)]


@pytest.fixture
def kept(database):
    """Two codes in one transcript, one in another."""
    maple = [suggestion(MAPLE, 1, "tg-caregiver"), suggestion(MAPLE, 2, "tg-materials")]
    with database.direct(writes=True) as connection:
        suggestions.replace(connection, {"maple-01": {"tg-caregiver": "a", "tg-materials": "b"}}, maple)
        suggestions.replace(
            connection, {"cedar-01": {"tg-caregiver": "c"}}, [suggestion(CEDAR, 1, "tg-caregiver")]
        )
    return database


def test_every_part_comes_back(database):
    """The explanation of a suggestion is read from what was kept."""
    whole = Suggestion(
        transcript_id="maple-01",
        turn=1,
        code_id="tg-caregiver",
        evidence=(
            Evidence(
                "tg-caregiver.no",
                Segment("maple-01", 0, 28),
                (Segment("maple-01", 0, 4), Segment("maple-01", 15, 27)),
                Status.NEGATED,
                Segment("maple-01", 5, 10),
                "negated.never",
            ),
            Evidence(
                "tg-caregiver.two", Segment("maple-01", 0, 28), (Segment("maple-01", 0, 4),), Status.NEED
            ),
        ),
        counts=False,
        needs_review=True,
        score=0.35,
        attributes=("x-challenge", "x-recommendation"),
        fingerprint="one",
    )
    with database.direct(writes=True) as connection:
        suggestions.replace(connection, {"maple-01": {"tg-caregiver": "one"}}, [whole])
    assert read(database) == [whole]


def test_only_the_codes_that_were_run_are_replaced(kept):
    """An edit to one code must not drop what the others found."""
    with kept.direct(writes=True) as connection:
        suggestions.replace(connection, {"maple-01": {"tg-caregiver": "a2"}}, [])
    assert [each.code_id for each in read(kept, "maple-01")] == ["tg-materials"]
    assert len(read(kept, "cedar-01")) == 1


def test_a_code_that_found_nothing_counts_as_run(kept):
    """Or every run would look again for what is not there."""
    with kept.direct(writes=True) as connection:
        suggestions.replace(connection, {"maple-01": {"tg-caregiver": "a2"}}, [])
    with kept.direct() as connection:
        assert suggestions.fingerprints(connection) == {
            ("maple-01", "tg-caregiver"): "a2",
            ("maple-01", "tg-materials"): "b",
            ("cedar-01", "tg-caregiver"): "c",
        }


def test_forgetting_a_transcript_leaves_the_others(kept):
    """A corrected transcript starts anew; its neighbours stand."""
    with kept.direct(writes=True) as connection:
        suggestions.forget(connection, "maple-01")
    assert [each.transcript_id for each in read(kept)] == ["cedar-01"]
    with kept.direct() as connection:
        assert set(suggestions.fingerprints(connection)) == {("cedar-01", "tg-caregiver")}


def test_a_failure_in_the_middle_keeps_the_old_ones(kept):
    """Ctrl-C between dropping the old and writing the new."""
    before = read(kept)

    def stopped():
        with kept.direct(writes=True) as connection:
            suggestions.replace(connection, {"maple-01": {"tg-caregiver": "a2"}}, [])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert read(kept) == before
