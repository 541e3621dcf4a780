"""A case study as one HTML file that loads nothing from anywhere."""

from pathlib import Path

from csec_qual.reporting import narrative
from csec_qual.reporting.document import CaseStudy
from csec_qual.reporting.environment import environment, render
from csec_qual.reporting.figures import svg_source

TEMPLATE = "case_study.html.j2"


def render_html(case_study: CaseStudy, templates: Path | None = None) -> str:
    """The case study in HTML; equal input gives equal bytes.

    Args:
        case_study: What the report says.
        templates: A folder of the team's own templates, looked in before the shipped ones.

    Raises:
        TemplateError: A template is wrong; the message names its file and line.
    """
    return render_as_html(TEMPLATE, case_study, templates)


def render_as_html(template: str, study: object, templates: Path | None = None) -> str:
    """A template of this room's with its one piece of data, ``study``, as HTML.

    Raises:
        TemplateError: A template is wrong; the message names its file and line.
    """
    sandbox = environment(templates, autoescape=True)
    sandbox.filters["narrative"] = narrative.to_html
    sandbox.filters["picture"] = svg_source
    return render(sandbox, template, {"study": study})
