"""``demo``: the whole path on the sample study, as an evaluator first meets it."""

import shutil

from csec_qual.base import shipped
from tests.cli.run import records, run, write


def reports(folder):
    return {path.name: path.read_bytes() for path in (folder / "reports").iterdir() if path.is_file()}


def test_it_says_where_the_results_are(demo):
    """The workbook and three county reports, by their paths."""
    folder, shown = demo
    for name in ("themes.xlsx", "maple.html", "cedar.html", "juniper.html", "maple.md"):
        assert str(folder / "reports" / name) in shown
        assert (folder / "reports" / name).stat().st_size > 1000


def test_it_says_what_to_do_next(demo):
    """The next command is there to copy, and it runs."""
    folder, shown = demo
    assert f"csec-qual --study {folder} status" in shown
    run("--study", folder, "status")


def test_every_sample_is_coded(demo):
    """A sample file that is silently left out would hide a broken reader."""
    folder, _ = demo
    stored = {each["file"] for each in records(run("--study", folder, "transcripts", "list", "--json"))}
    sample = {path.name for path in shipped.sample_study().iterdir()}
    lists = {"sources.csv", "participants.csv", "counties.csv", "indicators.csv", "study.yaml", "__init__.py"}
    assert stored == {name for name in sample - lists if "." in name}


def test_a_second_run_writes_the_same_and_keeps_what_people_wrote(demo, tmp_path):
    """The demo is run again and again; a sentence of the reader's must not be lost, nor another file move."""
    folder = tmp_path / "again"
    shutil.copytree(demo[0], folder)
    before = reports(folder)
    section = write(folder / "narrative" / "cedar" / "training.md", "Our own words about training.\n")
    run("demo", folder)
    after = reports(folder)
    assert {name for name in before if after[name] != before[name]} == {
        "cedar.html",
        "cedar.md",
        "cedar.docx",
    }
    assert section.read_text(encoding="utf-8") == "Our own words about training.\n"
    assert b"Our own words about training." in after["cedar.html"]


def test_it_does_not_take_over_a_study_of_your_own(study):
    """The sample's transcripts do not belong in a real study."""
    before = run("transcripts", "list").stdout
    assert "cedar-01.txt" in run("demo", study, code=2).stderr
    assert run("transcripts", "list").stdout == before


def test_a_file_in_the_way_is_named(tmp_path):
    """The folder cannot be made where a file stands."""
    taken = write(tmp_path / "taken", "a file")
    assert "taken" in run("demo", taken, code=2).stderr
