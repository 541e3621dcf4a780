import pytest

from csec_qual.base.errors import PrivacyError
from csec_qual.model.people import Case, Consent, Participant
from csec_qual.model.transcript import Role, Segment, SourceType, Speaker, Transcript, Turn, TurnKind
from csec_qual.privacy.release import Audience
from csec_qual.privacy.turns import release_turns

CASES = [Case("maple", "Maple County")]


def released(
    *said, source_type=SourceType.INTERVIEW, people=(), marked=(), audience=Audience.TEAM, question=""
):
    """The turns of ``(label, role, words)``."""
    text, turns = "", []
    for number, (label, role, words) in enumerate(said, 1):
        start = len(text)
        text += words + "\n\n"
        kind = TurnKind.PROMPT if label == "#" else TurnKind.TURN
        end = start + len(words)
        turns.append(Turn(number, label.strip("#"), role, kind, start, end, question=question))
    speakers = tuple(Speaker(turn.speaker, turn.role) for turn in turns)
    return release_turns(
        Transcript("t", "t.txt", source_type, "plain", "0", text, tuple(turns), speakers),
        participants=people,
        cases=CASES,
        masks={"maple": "County C"},
        marked=marked,
        audience=audience,
    )


def person(label, consent=Consent.QUOTE):
    return Participant(f"MA-{label}", "t", label, "maple", "probation", consent)


def words(turn):
    return "".join(piece.words for piece in turn.pieces)


def test_pseudonyms_stand_for_labels():
    """The team reads who by pseudonym; names in the words and questions are masked."""
    asked, said = released(
        ("Lee Moss", Role.INTERVIEWER, "Hello Dana."),
        ("Dana", Role.PARTICIPANT, "Lee Moss, hello from Maple County."),
        people=[person("Dana")],
        question="What does Dana do?",
    )
    assert (asked.who, asked.is_context, words(asked)) == ("Interviewer", True, "Hello [name].")
    assert (said.who, said.role_group, said.is_context) == ("MA-Dana", "probation", False)
    assert words(said) == "[name], hello from [county]."
    assert said.question == "What does [name] do?"


def test_a_turn_a_study_has_blanked_says_why_it_is_empty():
    """A reader must not take a withdrawal for a silence or for an unknown speaker."""
    (turn,) = released(("Rosie", Role.UNKNOWN, "      "))
    assert (turn.who, turn.note, words(turn)) == ("Participant", "removed: consent withdrawn", "")


def test_withdrawn_words_are_gone():
    """Nobody reads them, the team included."""
    turns = released(
        ("Dana", Role.PARTICIPANT, "Secret."),
        ("Ruth", Role.PARTICIPANT, "Secret too."),
        people=[person("Ruth", Consent.WITHDRAWN)],
    )
    for turn in turns:
        assert turn.pieces == ()
        assert turn.note == "removed: consent withdrawn"
        assert (turn.who, turn.role_group) == ("Participant", "")


@pytest.mark.parametrize(
    ("consent", "said", "note"),
    [
        (Consent.QUOTE, "Yes.", ""),
        (Consent.PARAPHRASE, "Yes.", "consented to paraphrase only"),
        (Consent.COUNT, "Yes.", "counted only"),
        (Consent.QUOTE, "Yes. Strike that.", "said off the record"),
    ],
)
def test_what_may_be_done_with_the_words_stands_beside_them(consent, said, note):
    """The team must not copy what may not be quoted."""
    (turn,) = released(("Dana", Role.PARTICIPANT, said), people=[person("Dana", consent)])
    assert turn.note == note


def test_documents_prompts_and_unknown_speakers():
    """A plan speaks for itself; nobody is silently made a participant."""
    prompt, plan = released(
        ("#", Role.PARTICIPANT, "Describe."),
        ("", Role.PARTICIPANT, "We will."),
        source_type=SourceType.PLAN,
    )
    assert (prompt.who, prompt.is_context) == ("Heading or prompt", True)
    assert (plan.who, plan.is_context) == ("County plan", False)
    (unknown,) = released(("Speaker 2", Role.UNKNOWN, "Mm-hm."))
    assert (unknown.who, unknown.is_context) == ("Unknown speaker", True)


def test_pieces_end_at_the_marks():
    """So that a page can mark a sentence without counting in masked text."""
    (turn,) = released(
        ("Dana", Role.PARTICIPANT, "One. Two. Three."), people=[person("Dana")], marked=[Segment("t", 5, 9)]
    )
    assert [(piece.start, piece.end, piece.words) for piece in turn.pieces] == [
        (0, 5, "One. "),
        (5, 9, "Two."),
        (9, 16, " Three."),
    ]


def test_the_public_gets_no_turns():
    """Whole transcripts are the team's."""
    with pytest.raises(PrivacyError, match="team only"):
        released(("Dana", Role.PARTICIPANT, "Hi."), people=[person("Dana")], audience=Audience.PUBLIC)
