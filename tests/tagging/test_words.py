"""Words read from a cache are the words of the text, and nothing stays that was taken back."""

import gc
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest

from csec_qual.model.transcript import Role
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.words import Reader, Unit, all_units
from tests.tagging.conftest import code, codebook, transcript

ROOT = Path(__file__).parents[2]

TALK = transcript(
    (Role.INTERVIEWER, "Welcome. We speak of beds. Of kin. Who is trained? Who isn't?"),
    "The aunts don't get any training.  Nobody :-) calls.",
    (Role.INTERVIEWER, "And beds?"),
    "None at 3 p.m. We cannot wait",
    "",
)
OTHER = transcript("They house kin.", (Role.UNKNOWN, "Never mind."))


def as_lists(words):
    def of(postings):
        table = postings.table
        forms = [postings.vocabulary.forms[form] for form in table.form]
        columns = (table.start, table.end, table.unit, table.sentence, table.word, table.is_word)
        return forms, [column.tolist() for column in columns]

    return of(words.postings), of(words.questions)


@pytest.mark.parametrize("codable_only", [True, False])
def test_words_from_the_cache_are_the_words_of_the_text(tmp_path, codable_only):
    """A warm run gives the suggestions of a cold one, whichever turns are asked for."""
    units = all_units([TALK, OTHER], codable_only=codable_only)
    plain = as_lists(Reader().read(units))
    assert as_lists(Reader(cache=tmp_path).read(units)) == plain
    assert as_lists(Reader(cache=tmp_path).read(units)) == plain
    assert len(list((tmp_path / "words").iterdir())) == 2


def test_a_unit_that_is_not_the_transcripts_own_is_read_as_it_is(tmp_path):
    """Examples of a codebook have questions of their own."""
    reader = Reader(cache=tmp_path)
    words = reader.read([Unit(TALK, TALK.turns[1], "Something else?")])
    assert words.questions.form("else").tolist() == [1]
    assert not list(tmp_path.rglob("*.words"))


def test_only_the_last_sentences_of_a_question_are_asked(tmp_path):
    """A moderator's welcome names every theme of the day."""
    for reader in (Reader(), Reader(cache=tmp_path), Reader(cache=tmp_path)):
        questions = reader.read(all_units([TALK])).questions
        assert not len(questions.form("welcome"))
        assert len(questions.form("trained"))


def test_words_of_a_text_that_is_gone_leave_the_cache(tmp_path):
    """Someone who withdraws takes their words along."""
    reader = Reader(cache=tmp_path)
    reader.read(all_units([TALK, OTHER]))
    reader.keep([OTHER])
    assert [b"aunts" in path.read_bytes() for path in (tmp_path / "words").iterdir()] == [False]
    again = Reader(cache=tmp_path).read(all_units([OTHER]))
    assert np.array_equal(again.table.start, Reader().read(all_units([OTHER])).table.start)


def test_a_warm_run_imports_no_spacy(tmp_path):
    """Loading a language model takes longer than everything else in a run after an edit."""
    program = f"""
import sys
from pathlib import Path
from pathlib import Path
from tests.tagging.test_words import OTHER, TALK
from csec_qual.tagging.words import Reader, all_units
reader = Reader(cache=Path({str(tmp_path)!r}))
words = reader.read(all_units([TALK, OTHER]))
assert len(words.postings.lemma("kin")) == 1 and len(words.questions.lemma("bed"))
assert reader.pieces("don't") == ("do", "n't") and reader.pieces("cannot") == ("can", "not")
reader.keep([TALK, OTHER])
print("spacy" in sys.modules)
"""
    answers = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout
        for _ in range(2)
    ]
    assert answers == ["True\n", "False\n"]


def test_the_same_transcripts_are_answered_from_memory_until_they_are_let_go_of():
    """An edit in a running program reads no word again; a large run leaves no memory behind it."""
    reader, talk = Reader(), transcript("They got no training.", "We wait.")
    words = reader.read_all([talk])
    assert reader.read_all([talk]) is words
    assert reader.read_all([transcript("They got no training.", "We wait.")]) is not words
    words = reader.read_all([talk])
    found = Engine(codebook(code("c-wait", "wait")), reader=reader).suggest_many([talk])
    assert [each.turn for each in found] == [2]
    gc.disable()
    try:
        gone = weakref.ref(words)
        del words, found
        reader.let_go()
        # At once, not at the next look for garbage.
        assert gone() is None
    finally:
        gc.enable()
