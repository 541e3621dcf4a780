"""Focus groups: who said, took up, spoke against or passed over what."""

from collections.abc import Mapping

from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.groups import Grid, grids
from csec_qual.base.errors import Problem, StudyError
from csec_qual.codebook.nodes import nearest
from csec_qual.model.transcript import SourceType
from csec_qual.tagging.assent import replies
from csec_qual.tagging.words import Reader


def focus_groups(cut: DataCut) -> tuple[str, ...]:
    """The transcripts that are focus groups, in order."""
    return tuple(name for name in cut.transcripts if cut.source(name).source_type is SourceType.FOCUS_GROUP)


def group_grids(
    cut: DataCut, transcript_id: str, reader: Reader, terms: Mapping[str, tuple[str, ...]]
) -> list[Grid]:
    """The questions of a focus group on which somebody made a point.

    Raises:
        StudyError: There is no such focus group.
    """
    known = focus_groups(cut)
    if transcript_id not in known:
        what = f"there is no focus group '{transcript_id}'."
        fix = nearest(transcript_id, known) if known else "Write focus_group as the source_type of its row."
        raise StudyError([Problem("sources.csv", None, what, fix)])
    stated = {passage.turn for passage, _ in cut.coded if passage.transcript_id == transcript_id}
    return grids(cut, transcript_id, replies(cut.transcripts[transcript_id], reader, terms, stated))
