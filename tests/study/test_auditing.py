"""A finished file is looked through for what its readers must not see."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.annotations import FreeText

from csec_qual.base.errors import OutputError, StudyError
from csec_qual.privacy.audit import LeakKind
from tests.study.small_study import write

DATE = "2026-06-30"


def kinds(study, path, audience="public", case=""):
    return {each.kind for each in study.audit(path, audience=audience, case=case)}


@pytest.mark.parametrize("audience", ["team", "county", "public"])
@pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".pdf"])
def test_what_is_written_here_passes(study, folder, audience, suffix):
    """The gate and the last look agree."""
    path = folder / "out" / f"maple{suffix}"
    study.write_case_study("maple", path, date=DATE, audience=audience)
    assert study.audit(path, audience=audience, case="maple") == []


def test_the_workbook_passes_for_the_team(study, folder):
    """It is for nobody else."""
    path = study.write_workbook(folder / "reports" / "themes.xlsx", date=DATE)
    assert study.audit(path, audience="team") == []
    assert LeakKind.ID in kinds(study, path)


def test_a_team_copy_is_no_public_copy(study, folder):
    """Links and pseudonyms tell who said what to whoever has the transcripts."""
    path = study.write_case_study("maple", folder / "reports" / "maple.html", date=DATE)
    assert LeakKind.LINK in kinds(study, path)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        pytest.param("As Dana told us, it was late.", LeakKind.NAME, id="a-speaker"),
        pytest.param("In Maple County it was late.", LeakKind.NAME, id="a-county"),
        pytest.param("Zinnia told me respite was cut", LeakKind.WORDS, id="who-withdrew"),
        pytest.param("there was no TRAINING at our office, either", LeakKind.WORDS, id="who-is-only-counted"),
        pytest.param("Write to kim@county.example.", LeakKind.PATTERN, id="e-mail"),
        pytest.param("Call (555) 010-4477.", LeakKind.PATTERN, id="telephone"),
        pytest.param("A 15-year-old was there.", LeakKind.PATTERN, id="age"),
        pytest.param("said MA-01 twice", LeakKind.ID, id="pseudonym"),
        pytest.param("see maple-01 for more", LeakKind.ID, id="transcript"),
    ],
)
def test_what_was_typed_in_is_found(study, tmp_path, said, kind):
    """Whoever wrote it, and in whatever file."""
    assert kind in kinds(study, write(tmp_path / "page.md", f"# A page\n\n{said}\n"))
    assert kind in kinds(study, write(tmp_path / "rows.csv", f"a,b\n1,{said}\n"))


def test_a_county_reads_its_own_name_and_nobody_else_s(study, tmp_path):
    """That is what a fact check is."""
    page = write(tmp_path / "page.md", "Maple County did well.\n")
    assert kinds(study, page, "county", "maple") == set()
    assert kinds(study, page, "county", "cedar") == {LeakKind.NAME}


def test_words_are_kept_apart_from_where_they_stand(study, tmp_path):
    """A list of findings may be passed on; the words it is about may not."""
    (found,) = study.audit(write(tmp_path / "page.md", "As Dana told us.\n"), audience="public")
    assert "Dana" not in found.place + found.why
    assert found.place == "block 1"


def test_what_word_keeps_beside_the_text_is_found(study, folder, tmp_path):
    """A comment, an author's name, and words that were deleted with changes tracked."""
    path = study.write_case_study("maple", tmp_path / "maple.docx", date=DATE, audience="public")
    document = Document(str(path))
    document.core_properties.last_modified_by = "Dana Reyes"
    document.add_comment(document.paragraphs[0].runs, text="ask Kim", author="D. R.", initials="DR")
    document.save(str(path))
    places = {each.place for each in study.audit(path, audience="public")}
    assert "properties of the file" in places
    assert any("comments" in each for each in places)
    deleted = b'<w:p><w:del w:id="9"><w:r><w:delText>Dana</w:delText></w:r></w:del></w:p>'
    tracked = BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tracked, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + deleted)
            out.writestr(name, data)
    path.write_bytes(tracked.getvalue())
    assert "tracked changes" in {each.place for each in study.audit(path, audience="public")}


def test_hidden_sheets_and_comments_of_a_workbook_are_found(study, tmp_path):
    """Sent on with the table that was asked for."""
    book = Workbook()
    book.active["A1"] = "fine"
    book.active["A1"].comment = Comment("from Dana", "x")
    book.create_sheet("old").sheet_state = "hidden"
    book["old"]["B2"] = "left here"
    book.save(tmp_path / "table.xlsx")
    found = study.audit(tmp_path / "table.xlsx", audience="public")
    assert {"old!B2", "Sheet!A1 (comment)"} <= {each.place for each in found}


def test_a_third_quote_of_one_person_is_found(study, tmp_path):
    """Two tell a point; three begin to tell a person."""
    text = next(each.text for each in study.transcripts() if each.transcript_id == "maple-01")
    words = text.split("Dana: ")[-1] if "Dana: " in text else text
    assert "There was no training for us" in words
    lines = "There was no training for us 🙂 at all.", "Maybe no training, I could not say. Respite helps."
    page = write(tmp_path / "page.md", "\n\n".join(f"“{line}”" for line in lines) + "\n")
    assert LeakKind.QUOTES not in kinds(study, page)


def test_wrong_files_are_refused(study, tmp_path):
    """In words."""
    with pytest.raises(OutputError, match="cannot be looked through"):
        study.audit(write(tmp_path / "page.odt", "x"), audience="public")
    with pytest.raises(OutputError, match="no whole workbook"):
        study.audit(write(tmp_path / "page.xlsx", "x"), audience="public")
    with pytest.raises(StudyError, match="'press' is none"):
        study.audit(write(tmp_path / "page.md", "x"), audience="press")
    with pytest.raises(StudyError, match="no case 'oak'"):
        study.audit(write(tmp_path / "page.md", "x"), audience="county", case="oak")


def test_a_pdf_is_looked_through_with_its_notes(study, folder, tmp_path):
    """It is what is sent; a name typed into it, or into a note on it, is found."""
    written = study.write_case_study("maple", tmp_path / "maple.pdf", date=DATE, audience="county")
    assert study.audit(written, audience="county", case="maple") == []
    team = study.write_case_study("maple", tmp_path / "team.pdf", date=DATE)
    assert LeakKind.WORDS not in kinds(study, team, "team")
    edited, noted = PdfWriter(clone_from=written), tmp_path / "noted.pdf"
    edited.add_annotation(0, FreeText(text="Ask Zinnia, told me respite was cut", rect=(0, 0, 90, 20)))
    edited.add_metadata({"/Author": "Kim"})
    edited.write(noted)
    assert {LeakKind.HIDDEN, LeakKind.WORDS} <= kinds(study, noted, "county", "maple")
    for data in (b"%PDF-1.7 nothing more", b""):
        (tmp_path / "broken.pdf").write_bytes(data)
        with pytest.raises(OutputError, match="no whole PDF"):
            study.audit(tmp_path / "broken.pdf", audience="public")
