"""YAML: both readers say the same, and words stay words."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.codebook.composing import READERS, compose

SCALARS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
    st.sampled_from(
        ["no", "yes", "on", "12", "0o7", "1.5", "2026-01-31", "null", "~", "true", "1_000", "12:30"]
    ),
    st.integers(),
    st.booleans(),
    st.none(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


def plain(node: yaml.Node | None) -> Any:
    """Tags, lines and contents."""
    if node is None:
        return None
    line = node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        return node.tag, line, node.value
    if isinstance(node, yaml.SequenceNode):
        return line, [plain(each) for each in node.value]
    return line, [(plain(key), plain(value)) for key, value in node.value]


@given(VALUES, st.booleans())
def test_libyaml_and_python_read_the_same(value: object, flow: bool) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    fast, slow = (plain(yaml.compose(text, reader)) for reader in READERS)
    assert fast == slow


@pytest.mark.parametrize("word", ["no", "yes", "off", "NO", "y", "1_000", "12:30", "<<", "="])
def test_a_word_that_yaml_1_1_takes_for_something_else_is_a_word(word: str) -> None:
    node = compose(f"- {word}")
    assert node is not None
    assert node.value[0].tag.endswith(":str")
    assert node.value[0].value == word


@pytest.mark.parametrize(
    ("written", "kind"),
    [("true", "bool"), ("12", "int"), ("1.5", "float"), ("2026-01-31", "timestamp"), ("~", "null")],
)
def test_a_number_a_date_and_nothing_are_known_as_such(written: str, kind: str) -> None:
    node = compose(f"- {written}")
    assert node is not None
    assert node.value[0].tag.endswith(f":{kind}")
