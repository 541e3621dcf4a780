"""The commands that work on a study: each one's good path and its worst input."""

import sqlite3

import pytest

from tests.cli.run import records, run, write

SUGGESTION = "maple-01:2:tg-caregiver"


def files(folder):
    """Every file with its bytes, to show that nothing was changed."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_init_makes_a_folder_that_people_can_read(tmp_path):
    """The lists a person fills in are there from the start."""
    assert str(tmp_path / "new") in run("init", tmp_path / "new").stdout
    made = {path.name for path in (tmp_path / "new").iterdir()}
    assert {"study.yaml", "sources.csv", "participants.csv", "cases.csv", "codebooks"} <= made


def test_the_next_step_can_be_copied(tmp_path):
    """Folders of real teams have spaces in their names."""
    folder = tmp_path / "County visits 2026"
    assert f'--study "{folder}" transcripts add' in run("init", folder).stderr


def test_init_leaves_a_study_alone(study):
    """A second init must not empty the lists."""
    before = files(study)
    assert "already" in run("init", study, code=2).stderr
    assert files(study) == before


def test_init_with_an_unknown_codebook_makes_nothing(tmp_path):
    """A half-made study is worse than none."""
    run("init", tmp_path / "new", "--codebook", "csek", code=2)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["status"], id="status"),
        pytest.param(["suggest"], id="suggest"),
        pytest.param(["history"], id="history"),
        pytest.param(["find", "train*"], id="find"),
        pytest.param(["transcripts", "list"], id="list"),
        pytest.param(["tables", "write", "out.xlsx"], id="tables"),
        pytest.param(["report", "case-study", "--all"], id="report"),
    ],
)
def test_outside_a_study_the_way_in_is_shown(tmp_path, monkeypatch, words):
    """A newcomer runs a command in the wrong folder first."""
    monkeypatch.chdir(tmp_path)
    assert "csec-qual init" in run(*words, code=2).stderr


def test_the_study_is_found_from_inside(study, monkeypatch):
    """Nobody should have to climb up to the study's own folder."""
    monkeypatch.chdir(study / "codebooks")
    assert run("status").stdout


def test_the_study_may_be_named_before_or_after(study, tmp_path, monkeypatch):
    """Both orders are what people type."""
    monkeypatch.chdir(tmp_path)
    assert run("--study", study, "status").stdout == run("status", "--study", study).stdout


def test_one_bad_transcript_does_not_stop_the_others(talks, tmp_path):
    """Forty transcripts, one damaged: the rest are stored, and the exit code tells."""
    write(talks / "broken.docx", "this is no zip archive")
    run("init", tmp_path / "new")
    result = run("--study", tmp_path / "new", "transcripts", "add", talks, code=2)
    assert "broken.docx" in result.stderr
    stored = records(run("--study", tmp_path / "new", "transcripts", "list", "--json"))
    assert {each["transcript"] for each in stored} == {"maple-01", "cedar-01"}


@pytest.mark.parametrize("make", ["missing", "empty"])
def test_nothing_to_add_is_bad_input(study, tmp_path, make):
    """A mistyped folder must not look like success."""
    folder = tmp_path / "nothing"
    if make == "empty":
        folder.mkdir()
    assert "nothing" in run("transcripts", "add", folder, code=2).stderr


def test_unknown_speakers_are_named_and_not_coded(study, tmp_path):
    """Nobody is silently made a participant."""
    talk = write(
        tmp_path / "hall.txt", "Ana: They never got any training.\n\nBo: No training.\n\nCy: None.\n"
    )
    shown = run("transcripts", "add", talk).stdout
    assert "hall.txt" in shown
    run("suggest")
    assert "hall" not in {each["transcript"] for each in records(run("find", "training", "--json"))}


def test_transcripts_are_listed(study):
    """What was read, for whom, and how much of it can be coded."""
    maple = next(
        each for each in records(run("transcripts", "list", "--json")) if each["transcript"] == "maple-01"
    )
    assert (maple["case"], maple["turns"], maple["codable_turns"]) == ("maple", 4, 2)
    assert "maple-01" in run("transcripts", "list").stdout


def test_a_dry_run_writes_nothing(talks, tmp_path):
    """Looking first must be safe."""
    folder = tmp_path / "new"
    run("init", folder)
    run("--study", folder, "transcripts", "add", talks)
    run("--study", folder, "suggest", "--dry-run")
    assert "tg-caregiver" not in run("--study", folder, "status", "--json").stdout
    run("--study", folder, "explain", SUGGESTION, code=2)


def test_an_unknown_code_is_refused(study):
    """A slip must not quietly suggest nothing."""
    assert "tg-caregiver" in run("suggest", "--code", "tg-caregivr", code=2).stderr


def test_status_is_one_object(study):
    """A script asks how far the study is."""
    (status,) = records(run("status", "--json"))
    assert status["transcripts"] == 2


def test_find_shows_each_match_in_its_context(study):
    """A concordance is read down the middle."""
    shown = run("find", "train* NEAR/8 {caregiver}").stdout
    assert "maple-01:2" in shown
    assert "cedar-01:2" in shown
    assert "cedar-01" not in run("find", "training", "--case", "maple").stdout


def test_find_searches_participants_unless_told_otherwise(study):
    """An interviewer's question is full of theme words."""
    assert records(run("find", "respite", "--json")) == []
    (line,) = records(run("find", "respite", "--role", "interviewer", "--json"))
    assert (line["transcript"], line["turn"], line["found"]) == ("maple-01", 3, "respite")


@pytest.mark.parametrize("query", ['"never closed', "train* NEAR/", "{no-such-list}", "", "a AND"], ids=str)
def test_a_query_that_makes_no_sense_shows_its_column(study, query):
    """The message points at the place, not at the program's insides."""
    assert "column" in run("find", query, code=2).stderr


def test_explain_why_not_names_what_is_missing(study):
    """The nearest rule, by turn or by file."""
    assert "No rule of the code" in run("explain", "--why-not", "te-data", "maple-01.txt:2").stdout
    (record,) = records(run("explain", "--why-not", "te-data", "maple-01:2", "--json"))
    assert (record["code"], record["turn"]) == ("te-data", 2)


@pytest.mark.parametrize("name", ["maple-01", "nobody:1", "maple-01:99", "maple-01:x"])
def test_explain_why_not_needs_a_turn(study, name):
    """The message says which part of the name is wrong."""
    assert name in run("explain", "--why-not", "te-data", name, code=2).stderr


def test_explain_names_rule_and_words(study):
    """A team lead asks why; the answer must be the rule and the words."""
    shown = run("explain", SUGGESTION).stdout
    assert "tg-caregiver." in shown
    assert "training" in shown
    (record,) = records(run("explain", SUGGESTION, "--json"))
    assert record["suggestion"] == SUGGESTION


@pytest.mark.parametrize(
    "words",
    [["explain"], ["accept", "--coder", "ana"], ["reject", "--coder", "ana"]],
    ids=lambda words: words[0],
)
def test_an_unknown_suggestion_gets_the_nearest(study, words):
    """Names are long and copied by hand."""
    assert SUGGESTION in run(*words, "maple-01:2:tg-caregivr", code=2).stderr


def test_decisions_are_kept_in_order(study):
    """Who decided what, and what they changed their mind about."""
    run("accept", SUGGESTION, "--coder", "ana", "--note", "a packet is all they get")
    run("reject", SUGGESTION, "--coder", "ana")
    first, second = records(run("history", "--json"))
    assert (first["passage"], first["stance"], first["note"]) == (
        SUGGESTION,
        "applies",
        "a packet is all they get",
    )
    assert second["stance"] == "does not apply"
    assert "ana" in run("history").stdout
    assert "2 decisions, every link whole" in run("history", "--check").stdout


def test_a_log_that_was_changed_behind_the_programs_back_is_found(study):
    """With the place, and an exit code for scripts."""
    run("accept", SUGGESTION, "--coder", "ana")
    run("reject", SUGGESTION, "--coder", "luis")
    with sqlite3.connect(study / "study.db") as connection:
        connection.execute("DROP TRIGGER decisions_refuse_update")
        connection.execute("UPDATE decisions SET coder_id = 'mara' WHERE position = 1")
    connection.close()
    assert "entry 1 of 2" in run("history", "--check", code=1).stdout


def test_decisions_survive_new_suggestions(study):
    """Running the rules again must not undo what a person said."""
    run("accept", SUGGESTION, "--coder", "ana")
    run("suggest")
    assert len(records(run("history", "--json"))) == 1


def test_the_workbook_is_written(study):
    """The path that was asked for is the path that is printed."""
    assert (
        run("tables", "write", "reports/themes.xlsx", "--date", "2026-06-30")
        .stdout.strip()
        .endswith("themes.xlsx")
    )
    assert (study / "reports" / "themes.xlsx").read_bytes().startswith(b"PK")


def test_a_report_is_written_in_both_forms(study):
    """HTML to read, Markdown to edit."""
    run("report", "case-study", "maple", "--date", "2026-06-30")
    assert "2026-06-30" in (study / "reports" / "maple.html").read_text(encoding="utf-8")
    assert (study / "reports" / "maple.md").is_file()


def test_a_report_goes_where_it_is_sent(study, tmp_path):
    """The ending says the format."""
    run("report", "case-study", "maple", tmp_path / "out" / "first.md", "--date", "2026-06-30")
    assert (tmp_path / "out" / "first.md").read_text(encoding="utf-8").strip()


def test_all_counties_get_a_report(study):
    """One command the same afternoon."""
    run("report", "case-study", "--all", "--format", "md", "--date", "2026-06-30")
    assert {path.name for path in (study / "reports").glob("*.md")} == {"maple.md", "cedar.md"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["maples"], "maple", id="unknown-county"),
        pytest.param([], "--all", id="neither-county-nor-all"),
        pytest.param(["maple", "--all"], "--all", id="county-and-all"),
        pytest.param(["maple", "out.html", "--format", "md"], "--format", id="two-formats-for-one-file"),
        pytest.param(["maple", "out.odt"], "out.odt", id="unknown-format"),
    ],
)
def test_a_report_that_cannot_be_meant_is_refused(study, words, said):
    """A report of the wrong county is worse than none."""
    assert said in run("report", "case-study", *words, code=2).stderr


@pytest.mark.parametrize(
    "words", [["tables", "write", "taken/themes.xlsx"], ["report", "case-study", "maple", "taken/maple.html"]]
)
def test_a_place_that_cannot_be_written_is_named(study, words):
    """A file stands where a folder is needed; nothing is left half written."""
    write(study / "taken", "a file")
    assert "taken" in run(*words, code=2).stderr
