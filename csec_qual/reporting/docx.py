"""Reports as Word files that a lead can edit, from templates that a lead can restyle in Word.

The template is filled once, by docxtpl: what stands in a quote is never read as a tag. Claims stand in
bookmarks, so that they are found again however the file was edited: ``q_`` for a quote, ``n_`` for a number,
``summary_`` for a cell's summary, each with a hash of what it is about.
"""

import hashlib
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from csec_qual.base import shipped
from csec_qual.base.errors import OutputError, TemplateError
from csec_qual.base.files import UnsafeArchiveError, check_archive, with_fixed_dates
from csec_qual.reporting import word_narrative
from csec_qual.reporting.document import CaseStudy, FigureShown
from csec_qual.reporting.figures import png

TEMPLATE = "case_study.docx"
_HASH = 12
# Columns of which the first, with labels, is as wide as the others and can be read.
_FEW_COLUMNS = 4
_LABEL_SHARE = 0.24
_PICTURE_WIDTH = 5_943_600
"""Six and a half inches, in the units of Word's drawings (EMU)."""


def render_docx(case_study: CaseStudy, templates: Path | None = None) -> bytes:
    """The case study as a Word file; equal input gives equal bytes.

    Args:
        case_study: What the report says.
        templates: A folder of the team's own templates, looked in before the shipped ones.

    Raises:
        TemplateError: The template is no Word file, or a tag in it is wrong; the message says where.
        OutputError: The report's date is none.
    """
    title = f"{case_study.label}: county case study ({case_study.status})"
    return fill(TEMPLATE, case_study, templates, title=title, day=case_study.date)


def fill(name: str, study: object, templates: Path | None, *, title: str, day: str) -> bytes:
    """A Word template filled with what a report says; equal input gives equal bytes.

    Args:
        name: The template's file.
        study: What the report says; the template sees it by that name.
        templates: A folder of the team's own templates, looked in before the shipped ones.
        title: Of the document.
        day: ISO date that the file carries.

    Raises:
        TemplateError: The template is no Word file, or a tag in it is wrong; the message says where.
        OutputError: The date is none.
    """
    path = _template(name, templates)
    file = DocxTemplate(BytesIO(_checked(path)))
    environment = _environment()
    file.init_docx()
    environment.filters["narrative"] = lambda text: word_narrative.to_word(text, file.build_url_id)
    environment.globals |= {
        "bookmarks": Bookmarks(),
        "anchor": anchor,
        "link": file.build_url_id,
        "next_table": _Numbers(),
        "next_figure": _Numbers(),
        "picture": lambda figure: _picture(file, figure),
    }
    try:
        file.render({"study": study}, environment)
    except jinja2.TemplateError as error:
        raise TemplateError(f"{path.name}: {error}{_near(error)}") from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise TemplateError(f"{path.name}: a tag cannot be filled: {error}") from error
    # Not get_docx(), which would open the template again.
    for table in file.docx.tables:
        _spread(table)
    properties = file.docx.core_properties
    properties.title = title
    properties.created = properties.modified = _moment(day)
    buffer = BytesIO()
    file.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def _spread(table: Any) -> None:
    """Give the labels of a table of many columns room; docxtpl makes all columns it adds of one width."""
    columns = table.columns
    if not table.autofit or len(columns) <= _FEW_COLUMNS:
        return
    room = sum(column.width or 0 for column in columns)
    label = int(room * _LABEL_SHARE)
    widths = [label, *[(room - label) // (len(columns) - 1)] * (len(columns) - 1)]
    for column, width in zip(columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _picture(file: DocxTemplate, figure: FigureShown) -> Markup:
    """A figure as it stands between two runs of text, with the words that stand for it."""
    inline = file.current_rendering_part.new_pic_inline(BytesIO(png(figure)), _PICTURE_WIDTH, None)
    inline.docPr.set("descr", figure.alt)
    inline.docPr.set("title", figure.title)
    drawing = etree.tostring(inline, encoding="unicode")
    return Markup(  # noqa: S704 - made here, of numbers and of attributes that lxml escaped
        f'</w:t></w:r><w:r><w:drawing>{drawing}</w:drawing></w:r><w:r><w:t xml:space="preserve">'
    )


class Bookmarks:
    """Names and numbers of the bookmarks of one file; Word wants both to be there once."""

    def __init__(self) -> None:
        self._n = 0
        self._seen: dict[str, int] = {}
        self.name = ""

    def open(self, kind: str, key: str) -> int:
        """The number of a new bookmark; ``name`` is then its name."""
        self._n += 1
        name = bookmark_name(kind, key)
        self._seen[name] = self._seen.get(name, 0) + 1
        self.name = name if self._seen[name] == 1 else f"{name}_{self._seen[name]}"
        return self._n

    def close(self) -> int:
        """The number of the one that was opened last."""
        return self._n


def bookmark_name(kind: str, key: str) -> str:
    """The name of the bookmark of a claim, the same in every run; a second one of the kind ends in ``_2``."""
    return f"{kind}_{hashlib.sha256(key.encode()).hexdigest()[:_HASH]}"


def anchor(section_id: str) -> str:
    """The name of the bookmark of a section's heading, to which the contents lead."""
    return f"_Toc_{section_id.replace('-', '_')}"[:40]


class _Numbers:
    """One, two, three, each time it is asked."""

    def __init__(self) -> None:
        self._n = 0

    def __call__(self) -> int:
        self._n += 1
        return self._n


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=_writable)


def _writable(value: object) -> object:
    """A value as it can stand in a run of text."""
    is_text = isinstance(value, str) and not isinstance(value, Markup)
    return word_narrative.writable(str(value)) if is_text else value


def _template(name: str, own: Path | None) -> Path:
    if own is not None and not own.is_dir():
        raise TemplateError(f"{own}: there is no such folder of templates. Name an existing folder.")
    if own is not None and (own / name).is_file():
        return own / name
    return shipped.templates() / name


def _checked(path: Path) -> bytes:
    data = path.read_bytes()
    try:
        check_archive(data)
    except UnsafeArchiveError as error:
        raise TemplateError(
            f"{path.name}: this is no Word file: {error}. Save it in Word as .docx."
        ) from error
    return data


def _near(error: jinja2.TemplateError) -> str:
    """The words of the template around a fault, where docxtpl knows them."""
    lines = [line.strip() for line in getattr(error, "docx_context", ()) if line.strip()]
    return f" (near: {' / '.join(lines)[:200]})" if lines else ""


def _moment(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    except ValueError as error:
        raise OutputError(f"'{day}' is no date. Write it as year-month-day, such as 2026-06-30.") from error
