"""What leaves the study: the workbook, the county reports, and the pages their quotes link to.

Everything passes the gate first. One set of letters stands for the counties in everything the team
gets, so that its files can link to each other; every public report has letters of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError, Problem, StudyError
from csec_qual.base.files import write_bytes, write_text
from csec_qual.base.progress import Progress
from csec_qual.codebook.nodes import nearest
from csec_qual.excel.workbook import write_workbook
from csec_qual.model.coding import CodedPassage
from csec_qual.model.memo import MemoKind, MemoVersion
from csec_qual.privacy.notes import ReleasedNote, release_note
from csec_qual.privacy.pseudonyms import masks
from csec_qual.privacy.release import LIVED_EXPERIENCE, Audience, ReleasedQuote, known_names, release_quotes
from csec_qual.reporting.claims import quotes_of, team_text
from csec_qual.reporting.context import case_study
from csec_qual.reporting.data import as_json
from csec_qual.reporting.document import CaseStudy
from csec_qual.reporting.docx import render_docx
from csec_qual.reporting.html import render_html
from csec_qual.reporting.markdown import render_markdown
from csec_qual.reporting.reread import blocks_of
from csec_qual.reporting.selection import candidates
from csec_qual.reporting.transcript_page import render_transcript
from csec_qual.reporting.verify import Draft, Vocabulary
from csec_qual.study import drafts, layout, written
from csec_qual.study.choices import choice
from csec_qual.study.indicators import read_indicators
from csec_qual.study.settings import CountyNames, Settings

if TYPE_CHECKING:
    from csec_qual.analysis.frames import Frame

_RENDERERS: Mapping[str, Callable[[CaseStudy, Path | None], str | bytes]] = {
    ".html": render_html,
    ".md": render_markdown,
    ".docx": render_docx,
}
_PAGES = "transcripts"
# What else speakers are called than their role groups.
_ROLES = (LIVED_EXPERIENCE, "county plan", "unknown speaker", "survey respondent", "Tribal partner")
_TEAM_LETTERS = "team"
CROSS_COUNTY = "cross-county"
"""Names the cross-county report: its letters for the public, and its folder of narrative."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which case studies to write, and for whom.

    Attributes:
        wanted: Case id and file of each; the file's ending says the format.
        date: ISO date of the data cut, printed on them.
        audience: ``team``, ``county`` or ``public``.
        templates: A folder of the team's own templates, or None.
        status: ``draft``, ``fact-checked`` or ``final``; printed on it.
    """

    wanted: tuple[tuple[str, Path], ...]
    date: str
    audience: str
    templates: Path | None
    status: str = "draft"


def labels(cut: DataCut, settings: Settings, audience: Audience, report: str = "") -> dict[str, str]:
    """What each county is called in a report, by case id."""
    if settings.county_names is CountyNames.SHOWN:
        return {case.case_id: case.label for case in cut.cases}
    letters = {Audience.TEAM: _TEAM_LETTERS, Audience.COUNTY: f"for {report}"}.get(audience, report)
    masked = masks(cut.cases, seed=settings.seed, report=letters)
    # A county reads its own name, and nobody else's.
    own = cut.case(report) if audience is Audience.COUNTY else None
    return masked | {report: own.label} if own else masked


def workbook(
    path: Path, cut: DataCut, settings: Settings, *, date: str, about: dict[str, str], progress: Progress
) -> Path:
    """Write the workbook, for the team."""
    if path.suffix.lower() != ".xlsx":
        raise OutputError(f"{path}: a workbook's name ends in .xlsx. Nothing was written.")
    names = labels(cut, settings, Audience.TEAM)
    write_workbook(
        path,
        cut,
        released(cut, cut.passages, names, Audience.TEAM),
        date=date,
        case_labels=names,
        about=about,
        has_transcript_pages=any((path.parent / _PAGES).glob("*.html")),
        progress=progress,
    )
    return path


def tables(cut: DataCut, settings: Settings) -> "dict[str, Frame]":
    """The tables for other programs, for the team."""
    from csec_qual.analysis.frames import frames

    names = labels(cut, settings, Audience.TEAM)
    return frames(cut, released(cut, cut.passages, names, Audience.TEAM), names)


def table_files(folder: Path, form: str, cut: DataCut, settings: Settings) -> list[Path]:
    """Write each table as a file of its own into a folder, all or none.

    Raises:
        StudyError: There is no such format.
        OutputError: They could not be written, or the format needs what is not installed.
    """
    from csec_qual.analysis.frames import as_csv, as_parquet

    write = {TableFormat.CSV: as_csv, TableFormat.PARQUET: as_parquet}[choice(TableFormat, form, "format")]
    made = {folder / f"{name}.{form}": write(frame) for name, frame in tables(cut, settings).items()}
    for path, data in made.items():
        write_bytes(path, data)
    return list(made)


class ReportStatus(StrEnum):
    """How far people have come with a report."""

    DRAFT = "draft"
    FACT_CHECKED = "fact-checked"
    FINAL = "final"


class TableFormat(StrEnum):
    """What tables are written as, besides a workbook."""

    CSV = "csv"
    PARQUET = "parquet"


def county_reports(
    request: ReportRequest,
    cut: DataCut,
    settings: Settings,
    *,
    study: Path,
    memos: Iterable[MemoVersion] = (),
) -> list[Path]:
    """Write case studies, and for the team the transcript pages that their quotes link to.

    Args:
        request: Which, and for whom.
        cut: What was said and how it was coded.
        settings: How counties may be named.
        study: The study's folder.
        memos: What was written for the reports: in the cells of the framework matrix, and on counties.

    Raises:
        StudyError: There is no such county or audience, or a text in ``narrative`` has no place in a report.
        OutputError: A file could not be written; what was there is untouched.
    """
    audience = choice(Audience, request.audience, "audience")
    folders = list(dict.fromkeys(path.parent for _, path in request.wanted))
    if audience.is_team and any(folder.resolve() == study.resolve() for folder in folders):
        raise OutputError(
            f"{request.wanted[0][1]}: the pages that its quotes link to would land among the study's own "
            f"transcripts. Choose {layout.REPORTS}/ or another folder. Nothing was written."
        )
    for _, path in request.wanted:
        if path.suffix.lower() not in _RENDERERS:
            raise OutputError(
                f"{path}: the format is told by the ending: {', '.join(_RENDERERS)}. Nothing was written."
            )
    _check_narrative_folders(study / layout.NARRATIVE, [case.case_id for case in cut.cases])
    # Every report is made before the first is written: a fault in one leaves all as they were.
    noted = list(memos)
    made = [
        rendered(request, cut, settings, study, case_id, path.suffix, noted)
        for case_id, path in request.wanted
    ]
    places = []
    for (case_id, path), (report, data) in zip(request.wanted, made, strict=True):
        place = drafts.free_place(study, path)
        write_bytes(place, data)
        drafts.keep(study, _kept(request, cut, settings, case_id, path.suffix, report, data), data)
        places.append(place)
    if audience.is_team:
        cases = [case_id for case_id, _ in request.wanted]
        written.keep(study, zip(cases, [report for report, _ in made], strict=True))
        for folder in folders:
            _write_transcript_pages(folder, cut, settings, request.templates)
    return places


def template_data(
    request: ReportRequest,
    cut: DataCut,
    settings: Settings,
    *,
    study: Path,
    memos: Iterable[MemoVersion] = (),
) -> str:
    """What a template sees of the first county asked for, as JSON.

    Raises:
        StudyError: There is no such county or audience.
    """
    choice(Audience, request.audience, "audience")
    case_id, _ = request.wanted[0]
    report, _ = rendered(request, cut, settings, study, case_id, ".md", memos)
    return as_json(report)


def rendered(
    request: ReportRequest,
    cut: DataCut,
    settings: Settings,
    study: Path,
    case_id: str,
    suffix: str,
    memos: Iterable[MemoVersion],
) -> tuple[CaseStudy, bytes]:
    """What one case study says, and the file that says it, in the format of an ending such as ``.html``."""
    render = _RENDERERS[suffix.lower()]
    audience = Audience(request.audience)
    names = labels(cut, settings, audience, case_id)
    passages = cut.passages if audience.is_team else candidates(cut, case_id)
    quotes = released(cut, passages, names, audience)
    release = noted(cut, quotes, names)
    report = case_study(
        cut,
        case_id,
        quotes=quotes,
        labels=names,
        narrative={
            section: as_released(release(text))
            for section, text in read_narrative(study / layout.NARRATIVE, case_id).items()
        },
        date=request.date,
        audience=audience,
        status=choice(ReportStatus, request.status, "status"),
        summaries=_summaries(case_id, memos, release),
        notes=tuple(
            release(each.text) for each in memos if each.kind is MemoKind.CASE and each.place == case_id
        ),
        indicators=read_indicators(study, [case.case_id for case in cut.cases]),
    )
    # A public report has other numbers than the team's, against which a text was written.
    report = written.flagged(report, study, case_id) if audience.is_team else report
    report = replace(report, draft_id=drafts.draft_id_of(report))
    made = render(report, request.templates)
    return report, made.encode() if isinstance(made, str) else made


def as_released(note: ReleasedNote) -> str:
    """A note's text, or in its place why it is withheld."""
    return note.text or (f"Withheld: {note.withheld}." if note.withheld else "")


def _kept(
    request: ReportRequest,
    cut: DataCut,
    settings: Settings,
    case_id: str,
    suffix: str,
    report: CaseStudy,
    data: bytes,
) -> drafts.Kept:
    """What is kept of a report, to check an edited copy against."""
    named = labels(cut, settings, report.audience, case_id)
    return drafts.Kept(
        draft_id=report.draft_id,
        case_id=case_id,
        label=report.label,
        audience=request.audience,
        date=request.date,
        decided_only=report.decided_only,
        status=report.status,
        suffix=suffix.lower(),
        draft=Draft(
            blocks=tuple(blocks_of(data, suffix)),
            quotes=quotes_of(report),
            team=team_text(report),
            vocabulary=Vocabulary(
                counties=tuple(dict.fromkeys([*named.values(), *(case.label for case in cut.cases)])),
                roles=tuple(dict.fromkeys([*_ROLES, *(person.role_group for person in cut.participants)])),
            ),
        ),
    )


def noted(
    cut: DataCut, quotes: Mapping[str, ReleasedQuote], names: Mapping[str, str]
) -> Callable[[str], ReleasedNote]:
    """The gate for what the team wrote itself."""
    known = known_names(cut.transcripts, cut.participants, cut.cases, names, cut.tribes)
    kept_back = [
        cut.transcripts[passage.transcript_id].text[passage.segment.start : passage.segment.end]
        for passage in cut.passages
        if passage.passage_id in quotes and quotes[passage.passage_id].withheld
    ]
    return lambda text: release_note(text, names=known, kept_back=kept_back)


def _summaries(
    case_id: str, memos: Iterable[MemoVersion], release: Callable[[str], ReleasedNote]
) -> dict[str, tuple[ReleasedNote, int]]:
    """What was written of a county's codes, with the mentions it was written at."""
    places = {each.place: each for each in memos if each.kind is MemoKind.CELL}
    return {
        place.rpartition(":")[2]: (release(each.text), each.n)
        for place, each in places.items()
        if place.rpartition(":")[0] == case_id
    }


def _write_transcript_pages(folder: Path, cut: DataCut, settings: Settings, templates: Path | None) -> None:
    names = labels(cut, settings, Audience.TEAM)
    for transcript_id in cut.transcripts:
        page = render_transcript(cut, transcript_id, labels=names, templates=templates)
        write_text(folder / _PAGES / f"{transcript_id}.html", page)


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


def read_narrative(folder: Path, case_id: str) -> dict[str, str]:
    """The team's own text for a county, by section id.

    Raises:
        StudyError: A file is no UTF-8 text.
    """
    found = {}
    for path in sorted((folder / case_id).glob("*.md")):
        try:
            found[path.stem] = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            where = f"{folder.name}/{case_id}/{path.name}"
            raise StudyError([Problem(where, None, "this is no UTF-8 text.", "Save it as UTF-8.")]) from error
    return found


def released(
    cut: DataCut,
    passages: Iterable[CodedPassage],
    names: dict[str, str],
    audience: Audience,
    approving: str = "",
) -> dict[str, ReleasedQuote]:
    """What may be shown of some passages' words, by passage id."""
    return release_quotes(
        passages,
        transcripts=cut.transcripts,
        sources=cut.sources,
        participants=cut.participants,
        cases=cut.cases,
        masks=names,
        audience=audience,
        tribes=cut.tribes,
        redacted=cut.redacted,
        approving=approving,
    )
