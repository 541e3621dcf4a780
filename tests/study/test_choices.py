"""A slip in a word is refused with the nearest one; silence would read as 'there is nothing'."""

import pytest

from csec_qual.base.errors import CodebookError, StudyError
from tests.study.small_study import DATE


@pytest.mark.parametrize(
    ("ask", "error", "offered"),
    [
        pytest.param(lambda s: s.suggestions(code="tg-caregivr"), CodebookError, "tg-caregiver", id="code"),
        pytest.param(lambda s: s.queue(coder="ana", code="respit"), CodebookError, "pl-respite", id="queue"),
        pytest.param(lambda s: s.suggestions(case="mapel"), StudyError, "maple", id="county"),
        pytest.param(lambda s: s.suggestions(status="afirmed"), StudyError, "affirmed", id="status"),
        pytest.param(lambda s: s.find("train*", case="mapel"), StudyError, "maple", id="find-county"),
        pytest.param(lambda s: s.find("train*", role="intervewer"), StudyError, "interviewer", id="role"),
        pytest.param(lambda s: s.find("train*", scope="sentense"), StudyError, "sentence", id="scope"),
        pytest.param(
            lambda s: s.write_case_studies("out", date=DATE, audience="publik"),
            StudyError,
            "public",
            id="audience",
        ),
    ],
)
def test_a_slip_gets_the_nearest_word(study, tmp_path, monkeypatch, ask, error, offered):
    """A report of no suggestions because of a typing error would be believed."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=f"Did you mean '{offered}'"):
        ask(study)
    assert not (tmp_path / "out").exists()
