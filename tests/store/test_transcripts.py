"""Transcripts by version: text never changes, and what decisions refer to is kept."""

from dataclasses import replace
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.model.transcript import Notice, Role, SourceType, Speaker, Transcript, Turn, TurnKind
from csec_qual.store import decisions, newest, transcripts
from csec_qual.store.engine import Database
from tests.small_talk import decision, suggestion, talk

FIRST = talk(("Dana", "They never got any training."))
CORRECTED = talk(("Dana", "They never got any real training."), sha256="1" * 64)
AGAIN = talk(("Dana", "They never got any real training, no."), sha256="2" * 64)


def keep(database, *versions):
    with database.writing() as connection:
        return [transcripts.keep(connection, each) for each in versions]


def fetch(database, version=None):
    with database.reading() as connection:
        return transcripts.fetch(connection, "maple-01", version)


def decide(database, transcript, version):
    with database.writing() as connection:
        made = decision(
            suggestion(transcript, 1, "tg-caregiver"), version=version, decision_id=f"in version {version}"
        )
        decisions.append(connection, made)


def test_every_part_comes_back(database):
    """Times, questions, notices and what a survey says of its respondents."""
    text = "Kim's answer 🙂 é"
    whole = Transcript(
        transcript_id="maple-01",
        file="Maple 01.csv",
        source_type=SourceType.SURVEY,
        reader="csv/survey",
        sha256="f" * 64,
        text=text,
        turns=(
            Turn(1, "R01", Role.PARTICIPANT, TurnKind.RESPONSE, 0, len(text), 1.5, 2.25, "What is missing?"),
            Turn(2, "", Role.UNKNOWN, TurnKind.PROMPT, len(text), len(text)),
        ),
        speakers=(
            Speaker("R01", Role.PARTICIPANT, False, MappingProxyType({"County": "Maple"})),
            Speaker("", Role.UNKNOWN),
        ),
        notices=(Notice(3, "a row of one cell"), Notice(None, "no times")),
    )
    keep(database, whole)
    assert fetch(database) == whole


@given(
    words=st.lists(
        st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("🙂\u0301\n\x00"), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_words_and_offsets_survive(tmp_path_factory, words):
    """A decision's offsets are worth nothing if the text comes back changed by one character."""
    said = talk(*(("Dana", each) for each in words))
    database = Database(tmp_path_factory.mktemp("store") / "study.db")
    keep(database, said)
    kept = fetch(database)
    database.close()
    assert [kept.words(turn) for turn in kept.turns] == words


def test_nothing_is_nothing(database):
    """Asking for what was never added is no error."""
    assert fetch(database) is None


def test_a_corrected_file_is_a_new_version(database):
    """Counted on from one, and the newest one answers."""
    assert keep(database, FIRST, CORRECTED) == [1, 2]
    assert fetch(database) == CORRECTED


def test_a_version_nobody_decided_on_is_dropped(database):
    """Participants' words are not hoarded."""
    keep(database, FIRST, CORRECTED)
    assert fetch(database, 1) is None


def test_a_version_that_a_decision_refers_to_is_kept(database):
    """Its words are what the decision was about."""
    keep(database, FIRST)
    decide(database, FIRST, 1)
    keep(database, CORRECTED)
    assert fetch(database, 1) == FIRST
    assert fetch(database) == CORRECTED


def test_only_the_versions_that_were_decided_on_are_kept(database):
    """One between two decided ones is nobody's."""
    keep(database, FIRST)
    decide(database, FIRST, 1)
    assert keep(database, CORRECTED, AGAIN) == [2, 3]
    assert [fetch(database, version) for version in (1, 2, 3)] == [FIRST, None, AGAIN]


def test_transcripts_come_in_the_order_of_their_ids(database):
    """The same study in, the same report out."""
    cedar = replace(talk(("Kim", "Ours never did."), transcript_id="cedar-01"))
    keep(database, FIRST, cedar)
    with database.direct() as connection:
        assert newest.fetch_all(connection) == [cedar, FIRST]
