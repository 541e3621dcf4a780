"""Word files: labels in text, bold and tables; plans with their prompts; what is no Word file."""

import io
import zipfile

import docx
import pytest


def saved(document):
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.fixture
def document():
    return docx.Document()


def add(document, *runs, style=None):
    """A paragraph of ``(text, "b" or "i" or "")``."""
    paragraph = document.add_paragraph(style=style)
    for text, form in runs:
        run = paragraph.add_run(text)
        run.bold, run.italic = "b" in form or None, "i" in form or None
    return paragraph


TURNS = [("Dana", "What was missing?"), ("Luis", "Training, mostly."), ("Dana", "Else?"), ("Luis", "Time.")]


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(lambda name, text: [(f"{name}: {text}", "")], id="plain"),
        pytest.param(lambda name, text: [(f"{name}:", "b"), (f" {text}", "")], id="bold-with-colon"),
        pytest.param(lambda name, text: [(name, "b"), (f": {text}", "")], id="bold-name-only"),
        pytest.param(lambda name, text: [(name, "b"), (f"  {text}", "")], id="bold-without-colon"),
        pytest.param(
            lambda name, text: [(name[:2], "b"), (name[2:] + ":", "b"), (text, "")], id="split-runs"
        ),
        pytest.param(lambda name, text: [(f"{name}   0:03\n{text}", "")], id="teams-download"),
        pytest.param(lambda name, text: [(f"0:0:3.0 --> 0:0:4.5\n{name}\n{text}", "")], id="teams-old"),
    ],
)
def test_every_way_to_set_a_label(runs, document, read, said):
    for name, text in TURNS:
        add(document, *runs(name, text))
    assert said(read("a.docx", saved(document))) == TURNS


def test_front_matter_headings_and_continuations(document, read, said):
    document.add_heading("Site visit to Cedar County", 1)
    add(document, ("Captioning provided by: A Company", ""))
    add(document, ("DANA: What was missing?", ""))
    document.add_heading("Training", 2)
    add(document, ("LUIS: A lot.", ""))
    add(document, ("I could go on.", ""))
    add(document, ("DANA: Do.", ""))
    add(document, ("LUIS: No.", ""))
    transcript = read("a.docx", saved(document))
    assert said(transcript) == [
        ("DANA", "What was missing?"),
        ("LUIS", "A lot.\nI could go on."),
        ("DANA", "Do."),
        ("LUIS", "No."),
    ]
    assert [notice.what[:22] for notice in transcript.notices] == [
        "2 lines stand before t",
        "1 line stands between ",
    ]


@pytest.mark.parametrize(
    ("header", "with_time"),
    [(["Speaker", "Text"], False), (["Time", "Speaker", "Transcript"], True), (None, True), (None, False)],
)
def test_a_table_of_speech(header, with_time, document, read, said):
    rows = [header] if header else []
    for number, (name, text) in enumerate(TURNS):
        rows.append([f"00:0{number}", name, text] if with_time else [name, text])
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    transcript = read("a.docx", saved(document))
    assert said(transcript) == TURNS
    assert [turn.time_start for turn in transcript.turns] == ([0, 1, 2, 3] if with_time else [None] * 4)


def test_a_plan_has_prompts_and_paragraphs(document, read):
    """A template's own words are never evidence; what the county wrote under them is."""
    document.add_heading("County plan", 0)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "County", "Cedar County"
    add(document, ("2.1 Describe how staff are trained.", "b"))
    add(document, ("Caregivers: the series was not offered. The County will offer it.", ""))
    add(document, ("Attach a list of sessions.", "i"))
    add(document, ("Two sessions for schools", ""), style="List Bullet")
    transcript = read("plan.docx", saved(document))
    assert transcript.source_type == "plan"
    assert [(turn.kind.value, transcript.words(turn)[:12]) for turn in transcript.turns] == [
        ("prompt", "County plan"),
        ("prompt", "County"),
        ("paragraph", "Cedar County"),
        ("prompt", "2.1 Describe"),
        ("paragraph", "Caregivers: "),
        ("prompt", "Attach a lis"),
        ("paragraph", "Two sessions"),
    ]
    assert transcript.turns[4].question == "2.1 Describe how staff are trained."
    assert [turn.is_codable for turn in transcript.turns] == [False, False, True, False, True, False, True]


def test_tracked_insertions_and_content_controls_are_read(document, read):
    """People type answers into both, and python-docx leaves both out."""
    add(document, ("Cedar has one clinician.", ""))
    xml = document.element.body
    xml.insert(
        0,
        docx.oxml.parse_xml(
            '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:sdtContent>'
            "<w:p><w:r><w:t>We</w:t></w:r><w:ins><w:r><w:t> have</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText> had</w:delText></w:r></w:del>"
            "<w:r><w:tab/><w:t>none</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    assert read("a.docx", saved(document)).text == "We have none\n\nCedar has one clinician."


def without(member, data):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            if name != member:
                out.writestr(name, source.read(name))
    return target.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"Dana: this is a text file\n", id="text"),
        pytest.param(lambda data: data[: len(data) // 2], id="truncated"),
        pytest.param(lambda data: without("word/document.xml", data), id="no-document"),
        pytest.param(lambda data: without("[Content_Types].xml", data), id="no-types"),
        pytest.param(lambda data: b"\xd0\xcf\x11\xe0" + bytes(600), id="old-doc"),
        pytest.param(
            lambda data: data.replace(b"word/document.xml", b"word/../../ab.xml"), id="hostile-path"
        ),
    ],
)
def test_what_is_no_word_file_is_refused(damage, document, refusal):
    add(document, ("Dana: Hello.", ""))
    message = refusal("a.docx", damage(saved(document)))
    assert message.startswith("a.docx: this is ")
    assert message.endswith("Open it in Word, save it again as .docx, and add it once more.")


def test_entities_are_not_resolved(document, refusal, read):
    """A hostile file must not read other files, nor grow in memory."""
    add(document, ("Dana: Hello.", ""))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(
                    b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document', 1
                ).replace(b"Hello.", b"Hello &e;.")
            out.writestr(name, content)
    assert read("a.docx", target.getvalue()).text == "Hello"


def test_a_docx_under_another_name_is_read(document, read, said):
    for name, text in TURNS:
        add(document, (f"{name}: {text}", ""))
    assert said(read("a.bin", saved(document))) == TURNS
