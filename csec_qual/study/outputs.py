"""What leaves the study: the workbook, the county reports, and the pages their quotes link to.

Everything passes the gate first. One set of letters stands for the counties in everything the team
gets, so that its files can link to each other; every public report has letters of its own.
"""

from collections.abc import Iterable
from pathlib import Path

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError, Problem, StudyError
from csec_qual.base.files import write_text
from csec_qual.base.progress import Progress
from csec_qual.excel.workbook import write_workbook
from csec_qual.model.coding import CodedPassage
from csec_qual.privacy.pseudonyms import masks
from csec_qual.privacy.release import Audience, ReleasedQuote, release_quotes
from csec_qual.reporting.context import case_study
from csec_qual.reporting.html import render_html
from csec_qual.reporting.markdown import render_markdown
from csec_qual.reporting.selection import candidates
from csec_qual.reporting.transcript_page import render_transcript
from csec_qual.study.settings import CountyNames, Settings

_RENDERERS = {".html": render_html, ".md": render_markdown}
_PAGES = "transcripts"
_TEAM_LETTERS = "team"


def labels(cut: DataCut, settings: Settings, audience: Audience, report: str = "") -> dict[str, str]:
    """What each county is called in a report, by case id."""
    if settings.county_names is CountyNames.SHOWN:
        return {case.case_id: case.label for case in cut.cases}
    letters = _TEAM_LETTERS if audience is Audience.TEAM else report
    return masks(cut.cases, seed=settings.seed, report=letters)


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
        _released(cut, cut.passages, names, Audience.TEAM),
        date=date,
        case_labels=names,
        about=about,
        has_transcript_pages=(path.parent / _PAGES).is_dir(),
        progress=progress,
    )
    return path


def county_report(
    path: Path,
    cut: DataCut,
    case_id: str,
    settings: Settings,
    *,
    narrative: dict[str, str],
    date: str,
    audience: Audience,
    templates: Path | None,
) -> Path:
    """Write the case study of one county, and for the team the pages its quotes link to."""
    render = _RENDERERS.get(path.suffix.lower())
    if render is None:
        raise OutputError(
            f"{path}: the format is told by the ending: {', '.join(_RENDERERS)}. Nothing was written."
        )
    names = labels(cut, settings, audience, case_id)
    passages = cut.passages if audience is Audience.TEAM else candidates(cut, case_id)
    report = case_study(
        cut,
        case_id,
        quotes=_released(cut, passages, names, audience),
        labels=names,
        narrative=narrative,
        date=date,
        audience=audience,
    )
    write_text(path, render(report, templates))
    return path


def transcript_pages(folder: Path, cut: DataCut, settings: Settings, templates: Path | None) -> list[Path]:
    """Write the page of every transcript beside the team's reports."""
    names = labels(cut, settings, Audience.TEAM)
    written = []
    for transcript_id in cut.transcripts:
        page = folder / _PAGES / f"{transcript_id}.html"
        write_text(page, render_transcript(cut, transcript_id, labels=names, templates=templates))
        written.append(page)
    return written


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


def _released(
    cut: DataCut, passages: Iterable[CodedPassage], names: dict[str, str], audience: Audience
) -> dict[str, ReleasedQuote]:
    return release_quotes(
        passages,
        transcripts=cut.transcripts,
        sources=cut.sources,
        participants=cut.participants,
        cases=cut.cases,
        masks=names,
        audience=audience,
    )
