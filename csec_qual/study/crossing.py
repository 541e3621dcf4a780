"""Writing the cross-county report from what the study holds."""

from collections.abc import Iterable
from pathlib import Path

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError
from csec_qual.base.files import write_bytes
from csec_qual.model.memo import MemoKind, MemoVersion
from csec_qual.privacy.notes import ReleasedNote
from csec_qual.privacy.release import Audience
from csec_qual.reporting.cross_county import FORMATS, cross_county, quotable, render_cross_county
from csec_qual.study import drafts, layout
from csec_qual.study.choices import choice
from csec_qual.study.indicators import read_indicators
from csec_qual.study.outputs import (
    CROSS_COUNTY,
    ReportRequest,
    ReportStatus,
    as_released,
    labels,
    noted,
    read_narrative,
    released,
)
from csec_qual.study.settings import Settings


def write_cross_county(
    request: ReportRequest,
    cut: DataCut,
    settings: Settings,
    *,
    order_by: str,
    study: Path,
    memos: Iterable[MemoVersion] = (),
) -> list[Path]:
    """Write the report in every format that was asked for; what a person edited is not written over.

    Raises:
        StudyError: There is no such audience or attribute, or a list or the narrative has faults.
        OutputError: A file could not be written; what was there is untouched.
    """
    audience = choice(Audience, request.audience, "audience")
    for _, path in request.wanted:
        if path.suffix.lower() not in FORMATS:
            raise OutputError(f"{path}: the report ends in {', '.join(FORMATS)}. Nothing was written.")
    names = labels(cut, settings, audience, CROSS_COUNTY)
    quotes = released(cut, list(quotable(cut)), names, audience)
    release = noted(cut, released(cut, cut.passages, names, audience), names)
    summaries: dict[tuple[str, str], ReleasedNote] = {}
    for memo in memos:
        if memo.kind is MemoKind.CELL:
            case_id, _, code_id = memo.place.partition(":")
            summaries[case_id, code_id] = release(memo.text)
    report = cross_county(
        cut,
        quotes=quotes,
        labels=names,
        date=request.date,
        audience=audience,
        status=choice(ReportStatus, request.status, "status"),
        order_by=order_by,
        indicators=read_indicators(study, [case.case_id for case in cut.cases]),
        summaries=summaries,
        narrative={
            section: as_released(release(text))
            for section, text in read_narrative(study / layout.NARRATIVE, CROSS_COUNTY).items()
        },
    )
    made = [
        (drafts.free_place(study, path), render_cross_county(report, path.suffix.lower(), request.templates))
        for _, path in request.wanted
    ]
    for place, said in made:
        data = said.encode() if isinstance(said, str) else said
        write_bytes(place, data)
        drafts.remember(study, data)
    return [place for place, _ in made]
