"""Review packets: what a county or Tribal partner is asked to look at, and what becomes of their answers.

Kept of a packet in ``drafts`` is which key stands for which passage and a hash of its words, and no words.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError, Problem, StudyError
from csec_qual.base.files import write_private, write_text
from csec_qual.base.identity import Json, canonical
from csec_qual.base.text import fold, one_line
from csec_qual.codebook.nodes import nearest
from csec_qual.model.memo import MemoKind
from csec_qual.privacy.off_record import off_record_turns
from csec_qual.privacy.release import Audience, ReleasedQuote
from csec_qual.reporting.context import case_study
from csec_qual.reporting.packet import FORM, Packet, county_packet, group_packet, render_packet
from csec_qual.reporting.selection import candidates
from csec_qual.study import layout
from csec_qual.study.memos import Memos
from csec_qual.study.outputs import labels, noted, released
from csec_qual.study.redactions import add_redactions, read_redactions
from csec_qual.study.settings import Settings
from csec_qual.tagging.words import units

_LONGEST_FILE = 4_000_000
_LONGEST_NAME = 200
_LONGEST_COMMENT = 4_000
# What is asked comes last; a moderator's welcome is long.
_SENTENCES = 2
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


class Answer(StrEnum):
    """What is said of a quote."""

    APPROVE = "approve"
    REDACT = "redact"
    CHANGE = "change"


class Outcome(StrEnum):
    """What becomes of an answer."""

    PROPOSED = "proposed"
    RECORDED = "recorded"
    ALREADY = "already so"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to one quote of a packet.

    Attributes:
        key: The quote's name in the packet.
        passage_id: The passage it is evidence of; empty where the packet has no such quote.
        answer: What is said of it.
        comment: In their own words; may be empty.
        outcome: What becomes of it.
        why: What stands against it; empty where nothing does.
    """

    key: str
    passage_id: str
    answer: str
    comment: str
    outcome: Outcome
    why: str = ""

    @property
    def turn(self) -> str:
        """The turn the quote stands in, such as ``maple-admin-01:41``."""
        return self.passage_id.rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back of a packet.

    Attributes:
        packet_id: Which packet.
        case_id: The county it is about.
        group: The role group that was asked; empty for a county.
        reviewer: Who answered, as they wrote it.
        n_quotes: How many quotes the packet holds.
        answers: In the order of the file.
    """

    packet_id: str
    case_id: str
    group: str
    reviewer: str
    n_quotes: int
    answers: tuple[Answered, ...]


def write_packet(
    path: Path,
    case_id: str,
    group: str,
    cut: DataCut,
    settings: Settings,
    *,
    study: Path,
    date: str,
    templates: Path | None,
) -> Packet:
    """Write a packet and keep what its keys stand for.

    Raises:
        StudyError: There is no such county, or nobody of this role group is heard in it.
        OutputError: It could not be written.
    """
    if path.suffix.lower() != ".html":
        raise OutputError(f"{path}: a packet's name ends in .html. Nothing was written.")
    if cut.case(case_id) is None:
        known = [case.case_id for case in cut.cases]
        what = f"there is no case '{case_id}'."
        raise StudyError([Problem(layout.CASES, None, what, nearest(case_id, known))])
    made = _group(cut, settings, case_id, group, date) if group else _county(cut, settings, case_id, date)
    write_text(path, render_packet(made, templates))
    quotes: dict[str, Json] = {each.key: [each.passage_id, each.mark] for each in made.quotes}
    record: dict[str, Json] = {"case": case_id, "group": group, "date": date, "quotes": quotes}
    write_private(_kept_at(study, made.packet_id), canonical(record).encode())
    return made


def read_answers(path: Path, study: Path, cut: DataCut, memos: Memos) -> Answers:
    """What came back, and what stands against taking it over.

    Raises:
        OutputError: The file is no file of answers, or the packet is not one of this study's.
    """
    data = _read(path)
    packet_id = data["packet"]
    kept = _kept_at(study, packet_id)
    if not kept.is_file():
        what = f"{path}: packet {packet_id} was not written in this study."
        raise OutputError(f"{what} Read the answers in the study that made it.")
    packet = json.loads(kept.read_text(encoding="utf-8"))
    told = Answers(
        packet_id=packet_id,
        case_id=packet["case"],
        group=packet["group"],
        reviewer=one_line(data["reviewer"]),
        n_quotes=len(packet["quotes"]),
        answers=(),
    )
    here = {each.passage_id for each in cut.passages}
    known = _Known.of(memos, told, read_redactions(study))
    found = []
    for given in data["answers"]:
        passage_id, mark = packet["quotes"].get(given["quote"], ("", ""))
        comment = given["comment"].strip()
        each = Answered(given["quote"], passage_id, given["answer"], comment, Outcome.PROPOSED)
        why = _problem(each, given["words"] == mark, here)
        found.append(replace(each, outcome=Outcome.CONFLICT, why=why) if why else each)
    told = replace(told, answers=tuple(found))
    return replace(told, answers=tuple(known.judged(each, told) for each in found))


def record_answers(found: Answers, study: Path, memos: Memos, *, by: str) -> Answers:
    """Take over what nothing stands against.

    What was asked to be left out goes to ``redactions.csv``; that and every comment becomes a memo on the
    turn, and one memo on the county tells that the packet came back.
    """
    new = [each for each in found.answers if each.outcome is Outcome.PROPOSED]
    if not new:
        return found
    out = [each.turn for each in new if each.answer == Answer.REDACT]
    add_redactions(study, out, asked_by=found.reviewer, why=f"review packet {found.packet_id}")
    for each in new:
        if text := _memo(each, found):
            memos.write(MemoKind.TURN, each.turn, text, by=by)
    memos.write(MemoKind.CASE, found.case_id, _summary(found), by=by)
    return replace(
        found,
        answers=tuple(
            replace(each, outcome=Outcome.RECORDED) if each.outcome is Outcome.PROPOSED else each
            for each in found.answers
        ),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What was taken over before."""

    notes: frozenset[tuple[str, str]]
    redacted: frozenset[str]

    @classmethod
    def of(cls, memos: Memos, told: Answers, redacted: frozenset[str]) -> "_Known":
        written = [*memos.all(MemoKind.TURN), *memos.all(MemoKind.CASE, told.case_id)]
        return cls(frozenset((each.now.place, each.now.text) for each in written), redacted)

    def judged(self, each: Answered, told: Answers) -> Answered:
        if each.outcome is Outcome.CONFLICT:
            return each
        text = _memo(each, told)
        place = (each.turn, text) if text else (told.case_id, _summary(told))
        is_out = each.answer != Answer.REDACT or each.turn in self.redacted
        return replace(each, outcome=Outcome.ALREADY) if is_out and place in self.notes else each


_SAID = {
    Answer.APPROVE: "may be quoted",
    Answer.REDACT: "to be left out",
    Answer.CHANGE: "to be changed",
}


def _county(cut: DataCut, settings: Settings, case_id: str, date: str) -> Packet:
    names = labels(cut, settings, Audience.COUNTY, case_id)
    quotes = released(cut, candidates(cut, case_id), names, Audience.COUNTY)
    report = case_study(
        cut, case_id, quotes=quotes, labels=names, narrative={}, date=date, audience=Audience.COUNTY
    )
    return county_packet(report, _asked(cut, quotes, names))


def _group(cut: DataCut, settings: Settings, case_id: str, group: str, date: str) -> Packet:
    heard = sorted({turn.role_group for turn in cut.spoken if turn.case_id == case_id and turn.role_group})
    if fold(group) not in map(fold, heard):
        what = f"nobody of the role group '{group}' is heard in {case_id}."
        raise StudyError([Problem(layout.PARTICIPANTS, None, what, nearest(group, heard))])
    names = labels(cut, settings, Audience.COUNTY, case_id)
    quotes = released(cut, cut.passages, names, Audience.COUNTY, approving=group)
    return group_packet(cut, case_id, group, quotes, names[case_id], date, _asked(cut, quotes, names))


def _asked(
    cut: DataCut, quotes: Mapping[str, ReleasedQuote], names: Mapping[str, str]
) -> Callable[[str], str]:
    """The end of the question that a passage answers, as far as the gate lets it through.

    An interviewer's words are no evidence and nobody else's story; names in them are masked, and a question
    that repeats words which may not be quoted is left out.
    """
    release = noted(cut, quotes, names)

    @cache
    def questions(transcript_id: str) -> dict[int, str]:
        transcript = cut.transcripts[transcript_id]
        kept_out = off_record_turns(transcript)
        found = {}
        for unit in units(transcript):
            asking = takewhile(lambda turn: not turn.is_codable, transcript.turns[unit.turn.number - 2 :: -1])
            is_out = unit.turn.number > 1 and any(turn.number in kept_out for turn in asking)
            found[unit.turn.number] = "" if is_out else unit.question
        return found

    def asked(passage_id: str) -> str:
        transcript_id, number, _code = passage_id.rsplit(":", 2)
        question = questions(transcript_id).get(int(number), "")
        return release(" ".join(_SENTENCE_END.split(question.strip())[-_SENTENCES:])).text

    return asked


def _problem(each: Answered, is_same: bool, here: set[str]) -> str:
    if not each.passage_id:
        return "the packet has no such quote"
    if not is_same:
        return "it speaks of other words than the packet showed"
    return "" if each.passage_id in here else "the passage is no longer coded so, or its speaker withdrew"


def _who(found: Answers) -> str:
    whose = f", {found.group}" if found.group else ""
    return f"Review packet {found.packet_id}{whose}, {found.reviewer}"


def _summary(found: Answers) -> str:
    """What is noted on the county."""
    taken = [each for each in found.answers if each.outcome is not Outcome.CONFLICT]
    counts = Counter(each.answer for each in taken)
    said = ", ".join(f"{counts[answer]} {label}" for answer, label in _SAID.items())
    return f"{_who(found)}: {len(taken)} of {found.n_quotes} quotes looked at: {said}."


def _memo(each: Answered, found: Answers) -> str:
    """What is noted on the turn; empty where they approve and say nothing more."""
    if each.answer == Answer.APPROVE and not each.comment:
        return ""
    code_id = each.passage_id.rpartition(":")[2]
    said = f"{_who(found)}: the quote under {code_id}: {_SAID[Answer(each.answer)]}."
    return f"{said} {each.comment}".strip()


def _kept_at(study: Path, packet_id: str) -> Path:
    return study / layout.DRAFTS / f"packet-{packet_id}.json"


def _read(path: Path) -> Mapping[str, Any]:
    """A file of answers, every part of the kind it should be.

    Raises:
        OutputError: It is none.
    """
    try:
        if path.stat().st_size > _LONGEST_FILE:
            raise OutputError(f"{path}: the file is too large for answers to a packet.")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise OutputError(f"{path}: the file cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise OutputError(f"{path}: this is no file that a review packet saved.") from error
    if not (isinstance(data, dict) and data.get("csec_qual_answers") == FORM and _is_well_formed(data)):
        what = f"{path}: this is no file that a review packet saved, or it was changed by hand."
        raise OutputError(f"{what} Ask for it again.")
    return data


def _is_well_formed(data: Mapping[str, Any]) -> bool:
    packet, reviewer, answers = data.get("packet"), data.get("reviewer"), data.get("answers")
    return (
        isinstance(packet, str)
        and packet.isalnum()
        and isinstance(reviewer, str)
        and 0 < len(reviewer.strip()) <= _LONGEST_NAME
        and isinstance(answers, list)
        and all(
            isinstance(each, dict)
            and all(isinstance(each.get(name), str) for name in ("quote", "words", "answer", "comment"))
            and each["answer"] in set(Answer)
            and len(each["comment"]) <= _LONGEST_COMMENT
            for each in answers
        )
        and len({each["quote"] for each in answers}) == len(answers)
    )
