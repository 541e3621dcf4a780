"""From a draft to the stored transcript: one text, offsets, speakers with roles, source type."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from csec_qual.base.identity import digest
from csec_qual.base.text import normalise, one_line
from csec_qual.model.transcript import (
    Notice,
    Role,
    SourceType,
    Speaker,
    Transcript,
    Turn,
    transcript_id_of,
)
from csec_qual.readers.draft import Draft, Piece
from csec_qual.readers.roles import guess_roles
from csec_qual.readers.source import SourceFile
from csec_qual.readers.speakers import is_nobody, key, role_word

_WORD = re.compile(r"\w")
_GROUP_SIZE = 3
_SPACE_BETWEEN = "\n\n"


def assemble(
    source: SourceFile, draft: Draft, interviewers: Sequence[str], source_type: SourceType | None
) -> Transcript:
    """The transcript of a draft.

    Args:
        source: The file the draft was read from.
        draft: What was found in it.
        interviewers: Labels of interviewers, where somebody knows them.
        source_type: Where somebody knows it.

    Raises:
        TranscriptError: Nothing in the file is words.
    """
    pieces = [piece for piece in (_cleaned(piece) for piece in draft.pieces) if piece.text]
    if not any(_WORD.search(piece.text) for piece in pieces):
        raise source.refusal("no words were found in the file.", "Check that it is the right file.")
    notices = list(draft.notices)
    if draft.source_type is not SourceType.SURVEY:
        # Two respondents' ids are two ids, however alike they look.
        pieces, merged = _one_spelling(pieces)
        notices += merged
    if source.suffix in {".txt", ".md", ".csv", ".tsv", ".vtt", ".srt", ".sbv", ".json"}:
        notices += _about_text(source)
    speakers = _speakers(pieces, draft, interviewers, source_type, notices)
    turns, text = _laid_out(pieces, {speaker.label: speaker.role for speaker in speakers})
    return Transcript(
        transcript_id=transcript_id_of(source.path.name),
        file=source.path.name,
        source_type=source_type or draft.source_type or _conversation(source, speakers),
        reader=draft.reader,
        sha256=digest(source.data),
        text=text,
        turns=turns,
        speakers=speakers,
        notices=tuple(notices),
    )


def _cleaned(piece: Piece) -> Piece:
    paragraphs = (one_line(line) for line in normalise(piece.text).split("\n"))
    return replace(
        piece,
        label=one_line(normalise(piece.label)),
        text="\n".join(paragraph for paragraph in paragraphs if paragraph),
        question=one_line(normalise(piece.question)),
    )


def _one_spelling(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Notice]]:
    """Labels that differ only in case, spaces or full stops become the most frequent spelling."""
    spellings: dict[str, Counter[str]] = {}
    for piece in pieces:
        spellings.setdefault(key(piece.label), Counter())[piece.label] += 1
    chosen = {name: counts.most_common(1)[0][0] for name, counts in spellings.items()}
    notices = []
    for name, counts in spellings.items():
        for other in counts:
            if other != chosen[name]:
                line = next(piece.line for piece in pieces if piece.label == other)
                notices.append(Notice(line, f"speaker '{other}' was taken for '{chosen[name]}'."))
    return [replace(piece, label=chosen[key(piece.label)]) for piece in pieces], notices


def _about_text(source: SourceFile) -> list[Notice]:
    text, encoding = source.decoded
    notices = []
    if encoding not in {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"}:
        notices.append(Notice(None, f"the file is not Unicode; it was read as {encoding}."))
    lost = text.find("\ufffd")
    if lost >= 0:
        line = text.count("\n", 0, lost) + 1
        notices.append(
            Notice(line, f"{text.count(chr(0xFFFD))} characters were lost before this file was made.")
        )
    return notices


def _speakers(
    pieces: Sequence[Piece],
    draft: Draft,
    interviewers: Sequence[str],
    source_type: SourceType | None,
    notices: list[Notice],
) -> tuple[Speaker, ...]:
    labels = list(dict.fromkeys(piece.label for piece in pieces))
    is_talk = source_type in {SourceType.INTERVIEW, SourceType.FOCUS_GROUP}
    if draft.source_type is SourceType.SURVEY or (draft.source_type is SourceType.PLAN and not is_talk):
        # The format itself says that these people answered, or that the plan speaks.
        is_guess = draft.source_type is SourceType.PLAN and source_type is None
        return tuple(
            Speaker(
                label, Role.PARTICIPANT, is_guess, MappingProxyType(dict(draft.attributes.get(label, {})))
            )
            for label in labels
        )
    wanted = {key(label) for label in interviewers}
    known = {key(label) for label in labels}
    missing = [label for label in interviewers if key(label) not in known]
    notices += [Notice(None, f"interviewer '{label}' is no speaker of this file.") for label in missing]
    if wanted & known:
        return tuple(Speaker(label, _given(label, wanted), is_guess=False) for label in labels)
    roles = guess_roles(labels, pieces, draft.named_roles)
    return tuple(
        Speaker(label, roles[label], True, MappingProxyType(dict(draft.attributes.get(label, {}))))
        for label in labels
    )


def _given(label: str, interviewers: set[str]) -> Role:
    """The role of a label once somebody has named the interviewers."""
    if key(label) in interviewers:
        return Role.INTERVIEWER
    told = role_word(label)
    if told in {Role.MODERATOR, Role.NOTE_TAKER}:
        return told
    return Role.UNKNOWN if is_nobody(label) else Role.PARTICIPANT


def _laid_out(pieces: Sequence[Piece], roles: Mapping[str, Role]) -> tuple[tuple[Turn, ...], str]:
    turns = []
    start = 0
    for number, piece in enumerate(pieces, start=1):
        end = start + len(piece.text)
        turns.append(
            Turn(
                number=number,
                speaker=piece.label,
                role=roles[piece.label],
                kind=piece.kind,
                start=start,
                end=end,
                time_start=piece.time_start,
                time_end=piece.time_end,
                question=piece.question,
            )
        )
        start = end + len(_SPACE_BETWEEN)
    return tuple(turns), _SPACE_BETWEEN.join(piece.text for piece in pieces)


def _conversation(source: SourceFile, speakers: Sequence[Speaker]) -> SourceType:
    participants = sum(speaker.role is Role.PARTICIPANT for speaker in speakers)
    is_moderated = any(speaker.role is Role.MODERATOR for speaker in speakers)
    is_named = "focus" in source.path.stem.casefold()
    return (
        SourceType.FOCUS_GROUP
        if is_named or is_moderated or participants >= _GROUP_SIZE
        else SourceType.INTERVIEW
    )
