"""The guide for authors shows only what works."""

import re
from pathlib import Path

import pytest

from csec_qual.codebook.load import read_codebook
from csec_qual.codebook.query import parse

GUIDE = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")
QUERIES = re.findall(
    r"^\| `(.+?)` \|", GUIDE.partition("## Queries")[2].partition("## Rules")[0], re.MULTILINE
)


def test_its_files_make_a_codebook(tmp_path):
    """Someone who copies the blocks has a codebook that loads."""
    for name, text in re.findall(r"`([a-z]+\.yaml)`[^\n]*:\n\n```yaml\n(.*?)```", GUIDE, re.DOTALL):
        (tmp_path / name).write_text(text, encoding="utf-8")
    codebook = read_codebook(tmp_path)
    assert [code.code_id for code in codebook.codes] == ["tg-caregiver", "tg-frontline"]
    assert [attribute.code_id for attribute in codebook.attributes] == ["x-challenge"]
    assert len(codebook.cues) == 2
    assert "kin" in codebook.terms


@pytest.mark.parametrize("query", QUERIES)
def test_its_queries_are_understood(query):
    """A query that a reader tries first must not be refused."""
    parse(query.replace("\\|", "|"))


def test_it_shows_every_form_of_query():
    """The table is read above; an empty one would test nothing."""
    assert len(QUERIES) == 16
