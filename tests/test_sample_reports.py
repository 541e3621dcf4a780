"""The sample's reports in ``reports/sample`` are what the sample study gives today.

After a change that is meant, look at what changed in a browser and write them anew with
``pytest tests/test_sample_reports.py --force-regen``.
"""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import csec_qual as cq

SAMPLE = Path(__file__).parent.parent / "reports" / "sample"
DATE = "2026-06-30"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The files of the sample study's reports, by their place in the reports folder."""
    folder = tmp_path_factory.mktemp("sample")
    study = cq.Study.create(folder / "study")
    report = study.add_transcripts(cq.sample_study())
    assert not report.failed
    study.suggest()
    reports = folder / "reports"
    study.write_case_studies(reports, date=DATE)
    study.write_cross_county([reports / "cross-county.html"], date=DATE, order_by="size_band")
    return {str(path.relative_to(reports)): path.read_bytes() for path in sorted(reports.rglob("*.*"))}


def test_reports_are_the_ones_that_were_looked_at(written, request):
    """A change in a rule, a count or a template shows as a change in a report people can open."""
    if request.config.getoption("force_regen"):
        _write_anew(written)
    kept = {str(path.relative_to(SAMPLE)): path for path in sorted(SAMPLE.rglob("*.*"))}
    assert sorted(kept) == sorted(written)
    changed = [name for name, path in kept.items() if _parts(path.read_bytes()) != _parts(written[name])]
    assert changed == []


def test_quotes_stand_where_their_links_lead(written):
    """Every quote opens to its turn."""
    pages = {name: data.decode() for name, data in written.items() if name.endswith("html")}
    linked = 0
    for case in ("maple", "cedar", "juniper"):
        for target in pages[f"{case}.html"].split('href="transcripts/')[1:]:
            page, _, anchor = target.partition('"')[0].partition("#")
            assert f'id="{anchor}"' in pages[f"transcripts/{page}"]
            linked += 1
    assert linked > 50


def test_nobody_is_named(written):
    """No speaker's name, no county's name and no withdrawn word leaves with a report."""
    names = ["Dana R", "Imani O", "Elaine W", "Rosie", "Maple County", "Cedar County", "Juniper County"]
    for name, data in written.items():
        text = "".join(part.decode(errors="ignore") for part in _parts(data).values())
        found = [each for each in names if each in text]
        assert not found, name


def _parts(data):
    """What a file says: the members of a Word file, the whole of another, without its pictures.

    Another release of a library may pack and draw otherwise.
    """
    if not data.startswith(b"PK"):
        return {"": re.sub(rb"(?<=svg\+xml;base64,)[\w+/=]+", b"", data)}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def _write_anew(written):
    for path in SAMPLE.rglob("*.*"):
        path.unlink()
    for name, data in written.items():
        target = SAMPLE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
