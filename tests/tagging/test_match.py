"""Where a query matches in what people say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.codebook.query import parse
from csec_qual.model.codes import Scope
from csec_qual.model.transcript import Role
from csec_qual.tagging.match import Matcher
from csec_qual.tagging.words import Reader, units
from tests.tagging.conftest import transcript

TERMS = {"kin": ("aunt", "grandmother", "resource parent", "{more}"), "more": ("uncle",)}


@pytest.fixture
def found(reader):
    """The texts a query finds, from first word to last."""

    def search(query, *turns, scope=Scope.SENTENCE):
        words = reader.read(units(transcript(*turns)))
        hits = Matcher(words, TERMS, scope).hits(parse(query))
        return [words.text_of(hit.first, hit.last) for hit in hits]

    return search


@pytest.mark.parametrize(
    ("query", "said", "finds"),
    [
        pytest.param("train", "They trained us. Training helps.", ["trained", "Training"], id="inflections"),
        pytest.param("leave", "We left; they leave.", ["left", "leave"], id="irregular-inflection"),
        pytest.param("trained", "They train.", [], id="an-inflection-finds-only-itself"),
        pytest.param('"train"', "We train. They trained.", ["train"], id="exact-word"),
        pytest.param("same day", "a same-day visit", ["same-day"], id="hyphen-does-not-part"),
        pytest.param("same-day", "the same day", ["same day"], id="hyphen-in-the-query"),
        pytest.param("not have", "We don’t have it.", ["n’t have"], id="contraction-is-not"),
        pytest.param("don't have", "We don’t have it.", ["don’t have"], id="typographic-apostrophe"),
        pytest.param("wom?n", "a woman, two women", ["woman", "women"], id="one-letter"),
        pytest.param("CWS/CMS", "it is in CWS/CMS now", ["CWS/CMS"], id="slash-in-a-name"),
        pytest.param(
            "{kin}",
            "my aunts, an uncle, resource parents",
            ["aunts", "uncle", "resource parents"],
            id="terms",
        ),
        pytest.param("/eight weeks?/", "It takes EIGHT WEEKS.", ["EIGHT WEEKS"], id="regex-any-case"),
        pytest.param("no NEAR/2 class", "no such class", ["no such class"], id="two-words-apart"),
        pytest.param("no NEAR/1 class", "no such class", [], id="too-far-apart"),
        pytest.param("no NEAR/2 class", "class? No.", [], id="another-sentence"),
        pytest.param("class BEFORE/3 no", "no class", [], id="wrong-order"),
        pytest.param("train NEAR/9 train", "the training", [], id="one-word-is-not-two"),
        pytest.param("class NOT NEAR/2 world", "a world class meal, a class", ["class"], id="not-near"),
        pytest.param("aunt AND class", "The class was for my aunt.", ["class was for my aunt"], id="and"),
        pytest.param(
            "aunt AND NOT rent", "My aunt pays rent. My aunt left.", ["aunt"], id="and-not-by-sentence"
        ),
        pytest.param("left IN TURN aunt", "She left. My aunt did not.", ["left"], id="in-turn"),
    ],
)
def test_query_finds(found, query, said, finds):
    """What a rule finds must be what its author would point at."""
    assert found(query, said) == finds


def test_turn_scope_crosses_sentences(found):
    """A claim made over two sentences is one claim for a rule of turn scope."""
    said = "We have counselors. Nobody is trained."
    assert found("counselor AND train", said) == []
    assert found("counselor AND train", said, scope=Scope.TURN) == ["counselors. Nobody is trained"]


def test_turn_scope_stays_inside_the_turn(found):
    """Two people's words are never one claim."""
    assert found("counselor AND train", "We have counselors.", "Nobody is trained.", scope=Scope.TURN) == []


def test_question_gives_the_topic(found):
    """'Not even close' is about therapists because the interviewer asked about them."""
    asked = (Role.INTERVIEWER, "Do you have enough therapists?")
    assert found("not IN QUESTION therapist", asked, "Not even close.") == ["Not"]
    assert found("not IN QUESTION therapist", (Role.INTERVIEWER, "And parking?"), "Not even close.") == []


def test_question_belongs_to_every_answer_in_a_group(found):
    """In a focus group the moderator's question stands until the next one."""
    asked = (Role.MODERATOR, "What about therapists?")
    assert found("none IN QUESTION therapist", asked, "None.", "None here either.") == ["None", "None"]
    assert found("none IN QUESTION therapist", asked, "None.", (Role.MODERATOR, "Cars?"), "None.") == ["None"]


def test_a_long_welcome_asks_nothing(found):
    """The themes of the day are named at the start; the answer is to the question at the end."""
    welcome = (Role.MODERATOR, "We will talk of therapists. Also of buses. Thank you all. So. Who are you?")
    assert found("ana IN QUESTION therapist", welcome, "I am Ana.") == []
    assert found("ana IN QUESTION /therap/", welcome, "I am Ana.") == []
    assert found("ana IN QUESTION who", welcome, "I am Ana.") == ["Ana"]


WORDS = st.sampled_from(["no", "class", "for", "aunts", ",", ".", "-", "\n", "👩‍👩‍👧", "é", "’s"])


@given(st.lists(WORDS, max_size=30).map(" ".join), st.integers(1, 6))
def test_near_agrees_with_counting_words(said, distance):
    """The posting lists find what reading word by word finds."""
    words = Reader.read(_reader(), units(transcript(said)))
    hits = Matcher(words, {}).hits(parse(f"no NEAR/{distance} class"))
    table = words.table
    expected = set()
    for a in range(len(table)):
        for b in range(len(table)):
            forms = {words.text_of(a, a).lower(), words.text_of(b, b).lower()}
            together = table.sentence[a] == table.sentence[b]
            if a < b and forms == {"no", "class"} and together and table.word[b] - table.word[a] <= distance:
                expected.add((a, b))
    assert {hit.rows for hit in hits} == expected


@given(st.text(max_size=60))
def test_offsets_are_code_points_of_the_transcript(said):
    """A quote that starts one character off is a wrong quote, emoji or not."""
    made = transcript("Well. " + said)
    words = _reader().read(units(made))
    for row in range(len(words.table)):
        piece = made.text[int(words.table.start[row]) : int(words.table.end[row])]
        assert piece
        assert piece == piece.strip()


_KNOWN: list[Reader] = []


def _reader():
    if not _KNOWN:
        _KNOWN.append(Reader())
    return _KNOWN[0]
