"""Any file gives a transcript or one clear error; offsets always point at the words."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from csec_qual.base.errors import TranscriptError
from csec_qual.base.text import normalise
from csec_qual.readers.folder import find_transcripts
from csec_qual.readers.registry import EXTENSIONS, read_transcript

NAMES = st.sampled_from(["Dana", "Luis", "DR. ANA RUIZ", "P3", "Interviewer", "Speaker 2", "Ma-ry O’Neil"])
SENTENCES = st.text(
    alphabet=st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cs"], exclude_characters=":：>*_#[(<|–—-"
    ),
    min_size=1,
).map(lambda text: " ".join(normalise(text).split()))
WORDS = SENTENCES.filter(lambda text: any(char.isalpha() for char in text)).map(
    lambda text: f"Well {text} yes."
)
ANYTHING = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(
            [
                "WEBVTT\n",
                "\n",
                "00:01.000 --> 00:02.000\n",
                "1\n",
                "Ana: ",
                "Q: ",
                "**",
                ">> ",
                "[0:01]",
                "a,b\n",
                '"',
                "{",
                "\t",
                "words here.\n",
                "<v Ana>",
            ]
        ),
        max_size=30,
    ).map("".join),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(turns=st.lists(st.tuples(NAMES, WORDS), min_size=3, max_size=8))
def test_what_was_written_under_a_label_is_read_under_it(turns, tmp_path):
    """Labels, words and offsets survive the way through a file."""
    labels = {label for label, _ in turns}
    turns = turns + [(label, "I said so, did you?") for label in sorted(labels)] * 4
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(f"{label}: {words}" for label, words in turns), encoding="utf-8")
    transcript = read_transcript(path)
    assert [(turn.speaker, transcript.words(turn)) for turn in transcript.turns] == turns


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(text=ANYTHING, suffix=st.sampled_from(sorted(EXTENSIONS)))
@example(text="0", suffix=".rtf")
def test_any_text_is_read_or_refused(text, suffix, tmp_path):
    """A strange file must never end in a traceback."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    check(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    data=st.binary(max_size=300),
    head=st.sampled_from([b"", b"PK\x03\x04", b"{\\rtf1", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_any_bytes_are_read_or_refused(data, head, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(head + data)
    check(path)


def check(path):
    try:
        transcript = read_transcript(path)
    except TranscriptError as error:
        message = str(error)
    else:
        check_offsets(transcript)
        return
    assert message.startswith(str(path))


def check_offsets(transcript):
    assert normalise(transcript.text) == transcript.text
    assert [turn.number for turn in transcript.turns] == list(range(1, len(transcript.turns) + 1))
    assert {turn.speaker for turn in transcript.turns} == {speaker.label for speaker in transcript.speakers}
    joined = "\n\n".join(transcript.words(turn) for turn in transcript.turns)
    assert joined == transcript.text
    assert all(transcript.words(turn).strip() for turn in transcript.turns)


def test_a_transcript_knows_its_file(read):
    text = "Interviewer: How was it?\n\nLuis: Fine.\n"
    transcript = read("Maple Admin 01.txt", text)
    assert (transcript.transcript_id, transcript.file) == ("maple-admin-01", "Maple Admin 01.txt")
    assert transcript.sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("text", ["", "  \n\n"])
def test_an_empty_file_is_refused(text, refusal):
    assert refusal("a.txt", text) == "a.txt: the file is empty. Export the transcript again."


def test_a_file_of_punctuation_is_refused(refusal):
    assert "no words were found" in refusal("a.txt", "--- ***\n\n...\n")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(TranscriptError, match="no such file"):
        read_transcript(tmp_path / "none.txt")
    with pytest.raises(TranscriptError, match="a folder, not a file"):
        read_transcript(tmp_path)


def test_an_unreadable_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("Dana: Hello.")

    def refuse(_path):
        # Taking the rights away would not do: an administrator may read everything.
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(TranscriptError, match="cannot be read"):
        read_transcript(path)


def test_a_folder_gives_its_transcripts_and_nothing_else(tmp_path):
    for name in [
        "b.txt",
        "a.DOCX",
        "c.vtt",
        "survey.csv",
        "sources.csv",
        "participants.csv",
        "counties.csv",
        "cases.csv",
        "study.yaml",
        "study.db",
        ".hidden.txt",
        "~$a.docx",
        "photo.png",
        "README.md",
    ]:
        (tmp_path / name).write_text("x")
    (tmp_path / "folder.txt").mkdir()
    assert [path.name for path in find_transcripts(tmp_path)] == ["a.DOCX", "b.txt", "c.vtt", "survey.csv"]
