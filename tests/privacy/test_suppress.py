"""Small counts of youth do not leave, and what is printed beside them does not tell them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.privacy.release import Audience, release_youth_counts
from csec_qual.privacy.suppress import SMALLEST, SUPPRESSED, is_on_native_youth

counties = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.just(n), st.none() | st.integers(n, n + 400))),
    min_size=1,
)


def shown(counts, audience=Audience.PUBLIC, about="Youth identified"):
    released = release_youth_counts(counts, audience=audience, about=about)
    return {key: each.shown for key, each in released.items()}


@given(counties)
def test_no_small_count_is_printed(counts):
    """Nor one that could be had by taking the count from its base."""
    for text in shown(counts).values():
        numbers = [int(each) for each in re.findall(r"\d+", text.replace(SUPPRESSED, ""))]
        assert not any(0 < number < SMALLEST for number in numbers)
        if len(numbers) == 2:
            assert not 0 < numbers[1] - numbers[0] < SMALLEST


@given(counties)
def test_a_marker_does_not_tell_one_from_none(counts):
    """Where a small county is hidden, a county without a case reads the same."""
    texts = shown(counts)
    if SUPPRESSED in texts.values():
        assert all(texts[key] == SUPPRESSED for key, (n, _) in counts.items() if n == 0)


@given(counties)
def test_what_is_large_enough_is_printed_as_it_is(counts):
    """Nothing else is withheld."""
    for key, (n, of) in counts.items():
        if n >= SMALLEST and (of is None or of - n >= SMALLEST or of == n):
            assert shown(counts)[key] == (str(n) if of is None else f"{n} of {of}")


def test_zeros_alone_are_printed():
    """A county in which nobody was found is a finding."""
    assert shown({"a": (0, 400), "b": (12, 300)}) == {"a": "0 of 400", "b": "12 of 300"}


def test_the_team_sees_counts_with_a_warning():
    """They need them to judge how the two fit."""
    assert shown({"a": (3, None), "b": (40, None)}, Audience.TEAM) == {"a": "3 (not for release)", "b": "40"}


def test_native_youth_are_not_counted_by_county():
    """Such a count is a Tribe's to release."""
    released = release_youth_counts(
        {"a": (40, 80)}, audience=Audience.PUBLIC, about="Native youth with an open case"
    )
    assert (released["a"].shown, "Native" in released["a"].withheld) == ("", True)
    assert is_on_native_youth("AI/AN youth")
    assert not is_on_native_youth("Alternative placements")
