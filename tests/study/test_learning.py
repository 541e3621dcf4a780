"""A study's own decisions teach the paraphrase layer, on codes that no model was trained for."""

from contextlib import closing

import pytest

from csec_qual.base.errors import StudyError
from csec_qual.model.coding import Layer, Stance
from csec_qual.study.study import Study
from tests.study.small_study import lay_out, write

RIDES = """\
- id: pl-rides
  theme: placement
  label: Rides
  status: active
  version: 1
  short: How people get to where help is.
  full: Rides, buses, gas money and distance as what keeps people from appointments.
  use: [Any difficulty in getting to an appointment.]
  examples_yes: ["The bus does not go there."]
  rules:
    - {id: pl-rides.word, find: minibus}
"""
FAR = (
    "The bus stops running at six and the clinic is in the next town.",
    "I sold my car, so we walk, and it takes most of the morning.",
    "Nobody had gas money that week, so she missed the visit.",
    "It is forty miles over the pass and I do not drive in snow.",
    "The county van comes if you book it ten days before.",
    "My daughter hitched a lift to see her counselor.",
    "Two transfers and an hour in the rain to sign one paper.",
    "They gave us a bus pass for a line that was shut in spring.",
    "Without a license you cannot get anybody to the appointment.",
    "The drive is so long that the kids miss a whole day of school.",
    "A neighbor takes us when her truck starts.",
    "We asked for a taxi voucher and got a map.",
)
OTHER = (
    "I have worked here for nine years, most of them upstairs.",
    "She likes to draw and she is good at it.",
    "The form has four pages and two of them are the same.",
    "My supervisor is kind and she listens.",
    "We eat together on Sundays.",
    "There are three of us on the team and a student.",
    "He wants to be a cook when he is grown.",
    "The office was painted over the summer.",
    "We meet on the first Tuesday of the month.",
    "I keep my notes in a blue folder.",
    "The judge asked him what he wanted.",
    "Her teacher called to say she did well.",
)
NEW = "The last bus leaves before the group is over."


def talk(answers):
    """An interview in which every answer follows the same question."""
    return "\n\n".join(f"Priya: What else?\n\nDana: {answer}" for answer in answers) + "\n"


@pytest.fixture
def study(tmp_path, book):
    """Four talks, each answer of which one coder read, and a fifth that nobody opened."""
    talks = {f"maple-0{n}.txt": talk([*FAR[n::4], *OTHER[n::4]]) for n in range(4)}
    talks["maple-09.txt"] = talk([NEW, OTHER[0]])
    people = [
        f"{name},Priya,interviewer,,,,\n{name},Dana,participant,MA-01,,caregiver,quote" for name in talks
    ]
    header = "file,label,role,participant_id,case,role_group,consent"
    with closing(Study.create(tmp_path / "study", str(book))) as made:
        path = next((made.folder / "codebooks").glob("*/placement.yaml"))
        write(path, path.read_text(encoding="utf-8") + RIDES)
        made.reload()
        made.add_transcripts(
            lay_out(tmp_path / "talks", {**talks, "participants.csv": "\n".join([header, *people])})
        )
        made.suggest()
        desk = made.desk("ana")
        for transcript in made.transcripts():
            for turn in transcript.turns:
                said = transcript.words(turn)
                if turn.is_codable and transcript.transcript_id != "maple-09":
                    stance = Stance.APPLIES if said in FAR else Stance.DOES_NOT_APPLY
                    desk.decide(f"{transcript.transcript_id}:{turn.number}:pl-rides", stance)
        yield made


def found(study):
    """Transcript and turn of what is suggested where nobody decided."""
    study.suggest()
    return [
        (each.turn, each.code_id, each.layer)
        for each in study.suggestions()
        if each.transcript_id == "maple-09"
    ]


def test_a_code_of_ones_own_is_found_without_a_rule(study):
    """Its rule knows one word, which nobody says; what people accepted means the same as the new answer."""
    assert found(study) == []
    (lesson,) = study.learn().lessons
    assert (lesson.code_id, lesson.given, lesson.looked_at) == ("pl-rides", 12, 24)
    assert lesson.before.f1 == 0.0
    assert lesson.after.f1 > 0.6
    assert found(study) == [(2, "pl-rides", Layer.PARAPHRASE)]


def test_the_same_is_learned_again(study):
    """The file is the same, byte for byte."""
    study.learn()
    first = (study.folder / "learned.json").read_bytes()
    study.learn()
    assert (study.folder / "learned.json").read_bytes() == first
    assert not any(answer.encode() in first for answer in FAR)


def test_answers_without_a_code_are_learned_from_once_a_transcript_is_read(study):
    """Where every suggestion of a rule is decided on, the other answers carry nothing; else nobody knows."""
    write(study.folder / "more" / "maple-10.txt", talk(["Respite is rare.", *OTHER[:3], FAR[0]]))
    study.add_transcripts(study.folder / "more")
    path = study.folder / "participants.csv"
    write(
        path,
        path.read_text(encoding="utf-8").replace(
            "maple-10.txt,Dana,unknown", "maple-10.txt,Dana,participant"
        ),
    )
    study.suggest()
    study.desk("ana").decide("maple-10:10:pl-rides", Stance.APPLIES)
    assert study.learn(dry_run=True).looked_at == 25
    study.accept("maple-10:2:pl-respite", coder="ana")
    assert study.learn(dry_run=True).looked_at == 29


def test_what_was_learned_can_be_forgotten(study):
    """Then suggestions are what they were."""
    study.learn()
    assert found(study)
    assert study.unlearn()
    assert found(study) == []
    assert not study.unlearn()


def test_a_code_that_means_something_else_now_is_not_suggested(study):
    """What people accepted under the old definition says nothing of the new one."""
    study.learn()
    path = next((study.folder / "codebooks").glob("*/placement.yaml"))
    write(path, path.read_text(encoding="utf-8").replace("Rides, buses", "Bicycles, buses"))
    study.reload()
    assert found(study) == []


def test_a_dry_run_stores_nothing(study):
    """It only tells."""
    assert study.learn(dry_run=True).taken_on
    assert not (study.folder / "learned.json").exists()


def test_decisions_are_as_they_were(study):
    """Learning is about suggestions; people decide."""
    before = study.history()
    study.learn()
    found(study)
    assert study.history() == before


def test_a_withdrawal_takes_what_was_learned(study):
    """The weights follow from the person's words."""
    study.learn()
    study.withdraw("MA-01", by="ana")
    assert not (study.folder / "learned.json").exists()


def test_without_decisions_it_says_so(tmp_path, book):
    """There is nothing to learn from."""
    with closing(Study.create(tmp_path / "study", str(book))) as made, pytest.raises(StudyError) as error:
        made.learn()
    assert "no decisions" in str(error.value)
