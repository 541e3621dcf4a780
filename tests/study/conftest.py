"""A study of three short talks in two counties, with a codebook of two codes."""

import shutil
from contextlib import closing

import pytest

from csec_qual.study.study import Study
from tests.study.small_study import TINY, lay_out, write


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The tiny codebook's folder."""
    return lay_out(tmp_path_factory.mktemp("books") / "tiny", TINY)


@pytest.fixture(scope="session")
def made(tmp_path_factory, book):
    """The study with its suggestions, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("made")
    talks = lay_out(folder / "talks")
    with closing(Study.create(folder / "study", str(book))) as study:
        study.add_transcripts(talks)
        study.suggest()
    return folder / "study"


@pytest.fixture
def folder(made, tmp_path):
    """A copy of the study; what a test does to it is its own."""
    shutil.copytree(made, tmp_path / "study")
    return tmp_path / "study"


@pytest.fixture
def study(folder):
    """The copy, opened."""
    with closing(Study.open(folder)) as opened:
        yield opened


@pytest.fixture
def reopen(folder):
    """Open the copy again, as the next command would, after a file was edited."""
    opened = []

    def again(file="", old="", new=""):
        if file:
            text = (folder / file).read_text(encoding="utf-8")
            assert old in text, f"{file} has no {old!r}"
            write(folder / file, text.replace(old, new))
        opened.append(Study.open(folder))
        return opened[-1]

    yield again
    for each in opened:
        each.close()


@pytest.fixture
def talks(tmp_path):
    """A folder of transcripts with its lists, as a team would hand it over."""
    return lay_out(tmp_path / "talks")


@pytest.fixture
def empty(tmp_path, book):
    """A new study with nothing in it."""
    with closing(Study.create(tmp_path / "new", str(book))) as opened:
        yield opened
