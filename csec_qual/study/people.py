"""Transcripts as the team's list of speakers has them.

A role a person wrote overrides a reader's guess, and a label nobody listed is unknown. The words of
someone who withdrew are blanked, one space for one character, so that nobody can read them and every
other offset stays true.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from csec_qual.model.people import Consent
from csec_qual.model.transcript import Role, Speaker, Transcript, Turn
from csec_qual.study.lists import SpeakerRow


def as_listed(transcript: Transcript, rows: Mapping[str, SpeakerRow]) -> Transcript:
    """A transcript with the roles and withdrawals of its rows in ``participants.csv``, by label."""
    turns = tuple(_listed(turn, rows.get(turn.speaker)) for turn in transcript.turns)
    gone = [turn for turn in turns if (row := rows.get(turn.speaker)) and row.consent is Consent.WITHDRAWN]
    return replace(
        transcript,
        text=_blanked(transcript.text, gone),
        turns=turns,
        speakers=tuple(_known(speaker, rows.get(speaker.label)) for speaker in transcript.speakers),
    )


def without_words_of(transcript: Transcript, labels: Collection[str]) -> Transcript:
    """A transcript with everything that these labels say blanked."""
    gone = [turn for turn in transcript.turns if turn.speaker in labels]
    return replace(transcript, text=_blanked(transcript.text, gone)) if gone else transcript


def role_of(row: SpeakerRow | None) -> Role:
    """The role a label has in the study: unknown where nobody listed it or the person withdrew."""
    if row is None or row.consent is Consent.WITHDRAWN:
        return Role.UNKNOWN
    return row.role


def _listed(turn: Turn, row: SpeakerRow | None) -> Turn:
    role = role_of(row)
    return turn if turn.role is role else replace(turn, role=role)


def _known(speaker: Speaker, row: SpeakerRow | None) -> Speaker:
    return replace(speaker, role=role_of(row), is_guess=row is None)


def _blanked(text: str, turns: list[Turn]) -> str:
    pieces = []
    end = 0
    for turn in turns:
        pieces += [text[end : turn.start], " " * (turn.end - turn.start)]
        end = turn.end
    return "".join([*pieces, text[end:]])
