"""Packets, answers and withdrawals as people run them."""

import json

from tests.cli.run import records, run, write

DATE = ("--date", "2026-06-30")


def test_a_packet_comes_back(study):
    """Dana is the only one of her role in Maple: a county packet leaves her out, her own group's does not."""
    assert "0 quotes of Maple County" in run("report", "packet", "maple", "maple.html", *DATE).stderr
    made = run("report", "packet", "maple", "own.html", "--group", "child welfare", *DATE)
    packet_id = made.stderr.split("packet ")[1].split(":")[0]
    page = (study / "own.html").read_text(encoding="utf-8")
    mark = page.split('data-mark="')[1].split('"')[0]
    said = {"quote": "q1", "words": mark, "answer": "redact", "comment": "Please not."}
    answers = {"csec_qual_answers": 1, "packet": packet_id, "reviewer": "Dana", "answers": [said]}
    path = write(study / "answers.json", json.dumps(answers))
    shown = run("report", "answers", path)
    assert "redact (Please not.) (proposed)" in shown.stdout
    assert "--apply" in shown.stderr
    (done,) = records(run("report", "answers", path, "--apply", "--by", "ana", "--json"))
    assert done["outcome"] == "recorded"
    assert "maple-01:2,Dana" in (study / "redactions.csv").read_text(encoding="utf-8")
    write(path, json.dumps(answers | {"answers": [said | {"quote": "q9"}]}))
    assert "conflict: the packet has no such quote" in run("report", "answers", path, code=1).stdout


def test_a_withdrawal_is_asked_about_once_more(study):
    """It cannot be undone; a 'no' changes nothing."""
    before = (study / "participants.csv").read_bytes()
    run("privacy", "withdraw", "MA-01", typed="n\n", code=1)
    assert (study / "participants.csv").read_bytes() == before
    shown = run("privacy", "withdraw", "MA-01", "--by", "lead", typed="y\n").stdout
    assert "MA-01: 2 turns blanked in maple-01." in shown
    assert "transcripts/maple-01.txt" in shown
    entry = records(run("history", "--json"))[-1]
    assert (entry["on"], entry["by"], entry["after"]) == ("MA-01", "lead", "withdrawn, 2 turns blanked")
    assert "MA-01" in run("history").stdout
    assert "every link whole" in run("history", "--check").stdout
    run("privacy", "withdraw", "MA-9", "--yes", code=2)
