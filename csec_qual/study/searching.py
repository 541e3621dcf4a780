"""Searching a study in the language of the rules."""

from collections.abc import Iterable, Mapping

from csec_qual.base.errors import Problem, StudyError
from csec_qual.codebook.nodes import nearest
from csec_qual.model.codes import Codebook, Scope
from csec_qual.model.transcript import Role, Transcript
from csec_qual.study.lists import Lists
from csec_qual.tagging import concordance
from csec_qual.tagging.concordance import ConcordanceLine
from csec_qual.tagging.words import Reader, Unit, all_units


def find(
    query: str,
    transcripts: Iterable[Transcript],
    lists: Lists,
    codebook: Codebook,
    reader: Reader,
    *,
    scope: Scope,
    role: Role | None,
    case_id: str | None,
    context: int,
) -> list[ConcordanceLine]:
    """Every match in the turns of one role, or in all that can be coded; see ``Study.find``."""

    def is_wanted(unit: Unit) -> bool:
        is_role = unit.turn.is_codable if role is None else unit.turn.role is role
        return is_role and case_id in (None, lists.case_of(unit.transcript.transcript_id, unit.turn.speaker))

    chosen = [unit for unit in all_units(transcripts, codable_only=False) if is_wanted(unit)]
    return concordance.find(query, chosen, codebook.terms, reader, scope=scope, context=context)


def turn_named(name: str, transcripts: Mapping[str, Transcript]) -> Unit:
    """The turn called ``maple-admin-01:41`` or ``maple-admin-01.txt:41``, with the question it answers.

    Raises:
        StudyError: There is none; the message says which part of the name is wrong.
    """
    where, _, number = name.rpartition(":")
    by_file = {transcript.file: transcript for transcript in transcripts.values()}
    transcript = transcripts.get(where) or by_file.get(where)
    if not where or not number.isdecimal():
        raise _no_turn(name, "this names no turn.", "Write the transcript and the turn: maple-admin-01:41.")
    if transcript is None:
        raise _no_turn(name, f"there is no transcript '{where}' in the study.", nearest(where, transcripts))
    if not 1 <= int(number) <= len(transcript.turns):
        raise _no_turn(name, f"there is no turn {number}.", f"There are turns 1 to {len(transcript.turns)}.")
    (unit,) = [
        unit for unit in all_units([transcript], codable_only=False) if unit.turn.number == int(number)
    ]
    return unit


def _no_turn(name: str, what: str, fix: str) -> StudyError:
    return StudyError([Problem(name, None, what, fix)])
