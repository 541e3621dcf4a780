"""An edited case study is checked against what was written and against the study as it is now."""

import re
from io import BytesIO

import pytest
from docx import Document

from csec_qual.base.errors import OutputError, StudyError
from csec_qual.reporting.verify import Kind
from tests.study.small_study import write

DATE = "2026-06-30"
SAID = "There was no training for us 🙂 at all."


@pytest.fixture
def report(study, folder):
    """The county's report as Markdown, which is easy to edit in a test."""
    return study.write_case_study("maple", folder / "reports" / "maple.md", date=DATE)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def kinds(study, path):
    return {each.kind for each in study.verify(path).findings if each.is_wrong}


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_what_was_just_written_is_so(study, folder, suffix):
    """Nothing is found where nothing was done."""
    path = study.write_case_study("maple", folder / "reports" / f"maple{suffix}", date=DATE)
    found = study.verify(path)
    assert found.findings == ()
    assert found.n_quotes > 0
    assert found.removed == 0


def test_a_changed_quote_and_a_changed_number_are_named(study, report):
    """With what was said, and where."""
    edit(report, SAID, SAID.replace("no training", "some training"))
    edit(report, re.search(r"\d+ of \d+ participants", report.read_text("utf-8"))[0], "9 of 9 participants")
    found = study.verify(report)
    quote = next(each for each in found.findings if each.kind is Kind.QUOTE)
    assert quote.instead == SAID
    assert quote.block.heading
    assert Kind.NUMBER in kinds(study, report)


def test_a_rejected_passage_is_no_evidence_any_more(study, report):
    """The claim stands in the edited report; who took its evidence away is told."""
    study.reject("maple-01:2:tg-caregiver", coder="ana")
    found = study.verify(report).findings
    gone = [each for each in found if each.kind is Kind.UNCODED]
    assert gone
    assert "ana decided 'does not apply'" in gone[0].why
    outdated = [each for each in found if each.kind is Kind.OUTDATED]
    assert any("2 of" in each.said and "1 of" in each.instead for each in outdated)


def test_a_withdrawal_is_found(folder, report, reopen):
    """A quote of somebody who withdrew since must not go out."""
    found = reopen("participants.csv", "maple-01.txt,Dana,participant,", "maple-01.txt,Dana,note-taker,")
    assert Kind.UNCODED in kinds(found, report)


def test_what_people_type_in_is_looked_up(study, report):
    """Words nobody said are wrong; words somebody said are to be looked at; names are named."""
    with report.open("a", encoding="utf-8") as file:
        file.write('\n"We never saw anybody from the county here."\n\nAs Dana Reyes said, 7 of 9 agreed.\n')
    findings = study.verify(report).findings
    added = next(each for each in findings if each.kind is Kind.ADDED_QUOTE)
    assert added.is_wrong
    assert "nobody said this" in added.why
    unchecked = next(each for each in findings if each.kind is Kind.UNCHECKED)
    assert unchecked.said == "7, 9"
    assert not unchecked.is_wrong


def test_an_interviewer_s_words_are_no_quote(study, report):
    """Pasted from the transcript by mistake."""
    with report.open("a", encoding="utf-8") as file:
        file.write('\n"How were caregivers prepared, and what about respite?"\n')
    added = next(each for each in study.verify(report).findings if each.kind is Kind.ADDED_QUOTE)
    assert added.is_wrong
    assert "not a participant's words" in added.why


def test_a_name_that_was_typed_in_is_found(study, report):
    """Reports are masked; an edit must not undo that."""
    edit(report, "## 1. ", "## 1. Maple County: ")
    assert Kind.NAMED in kinds(study, report)


def test_an_edited_file_is_not_written_over(study, folder):
    """What a lead wrote into the Word file is theirs; the new draft stands beside it."""
    path = study.write_case_study("maple", folder / "reports" / "maple.docx", date=DATE)
    assert study.write_case_study("maple", path, date=DATE) == path  # nobody edited it: replaced
    document = Document(str(path))
    document.add_paragraph("Our own sentence.")
    document.save(str(path))
    edited = path.read_bytes()
    beside = study.write_case_study("maple", path, date=DATE)
    assert beside.name == "maple.new.docx"
    assert path.read_bytes() == edited
    assert study.write_case_study("maple", path, date=DATE) == beside
    assert "Our own sentence." in "\n".join(p.text for p in Document(BytesIO(edited)).paragraphs)


def test_a_file_of_nobody_s_is_kept(study, folder):
    """A file that csec_qual did not write is not replaced either."""
    mine = write(folder / "reports" / "maple.md", "# My own notes\n")
    assert study.write_case_study("maple", mine, date=DATE).name == "maple.new.md"
    assert mine.read_text("utf-8") == "# My own notes\n"


def test_a_copy_sent_back_under_another_name_is_recognised(study, report, tmp_path):
    """And so is one whose id was cut off with the last page."""
    text = re.sub(r"Draft [0-9a-f]{10}.*", "", report.read_text("utf-8"))
    copy = write(tmp_path / "from the county (2).md", text)
    assert study.verify(copy).kept.case_id == "maple"
    assert not kinds(study, copy)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("notes.md", b"Something else entirely.\n", "no report of this study", id="not-a-report"),
        pytest.param("maple.docx", b"PK not a zip", "no whole .docx", id="broken"),
        pytest.param("maple.odt", b"", "a report ends in", id="format"),
        pytest.param("maple.md", b"\xff\xfe\x00", "no whole .md", id="not-text"),
    ],
)
def test_a_wrong_file_is_refused(study, report, tmp_path, name, data, message):
    """In words, with nothing lost."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(OutputError, match=message):
        study.verify(tmp_path / name)


def test_the_status_that_people_gave_is_printed_and_kept(study, folder):
    """A final report is checked as the final one."""
    path = study.write_case_study("maple", folder / "reports" / "maple.md", date=DATE, status="fact-checked")
    assert "(fact-checked)" in path.read_text("utf-8")
    assert study.verify(path).findings == ()
    with pytest.raises(StudyError, match="status"):
        study.write_case_study("maple", path, date=DATE, status="nearly")


def test_the_marked_page_shows_each_finding_at_its_place(study, folder, tmp_path):
    """A lead goes from one to the next; what people wrote stays text."""
    path = study.write_case_study("maple", folder / "reports" / "maple.md", date=DATE)
    text = path.read_text(encoding="utf-8")
    quote = "There was no training for us"
    path.write_text(
        text.replace(quote, "There was never training for us").replace("1 of ", "7 of ", 1)
        + "\n<script>x</script>\n",
        encoding="utf-8",
    )
    found = study.verify(path)
    page = study.write_marked(found, tmp_path / "marked.html").read_text(encoding="utf-8")
    assert found.n_wrong >= 2
    assert page.count('id="finding-') == len(found.findings)
    assert f"{found.n_wrong} to put right" in page
    assert "<mark>" in page
    assert "<script>" not in page
    with pytest.raises(OutputError, match=r"ends in \.html"):
        study.write_marked(found, tmp_path / "marked.docx")
