"""The counts of a study that several of its reports use, each made once, when it is first asked for."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property

from csec_qual.analysis.contrasts import heard, with_theme
from csec_qual.analysis.coverage import State, states
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.frequencies import frequencies
from csec_qual.analysis.table import CountTable
from csec_qual.model.transcript import SourceType


class Tables:
    """Counts by county on the usual bases.

    Args:
        cut: What is counted.
    """

    def __init__(self, cut: DataCut) -> None:
        self.cut = cut
        self._parts: dict[object, Tables] = {}

    @cached_property
    def participants(self) -> CountTable:
        """By county, on people."""
        return frequencies(self.cut, "county", "participants")

    @cached_property
    def transcripts(self) -> CountTable:
        """By county, on transcripts."""
        return frequencies(self.cut, "county", "transcripts")

    @cached_property
    def mentions(self) -> CountTable:
        """By county, on turns."""
        return frequencies(self.cut, "county", "mentions")

    @cached_property
    def states(self) -> Mapping[tuple[str, str], State]:
        """The state of every code in every county, by case id and code id."""
        return states(self.cut)

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """Ids of the counties in which anybody was heard."""
        return heard(self.cut)

    @cached_property
    def with_theme(self) -> Mapping[str, frozenset[str]]:
        """The counties in which each theme was coded, by theme id."""
        return with_theme(self.cut)

    def having(self, attribute: str, *, said_by_people: bool = False) -> "Tables":
        """The counts of the passages that carry an attribute, without those of documents on request."""
        key = (attribute, said_by_people)
        if key not in self._parts:
            passages = tuple(
                one
                for one in self.cut.passages
                if attribute in one.attributes and not (said_by_people and self.cut.participant(one) is None)
            )
            self._parts[key] = Tables(replace(self.cut, passages=passages))
        return self._parts[key]

    def of_kinds(self, kinds: Collection[SourceType]) -> "Tables":
        """The counts of sources of some kinds alone."""
        key = frozenset(kinds)
        if key not in self._parts:
            sources = tuple(source for source in self.cut.sources if source.source_type in key)
            self._parts[key] = Tables(replace(self.cut, sources=sources))
        return self._parts[key]
