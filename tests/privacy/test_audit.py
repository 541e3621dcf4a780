"""What a last look takes for a name, and what it does not."""

import pytest

from csec_qual.privacy.audit import LeakKind, Piece, Secrets, audit
from csec_qual.privacy.names import Names
from csec_qual.privacy.release import Audience

SECRETS = Secrets(Names.known(["June", "April Soto"], []), {}, {}, frozenset(), frozenset())


def kinds(text):
    return [each.kind for each in audit([Piece("block 1", text)], SECRETS, Audience.PUBLIC)]


@pytest.mark.parametrize(
    "text",
    [
        "Point in time in June.",
        "As of June 30, 2026",
        "June 2026 to May 2027",
        "30 June",
        "since April",
        "By early June it was over",
        "June 4th",
    ],
)
def test_a_month_is_no_name(text):
    """A speaker called June makes no leak of every date."""
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text", ["As June told us", "June said in June that", "We heard it from June.", "April and June agree"]
)
def test_a_name_that_is_a_month_is_found(text):
    """Where it may be the person, a person looks."""
    assert kinds(text) == [LeakKind.NAME]
