"""RTF is read like a text file."""

RTF = r"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}
{\b Dana:}\tab How was it?\par
Luis:\tab It\'92s fine, \u233?t\'e9.\par
Dana:\tab And then?\par
Luis:\tab I left.\par}"""


def test_labels_and_accents(read, said):
    transcript = read("a.rtf", RTF)
    assert said(transcript)[:2] == [("Dana", "How was it?"), ("Luis", "It’s fine, été.")]
    assert transcript.reader == "rtf/colon"


def test_rtf_named_doc_is_read(read, said):
    assert len(said(read("a.txt", RTF))) == 4


def test_what_is_no_rtf_is_refused(refusal):
    assert refusal("a.rtf", "Dana: Hello.\n").startswith("a.rtf: this is no RTF file")
