"""The page of a focus group says what each person did, and whose words it rests on."""

import re

import pytest

from tests.study.small_study import write
from tests.web.conftest import opened

GROUP = """\
Priya: What training was there?

Dana: There was no training at all for anybody.

Lee: Same here.

Kim: Not for us, there was no training but there was a class.

Sam: I brought the coffee.
"""
SOURCE = "group-01.txt,maple,focus_group,in person,2023-04,\n"
ROWS = """\
group-01.txt,Priya,moderator,,,,
group-01.txt,Dana,participant,MA-01,maple,caregiver,quote
group-01.txt,Lee,participant,MA-03,maple,child welfare,count
group-01.txt,Kim,participant,MA-04,maple,education,quote
group-01.txt,Sam,participant,MA-05,maple,education,quote
"""


@pytest.fixture
def group(study, folder):
    """The small study with a focus group in it, whose codebook knows how people answer one another."""
    with (folder / "codebooks" / "tiny" / "terms.yaml").open("a", encoding="utf-8") as file:
        file.write("group_assent: ['\"same here\"']\ngroup_dissent: ['\"not for us\"']\n")
    study.reload()
    study.add_transcripts(write(folder / "in" / "group-01.txt", GROUP).parent)
    for name, new in (("sources.csv", SOURCE), ("participants.csv", ROWS)):
        text = (folder / name).read_text("utf-8")
        rows = [line for line in text.splitlines() if not line.startswith("group-01")]
        write(folder / name, "\n".join(rows) + "\n" + new)
    study.suggest()
    return study


def test_everybody_has_a_part(group):
    """Statement, statement of dissent, assent and no response are four things, and nobody is left out."""
    (grid,) = group.group("group-01")
    parts = {p.label: grid.at(p.participant_id, "tg-caregiver").part.value for p in grid.people}
    assert parts == {
        "Dana": "statement",
        "Lee": "assent",
        "Kim": "statement of dissent",
        "Sam": "no response",
    }
    assert sum(grid.count("tg-caregiver").values()) == len(grid.people) == 4
    assert "Priya" not in parts


def test_a_rejected_passage_is_no_statement(group):
    """And nobody can agree with what nobody said."""
    group.reject("group-01:2:tg-caregiver", coder="ana")
    (grid,) = group.group("group-01")
    parts = {p.label: grid.at(p.participant_id, "tg-caregiver").part.value for p in grid.people}
    assert parts["Dana"] == parts["Lee"] == "no response"
    assert parts["Kim"] == "statement"


def test_the_page_says_it_in_letters_and_in_words(group):
    """Colour alone tells nobody; a letter leads to its turn."""
    page = opened(group, "ana").get("/groups/group-01").text
    assert "assent of Lee, turn 3" in page
    assert 'href="/read/group-01#group-01-2"' in page
    assert re.search(r"1 statement,\s*1 statement of dissent,\s*1 assent,\s*1 no response", page)
    assert "group-01" in opened(group, "ana").get("/groups/").text


def test_what_may_not_be_seen_is_no_statement(group):
    """A blind coder does not learn from this page what a colleague decided."""
    group.assign("group-01", "ana", by="mara")
    group.assign("group-01", "luis", by="mara", no_suggestions=True)
    assert "Nobody made a point" in opened(group, "luis").get("/groups/group-01").text
    assert "Nobody made a point" not in opened(group, "mara").get("/groups/group-01").text


def test_a_wrong_name_is_refused(group):
    """In words."""
    answer = opened(group, "ana").get("/groups/maple-01")
    assert answer.status_code == 422
    assert "no focus group" in answer.text
