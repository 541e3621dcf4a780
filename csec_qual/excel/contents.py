"""What the sheets show, worked out once: the tables, the evidence in its order, and where to link.

Nothing here touches a workbook.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from csec_qual.analysis.bases import ALL, Base, By
from csec_qual.analysis.coverage import State, states
from csec_qual.analysis.cut import DataCut, Spoken
from csec_qual.analysis.frequencies import cell_of, frequencies
from csec_qual.analysis.table import CountTable
from csec_qual.excel.columns import EVIDENCE_FIRST_ROW, EVIDENCE_LAST_COLUMN, ROW_LIMIT, part_name
from csec_qual.excel.tally import LIVE_LIMIT, Tally, plan
from csec_qual.model.codes import Code, CodeStatus, Theme
from csec_qual.model.coding import CodedPassage
from csec_qual.privacy.release import ReleasedQuote

_UNITS = (Base.MENTIONS, Base.TRANSCRIPTS, Base.PARTICIPANTS)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a theme, or one of its codes.

    Attributes:
        row_id: The theme's or the code's id.
        label: What it is called.
        theme: The theme, or the theme of the code.
        code: The code; None for the line of a theme.
    """

    row_id: str
    label: str
    theme: Theme
    code: Code | None


@dataclass(frozen=True, slots=True)
class Part:
    """The evidence that stands on one sheet.

    Attributes:
        number: Of the sheet, from 1.
        places: Of its passages among all, in their order.
        n_all: How many there are in all.
        n_parts: On how many sheets.
    """

    number: int
    places: range
    n_all: int
    n_parts: int

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return part_name(self.number)

    @property
    def table(self) -> str:
        """The name of its table; the names of tables have no spaces."""
        return self.sheet.replace(" ", "_")

    @property
    def told(self) -> str:
        """Which passages these are, and where the next ones stand."""
        said = f"Passages {self.places.start + 1:,} to {self.places.stop:,} of {self.n_all:,}"
        goes_on = f"; they go on in {part_name(self.number + 1)}" if self.number < self.n_parts else ""
        return f"{said}{goes_on}."


@dataclass(slots=True)
class _Span:
    """Where passages stand: the first, the last, and how many there are between."""

    first: int
    last: int = 0
    n: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Where a number leads.

    Attributes:
        location: The rows of the evidence sheet.
        tip: What a reader finds there.
    """

    location: str
    tip: str


@dataclass(frozen=True)
class Contents:
    """Everything the sheets are written from.

    Attributes:
        cut: What is counted.
        quotes: What the gate released, by passage id.
        date: ISO date of the data cut and of the workbook.
        case_labels: What to call each county, masked or not.
        about: Further lines for the About sheet.
        has_transcript_pages: Whether the pages that released quotes link to lie beside the workbook.
        live_limit: Rows of evidence up to which counts are formulas.
        row_limit: Rows that a sheet has at most.
    """

    cut: DataCut
    quotes: Mapping[str, ReleasedQuote]
    date: str
    case_labels: Mapping[str, str]
    about: Mapping[str, str]
    has_transcript_pages: bool = False
    live_limit: int = LIVE_LIMIT
    row_limit: int = ROW_LIMIT
    _tables: dict[tuple[By, Base], CountTable] = field(default_factory=dict, init=False, repr=False)

    def table(self, by: By, base: Base) -> CountTable:
        """The count table of that split and base, counted on first use."""
        if (by, base) not in self._tables:
            self._tables[by, base] = frequencies(self.cut, by, base, case_labels=self.case_labels)
        return self._tables[by, base]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Themes and their codes as every table lists them."""
        listed = set(self.table(By.COUNTY, Base.MENTIONS).frame["code_id"])
        rows: list[Row] = []
        for theme in self.cut.codebook.themes:
            rows.append(Row(theme.theme_id, theme.label, theme, None))
            rows += [Row(one.code_id, one.label, theme, one) for one in theme.codes if one.code_id in listed]
        return tuple(rows)

    def case_label(self, case_id: str) -> str:
        """What to call a county; says so where none is recorded."""
        case = self.cut.case(case_id)
        return self.case_labels.get(case_id, case.label) if case else "not recorded"

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """The theme of each code, by code id."""
        return {code.code_id: theme for theme in self.cut.codebook.themes for code in theme.codes}

    @cached_property
    def evidence(self) -> tuple[tuple[CodedPassage, Spoken], ...]:
        """Every counted passage with its turn, by code, then county, then place.

        In this order the rows behind a code, and behind a code in a county, stand together.
        """
        codes = {code.code_id: at for at, code in enumerate(self.cut.codebook.codes)}
        counties = {case.case_id: at for at, case in enumerate(self.cut.cases)}

        def order(entry: tuple[CodedPassage, Spoken]) -> tuple[int, str, int]:
            passage, turn = entry
            code_at = codes.get(passage.code_id, len(codes))
            # Ids break ties only among codes the codebook no longer has; the sort keeps places in order.
            return code_at, passage.code_id, counties.get(turn.case_id, len(counties))

        return tuple(sorted(self.cut.coded, key=order))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The evidence as it stands on one sheet, or on several where one has not rows enough."""
        n_all, room = len(self.evidence), self._room
        n_parts = max(1, -(-n_all // room))
        return tuple(
            Part(number + 1, range(number * room, min((number + 1) * room, n_all)), n_all, n_parts)
            for number in range(n_parts)
        )

    @property
    def _room(self) -> int:
        return self.row_limit - EVIDENCE_FIRST_ROW + 1

    @cached_property
    def code_names(self) -> dict[str, str]:
        """What each code that may be counted is called, and no other: codes in use first, by code id."""
        codes = [row.code for row in self.rows if row.code]
        labels = Counter(code.label.casefold() for code in codes)
        in_use = [code for code in codes if code.status is CodeStatus.ACTIVE]
        return {
            code.code_id: code.label
            if labels[code.label.casefold()] == 1
            else f"{code.label} ({code.code_id})"
            for code in [*in_use, *(code for code in codes if code not in in_use)]
        }

    @property
    def is_live(self) -> bool:
        """Whether counts are formulas over the evidence; past the limit they are values."""
        return 0 < len(self.evidence) <= self.live_rows

    @property
    def live_rows(self) -> int:
        """Rows of evidence up to which counts are formulas: these look at one sheet."""
        return min(self.live_limit, self._room)

    @cached_property
    def counted(self) -> tuple[int, int]:
        """How many rows of evidence are counted, and the sum over these of code number times turn number."""
        numbers = (self.numbers(passage, turn) for passage, turn in self.evidence)
        products = [row * turn for row, _, turn, *_ in numbers if row]
        return len(products), sum(products)

    @cached_property
    def tally(self) -> Tally:
        """Where the formulas of the counts stand."""
        return plan(
            [(row.row_id, row.code is None) for row in self.rows],
            self.code_names,
            self._cells,
            {base: len(numbers) for base, numbers in self._units.items()},
            len(self.evidence),
        )

    def numbers(self, passage: CodedPassage, turn: Spoken) -> tuple[int, ...]:
        """What the live counts know of a row of evidence: see ``columns.COUNTED``; 0 for none."""
        rows = self._line_numbers
        theme = self.themes.get(passage.code_id)
        units = [self._units[base].get(_unit(turn, base), 0) for base in _UNITS]
        cells = [self._cell_numbers[by][cell_of(turn, by)] for by in (By.COUNTY, By.ROLE, By.SOURCE)]
        return rows.get(passage.code_id, 0), rows[theme.theme_id] if theme else 0, *units, *cells

    @cached_property
    def _line_numbers(self) -> dict[str, int]:
        return {row.row_id: number for number, row in enumerate(self.rows, start=1)}

    @cached_property
    def _units(self) -> dict[Base, dict[str, int]]:
        """The turns, transcripts and people of the evidence, numbered from 1."""
        found: dict[Base, dict[str, int]] = {base: {} for base in _UNITS}
        for _, turn in self.evidence:
            for base, numbers in found.items():
                if unit := _unit(turn, base):
                    numbers.setdefault(unit, len(numbers) + 1)
        return found

    @cached_property
    def _cells(self) -> dict[By, list[str]]:
        return {by: [cell for cell in self.table(by, Base.MENTIONS).cells if cell != ALL] for by in By}

    @cached_property
    def _cell_numbers(self) -> dict[By, dict[str, int]]:
        return {by: {cell: at for at, cell in enumerate(cells, start=1)} for by, cells in self._cells.items()}

    def link(self, row_id: str, by: By, base: Base, cell: str) -> Link | None:
        """Where the passages behind a number stand; None where there are none."""
        span = self._spans.get((row_id, by, cell, base is Base.PARTICIPANTS))
        if span is None:
            return None
        (sheet, first), (last_sheet, last) = self._where(span.first), self._where(span.last)
        passages = "1 passage" if span.n == 1 else f"{span.n} passages"
        address = f"'{sheet}'" if " " in sheet else sheet
        if sheet == last_sheet and last - first + 1 == span.n:
            where = f"row {first}" if first == last else f"rows {first} to {last}"
            return Link(f"{address}!A{first}:{EVIDENCE_LAST_COLUMN}{last}", f"{passages}: {where} of {sheet}")
        too = f", and {last_sheet} too" if last_sheet != sheet else ""
        tip = f"First of {passages}: row {first} of {sheet}. Filter it{too} to see them all."
        return Link(f"{address}!A{first}", tip)

    def _where(self, place: int) -> tuple[str, int]:
        """Sheet and row of a passage."""
        part, at = divmod(place, self._room)
        return part_name(part + 1), EVIDENCE_FIRST_ROW + at

    @cached_property
    def _spans(self) -> dict[tuple[str, By, str, bool], _Span]:
        """Where the passages of a row and a cell stand: all of them, and those that a participant said."""
        spans: dict[tuple[str, By, str, bool], _Span] = {}
        for at, (passage, turn) in enumerate(self.evidence):
            theme = self.themes.get(passage.code_id)
            kinds = (False, True) if turn.participant_id else (False,)
            for row_id in (passage.code_id, theme.theme_id if theme else ""):
                for by in By:
                    for cell in (cell_of(turn, by), ALL):
                        for is_said in kinds:
                            span = spans.setdefault((row_id, by, cell, is_said), _Span(at))
                            span.last = at
                            span.n += 1
        return spans

    def was_asked(self, row: Row, case_id: str) -> bool:
        """Whether a county was asked about a code, or about any code of a theme, or spoke of it anyway."""
        codes = [row.code] if row.code else row.theme.codes
        return any(self._states.get((case_id, code.code_id)) is not State.NOT_ASKED for code in codes)

    @cached_property
    def _states(self) -> dict[tuple[str, str], State]:
        return states(self.cut)


def _unit(turn: Spoken, base: Base) -> str:
    """What a row of evidence adds to a base, as the tables count it; empty where it adds nothing."""
    if base is Base.MENTIONS:
        return f"{turn.transcript_id}:{turn.turn}"
    return turn.transcript_id if base is Base.TRANSCRIPTS else turn.participant_id
