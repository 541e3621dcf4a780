"""Text is normalised once, and every offset counts code points of that text."""

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.base.text import fold, normalise, one_line, slug, to_utf16


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    """Stored text is what every offset counts in; it must not move when it is read again."""
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_folding_keeps_every_offset(text):
    """A match in the folded text is shown in the stored one."""
    assert len(fold(text)) == len(text)


def test_fold_compares_words_typed_anywhere():
    """Word's apostrophe and a keyboard's are one."""
    assert fold("Don’t") == fold("DON'T") == "don't"


def test_line_ends_and_hidden_characters():
    """Files come from three systems and from caption tools."""
    assert normalise("\ufeffa\r\nb\rc\u2028d\u200b\x07e\u0301") == "a\nb\nc\nd\u00e9"


@given(st.text(), st.data())
def test_utf16_offset_is_what_a_browser_counts(text, data):
    """A highlight must not slide after an emoji."""
    offset = data.draw(st.integers(0, len(text)))
    assert to_utf16(text, offset) == len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def test_slug_and_one_line():
    """Ids are plain; a quote on one line keeps its words."""
    assert slug("Maple Admin – 01 (final).docx") == "maple-admin-01-final-docx"
    assert one_line("  a\u00a0 b\n c ") == "a b c"
