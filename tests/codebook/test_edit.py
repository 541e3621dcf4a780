"""A rule written anew in its file: nothing else of the file moves."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csec_qual.base import shipped
from csec_qual.base.errors import CodebookError, QueryError
from csec_qual.codebook.edit import with_rule, write_rule
from csec_qual.codebook.load import read_codebook

FOLDER = shipped.codebooks() / "csec"
BOOK = read_codebook(FOLDER)
RULES = [rule for code in BOOK.codes for rule in code.rules if rule.find]


def query_of(codebook, rule_id):
    return next(rule.find for code in codebook.codes for rule in code.rules if rule.rule_id == rule_id)


# Each example reads the whole codebook.
@settings(max_examples=10, deadline=None)
@given(
    rule=st.sampled_from(RULES),
    query=st.sampled_from(["train*", "{caregiver} NEAR/4 don't", '"it\'s" OR wait']),
)
def test_only_the_query_of_the_rule_changes(tmp_path_factory, rule, query):
    """In every file, in every way people lay out YAML."""
    folder = tmp_path_factory.mktemp("book") / "csec"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("paraphrase"))
    path = write_rule(folder, BOOK, rule.rule_id, query)
    before, after = (FOLDER / path.name).read_text("utf-8"), path.read_text("utf-8")
    written = read_codebook(folder)
    head = next(n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
    assert before[:head] == after[:head]
    queries = {each.rule_id: each.find for code in written.codes for each in code.rules if each.find}
    assert queries == {each.rule_id: each.find for each in RULES} | {rule.rule_id: query}


def test_a_rule_is_tried_without_writing_it():
    """The codebook in hand stays as it is."""
    rule = RULES[0]
    tried = with_rule(BOOK, rule.rule_id, "  train*\n OR wait ")
    assert query_of(tried, rule.rule_id) == "train* OR wait"
    assert query_of(BOOK, rule.rule_id) == rule.find


@pytest.mark.parametrize("query", ["train NEAR", "{no_such_list}", ""])
def test_a_wrong_query_is_refused_before_anything_is_written(tmp_path, query):
    """With the words of the loader."""
    with pytest.raises(QueryError):
        write_rule(tmp_path, BOOK, RULES[0].rule_id, query)
    assert list(tmp_path.iterdir()) == []


def test_a_rule_that_is_not_there_is_named():
    """And the nearest one offered."""
    with pytest.raises(CodebookError, match="there is no rule"):
        with_rule(BOOK, RULES[0].rule_id + "x", "train")


def test_what_somebody_else_wrote_is_not_overwritten(tmp_path):
    """The file was edited between reading and saving."""
    folder = tmp_path / "csec"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("paraphrase"))
    write_rule(folder, BOOK, RULES[0].rule_id, "train*")
    with pytest.raises(CodebookError, match="in the meantime"):
        write_rule(folder, BOOK, RULES[0].rule_id, "wait")
