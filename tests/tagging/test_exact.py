"""The fast way to answer queries finds what the slow and plain way finds, and nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csec_qual.base import shipped
from csec_qual.codebook.load import read_codebook
from csec_qual.codebook.query import compile_regex, parse
from csec_qual.codebook.regex import Lines
from csec_qual.model.codes import Codebook, Cue, Rule, Scope, Status
from csec_qual.model.transcript import Role
from csec_qual.readers.registry import read_transcript
from csec_qual.tagging.assertion import NO_CUE, Assertion, Claims
from csec_qual.tagging.match import Matcher
from csec_qual.tagging.words import Reader, all_units, units
from tests.tagging.conftest import transcript
from tests.tagging.plain import PlainAssertion, PlainMatcher

TERMS = {
    "kin": ("aunt", "resource parent", "{more}", "no class"),
    "more": ("uncle", "/un\\w+/"),
    "clause_break": ("but", "and so"),
}
WORDS = [
    "no",
    "class",
    "classes",
    "aunt",
    "uncle",
    "resource",
    "parent",
    "but",
    "don't",
    "well-known",
    "é",
    "7",
]
READER = Reader()

_word = st.sampled_from(
    ["no", "class", "aunt", "resource parent", "not", '"but"', "{kin}", "un*", "/cl\\w+ n/"]
)
_regex = st.sampled_from(["/^no/", "/s$/", "/a.*n/", "/\\w+\\W+\\w+/", "/[^a-m]+/", "/\\Ano/", "/é|class/"])
_distance = st.integers(1, 9)


def _joined(inner):
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(pair, st.sampled_from(["NEAR", "BEFORE", "NOT NEAR", "NOT BEFORE"]), _distance).map(
            lambda made: f"({made[0][0]}) {made[1]}/{made[2]} ({made[0][1]})"
        ),
        st.tuples(pair, st.sampled_from(["AND", "OR", "AND NOT", "IN TURN", "IN QUESTION"])).map(
            lambda made: f"({made[0][0]}) {made[1]} ({made[0][1]})"
        ),
    )


QUERIES = st.recursive(_word | _regex, _joined, max_leaves=5)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")
TURNS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5)


def _words(turns):
    talk = transcript(*((Role.INTERVIEWER, said) if n % 3 == 0 else said for n, said in enumerate(turns)))
    return READER.read(units(talk))


@pytest.mark.parametrize("scope", list(Scope))
@settings(max_examples=150, deadline=None)
@given(turns=TURNS, query=QUERIES)
def test_random_queries(scope, turns, query):
    """Whatever is asked of whatever is said."""
    words = _words(["What is there?", *turns])
    tree = parse(query)
    assert list(Matcher(words, TERMS, scope).hits(tree)) == PlainMatcher(words, TERMS, scope).hits(tree)


@settings(max_examples=150, deadline=None)
@given(
    turns=TURNS,
    queries=st.lists(QUERIES, min_size=1, max_size=3),
    cues=st.lists(
        st.tuples(
            QUERIES,
            st.sampled_from(list(Status)),
            st.sampled_from(["clause", "after", "before", "sentence", "between", "back"]),
            st.sampled_from(["", "aunt"]),
            st.sampled_from(["", "no", "class OR uncle"]),
            st.sampled_from(["", "but"]),
        ),
        max_size=4,
    ),
    scope=st.sampled_from(list(Scope)),
)
def test_random_cues(turns, queries, cues, scope):
    """A status is the same however many claims are judged at once."""
    words = _words(["No class?", *turns])
    codebook = Codebook(
        "c",
        "c",
        "1",
        (),
        terms=TERMS,
        cues=tuple(
            Cue(f"cue.{number}", status, find, reach, unless, carry=carry, until=until)
            for number, (find, status, reach, unless, carry, until) in enumerate(cues)
        ),
    )
    by_sentence, plain = Matcher(words, TERMS), PlainMatcher(words, TERMS)
    rules = [Rule(f"r.{number}", find=query, scope=scope) for number, query in enumerate(queries)]
    hits = [PlainMatcher(words, TERMS, scope).hits(parse(rule.find)) for rule in rules]
    flat = [(number, hit) for number, found in enumerate(hits) for hit in found]
    width = max((len(hit.rows) for _, hit in flat), default=1)
    lines = np.array([[*hit.rows, *[-1] * (width - len(hit.rows))] for _, hit in flat], dtype=np.int64)
    claims = Claims(
        rules, ["x"] * len(rules), lines.reshape(-1, width), np.array([n for n, _ in flat], dtype=np.int64)
    )
    judged = Assertion(codebook, by_sentence).judge(claims)
    slow = PlainAssertion(codebook, plain)
    for place, (number, hit) in enumerate(flat):
        wanted = slow.judge(hit, rules[number], "x")
        cue = int(judged.cue[place])
        assert (codebook.cues[cue] if cue != NO_CUE else None) == wanted.cue
        if wanted.words:
            assert (judged.first[place], judged.last[place]) == (wanted.words.first, wanted.words.last)


@settings(max_examples=200, deadline=None)
@given(
    texts=st.lists(st.text("ab é\n.", max_size=12), max_size=8),
    pattern=st.sampled_from(
        ["a+", "a.*b", "(?:a|b)\\s", "[^b]+", "^a", "b$", "\\ba\\b", "\\Aa", "b\\z", "é?a", "a\\W+b"]
    ),
)
def test_a_regular_expression_over_many_texts(texts, pattern):
    """Searching all texts at once finds what searching each by itself finds."""
    one_by_one = [
        (number, *match.span())
        for number, text in enumerate(texts)
        for match in compile_regex(pattern).finditer(text)
        if match.group()
    ]
    assert [tuple(span) for span in Lines(texts).spans(pattern).tolist()] == one_by_one


def test_the_shipped_codebook_on_the_sample():
    """Every rule and cue of the codebook, on a study's talk."""
    files = [
        path for path in sorted(shipped.sample_study().iterdir()) if path.suffix in {".txt", ".docx", ".vtt"}
    ]
    sample_transcripts = [read_transcript(path) for path in files]
    codebook = read_codebook(shipped.codebooks() / "csec")
    words = READER.read(all_units(sample_transcripts))
    queries = [rule.find for code in codebook.codes for rule in code.rules if rule.find]
    queries += [cue.find for cue in codebook.cues]
    for scope in Scope:
        fast, slow = Matcher(words, codebook.terms, scope), PlainMatcher(words, codebook.terms, scope)
        for query in queries:
            assert list(fast.hits(parse(query))) == slow.hits(parse(query)), query
