"""The lists people keep in a spreadsheet: every fault named with its row, and nobody's row touched."""

import csv
from io import StringIO
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.base.errors import StudyError
from csec_qual.model.people import Consent
from csec_qual.study.lists import merge_lists, read_lists
from csec_qual.study.rows import append_rows, read_rows
from tests.study.small_study import TALKS, lay_out, tree, write

LISTS = {
    "cases.csv": TALKS["counties.csv"],
    "sources.csv": TALKS["sources.csv"],
    "participants.csv": TALKS["participants.csv"],
}


@pytest.fixture
def lists(tmp_path):
    """A folder of three lists without a fault."""
    return lay_out(tmp_path / "study", LISTS)


def spoil(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    write(folder / file, text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "fix"),
    [
        pytest.param("sources.csv", "case,", "county,", "sources.csv:1", "Known", id="no-such-column"),
        pytest.param(
            "participants.csv", "role,", "rolle,", "participants.csv:1", "'rolle'", id="misspelt-column"
        ),
        pytest.param("sources.csv", "file,", "file,mode,", "sources.csv:1", "Delete one", id="column-twice"),
        pytest.param(
            "sources.csv", "01.txt,maple,", "01.txt,mapel,", "sources.csv:2", "'maple'", id="unknown-case"
        ),
        pytest.param(
            "participants.csv",
            "MA-01,,",
            "MA-01,mapel,",
            "participants.csv:3",
            "'maple'",
            id="unknown-case-of-person",
        ),
        pytest.param(
            "participants.csv", "quote", "qoute", "participants.csv:3", "'quote'", id="unknown-consent"
        ),
        pytest.param(
            "participants.csv",
            "interviewer",
            "interviwer",
            "participants.csv:2",
            "'interviewer'",
            id="unknown-role",
        ),
        pytest.param(
            "sources.csv", "interview,", "intervew,", "sources.csv:2", "'interview'", id="unknown-kind"
        ),
        pytest.param(
            "participants.csv",
            "txt,Rosie",
            "txt,Dana",
            "participants.csv:4",
            "another label",
            id="two-speakers-one-label",
        ),
        pytest.param(
            "participants.csv",
            "maple-01.txt,Rosie",
            "Maple-01.TXT,Dana",
            "participants.csv:4",
            "another label",
            id="one-label-under-two-spellings-of-the-file",
        ),
        pytest.param(
            "participants.csv", "MA-01", "", "participants.csv:3", "pseudonym", id="participant-without-id"
        ),
        pytest.param(
            "participants.csv",
            "maple-01.txt,Dana",
            ",Dana",
            "participants.csv:3",
            "file",
            id="row-of-no-file",
        ),
        pytest.param(
            "sources.csv", "maple-02.txt", "maple-01.txt", "sources.csv:3", "Delete", id="file-twice"
        ),
        pytest.param(
            "sources.csv", "maple-02.txt", "", "sources.csv:3", "file's name", id="source-of-no-file"
        ),
        pytest.param(
            "cases.csv", "cedar,", "Cedar County,", "cases.csv:3", "cedar-county", id="case-id-with-a-space"
        ),
        pytest.param("cases.csv", "cedar,", "maple,", "cases.csv:3", "Delete", id="case-twice"),
        pytest.param(
            "participants.csv",
            "CE-01,,",
            "MA-01,,",
            "participants.csv:9",
            "another participant_id",
            id="one-pseudonym-two-counties-of-sources",
        ),
        pytest.param(
            "participants.csv",
            "MA-01,,",
            "MA-01,cedar,",
            "participants.csv:6",
            "another participant_id",
            id="one-pseudonym-two-counties-of-rows",
        ),
        pytest.param(
            "participants.csv", "quote", "quote,x", "participants.csv:3", "quotes", id="too-many-cells"
        ),
        pytest.param(
            "participants.csv",
            "Rosie",
            '"Rosie',
            "participants.csv:4",
            "quotation mark",
            id="quote-never-closed",
        ),
    ],
)
def test_a_fault_is_named_with_its_row_and_a_fix(lists, file, old, new, where, fix):
    """Sixty rows, one slip: the person must not have to search."""
    spoil(lists, file, old, new)
    with pytest.raises(StudyError) as caught:
        read_lists(lists)
    message = next(str(each) for each in caught.value.problems if str(each).startswith(f"{where}: "))
    assert fix in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(None, "not there", id="gone"),
        pytest.param("", "empty", id="empty"),
        pytest.param("\n , ,\n", "empty", id="only-blanks"),
        pytest.param(
            "file,label,role\nmaple-01.txt,Tom\u00e1s,unknown".encode("cp1252"), "CSV UTF-8", id="cp1252"
        ),
        pytest.param("file,label,role".encode("utf-16"), "CSV UTF-8", id="utf-16"),
        pytest.param("file;label;role\nmaple-01.txt;Dana;unknown\n", "no column", id="semicolons"),
    ],
)
def test_a_list_that_is_none_is_named(lists, text, said):
    """Saved by another program, or not saved at all."""
    if text is None:
        (lists / "participants.csv").unlink()
    else:
        write(lists / "participants.csv", text)
    with pytest.raises(StudyError, match=said):
        read_lists(lists)


def test_every_fault_of_every_list_is_told_at_once(lists):
    """One run, one list of corrections."""
    spoil(lists, "sources.csv", "01.txt,maple", "01.txt,mapel")
    spoil(lists, "participants.csv", "quote", "qoute")
    spoil(lists, "participants.csv", "withdrawn", "withdrewn")
    with pytest.raises(StudyError) as caught:
        read_lists(lists)
    places = [(each.path, each.line) for each in caught.value.problems]
    assert places == [("sources.csv", 2), ("participants.csv", 3), ("participants.csv", 4)]


def test_rows_are_counted_as_a_spreadsheet_shows_them(lists):
    """Blank rows and cells of two lines come before the fault."""
    write(
        lists / "cases.csv",
        'case_id,label,note\n\nmaple,Maple County,"two\nlines"\ncedar,Cedar County,\nBad Id,,\n',
    )
    with pytest.raises(StudyError, match=r"cases\.csv:6: 'Bad Id'"):
        read_lists(lists)


def test_what_a_spreadsheet_does_to_a_list_is_understood(lists):
    """A byte-order mark, Windows line ends, spaces, short rows, and letters with combining accents."""
    rows = (
        "file, label ,role,participant_id",
        "maple-01.txt, Toma\u0301s ,participant,MA-09",
        "",
        "maple-02.txt,Lee",
    )
    write(lists / "participants.csv", "\ufeff" + "\r\n".join(rows))
    first, second = read_lists(lists).speakers
    assert (first.label, first.participant_id, first.consent) == ("Tom\u00e1s", "MA-09", None)
    assert (second.label, second.role) == ("Lee", "unknown")


def test_who_did_not_consent_is_counted_and_not_quoted(lists):
    """An empty cell is no consent to anything but a count; who withdrew is nobody."""
    people = {each.participant_id: each.consent for each in read_lists(lists).participants()}
    assert people == {"MA-01": Consent.QUOTE, "MA-03": Consent.COUNT, "CE-01": Consent.COUNT}


def test_adding_rows_leaves_every_byte_that_was_there(tmp_path):
    """Quotes, blank rows, line ends and the byte-order mark are the person's own."""
    old = (
        '\ufefffile,"label",role,note\r\n\r\n"maple-01.txt",Dana ,participant,"a ""b"", c"\r\nx.txt'.encode()
    )
    path = write(tmp_path / "participants.csv", old)
    append_rows(path, [{"file": "y.txt", "label": "Kim, Jr.", "role": "unknown"}])
    assert path.read_bytes() == old + b'\r\ny.txt,"Kim, Jr.",unknown,\r\n'


def test_a_new_column_is_added_to_the_header_alone(tmp_path):
    """A list without a column for what is proposed; its rows stay as they are."""
    path = write(tmp_path / "sources.csv", "file,case\n'a',maple\n")
    append_rows(path, [{"file": "b", "case": "", "mode": "document", "date": ""}])
    assert path.read_text(encoding="utf-8") == "file,case,mode\n'a',maple\nb,,document\n"


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Z", "Cn", "Co")), min_size=1, max_size=5
)


@given(
    st.lists(st.tuples(cells, cells), max_size=3),
    st.lists(st.tuples(cells, cells), max_size=3),
    st.booleans(),
)
def test_rows_come_back_as_they_were_added(tmp_path_factory, first, second, has_mark):
    """Commas, quotes and every script: what is proposed is what is read."""
    out = StringIO()
    csv.writer(out).writerows([("one", "two"), *first])
    path = tmp_path_factory.mktemp("rows") / "list.csv"
    before = (("\ufeff" if has_mark else "") + out.getvalue()).encode()
    path.write_bytes(before)
    append_rows(path, [{"one": one, "two": two} for one, two in second])
    problems = []
    found = read_rows(path, ("one", "two"), problems)
    assert not problems
    written = [tuple(normalize("NFC", cell) for cell in cells) for cells in first + second]
    assert [(row.cell("one"), row.cell("two")) for row in found] == written
    assert path.read_bytes().startswith(before)


def test_faulty_lists_are_not_merged(lists, tmp_path):
    """A list from a colleague with a slip in it must not break the study's own."""
    before = tree(lists)
    other = lay_out(tmp_path / "talks", {"cases.csv": "case_id,label\njuniper,J\nBad Id,B\n"})
    with pytest.raises(StudyError, match=r"talks/cases\.csv:3"):
        merge_lists({"cases.csv": [other / "cases.csv"]}, lists)
    assert tree(lists) == before


def test_merging_adds_only_what_is_new(lists, tmp_path):
    """What the team corrected in the study stays corrected."""
    other = lay_out(
        tmp_path / "talks",
        {"cases.csv": "case_id,label,tribal\nmaple,Wrong,x\njuniper,Juniper County,y\n"},
    )
    assert merge_lists({"cases.csv": [other / "cases.csv"]}, lists) == {"cases.csv": 1}
    assert (lists / "cases.csv").read_text(encoding="utf-8") == (
        "case_id,label,region,tribal\nmaple,Maple County,valley\ncedar,Cedar County,mountains\n"
        "juniper,Juniper County,,y\n"
    )
    assert [case.case_id for case in read_lists(lists).cases] == ["maple", "cedar", "juniper"]
