"""Silence has three meanings, and a report must not mix them up.

A county that was asked and said nothing differs from one that nobody asked. What was asked is known from
the instruments: a guide, survey or plan template counts as asked in a county when a transcript that used
it holds words from that county.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from enum import StrEnum

from csec_qual.analysis.cut import DataCut
from csec_qual.model.instrument import Instrument


class State(StrEnum):
    """What is known of a topic in a county."""

    FOUND = "evidence found"
    ASKED_NOTHING = "asked and nothing reported"
    NOT_ASKED = "not asked"


def silence(cut: DataCut, case_id: str, code_ids: Iterable[str]) -> State:
    """Whether a county spoke of any of the codes, was asked and did not, or was not asked.

    Words that were coded are evidence whether anyone asked for them or not.

    Args:
        cut: What was said.
        case_id: The county.
        code_ids: Codes that make up the topic; a theme's id stands for all of its codes.
    """
    codes = _codes(cut, set(code_ids))
    if any(turn.case_id == case_id and passage.code_id in codes for passage, turn in cut.coded):
        return State.FOUND
    asked = any(_asks(cut, instrument, codes) for instrument in _instruments(cut, case_id))
    return State.ASKED_NOTHING if asked else State.NOT_ASKED


def states(cut: DataCut) -> dict[tuple[str, str], State]:
    """The state of every code in every county, by case id and code id; see ``silence``."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for passage, turn in cut.coded:
        found[turn.case_id].add(passage.code_id)
    answer: dict[tuple[str, str], State] = {}
    for case in cut.cases:
        instruments = _instruments(cut, case.case_id)
        for code in cut.codebook.codes:
            asked = any(one.asks_about(code.code_id, code.theme_id) for one in instruments)
            state = State.ASKED_NOTHING if asked else State.NOT_ASKED
            spoken = code.code_id in found[case.case_id]
            answer[case.case_id, code.code_id] = State.FOUND if spoken else state
    return answer


def _codes(cut: DataCut, wanted: Collection[str]) -> frozenset[str]:
    return frozenset(
        code.code_id for code in cut.codebook.codes if code.code_id in wanted or code.theme_id in wanted
    )


def _instruments(cut: DataCut, case_id: str) -> tuple[Instrument, ...]:
    transcripts = {turn.transcript_id for turn in cut.spoken if turn.case_id == case_id}
    used = {cut.source(transcript_id).instrument for transcript_id in transcripts}
    return tuple(one for one in cut.instruments if one.instrument_id in used)


def _asks(cut: DataCut, instrument: Instrument, codes: Collection[str]) -> bool:
    return any(
        instrument.asks_about(code.code_id, code.theme_id)
        for code in cut.codebook.codes
        if code.code_id in codes
    )
