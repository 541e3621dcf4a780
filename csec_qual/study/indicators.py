"""``indicators.csv``: administrative indicators that a team sets beside what people said."""

from collections.abc import Collection
from pathlib import Path

from csec_qual.base.errors import Problem, StudyError
from csec_qual.codebook.nodes import nearest
from csec_qual.model.indicator import Domain, Fit, Indicator
from csec_qual.study.layout import INDICATORS, INDICATORS_HEADER
from csec_qual.study.rows import Row, read_rows

_REQUIRED = INDICATORS_HEADER[:5]


def read_indicators(study: Path, cases: Collection[str]) -> tuple[Indicator, ...]:
    """The rows of the list, in its order; none where the study has no such list.

    Args:
        study: The study's folder.
        cases: Ids of the counties.

    Raises:
        StudyError: The list has faults; every one is named with its row.
    """
    path = study / INDICATORS
    if not path.exists():
        return ()
    problems: list[Problem] = []
    found: dict[tuple[str, str, str, str], Indicator] = {}
    for row in read_rows(path, _REQUIRED, problems):
        if fault := _fault(row, cases):
            problems.append(row.fault(*fault))
            continue
        made = _indicator(row)
        place = (made.case_id, made.domain.value, made.name, made.period)
        if place in found:
            what = f"'{made.name}' of {made.case_id} for {made.period or 'no period'} is listed twice."
            problems.append(row.fault(what, "Delete one of the rows."))
        found[place] = made
    if problems:
        raise StudyError(problems)
    return tuple(found.values())


def _fault(row: Row, cases: Collection[str]) -> tuple[str, str] | None:
    case_id, domain, fit = row.cell("case_id"), row.cell("domain"), row.cell("fit")
    if case_id not in cases:
        return f"there is no case '{case_id}'.", nearest(case_id, cases)
    if domain not in set(Domain):
        return f"'{domain}' is no domain.", nearest(domain, [str(each) for each in Domain])
    if not row.cell("indicator"):
        return "the row names no indicator.", "Write what is counted."
    if fit and fit not in set(Fit):
        return f"'{fit}' is no fit.", nearest(fit, [str(each) for each in Fit])
    n, of = row.cell("n"), row.cell("N")
    if not n.isdecimal() or not (of.isdecimal() or not of):
        return (
            "n and N are whole numbers of youth.",
            "Write them without commas; leave N empty for a plain count.",
        )
    if of and int(n) > int(of):
        return f"{n} of {of} cannot be.", "Check which of the two is n."
    return None


def _indicator(row: Row) -> Indicator:
    of, fit = row.cell("N"), row.cell("fit")
    return Indicator(
        case_id=row.cell("case_id"),
        domain=Domain(row.cell("domain")),
        name=row.cell("indicator"),
        period=row.cell("period"),
        n=int(row.cell("n")),
        of=int(of) if of else None,
        definition=row.cell("definition"),
        fit=Fit(fit) if fit else None,
        note=row.cell("note"),
    )
