"""A table of counts that knows its base and opens every number to the passages behind it.

Nothing here counts: ``frequencies`` does, and hands its result over in this form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from csec_qual.analysis.bases import ALL, Base, By, Count, TableError, nearest
from csec_qual.model.coding import CodedPassage

COLUMNS = ("theme_id", "theme", "code_id", "code", "level", "cell", "cell_label", "n", "N")


@dataclass(frozen=True, eq=False)
class CountTable:
    """Themes and codes by county, role group or source kind, on one base.

    A theme's row counts different units over all of its codes: it is not the sum of their rows, which
    would count a turn with two codes of the theme twice.

    Attributes:
        by: What the cells are.
        count: The base.
        frame: One row per theme or code and cell, in codebook order, then cell order; the cell ``all``
            comes last. Columns: ``theme_id, theme, code_id, code, level, cell, cell_label, n, N``.
            ``level`` is ``theme`` or ``code``; theme rows have an empty ``code_id`` and ``code``.
        cells: Heading of each cell by its id, in order.
        denominators: N of each cell by its id; the same for every row.
        passages: For each cell, the passages its numbers were made from, in transcript order.
    """

    by: By
    count: Base
    frame: pd.DataFrame
    cells: Mapping[str, str]
    denominators: Mapping[str, int]
    passages: Mapping[str, tuple[CodedPassage, ...]]

    @property
    def base(self) -> str:
        """What n and N are, as a sentence to print under the table."""
        return self.count.sentence

    @cached_property
    def _counts(self) -> dict[tuple[str, str], Count]:
        rows = self.frame[["theme_id", "code_id", "cell", "n", "N"]].itertuples(index=False, name=None)
        return {(code or theme, cell): Count(int(n), int(of)) for theme, code, cell, n, of in rows}

    @cached_property
    def _codes(self) -> dict[str, frozenset[str]]:
        """The codes that a code id or theme id stands for."""
        codes = self.frame.loc[self.frame["level"] == "code", ["theme_id", "code_id"]]
        themes = {theme: frozenset(group["code_id"]) for theme, group in codes.groupby("theme_id")}
        empty = {theme: frozenset[str]() for theme in self.frame["theme_id"]}
        return {**empty, **themes, **{code: frozenset([code]) for code in codes["code_id"]}}

    def at(self, code_or_theme: str, cell: str = ALL) -> Count:
        """One number of the table with its denominator.

        Raises:
            TableError: The table has no such code, theme or cell.
        """
        self._check(code_or_theme, cell)
        return self._counts[code_or_theme, cell]

    def quotes(self, code_or_theme: str, cell: str = ALL) -> tuple[CodedPassage, ...]:
        """Every passage behind one number, in transcript order.

        Args:
            code_or_theme: Id of a code, or of a theme for all of its codes.
            cell: Id of the cell, such as ``maple``.

        Raises:
            TableError: The table has no such code, theme or cell.
        """
        self._check(code_or_theme, cell)
        codes = self._codes[code_or_theme]
        return tuple(passage for passage in self.passages[cell] if passage.code_id in codes)

    def wide(self) -> pd.DataFrame:
        """Themes and codes by cell, each cell as ``n/N``; the headings are labels, for reading."""
        rows = self.frame.drop_duplicates(["theme_id", "code_id"])
        shown = [
            [self._counts[code or theme, cell].shown for cell in self.cells]
            for theme, code in zip(rows["theme_id"], rows["code_id"], strict=True)
        ]
        index = pd.MultiIndex.from_arrays([rows["theme"], rows["code"]], names=["theme", "code"])
        return pd.DataFrame(shown, index=index, columns=list(self.cells.values()))

    def _check(self, code_or_theme: str, cell: str) -> None:
        if code_or_theme not in self._codes:
            hint = nearest(code_or_theme, self._codes)
            raise TableError(f"The table has no code or theme '{code_or_theme}'.{hint}")
        if cell not in self.cells:
            known = ", ".join(self.cells)
            hint = nearest(cell, self.cells)
            raise TableError(f"The table has no cell '{cell}'. Use one of: {known}.{hint}")
