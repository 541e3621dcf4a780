"""Files written as a test names them, and their turns as pairs that a test can read."""

import pytest

from csec_qual.base.errors import TranscriptError
from csec_qual.readers.registry import read_transcript


@pytest.fixture
def read(tmp_path):
    """Write a file and read it: ``read("a.txt", "Dana: ...")``."""

    def write_and_read(name, content, **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_transcript(path, **options)

    return write_and_read


@pytest.fixture
def said():
    """Who said what, as pairs of label and words."""
    return lambda transcript: [(turn.speaker, transcript.words(turn)) for turn in transcript.turns]


@pytest.fixture
def roles():
    """The role of every label, as plain words."""
    return lambda transcript: {speaker.label: speaker.role.value for speaker in transcript.speakers}


@pytest.fixture
def refusal(read, tmp_path):
    """Read a file that must be refused, and give the message without the folder."""

    def read_and_refuse(name, content, **options):
        with pytest.raises(TranscriptError) as caught:
            read(name, content, **options)
        return str(caught.value).replace(f"{tmp_path}/", "")

    return read_and_refuse
