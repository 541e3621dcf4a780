"""Surveys and transcripts kept as tables: one turn for every answer in people's own words."""

import io

import openpyxl
import pytest

MISSING = "What training is missing in your county?"
WIDE = [
    ["Respondent", "County", "How prepared? (1-5)", MISSING, "Comments"],
    ["R01", "Cedar", "4", "Relatives get nothing before a placement.", ""],
    ["R02", "Maple", "2", "", "none"],
    ["R03", "Maple", "2", "Screeners, and the people who supervise them.", "Thank you for asking."],
]
ANSWERS = [
    ("R01", MISSING, "Relatives get nothing before a placement."),
    ("R02", "Comments", "none"),
    ("R03", MISSING, "Screeners, and the people who supervise them."),
    ("R03", "Comments", "Thank you for asking."),
]


def as_csv(rows, delimiter=","):
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows]
    return "\n".join(delimiter.join(row) for row in quoted) + "\n"


def as_xlsx(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def answers(transcript):
    return [(turn.speaker, turn.question, transcript.words(turn)) for turn in transcript.turns]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_wide_survey(delimiter, mark, read):
    transcript = read("survey.csv", mark + as_csv(WIDE, delimiter))
    assert answers(transcript) == ANSWERS
    assert {turn.kind.value for turn in transcript.turns} == {"response"}
    assert transcript.source_type == "survey"
    assert transcript.reader == "csv/survey-wide"


def test_closed_items_say_something_of_the_respondent(read):
    speaker = read("survey.csv", as_csv(WIDE)).speakers[0]
    assert dict(speaker.attributes) == {"County": "Cedar", "How prepared? (1-5)": "4"}
    assert (speaker.role.value, speaker.is_guess) == ("participant", False)


def test_a_workbook_with_a_title_above_the_header(read):
    rows = [["Administrator survey"], [], *WIDE]
    assert answers(read("survey.xlsx", as_xlsx(rows))) == ANSWERS


def test_the_sheet_with_the_words_is_read_and_the_others_are_named(read):
    codes = [["Code", "Label"], ["1", "Cedar"], ["2", "Maple"]]
    transcript = read("survey.xlsx", as_xlsx(codes, WIDE))
    assert answers(transcript) == ANSWERS
    assert [notice.what for notice in transcript.notices] == [
        "only sheet 'Sheet 2' was read; left out: Sheet 1."
    ]


def test_a_long_survey(read):
    rows = [
        ["id", "county", "question", "response"],
        ["7", "Cedar", MISSING, "Nearly all of it"],
        ["7", "Cedar", "Else?", ""],
        ["8", "Maple", MISSING, "Nothing"],
    ]
    transcript = read("survey.csv", as_csv(rows))
    assert answers(transcript) == [("7", MISSING, "Nearly all of it"), ("8", MISSING, "Nothing")]
    assert dict(transcript.speakers[1].attributes) == {"county": "Maple"}


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        pytest.param([*WIDE, ["R02", "Cedar", "1", "Everything is missing here.", ""]], 5, id="wide"),
        pytest.param(
            [["id", "county", "question", "answer"], ["7", "Cedar", "A?", "Yes"], ["7", "Maple", "B?", "No"]],
            3,
            id="long",
        ),
    ],
)
def test_two_respondents_with_one_id_are_refused(rows, line, refusal):
    """Their answers would be counted as one person's."""
    assert refusal("survey.csv", as_csv(rows)).startswith(f"survey.csv:{line}: ")


def test_respondents_without_an_id_are_numbered(read):
    rows = [row[1:] for row in WIDE]
    assert [speaker.label for speaker in read("survey.csv", as_csv(rows)).speakers] == [
        "R001",
        "R002",
        "R003",
    ]


def test_what_names_a_person_is_no_attribute(read):
    rows = [
        ["ResponseId", "IPAddress", "RecipientEmail", "StartDate", "Finished", "County", MISSING],
        ["R_1", "10.0.0.1", "a@example.org", "2026-01-01", "True", "Cedar", "Nearly all of it is"],
    ]
    transcript = read("survey.csv", as_csv(rows))
    assert dict(transcript.speakers[0].attributes) == {"County": "Cedar"}
    assert transcript.turns[0].speaker == "R_1"


def test_qualtrics_has_three_rows_of_headers(read):
    rows = [
        ["ResponseId", "Q1"],
        ["Response ID", MISSING],
        ["{ImportId:_recordId}", "{ImportId:QID1}"],
        ["R_1", "Nearly all of it is"],
    ]
    assert answers(read("survey.csv", as_csv(rows))) == [("R_1", MISSING, "Nearly all of it is")]


def test_survey_monkey_has_two_rows_of_headers(read):
    rows = [
        ["Respondent ID", MISSING, "Your role?", ""],
        ["", "Open-Ended Response", "Staff", "Other (please specify)"],
        ["11", "Nearly all of it is", "Staff", ""],
    ]
    assert answers(read("survey.csv", as_csv(rows))) == [("11", MISSING, "Nearly all of it is")]


@pytest.mark.parametrize(
    "choices",
    [
        ["Strongly agree with it", "Strongly disagree with it"],
        ["Training, Housing, Other help", "Housing, Training, Money now"],
    ],
)
def test_choices_are_not_answers(choices, read):
    rows = [["id", "Which do you need?", MISSING]] + [
        [str(n), choices[n % 2], f"Nearly all of it, {n} times"] for n in range(8)
    ]
    assert {turn.question for turn in read("survey.csv", as_csv(rows, ";")).turns} == {MISSING}


def test_a_transcript_in_a_table(read, said):
    rows = [
        ["start", "end", "speaker", "text"],
        ["0:01", "0:03", "Dana", "How was it?"],
        ["0:03", "0:04", "Luis", "Fine."],
    ]
    for name in ["a.csv", "a.txt"]:
        transcript = read(name, as_csv(rows))
        assert said(transcript) == [("Dana", "How was it?"), ("Luis", "Fine.")]
        assert (transcript.turns[0].time_start, transcript.turns[0].time_end) == (1.0, 3.0)


def test_whisper_writes_milliseconds(read):
    text = "start\tend\ttext\n0\t7680\thello everyone and welcome\n7680\t15920\tto the show\n"
    turn = read("a.tsv", text).turns[1]
    assert (turn.time_start, turn.time_end, turn.role.value) == (7.68, 15.92, "unknown")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param(
            'id,answer to it?\n1,"never closed\n2,fine\n', "a.csv:2: a quotation mark", id="open-quote"
        ),
        pytest.param("id,county\n1,Cedar\n", "a.csv: no column holds open-ended answers", id="no-answers"),
        pytest.param("just one line\n", "a.csv: there is no header with answers", id="no-header"),
    ],
)
def test_what_is_no_table_of_words_is_refused(text, start, refusal):
    assert refusal("a.csv", text).startswith(start)


@pytest.mark.parametrize("data", [b"no zip", b"\xd0\xcf\x11\xe0" + bytes(600), b"PK\x03\x04" + bytes(50)])
def test_what_is_no_workbook_is_refused(data, refusal):
    assert refusal("a.xlsx", data).startswith("a.xlsx: this is ")
