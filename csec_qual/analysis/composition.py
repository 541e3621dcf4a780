"""What one county's part of a data cut is made of: its sources, its people, and how much was reviewed.

These numbers describe the data, not what was said; what was said is counted in ``frequencies``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from csec_qual.analysis.bases import SOURCE_LABELS, Count
from csec_qual.analysis.cut import DataCut
from csec_qual.model.coding import CodedPassage
from csec_qual.model.transcript import Source, SourceType


@dataclass(frozen=True, slots=True)
class SourceMix:
    """One kind of source, gathered one way.

    Attributes:
        source_type: Interview, focus group, plan or survey.
        mode: As ``sources.csv`` has it; empty where not recorded.
        participants: Different people heard; 0 for plans, which are nobody's voice.
        transcripts: Transcripts that hold words from the county.
    """

    source_type: SourceType
    mode: str
    participants: int
    transcripts: int


def source_mix(cut: DataCut, case_id: str) -> tuple[SourceMix, ...]:
    """The county's sources by kind and mode, in the order of ``SOURCE_LABELS``, then of the mode."""
    people: defaultdict[tuple[SourceType, str], set[str]] = defaultdict(set)
    transcripts: defaultdict[tuple[SourceType, str], set[str]] = defaultdict(set)
    for turn in cut.spoken:
        if turn.case_id == case_id:
            kind = (turn.source_type, cut.source(turn.transcript_id).mode)
            transcripts[kind].add(turn.transcript_id)
            people[kind] |= {turn.participant_id} - {""}
    order = list(SOURCE_LABELS)
    kinds = sorted(transcripts, key=lambda kind: (order.index(kind[0]), kind[1]))
    return tuple(SourceMix(*kind, len(people[kind]), len(transcripts[kind])) for kind in kinds)


def n_participants(cut: DataCut, case_id: str) -> int:
    """Different people heard in a county, over all of its sources."""
    return len({turn.participant_id for turn in cut.spoken if turn.case_id == case_id} - {""})


def n_transcripts(cut: DataCut, case_id: str) -> int:
    """Transcripts that hold words from a county."""
    return len({turn.transcript_id for turn in cut.spoken if turn.case_id == case_id})


def passages_of(cut: DataCut, case_id: str) -> tuple[CodedPassage, ...]:
    """Every passage that counts for a county, in transcript, turn and codebook order."""
    return tuple(passage for passage, turn in cut.coded if turn.case_id == case_id)


def reviewed(passages: Iterable[CodedPassage]) -> Count:
    """How many of the passages a person decided on."""
    decided = [passage.is_decided for passage in passages]
    return Count(sum(decided), len(decided))


def role_groups(cut: DataCut, case_id: str | None = None) -> tuple[str, ...]:
    """Role groups heard in a county, or in the whole study, in alphabetical order."""
    heard = {turn.role_group for turn in cut.spoken if case_id is None or turn.case_id == case_id}
    return tuple(sorted(heard - {""}, key=str.casefold))


def missing_sources(cut: DataCut, case_id: str) -> tuple[Source, ...]:
    """Sources listed for a county whose words are not in the cut, in the order of ``sources.csv``."""
    present = {turn.transcript_id for turn in cut.spoken}
    return tuple(
        source for source in cut.sources if source.case_id == case_id and source.transcript_id not in present
    )
