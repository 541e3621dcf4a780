"""The study as somebody sees it who must not know who said what: counts, and words that passed the gate."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from csec_qual.analysis.cut import DataCut
from csec_qual.model.codes import Codebook
from csec_qual.model.coding import CodedPassage
from csec_qual.privacy.release import Audience, ReleasedQuote
from csec_qual.study.outputs import labels, released
from csec_qual.study.settings import Settings


@dataclass(frozen=True, slots=True)
class MaskedPassage:
    """A passage without who said it.

    Attributes:
        passage: What is coded.
        quote: Its words as far as they may be shown, and how its speaker may be named.
        county: What its county is called here; empty where it has none.
    """

    passage: CodedPassage
    quote: ReleasedQuote
    county: str


class MaskedStudy:
    """The counts and passages of a study, masked as in the reports for the team.

    Args:
        cut: Everything that counts.
        settings: How counties may be named.
    """

    def __init__(self, cut: DataCut, settings: Settings) -> None:
        self._cut = cut
        self._settings = settings
        self._names = labels(cut, settings, Audience.TEAM)
        self.title = settings.title

    @property
    def codebook(self) -> Codebook:
        """The codebook."""
        return self._cut.codebook

    @property
    def counties(self) -> tuple[str, ...]:
        """What the counties are called here, in order."""
        return tuple(sorted(self._names[case.case_id] for case in self._cut.cases))

    def cells(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """Mentions by code and county, and how many of them a person has reviewed."""
        every: Counter[tuple[str, str]] = Counter()
        reviewed: Counter[tuple[str, str]] = Counter()
        for passage, turn in self._cut.coded:
            cell = passage.code_id, self._names.get(turn.case_id, "")
            every[cell] += 1
            reviewed[cell] += passage.is_decided
        return {cell: (n, reviewed[cell]) for cell, n in every.items()}

    def passages(self, code_id: str, county: str = "") -> list[MaskedPassage]:
        """The passages of a code; of one county by the name it has here, or of all.

        Words that must not stand beside their county are among all, and not among those of a county.
        """
        kept = [
            (passage, self._names.get(turn.case_id, ""))
            for passage, turn in self._cut.coded
            if passage.code_id == code_id
        ]
        wanted = [(passage, named) for passage, named in kept if county in ("", named)]
        quotes = released(self._cut, [passage for passage, _ in wanted], self._names, Audience.TEAM)
        found = [MaskedPassage(passage, quotes[passage.passage_id], named) for passage, named in wanted]
        return [each for each in found if not county or each.quote.may_name_county]
