"""What was asked: guides, surveys and plan templates, so that silence can be told from not asking."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an instrument.

    Attributes:
        question_id: Id inside the instrument, such as ``q4``.
        text: The wording in the guide.
        codes: Ids of the codes and themes the question invites; asking it means they were asked.
    """

    question_id: str
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """An interview guide, survey or plan template used in the study.

    Attributes:
        instrument_id: As ``sources.csv`` names it.
        title: What the team calls it.
        questions: In the order of the guide.
    """

    instrument_id: str
    title: str
    questions: tuple[Question, ...]

    def asks_about(self, code_id: str, theme_id: str) -> bool:
        """Whether any question invites this code or its theme."""
        return any(code_id in question.codes or theme_id in question.codes for question in self.questions)
