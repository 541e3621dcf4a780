"""``turns`` and ``tag``: contracts for other programs, so their shape and exit codes are fixed."""

import zipfile

import pytest

from tests.cli.run import records, run, write

TALK = """Interviewer: How were caregivers prepared?

Dana R.: The resource parents never got any training. 🌲 They were handed a packet.

Interviewer: Was there a shortage of beds?

Dana R.: No.
"""
TURN_KEYS = [
    "turn",
    "speaker",
    "role",
    "start",
    "end",
    "time_start",
    "time_end",
    "text",
    "role_guessed",
    "kind",
    "question",
]
TAG_KEYS = [
    "file",
    "turn",
    "speaker",
    "role",
    "start",
    "end",
    "code",
    "status",
    "counts",
    "rule",
    "layer",
    "score",
    "text",
    "words",
    "attributes",
    "needs_review",
]


@pytest.fixture
def talk(tmp_path):
    return write(tmp_path / "talk.txt", TALK)


def test_turns_are_one_object_a_line(talk):
    """A program that reads turns may rely on these keys, in this order, whatever is added later."""
    turns = records(run("turns", talk, "--json", "--interviewer", "Interviewer"))
    assert [list(turn) for turn in turns] == [TURN_KEYS] * 4
    assert [turn["turn"] for turn in turns] == [1, 2, 3, 4]
    assert [turn["role"] for turn in turns] == ["interviewer", "participant"] * 2
    assert turns[0]["time_start"] is None
    assert not any(turn["role_guessed"] for turn in turns)


def test_a_guessed_role_is_marked(talk):
    """Without a list of who was in the room, a role is a guess and must not pass for knowledge."""
    turns = records(run("turns", talk, "--json"))
    assert all(turn["role_guessed"] for turn in turns)


def test_words_are_utf8_on_any_terminal(talk):
    """Curly quotes, accents and emoji must reach the next program as they were said."""
    result = run("turns", talk, "--json")
    assert "🌲" in result.stdout_bytes.decode("utf-8")


def test_caption_times_are_seconds(tmp_path):
    """Times let a reader jump to the recording."""
    captions = write(
        tmp_path / "call.vtt",
        "WEBVTT\n\n00:00:01.500 --> 00:00:04.000\nDana R.: We wait.\n\n"
        "00:01:05.000 --> 00:01:06.250\nPriya N.: How long?\n",
    )
    turns = records(run("turns", captions, "--json"))
    assert [(turn["time_start"], turn["time_end"]) for turn in turns] == [(1.5, 4.0), (65.0, 66.25)]


def test_turns_read_well_without_json(talk):
    """An evaluator checks by eye what was recognised."""
    shown = run("turns", talk).stdout
    assert "Dana R. (participant, guessed)" in shown
    assert "handed a packet" in shown


def test_tags_are_one_object_a_line(talk):
    """Each suggestion carries its evidence: the offsets must cut exactly the text shown."""
    suggestions = records(run("tag", talk, "--codebook", "csec", "--json", "--interviewer", "Interviewer"))
    assert suggestions
    assert all(list(each) == TAG_KEYS for each in suggestions)
    assert {"tg-caregiver"} <= {each["code"] for each in suggestions}
    assert {each["file"] for each in suggestions} == {str(talk)}
    words = "\n\n".join(turn["text"] for turn in records(run("turns", talk, "--json")))
    for each in suggestions:
        assert words[each["start"] : each["end"]] == each["text"]
        assert all(word in each["text"] for word in each["words"])


def test_interviewers_are_never_tagged(talk):
    """A theme word in a question is the interviewer's, not the county's."""
    suggestions = records(run("tag", talk, "--json", "--interviewer", "Dana R."))
    assert "Dana R." not in {each["speaker"] for each in suggestions}


def test_tags_read_well_without_json(talk):
    """The plain form names the place, the code, and whether it counts."""
    shown = run("tag", talk, "--interviewer", "Interviewer").stdout
    assert f"{talk}:2  tg-caregiver  affirmed, counts" in shown


def test_one_bad_file_does_not_stop_the_others(talk, tmp_path):
    """A folder of forty transcripts has one that is damaged; the other results must still come out."""
    missing = tmp_path / "absent.txt"
    result = run("tag", missing, talk, "--json", code=2)
    assert records(result)
    assert "absent.txt" in result.stderr


def test_a_folder_stands_for_its_transcripts(talk):
    """Nobody wants to type forty names."""
    assert records(run("tag", talk.parent, "--json")) == records(run("tag", talk, "--json"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("empty.txt", b"", id="empty"),
        pytest.param("noise.txt", bytes(range(256)) * 20, id="binary"),
        pytest.param("letter.docx", b"this is no zip archive", id="docx-that-is-no-zip"),
        pytest.param("cut.docx", b"PK\x03\x04\x14\x00", id="truncated-archive"),
        pytest.param("empty.vtt", b"WEBVTT\n\n", id="captions-without-cues"),
        pytest.param("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="not-a-transcript"),
    ],
)
@pytest.mark.parametrize("command", ["turns", "tag"])
def test_bad_files_get_one_clear_message(tmp_path, command, name, content):
    """What, where, and what to do; exit code 2; nothing on standard output that looks like a result."""
    path = tmp_path / name
    path.write_bytes(content)
    result = run(command, path, "--json", code=2)
    assert name in result.stderr
    assert result.stdout == ""


def test_an_archive_that_is_no_word_file_is_refused(tmp_path):
    """A zip renamed to docx is a common slip."""
    path = tmp_path / "photos.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "nothing")
    assert "photos.docx" in run("turns", path, code=2).stderr


def test_an_unknown_codebook_is_named(talk):
    """A misspelt codebook must not fall back to another one."""
    result = run("tag", talk, "--codebook", "csek", code=2)
    assert "csek" in result.stderr
    assert "csec" in result.stderr


def test_tag_without_files_is_a_usage_error():
    """Nothing to do is not success."""
    assert "FILE" in run("tag", code=2).stderr
