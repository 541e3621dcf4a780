"""A review packet: one HTML file in which a county or Tribal partner reads what would be quoted of them.

It loads nothing and sends nothing: what they answer is saved from the page as a small file, which they send
back by whatever way they trust. In it are keys of quotes and hashes of words, no words and no ids.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from csec_qual.analysis.cut import DataCut
from csec_qual.base.identity import digest
from csec_qual.base.shipped import templates as shipped_templates
from csec_qual.model.codes import Code
from csec_qual.privacy.release import ReleasedQuote
from csec_qual.reporting.document import CaseStudy, CodeShown, QuoteShown
from csec_qual.reporting.environment import environment, render

TEMPLATE = "packet.html.j2"
SCRIPT = "packet.js"
FORM = 1
"""Version of the file that the page saves."""
_HASH = 16
_ID = 10


@dataclass(frozen=True, slots=True)
class PacketQuote:
    """A quote to be looked at.

    Attributes:
        key: Its name in this packet, such as ``q7``.
        passage_id: The passage it is evidence of; never in the page.
        words: As they would be printed.
        attribution: Who is said to have said it.
        code: Heading of the code it stands under.
        short: What the code means, in a line.
        asked: The question it answers, with known names masked; empty where nothing was asked, or the
            question may not be shown.
    """

    key: str
    passage_id: str
    words: str
    attribution: str
    code: str
    short: str
    asked: str = ""

    @property
    def mark(self) -> str:
        """A hash of the words: an answer speaks of these and no others."""
        return mark(self.words)


@dataclass(frozen=True, slots=True)
class PacketTheme:
    """A theme with its quotes, and the count they stand beside."""

    label: str
    statement: str
    quotes: tuple[PacketQuote, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything a review packet says.

    Attributes:
        label: The county as it is called here.
        group: The role group whose own words these are; empty for a county.
        study_title: The study's title.
        date: Date of the data cut, as given.
        themes: With the quotes to look at; each quote stands once.
    """

    label: str
    group: str
    study_title: str
    date: str
    themes: tuple[PacketTheme, ...]

    @property
    def quotes(self) -> tuple[PacketQuote, ...]:
        """Every quote, in order."""
        return tuple(quote for theme in self.themes for quote in theme.quotes)

    @property
    def packet_id(self) -> str:
        """The same for a packet that says the same."""
        return digest(repr(self).encode())[:_ID]


def mark(words: str) -> str:
    """A hash of a quote's words, in 16 hex digits."""
    return digest(words.encode())[:_HASH]


def county_packet(report: CaseStudy, asked: Callable[[str], str]) -> Packet:
    """The quotes of a case study, each under the first heading that prints it.

    Args:
        report: The case study.
        asked: Gives the question that a passage answers, by its id, as it may be shown.
    """
    headed: list[tuple[str, str, list[tuple[CodeShown | None, QuoteShown]]]] = [
        (theme.label, theme.statement, _shown(theme.codes))
        for section in report.sections
        for theme in section.themes
    ]
    proposed = (*report.recommendations.lived_experience, *report.recommendations.others)
    headed.append(("What participants recommend", "", [(None, each) for each in proposed]))
    headed.append(("Promising practices", "", _shown(report.promising)))
    return Packet(report.label, "", report.study_title, report.date, _themes(headed, asked))


def group_packet(
    cut: DataCut,
    case_id: str,
    group: str,
    quotes: Mapping[str, ReleasedQuote],
    label: str,
    date: str,
    asked: Callable[[str], str],
) -> Packet:
    """Everything that a role group of a county said and that is coded, for them to say what may be quoted.

    Args:
        cut: What was said and how it is coded.
        case_id: The county.
        group: The role group.
        quotes: What the gate let through for them, by passage id.
        label: What the county is called.
        date: Date of the data cut.
        asked: Gives the question that a passage answers, by its id, as it may be shown.
    """
    own: dict[str, list[QuoteShown]] = {}
    for passage, turn in cut.coded:
        if turn.case_id == case_id:
            shown = QuoteShown(quotes[passage.passage_id], passage.turn, passage.is_decided)
            own.setdefault(passage.code_id, []).append(shown)
    headed = [
        (theme.label, "", [(code, each) for code in theme.codes for each in own.get(code.code_id, ())])
        for theme in cut.codebook.themes
    ]
    return Packet(label, group, cut.title, date, _themes(headed, asked))


def render_packet(packet: Packet, templates: Path | None = None) -> str:
    """The packet as one HTML page; equal input gives equal bytes.

    Raises:
        TemplateError: A template is wrong; the message names its file and line.
    """
    script = (shipped_templates() / SCRIPT).read_text(encoding="utf-8")
    allowed = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    data = {
        "packet": packet,
        "form": FORM,
        # Ours and constant; what people said never gets into it.
        "script": Markup(script),  # noqa: S704
        "script_hash": f"sha256-{allowed}",
    }
    return render(environment(templates, autoescape=True), TEMPLATE, data)


def _shown(codes: Iterable[CodeShown]) -> list[tuple[CodeShown | None, QuoteShown]]:
    return [(code, quote) for code in codes for quote in code.quotes]


def _themes(
    headed: Iterable[tuple[str, str, Sequence[tuple[Code | CodeShown | None, QuoteShown]]]],
    asked: Callable[[str], str],
) -> tuple[PacketTheme, ...]:
    """The headings under which a quote stands first; the same words under another code are the same quote."""
    known: set[tuple[str, str]] = set()
    themes = []
    for label, statement, found in headed:
        quotes = []
        for code, shown in found:
            quote = shown.quote
            place = (quote.passage_id.rpartition(":")[0], quote.words)
            if not quote.words or place in known:
                continue
            known.add(place)
            quotes.append(
                PacketQuote(
                    key=f"q{len(known)}",
                    passage_id=quote.passage_id,
                    words=quote.words,
                    attribution=quote.attribution,
                    code=code.label if code else "",
                    short=code.short if code else "",
                    asked=asked(quote.passage_id),
                )
            )
        if quotes:
            themes.append(PacketTheme(label, statement, tuple(quotes)))
    return tuple(themes)
