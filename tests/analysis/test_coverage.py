"""Not asked, asked and nothing said, and found stay apart."""

from dataclasses import replace

import pytest

from csec_qual.analysis.coverage import State, silence, states
from csec_qual.model.transcript import Role
from tests.analysis.small_cut import small_cut, with_passages

CUT = small_cut()


@pytest.mark.parametrize(
    ("county", "topic", "state"),
    [
        pytest.param("maple", ["tg-caregiver"], State.FOUND, id="said"),
        pytest.param("maple", ["bh-wait"], State.ASKED_NOTHING, id="guide-asks-about-the-code"),
        pytest.param("maple", ["bh-expertise"], State.NOT_ASKED, id="no-question-invites-it"),
        pytest.param("birch", ["bh-expertise"], State.ASKED_NOTHING, id="template-asks-about-the-theme"),
        pytest.param("birch", ["tg-caregiver"], State.FOUND, id="said-though-nobody-asked"),
        pytest.param("cedar", ["tg-staff"], State.ASKED_NOTHING, id="survey-answered-from-there"),
        pytest.param("cedar", ["tg-caregiver"], State.NOT_ASKED, id="other-countys-guide"),
        pytest.param("cedar", ["tg-caregiver", "bh-wait"], State.FOUND, id="any-code-of-the-topic"),
        pytest.param("birch", ["behavioral-health"], State.FOUND, id="theme-stands-for-its-codes"),
    ],
)
def test_silence(county, topic, state):
    """A report must not call a county silent on what nobody asked."""
    assert silence(CUT, county, topic) is state


def test_states_agree_with_silence():
    """The matrix and the case study read from the same rule."""
    for (case_id, code_id), state in states(CUT).items():
        assert silence(CUT, case_id, [code_id]) is state
    assert len(states(CUT)) == 3 * 5


def test_a_transcript_nobody_may_count_asked_nobody():
    """Where every speaker is unknown, nothing shows that a participant was asked."""
    heard = CUT.transcripts["maple-admin-01"]
    unknown = replace(heard, turns=tuple(replace(turn, role=Role.UNKNOWN) for turn in heard.turns))
    cut = with_passages(replace(CUT, transcripts={**CUT.transcripts, "maple-admin-01": unknown}), [])
    assert silence(cut, "maple", ["tg-caregiver"]) is State.NOT_ASKED
    assert silence(cut, "maple", ["bh-wait"]) is State.ASKED_NOTHING
