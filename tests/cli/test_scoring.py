"""``codebook score``: its figures, and every way a labelled set can be wrong."""

import csv
from io import StringIO

import pytest

from tests.cli.run import records, run, write

TALK = """Priya: How were caregivers prepared?

Dana: The resource parents never got any training. They were handed a packet.

Priya: And respite?

Dana: I do not know.

Dana: =1+1, the new parents say, and nobody trained the foster parents.
"""
HEADER = "file,turn,code,status,counts,trap,note\n"


@pytest.fixture
def gold(tmp_path):
    """A labelled set of one talk: one right, one missed."""
    write(tmp_path / "talk.txt", TALK)
    rows = "talk.txt,2,tg-caregiver,affirmed,yes,,\ntalk.txt,5,bh-waitlist,,,quoted,\n"
    return write(tmp_path / "gold.csv", HEADER + rows)


def test_the_last_line_of_json_is_the_whole(gold):
    """Other programs read the last line; its keys are fixed."""
    *groups, overall = records(run("codebook", "score", gold, "--json"))
    assert {each["by"] for each in groups} == {"theme", "source", "trap"}
    assert overall["by"] == "overall"
    assert (overall["labelled"], overall["uncodable"], overall["turns"]) == (2, 0, 3)
    assert overall["right"] == 1
    assert set(overall["macro"]) == {"codes", "precision", "recall", "f1"}


def test_tables_say_what_they_count(gold):
    """A figure without its base cannot be defended."""
    shown = run("codebook", "score", gold).stdout
    assert "turn-and-code pairs" in shown
    assert "Files: 1; codable turns scored: 3; codes labelled: 2" in shown
    assert "cannot be coded: 0 (must be 0)" in shown


def test_groupings_can_be_asked_for(gold):
    """One question at a time."""
    shown = records(run("codebook", "score", gold, "--by", "status", "--by", "code", "--json"))
    assert list(dict.fromkeys(each["by"] for each in shown)) == ["status", "code", "overall"]


def test_misses_carry_the_words(gold, tmp_path):
    """An author reads the errors, not the figures; a turn that looks like a formula stays words."""
    target = tmp_path / "out" / "misses.csv"
    run("codebook", "score", gold, "--misses", target)
    rows = list(csv.DictReader(StringIO(target.read_text(encoding="utf-8"), newline="")))
    errors = {(row["turn"], row["code"]): row for row in rows}
    missed = errors["5", "bh-waitlist"]
    assert (missed["error"], missed["rule"]) == ("false negative", "")
    assert missed["words"].startswith("'=1+1, the new parents say")
    assert all(row["rule"] for row in rows if row["error"] == "false positive")


def test_the_set_itself_is_never_overwritten(gold, tmp_path):
    """One wrong argument must not cost a week of labelling."""
    before = gold.read_bytes()
    for target in (gold, tmp_path / "talk.txt"):
        assert "nothing was written" in run("codebook", "score", gold, "--misses", target, code=2).stderr
    assert gold.read_bytes() == before


def test_only_file_turn_and_code_are_needed(tmp_path):
    """A quick set has three columns; a missing 'counts' means yes."""
    write(tmp_path / "talk.txt", TALK)
    gold = write(tmp_path / "gold.csv", "file,turn,code\ntalk.txt,2,tg-caregiver\n")
    assert records(run("codebook", "score", gold, "--json"))[-1]["labelled"] == 1


def test_a_file_named_without_a_code_is_scored(tmp_path):
    """A quiet transcript tests false alarms."""
    write(tmp_path / "talk.txt", TALK)
    gold = write(tmp_path / "gold.csv", "file,turn,code\ntalk.txt,1,\n")
    overall = records(run("codebook", "score", gold, "--json"))[-1]
    assert (overall["turns"], overall["labelled"], overall["right"]) == (3, 0, 0)
    assert overall["extra"] > 0


def test_every_fault_is_named_at_once(tmp_path):
    """Correcting one row at a time wastes an afternoon."""
    write(tmp_path / "talk.txt", TALK)
    write(tmp_path / "noise.txt", "")
    rows = (
        "talk.txt,2,tg-caregivr,,,,\n"  # 2
        "talk.txt,ten,tg-caregiver,,,,\n"  # 3
        "talk.txt,99,tg-caregiver,,,,\n"  # 4
        "talk.txt,1,tg-caregiver,,,,\n"  # 5
        "tlak.txt,1,tg-caregiver,,,,\n"  # 6
        "noise.txt,1,tg-caregiver,,,,\n"  # 7
        ",1,tg-caregiver,,,,\n"  # 8
        "talk.txt,2,x-challenge,afirmed,perhaps,,\n"  # 9
        "talk.txt,0,,,,,\n"  # 10
        "talk.txt,\u0663,,,,,\n"  # 11
        f"talk.txt,{'9' * 5000},,,,,\n"  # 12
    )
    gold = write(tmp_path / "gold.csv", HEADER + rows)
    said = run("codebook", "score", gold, code=2).stderr
    for line, words in {
        2: "'tg-caregiver'",
        3: "'ten' is no number",
        4: "no turn 99; its last is",
        5: "cannot be coded",
        6: "'talk.txt'",
        7: "noise.txt",
        8: "names no file",
        9: "is an attribute",
        10: "'0' is no number",
        11: "is no number",
        12: "is no number",
    }.items():
        assert [each for each in said.splitlines() if each.startswith(f"{gold}:{line}: ") and words in each]
    assert "'perhaps'" in said
    assert "'affirmed'" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("file,turn\ntalk.txt,2\n", "no column 'code'", id="missing-column"),
        pytest.param(HEADER, "no rows", id="header-alone"),
        pytest.param("", "empty", id="empty"),
        pytest.param('file,turn,code\n"talk.txt,2,a\n', "cannot be read", id="open-quote"),
    ],
)
def test_a_list_that_is_no_labelled_set(tmp_path, text, words):
    """The header is the first thing to go wrong."""
    write(tmp_path / "talk.txt", TALK)
    gold = write(tmp_path / "gold.csv", text)
    result = run("codebook", "score", gold, code=2)
    assert words in result.stderr
    assert result.stdout == ""


def test_a_missing_list_is_bad_input(tmp_path):
    """A mistyped name must not look like a perfect score."""
    assert "gold.csv" in run("codebook", "score", tmp_path / "gold.csv", code=2).stderr
