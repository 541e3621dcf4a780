"""Making a study and finding it again."""

from contextlib import closing

import pytest

from csec_qual.base.errors import CodebookError, OutputError, StudyError
from csec_qual.study.study import Study
from tests.study.small_study import TINY, lay_out, tree, write


def test_a_study_is_not_made_twice(folder, book):
    """A second init must not empty the lists, nor touch anything else."""
    before = tree(folder)
    with pytest.raises(StudyError, match="already"):
        Study.create(folder, str(book))
    assert tree(folder) == before


def test_somebody_elses_list_is_not_overwritten(tmp_path, book):
    """A folder with a participants.csv in it is somebody's work."""
    write(tmp_path / "participants.csv", "mine")
    with pytest.raises(StudyError, match=r"participants\.csv"):
        Study.create(tmp_path, str(book))
    assert tree(tmp_path) == {"participants.csv": b"mine"}


def test_a_new_study_can_be_read_at_once(empty):
    """What init writes must pass what every other command checks."""
    assert empty.settings.codebook == "codebooks/tiny"
    assert empty.codebook.title == "A tiny codebook"
    assert (empty.cases(), empty.sources(), empty.transcripts(), empty.suggestions()) == ((), (), [], [])


@pytest.mark.parametrize("name", ["null", "2026", "a: b # c", "Año nuevo", "...", "yes", "it's", "tab\there"])
def test_any_folder_name_makes_a_study(tmp_path, book, name):
    """The folder's name becomes the title; it must not become YAML."""
    with closing(Study.create(tmp_path / name, str(book))) as study:
        assert isinstance(study.settings.title, str)
        assert study.settings.title


def test_a_codebook_of_any_name_is_found_again(tmp_path):
    """Study.yaml names the copy."""
    book = lay_out(tmp_path / "my: book #2", TINY)
    with closing(Study.create(tmp_path / "study", str(book))) as study:
        assert len(study.codebook.codes) == 2


def test_a_study_can_be_made_from_the_codebook_around_it(tmp_path, monkeypatch):
    """'init study --codebook .' typed inside the codebook's folder; the copy must not copy itself."""
    monkeypatch.chdir(lay_out(tmp_path / "tiny", TINY))
    with closing(Study.create("study", ".")) as study:
        assert study.settings.codebook == "codebooks/tiny"
        assert len(study.codebook.codes) == 2


def test_an_unknown_codebook_makes_no_folder(tmp_path):
    """A half-made study is worse than none."""
    with pytest.raises(CodebookError, match="csec"):
        Study.create(tmp_path / "new", "csek")
    assert not (tmp_path / "new").exists()


def test_a_codebook_with_faults_makes_no_folder(tmp_path):
    """Its author hears of every fault now, not after the transcripts are in."""
    faulty = lay_out(tmp_path / "tiny", TINY)
    (faulty / "codebook.yaml").write_text("id: tiny\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="themes"):
        Study.create(tmp_path / "new", str(faulty))
    assert not (tmp_path / "new").exists()


def test_a_place_that_is_a_file_is_refused(tmp_path, book):
    """The message names the place."""
    write(tmp_path / "taken", "a file")
    with pytest.raises(OutputError, match="taken"):
        Study.create(tmp_path / "taken" / "study", str(book))


def test_a_study_is_found_from_inside(folder):
    """Nobody should have to climb up to the study's own folder."""
    with closing(Study.open(folder / "codebooks" / "tiny")) as study:
        assert study.folder == folder.resolve()


def test_outside_a_study_the_way_in_is_shown(tmp_path):
    """A newcomer's first message."""
    with pytest.raises(StudyError, match="csec-qual init"):
        Study.open(tmp_path)


def test_a_copy_without_its_database_is_still_the_study(folder):
    """The .gitignore leaves study.db out: a clone has everything but that, and can be filled anew."""
    for path in folder.glob("study.db*"):
        path.unlink()
    with closing(Study.open(folder)) as study:
        assert study.status().without_transcript == ("maple-01.txt", "maple-02.txt", "cedar-01.txt")
        study.add_transcripts(folder / "transcripts")
        assert len(study.transcripts()) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("title: [", "study.yaml:1", id="no-yaml"),
        pytest.param("title: A\nseed: b\ncodebook: c\nprivcy: {}\n", "privacy", id="misspelt-key"),
        pytest.param("title: A\nseed: b\n", "codebook", id="missing-key"),
        pytest.param(
            "title: A\nseed: b\ncodebook: c\nprivacy: {county_names: shwon}\n",
            "study.yaml:4",
            id="misspelt-word",
        ),
        pytest.param(b"title: \xff\xfe", "UTF-8", id="not-utf-8"),
    ],
)
def test_faults_in_the_settings_are_named(study, text, said):
    """A person edits study.yaml by hand."""
    write(study.folder / "study.yaml", text)
    with pytest.raises(StudyError, match=said):
        _ = study.settings


@pytest.mark.parametrize("name", ["README.txt", ".gitignore"])
def test_a_folder_in_use_keeps_what_is_in_it(tmp_path, book, name):
    """People make a study where their notes lie already."""
    write(tmp_path / "used" / name, "ours")
    Study.create(tmp_path / "used", str(book)).close()
    assert (tmp_path / "used" / name).read_text(encoding="utf-8") == "ours"
