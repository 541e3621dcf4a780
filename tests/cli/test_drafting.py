"""``codebook draft``: from a study's accepted codings, or from labelled turns."""

import pytest

from csec_qual.codebook.load import read_codebook
from tests.cli.run import records, run, write
from tests.study.small_study import TINY, lay_out

SAID = """\
Interviewer: Well?

Dana R.: They hand you a packet.

Interviewer: And then?

Dana R.: A packet, handed over at the door.

Interviewer: And?

Dana R.: The bus is late, and the park is closed. We like the weather here, and the trees in autumn,
and nobody minds the walk up the hill to the old school when the sun is out and the road is dry.

Interviewer: And?

Dana R.: One more packet was handed out.
"""


@pytest.fixture
def gold(tmp_path):
    """Three labelled turns of one talk."""
    write(tmp_path / "talk.txt", SAID)
    rows = "".join(f"talk.txt,{turn},tg-caregiver\n" for turn in (2, 4, 8))
    return write(tmp_path / "gold.csv", f"file,turn,code\n{rows}")


def test_labelled_turns_give_terms(gold):
    """What it rests on comes first; every term has its base and a passage to read."""
    shown = run("codebook", "draft", "tg-caregiver", "--from", gold).stdout
    first, headings, *_ = shown.splitlines()
    assert first.startswith("tg-caregiver: 3 labelled turns in 1 transcripts (")
    assert headings.split()[:4] == ["term", "passages", "of", "3"]
    assert "talk:2:tg-caregiver" in shown


def test_the_list_can_be_pasted(gold, tmp_path):
    """A list that the codebook refuses would be worse than none."""
    (drafted,) = records(run("codebook", "draft", "tg-caregiver", "--from", gold, "--json"))
    assert drafted["terms"][0]["term"] in {"packet", "hand"}
    lay_out(tmp_path / "tiny", {**TINY, "terms.yaml": TINY["terms.yaml"] + drafted["yaml"] + "\n"})
    terms = read_codebook(tmp_path / "tiny").terms["tg_caregiver_draft"]
    assert {"packet", "hand"} <= set(terms)


def test_top_limits_table_and_list(gold):
    """A screenful at a time."""
    (drafted,) = records(run("codebook", "draft", "tg-caregiver", "--from", gold, "--top", 1, "--json"))
    assert len(drafted["terms"]) == 1
    assert drafted["yaml"].count("\n  - ") == 1


def test_fewer_than_three_codings_are_refused(gold):
    """Two sentences show how two people talk, on one day."""
    gold.write_text("file,turn,code,counts\ntalk.txt,2,tg-caregiver,\ntalk.txt,4,tg-caregiver,no\n")
    result = run("codebook", "draft", "tg-caregiver", "--from", gold, code=2)
    assert "labelled turns with this code: 1; fewer than 3" in result.stderr
    assert result.stdout == ""


def test_everything_coded_is_refused(tmp_path):
    """Without a rest there is nothing to stand out from."""
    write(tmp_path / "talk.txt", SAID)
    rows = "".join(f"talk.txt,{turn},tg-caregiver\n" for turn in (2, 4, 6, 8))
    gold = write(tmp_path / "gold.csv", f"file,turn,code\n{rows}")
    assert "nothing to compare" in run("codebook", "draft", "tg-caregiver", "--from", gold, code=2).stderr


def test_suggestions_nobody_accepted_are_no_codings(study):
    """Rules must not learn from themselves."""
    run("accept", "maple-01:2:tg-caregiver", "--coder", "ana")
    run("accept", "cedar-01:2:tg-caregiver", "--coder", "ana")
    run("reject", "cedar-01:2:tg-caregiver", "--coder", "ana")
    said = run("codebook", "draft", "tg-caregiver", code=2).stderr
    assert "accepted codings with this code: 1; fewer than 3" in said
    assert "--from" in said


@pytest.mark.parametrize("where", ["study", "gold"])
def test_an_unknown_code_gets_the_nearest(where, request):
    """One letter off is the usual slip."""
    place = request.getfixturevalue(where)
    more = () if where == "study" else ("--from", place)
    assert "tg-caregiver" in run("codebook", "draft", "tg-caregivr", *more, code=2).stderr


def test_outside_a_study_the_way_in_is_shown(tmp_path, monkeypatch):
    """Without a study there are no codings."""
    monkeypatch.chdir(tmp_path)
    assert "csec-qual init" in run("codebook", "draft", "tg-caregiver", code=2).stderr
