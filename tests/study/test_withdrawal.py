"""Whoever withdraws is gone from every view, count and output, whatever was decided before."""

import zipfile

import pytest

from tests.study.small_study import DATE, ids

IN_FIRST = "maple-01.txt,Dana,participant,MA-01,,caregiver,"
IN_SECOND = "maple-02.txt,Dana,participant,MA-01,,caregiver,"
HERS = ("maple-01:2:tg-caregiver", "maple-02:2:pl-respite", "maple-02:2:tg-caregiver")
HER_WORDS = ("at all.", "I could not say")


@pytest.fixture(params=[IN_FIRST, IN_SECOND], ids=["marked-in-the-first-talk", "marked-in-the-second"])
def withdrawn(request, study, reopen):
    """Dana spoke twice, a coder accepted what she said, and one of her two rows was marked."""
    for place in HERS:
        study.accept(place, coder="ana")
    return reopen("participants.csv", f"{request.param}quote", f"{request.param}withdrawn")


def written(folder):
    """Everything in a folder of outputs as text, workbooks unpacked."""
    for path in folder.rglob("*"):
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as book:
                yield from (book.read(name).decode(errors="replace") for name in book.namelist())
        elif path.is_file():
            yield path.read_text(encoding="utf-8")


def outputs(study, folder):
    """Workbook, reports and transcript pages, as one text."""
    study.write_case_studies(folder, date=DATE)
    study.write_workbook(folder / "themes.xlsx", date=DATE)
    return "\n".join(written(folder))


def test_her_words_leave_in_the_first_place(study, tmp_path):
    """The check below would be worth nothing if they were not there before."""
    for place in HERS:
        study.accept(place, coder="ana")
    shown = outputs(study, tmp_path / "reports")
    assert all(words in shown for words in (*HER_WORDS, "MA-01"))


def test_nothing_she_said_leaves_the_study(withdrawn, tmp_path):
    """People withdraw, not files: a talk that somebody forgot to mark must not speak for them."""
    shown = outputs(withdrawn, tmp_path / "reports")
    assert not any(words in shown for words in (*HER_WORDS, "MA-01"))


def test_nobody_comes_across_her_words(withdrawn):
    """Not in a search, not in a queue, not in the text itself; every other offset stays true."""
    assert withdrawn.find("training", case="maple") != []
    assert {line.transcript_id for line in withdrawn.find("all OR say")} == set()
    assert not set(HERS) & set(ids(withdrawn.suggestions()))
    assert not set(HERS) & set(ids(withdrawn.queue(coder="luis")))
    for transcript in withdrawn.transcripts():
        hers = [turn for turn in transcript.turns if turn.speaker == "Dana"]
        assert all(transcript.words(turn).isspace() for turn in hers)
    second = next(each for each in withdrawn.transcripts() if each.transcript_id == "maple-02")
    assert second.words(second.turns[2]) == "There was no training at our office either."


def test_she_is_in_no_count(withdrawn):
    """Neither as a person nor as a mention; what was decided does not bring her back."""
    assert "MA-01" not in {person.participant_id for person in withdrawn.participants()}
    for decided_only in (True, False):
        assert not set(HERS) & {each.passage_id for each in withdrawn.cut(decided_only=decided_only).passages}


def test_the_log_stays_whole(withdrawn):
    """Who decided what is history; it holds places, not her words."""
    assert [each.suggestion_id for each in withdrawn.history()] == list(HERS)


def test_others_stay(withdrawn):
    """One person's withdrawal is hers alone."""
    assert "maple-02:3:tg-caregiver" in ids(withdrawn.suggestions())
    assert "cedar-01:2:tg-caregiver" in {each.passage_id for each in withdrawn.cut().passages}
