"""Interviewers' words are never evidence: who asks is told by the label or by how they talk."""

import pytest

ANSWER = "We had a binder once, from somebody who left, and since then I go and get the binder myself."


def interview(asks, answers, n_questions=4):
    turns = []
    for number in range(n_questions):
        turns += [f"{asks}: And what about year {number}?", f"{answers}: {ANSWER} That was year {number}."]
    return "\n\n".join(turns)


@pytest.mark.parametrize(
    ("asks", "answers", "role"),
    [
        ("INTERVIEWER", "LORRAINE", "interviewer"),
        ("Interviewer 1", "P2", "interviewer"),
        ("I", "HC", "interviewer"),
        ("Q", "A", "interviewer"),
        ("Host (Dana Reyes)", "Luis", "interviewer"),
        ("Dana (Evaluator)", "Luis", "interviewer"),
        ("Moderator", "Participant 3", "moderator"),
        ("Co-facilitator", "Luis", "moderator"),
        ("M", "R1", "interviewer"),
        ("Dana", "Luis", "interviewer"),
        ("Speaker 1", "Speaker 2", "interviewer"),
    ],
)
def test_who_asks_and_who_answers(asks, answers, role, read, roles):
    transcript = read("a.txt", interview(asks, answers))
    assert roles(transcript) == {asks: role, answers: "participant"}
    assert all(speaker.is_guess for speaker in transcript.speakers)


def test_a_note_taker_is_neither(read, roles):
    transcript = read("a.txt", interview("Moderator", "P1") + "\n\nNote-taker: I am only writing.\n")
    assert roles(transcript)["Note-taker"] == "note-taker"


def test_a_moderator_among_plain_names(read, roles):
    """A focus group under first names, with a second moderator who speaks less."""
    group = "Priya: Welcome, thanks for coming. Who wants to start?\n\n"
    for number in range(3):
        group += (
            f"Bea: {ANSWER}\n\nTom: Same here, {number} times.\n\nPriya: And how was it for you, June?\n\n"
        )
        group += f"June: {ANSWER}\n\nMarcus: Can you say more?\n\nTom: I cannot.\n\n"
    transcript = read("a.txt", group)
    expected = {"Priya": "moderator", "Marcus": "moderator"} | dict.fromkeys(
        ["Bea", "Tom", "June"], "participant"
    )
    assert roles(transcript) == expected
    assert transcript.source_type == "focus_group"


def test_a_quiet_host_of_a_talkative_guest(read, roles):
    """Hosts make remarks as often as they ask."""
    talk = "Dana: My guest is Luis. What was the start?\n\n"
    for remark in ["I see.", "That is a lot.", "And then?", "Right.", "Who paid?"]:
        talk += f"Luis: {ANSWER} {ANSWER}\n\nDana: {remark}\n\n"
    assert roles(read("a.txt", talk)) == {"Dana": "interviewer", "Luis": "participant"}


def test_questions_without_question_marks(read, roles):
    """Speech recognition writes none."""
    talk = ""
    for question in ["tell me about your work", "how long have you done that", "so what did you get"]:
        talk += f"Speaker 1: {question}\n\nSpeaker 2: {ANSWER.lower().rstrip('.')}\n\n"
    assert roles(read("a.txt", talk)) == {"Speaker 1": "interviewer", "Speaker 2": "participant"}


def test_nobody_is_made_a_participant_where_it_cannot_be_told(read, roles):
    """A conversation of equals stays unknown for a person to decide."""
    talk = "".join(f"Dana: I went there {n} times.\n\nLuis: So did I, {n} times.\n\n" for n in range(5))
    assert set(roles(read("a.txt", talk)).values()) == {"unknown"}


@pytest.mark.parametrize(
    "label", ["Unknown", "Unidentified Speaker", "All", "Interpreter", "Multiple speakers"]
)
def test_a_label_for_nobody_is_never_a_participant(label, read, roles):
    text = (
        interview("INTERVIEWER", "LORRAINE") + f"\n\n{label}: Yes.\n\nINTERVIEWER: Who?\n\n{label}: We did.\n"
    )
    assert roles(read("a.txt", text))[label] == "unknown"


def test_a_second_interviewer_under_a_plain_name(read, roles):
    text = interview("INTERVIEWER", "Luis") + "".join(
        f"\n\nSam: Why is that, {n}?\n\nLuis: It is so." for n in range(4)
    )
    assert roles(read("a.txt", text))["Sam"] == "interviewer"


def test_interviewers_named_by_a_person_are_certain(read):
    """Then everybody else is a participant, and nothing is a guess."""
    transcript = read("a.txt", interview("Luis", "Dana"), interviewers=["dana"])
    assert [(speaker.label, speaker.role.value, speaker.is_guess) for speaker in transcript.speakers] == [
        ("Luis", "participant", False),
        ("Dana", "interviewer", False),
    ]


def test_a_misspelled_interviewer_makes_nobody_a_participant(read, roles):
    """Otherwise a typing error would turn the interviewer's words into evidence."""
    talk = "Dana: I went.\n\nLuis: I stayed.\n\nDana: Well.\n\nLuis: Yes.\n"
    transcript = read("a.txt", talk, interviewers=["Dna"])
    assert set(roles(transcript).values()) == {"unknown"}
    assert "interviewer 'Dna' is no speaker of this file." in [notice.what for notice in transcript.notices]


@pytest.mark.parametrize(
    ("name", "source_type"), [("a.txt", "interview"), ("cedar-focus-group.txt", "focus_group")]
)
def test_source_type_follows_from_name_and_people(name, source_type, read):
    assert read(name, interview("INTERVIEWER", "LORRAINE")).source_type == source_type


def test_source_type_is_what_a_person_says(read):
    assert read("a.txt", interview("Q", "A"), source_type="focus_group").source_type == "focus_group"
