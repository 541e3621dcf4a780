"""``codebook coverage``: over files, over the study of the folder, or over the sample."""

import pytest

from tests.cli.run import records, run, write
from tests.study.small_study import TINY, lay_out


@pytest.fixture
def book(tmp_path):
    return lay_out(tmp_path / "tiny", TINY)


@pytest.fixture
def outside(tmp_path, monkeypatch):
    """A folder that lies in no study."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_files_or_study_it_is_the_sample(outside, book):
    """An author without transcripts of their own still gets an answer, and is told over what."""
    (found,) = records(run("codebook", "coverage", "--codebook", book, "--json"))
    assert found["over"] == "the shipped sample study"
    assert found["transcripts"] > 10
    assert found["silent_rules"] == []


def test_files_are_looked_at_where_they_are_named(outside, book):
    """A folder stands for its transcripts; the base of every number is shown."""
    write(outside / "talks" / "a.txt", "Interviewer: Well?\n\nDana R.: Respite is rare.\n")
    shown = run("codebook", "coverage", "talks", "--codebook", book, "--entries").stdout
    assert "Looked at talks. Transcripts: 1; turns that can be coded: 1" in shown
    assert "Rules that never fire: 1 of 2\n  tg-caregiver.no\n" in shown
    assert "Codes without a counter-example: 2 of 2" in shown
    assert "Codes with fewer than three examples: 2 of 2\n  tg-caregiver (1)" in shown
    assert "Term lists nobody uses: 1 of 1\n  caregiver\n" in shown


def test_silent_entries_are_named_on_request(outside, book):
    """A count for each list first; the words fill screens."""
    text = (book / "placement.yaml").read_text(encoding="utf-8")
    write(book / "placement.yaml", text.replace("find: respite", "find: 'respite OR {caregiver}'"))
    write(outside / "a.txt", "Interviewer: Well?\n\nDana R.: My grandma never rests.\n")
    words = ("codebook", "coverage", "a.txt", "--codebook", book)
    brief, full = run(*words).stdout, run(*words, "--entries").stdout
    assert "Entries that never match: 1 of 2, in the 1 lists in use" in brief
    assert "\ncaregiver\n  caregiver\n" not in brief
    assert "\ncaregiver\n  caregiver\n" in full


def test_a_study_is_covered_with_its_decisions(study):
    """A rule that people always turn down should be the author's first stop."""
    for place in ("maple-01:2:tg-caregiver", "cedar-01:2:tg-caregiver"):
        run("reject", place, "--coder", "ana")
    (found,) = records(run("codebook", "coverage", "--json"))
    assert found["over"] == "the study study"
    assert found["transcripts"] == 2
    assert "tg-caregiver.no-training" in {each["rule"] for each in found["rejected"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["absent.txt"], "absent.txt", id="missing-file"),
        pytest.param(["--codebook", "csek"], "csek", id="unknown-codebook"),
        pytest.param(["--study", "nowhere"], "csec-qual init", id="a-study-that-is-not-there"),
    ],
)
def test_bad_input_gets_one_clear_message(outside, words, said):
    """A slip must not quietly become the sample."""
    (outside / "nowhere").mkdir()
    result = run("codebook", "coverage", *words, code=2)
    assert said in result.stderr
    assert result.stdout == ""


def test_a_study_without_transcripts_has_nothing_at_work(outside, book):
    """The first command a curious author runs must not fail on an empty study."""
    run("init", outside / "new", "--codebook", book)
    (found,) = records(run("--study", outside / "new", "codebook", "coverage", "--json"))
    assert (found["transcripts"], found["turns"], len(found["silent_rules"])) == (0, 0, 2)
