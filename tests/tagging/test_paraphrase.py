"""Codes for answers that use none of a rule's words, beside the rules and never in their place."""

import pytest

from csec_qual.base import shipped
from csec_qual.codebook.load import read_codebook
from csec_qual.model.coding import Layer
from csec_qual.model.transcript import Role
from csec_qual.tagging import paraphrase
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.explain import explain
from csec_qual.tagging.paraphrase import find_paraphrase
from tests.tagging.conftest import transcript

ASKED = (Role.INTERVIEWER, "How soon can a young person start counseling?")
SAID = "They told us after Christmas. This was in September. She had stopped asking by then."


@pytest.fixture(scope="module")
def book():
    """The shipped codebook, which names the shipped model."""
    return read_codebook(shipped.codebooks() / "csec")


@pytest.fixture(scope="module")
def engine(book):
    """The rules and the layer."""
    return Engine(book, paraphrase=find_paraphrase(book))


def by_code(engine, *turns):
    """The suggestions for some turns, by code."""
    return {each.code_id: each for each in engine.suggest(transcript(*turns))}


def test_an_answer_without_a_rule_gets_its_code(book, engine):
    """The rules do not know these words; the layer reads what they mean."""
    assert "bh-waitlist" not in by_code(Engine(book), ASKED, SAID)
    found = by_code(engine, ASKED, SAID)["bh-waitlist"]
    assert (found.layer, found.counts, found.attributes) == (Layer.PARAPHRASE, True, ("x-challenge",))


def test_it_points_at_the_sentence(engine):
    """Evidence is a sentence of the answer, not the whole of it."""
    made = transcript(ASKED, f"I have been here nine years. {SAID} Thank you for asking.")
    (found,) = [each for each in engine.suggest(made) if each.code_id == "bh-waitlist"]
    assert made.text[found.segment.start : found.segment.end] in [
        f"{part}." for part in SAID[:-1].split(". ")
    ]


def test_it_says_that_no_rule_fired(book, engine):
    """Nobody should look for a rule that is not there."""
    made = transcript(ASKED, SAID)
    (found,) = [each for each in engine.suggest(made) if each.code_id == "bh-waitlist"]
    assert found.evidence[0].words == (found.segment,)
    assert "No rule" in explain(found, book, made).reasons[0].rule


def test_interviewers_are_not_read(engine):
    """Whatever they say."""
    assert by_code(engine, (Role.INTERVIEWER, SAID)) == {}


def test_small_talk_gets_nothing(engine):
    """Most of an interview is about nothing in the codebook."""
    assert by_code(engine, "Good morning. Can you hear me? I brought coffee.") == {}


@pytest.mark.parametrize("said", ["Yes.", "Yeah.", "Fine by me.", "Mm-hm."])
def test_assent_is_no_evidence(engine, said):
    """Whatever was asked: the question gives the topic, never the claim."""
    for asked in ("Is everyone okay with the recorder?", "Do you keep records of every youth you identify?"):
        assert by_code(engine, (Role.INTERVIEWER, asked), said) == {}


def test_readings_are_kept(book, tmp_path, monkeypatch):
    """The next run asks the model nothing, and gives the same."""
    layer = find_paraphrase(book, tmp_path / "cache" / "readings")
    first = Engine(book, paraphrase=layer).suggest(transcript(ASKED, SAID))
    again = find_paraphrase(book, tmp_path / "cache" / "readings")
    monkeypatch.setattr(paraphrase.TextModel, "meaning", None)
    assert Engine(book, paraphrase=again).suggest(transcript(ASKED, SAID)) == first


def test_what_nobody_asks_for_any_more_is_deleted(book, tmp_path):
    """A withdrawn person's answers leave no reading behind."""
    folder = tmp_path / "cache" / "readings"
    layer = find_paraphrase(book, folder)
    Engine(book, paraphrase=layer).suggest(transcript(ASKED, SAID))
    layer.keep([transcript(ASKED, SAID)])
    assert len(list(folder.iterdir())) == 1
    layer.keep([transcript(ASKED)])
    assert list(folder.iterdir()) == []


def test_a_damaged_reading_is_made_again(book, tmp_path):
    """A cache is never a reason to fail."""
    folder = tmp_path / "cache" / "readings"
    first = Engine(book, paraphrase=find_paraphrase(book, folder)).suggest(transcript(ASKED, SAID))
    for path in folder.iterdir():
        path.write_bytes(b"PK\x03\x04 no archive")
    assert Engine(book, paraphrase=find_paraphrase(book, folder)).suggest(transcript(ASKED, SAID)) == first


def test_without_the_package_the_rules_speak_alone(book, monkeypatch):
    """The layer is optional."""
    monkeypatch.setattr(paraphrase, "is_installed", lambda: False)
    assert find_paraphrase(book) is None
