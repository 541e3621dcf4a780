"""Search in the language of the rules: every match in its context (keyword in context)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from csec_qual.base.errors import QueryError
from csec_qual.base.text import one_line
from csec_qual.codebook.query import Query, parse, term_names
from csec_qual.model.codes import Scope
from csec_qual.model.transcript import Segment
from csec_qual.tagging.hits import Hits
from csec_qual.tagging.match import Matcher
from csec_qual.tagging.words import Reader, Unit

DEFAULT_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One match with the words around it.

    Attributes:
        transcript_id: Where it stands.
        turn: Number of the turn.
        speaker: As the file labels them.
        segment: From the first word found to the last.
        before: What the turn says before it, on one line, cut to the width asked for.
        found: The words from the first found to the last, on one line.
        after: What the turn says after it.
    """

    transcript_id: str
    turn: int
    speaker: str
    segment: Segment
    before: str
    found: str
    after: str


def find(
    query: str,
    units: Sequence[Unit],
    terms: Mapping[str, tuple[str, ...]],
    reader: Reader,
    *,
    scope: Scope = Scope.SENTENCE,
    context: int = DEFAULT_CONTEXT,
) -> list[ConcordanceLine]:
    """Every match of a query in the given turns, in order.

    Args:
        query: In the query language.
        units: The turns to search.
        terms: Term lists the query may name.
        reader: Cuts the turns into words.
        scope: Whether the query's parts must stand in one sentence or one turn.
        context: Characters shown on either side.

    Raises:
        QueryError: The query cannot be understood or names an unknown term list.
    """
    tree = parse(query)
    unknown = sorted(term_names(tree) - set(terms))
    if unknown:
        column = query.find("{" + unknown[0]) + 1
        known = ", ".join(sorted(terms)) or "none"
        raise QueryError(query, max(column, 1), f"There is no term list '{unknown[0]}'. There are: {known}.")
    matcher = Matcher(reader.read(units), terms, scope)
    return list(_lines(matcher, matcher.hits(tree), context))


def units_with(
    queries: Iterable[Query], units: Sequence[Unit], terms: Mapping[str, tuple[str, ...]], reader: Reader
) -> list[list[int]]:
    """For each query, the indexes of the turns in which it matches inside a sentence, rising.

    Args:
        queries: Many at once: the turns are cut into words only once.
        units: The turns to search.
        terms: Term lists the queries may name.
        reader: Cuts the turns into words.
    """
    matcher = Matcher(reader.read(units), terms, Scope.SENTENCE)
    return [np.unique(matcher.unit_of(matcher.hits(query))).tolist() for query in queries]


def _lines(matcher: Matcher, hits: Hits, context: int) -> Iterator[ConcordanceLine]:
    table = matcher.table
    for hit in hits:
        rows = hit.rows
        unit = matcher.words.units[int(table.unit[rows[0]])]
        start, end = int(table.start[rows[0]]), int(table.end[rows[-1]])
        text = unit.transcript.text
        yield ConcordanceLine(
            transcript_id=unit.transcript.transcript_id,
            turn=unit.turn.number,
            speaker=unit.turn.speaker,
            segment=Segment(unit.transcript.transcript_id, start, end),
            before=one_line(text[max(unit.turn.start, start - context) : start])[-context:],
            found=one_line(text[start:end]),
            after=one_line(text[end : min(unit.turn.end, end + context)])[:context],
        )
