"""The pages that people look at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from flask import Blueprint, Response, abort, render_template, request

from csec_qual.analysis.cut import Spoken
from csec_qual.base.errors import QueryError
from csec_qual.model.coding import CodedPassage, Layer
from csec_qual.model.memo import MemoKind
from csec_qual.model.transcript import SourceType, Transcript
from csec_qual.review.blind import all_finished
from csec_qual.study.desk import Desk
from csec_qual.study.waiting import CHOSEN, Order, Show, Wanted
from csec_qual.tagging.concordance import ConcordanceLine
from csec_qual.web import here
from csec_qual.web.marks import marks_of, shown
from csec_qual.web.memos import memos_in, memos_on, summaries

pages = Blueprint("pages", __name__)

_ON_A_PAGE = 25
# A page of more is read by nobody; the workbook has them all.
_MOST_PASSAGES = 300
_ORDERS = {
    Order.WORTH: "what could go either way first",
    Order.SUREST: "surest first",
    Order.NEWEST: "newest first",
    Order.CODE: "by code",
    Order.COUNTY: "by county",
    Order.RULE: "by rule",
    Order.PLACE: "as they stand in the transcripts",
}
_KINDS = {each.value: each.value.replace("_", " ") for each in SourceType}
_LAYERS = {Layer.RULES.value: "a rule", Layer.PARAPHRASE.value: "meaning alone"}
_FILTERS = ("county", "role", "kind", "coder", "status", "review")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage with the sentence or sentences it is about."""

    passage: CodedPassage
    words: str
    facts: Mapping[str, str]


@pages.get("/")
def home() -> str:
    """The transcripts, and how far the coder is with each."""
    desk = here.desk()
    return render_template(
        "home.html.j2",
        rows=desk.progress(),
        unsuggested=desk.blinders().unsuggested_in,
        coder=desk.coder,
        study=here.study(),
    )


@pages.get("/read/<transcript_id>")
def read(transcript_id: str) -> str:
    """One transcript, turn by turn."""
    desk = here.desk()
    transcript = desk.transcript(transcript_id)
    by_turn = {
        number: list(group)
        for number, group in groupby(desk.passages(transcript_id), key=lambda each: each.turn)
    }
    turns = [shown(marks_of(transcript, turn, by_turn.get(turn.number, []))) for turn in transcript.turns]
    seats = here.study().seats(transcript_id)
    return render_template(
        "read.html.j2",
        transcript=transcript,
        turns=turns,
        themes=here.study().codebook.themes,
        seat=next((seat for seat in seats if seat.coder_id == desk.coder), None),
        seats=seats,
        is_compared=all_finished(seats),
        is_blind=transcript_id in desk.blinders().blind_in,
        is_unsuggested=transcript_id in desk.blinders().unsuggested_in,
        memos=memos_in(transcript_id),
        about=(MemoKind.TRANSCRIPT, transcript_id),
        coder=desk.coder,
    )


@pages.get("/queue")
def queue() -> str:
    """What is most worth a minute."""
    desk, asked = here.desk(), request.args
    wanted = Wanted(**{name: asked.get(name, "") for name in (*CHOSEN, "words")})
    order, show = _one_of(Order, "order", Order.WORTH), _one_of(Show, "show", Show.OPEN)
    found = desk.waiting(wanted, order, show)
    first = asked.get("from", 0, type=int)
    turns = found.turns
    first = first if 0 < first < len(turns) else 0
    return render_template(
        "queue.html.j2",
        cards=[_card(desk, *place) for place in turns[first : first + _ON_A_PAGE]],
        found=found,
        n_turns=len(turns),
        first=first,
        after=first + _ON_A_PAGE if first + _ON_A_PAGE < len(turns) else None,
        wanted=asdict(wanted),
        order=order,
        orders=_ORDERS,
        show=show,
        names=_names(),
        themes=here.study().codebook.themes,
        coder=desk.coder,
    )


_Choice = TypeVar("_Choice", bound=StrEnum)


def _one_of(choices: type[_Choice], name: str, otherwise: _Choice) -> _Choice:
    """What the address asks for; what it has no word for is passed over."""
    asked = request.args.get(name, "")
    return choices(asked) if asked in set(choices) else otherwise


def _names() -> dict[str, Mapping[str, str]]:
    """What the values that a queue is chosen by are called."""
    study = here.study()
    return {
        "code": {code.code_id: code.label for code in study.codebook.codes},
        "county": {case.case_id: case.label for case in study.cases()},
        "kind": _KINDS,
        "layer": _LAYERS,
    }


@pages.get("/why/<passage_id>")
def why(passage_id: str) -> str:
    """Why a code is suggested, for a panel beside the turn."""
    if passage_id.partition(":")[0] in here.desk().blinders().unsuggested_in:
        abort(403, "Suggestions are hidden from you here until all coders have finished.")
    return render_template("why.html.j2", explanation=here.study().explain(passage_id))


@pages.get("/codebook")
def codebook() -> str:
    """Every code with what it means and how often it is there."""
    mentions = Counter(passage.code_id for passage, _ in here.desk().view.cut().coded)
    return render_template(
        "codebook.html.j2", codebook=here.study().codebook, mentions=mentions, coder=here.desk().coder
    )


@pages.get("/code/<code_id>")
def code(code_id: str) -> str:
    """What a code means, and its passages."""
    found = here.study().codebook.code(code_id)
    if found is None:
        abort(404, f"There is no code '{code_id}'.")
    cut = here.desk().view.cut()
    of_code = [(passage, turn) for passage, turn in cut.coded if passage.code_id == code_id]
    wanted = {name: request.args.get(name, "") for name in _FILTERS}
    kept = [
        each
        for each in of_code
        if all(not wanted[name] or _facts(*each)[name] == wanted[name] for name in wanted)
    ]
    return render_template(
        "code.html.j2",
        code=found,
        theme=here.study().codebook.theme_of(found),
        records=here.desk().track_record(code_id),
        passages=[
            _quoted(cut.transcripts[passage.transcript_id], passage, _facts(passage, turn))
            for passage, turn in kept[:_MOST_PASSAGES]
        ],
        n_kept=len(kept),
        n_all=len(of_code),
        choices={name: sorted({_facts(*each)[name] for each in of_code} - {""}) for name in _FILTERS},
        wanted=wanted,
        counties={case.case_id: case.label for case in cut.cases},
        memos=memos_on(MemoKind.CODE, code_id),
        about=(MemoKind.CODE, code_id),
        coder=here.desk().coder,
    )


@pages.get("/matrix")
def matrix() -> str:
    """How often each code is there in each county; a cell leads to its passages."""
    cut = here.desk().view.cut()
    cells = Counter((passage.code_id, turn.case_id) for passage, turn in cut.coded)
    decided = Counter((passage.code_id, turn.case_id) for passage, turn in cut.coded if passage.is_decided)
    return render_template(
        "matrix.html.j2",
        themes=cut.codebook.themes,
        cases=cut.cases,
        cells=cells,
        decided=decided,
        summaries=summaries(),
        coder=here.desk().coder,
    )


@pages.get("/find")
def find() -> str:
    """Search the study in the language of the rules."""
    query, county = request.args.get("query", "").strip(), request.args.get("county", "")
    lines: list[ConcordanceLine] = []
    fault = ""
    if query:
        try:
            with here.engine():
                lines = here.study().find(query, case=county or None)
        except QueryError as error:
            fault = str(error)
    return render_template(
        "find.html.j2",
        query=query,
        county=county,
        fault=fault,
        lines=lines[:_MOST_PASSAGES],
        n_lines=len(lines),
        cases=here.study().cases(),
        coder=here.desk().coder,
    )


@pages.get("/codes.css")
def colours() -> Response:
    """The colour of each theme, as the codebook gives it."""
    rules = [
        f".theme-{theme.theme_id} {{ --theme: {theme.colour}; }}" for theme in here.study().codebook.themes
    ]
    return Response("\n".join(rules) + "\n", mimetype="text/css")


def _facts(passage: CodedPassage, turn: Spoken) -> dict[str, str]:
    """What a passage can be filtered by."""
    return {
        "county": turn.case_id,
        "role": turn.role_group,
        "kind": turn.source_type.value,
        "coder": passage.coder_id,
        "status": passage.status.value,
        "review": "reviewed" if passage.is_decided else "not reviewed",
    }


def _quoted(transcript: Transcript, passage: CodedPassage, facts: Mapping[str, str]) -> Quoted:
    return Quoted(passage, transcript.text[passage.segment.start : passage.segment.end], facts)


def _card(desk: Desk, transcript_id: str, number: int) -> str:
    transcript = desk.transcript(transcript_id)
    marks = marks_of(transcript, transcript.turns[number - 1], desk.passages(transcript_id, number))
    return shown(marks, _asked_before(transcript, number))


def _asked_before(transcript: Transcript, number: int) -> str:
    """What was said just before a turn, for a reader who sees the turn alone."""
    if number < 2:
        return ""
    turn = transcript.turns[number - 2]
    return f"{turn.speaker}: {transcript.words(turn)}" if turn.speaker else ""
