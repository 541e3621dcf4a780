"""What of a case study can be checked later: its quotes, and which of its sentences are the team's own."""

from collections.abc import Iterator

from csec_qual.reporting import narrative
from csec_qual.reporting.document import CaseStudy, CodeShown, QuoteShown
from csec_qual.reporting.verify import Quoted


def quotes_of(report: CaseStudy) -> tuple[Quoted, ...]:
    """Every quote that is printed, with the passage it is evidence of."""
    shown = [Quoted(one.quote.words, one.quote.passage_id) for one in _quotes(report) if one.quote.words]
    return tuple(dict.fromkeys(shown))


def team_text(report: CaseStudy) -> tuple[str, ...]:
    """The paragraphs that the team wrote: narratives, summaries and notes."""
    written = [line for section in report.sections for line in narrative.plain(section.narrative)]
    written += [code.summary.note.text for code in _codes(report) if code.summary]
    written += [note.text for note in report.notes]
    return tuple(dict.fromkeys(each for each in written if each))


def _quotes(report: CaseStudy) -> Iterator[QuoteShown]:
    for code in _codes(report):
        yield from code.quotes
    yield from report.recommendations.lived_experience
    yield from report.recommendations.others


def _codes(report: CaseStudy) -> Iterator[CodeShown]:
    for section in report.sections:
        for theme in section.themes:
            yield from theme.codes
    yield from report.promising
    yield from report.challenges
    yield from report.recommendations.counts
