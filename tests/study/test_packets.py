"""What a county or Tribal partner says of its quotes comes back whole, once, and never silently."""

import json
import re

import pytest

from csec_qual.base.errors import OutputError, StudyError
from csec_qual.model.memo import MemoKind
from tests.study.small_study import DATE, write

DANA = "There was no training for us 🙂 at all"


@pytest.fixture
def two(study, reopen):
    """A study in which two caregivers are heard in Maple, so that neither is known by the role."""
    return reopen("participants.csv", "child welfare", "caregiver")


@pytest.fixture
def packet(two, tmp_path):
    """A packet for Maple."""
    return two.write_packet("maple", tmp_path / "maple.html", date=DATE)


def answers(packet, tmp_path, *said, changed=()):
    """A file as the page saves it; each answer is key, answer and comment."""
    marks = {each.key: each.mark for each in packet.quotes}
    record = {
        "csec_qual_answers": 1,
        "packet": packet.packet_id,
        "reviewer": "R. Ortiz",
        "answers": [
            {"quote": key, "words": marks.get(key, "0" * 16), "answer": answer, "comment": comment}
            for key, answer, comment in said
        ],
    } | dict(changed)
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def outcomes(found):
    return [each.outcome.value for each in found.answers]


def test_the_page_holds_what_the_county_report_quotes(two, packet, tmp_path):
    """No more than that, and no id of a person or transcript."""
    page = (tmp_path / "maple.html").read_text(encoding="utf-8")
    two.write_case_study("maple", tmp_path / "maple.md", date=DATE, audience="county")
    report = (tmp_path / "maple.md").read_text(encoding="utf-8")
    assert [each.words in report for each in packet.quotes] == [True] * len(packet.quotes) != []
    assert any(DANA in each.words for each in packet.quotes)
    assert not re.search(r"MA-0|maple-0", page)
    assert two.audit(tmp_path / "maple.html", audience="county", case="maple") == []


def test_the_same_study_gives_the_same_page(two, packet, tmp_path):
    """Byte for byte, and under the same id."""
    again = two.write_packet("maple", tmp_path / "again.html", date=DATE)
    assert again.packet_id == packet.packet_id
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "maple.html").read_bytes()


def test_nothing_is_taken_over_unasked(two, packet, tmp_path):
    """Shown first."""
    found = two.read_answers(answers(packet, tmp_path, ("q1", "redact", "")), by="ana")
    assert outcomes(found) == ["proposed"]
    assert two.memos.all() == []
    assert not (two.folder / "redactions.csv").exists()


def test_what_is_to_be_left_out_is_quoted_nowhere_else(two, packet, tmp_path):
    """Neither to counties nor to the public; the team still reads it, and it counts as before."""
    key = next(each.key for each in packet.quotes if DANA in each.words)
    two.read_answers(answers(packet, tmp_path, (key, "redact", "Too plain.")), by="ana", apply=True)
    for audience, is_there in (("team", True), ("county", False), ("public", False)):
        path = two.write_case_study("maple", tmp_path / audience / "maple.md", date=DATE, audience=audience)
        assert (DANA in path.read_text(encoding="utf-8")) is is_there
    assert "1 of 2 participants" in path.read_text(encoding="utf-8")


def test_memos_tell_who_asked_for_what(two, packet, tmp_path):
    """On the turn what is asked for, on the county that the packet came back."""
    path = answers(packet, tmp_path, ("q1", "change", "We call it intake."))
    two.read_answers(path, by="ana", apply=True)
    (memo,) = two.memos.all(MemoKind.TURN)
    assert "R. Ortiz" in memo.now.text
    assert memo.now.text.endswith("to be changed. We call it intake.")
    (case,) = two.memos.all(MemoKind.CASE)
    assert f"1 of {len(packet.quotes)} quotes looked at" in case.now.text
    assert case.now.for_report is False


@pytest.mark.parametrize("answer", ["approve", "redact", "change"])
def test_reading_a_file_twice_adds_nothing(two, packet, tmp_path, answer):
    """Mail is opened twice."""
    path = answers(packet, tmp_path, ("q1", answer, ""))
    assert outcomes(two.read_answers(path, by="ana", apply=True)) == ["recorded"]
    before = len(two.memos.all())
    assert outcomes(two.read_answers(path, by="ana", apply=True)) == ["already so"]
    assert len(two.memos.all()) == before


def test_an_answer_to_other_words_is_a_conflict(two, packet, tmp_path):
    """It is shown and not taken over; the rest is."""
    path = answers(packet, tmp_path, ("q1", "approve", ""), ("q99", "redact", ""))
    found = two.read_answers(path, by="ana", apply=True)
    assert outcomes(found) == ["recorded", "conflict"]
    said = json.loads(path.read_text(encoding="utf-8"))
    said["answers"][0]["words"] = "f" * 16
    path.write_text(json.dumps(said), encoding="utf-8")
    assert outcomes(two.read_answers(path, by="ana"))[0] == "conflict"


def test_an_answer_on_words_that_were_withdrawn_is_a_conflict(two, packet, tmp_path):
    """Between the packet and its answers somebody withdrew."""
    key = next(each.key for each in packet.quotes if DANA in each.words)
    two.withdraw("MA-01", by="lead")
    found = two.read_answers(answers(packet, tmp_path, (key, "approve", "")), by="ana", apply=True)
    assert outcomes(found) == ["conflict"]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"csec_qual_answers": 2}, id="another-version"),
        pytest.param({"packet": "../../etc/passwd"}, id="a-path"),
        pytest.param({"packet": "0123456789"}, id="another-study"),
        pytest.param({"reviewer": " "}, id="nobody"),
        pytest.param({"answers": {}}, id="no-list"),
        pytest.param({"answers": [{"quote": "q1"}]}, id="half-an-answer"),
        pytest.param(
            {"answers": [{"quote": "q1", "words": "", "answer": "ok", "comment": ""}]}, id="own-word"
        ),
        pytest.param(
            {"answers": [{"quote": "q1", "words": "", "answer": "approve", "comment": ""}] * 2},
            id="said-twice",
        ),
    ],
)
def test_other_files_are_refused(two, packet, tmp_path, changed):
    """Whatever somebody sends back."""
    with pytest.raises(OutputError):
        two.read_answers(answers(packet, tmp_path, changed=changed), by="ana", apply=True)
    assert two.memos.all() == []


@pytest.mark.parametrize("data", [b"", b"[1]", b"{", b"\xff\xfe", b"[" * 100_000], ids=range(5))
def test_what_is_no_json_is_refused(two, tmp_path, data):
    """With a plain message."""
    (tmp_path / "x.json").write_bytes(data)
    with pytest.raises(OutputError, match=r"x\.json"):
        two.read_answers(tmp_path / "x.json", by="ana")


def test_a_role_group_sees_all_of_its_own_and_nothing_else(study, tmp_path):
    """A Tribal partner approves its words before they leave the team, so approval cannot be asked for it."""
    path = study.folder / "participants.csv"
    rows = path.read_text(encoding="utf-8").replace("MA-01,,caregiver", "MA-01,,Tribal partner")
    path.write_text(rows, encoding="utf-8")
    made = study.write_packet("maple", tmp_path / "tribe.html", date=DATE, group="tribal partner")
    page = (tmp_path / "tribe.html").read_text(encoding="utf-8")
    assert DANA in page
    assert "at our office" not in page
    assert [each.passage_id for each in made.quotes] == ["maple-01:2:tg-caregiver", "maple-02:2:pl-respite"]
    study.write_case_study("maple", tmp_path / "maple.md", date=DATE, audience="county")
    assert DANA not in (tmp_path / "maple.md").read_text(encoding="utf-8")


def test_what_is_not_there_is_refused(study, tmp_path):
    """With the nearest."""
    with pytest.raises(StudyError, match="caregiver"):
        study.write_packet("maple", tmp_path / "x.html", date=DATE, group="caregivers")
    with pytest.raises(StudyError, match="maple"):
        study.write_packet("mapel", tmp_path / "x.html", date=DATE)
    with pytest.raises(OutputError, match=r"\.html"):
        study.write_packet("maple", tmp_path / "x.docx", date=DATE)
    assert list(tmp_path.glob("x.*")) == []


def test_a_faulty_redaction_is_named(study):
    """A row that says nothing must not let words through."""
    (study.folder / "redactions.csv").write_text("turn,asked_by,why\nmaple,Ortiz,\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"redactions\.csv:2: 'maple' is no turn"):
        study.cut()


def test_a_quote_stands_under_the_question_it_answers(two, packet, tmp_path):
    """With names masked; who reads it knows what was being talked of."""
    (shown,) = [each for each in packet.quotes if DANA in each.words]
    assert shown.asked == "How were caregivers prepared, and what about respite?"
    assert f"Asked: {shown.asked}" in (tmp_path / "maple.html").read_text(encoding="utf-8")


def test_a_question_that_repeats_what_may_not_be_quoted_is_left_out(two, tmp_path):
    """Lee agreed to be counted only: the interviewer's echo of it is Lee's all the same."""
    lee = "There was no training at our office either."
    said = f"Priya: Training?\n\nLee: {lee}\n\nPriya: {lee} And you?\n\nDana: No training for me, ever.\n"
    write(tmp_path / "more" / "maple-03.txt", said)
    for name, row in (
        ("sources.csv", "maple-03.txt,maple,interview,in person,2023-02,guide\n"),
        ("participants.csv", "maple-03.txt,Priya,interviewer,,,,\n"),
        ("participants.csv", "maple-03.txt,Dana,participant,MA-04,,caregiver,quote\n"),
        ("participants.csv", "maple-03.txt,Lee,participant,MA-03,,caregiver,count\n"),
    ):
        path = two.folder / name
        write(path, path.read_text(encoding="utf-8") + row)
    two.add_transcripts(tmp_path / "more")
    two.suggest()
    made = two.write_packet("maple", tmp_path / "again.html", date=DATE)
    assert [each.asked for each in made.quotes if "for me, ever" in each.words] == [""]
    assert "our office" not in (tmp_path / "again.html").read_text(encoding="utf-8")
