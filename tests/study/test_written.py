"""A text that was written beside a number says so once the number has moved."""

import pytest

from tests.study.small_study import write

DATE = "2026-06-30"
MOVED = "written when the numbers were others"


@pytest.fixture
def page(study, folder):
    """Write the county's report and read it."""

    def read():
        return study.write_case_study("maple", folder / "reports" / "maple.md", date=DATE).read_text("utf-8")

    return read


def test_a_moved_number_is_told_beside_the_text(study, page):
    """The lead decides whether the sentence still holds."""
    assert MOVED not in page()
    assert MOVED not in page()
    study.reject("maple-01:2:tg-caregiver", coder="ana")
    shown = page()
    assert MOVED in shown
    assert "2 of 2 participants" in shown.partition(MOVED)[2].partition("\n")[0]
    assert MOVED in page()


def test_a_text_that_was_changed_starts_anew(study, folder, page):
    """Whoever wrote again has seen the numbers."""
    page()
    study.reject("maple-01:2:tg-caregiver", coder="ana")
    assert MOVED in page()
    write(folder / "narrative" / "maple" / "training.md", "Seen again, and still so.\n")
    assert MOVED not in page()
    assert MOVED not in page()
