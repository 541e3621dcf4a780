"""``codebook diff``: in a study, over files, and over the sample."""

import pytest

from tests.cli.run import records, run, write
from tests.study.small_study import TINY, lay_out

NO_TRAINING = "tg-caregiver.no-training"


@pytest.fixture
def books(tmp_path, monkeypatch):
    """Two codebooks, in a folder that lies in no study."""
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path / "old", TINY)
    lay_out(
        tmp_path / "new",
        {
            **TINY,
            "placement.yaml": TINY["placement.yaml"].replace("find: respite", "find: rest"),
            "terms.yaml": "caregiver: [caregiver, aunt]\n",
        },
    )
    write(tmp_path / "a.txt", "Interviewer: Well?\n\nDana R.: Respite is rare.\n\nDana R.: I rest here.\n")
    return tmp_path


@pytest.fixture
def edited(study):
    """The study of the current folder, coded by its rules alone, with one that now finds fewer passages."""
    with (study / "study.yaml").open("a", encoding="utf-8") as settings:
        settings.write("paraphrase: off\n")
    run("suggest")
    (path,) = study.glob("codebooks/*/training.yaml")
    text = path.read_text(encoding="utf-8")
    start = text.index(f"id: {NO_TRAINING}")
    start = text.index("find:", start)
    write(path, f"{text[:start]}find: packet\n      {text[text.index(chr(10), start) :].lstrip()}")
    return study


def test_two_codebooks_are_compared_on_files(books):
    """Everything an author asks: which line, which passage, by which rule, and does it count."""
    shown = run("codebook", "diff", "old", "new", "--on", "a.txt").stdout
    assert "Looked at a.txt. Transcripts: 1\nEdits: 2\n" in shown
    assert "new/placement.yaml:11: rule pl-respite.word edited: find\n    - respite\n    + rest\n" in shown
    assert "new/terms.yaml:1: term list caregiver edited\n    - grandma\n    + aunt\n" in shown
    assert "pl-respite: 1 gained, 1 lost, 0 changed; 1 counted before, 1 after\n" in shown
    assert "- a:2  pl-respite.word (affirmed, counts)\n    Respite is rare.\n" in shown
    assert "Passages: 1 gained, 1 lost, 0 changed, in 1 codes" in shown


def test_programs_get_a_line_for_each(books):
    """A script can count without reading prose."""
    found = records(run("codebook", "diff", "old", "new", "--on", "a.txt", "--json"))
    assert [each["kind"] for each in found] == ["edit", "edit", "lost", "gained", "code"]
    lost = found[2]
    assert (lost["transcript"], lost["turn"], lost["code"], lost["sentence"]) == (
        "a",
        2,
        "pl-respite",
        "Respite is rare.",
    )
    assert lost["old"] == {
        "rule": "pl-respite.word",
        "status": "affirmed",
        "counts": True,
        "needs_review": False,
    }
    assert lost["new"] is None
    assert found[-1] == {
        "kind": "code",
        "code": "pl-respite",
        "gained": 1,
        "lost": 1,
        "changed": 0,
        "counted_before": 1,
        "counted_after": 1,
    }


def test_without_a_study_it_is_the_sample(books):
    """Two drafts of a codebook can be compared before there is a study."""
    assert "Looked at the shipped sample study." in run("codebook", "diff", "old", "new").stdout


def test_a_study_compares_its_edit_with_what_is_stored(edited):
    """The loop of an author: edit, look, then suggest or take it back."""
    shown = run("codebook", "diff").stdout
    assert f"rule {NO_TRAINING} edited: find\n" in shown
    assert "- cedar-01:2  tg-caregiver." in shown
    assert "Passages: 0 gained, 1 lost, 0 changed, in 1 codes\n" in shown
    assert run("codebook", "diff", "--code", "bh-waitlist", "--json").stdout == ""
    run("suggest")
    assert "Edits: 0\nPassages: 0 gained, 0 lost, 0 changed" in run("codebook", "diff").stdout


def test_a_decision_on_a_lost_passage_is_told(study):
    """Nobody's work is silently passed over."""
    (path,) = study.glob("codebooks/*/training.yaml")
    run("accept", "maple-01:2:tg-caregiver", "--coder", "ana")
    text = path.read_text(encoding="utf-8")
    at = text.index("status: active", text.index("id: tg-caregiver\n"))
    write(path, f"{text[:at]}status: retired{text[at + len('status: active') :]}")
    shown = run("codebook", "diff", "--code", "tg-caregiver").stdout
    assert "  maple-01:2:tg-caregiver  decided applies by ana; no longer suggested\n" in shown
    (lost,) = [
        each
        for each in records(run("codebook", "diff", "--json"))
        if each["kind"] == "lost" and each["transcript"] == "maple-01" and each["code"] == "tg-caregiver"
    ]
    assert lost["decision"] == {"coder": "ana", "stance": "applies"}


def test_a_shipped_codebook_is_compared_with_the_studys(edited):
    """An author sees what the study's copy has come to."""
    found = records(run("codebook", "diff", "csec", "--code", "tg-caregiver", "--json"))
    assert found[0]["kind"] == "edit"
    assert (found[0]["name"], found[0]["file"]) == (NO_TRAINING, "codebooks/csec/training.yaml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param([], "name OLD and NEW", id="no-study-and-no-codebook"),
        pytest.param(["old"], "name NEW", id="no-study-and-one-codebook"),
        pytest.param(["old", "absent"], "there is no codebook 'absent'", id="no-such-codebook"),
        pytest.param(["old", "new", "--on", "absent.txt"], "absent.txt", id="no-such-file"),
        pytest.param(["old", "new", "--code", "pl-respit"], "Did you mean 'pl-respite'?", id="no-such-code"),
        pytest.param(["--study", "old"], "there is no study here", id="no-such-study"),
    ],
)
def test_bad_input_is_a_message(books, words, said):
    """A slip is told where it is, and exits with 2."""
    result = run("codebook", "diff", *words, code=2)
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_files_need_an_old_codebook(study, tmp_path):
    """Nothing is stored for a file that is in no study."""
    talk = write(tmp_path / "a.txt", "Interviewer: Well?\n\nDana R.: Respite is rare.\n")
    assert "name OLD" in run("codebook", "diff", "--on", talk, code=2).stderr
    assert "Passages: 0 gained" in run("codebook", "diff", "csec", "--on", talk).stdout
