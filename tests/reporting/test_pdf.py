"""A case study on pages, as a file that nobody edits."""

import re
import sys
import zlib

import pytest

from csec_qual.base.errors import OutputError
from csec_qual.reporting.pdf import render_pdf


@pytest.fixture
def study(cut, study_of):
    """A case study."""
    return study_of(cut)


def unpacked(data):
    """The file with what is compressed in it."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return data + b"".join(zlib.decompressobj().decompress(each) for each in packed if each[:1] == b"x")


def test_it_is_tagged_and_the_same_every_time(study):
    """A state agency's reader needs headings and words for figures; the same study gives the same bytes."""
    first = render_pdf(study)
    assert first.startswith(b"%PDF-")
    assert {b"/StructTreeRoot", b"/Marked", b"/Lang"} <= set(re.findall(rb"/\w+", unpacked(first)))
    assert render_pdf(study) == first


def test_it_loads_nothing(study, tmp_path, capfd):
    """Neither from the network nor from the disk, whatever a template asks for."""
    secret = tmp_path / "secret.txt"
    secret.write_text("body::after { content: 'stolen words' }", encoding="utf-8")
    own = tmp_path / "templates"
    own.mkdir()
    (own / "case_study.html.j2").write_text(
        '{% extends "shipped/case_study.html.j2" %}{% block style %}'
        f"@import url('{secret.as_uri()}'); @import url('https://example.org/x.css');{{% endblock %}}",
        encoding="utf-8",
    )
    assert b"stolen" not in render_pdf(study, own)


def test_without_the_extra_it_says_what_to_install(study, monkeypatch):
    """And what to do instead."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(OutputError, match=r"csec-qual\[pdf\]"):
        render_pdf(study)
