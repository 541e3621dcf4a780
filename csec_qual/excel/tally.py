"""Counts as formulas over the evidence, so that a row recoded, rejected, deleted or filtered out moves them.

A count is of different units: turns, transcripts or people. The evidence sheet gives each row a number for
its code, its unit and its cell; put together they are a key, and a count is how many different keys lie
between two bounds. ``FREQUENCY`` of the keys over themselves is above zero once for each different key, and
``FREQUENCY`` of those over the bounds counts them. LibreOffice sorts for both, so that time does
not grow with the square of the rows, as it does where each row is looked up among all the others.

Formulas are made of numbers and addresses only: no word of the study is ever in one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from openpyxl.utils import get_column_letter

from csec_qual.analysis.bases import ALL, NOT_RECORDED, Base, By
from csec_qual.excel.columns import EVIDENCE_FIRST_ROW, EVIDENCE_SHEET, letter

LIVE_LIMIT = 50_000
"""Rows of evidence up to which counts are formulas."""
TALLY_SHEET = "Tally"
TALLY_FIRST_ROW = 6
"""The first row under the headings of the tally."""
LIST_COLUMNS = ("Code", "Code row", "Theme row")
"""The list of codes at the left of the tally: name, and the numbers its rows go by."""
BLOCK_COLUMNS = ("Row", "Cell", "Keys up to", "n")

Slice: TypeAlias = "tuple[Base, By | None]"
"""A base and what splits it; None where everybody is in one cell."""

SLICES: tuple[Slice, ...] = (
    (Base.MENTIONS, By.COUNTY),
    (Base.TRANSCRIPTS, By.COUNTY),
    (Base.TRANSCRIPTS, By.SOURCE),
    (Base.PARTICIPANTS, By.COUNTY),
    (Base.PARTICIPANTS, By.ROLE),
    # A person may speak in two roles or counties: people of all cells are counted on their own.
    (Base.PARTICIPANTS, None),
)
_UNITS = {Base.MENTIONS: "Turn no.", Base.TRANSCRIPTS: "Transcript no.", Base.PARTICIPANTS: "Person no."}
_CELLS = {By.COUNTY: "County no.", By.ROLE: "Role no.", By.SOURCE: "Source no."}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the tables, as the tally counts it.

    Attributes:
        row_id: Id of the theme or code.
        number: Its number in keys, from 1.
        is_theme: Whether it is a theme.
    """

    row_id: str
    number: int
    is_theme: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A row of the tally: how many different keys lie between the bound above it and this one.

    Attributes:
        row: Row of the sheet.
        line: Of which theme or code; None for the row that takes what is not counted.
        cell: Id of the cell.
        key: The largest key of that line and cell.
    """

    row: int
    line: Line | None
    cell: str
    key: int


@dataclass(frozen=True)
class Block:
    """One slice of the tally: themes, then codes, each with all cells.

    Attributes:
        slice: Base and split.
        column: The first of its columns on the sheet.
        cells: Ids of the cells in order, without the one that holds everyone.
        lines: Themes and codes in order.
        n_units: How many different turns, transcripts or people there are.
        n_rows: How many rows of evidence.
    """

    slice: Slice
    column: int
    cells: tuple[str, ...]
    lines: tuple[Line, ...]
    n_units: int
    n_rows: int

    @cached_property
    def bounds(self) -> tuple[tuple[Bound, ...], tuple[Bound, ...]]:
        """The rows of the themes and those of the codes."""
        themes = tuple(self._bounds(TALLY_FIRST_ROW, is_theme=True))
        return themes, tuple(self._bounds(TALLY_FIRST_ROW + len(themes), is_theme=False))

    def array(self, *, is_theme: bool) -> tuple[str, str]:
        """The range of the counts of all themes, or of all codes, and the formula that fills it."""
        bounds = self.bounds[0 if is_theme else 1]
        n, keys = get_column_letter(self.column + 3), get_column_letter(self.column + 2)
        first, last = bounds[0].row, bounds[-1].row
        # The inner counts are one longer than the keys; a blank row below the evidence makes them equal.
        own, one_more = self._keys(0, is_theme=is_theme), self._keys(1, is_theme=is_theme)
        different = f"IF(FREQUENCY({own},{own})>0,{one_more},0)"
        return f"{n}{first}:{n}{last}", f"=FREQUENCY({different},{keys}{first}:{keys}{last})"

    @cached_property
    def addresses(self) -> dict[tuple[str, str], str]:
        """Where the count of a theme or code in a cell stands."""
        name = get_column_letter(self.column + 3)
        return {
            (bound.line.row_id, bound.cell): f"${name}${bound.row}"
            for bounds in self.bounds
            for bound in bounds
            if bound.line
        }

    @property
    def _unit_room(self) -> int:
        return self.n_units + 1

    @property
    def _cell_room(self) -> int:
        return len(self.cells) + 1

    def _bounds(self, row: int, *, is_theme: bool) -> Iterator[Bound]:
        yield Bound(row, None, "", 0)
        for line in self.lines:
            if line.is_theme == is_theme:
                for number, cell in enumerate(self.cells, start=1):
                    row += 1
                    first = (line.number * self._cell_room + number) * self._unit_room
                    yield Bound(row, line, cell, first + self._unit_room - 1)

    def _keys(self, more: int, *, is_theme: bool) -> str:
        base, by = self.slice
        line = _column("Theme row" if is_theme else "Code row", self.n_rows + more)
        unit = _column(_UNITS[base], self.n_rows + more)
        cell = _column(_CELLS[by], self.n_rows + more) if by else "1"
        # Who is no unit, such as the person behind a plan, and what is not counted has the key 0.
        return f"({line}>0)*({unit}>0)*(({line}*{self._cell_room}+{cell})*{self._unit_room}+{unit})"


@dataclass(frozen=True)
class Tally:
    """Every count that is a formula, and where it stands.

    Attributes:
        lines: Themes and codes in order.
        names: What each code that may be counted is called in the list of codes, by id.
        blocks: One for each slice.
        n_rows: How many rows of evidence.
    """

    lines: tuple[Line, ...]
    names: Mapping[str, str]
    blocks: Mapping[Slice, Block]
    n_rows: int

    def count(self, row_id: str, by: By, base: Base, cell: str) -> str:
        """The formula of one number of a table.

        Args:
            row_id: A theme or code.
            by: What splits the table.
            base: What it counts.
            cell: Id of the cell.
        """
        if base is Base.COUNTIES:
            cells = [each for each in self._cells(Base.TRANSCRIPTS, By.COUNTY) if each != NOT_RECORDED]
            return (
                f'=COUNTIF({self._span(Base.TRANSCRIPTS, By.COUNTY, row_id, cells)},">0")' if cells else "=0"
            )
        if cell != ALL:
            return f"={self._at(base, by, row_id, cell)}"
        if base is Base.PARTICIPANTS:
            return f"={self._at(base, None, row_id, ALL)}"
        # A turn has one county and a transcript one kind: these add up to all.
        split = By.COUNTY if base is Base.MENTIONS else By.SOURCE
        cells = list(self._cells(base, split))
        return f"=SUM({self._span(base, split, row_id, cells)})" if cells else "=0"

    def code_row(self, row: int) -> str:
        """The formula of the number of the code that a row of evidence counts under; 0 where it does not."""
        code, new = f"{letter('Code')}{row}", f"{letter('New code')}{row}"
        meant = f'IF({new}="",{code},{new})'
        if self._has_wildcards:
            # MATCH would read these as wildcards.
            for sign in "~?*":
                meant = f'SUBSTITUTE({meant},"{sign}","~{sign}")'
        first, last = TALLY_FIRST_ROW, TALLY_FIRST_ROW + max(1, len(self.names)) - 1
        names, numbers = (f"{TALLY_SHEET}!${column}${first}:${column}${last}" for column in "AB")
        found = f"IFERROR(INDEX({numbers},MATCH({meant},{names},0)),0)"
        decision = f"{letter('Decision')}{row}"
        # SUBTOTAL sees no row that a filter hides.
        hidden = f"SUBTOTAL(103,{letter('No.')}{row})=0"
        return f'=IF(OR({decision}="reject",{decision}="unsure",{hidden}),0,{found})'

    @cached_property
    def _has_wildcards(self) -> bool:
        return any(sign in name for name in self.names.values() for sign in "~?*")

    def theme_row(self, row: int) -> str:
        """The formula of the number of the theme that a row of evidence counts under."""
        first, last = TALLY_FIRST_ROW, TALLY_FIRST_ROW + max(1, len(self.names)) - 1
        lists = [f"{TALLY_SHEET}!${column}${first}:${column}${last}" for column in "BC"]
        code = f"{letter('Code row')}{row}"
        return f"=IF({code}=0,0,INDEX({lists[1]},MATCH({code},{lists[0]},0)))"

    def state(self, n_counted: int, checksum: int) -> str:
        """The formula that says whether the counts are still those that were written.

        Args:
            n_counted: Rows of evidence that were counted when the workbook was written.
            checksum: Sum over these rows of code number times turn number.
        """
        rows, turns = _column("Code row", self.n_rows), _column("Turn no.", self.n_rows)
        counted = f'COUNTIF({rows},">0")'
        same = f"AND({counted}={n_counted},SUMPRODUCT({rows},{turns})={checksum})"
        changed = (
            f'"CHANGED: {EVIDENCE_SHEET} is filtered or was edited. "&{counted}&" of {n_counted} passages '
            'are counted; every N is as it was written."'
        )
        return f'=IF({same},"{AS_WRITTEN}",{changed})'

    def _cells(self, base: Base, by: By) -> tuple[str, ...]:
        return self.blocks[base, by].cells

    def _at(self, base: Base, by: By | None, row_id: str, cell: str) -> str:
        return f"{TALLY_SHEET}!{self.blocks[base, by].addresses[row_id, cell]}"

    def _span(self, base: Base, by: By, row_id: str, cells: Sequence[str]) -> str:
        addresses = self.blocks[base, by].addresses
        return f"{TALLY_SHEET}!{addresses[row_id, cells[0]]}:{addresses[row_id, cells[-1]]}"


AS_WRITTEN = "The counts are live, and as they were written: filter or recode Evidence and they move."


def plan(
    rows: Sequence[tuple[str, bool]],
    names: Mapping[str, str],
    cells: Mapping[By, Sequence[str]],
    n_units: Mapping[Base, int],
    n_rows: int,
) -> Tally:
    """Where every count of the tally stands.

    Args:
        rows: Id of each theme and code in order, and whether it is a theme.
        names: What each code is called in the list of codes, by id.
        cells: Ids of the cells of each split in order, without the one that holds everyone.
        n_units: How many different turns, transcripts and people the evidence has.
        n_rows: How many rows of evidence there are.
    """
    lines = tuple(Line(row_id, number, is_theme) for number, (row_id, is_theme) in enumerate(rows, start=1))
    width = len(BLOCK_COLUMNS) + 1
    blocks = {
        part: Block(
            part,
            len(LIST_COLUMNS) + 2 + at * width,
            tuple(cells[part[1]]) if part[1] else (ALL,),
            lines,
            n_units[part[0]],
            n_rows,
        )
        for at, part in enumerate(SLICES)
    }
    return Tally(lines, names, blocks, n_rows)


def _column(name: str, n_rows: int) -> str:
    column = letter(name)
    last = EVIDENCE_FIRST_ROW + n_rows - 1
    return f"{EVIDENCE_SHEET}!${column}${EVIDENCE_FIRST_ROW}:${column}${last}"
