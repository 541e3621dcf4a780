import pytest

from csec_qual.model.transcript import Role, SourceType, Transcript, Turn, TurnKind
from csec_qual.privacy.off_record import off_record_turns


def left_out(*said):
    text, turns = "", []
    for number, words in enumerate(said, 1):
        start = len(text)
        text += words + "\n\n"
        turns.append(Turn(number, "A", Role.PARTICIPANT, TurnKind.TURN, start, start + len(words)))
    return off_record_turns(
        Transcript("t", "t.txt", SourceType.INTERVIEW, "plain", "0", text, tuple(turns), ())
    )


@pytest.mark.parametrize(
    "said",
    [
        "We lost two advocates over the summer. Strike that, please.",
        "This is OFF the record but",
        "Keep that between us.",
        "please do not write that down",
        "It is chaos over there, honestly. Don’t quote me on that.",
        "I give them my other number when the card runs out. Don't put that in.",
        "We had a case last year, and, strike that. Don’t use that one.",
        "They met at the river house. Leave that out, would you?",
        "And don't put in the asthma, that's hers to tell.",
    ],
)
def test_a_speakers_own_mark_covers_the_turn(said):
    """What somebody takes back in the same breath is not printed."""
    assert left_out(said) == {1}


@pytest.mark.parametrize(
    "said",
    [
        "They went on strike. That hurt.",
        "We quote prices. Don't worry.",
        "The gap between us and them",
        "We keep records of that, and they stay there.",
        "There is a tool but people don't use it.",
        "The schools leave that out of the health class.",
        "He said it on the record this year.",
        "They strike the names from the list after a year.",
        "We cut that program.",
    ],
)
def test_ordinary_talk_is_not_a_mark(said):
    """Withholding evidence without a reason would hollow out the report."""
    assert left_out(said) == frozenset()


@pytest.mark.parametrize(
    ("said", "turns"),
    [
        pytest.param(["The hair.", "No, that's fine.", "Strike the hair, please."], {1, 3}, id="named"),
        pytest.param(["A long story.", "Strike the hair, please."], {1, 2}, id="asked-by-the-next-speaker"),
        pytest.param(["A story.", "No, that's fine.", "Strike that."], {1, 2, 3}, id="a-moderator-between"),
        pytest.param(
            ["A story, don't put that in.", "We'll leave that out."], {1, 2}, id="interviewer-confirms"
        ),
        pytest.param(["An hour ago.", "Fine.", "Then.", "Strike that."], {2, 3, 4}, id="not-further-back"),
        pytest.param(
            ["Intake asks at the door.", "We had a case like that with a youth last year, strike that."],
            {2},
            id="a-mark-after-own-words-stays-in-its-turn",
        ),
    ],
)
def test_a_mark_that_opens_its_turn_reaches_back(said, turns):
    """ "Strike that" on its own is about what was said before."""
    assert left_out(*said) == turns


@pytest.mark.parametrize(
    ("request_", "turns"),
    [
        pytest.param("I think I am done. And don't put in the asthma, that's hers.", {1, 4}, id="put-in-the"),
        pytest.param(
            "Sure, one more thing then. Oh, don't quote that one about hey lady.", {2, 4}, id="two-words"
        ),
        pytest.param("One more from me then. Strike the last part.", {4}, id="names-nothing"),
        pytest.param("One more from me then. Strike the roof.", {4}, id="never-said"),
    ],
)
def test_what_a_request_names_is_left_out_wherever_it_was_said(request_, turns):
    """Twenty minutes later somebody thinks better of it."""
    assert (
        left_out("Her asthma came back.", "She said hey, hey lady, wait.", "The lady left.", request_)
        == turns
    )


def test_a_word_everybody_uses_does_not_empty_the_transcript():
    """ "Strike the county, please" cannot mean every turn with the word."""
    assert left_out(*["The county pays."] * 20, "Strike the county, please.") == {19, 20, 21}
