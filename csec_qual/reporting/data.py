"""What a template sees, as JSON; see docs/templates.md."""

import json
from dataclasses import asdict

from csec_qual.reporting.document import CaseStudy

VERSION = 1
"""Of the data: names are only added while it stays."""


def as_json(case_study: CaseStudy) -> str:
    """The data of a case study: names as in a template, indented, one value a line."""
    data = {"version": VERSION, "study": asdict(case_study)}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
