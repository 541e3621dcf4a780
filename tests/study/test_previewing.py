"""What an edit gains and loses in a study, before anything is stored."""

from contextlib import closing
from dataclasses import replace

import pytest

from csec_qual.base.errors import CodebookError
from csec_qual.study.previewing import preview_codebook
from csec_qual.study.study import Study
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.preview import Kind
from tests.study.small_study import TINY, ids, lay_out, write

RESPITE = "codebooks/tiny/placement.yaml"


def told(preview):
    """Kind and name of every change, and what it says before and after."""
    return [
        (
            each.kind.value,
            each.suggestion.suggestion_id,
            *((side and side.status.value) for side in (each.old, each.new)),
        )
        for each in preview.changes
    ]


def test_nothing_differs_after_suggesting(study):
    """An author who has not edited anything is told so, and nothing is run."""
    found = study.preview()
    assert (found.parts, found.codes, found.transcripts) == ((), (), 3)


def test_an_edit_is_told_before_it_is_stored(reopen):
    """The author sees what a word more brings, and the suggestions stay as they are."""
    edited = reopen(RESPITE, "find: respite", "find: 'respite OR office'")
    before = edited.suggestions()
    found = edited.preview()
    assert told(found) == [("gained", "maple-02:3:pl-respite", None, "affirmed")]
    (change,) = found.changes
    assert (change.speaker, change.sentence) == ("Lee", "There was no training at our office either.")
    assert [(each.part, each.name, each.edit) for each in found.parts] == [
        ("rule", "pl-respite.word", "edited")
    ]
    (code,) = found.codes
    assert (code.counted_before, code.counted_after) == (2, 3)
    assert edited.suggestions() == before


def test_what_is_told_is_what_suggest_then_does(reopen):
    """A preview that differs from the run would be worse than none."""
    edited = reopen("codebooks/tiny/terms.yaml", "caregiver, grandma", "office")
    assert told(edited.preview()) == []
    edited = reopen("codebooks/tiny/training.yaml", '"no" NEAR/3', "{caregiver} OR")
    found = edited.preview()
    report = edited.suggest()
    gained, lost = (
        sorted(each.suggestion.suggestion_id for each in found.changes if each.kind is kind)
        for kind in (Kind.GAINED, Kind.LOST)
    )
    assert lost == sorted(report.removed)
    assert set(gained) <= set(report.added)
    assert told(edited.preview()) == []


def test_a_cue_changes_the_status(reopen):
    """A passage that stays may stop counting; that is the change most easily missed."""
    found = reopen("codebooks/tiny/assertion.yaml", "find: maybe", "find: here").preview()
    assert ("changed", "cedar-01:2:tg-caregiver", "affirmed", "uncertain") in told(found)
    assert ("changed", "maple-02:2:tg-caregiver", "uncertain", "affirmed") in told(found)
    assert not [each for each in told(found) if each[0] != "changed"]


def test_a_retired_code_loses_everything(reopen):
    """Taking a code out is an edit too."""
    edited = reopen(RESPITE, "status: active", "status: retired")
    lost = [name for kind, name, *_ in told(edited.preview()) if kind == "lost"]
    assert lost == ["cedar-01:2:pl-respite", "maple-02:2:pl-respite"]


def test_decisions_are_told_and_stand(reopen):
    """People decide: a rule that no longer finds their passage takes nothing from them."""
    edited = reopen(RESPITE, "find: respite", "find: office")
    with closing(Study.open(edited.folder)) as other:
        other.accept("maple-02:2:pl-respite", coder="ana")
    decided = {each.suggestion.suggestion_id: each.coding for each in edited.preview().changes if each.coding}
    assert [*decided] == ["maple-02:2:pl-respite"]
    assert decided["maple-02:2:pl-respite"].decision.coder_id == "ana"
    assert len(edited.history()) == 1


def test_a_codebook_need_not_be_saved(study):
    """The workbench tries a rule while it is typed."""
    theme = study.codebook.themes[1]
    code = theme.codes[0]
    typed = replace(code, rules=(replace(code.rules[0], find="office"),))
    unsaved = replace(study.codebook, themes=(study.codebook.themes[0], replace(theme, codes=(typed,))))
    assert told(study.preview(unsaved)) == told(study.preview(unsaved, study.codebook))
    assert [kind for kind, *_ in told(study.preview(unsaved))] == ["lost", "lost", "gained"]


def test_a_new_transcript_is_left_out(folder, study, tmp_path):
    """What nobody has suggested for yet is no gain of the edit."""
    study.add_transcripts(
        write(tmp_path / "new" / "oak-01.txt", "Priya: Well?\n\nDana: Respite at the office.\n")
    )
    found = study.preview()
    assert (told(found), found.transcripts, found.unread) == ([], 3, 1)


def test_a_study_without_a_copy_says_so(study, reopen):
    """After the cache is deleted, passages are known and the edits behind them are not."""
    study.clean()
    found = reopen(RESPITE, "find: respite", "find: 'respite OR office'").preview()
    assert found.parts is None
    assert told(found) == [("gained", "maple-02:3:pl-respite", None, "affirmed")]


def test_only_codes_that_differ_are_run(study, monkeypatch):
    """That is what makes it quick."""
    run = []
    suggest_words = Engine.suggest_words

    def watched(engine, words, role_groups=None, codes=None):
        run.append(sorted(codes))
        return suggest_words(engine, words, role_groups, codes)

    monkeypatch.setattr(Engine, "suggest_words", watched)
    theme = study.codebook.themes[1]
    code = replace(theme.codes[0], rules=())
    book = replace(study.codebook, themes=(study.codebook.themes[0], replace(theme, codes=(code,))))
    study.preview(book, study.codebook)
    assert run == [["pl-respite"], ["pl-respite"]]
    study.preview(book, study.codebook, codes=["tg-caregiver"])
    assert len(run) == 2


def test_files_are_compared_without_a_study(tmp_path, book):
    """An author tries an edit on talks that are in no study."""
    talk = write(tmp_path / "a.txt", "Interviewer: Well?\n\nDana R.: The office had respite.\n")
    other = lay_out(
        tmp_path / "other",
        {**TINY, "placement.yaml": TINY["placement.yaml"].replace("find: respite", "find: rain")},
    )
    assert told(preview_codebook(book, other, [talk])) == [("lost", "a:2:pl-respite", "affirmed", None)]
    assert told(preview_codebook(other, book, [talk])) == [("gained", "a:2:pl-respite", None, "affirmed")]


def test_an_unknown_code_is_refused(study, book):
    """A slip in --code must not read as 'no change'."""
    with pytest.raises(CodebookError, match="Did you mean 'pl-respite'"):
        study.preview(codes=["pl-respit"])
    with pytest.raises(CodebookError, match="Did you mean 'pl-respite'"):
        preview_codebook(book, book, codes=["pl-respit"])


def test_the_copy_is_of_the_last_whole_run(reopen):
    """A dry run changes nothing that a later comparison counts on."""
    edited = reopen(RESPITE, "find: respite", "find: 'respite OR office'")
    edited.suggest(dry_run=True)
    assert len(edited.preview().parts) == 1
    edited.suggest()
    assert edited.preview().parts == ()
    assert ids(edited.suggestions(code="pl-respite"))[-1] == "maple-02:3:pl-respite"
