"""One page per transcript, for the team: the place that quotes link to.

Each turn is an anchor, ``#turn-41``. Coded sentences are marked, with their codes in the margin; those that
only the paraphrase layer found, and nobody has reviewed, are marked in a colour of their own.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from csec_qual.analysis.cut import DataCut
from csec_qual.model.coding import CodedPassage, is_paraphrase
from csec_qual.privacy.release import Audience
from csec_qual.privacy.turns import ReleasedPiece, ReleasedTurn, release_turns
from csec_qual.reporting.document import SOURCE_KINDS, safe_colour
from csec_qual.reporting.environment import environment, render

TEMPLATE = "transcript.html.j2"
FOLDER = "transcripts"
"""Folder of the pages beside the reports; the links of released quotes lead there."""


@dataclass(frozen=True, slots=True)
class CodeMark:
    """A code in the margin of a turn."""

    label: str
    theme: str
    colour: str
    is_reviewed: bool
    is_paraphrase: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, whether it earned a code, and whether only the paraphrase layer says so."""

    words: str
    is_marked: bool
    is_paraphrase: bool


@dataclass(frozen=True, slots=True)
class TurnShown:
    """A turn with its marks."""

    turn: ReleasedTurn
    pieces: tuple[Piece, ...]
    codes: tuple[CodeMark, ...]


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """What the template sees.

    Attributes:
        title: Kind of source and county, such as ``Interview, County C``.
        study_title: The study's title.
        facts: Mode, date and codebook, as recorded.
        turns: In order.
    """

    title: str
    study_title: str
    facts: tuple[str, ...]
    turns: tuple[TurnShown, ...]


def render_transcript(
    cut: DataCut,
    transcript_id: str,
    *,
    labels: Mapping[str, str],
    audience: Audience = Audience.TEAM,
    templates: Path | None = None,
) -> str:
    """The page of one transcript; write it to ``transcripts/<transcript_id>.html`` beside the reports.

    Args:
        cut: What was said and how it was coded.
        transcript_id: A transcript of the cut.
        labels: What each county may be called, by case id.
        audience: Must be the team.
        templates: A folder of the team's own templates, looked in before the shipped ones.

    Raises:
        PrivacyError: The audience is the public.
        TemplateError: A template is wrong; the message names its file and line.
    """
    page = _page(cut, transcript_id, labels, audience)
    return render(environment(templates, autoescape=True), TEMPLATE, {"page": page})


def _page(cut: DataCut, transcript_id: str, labels: Mapping[str, str], audience: Audience) -> TranscriptPage:
    by_turn: defaultdict[int, list[CodedPassage]] = defaultdict(list)
    for passage, turn in cut.coded:
        if turn.transcript_id == transcript_id:
            by_turn[passage.turn].append(passage)
    turns = release_turns(
        cut.transcripts[transcript_id],
        participants=cut.participants,
        cases=cut.cases,
        masks=labels,
        marked=[passage.segment for passages in by_turn.values() for passage in passages],
        audience=audience,
        tribes=cut.tribes,
    )
    source = cut.source(transcript_id)
    county = labels.get(source.case_id, "")
    codebook = f"{cut.codebook.title}, version {cut.codebook.version}"
    return TranscriptPage(
        title=", ".join(filter(None, (SOURCE_KINDS[source.source_type], county))),
        study_title=cut.title,
        facts=tuple(filter(None, (source.mode, source.date, codebook))),
        turns=tuple(_shown(cut, turn, by_turn[turn.number]) for turn in turns),
    )


def _shown(cut: DataCut, turn: ReleasedTurn, passages: list[CodedPassage]) -> TurnShown:
    return TurnShown(
        turn=turn,
        pieces=tuple(_piece(piece, passages) for piece in turn.pieces),
        codes=tuple(_mark(cut, passage) for passage in passages),
    )


def _piece(piece: ReleasedPiece, passages: list[CodedPassage]) -> Piece:
    over = [each for each in passages if each.segment.start <= piece.start and piece.end <= each.segment.end]
    return Piece(piece.words, bool(over), bool(over) and all(map(_is_only_read, over)))


def _is_only_read(passage: CodedPassage) -> bool:
    """Whether the paraphrase layer alone speaks for a passage."""
    return is_paraphrase(passage.rule_id) and not passage.is_decided


def _mark(cut: DataCut, passage: CodedPassage) -> CodeMark:
    code = cut.codebook.code(passage.code_id)
    theme = cut.codebook.theme_of(code) if code else None
    return CodeMark(
        label=code.label if code else passage.code_id,
        theme=theme.label if theme else "",
        colour=safe_colour(theme.colour if theme else ""),
        is_reviewed=passage.is_decided,
        is_paraphrase=_is_only_read(passage),
    )
