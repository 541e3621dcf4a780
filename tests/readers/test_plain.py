"""Every way people label speakers in a text file gives the same turns."""

import pytest

ASKED, TOLD = "What was missing?", "Training, mostly."
TURNS = [("Dana", ASKED), ("Luis", TOLD), ("Dana", "Anything else?"), ("Luis", "Time.")]


def layout(form):
    return "\n\n".join(form.format(name=name, text=text) for name, text in TURNS)


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("{name}: {text}", id="colon"),
        pytest.param("{name}:\t{text}", id="tab-after-colon"),
        pytest.param("{name}  : {text}", id="padded"),
        pytest.param("{name}:\n{text}", id="words-below-the-label"),
        pytest.param("{name} (00:01:02): {text}", id="time-in-parentheses"),
        pytest.param("{name} [00:01:02]: {text}", id="time-in-brackets"),
        pytest.param("[00:01:02] {name}: {text}", id="time-before"),
        pytest.param("00:01:02 {name}: {text}", id="bare-time-before"),
        pytest.param("{name}: [00:01:02] {text}", id="time-after"),
        pytest.param("{name} (00:03):\n{text}", id="rev"),
        pytest.param("{name}  0:03  \n{text}", id="otter"),
        pytest.param("{name}  1:02:03\n{text}\n", id="otter-hours"),
        pytest.param("**{name}:** {text}", id="markdown-bold"),
        pytest.param("**{name}**: {text}", id="markdown-bold-colon-outside"),
        pytest.param("\\[00:03\\] **{name}:** {text}", id="markdown-escaped-time"),
        pytest.param(">> {name}: {text}", id="captioner"),
        pytest.param("09:01:02\t{name}:\t{text}", id="zoom-chat"),
        pytest.param("09:01:02\t From  {name}  to  Everyone : {text}", id="zoom-chat-old"),
        pytest.param("[{name}]: {text}", id="brackets"),
        pytest.param("- {name}: {text}", id="list"),
        pytest.param("12. {name}: {text}", id="numbered"),
        pytest.param("12  {name}: {text}", id="line-numbers"),
    ],
)
def test_every_layout_gives_the_same_turns(form, read, said):
    """A team must not retype labels because another service transcribed."""
    assert said(read("a.txt", layout(form))) == TURNS


@pytest.mark.parametrize(
    ("form", "seconds"),
    [
        ("{name} (00:01:02): {text}", 62.0),
        ("{name}  1:02:03\n{text}", 3723.0),
        ("{name}: [01:02.5] {text}", 62.5),
    ],
)
def test_a_time_beside_a_label_is_kept(form, seconds, read):
    assert read("a.txt", layout(form)).turns[0].time_start == seconds


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("Q: How?\nA: So.\nQ: Why?\nA: Because.\n", ["Q", "A"], id="q-a"),
        pytest.param("Q. How?\nA. So.\nQ. Why?\nA. Because.\n", ["Q", "A"], id="q-a-full-stop"),
        pytest.param(
            "INTERVIEWER – How?\n\nPARTICIPANT – So.\n\nINTERVIEWER – Why?\n\nPARTICIPANT – I know.\n",
            ["INTERVIEWER", "PARTICIPANT"],
            id="dash",
        ),
        pytest.param("I  : How?\nHC  : So.\nI  : Why?\nHC  : I can't say.\n", ["I", "HC"], id="initials"),
        pytest.param(
            "[SPEAKER_00]: Hello?\n[SPEAKER_01]: Yes.\n[SPEAKER_00]: You?\n[SPEAKER_01]: Me.\n",
            ["SPEAKER_00", "SPEAKER_01"],
            id="machine",
        ),
        pytest.param(
            "Dr. Ana Ruiz: How?\n\nCo-facilitator: So?\n\nDr. Ana Ruiz: Right.\n\nCo-facilitator: Yes.\n",
            ["Dr. Ana Ruiz", "Co-facilitator"],
            id="titles",
        ),
        pytest.param("Interviewer: Why?\n\nP3: I left.\n", ["Interviewer", "P3"], id="one-turn-each"),
    ],
)
def test_labels_other_than_names(text, labels, read):
    assert [speaker.label for speaker in read("a.txt", text).speakers] == labels


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("{name}\n{text}", id="alone"),
        pytest.param("00:00:03 {name}\n{text}", id="time-before"),
        pytest.param("[00:00:03] {name}\n{text}", id="time-in-brackets"),
        pytest.param("{name} | 00:03\n{text}", id="time-after-a-bar"),
        pytest.param("[{name}] {text}", id="brackets-without-colon"),
    ],
)
def test_labels_without_a_colon_where_they_say_what_they_are(form, read, said):
    """Missed labels would make the interviewer's words a plan's."""
    turns = [("Interviewer" if name == "Dana" else "Participant 2", text) for name, text in TURNS]
    text = "\n\n".join(form.format(name=name, text=text) for name, text in turns)
    assert said(read("a.txt", text)) == turns


@pytest.mark.parametrize(
    "trap",
    [
        "Note: bring the forms.",
        "Break: ten minutes.",
        "Three things: time, money, trust.",
        "10:30 is when we start.",
        "See https://example.org: it is all there.",
        "So my next slide of principles: nothing about us without us.",
        "Training: we had none, and training is what we need.",
        "[laughs] Okay.",
    ],
)
def test_prose_with_a_colon_is_no_speaker(trap, read, said):
    """An invented speaker would be counted as a participant."""
    text = f"Dana: What then?\n\nLuis: I went home.\n\n{trap}\n\nDana: And you?\n\nLuis: I stayed.\n"
    turns = said(read("a.txt", text))
    assert [label for label, _ in turns] == ["Dana", "Luis", "Dana", "Luis"]
    assert turns[1][1] == f"I went home.\n{trap}"


def test_a_form_at_the_top_is_not_speech(read, said, roles):
    """ "Interviewer: Dana Reyes" is a field there, and says who DR is."""
    head = "Interview transcript\nDate: 3 March 2026\nCounty: Cedar\n"
    head += "Interviewer: Dana Reyes\nParticipant: Luis Ortega (LO)\n\n"
    transcript = read("a.txt", head + "DR: Hello.\nLO: Hello.\nDR: Go on.\nLO: I was there.\n")
    assert said(transcript)[0] == ("DR", "Hello.")
    assert roles(transcript) == {"DR": "interviewer", "LO": "participant"}
    assert transcript.notices[0].line == 1


@pytest.mark.parametrize("end", ["[END OF INTERVIEW]", "END OF RECORDING", "Transcribed by https://otter.ai"])
def test_what_follows_the_end_is_not_speech(end, read):
    transcript = read("a.txt", f"Dana: Well?\n\nLuis: I left.\n\nDana: Thanks.\n\n{end}\n")
    assert transcript.text.endswith("Thanks.")


def test_paragraphs_stay_apart_and_broken_lines_are_mended(read):
    """A sentence broken over two lines must match a phrase; two paragraphs are not one."""
    long = (
        "We asked for the training in March and nobody wrote back to\n"
        "us until the end of the summer when the money was already\n"
        "spent on something that had nothing to do with what we\n"
        "needed."
    )
    transcript = read(
        "a.txt", f"Dana: What happened?\n\nLuis: {long}\n\nThat was it.\n\nDana: I see?\n\nLuis: Yes.\n"
    )
    assert transcript.words(transcript.turns[1]) == long.replace("\n", " ") + "\nThat was it."


def test_marks_of_the_recording_between_turns_are_not_speech(read, said):
    text = "**Dana:** What then? \\[laughs\\]\n\n**Luis:** We left.\n\n**Break:** \\[09:54\\]\n\n"
    text += "\\[00:10:01.18\\] And came back.\n\n**Dana:** Did you?\n\n**Luis:** Yes.\n"
    assert said(read("a.md", text))[:2] == [
        ("Dana", "What then? [laughs]"),
        ("Luis", "We left.\nAnd came back."),
    ]


def test_labels_that_differ_in_case_and_spacing_are_one_speaker(read):
    transcript = read(
        "a.txt", "P 1: I did.\n\nINTERVIEWER: You?\n\nP1: Me.\n\nInterviewer: Why?\n\nP1: Fun.\n"
    )
    assert [speaker.label for speaker in transcript.speakers] == ["P1", "INTERVIEWER"]
    assert {(notice.line, notice.what) for notice in transcript.notices} == {
        (1, "speaker 'P 1' was taken for 'P1'."),
        (7, "speaker 'Interviewer' was taken for 'INTERVIEWER'."),
    }


def test_bare_arrows_are_somebody_unknown(read, said, roles):
    transcript = read("a.txt", ">> DANA: Welcome.\n>> Hello there.\n>> DANA: Who is that?\n")
    assert said(transcript)[1] == ("", "Hello there.")
    assert roles(transcript)[""] == "unknown"


def test_a_label_without_words_is_noticed(read):
    transcript = read("a.txt", "Dana: How?\n\nLuis: So.\n\nDana:\n\nLuis: I said so.\n\nDana: Did you?\n")
    assert [notice.line for notice in transcript.notices] == [5]
    assert len(transcript.turns) == 4


def test_text_without_labels_is_a_document(read):
    """Field names of a plan come back like speakers do, but nobody talks."""
    plan = "".join(
        f"Goal {number}: Train staff\nLead Agency: Probation\nActivities: The county will train 40 staff.\n\n"
        for number in range(1, 5)
    )
    transcript = read("plan.txt", "COUNTY PLAN\n\n" + plan)
    assert transcript.source_type == "plan"
    assert [turn.kind.value for turn in transcript.turns[:3]] == ["prompt", "paragraph", "paragraph"]
    assert {turn.speaker for turn in transcript.turns} == {""}


def test_speech_that_nobody_labelled_is_no_plan(read, roles):
    """Otherwise the interviewer's words in it would be coded."""
    transcript = read("a.txt", "So how did you start?\n\nUm, I was a clerk.\n\nAnd you liked it?\n")
    assert (transcript.source_type, roles(transcript)) == ("interview", {"": "unknown"})
    plan = read("b.txt", "The County trains staff.\n", source_type="interview")
    assert roles(plan) == {"": "unknown"}


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><TEI/>',
        "<!DOCTYPE html><p>Hi</p>",
        "@UTF8\n@Begin\n*CHI:\tno .\n",
        'File type = "ooTextFile"\n',
    ],
)
def test_marked_up_text_is_refused(text, refusal):
    """Tags must not become a participant's words."""
    assert "which is not read" in refusal("a.txt", text)


@pytest.mark.parametrize(
    "title",
    ["Program Manager", "Training Coordinator", "Housing Navigator", "School Liaison", "Court Officer"],
)
def test_a_job_title_is_a_speaker_though_its_first_word_heads_forms(title, read, said, roles):
    """What a coordinator says must not become the end of the evaluator's question."""
    made = read("a.txt", f"Evaluator: {ASKED}\n{title}: {TOLD}\nEvaluator: Anything else?\n{title}: Time.\n")
    assert said(made)[1] == (title, TOLD)
    assert roles(made) == {"Evaluator": "interviewer", title: "participant"}


def test_a_field_of_a_form_is_no_speaker(read, said):
    """'Training: none' inside an answer is part of the answer."""
    made = read(
        "a.txt", f"Evaluator: {ASKED}\nDana: Two things.\nTraining: none.\nProgram: old.\nEvaluator: Ok?\n"
    )
    assert [label for label, _ in said(made)] == ["Evaluator", "Dana", "Evaluator"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Describe training provided to caregivers and partners.", "prompt"),
        ("Summarize partnerships with Tribes.", "prompt"),
        ("Provide any data the county keeps.", "prompt"),
        ("- Provide classes for relatives each spring.", "paragraph"),
    ],
)
def test_a_templates_instruction_is_no_evidence(line, kind, read):
    """Every county's plan repeats the template's words; they say nothing about the county."""
    made = read(
        "plan.md", f"# County plan\n\n## Training\n\n{line}\n\nForty parents were trained in March.\n"
    )
    assert [turn.kind.value for turn in made.turns][2:] == [kind, "paragraph"]
