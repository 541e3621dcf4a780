"""Text in a cell stays text, whole or visibly cut."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from csec_qual.base.text import to_utf16
from csec_qual.excel.cells import BODY, HEAD, TEXT_LIMIT, put, safe_text, tint


def written_and_read(text):
    book = Workbook()
    put(book.worksheets[0], 1, 1, text, BODY)
    buffer = BytesIO()
    book.save(buffer)
    return load_workbook(buffer).worksheets[0].cell(1, 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("=1+1", id="equals"),
        pytest.param("+x", id="plus"),
        pytest.param("-x", id="minus"),
        pytest.param("@x", id="at"),
        pytest.param("\t=x", id="tab"),
        pytest.param('=HYPERLINK("http://example.org","see")', id="hyperlink"),
        pytest.param("#N/A", id="error-word"),
        pytest.param("007", id="looks-like-a-number"),
    ],
)
def test_text_is_never_a_formula(text):
    """A participant's words must not run on the reader's computer."""
    cell = written_and_read(text)
    assert (cell.data_type, cell.value) == ("s", text)


def test_a_formula_does_not_start_when_the_cell_is_edited():
    """Excel re-reads a cell on leaving it unless it is marked as text."""
    assert written_and_read("=1+1").quotePrefix
    assert not written_and_read("We wait.").quotePrefix


def test_numbers_stay_numbers():
    """A column of counts can be summed."""
    assert written_and_read(3).data_type == "n"


def test_what_a_workbook_cannot_carry_is_left_out():
    """A stray control character must not make the file unreadable."""
    assert written_and_read("wait\x0b \x00ten\r\nweeks \ud800").value == "wait ten\nweeks "


def test_long_text_is_cut_visibly_and_names_where_the_whole_stands():
    """Peer tools cut quotes in silence."""
    cut = safe_text("a" * 40_000, "maple-admin-01:2:tg-caregiver")
    assert len(cut) == TEXT_LIMIT
    assert cut.endswith("[cut: longer than a cell can hold; whole text: maple-admin-01:2:tg-caregiver]")


def test_text_that_just_fits_is_left_alone():
    """The limit counts UTF-16 units: an emoji takes two."""
    fits = "é" * (TEXT_LIMIT - 2) + "🙂"
    assert safe_text(fits) == fits
    assert "[cut:" in safe_text(fits + "a")


def test_words_that_look_like_an_escape_are_kept():
    """A spreadsheet shows ``_x0041_`` as the letter A unless its first underscore is escaped."""
    assert safe_text("file_x0041_b") == "file_x005F_x0041_b"


@given(st.text(alphabet=st.characters(), max_size=40), st.integers(0, 1500))
def test_any_text_becomes_one_a_cell_can_hold(text, times):
    """Whatever was said, the workbook opens."""
    held = safe_text(text * times, "place")
    assert to_utf16(held, len(held)) <= TEXT_LIMIT
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", held)


def test_tint_mixes_with_white():
    """Theme rows carry a pale shade of the theme's own colour."""
    assert tint("#000000", 0.5) == "808080"
    assert tint("#0072B2", 0) == "0072B2"


def test_a_cell_that_is_given_another_look_leaves_the_rest_as_they_are():
    """Cells of one look share it; the headings of every sheet once stood on end with those of one."""
    sheet = Workbook().worksheets[0]
    first, second = put(sheet, 1, 1, "County", HEAD), put(sheet, 1, 2, "Theme", HEAD)
    put(sheet, 1, 2, "Theme", replace(HEAD, turned=90, bold=False))
    assert (first.alignment.textRotation, first.font.bold) == (0, True)
    assert (second.alignment.textRotation, second.font.bold) == (90, False)
    assert put(sheet, 1, 3, "Code", HEAD).alignment.textRotation == 0
