"""What is kept is what is fetched, to the last character."""

from contextlib import closing
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.codes import Status
from csec_qual.model.coding import Evidence, Stance, Suggestion
from csec_qual.model.transcript import (
    Notice,
    Role,
    Segment,
    SourceType,
    Speaker,
    Transcript,
    Turn,
    TurnKind,
)
from csec_qual.store import decisions, suggestions, transcripts
from csec_qual.store.engine import Database
from tests.small_talk import decision, suggestion, talk

words = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("🙂🏽é\n\t\"'")), max_size=12)
seconds = st.none() | st.floats(0, 1e6)


@st.composite
def any_transcript(draw):
    """A transcript with emoji, turns of no words and turns without times."""
    text, turns = "", []
    for number, said in enumerate(draw(st.lists(words, max_size=4)), start=1):
        start = len(text)
        text += said
        turns.append(
            Turn(
                number,
                draw(words),
                draw(st.sampled_from(Role)),
                draw(st.sampled_from(TurnKind)),
                start,
                len(text),
                draw(seconds),
                draw(seconds),
                draw(words),
            )
        )
    speakers = tuple(
        Speaker(label, draw(st.sampled_from(Role)), draw(st.booleans()), MappingProxyType({label: said}))
        for label, said in draw(st.dictionaries(words, words, max_size=3)).items()
    )
    notices = tuple(
        Notice(line, what) for line, what in draw(st.lists(st.tuples(st.none() | st.just(3), words)))
    )
    kind = draw(st.sampled_from(SourceType))
    return Transcript("maple-01", "Maple 01.txt", kind, "txt", "ab", text, tuple(turns), speakers, notices)


@st.composite
def any_suggestion(draw):
    """A suggestion with several pieces of evidence, with and without a cue."""

    def segment():
        start = draw(st.integers(0, 10**6))
        return Segment("maple-01", start, start + draw(st.integers(1, 10**6)))

    evidence = tuple(
        Evidence(
            draw(words),
            segment(),
            tuple(segment() for _ in range(draw(st.integers(0, 3)))),
            draw(st.sampled_from(Status)),
            segment() if draw(st.booleans()) else None,
            draw(words),
        )
        for _ in range(draw(st.integers(1, 3)))
    )
    return Suggestion(
        "maple-01",
        draw(st.integers(1, 999)),
        "tg-caregiver",
        evidence,
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.floats(0, 1)),
        tuple(draw(st.lists(words, max_size=2))),
        draw(words),
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    with closing(Database(tmp_path_factory.mktemp("store") / "study.db")) as made:
        yield made


@given(any_transcript())
def test_a_transcript_comes_back_as_it_was(database, kept):
    """An offset that moves by one points at other words."""
    with database.writing() as connection:
        transcripts.keep(connection, kept)
    with database.reading() as connection:
        assert transcripts.fetch(connection, kept.transcript_id) == kept


@given(st.lists(any_suggestion(), unique_by=lambda each: each.turn, max_size=3))
def test_suggestions_come_back_as_they_were(database, kept):
    """Rule, words and status must be those that were seen, or a decision is about something else."""
    with database.direct(writes=True) as connection:
        suggestions.replace(connection, {"maple-01": {"tg-caregiver": "f"}}, kept)
    with database.direct() as connection:
        assert suggestions.fetch(connection) == sorted(kept, key=lambda each: each.turn)


@given(st.lists(st.tuples(st.sampled_from(Stance), words), max_size=3))
def test_decisions_come_back_in_the_order_they_were_made(tmp_path_factory, made):
    """The last one stands, so their order is their meaning."""
    seen = suggestion(talk(("Dana", "They got a packet.")), 1, "tg-caregiver")
    kept = [
        decision(seen, stance, coder_id=coder, decision_id=str(number))
        for number, (stance, coder) in enumerate(made)
    ]
    with closing(Database(tmp_path_factory.mktemp("log") / "study.db")) as database:
        with database.writing() as connection:
            for each in kept:
                decisions.append(connection, each)
        with database.reading() as connection:
            assert decisions.fetch(connection) == kept


def test_a_dropped_version_leaves_no_turns(tmp_path):
    """Participants' words must not stay behind in a table nobody looks at."""
    with closing(Database(tmp_path / "study.db")) as database, database.writing() as connection:
        transcripts.keep(connection, talk(("Dana", "one"), ("Dana", "two"), ("Dana", "three")))
        transcripts.keep(connection, talk(("Dana", "one")))
        (n_turns,) = connection.exec_driver_sql("SELECT count(*) FROM turns").one()
    assert n_turns == 1
