"""A report as a tagged PDF: its HTML on pages, drawn by WeasyPrint, which comes as an extra.

Nothing is loaded from anywhere: only what stands in the page itself is read. Tagged as PDF/UA-1 asks (ISO
14289-1), so that screen readers find headings, tables and the words that stand for figures.
"""

import logging
from pathlib import Path

from csec_qual.base.errors import OutputError
from csec_qual.reporting.document import CaseStudy
from csec_qual.reporting.html import render_html

_PAGES = """
@page {
  size: letter; margin: 18mm 16mm 20mm;
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt sans-serif; color: #555 }
}
.scroll { break-inside: auto }
.tiles { display: flex; gap: 4mm } .tiles div { flex: 1 }
"""


def render_pdf(case_study: CaseStudy, templates: Path | None = None) -> bytes:
    """The case study as PDF; equal input gives equal bytes under one version of WeasyPrint.

    Args:
        case_study: What the report says.
        templates: A folder of the team's own HTML templates, looked in before the shipped ones.

    Raises:
        OutputError: WeasyPrint is not installed, or lacks the libraries it draws with.
        TemplateError: A template is wrong; the message names its file and line.
    """
    return as_pdf(render_html(case_study, templates), case_study.draft_id)


def as_pdf(html: str, identifier: str) -> bytes:
    """A page of a report as PDF.

    Args:
        html: The page, which loads nothing.
        identifier: Of the document; the same for the same.

    Raises:
        OutputError: WeasyPrint is not installed, or lacks the libraries it draws with.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise OutputError(
            "PDF needs WeasyPrint and the Pango library: pip install 'csec-qual[pdf]', and see "
            "https://doc.courtbouillon.org/weasyprint. The HTML report prints well from any browser."
        ) from error
    # It names each line of a style sheet that is meant for screens.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    made = page.write_pdf(
        stylesheets=[CSS(string=_PAGES)],
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier.encode(),
    )
    assert isinstance(made, bytes)  # it is given no file to write to
    return made
