"""Who takes up what somebody said in a group, and who speaks against it."""

import pytest

import csec_qual as cq
from csec_qual.readers.registry import read_transcript
from csec_qual.tagging.assent import Answer, replies
from csec_qual.tagging.words import Reader

SAID = "Nobody ever showed us what to look for."


@pytest.fixture(scope="module")
def terms():
    return cq.read_codebook("csec").terms


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.fixture
def answered(tmp_path, terms, reader):
    """What each turn after the first statement does, by its number; the statement is turn 2."""

    def read(*said, stated=(2,)):
        lines = [("MODERATOR", "What training was there?"), ("ANA", SAID), *said]
        path = tmp_path / "group.txt"
        path.write_text("\n\n".join(f"{who}: {what}" for who, what in lines) + "\n", encoding="utf-8")
        talk = read_transcript(path)
        return {each.turn: (each.answer, each.to) for each in replies(talk, reader, terms, stated)}

    return read


@pytest.mark.parametrize(
    "said",
    [
        "Same here.",
        "Same with us, at the other campus.",
        "Mm-hm.",
        "Yeah.",
        "Oh yeah.",
        "What she said.",
        "I agree with Ana on that one.",
        "Exactly. That's how it is.",
        "Me too, and my sister.",
        "That's us.",
        "Yeah, same at our office.",
        "Ditto.",
        "She's right about that.",
        "Hundred percent.",
    ],
)
def test_somebody_takes_up_a_statement(answered, said):
    """Assent is neither evidence nor silence."""
    assert answered(("BEN", said)) == {3: (Answer.ASSENT, 2)}


@pytest.mark.parametrize(
    "said",
    [
        "Not for us, we had two days.",
        "I'd push back on that a little.",
        "I disagree.",
        "That's not been my experience.",
        "I don't see it that way, honestly.",
        "Ours is great.",
        "Speak for yourself.",
        "Well, no. They came out to us.",
        "I see it differently.",
        "It's different for us up the hill.",
    ],
)
def test_somebody_speaks_against_a_statement(answered, said):
    """The one who says otherwise must not be lost among those who nod."""
    assert answered(("BEN", said)) == {3: (Answer.DISSENT, 2)}


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("We got a binder, and that was all there was.", id="own-words"),
        pytest.param("Could somebody pass the coffee?", id="aside"),
        pytest.param("They said the same thing to the judge three months later.", id="same-further-on"),
        pytest.param("Right now we have two people on nights, and one of them is out.", id="right-now"),
        pytest.param(
            "Yes, and we asked for it in writing, twice, and heard nothing.", id="yes-and-own-point"
        ),
        pytest.param("No idea.", id="no-idea"),
        pytest.param("I'd say what I said before: send us somebody.", id="what-I-said"),
    ],
)
def test_what_only_looks_like_an_answer(answered, said):
    """Precision: a point of one's own is a statement, whatever it opens with."""
    assert answered(("BEN", said)) == {}


def test_a_nod_to_the_moderator_is_no_assent(answered):
    """It answers the question, not a colleague; "same here" after "Others?" does answer one."""
    assert answered(("MODERATOR", "Is the recorder all right?"), ("BEN", "Yes.")) == {}
    assert answered(("MODERATOR", "Others?"), ("BEN", "Same here.")) == {4: (Answer.ASSENT, 2)}
    assert answered(("MODERATOR", "Others?"), ("MODERATOR", "Ben?"), ("BEN", "Same here."))


def test_one_does_not_agree_with_oneself(answered):
    """Nor with what was said before one's own last point."""
    assert answered(("ANA", "Exactly.")) == {}
    assert answered(("BEN", "We had a binder."), ("BEN", "Same here."), stated=(2, 3)) == {}


def test_several_nod_to_the_same_statement(answered):
    """A round of nods is everybody's answer to the one who spoke."""
    found = answered(("BEN", "Mm-hm."), ("CARA", "Yeah."), ("DEV", "That's right."))
    assert found == dict.fromkeys((3, 4, 5), (Answer.ASSENT, 2))


def test_far_away_nothing_is_answered(answered):
    """After a while a nod is about something else."""
    talk = [(("BEN", "CARA")[n % 2], f"The road was closed on day {n}.") for n in range(4)]
    assert answered(*talk, ("DEV", "Yeah.")) == {}


def test_a_codebook_without_the_lists_has_no_answers(tmp_path, reader):
    """A team's own codebook need not have them."""
    path = tmp_path / "group.txt"
    path.write_text(f"MODERATOR: Well?\n\nANA: {SAID}\n\nBEN: Same here.\n", encoding="utf-8")
    assert replies(read_transcript(path), reader, {}, {2}) == []
