"""Searching a study in the language of the rules."""

from collections.abc import Iterable

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
