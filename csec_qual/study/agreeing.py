"""Agreement between the coders of a study, code by code and theme by theme."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from csec_qual.base.errors import DecisionError
from csec_qual.codebook.nodes import nearest
from csec_qual.model.codes import Codebook, CodeStatus
from csec_qual.reliability.measures import Agreement, agreement
from csec_qual.reliability.units import UnitKind, table, units_of
from csec_qual.study.adjudicating import Readings


@dataclass(frozen=True, slots=True)
class Line:
    """One code or theme.

    Attributes:
        level: ``theme`` or ``code``.
        name: Its id.
        label: Its label.
        agreement: How far the two agree on it.
    """

    level: str
    name: str
    label: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How far two coders agree.

    Attributes:
        coders: The two.
        unit: What one unit is.
        transcripts: What both finished.
        blind: Those in which at least one of them worked blind.
        unsuggested: Those in which neither saw what the engine suggests.
        n_units: How many units there are.
        lines: Each theme, followed by its codes, in codebook order.
    """

    coders: tuple[str, str]
    unit: UnitKind
    transcripts: tuple[str, ...]
    blind: tuple[str, ...]
    unsuggested: tuple[str, ...]
    n_units: int
    lines: tuple[Line, ...]

    @property
    def used(self) -> list[Line]:
        """The themes and codes that somebody gave; of the others there is nothing to say."""
        return [each for each in self.lines if each.agreement.prevalence]


def pair_agreements(
    readings: Iterable[Readings],
    codebook: Codebook,
    *,
    coders: Sequence[str] = (),
    transcript: str | None = None,
    unit: UnitKind = UnitKind.TURN,
) -> list[PairAgreement]:
    """How far each pair of coders agrees on what both finished.

    Args:
        readings: What can be compared.
        codebook: Themes and codes.
        coders: Two, in this order; every pair where none are named.
        transcript: Only this transcript; None for all.
        unit: What one unit is.

    Raises:
        DecisionError: The two named finished nothing together.
    """
    found = [each for each in readings if transcript in (None, each.transcript.transcript_id)]
    if coders:
        _check(coders, found, transcript)
    people = sorted({coder for each in found for coder in each.decisions})
    pairs = [(coders[0], coders[1])] if coders else list(combinations(people, 2))
    shared = {
        pair: [each for each in found if pair[0] in each.decisions and pair[1] in each.decisions]
        for pair in pairs
    }
    return [_pair(pair, both, codebook, unit) for pair, both in shared.items() if both]


def _check(coders: Sequence[str], found: Collection[Readings], transcript: str | None) -> None:
    people = {coder for each in found for coder in each.decisions}
    where = f"'{transcript}'" if transcript else "any transcript"
    unknown = [coder for coder in coders if coder not in people]
    if unknown and people:
        raise DecisionError(f"{unknown[0]} finished {where} with nobody. {nearest(unknown[0], people)}")
    if unknown or not any(set(coders) <= set(each.decisions) for each in found):
        raise DecisionError(
            f"{' and '.join(coders)} have not both finished {where}. "
            "Assign it to both with 'csec-qual assign'; each marks it finished with 'csec-qual finish'."
        )


def _pair(
    coders: tuple[str, str], readings: Sequence[Readings], codebook: Codebook, unit: UnitKind
) -> PairAgreement:
    units = units_of((each.transcript for each in readings), unit)
    said = {coder: [made for each in readings for made in each.decisions[coder]] for coder in coders}

    def line(level: str, name: str, label: str, codes: Collection[str]) -> Line:
        return Line(level, name, label, agreement(table(units, said, coders, codes, unit)))

    lines: list[Line] = []
    for theme in codebook.themes:
        active = [code for code in theme.codes if code.status is CodeStatus.ACTIVE]
        lines.append(line("theme", theme.theme_id, theme.label, {code.code_id for code in active}))
        lines += [line("code", code.code_id, code.label, {code.code_id}) for code in active]
    own = {
        each.transcript.transcript_id: [seat for seat in each.seats if seat.coder_id in coders]
        for each in readings
    }
    return PairAgreement(
        coders,
        unit,
        tuple(own),
        tuple(name for name, seats in own.items() if any(seat.is_blind for seat in seats)),
        tuple(name for name, seats in own.items() if all(seat.hides_suggestions for seat in seats)),
        len(units),
        tuple(lines),
    )
