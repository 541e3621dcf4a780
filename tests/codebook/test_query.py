"""The query language: what evaluators write, and where a mistake is pointed at."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.base.errors import QueryError
from csec_qual.base.identity import canonical
from csec_qual.codebook import grammar, query
from csec_qual.codebook.query import (
    All,
    AnyOf,
    Apart,
    Exact,
    InQuestion,
    InTurn,
    Near,
    Regex,
    Run,
    Terms,
    Wild,
    Without,
    Word,
    parse,
    term_names,
)
from csec_qual.codebook.tree import as_lists, from_lists


def word(text):
    return Run((Word(text),))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("train", word("train"), id="a-word"),
        pytest.param("resource parent", Run((Word("resource"), Word("parent"))), id="words-side-by-side"),
        pytest.param('"No One"', Run((Exact("no"), Exact("one"))), id="exact-phrase-in-any-case"),
        pytest.param("“no one”", Run((Exact("no"), Exact("one"))), id="typographic-quotation-marks"),
        pytest.param("train*", Run((Wild("train*"),)), id="wildcard"),
        pytest.param("{kin}", Terms("kin"), id="term-list"),
        pytest.param(r"/\d+ weeks?/", Regex(r"\d+ weeks?"), id="regular-expression"),
        pytest.param("CWS/CMS", word("cws/cms"), id="slash-inside-a-word"),
        pytest.param("a NEAR/3 b", Near(word("a"), word("b"), 3, False), id="near"),
        pytest.param("a NEAR b", Near(word("a"), word("b"), 10, False), id="near-without-a-number"),
        pytest.param("a BEFORE/2 b", Near(word("a"), word("b"), 2, True), id="before"),
        pytest.param("a NOT NEAR/4 b", Apart(word("a"), word("b"), 4, False), id="not-near"),
        pytest.param("a AND b", All((word("a"), word("b"))), id="and"),
        pytest.param("a AND NOT b", Without(word("a"), word("b")), id="and-not"),
        pytest.param("a NOT b", Without(word("a"), word("b")), id="not-alone"),
        pytest.param("a IN TURN b", InTurn(word("a"), word("b")), id="in-turn"),
        pytest.param("a IN QUESTION b", InQuestion(word("a"), word("b")), id="in-question"),
        pytest.param(
            "or and near", Run((Word("or"), Word("and"), Word("near"))), id="small-letters-are-words"
        ),
    ],
)
def test_query_reads_as_written(text, tree):
    """An evaluator's query means what tools they know would make of it."""
    assert parse(text) == tree


def test_near_binds_before_and_before_or():
    """The order of operators decides what a rule finds; parentheses change it."""
    assert parse("a OR b AND c NEAR/2 d") == AnyOf(
        (word("a"), All((word("b"), Near(word("c"), word("d"), 2, False))))
    )
    assert parse("(a OR b) NEAR/2 c") == Near(AnyOf((word("a"), word("b"))), word("c"), 2, False)


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        pytest.param("", 1, "empty", id="nothing"),
        pytest.param('train "no one', 7, "not closed", id="unclosed-quote"),
        pytest.param("{kin", 1, "not closed", id="unclosed-term-list"),
        pytest.param("(a OR b", 1, "not closed", id="unclosed-parenthesis"),
        pytest.param("a )", 3, "closes nothing", id="stray-parenthesis"),
        pytest.param("()", 2, "nothing to find", id="empty-parentheses"),
        pytest.param("a AND", 5, "missing at the end", id="nothing-after-and"),
        pytest.param("a NEAR/x b", 3, "whole number", id="near-with-a-word"),
        pytest.param("a NEAR/0 b", 3, "from 1 to 200", id="near-zero"),
        pytest.param("a NEAR/999 b", 3, "from 1 to 200", id="near-too-far"),
        pytest.param("a OR OR b", 6, "both sides", id="operator-twice"),
        pytest.param("kin OR /a(/", 8, "does not hold together", id="bad-regex"),
        pytest.param("/(?=a)b/", 1, "Look-ahead", id="regex-with-look-ahead"),
        pytest.param("*", 1, "every word", id="wildcard-alone"),
        pytest.param('a "b"', 3, "operator", id="missing-operator"),
        pytest.param('""', 1, "nothing between", id="empty-phrase"),
    ],
)
def test_mistake_is_pointed_at(text, column, says):
    """A message without a place costs an evaluator the afternoon."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.column == column
    assert says in str(caught.value)


@given(
    st.lists(
        st.sampled_from(["train", "OR", "don't", '"', "a-b", "NEAR", "x*", " ", "{kin}", "{"]), max_size=4
    ).map(" ".join)
)
def test_plain_words_are_read_as_the_grammar_reads_them(text):
    """The quick way through a long term list must never mean something else."""
    quick = query._plain_words(text)
    if quick is not None:
        assert quick == grammar.parsed(text, text)


@pytest.mark.parametrize(
    "text",
    [
        "{kin} NEAR/8 {bed}",
        '"{kin}" OR {bed}',
        "/x{2}/ AND {bed}",
        "(/a{1}/ OR 24/7) BEFORE {kin}",
        "{kin} IN QUESTION (\u201cbed {kin}\u201d OR {bed})",
        "24/7 OR {bed}",
        "no list",
    ],
)
def test_lists_of_a_known_query_are_those_of_its_tree(text, monkeypatch):
    """A codebook is checked for the lists it names without reading every query again."""
    monkeypatch.setattr(query, "_remembered", {})
    wanted = [(node.name, node.column) for node in query.walk(parse(text)) if isinstance(node, Terms)]
    query.remember(query.kept_trees([text]))
    assert [(each.name, each.column) for each in query.lists_in.__wrapped__(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        'train* NEAR/3 "no one"',
        "a AND NOT b IN TURN (c OR /d+/)",
        "{kin} NOT BEFORE/4 x?y",
        "a IN QUESTION b",
    ],
)
def test_a_tree_that_was_written_down_is_the_same_tree(text):
    """A warm run must look for the very same words."""
    tree = parse(text)
    assert from_lists(json.loads(canonical(as_lists(tree)))) == tree


def test_term_names_are_found_at_any_depth():
    """Validation has to see every list a rule leans on."""
    query = "{a} NEAR/3 ({b} OR x AND NOT {c}) IN TURN {d} IN QUESTION {e}"
    assert term_names(parse(query)) == set("abcde")


@given(st.text(alphabet='ab "{}()/*?-ANDORTNE8', max_size=25))
def test_any_text_is_a_query_or_a_message(text):
    """Nothing an evaluator types ends in a traceback, and every message points into the text."""
    assert 0 <= _column_of_fault(text) <= max(len(text), 1)


def _column_of_fault(text):
    try:
        parse(text)
    except QueryError as error:
        return error.column
    return 0


@pytest.mark.parametrize(
    ("query", "column"),
    [
        pytest.param('"charged BEFORE/3 dollars"', 10, id="operator"),
        pytest.param('money OR "can\'t (use OR spend)"', 17, id="group"),
        pytest.param('"/ten|eleven/"', 2, id="regex"),
    ],
)
def test_a_sign_inside_quotation_marks_is_pointed_at(query, column):
    """Quoted, it would be looked for as a word, and the rule would never fire."""
    with pytest.raises(QueryError, match="Inside quotation marks") as caught:
        parse(query)
    assert caught.value.column == column
