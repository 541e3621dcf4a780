import dataclasses
import re

from csec_qual.reporting.sections import Kind, outline, section_ids


def test_ids_are_file_names_and_unique(cut):
    """They name narrative files and anchors."""
    ids = section_ids(cut.codebook)
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", one) for one in ids)
    assert ids[0] == "cover"
    assert ids[-1] == "limits"


def test_themes_without_a_section_get_one(cut):
    """A team's own theme must not vanish from the report."""
    assert "housing" in section_ids(cut.codebook)


def test_an_own_theme_does_not_take_a_shipped_name(cut):
    """A theme called "limits" must not overwrite the limits."""
    own = dataclasses.replace(cut.codebook.themes[-1], theme_id="limits")
    codebook = dataclasses.replace(cut.codebook, themes=(own,))
    assert section_ids(codebook).count("limits") == 1
    assert "theme-limits" in section_ids(codebook)


def test_tribal_engagement_is_never_left_out(cut):
    """Not even by a codebook that does not code it."""
    bare = dataclasses.replace(cut.codebook, themes=())
    assert [one.section_id for one in outline(bare) if one.kind is Kind.THEMES] == ["tribal-engagement"]
