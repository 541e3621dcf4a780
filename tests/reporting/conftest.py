import pytest

from csec_qual.privacy.release import Audience
from csec_qual.reporting.context import case_study
from tests.reporting.small_county import LABELS, release, small_cut


@pytest.fixture
def cut():
    return small_cut()


@pytest.fixture
def study_of():
    """Make a case study of a cut; keywords override the county's defaults."""

    def make(cut, case_id="maple", *, audience=Audience.TEAM, labels=LABELS, narrative=None, **kwargs):
        return case_study(
            cut,
            case_id,
            quotes=release(cut, audience, labels),
            labels=labels,
            narrative=narrative or {},
            date="2026-06-30",
            audience=audience,
            **kwargs,
        )

    return make
