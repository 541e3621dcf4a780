"""What leaves a study: the same bytes for the same study, whole or not at all."""

import shutil

import pytest
from openpyxl import load_workbook

from csec_qual.base.errors import OutputError, StudyError
from tests.study.small_study import DATE, TALKS, tree, write


def all_outputs(study, folder):
    """Everything a study writes, by its place in a folder."""
    study.write_case_studies(folder, date=DATE)
    study.write_workbook(folder / "themes.xlsx", date=DATE)
    return tree(folder)


def test_the_same_study_writes_the_same_bytes(study, reopen, tmp_path):
    """A difference between two reports must be a difference in the study."""
    first = all_outputs(study, tmp_path / "one")
    assert {"maple.html", "maple.md", "cedar.html", "themes.xlsx", "transcripts/maple-01.html"} <= set(first)
    assert all_outputs(reopen(), tmp_path / "two") == first


def test_the_teams_own_text_is_woven_in_and_left(study, tmp_path):
    """What a lead wrote in a long evening is read at every run and never written."""
    text = study.folder / "narrative" / "maple" / "training.md"
    before = tree(study.folder)
    study.write_case_studies(tmp_path / "out", date=DATE)
    shutil.rmtree(study.folder / "drafts")  # what the reports said is kept there
    assert "What the team <em>saw</em> itself." in (tmp_path / "out" / "maple.html").read_text(
        encoding="utf-8"
    )
    assert "What the team *saw* itself." in (tmp_path / "out" / "maple.md").read_text(encoding="utf-8")
    assert "itself" not in (tmp_path / "out" / "cedar.md").read_text(encoding="utf-8")
    assert tree(study.folder) == before
    assert text.read_text(encoding="utf-8") == TALKS["narrative/maple/training.md"]


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        pytest.param("maple/trainig.md", "x", r"maple/trainig\.md.*Did you mean 'training'", id="section"),
        pytest.param("mapel/training.md", "x", "narrative/mapel: .*Did you mean 'maple'", id="county"),
        pytest.param("maple/training.md", b"\xff\xfe\xff", "UTF-8", id="not-utf-8"),
    ],
)
def test_text_that_has_no_place_is_named(study, tmp_path, place, text, said):
    """It would be left out of the report without a word."""
    write(study.folder / "narrative" / place, text)
    with pytest.raises(StudyError, match=f"(?s){said}"):
        study.write_case_studies(tmp_path / "out", date=DATE)
    assert not (tmp_path / "out").exists()


def test_an_unknown_county_is_refused(study, tmp_path):
    """A report of the wrong county is worse than none."""
    with pytest.raises(StudyError, match="maple"):
        study.write_case_study("mapel", tmp_path / "mapel.html", date=DATE)
    assert tree(tmp_path / "out") == {}


def write_one(study, path):
    """A workbook or a report, as the name says."""
    if path.stem == "themes":
        study.write_workbook(path, date=DATE)
    else:
        study.write_case_study("maple", path, date=DATE)


@pytest.mark.parametrize("name", ["themes.xlsx", "maple.html", "maple.md"])
def test_a_target_that_cannot_be_written_is_named(study, tmp_path, name):
    """A file stands where a folder is needed; what was there before stays."""
    write(tmp_path / "taken", "old")
    with pytest.raises(OutputError, match="taken"):
        write_one(study, tmp_path / "taken" / name)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", ["themes.xlsx", "maple.html", "maple.md"])
def test_a_failure_leaves_the_old_file(study, tmp_path, monkeypatch, name):
    """The disk fills up while the new one is written: the old one is whole, and nothing lies beside it."""
    old = write(tmp_path / "out" / name, "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        write_one(study, old)
    assert tree(tmp_path / "out") == {name: b"old"}


@pytest.mark.parametrize("name", ["themes.csv", "themes", "maple.odt"])
def test_a_wrong_ending_is_refused(study, tmp_path, name):
    """A workbook called .csv opens as rubbish."""
    with pytest.raises(OutputError, match=name):
        write_one(study, tmp_path / "out" / name)
    assert not (tmp_path / "out").exists()


def test_the_public_gets_no_way_back_to_the_words(study, tmp_path):
    """No links, no transcript pages, no names of places or people."""
    study.write_case_studies(tmp_path / "out", date=DATE, audience="public", formats=("html", "md"))
    assert set(tree(tmp_path / "out")) == {"maple.html", "maple.md", "cedar.html", "cedar.md"}
    for data in tree(tmp_path / "out").values():
        text = data.decode()
        assert "transcripts/" not in text
        assert not [name for name in ("Dana", "Maple County", "Cedar County", "MA-01") if name in text]


def test_counted_only_is_counted_and_not_quoted(study, tmp_path):
    """Lee consented to a count, Kim's consent nobody recorded; both are in the numbers."""
    study.write_case_studies(tmp_path, date=DATE)
    for name, words in (("maple.html", "at our office either"), ("cedar.html", "no training here")):
        assert words not in (tmp_path / name).read_text(encoding="utf-8")
    counted = {each.passage_id for each in study.cut().passages}
    assert {"maple-02:3:tg-caregiver", "cedar-01:2:tg-caregiver"} <= counted
    table = study.frequencies(by="county", count="participants")
    assert (table.at("tg-caregiver", "maple").n, table.at("tg-caregiver", "maple").of) == (2, 2)
    assert table.at("tg-caregiver", "cedar").n == 1


def test_the_workbook_links_to_pages_that_are_there(study, tmp_path):
    """The study's own transcripts folder is no folder of pages."""
    study.write_workbook(study.folder / "themes.xlsx", date=DATE)
    assert links(study.folder / "themes.xlsx") == []
    study.write_case_studies(tmp_path, date=DATE)
    study.write_workbook(tmp_path / "themes.xlsx", date=DATE)
    found = links(tmp_path / "themes.xlsx")
    assert found
    assert all((tmp_path / target.partition("#")[0]).is_file() for target in found)


def links(path):
    """Targets outside the workbook."""
    return [
        f"{cell.hyperlink.target}"
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    ]


def test_pages_never_land_among_the_transcripts(study):
    """transcripts/ holds the files as they were added."""
    before = tree(study.folder)
    with pytest.raises(OutputError, match="reports/"):
        study.write_case_study("maple", study.folder / "maple.html", date=DATE)
    assert tree(study.folder) == before


def test_numbers_are_those_of_a_count_by_hand(study):
    """Two people of Maple said that there was no training; one of them doubted it once."""
    mentions = study.frequencies(by="county", count="mentions")
    assert [mentions.at("tg-caregiver", case).n for case in ("maple", "cedar")] == [2, 1]
    assert [mentions.at("pl-respite", case).n for case in ("maple", "cedar")] == [1, 1]
    assert (
        study.frequencies(by="county", count="mentions", decided_only=True).at("pl-respite", "maple").n == 0
    )


def test_counties_made_side_by_side_are_the_same(study, tmp_path, monkeypatch):
    """However many processes make them, and in whatever format; only PDF is kept by its hash alone."""
    alone, together = tmp_path / "alone", tmp_path / "together"
    formats = ("html", "md", "docx", "pdf")
    first = study.write_case_studies(alone, date=DATE, formats=formats)
    monkeypatch.setattr("csec_qual.study.case_studies._FEWEST_FOR_SIDE_BY_SIDE", 2)
    second = study.write_case_studies(together, date=DATE, formats=formats)
    assert [path.name for path in second] == [path.name for path in first]
    assert [path.read_bytes() for path in second] == [path.read_bytes() for path in first]
    # Written over where nobody edited them.
    assert study.write_case_studies(together, date=DATE, formats=formats) == second
