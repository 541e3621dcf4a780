"""Search: every match in its context."""

import pytest

from csec_qual.base.errors import QueryError
from csec_qual.tagging.concordance import find
from csec_qual.tagging.words import units
from tests.tagging.conftest import transcript

TERMS = {"kin": ("aunt",)}


def test_match_stands_in_its_context(reader):
    """The words before and after tell what a match means."""
    made = transcript("Well,\nmy aunts trained\nthemselves at night.")
    (line,) = find("{kin} NEAR/3 train", units(made), TERMS, reader, context=9)
    assert (line.before, line.found, line.after) == ("Well, my", "aunts trained", "themselv")
    assert made.text[line.segment.start : line.segment.end] == "aunts trained"


def test_unknown_term_list_is_pointed_at(reader):
    """The lists there are, are offered."""
    with pytest.raises(QueryError, match=r"'kim'.*There are: kin") as caught:
        find("a OR {kim}", [], TERMS, reader)
    assert caught.value.column == 6
