"""What people wrote into the evidence of a workbook, as decisions that are proposed and may be recorded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from csec_qual.base.errors import DecisionError
from csec_qual.codebook.nodes import nearest
from csec_qual.excel.columns import DECISIONS
from csec_qual.excel.reading import EvidenceRow
from csec_qual.model.codes import Codebook, CodeStatus
from csec_qual.model.coding import Coding, Stance
from csec_qual.study.desk import Desk

_STANCES = dict(zip(DECISIONS, (Stance.APPLIES, Stance.DOES_NOT_APPLY, Stance.UNSURE), strict=True))


class Outcome(StrEnum):
    """What becomes of a row."""

    PROPOSED = "proposed"
    RECORDED = "recorded"
    ALREADY = "already so"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row of the evidence and what it asks for.

    Attributes:
        sheet: The sheet of evidence.
        row: Of the sheet.
        passage_id: The passage.
        stance: What is said of its code; None where the row only has a conflict.
        code_id: The code to put in its place; empty to leave it.
        note: In the person's own words.
        outcome: What becomes of it.
        why: What stands against it; empty where nothing does.
    """

    sheet: str
    row: int
    passage_id: str
    stance: Stance | None
    code_id: str
    note: str
    outcome: Outcome
    why: str = ""

    @property
    def asks(self) -> str:
        """What the row asks for, in a few words."""
        if self.code_id:
            return f"{self.code_id} in its place"
        return self.stance.value if self.stance else "nothing that can be done"


def proposals(
    rows: Iterable[EvidenceRow], desk: Desk, codebook: Codebook, answers: Mapping[str, Coding]
) -> list[Proposal]:
    """What each row asks for, and what stands against it.

    A row conflicts where its passage or code is not there any more, where it asks for two things, or where
    somebody decided on the passage after the workbook was written.

    Args:
        rows: What people wrote.
        desk: Whose decisions they would be.
        codebook: The codes.
        answers: The study's present answer by passage.
    """
    names = _names(codebook)
    return [_proposal(row, desk, names, answers.get(row.passage_id)) for row in rows]


def record(found: Iterable[Proposal], desk: Desk) -> list[Proposal]:
    """Record what is proposed and nothing stands against, row by row; each is a step that can be undone."""
    return [_recorded(each, desk) if each.outcome is Outcome.PROPOSED else each for each in found]


def _proposal(row: EvidenceRow, desk: Desk, names: Mapping[str, str], now: Coding | None) -> Proposal:
    stance = _STANCES.get(row.decision)
    code_id = names.get(row.new_code.casefold(), "")
    own = row.passage_id.rpartition(":")[2]
    code_id = "" if code_id == own else code_id
    if row.new_code and not stance:
        stance = Stance.DOES_NOT_APPLY if code_id else Stance.APPLIES
    made = Proposal(row.sheet, row.row, row.passage_id, stance, code_id, row.note, Outcome.PROPOSED)
    problems = _problems(row, desk, names, stance, code_id, now)
    if why := next(problems, ""):
        return replace(made, outcome=Outcome.CONFLICT, why=why)
    mine = desk.passage(row.passage_id).own
    is_so = mine is not None and mine.stance is stance and not code_id and mine.note == row.note
    return replace(made, outcome=Outcome.ALREADY) if is_so else made


def _problems(
    row: EvidenceRow,
    desk: Desk,
    names: Mapping[str, str],
    stance: Stance | None,
    code_id: str,
    now: Coding | None,
) -> Iterator[str]:
    if row.decision and row.decision not in _STANCES:
        yield f"'{row.decision}' is no decision. Write one of: {', '.join(DECISIONS)}."
    if row.new_code and row.new_code.casefold() not in names:
        yield f"there is no code '{row.new_code}'. {nearest(row.new_code, list(names))}"
    if stance is None:
        yield "a note alone is no decision. Write accept, reject or unsure beside it."
    if code_id and stance is Stance.UNSURE:
        yield "it is unsure and has a new code. Leave one of them out."
    try:
        desk.passage(row.passage_id)
    except DecisionError as error:
        yield str(error)
    by = now.decision.coder_id if now else ""
    if by and by not in (row.decided_by, desk.coder):
        assert now is not None
        yield f"{by} decided since the workbook was written: {now.decision.stance.value}. Look in review."


def _recorded(proposal: Proposal, desk: Desk) -> Proposal:
    assert proposal.stance is not None
    try:
        if proposal.code_id:
            right = f"{proposal.passage_id.rpartition(':')[0]}:{proposal.code_id}"
            desk.put_in_place(proposal.passage_id, right, note=proposal.note)
        else:
            desk.decide(proposal.passage_id, proposal.stance, note=proposal.note)
    except DecisionError as error:
        return replace(proposal, outcome=Outcome.CONFLICT, why=str(error))
    return replace(proposal, outcome=Outcome.RECORDED)


def _names(codebook: Codebook) -> dict[str, str]:
    """The id of each code in use by what people may write for it."""
    names: dict[str, str] = {}
    for code in codebook.codes:
        if code.status is CodeStatus.ACTIVE:
            for name in (code.code_id, code.label, f"{code.label} ({code.code_id})"):
                names[name.casefold()] = code.code_id
    return names
