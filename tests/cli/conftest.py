"""A study of two short talks in two counties, made by the commands themselves."""

import shutil

import pytest

from tests.cli.run import run, write

MAPLE = """Priya: How were caregivers prepared?

Dana: The resource parents never got any training. They were handed a packet.

Priya: And respite?

Dana: I do not know.
"""
CEDAR = """Priya: How about training?

Kim: Our foster parents never got any training either.
"""
SOURCES = """file,case,source_type,mode,date,instrument
maple-01.txt,maple,interview,in person,2023-01,
cedar-01.txt,cedar,interview,virtual,2023-02,
"""
PARTICIPANTS = """file,label,role,participant_id,case,role_group,consent
maple-01.txt,Priya,interviewer,,,,
maple-01.txt,Dana,participant,MA-01,maple,child welfare,quote
cedar-01.txt,Priya,interviewer,,,,
cedar-01.txt,Kim,participant,CE-01,cedar,education,count
"""
CASES = """case_id,label,region
maple,Maple County,valley
cedar,Cedar County,mountains
"""


TALKS = {
    "maple-01.txt": MAPLE,
    "cedar-01.txt": CEDAR,
    "sources.csv": SOURCES,
    "participants.csv": PARTICIPANTS,
    "cases.csv": CASES,
}


@pytest.fixture
def talks(tmp_path):
    """A folder of transcripts with its lists, as a team would hand it over."""
    return _write_talks(tmp_path / "talks")


@pytest.fixture(scope="session")
def coded(tmp_path_factory):
    """A study with suggestions, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("coded") / "study"
    run("init", folder)
    run("--study", folder, "transcripts", "add", _write_talks(folder.parent / "talks"))
    run("--study", folder, "suggest")
    return folder


@pytest.fixture
def study(coded, tmp_path, monkeypatch):
    """The coded study as the current folder; what a test does to it is its own."""
    folder = tmp_path / "study"
    shutil.copytree(coded, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo study, and what the command printed."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    return folder, run("demo", folder).stdout


def _write_talks(folder):
    for name, text in TALKS.items():
        write(folder / name, text)
    return folder
