"""Transcripts coming in: the bad ones named, the good ones kept, and nothing of the team's lost."""

import shutil
from contextlib import closing

import pytest

from csec_qual.base.errors import OutputError, StudyError
from csec_qual.model.transcript import Role
from csec_qual.readers.registry import read_transcript
from csec_qual.study.study import Study
from tests.study.small_study import TALKS, ids, tree, write

HALL = "Ana: There was no training.\n\nBo: No training.\n\nCy: None.\n"
ACCEPTED = "maple-01:2:tg-caregiver"


def test_one_bad_file_does_not_stop_the_others(empty, talks):
    """Forty transcripts, two damaged: the rest are stored, the two are named with what to do."""
    write(talks / "broken.docx", "this is no zip archive")
    write(talks / "nothing.txt", "")
    report = empty.add_transcripts(talks)
    assert report.added == ("cedar-01", "maple-01", "maple-02")
    assert {each.path.rpartition("/")[2] for each in report.failed} == {"broken.docx", "nothing.txt"}
    assert all(each.fix for each in report.failed)
    assert [each.transcript_id for each in empty.transcripts()] == ["cedar-01", "maple-01", "maple-02"]
    assert not (empty.folder / "transcripts" / "broken.docx").exists()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda place: None, "no such file", id="nothing-there"),
        pytest.param(lambda place: place.mkdir(), "no transcripts", id="folder-of-nothing"),
        pytest.param(
            lambda place: write(place / "photo.png", b"x"), "no transcripts", id="folder-of-pictures"
        ),
        pytest.param(
            lambda place: write(place / "sources.csv", "file"), "no transcripts", id="folder-of-lists"
        ),
    ],
)
def test_nothing_to_add_is_an_error(study, tmp_path, make, said):
    """A mistyped folder must not look like success."""
    make(tmp_path / "place")
    before = tree(study.folder)
    with pytest.raises(StudyError, match=said):
        study.add_transcripts(tmp_path / "place")
    assert tree(study.folder) == before


def test_what_lies_beside_the_transcripts_comes_along(empty, talks):
    """A team hands over one folder: lists, settings and its own text among it."""
    empty.add_transcripts(talks)
    assert empty.settings.title == "A small study"
    assert [case.case_id for case in empty.cases()] == ["maple", "cedar"]
    assert [source.file for source in empty.sources()] == ["maple-01.txt", "maple-02.txt", "cedar-01.txt"]
    assert (empty.folder / "narrative" / "maple" / "training.md").is_file()
    assert empty.status().unknown_speakers == ()


def test_settings_that_somebody_edited_stay(empty, talks):
    """The folder's study.yaml is a start, not the truth."""
    settings = empty.folder / "study.yaml"
    write(settings, settings.read_text(encoding="utf-8").replace("masked ", "shown "))
    before = settings.read_bytes()
    empty.add_transcripts(talks)
    assert settings.read_bytes() == before


def test_settings_for_another_codebook_are_not_taken(empty, talks):
    """They would point at a folder the study does not have."""
    write(talks / "study.yaml", TALKS["study.yaml"].replace("codebooks/tiny", "codebooks/csec"))
    empty.add_transcripts(talks)
    assert empty.settings.codebook == "codebooks/tiny"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param("participants.csv", "quote", "qoute", id="list"),
        pytest.param("study.yaml", "title:", "titel:", id="settings"),
        pytest.param("sources.csv", "interview,", "talk,", id="kind"),
    ],
)
def test_a_fault_in_what_comes_along_adds_nothing(empty, talks, file, old, new):
    """A slip in a colleague's list must not break the study it is brought to."""
    write(talks / file, TALKS[file].replace(old, new))
    before = tree(empty.folder)
    with pytest.raises(StudyError, match=file.replace(".", r"\.")):
        empty.add_transcripts(talks)
    assert tree(empty.folder) == before
    assert empty.transcripts() == []


def test_counties_with_a_fault_are_not_added(empty, tmp_path):
    """The same for the list of counties on its own."""
    before = tree(empty.folder)
    path = write(tmp_path / "counties.csv", "case_id,label\nmaple,Maple County\nCedar County,Cedar\n")
    with pytest.raises(StudyError, match=r"counties\.csv:3"):
        empty.add_cases(path)
    assert tree(empty.folder) == before
    assert empty.add_cases(write(tmp_path / "counties.csv", TALKS["counties.csv"])) == 2


def test_nobody_is_silently_made_a_participant(empty, tmp_path):
    """Three labels, nobody asks: all are unknown, named, and nothing they say is coded."""
    report = empty.add_transcripts(write(tmp_path / "hall.txt", HALL))
    assert report.unknown == (("hall.txt", "Ana"), ("hall.txt", "Bo"), ("hall.txt", "Cy"))
    assert "hall.txt: Ana" in report.summary()
    empty.suggest()
    assert empty.suggestions() == []
    assert empty.find("training") == []


def test_new_speakers_are_proposed_under_the_rows_people_wrote(study, tmp_path):
    """Guesses are added to the list for correction; no byte a person wrote is changed."""
    before = (study.folder / "participants.csv").read_bytes()
    talk = "Interviewer: And training?\n\nDana: There was no training for any of us here.\n"
    report = study.add_transcripts(write(tmp_path / "maple-03.txt", talk))
    after = (study.folder / "participants.csv").read_bytes()
    assert after == before + (
        b"maple-03.txt,Interviewer,interviewer,,,,\nmaple-03.txt,Dana,participant,MAPLE-01,maple,,\n"
    )
    assert report.proposed == (
        ("maple-03.txt", "Interviewer", "interviewer"),
        ("maple-03.txt", "Dana", "participant"),
    )
    assert study.sources()[-1].case_id == "maple"


def test_adding_again_changes_nothing(study, talks):
    """The same folder twice: no new version, no second proposal, no suggestion lost."""
    before, suggested = tree(study.folder), ids(study.suggestions())
    report = study.add_transcripts(talks)
    assert (report.added, report.replaced, report.proposed) == ((), (), ())
    assert report.unchanged == ("cedar-01", "maple-01", "maple-02")
    assert tree(study.folder) == before
    assert ids(study.suggestions()) == suggested


def test_files_without_lists_are_unchanged_when_added_again(empty, tmp_path):
    """The rows proposed at the first time must not make another transcript of the same file."""
    write(tmp_path / "in" / "maple-01.txt", TALKS["maple-01.txt"])
    empty.add_transcripts(tmp_path / "in")
    report = empty.add_transcripts(tmp_path / "in")
    assert (report.unchanged, report.replaced, report.proposed) == (("maple-01",), (), ())


def test_a_corrected_role_makes_no_new_version(study, talks, reopen):
    """Who somebody is belongs to the list, not to the text."""
    changed = reopen("participants.csv", "maple-02.txt,Lee,participant", "maple-02.txt,Lee,note-taker")
    assert changed.add_transcripts(talks).replaced == ()
    (talk,) = [each for each in changed.transcripts() if each.transcript_id == "maple-02"]
    assert [turn.role for turn in talk.turns] == [Role.INTERVIEWER, Role.PARTICIPANT, Role.NOTE_TAKER]


def test_the_list_overrides_the_reader(study, reopen):
    """The reader guesses; a person knows. A label that nobody lists is unknown."""
    changed = reopen("participants.csv", "maple-02.txt,Priya,interviewer,,,,\n", "")
    talk = changed.transcripts()[-1]
    assert [turn.role for turn in talk.turns] == [Role.UNKNOWN, Role.PARTICIPANT, Role.PARTICIPANT]
    assert changed.status().unknown_speakers == ("maple-02.txt: Priya",)


def test_another_file_of_the_same_name_is_refused(study, tmp_path):
    """Two counties' 'interview 1' must not become one."""
    before = tree(study.folder)
    report = study.add_transcripts(write(tmp_path / "maple-01.txt", HALL))
    (problem,) = report.failed
    assert "another file of this name" in problem.what
    assert "transcripts/" in problem.fix
    assert tree(study.folder) == before


@pytest.mark.parametrize("name", ["Maple_01.txt", "maple 01.md"])
def test_a_name_too_like_another_is_refused(study, tmp_path, name):
    """Both would be 'maple-01', and one would be lost under the other."""
    (problem,) = study.add_transcripts(write(tmp_path / name, HALL)).failed
    assert "maple-01" in problem.what
    assert "Rename" in problem.fix


@pytest.mark.parametrize("name", ["日本語.txt", "Año 1.txt", "a.b.txt", "€.md"])
def test_any_file_name_can_be_listed(empty, tmp_path, name):
    """What is proposed for a file must be readable as a list, and must be found for it."""
    path = write(tmp_path / name, TALKS["maple-02.txt"].replace("Priya", "Interviewer"))
    empty.add_transcripts(path)
    (source,) = empty.sources()
    assert source.transcript_id == read_transcript(path).transcript_id
    assert empty.status().unlisted == ()
    assert empty.status().codable_turns > 0


def test_a_list_may_spell_a_file_as_the_disk_does_not(empty, talks):
    """Names are typed by hand; Windows does not tell Maple-01.TXT from maple-01.txt."""
    for name in ("sources.csv", "participants.csv"):
        write(talks / name, TALKS[name].replace("maple-01.txt", "Maple-01.TXT"))
    report = empty.add_transcripts(talks)
    assert report.proposed == ()
    assert empty.status().unknown_speakers == ()
    assert len(empty.sources()) == 3


def test_a_corrected_file_is_read_again_with_its_decisions(study, folder):
    """A typo mended in transcripts/: the decision stands on the same words in their new place."""
    study.accept(ACCEPTED, coder="ana")
    path = folder / "transcripts" / "maple-01.txt"
    write(path, "Priya: Thanks for coming 🙂.\n\nDana: Sure.\n\n" + TALKS["maple-01.txt"])
    report = study.add_transcripts(path)
    assert (report.replaced, report.unplaced) == (("maple-01",), ())
    study.suggest()
    (passage,) = study.cut(decided_only=True).passages
    assert passage.passage_id == "maple-01:4:tg-caregiver"
    talk = study.cut().transcripts["maple-01"]
    said = talk.text[passage.segment.start : passage.segment.end]
    assert said == "There was no training for us 🙂 at all."
    assert ids(study.suggestions(undecided=True, case="maple")) == [
        each for each in ids(study.suggestions(case="maple")) if each != passage.passage_id
    ]
    assert passage.passage_id not in ids(study.queue(coder="ana"))
    assert (study.status().decided, study.status().unplaced) == (1, ())


def test_suggestions_of_the_old_text_go_with_it(study, folder):
    """Their turns count in words that are no longer there."""
    path = folder / "transcripts" / "maple-01.txt"
    write(path, "Priya: Hello.\n\nDana: Hello.\n\n" + TALKS["maple-01.txt"])
    study.add_transcripts(path)
    assert not [each for each in study.suggestions() if each.transcript_id == "maple-01"]
    assert study.status().out_of_date == 1
    study.suggest()
    assert "maple-01:4:tg-caregiver" in ids(study.suggestions())


def test_a_decision_whose_words_are_gone_is_told(study, folder):
    """It no longer counts, and a person must know."""
    study.accept(ACCEPTED, coder="ana")
    path = folder / "transcripts" / "maple-01.txt"
    write(path, TALKS["maple-01.txt"].replace("There was no training for us", "Nobody trained us"))
    report = study.add_transcripts(path)
    assert report.unplaced == (ACCEPTED,)
    assert ACCEPTED in report.summary()
    assert study.status().unplaced == (ACCEPTED,)
    assert study.cut(decided_only=True).passages == ()
    assert len(study.history()) == 1


def test_a_survey_says_who_its_respondents_are(empty, tmp_path):
    """County and role of each respondent are proposed from the survey's own columns."""
    empty.add_cases(write(tmp_path / "counties.csv", TALKS["counties.csv"]))
    settings = empty.folder / "study.yaml"
    write(settings, settings.read_text(encoding="utf-8") + "role_groups: {Teacher: education}\n")
    survey = (
        "Respondent,County,Role,What is missing?\n"
        "R1,Maple County,Teacher,There is no training for us\n"
        "R2,Oak,Cook,Respite is what we miss\n"
    )
    empty.add_transcripts(write(tmp_path / "survey.csv", survey))
    rows = [(row.label, row.participant_id, row.case_id, row.role_group) for row in empty.lists.speakers]
    assert rows == [("R1", "MAPLE-01", "maple", "education"), ("R2", "SURVEY-01", "", "")]


class Stops:
    """A person who presses Ctrl-C while the second item is shown."""

    def each(self, items, label, total=None):
        for number, item in enumerate(items):
            if number == 1:
                raise KeyboardInterrupt
            yield item


def test_a_stopped_run_is_finished_by_the_next(empty, talks, made):
    """Nothing half read stays behind, and the lists are completed."""
    with pytest.raises(KeyboardInterrupt):
        empty.add_transcripts(talks, progress=Stops())
    assert [each.transcript_id for each in empty.transcripts()] == ["cedar-01"]
    report = empty.add_transcripts(talks)
    assert (report.added, report.unchanged) == (("maple-01", "maple-02"), ("cedar-01",))
    with closing(Study.open(made)) as whole:
        assert empty.transcripts() == whole.transcripts()
        assert empty.lists == whole.lists


def test_a_transcripts_folder_that_cannot_be_written_is_named(empty, talks):
    """The study is as it was: nothing is stored that has no copy."""
    shutil.rmtree(empty.folder / "transcripts")
    write(empty.folder / "transcripts", "a file")
    with pytest.raises(OutputError, match="transcripts"):
        empty.add_transcripts(talks)
    assert empty.transcripts() == []
