import pytest

from csec_qual.privacy.names import Names

NAMES = Names.known(
    [
        "Dana Reyes (Probation)",
        "Rose",
        "Ana",
        "Participant 2",
        "P1",
        "Deputy Torres",
        "Hotline screener",
        "Q",
    ],
    ["Maple County", "County of Tule"],
)


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        pytest.param("Ask Dana Reyes.", "Ask [name].", id="full-name"),
        pytest.param("ask dana  reyes", "ask [name]", id="captions-in-lower-case"),
        pytest.param("Dana's idea, not Ms. Reyes's", "[name]'s idea, not Ms. [name]'s", id="possessive"),
        pytest.param("ROSE said so", "[name] said so", id="capitals"),
        pytest.param("The rates rose again.", "The rates rose again.", id="a-word-that-is-also-a-name"),
        pytest.param("Rosewood is a street", "Rosewood is a street", id="whole-words-only"),
        pytest.param("Ana called", "[name] called", id="short-label"),
        pytest.param("Torres drove", "[name] drove", id="surname-behind-a-title"),
        pytest.param("A deputy and a participant", "A deputy and a participant", id="role-words-stay"),
        pytest.param("Hotline calls doubled", "Hotline calls doubled", id="label-of-role-words"),
        pytest.param("here in maple county", "here in [county]", id="county-in-lower-case"),
        pytest.param("Maple is small", "[county] is small", id="county-without-its-second-word"),
        pytest.param("a maple tree", "a maple tree", id="the-tree-is-not-the-county"),
        pytest.param("Tule and the County of Tule", "[county] and the [county]", id="county-of"),
    ],
)
def test_known_names_leave_as_marks(said, masked):
    """A label in the transcript must not come back inside somebody's quote."""
    assert NAMES.masked(said) == masked


def test_nothing_known_changes_nothing():
    """Words pass as they are where the study knows no names."""
    assert Names.known([], []).masked("Dana of Maple County") == "Dana of Maple County"


def test_names_with_signs_of_their_own_are_taken_as_they_are():
    """A label is text, not a pattern."""
    assert Names.known(["Dee+ (.*"], []).masked("anything at all") == "anything at all"
