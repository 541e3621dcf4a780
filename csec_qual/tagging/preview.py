"""What another codebook gains and loses, passage by passage.

Only codes whose fingerprint differs are run: the suggestions of the others follow from the same and are
the same. Decisions are looked at and never touched: what a person said stands, whatever is suggested.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from csec_qual.base.text import one_line
from csec_qual.codebook.diff import PartChange
from csec_qual.codebook.fingerprint import code_fingerprints
from csec_qual.model.codes import Codebook, CodeStatus
from csec_qual.model.coding import Coding, Suggestion
from csec_qual.model.transcript import Transcript
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.words import Reader


class Kind(StrEnum):
    """What happens to a passage."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage in which the two codebooks suggest something else.

    Attributes:
        old: What is suggested by the old one; None where nothing is.
        new: What is suggested by the new one; None where nothing is. One of the two is there.
        speaker: Who says it, as the file labels them.
        sentence: The sentence or sentences behind the new suggestion, else the old one, on one line.
        coding: What people decided on it; None where nobody did. It stands either way.
    """

    old: Suggestion | None
    new: Suggestion | None
    speaker: str
    sentence: str
    coding: Coding | None = None

    @property
    def kind(self) -> Kind:
        """What happens to it."""
        if self.old is None:
            return Kind.GAINED
        return Kind.LOST if self.new is None else Kind.CHANGED

    @property
    def suggestion(self) -> Suggestion:
        """What is suggested now, or was."""
        found = self.new or self.old
        assert found is not None  # one of the two is there
        return found


@dataclass(frozen=True, slots=True)
class CodePreview:
    """One code whose suggestions may differ.

    Attributes:
        code_id: The code.
        changes: In transcript and turn order.
        counted_before: How many suggestions count by the old codebook.
        counted_after: How many by the new one.
    """

    code_id: str
    changes: tuple[PassageChange, ...]
    counted_before: int
    counted_after: int

    def of(self, kind: Kind | str) -> int:
        """How many changes are of a kind."""
        return sum(change.kind == kind for change in self.changes)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an edit gains and loses.

    Attributes:
        parts: What differs in the files; None where the old ones are not known.
        codes: The codes that were run, in codebook order, those that are gone last.
        transcripts: How many transcripts were looked at.
        unread: How many were left out: nothing has been suggested for them yet.
    """

    parts: tuple[PartChange, ...] | None
    codes: tuple[CodePreview, ...]
    transcripts: int
    unread: int = 0

    @property
    def changes(self) -> tuple[PassageChange, ...]:
        """Every change, by code."""
        return tuple(change for code in self.codes for change in code.changes)

    def of(self, kind: Kind | str) -> int:
        """How many changes are of a kind."""
        return sum(code.of(kind) for code in self.codes)


def codes_that_differ(old: Codebook, new: Codebook) -> list[str]:
    """The codes in use whose suggestions may differ: in order of the new codebook, then of the old."""
    before, after = _in_use(old), _in_use(new)
    return [code_id for code_id in {**after, **before} if before.get(code_id) != after.get(code_id)]


def suggest_by_both(
    old: Codebook,
    new: Codebook,
    transcripts: Iterable[Transcript],
    role_groups: Mapping[str, Mapping[str, str]],
    codes: Collection[str],
    reader: Reader,
) -> tuple[list[Suggestion], list[Suggestion]]:
    """The suggestions of two codebooks for some codes; the words are looked up once for both."""
    if not codes:
        return [], []
    words = reader.read_all(transcripts)
    before, after = (
        Engine(book, reader=reader).suggest_words(words, role_groups, codes) for book in (old, new)
    )
    return before, after


def compare(
    old: Iterable[Suggestion],
    new: Iterable[Suggestion],
    codes: Sequence[str],
    transcripts: Mapping[str, Transcript],
    settled: Mapping[str, Coding],
) -> tuple[CodePreview, ...]:
    """The passages that differ, for each of some codes.

    A passage whose words are found by another rule, with the same status, is no change.

    Args:
        old: What is suggested before.
        new: What is suggested after.
        codes: The codes to tell of, in the order to tell of them.
        transcripts: By id, those of every suggestion.
        settled: What people decided, by the name of the suggestion.
    """
    found = []
    every_before, every_after = _by_code(old, codes), _by_code(new, codes)
    for code_id in codes:
        before, after = every_before[code_id], every_after[code_id]
        changed = [
            _change(before.get(place), after.get(place), transcripts, settled)
            for place in sorted({**before, **after})
            if _stand(before.get(place)) != _stand(after.get(place))
        ]
        counted = (sum(each.counts for each in side.values()) for side in (before, after))
        found.append(CodePreview(code_id, tuple(changed), *counted))
    return tuple(found)


def _in_use(codebook: Codebook) -> dict[str, str]:
    active = {code.code_id for code in codebook.codes if code.status is CodeStatus.ACTIVE}
    return {code_id: own for code_id, own in code_fingerprints(codebook).items() if code_id in active}


def _by_code(
    suggestions: Iterable[Suggestion], codes: Iterable[str]
) -> dict[str, dict[tuple[str, int], Suggestion]]:
    """The suggestions of each code by transcript and turn."""
    found: dict[str, dict[tuple[str, int], Suggestion]] = {code_id: {} for code_id in codes}
    for each in suggestions:
        if each.code_id in found:
            found[each.code_id][each.transcript_id, each.turn] = each
    return found


def _stand(suggestion: Suggestion | None) -> object:
    """What a reader of the results would notice."""
    return suggestion and (suggestion.status, suggestion.counts, suggestion.needs_review)


def _change(
    old: Suggestion | None,
    new: Suggestion | None,
    transcripts: Mapping[str, Transcript],
    settled: Mapping[str, Coding],
) -> PassageChange:
    shown = new or old
    assert shown is not None  # a place has a suggestion on one side at least
    transcript = transcripts[shown.transcript_id]
    return PassageChange(
        old,
        new,
        transcript.turns[shown.turn - 1].speaker,
        one_line(transcript.text[shown.segment.start : shown.segment.end]),
        settled.get(shown.suggestion_id),
    )
