"""Text in the encodings that people's programs write."""

import pytest

from csec_qual.readers.encoding import NotTextError, decode

TEXT = (
    "INTERVIEWER: How was it?\n\nJOSÉ: “It’s fine” – été, naïve, señor.\n\nINTERVIEWER: Good?\n\nJOSÉ: No.\n"
)
LONG = TEXT * 5


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("cp1252", b""),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_same_words_in_every_encoding(encoding, mark, line_end, read, said):
    """Curly quotes and names must survive, or quotes cannot be found again."""
    data = mark + TEXT.replace("\n", line_end).encode(encoding)
    assert said(read("a.txt", data)) == said(read("b.txt", TEXT))


def test_a_code_page_is_noticed(read):
    notices = read("a.txt", TEXT.encode("cp1252")).notices
    assert [notice.what for notice in notices] == ["the file is not Unicode; it was read as cp1252."]


def test_another_script_is_told_by_its_statistics():
    hebrew = "מראיין: מה שלומך היום? אני שמח מאוד לדבר איתך על העבודה שלך. תודה רבה לך על הזמן.\n" * 6
    assert decode(hebrew.encode("cp1255"))[0] == hebrew


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 20, id="every-byte"),
        pytest.param(b"%PDF-1.4\n" + bytes(100), id="zeros"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 9 + b"\x01\x02" * 99, id="picture"),
        pytest.param(b"\xff\xfe\x00\xd8\x41\x00", id="broken-utf-16"),
    ],
)
def test_binary_data_is_refused(data, refusal):
    assert refusal("a.txt", data).startswith("a.txt: this is no text file: ")


def test_one_damaged_character_is_named_by_line():
    with pytest.raises(NotTextError, match="line 3"):
        decode(LONG.encode().replace("É".encode(), b"\xc9", 1))


def test_characters_lost_before_are_noticed(read):
    transcript = read("a.txt", "Dana: How?\n\nLuis: It\ufffds fine.\n\nDana: So?\n\nLuis: I know.\n")
    assert [(notice.line, notice.what[:20]) for notice in transcript.notices] == [(3, "1 characters were lo")]
