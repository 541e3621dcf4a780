"""Running the rules: only what changed, stoppable, and never over a person's word."""

import subprocess
import sys
from contextlib import closing

import pytest

from csec_qual.base.errors import CodebookError, StudyError
from csec_qual.study import suggesting
from csec_qual.study.study import Study
from tests.study.small_study import ids, tree, write

ALL = [
    "cedar-01:2:pl-respite",
    "cedar-01:2:tg-caregiver",
    "maple-01:2:tg-caregiver",
    "maple-02:2:pl-respite",
    "maple-02:2:tg-caregiver",
    "maple-02:3:tg-caregiver",
]
RULE = "find: respite"


@pytest.fixture
def added(empty, talks):
    """A study with transcripts and no suggestions."""
    empty.add_transcripts(talks)
    return empty


class Stops:
    """A person who presses Ctrl-C after some items."""

    def __init__(self, after):
        self.after = after

    def each(self, items, label, total=None):
        for number, item in enumerate(items):
            if number == self.after:
                raise KeyboardInterrupt
            yield item


def test_participants_words_are_suggested_for_and_nobody_elses(added):
    """The interviewer names both themes in every talk."""
    report = added.suggest()
    assert ids(added.suggestions()) == ALL
    assert (sorted(report.added), report.removed, report.unchanged, report.transcripts) == (ALL, (), 0, 3)
    assert report.by_code == {"tg-caregiver": 3, "pl-respite": 2}


def test_a_second_run_does_nothing(study):
    """A run on an unchanged study must cost nothing, or nobody will run it."""
    report = study.suggest()
    assert (report.added, report.removed, report.unchanged, report.transcripts) == ((), (), len(ALL), 0)
    assert report.summary() == "Nothing has changed; 6 suggestions stand."


SECOND_RUN = """
import sys
from csec_qual.study.study import Study
study = Study.open(sys.argv[1])
report = study.suggest()
assert report.transcripts == 0, report
study.status()
loaded = {name.split(".")[0] for name in sys.modules}
print(sorted(loaded & {"spacy", "thinc", "pandas", "jinja2", "openpyxl", "docx"}))
"""


def test_a_second_run_loads_no_language_model(folder):
    """Seconds of loading for nothing would be felt at every command."""
    ran = subprocess.run(
        [sys.executable, "-c", SECOND_RUN, folder], capture_output=True, text=True, check=False
    )
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


def test_an_edited_rule_runs_its_code_only(reopen):
    """The other codes' suggestions are not made anew."""
    changed = reopen("codebooks/tiny/placement.yaml", RULE, "find: rare")
    assert changed.status().out_of_date == 3
    report = changed.suggest()
    assert (report.added, report.removed) == (
        ("cedar-01:2:pl-respite",),
        ("maple-02:2:pl-respite",),
    )
    assert report.unchanged == 4
    assert changed.suggest().transcripts == 0


def test_a_label_changes_nothing(reopen):
    """Wording for people is no rule."""
    changed = reopen("codebooks/tiny/placement.yaml", "A night off for caregivers.", "Some rest.")
    assert changed.suggest().transcripts == 0


def test_a_dry_run_tells_and_stores_nothing(added):
    """Looking first must be safe."""
    before = tree(added.folder)
    report = added.suggest(dry_run=True)
    assert (sorted(report.added), report.is_dry) == (ALL, True)
    assert "would be" in report.summary()
    assert added.suggestions() == []
    assert tree(added.folder) == before
    assert added.status().out_of_date == 3


def test_one_code_can_be_run_alone(added):
    """A coder tries one rule."""
    added.suggest(codes=["pl-respite"])
    assert {each.code_id for each in added.suggestions()} == {"pl-respite"}
    assert list(added.suggest().added) == [each for each in ALL if "tg-" in each]


def test_an_unknown_code_is_refused(study):
    """A slip must not quietly suggest nothing."""
    with pytest.raises(CodebookError, match="Did you mean 'pl-respite'"):
        study.suggest(codes=["pl-respit"])


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_stopped_run_is_finished_by_the_next(added, study, after, monkeypatch):
    """What was done is kept, and the end is the same as without the stop."""
    monkeypatch.setattr(suggesting, "_BATCH_CHARACTERS", 1)
    with pytest.raises(KeyboardInterrupt):
        added.suggest(progress=Stops(after))
    done = {each.transcript_id for each in added.suggestions()}
    assert len(done) == after + 1
    assert added.suggest().transcripts == 3 - len(done)
    assert added.suggestions() == study.suggestions()
    assert added.suggest().transcripts == 0


def test_a_corrected_role_runs_that_talk_again(reopen):
    """Who turns out to be an interviewer loses suggestions at once; who is a participant gets them."""
    changed = reopen("participants.csv", "maple-02.txt,Lee,participant", "maple-02.txt,Lee,note-taker")
    assert "maple-02:3:tg-caregiver" not in ids(changed.suggestions())
    assert changed.status().out_of_date == 1
    changed.suggest()
    assert ids(changed.suggestions()) == [each for each in ALL if each != "maple-02:3:tg-caregiver"]
    changed = reopen("participants.csv", "maple-02.txt,Lee,note-taker", "maple-02.txt,Lee,participant")
    changed.suggest()
    assert ids(changed.suggestions()) == ALL


def test_another_engine_runs_everything_again(study, monkeypatch):
    """Suggestions of two models side by side would be compared as if they were one."""
    monkeypatch.setattr("csec_qual.study.study.engine_version", lambda model, paraphrase: "another")
    assert study.status().out_of_date == 3
    assert study.suggest().transcripts == 3
    assert study.suggest().transcripts == 0


def test_a_corrected_role_group_runs_that_talk_again(reopen):
    """A rule may ask for a role group."""
    changed = reopen(
        "participants.csv", "Kim,participant,CE-01,,education", "Kim,participant,CE-01,,probation"
    )
    assert changed.status().out_of_date == 1


@pytest.mark.parametrize("status", ["retired", "draft"])
def test_a_code_out_of_use_has_no_suggestions(reopen, status):
    """It can neither be shown, explained nor decided on, and it is in no count."""
    file = "codebooks/tiny/placement.yaml"
    changed = reopen(file, "status: active", f"status: {status}")
    assert ids(changed.suggestions()) == [each for each in ALL if "tg-" in each]
    assert {each.code_id for each in changed.cut().passages} == {"tg-caregiver"}
    assert ids(reopen(file, f"status: {status}", "status: active").suggestions()) == ALL


def test_a_code_that_is_gone_has_no_suggestions(folder, reopen):
    """A suggestion of it would have nothing to be explained with."""
    main = folder / "codebooks" / "tiny" / "codebook.yaml"
    kept = [line for line in main.read_text(encoding="utf-8").splitlines() if "placement" not in line]
    write(main, "\n".join(kept) + "\n")
    (folder / "codebooks" / "tiny" / "placement.yaml").unlink()
    assert {each.code_id for each in reopen().suggestions()} == {"tg-caregiver"}


def test_faults_in_the_codebook_change_nothing(folder, reopen):
    """The message names the place; suggestions and decisions are as they were."""
    changed = reopen("codebooks/tiny/placement.yaml", RULE, "find: '{no-such-list}'")
    with pytest.raises(CodebookError, match=r"placement\.yaml:\d+.*no-such-list"):
        changed.suggest()
    assert ids(reopen("codebooks/tiny/placement.yaml", "'{no-such-list}'", "respite").suggestions()) == ALL


def test_faults_in_a_list_change_nothing(study, reopen):
    """The lists are read before the first rule runs."""
    changed = reopen("participants.csv", "quote", "qoute")
    with pytest.raises(StudyError, match=r"participants\.csv:3"):
        changed.suggest()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param({"code": "pl-respite"}, [ALL[0], ALL[3]], id="code"),
        pytest.param({"case": "maple"}, ALL[2:], id="case"),
        pytest.param({"status": "uncertain"}, [ALL[4]], id="status"),
        pytest.param(
            {"counting": True, "case": "maple", "code": "tg-caregiver"}, [ALL[2], ALL[5]], id="several"
        ),
    ],
)
def test_suggestions_are_chosen(study, wanted, expected):
    """What a screen or a notebook asks for."""
    assert ids(study.suggestions(**wanted)) == expected


def test_a_county_is_the_speakers_before_the_sources(reopen):
    """A statewide survey, or a guest from next door: the person speaks for their own county."""
    changed = reopen("participants.csv", "Lee,participant,MA-03,,", "Lee,participant,MA-03,cedar,")
    assert ids(changed.suggestions(case="cedar")) == [*ALL[:2], "maple-02:3:tg-caregiver"]
    assert [line.speaker for line in changed.find("office", case="cedar")] == ["Lee"]


def test_a_study_made_twice_is_the_same(tmp_path, study, book, talks):
    """Two colleagues with the same files must get the same suggestions."""
    with closing(Study.create(tmp_path / "other", str(book))) as other:
        other.add_transcripts(talks)
        other.suggest()
        assert other.suggestions() == study.suggestions()
