"""What the four bases say of themselves."""

import pytest

from csec_qual.analysis.bases import Base, Count


@pytest.mark.parametrize("base", list(Base))
def test_every_base_says_what_stands_above_and_below_the_line(base):
    """A number without its base misleads."""
    assert base.sentence.startswith(f"{base.label}: n = {base.numerator}; N = {base.denominator}.")
    assert base.never_say.startswith("Never say")


@pytest.mark.parametrize(
    ("n", "of", "share"),
    [
        pytest.param(3, 19, None, id="nineteen-is-too-few"),
        pytest.param(5, 20, 0.25, id="twenty-is-enough"),
        pytest.param(0, 0, None, id="nobody-to-count"),
    ],
)
def test_no_percentage_below_twenty(n, of, share):
    """Three of five is not sixty per cent of a county."""
    assert Count(n, of).share == share
    assert Count(n, of).shown == f"{n}/{of}"
