"""Writing a reporting checklist beside what people may have filled in already."""

from importlib.metadata import version
from pathlib import Path

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError
from csec_qual.base.files import write_text
from csec_qual.privacy.release import Audience
from csec_qual.reporting.checklists import Standard, Work, checklist, render_checklist
from csec_qual.study import drafts
from csec_qual.study.choices import choice
from csec_qual.study.outputs import labels
from csec_qual.study.settings import Settings

_SUFFIXES = (".md", ".html")


def write(
    path: Path,
    standard: str,
    cut: DataCut,
    settings: Settings,
    *,
    study: Path,
    date: str,
    coders: int,
    compared: int,
) -> Path:
    """Write a checklist; where the file is there already, beside it, for a person has filled it in.

    Raises:
        StudyError: There is no such standard.
        OutputError: The file's ending is no format, or it could not be written.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise OutputError(f"{path}: a checklist ends in {' or '.join(_SUFFIXES)}. Nothing was written.")
    wanted = choice(Standard, standard, "standard")
    names = labels(cut, settings, Audience.TEAM)
    work = Work(coders, compared, f"csec_qual {version('csec-qual')}")
    items = checklist(wanted, cut, work, names)
    text = render_checklist(items, wanted, settings.title, date, path.suffix.lower())
    place = path
    if path.exists() and path.read_bytes() != text.encode():
        place = drafts.free_place(study, path)
    write_text(place, text)
    return place
