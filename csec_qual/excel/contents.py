"""What the sheets show, worked out once: the tables, the evidence in its order, and where to link.

Nothing here touches a workbook.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from csec_qual.analysis.bases import ALL, Base, By
from csec_qual.analysis.coverage import State, states
from csec_qual.analysis.cut import DataCut, Spoken
from csec_qual.analysis.frequencies import cell_of, frequencies
from csec_qual.analysis.table import CountTable
from csec_qual.model.codes import Code, Theme
from csec_qual.model.coding import CodedPassage
from csec_qual.privacy.release import ReleasedQuote

EVIDENCE_SHEET = "Evidence"
EVIDENCE_FIRST_ROW = 5
EVIDENCE_LAST_COLUMN = "P"


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
    """

    cut: DataCut
    quotes: Mapping[str, ReleasedQuote]
    date: str
    case_labels: Mapping[str, str]
    about: Mapping[str, str]
    has_transcript_pages: bool = False
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

    def link(self, row_id: str, by: By, base: Base, cell: str) -> Link | None:
        """Where the passages behind a number stand; None where there are none."""
        places = self._places[row_id, by, cell]
        if base is Base.PARTICIPANTS:
            places = [at for at in places if self.evidence[at][1].participant_id]
        if not places:
            return None
        first, last = EVIDENCE_FIRST_ROW + places[0], EVIDENCE_FIRST_ROW + places[-1]
        passages = "1 passage" if len(places) == 1 else f"{len(places)} passages"
        if last - first + 1 == len(places):
            where = f"row {first}" if first == last else f"rows {first} to {last}"
            span = f"{EVIDENCE_SHEET}!A{first}:{EVIDENCE_LAST_COLUMN}{last}"
            return Link(span, f"{passages}: {where} of {EVIDENCE_SHEET}")
        tip = f"First of {passages}: row {first} of {EVIDENCE_SHEET}. Filter it to see them all."
        return Link(f"{EVIDENCE_SHEET}!A{first}", tip)

    @cached_property
    def _places(self) -> defaultdict[tuple[str, By, str], list[int]]:
        places: defaultdict[tuple[str, By, str], list[int]] = defaultdict(list)
        for at, (passage, turn) in enumerate(self.evidence):
            theme = self.themes.get(passage.code_id)
            for row_id in (passage.code_id, theme.theme_id if theme else ""):
                for by in By:
                    places[row_id, by, cell_of(turn, by)].append(at)
                    places[row_id, by, ALL].append(at)
        return places

    def was_asked(self, row: Row, case_id: str) -> bool:
        """Whether a county was asked about a code, or about any code of a theme, or spoke of it anyway."""
        codes = [row.code] if row.code else row.theme.codes
        return any(self._states.get((case_id, code.code_id)) is not State.NOT_ASKED for code in codes)

    @cached_property
    def _states(self) -> dict[tuple[str, str], State]:
        return states(self.cut)
