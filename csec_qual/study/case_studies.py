"""County case studies: made once for each county, and written in every format that was asked for.

What is the same for all counties of an audience is made once. Where the system can copy a process that is at
work, counties are made side by side; what is written is the same byte for byte.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.tables import Tables
from csec_qual.base.errors import OutputError, Problem, StudyError
from csec_qual.base.files import write_bytes, write_text
from csec_qual.base.progress import Progress, Quiet
from csec_qual.codebook.nodes import nearest
from csec_qual.model.memo import MemoKind, MemoVersion
from csec_qual.privacy.notes import ReleasedNote
from csec_qual.privacy.release import LIVED_EXPERIENCE, Audience, ReleasedQuote
from csec_qual.reporting.claims import quotes_of, team_text
from csec_qual.reporting.context import case_study
from csec_qual.reporting.data import as_json
from csec_qual.reporting.document import CaseStudy
from csec_qual.reporting.docx import render_docx
from csec_qual.reporting.html import render_html
from csec_qual.reporting.markdown import render_markdown
from csec_qual.reporting.pdf import render_pdf
from csec_qual.reporting.reread import blocks_of
from csec_qual.reporting.selection import candidates
from csec_qual.reporting.transcript_page import render_transcript
from csec_qual.reporting.verify import Draft, Vocabulary
from csec_qual.study import drafts, layout, written
from csec_qual.study.choices import choice
from csec_qual.study.indicators import read_indicators
from csec_qual.study.outputs import (
    CROSS_COUNTY,
    PAGES,
    ReportRequest,
    ReportStatus,
    as_released,
    labels,
    noted,
    read_narrative,
    released,
)
from csec_qual.study.settings import Settings

_RENDERERS: Mapping[str, Callable[[CaseStudy, Path | None], str | bytes]] = {
    ".html": render_html,
    ".md": render_markdown,
    ".docx": render_docx,
    ".pdf": render_pdf,
}
# What people edit is checked against what was written; nobody edits a PDF.
_EDITED = frozenset({".html", ".md", ".docx"})
# What else speakers are called than their role groups.
_ROLES = (LIVED_EXPERIENCE, "county plan", "unknown speaker", "survey respondent", "Tribal partner")
_FEWEST_FOR_SIDE_BY_SIDE = 4
"""Counties below this are made sooner by one process than by several that must begin first."""
_QUIET = Quiet()
_File: TypeAlias = tuple[bytes, drafts.Kept | None]
"""What is written, and what is kept to check an edited copy against."""


class CaseStudies:
    """The case studies of one request.

    Args:
        request: Which, and for whom.
        cut: What was said and how it was coded.
        settings: How counties may be named.
        study: The study's folder.
        memos: What was written for the reports: in the cells of the framework matrix, and on counties.

    Raises:
        StudyError: There is no such audience.
    """

    def __init__(
        self,
        request: ReportRequest,
        cut: DataCut,
        settings: Settings,
        *,
        study: Path,
        memos: Iterable[MemoVersion] = (),
    ) -> None:
        self._request = request
        self._cut = cut
        self._settings = settings
        self._study = study
        self._memos = list(memos)
        self._audience = choice(Audience, request.audience, "audience")

    def write(self, progress: Progress = _QUIET) -> list[Path]:
        """Write them, and for the team the transcript pages that their quotes link to.

        Raises:
            StudyError: There is no such county, or a text in ``narrative`` has no place in a report.
            OutputError: A file could not be written; what was there is untouched.
        """
        self._check()
        wanted: dict[str, list[str]] = {}
        for case_id, path in self._request.wanted:
            wanted.setdefault(case_id, []).append(path.suffix.lower())
        # Every report is made before the first is written: a fault in one leaves all as they were.
        reports: dict[str, CaseStudy] = {}
        made: dict[tuple[str, str], _File] = {}
        for case_id, report, files in self._made(list(wanted.items()), progress):
            reports[case_id] = report
            made |= {(case_id, suffix): file for suffix, file in files.items()}
        places = []
        for case_id, path in self._request.wanted:
            data, kept = made[case_id, path.suffix.lower()]
            place = drafts.free_place(self._study, path)
            write_bytes(place, data)
            if kept is None:
                drafts.remember(self._study, data)
            else:
                drafts.keep(self._study, kept, data)
            places.append(place)
        if self._audience.is_team:
            written.keep(self._study, reports.items())
            for folder in dict.fromkeys(path.parent for _, path in self._request.wanted):
                self._write_transcript_pages(folder)
        return places

    def report(self, case_id: str) -> CaseStudy:
        """What the case study of a county says.

        Raises:
            StudyError: There is no such county, or a text in ``narrative`` has no place in a report.
        """
        cut, names = self._cut, self._names(case_id)
        quotes = self._team_quotes
        if quotes is None:
            quotes = released(cut, candidates(cut, case_id), names, self._audience)
        release = noted(cut, quotes, names)
        report = case_study(
            cut,
            case_id,
            quotes=quotes,
            labels=names,
            narrative={
                section: as_released(release(text))
                for section, text in read_narrative(self._study / layout.NARRATIVE, case_id).items()
            },
            date=self._request.date,
            audience=self._audience,
            status=choice(ReportStatus, self._request.status, "status"),
            summaries=self._summaries(case_id, release),
            notes=tuple(
                release(each.text)
                for each in self._memos
                if each.kind is MemoKind.CASE and each.place == case_id
            ),
            indicators=read_indicators(self._study, [case.case_id for case in cut.cases]),
            tables=self._tables,
        )
        # A public report has other numbers than the team's, against which a text was written.
        report = written.flagged(report, self._study, case_id) if self._audience.is_team else report
        return replace(report, draft_id=drafts.draft_id_of(report))

    def rendered(self, report: CaseStudy, suffix: str) -> bytes:
        """The file that says what a report says, in the format of an ending such as ``.html``."""
        made = _RENDERERS[suffix.lower()](report, self._request.templates)
        return made.encode() if isinstance(made, str) else made

    def _check(self) -> None:
        request = self._request
        folders = dict.fromkeys(path.parent for _, path in request.wanted)
        if self._audience.is_team and any(folder.resolve() == self._study.resolve() for folder in folders):
            raise OutputError(
                f"{request.wanted[0][1]}: the pages that its quotes link to would land among the study's own "
                f"transcripts. Choose {layout.REPORTS}/ or another folder. Nothing was written."
            )
        for _, path in request.wanted:
            if path.suffix.lower() not in _RENDERERS:
                raise OutputError(
                    f"{path}: the format is told by the ending: {', '.join(_RENDERERS)}. Nothing was written."
                )
        case_ids = [case.case_id for case in self._cut.cases]
        _check_narrative_folders(self._study / layout.NARRATIVE, case_ids)

    def _made(
        self, wanted: list[tuple[str, list[str]]], progress: Progress
    ) -> Iterator[tuple[str, CaseStudy, dict[str, _File]]]:
        """Report and files of every county, in order."""
        n_processes = min(len(wanted), os.cpu_count() or 1)
        can_fork = "fork" in multiprocessing.get_all_start_methods()
        if n_processes < 2 or len(wanted) < _FEWEST_FOR_SIDE_BY_SIDE or not can_fork:
            yield from progress.each(map(self._make, wanted), "Writing reports", len(wanted))
            return
        # What the counties share is made before the process is copied.
        _ = self._team_quotes, self._cut.order, self._cut.labels_at
        self.report(wanted[0][0])
        _Worker.studies = self
        try:
            context = multiprocessing.get_context("fork")
            with ProcessPoolExecutor(n_processes, context, initializer=_Worker.begin) as pool:
                yield from progress.each(pool.map(_Worker.make, wanted), "Writing reports", len(wanted))
        finally:
            _Worker.studies = None

    def _make(self, wanted: tuple[str, list[str]]) -> tuple[str, CaseStudy, dict[str, _File]]:
        case_id, suffixes = wanted
        report = self.report(case_id)
        files = {}
        for suffix in suffixes:
            data = self.rendered(report, suffix)
            files[suffix] = data, self._kept(case_id, suffix, report, data) if suffix in _EDITED else None
        return case_id, report, files

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self._cut)

    @cached_property
    def _team_quotes(self) -> Mapping[str, ReleasedQuote] | None:
        """What the gate lets through for the team, the same in every report; None for others."""
        if not self._audience.is_team:
            return None
        return released(self._cut, self._cut.passages, self._names(""), self._audience)

    def _names(self, case_id: str) -> dict[str, str]:
        return labels(self._cut, self._settings, self._audience, case_id)

    def _summaries(
        self, case_id: str, release: Callable[[str], ReleasedNote]
    ) -> dict[str, tuple[ReleasedNote, int]]:
        """What was written of a county's codes, with the mentions it was written at."""
        places = {each.place: each for each in self._memos if each.kind is MemoKind.CELL}
        return {
            place.rpartition(":")[2]: (release(each.text), each.n)
            for place, each in places.items()
            if place.rpartition(":")[0] == case_id
        }

    def _kept(self, case_id: str, suffix: str, report: CaseStudy, data: bytes) -> drafts.Kept:
        """What is kept of a report, to check an edited copy against."""
        named, cut = self._names(case_id), self._cut
        return drafts.Kept(
            draft_id=report.draft_id,
            case_id=case_id,
            label=report.label,
            audience=self._request.audience,
            date=self._request.date,
            decided_only=report.decided_only,
            status=report.status,
            suffix=suffix,
            draft=Draft(
                blocks=tuple(blocks_of(data, suffix)),
                quotes=quotes_of(report),
                team=team_text(report),
                vocabulary=Vocabulary(
                    counties=tuple(dict.fromkeys([*named.values(), *(case.label for case in cut.cases)])),
                    roles=tuple(
                        dict.fromkeys([*_ROLES, *(person.role_group for person in cut.participants)])
                    ),
                ),
            ),
        )

    def _write_transcript_pages(self, folder: Path) -> None:
        names = self._names("")
        for transcript_id in self._cut.transcripts:
            page = render_transcript(
                self._cut, transcript_id, labels=names, templates=self._request.templates
            )
            write_text(folder / PAGES / f"{transcript_id}.html", page)


class _Worker:
    """What a copied process finds where the one it was copied from left it."""

    studies: CaseStudies | None = None

    @staticmethod
    def begin() -> None:
        """Leave Ctrl-C to the process that was copied: it stops them all, and says so once."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    @classmethod
    def make(cls, wanted: tuple[str, list[str]]) -> tuple[str, CaseStudy, dict[str, _File]]:
        """The files of one county."""
        assert cls.studies is not None
        return cls.studies._make(wanted)


def template_data(studies: CaseStudies, case_id: str) -> str:
    """What a template sees of a county, as JSON.

    Raises:
        StudyError: There is no such county.
    """
    return as_json(studies.report(case_id))


def _check_narrative_folders(narrative: Path, case_ids: list[str]) -> None:
    """Refuse text for a county that is not in the study: it would be left out without a word."""
    lost = sorted({path.parent.name for path in narrative.glob("*/*.md")} - {*case_ids, CROSS_COUNTY})
    if lost:
        raise StudyError(
            [
                Problem(
                    f"{narrative.name}/{name}",
                    None,
                    f"the study has no case '{name}'.",
                    f"Rename the folder. {nearest(name, case_ids)}",
                )
                for name in lost
            ]
        )
