"""What the numbers said when the team wrote its own text, so that a report can tell where they have moved.

Kept in the study's ``drafts``: for each narrative file its hash, and what the themes of its section read when
a report was first written with it. A text that is changed starts anew.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from csec_qual.base.files import write_private
from csec_qual.base.identity import canonical, digest
from csec_qual.reporting.document import CaseStudy, SectionShown
from csec_qual.study import layout

_FILE = "narrative.json"


def flagged(report: CaseStudy, study: Path, case_id: str) -> CaseStudy:
    """The report with every section told apart whose text was written when its numbers were others."""
    kept = _read(study)
    sections = tuple(_flagged(section, kept.get(_name(case_id, section), {})) for section in report.sections)
    return replace(report, sections=sections)


def keep(study: Path, reports: Iterable[tuple[str, CaseStudy]]) -> None:
    """Note what the numbers say beside texts that are new or changed.

    Args:
        study: The study's folder.
        reports: Case id and report of each that was written.
    """
    kept = _read(study)
    known = dict(kept)
    for case_id, report in reports:
        for section in report.sections:
            name, mark = _name(case_id, section), _hash(section)
            if section.narrative and section.themes and kept.get(name, {}).get("sha256") != mark:
                known[name] = {"sha256": mark} | _statements(section)
    if known != kept:
        write_private(study / layout.DRAFTS / _FILE, canonical(known).encode())


def _flagged(section: SectionShown, kept: Mapping[str, str]) -> SectionShown:
    if not section.narrative or kept.get("sha256") != _hash(section):
        return section
    now = _statements(section)
    moved = tuple(f"{name}: {kept[name]}" for name, said in now.items() if kept.get(name, said) != said)
    return replace(section, outdated=moved)


def _statements(section: SectionShown) -> dict[str, str]:
    return {theme.label: theme.statement for theme in section.themes if theme.statement}


def _hash(section: SectionShown) -> str:
    return digest(section.narrative.encode())


def _name(case_id: str, section: SectionShown) -> str:
    return f"{case_id}/{section.section_id}"


def _read(study: Path) -> dict[str, dict[str, str]]:
    with suppress(OSError, ValueError):
        found: dict[str, dict[str, str]] = json.loads((study / layout.DRAFTS / _FILE).read_text("utf-8"))
        return found
    return {}
