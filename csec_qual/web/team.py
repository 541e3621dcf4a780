"""The pages of a team: who has coded what, where two coders differ, how far they agree.

What is changed here is sent by plain forms, so that every button works without a script.
"""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from csec_qual.model.codes import CodeStatus
from csec_qual.model.coding import Decision, Stance
from csec_qual.model.transcript import Transcript
from csec_qual.review.adjudicate import Difference, Disagreement
from csec_qual.review.decide import passage_id
from csec_qual.study.adjudicating import Readings
from csec_qual.web import here

team = Blueprint("team", __name__, url_prefix="/team")

# A page of more is read by nobody; csec-qual history has them all.
_MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: a passage, its words, and what is said of it.

    Attributes:
        passage_id: The passage.
        transcript_id: Where it stands.
        turn: In which turn.
        code_id: The code.
        words: The words; empty where they are no longer in the text.
        decision: The decision; None where nobody decided.
    """

    passage_id: str
    transcript_id: str
    turn: int
    code_id: str
    words: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle a difference.

    Attributes:
        key: The key that chooses it.
        value: What is sent.
        label: What its button says.
    """

    key: str
    value: str
    label: str


@team.get("/")
def progress() -> str:
    """Who has coded what, and what is left; every number opens its list."""
    desk = here.desk()
    return render_template(
        "team.html.j2", work=desk.view.team_work(), blind=desk.blinders().blind_in, coder=desk.coder
    )


@team.get("/decisions")
def decisions() -> str:
    """What people say, or what was entered on a day, by transcript, code and coder."""
    view = here.desk().view
    wanted = {name: request.args.get(name, "") for name in ("transcript", "code", "coder", "day", "stance")}
    found: list[Decision] = []
    if wanted["day"]:
        found = [
            each
            for each in view.log()
            if each.time.startswith(wanted["day"]) and each.stance.name != "TAKEN_BACK"
        ]
    elif wanted["stance"]:
        found = [
            each.decision
            for each in view.answers().values()
            if each.decision.stance.value == wanted["stance"]
        ]
    else:
        found = view.standing()
    kept = [
        each
        for each in found
        if wanted["transcript"] in ("", each.segment.transcript_id)
        and wanted["code"] in ("", each.code_id)
        and wanted["coder"] in ("", each.coder_id)
    ]
    title = "Decisions" if not wanted["day"] else f"Decisions made on {wanted['day']}"
    lines = [_decided(each) for each in kept[:_MOST_LINES]]
    return _list(title, lines, len(kept), wanted)


@team.get("/waiting")
def waiting() -> str:
    """Suggestions on which nobody has decided."""
    wanted = {name: request.args.get(name, "") for name in ("transcript", "code")}
    kept = [
        each
        for each in here.desk().view.undecided()
        if wanted["transcript"] in ("", each.transcript_id) and wanted["code"] in ("", each.code_id)
    ]
    lines = [
        Listed(
            each.suggestion_id,
            each.transcript_id,
            each.turn,
            each.code_id,
            _transcript(each.transcript_id).text[each.segment.start : each.segment.end],
        )
        for each in kept[:_MOST_LINES]
    ]
    return _list("Nobody has decided", lines, len(kept), wanted)


@team.get("/agreement")
def agreement() -> str:
    """How far coders agree on what they finished."""
    coders = [each for each in request.args.get("coders", "").split(",") if each]
    transcript = request.args.get("transcript") or None
    unit = request.args.get("unit") or "turn"
    pairs = here.study().agreement(
        coders=coders if len(coders) == _TWO else (), transcript=transcript, unit=unit
    )
    return render_template(
        "agreement.html.j2",
        pairs=pairs,
        transcripts=[each.transcript.transcript_id for each in here.study().readings()],
        transcript=transcript,
        unit=unit,
        coder=here.desk().coder,
    )


@team.get("/compared")
def compared() -> str:
    """The passages behind a number of the agreement: what both gave, or one alone."""
    wanted = {name: request.args.get(name, "") for name in ("first", "second", "name", "which", "transcript")}
    codes = {
        code.code_id
        for theme in here.study().codebook.themes
        for code in theme.codes
        if wanted["name"] in (theme.theme_id, code.code_id) and code.status is CodeStatus.ACTIVE
    }
    readings = [
        each
        for each in here.study().readings()
        if {wanted["first"], wanted["second"]} <= set(each.decisions)
        and wanted["transcript"] in ("", each.transcript.transcript_id)
    ]
    kept = [made for each in readings for made in _compared(each, wanted, codes)]
    lines = [_decided(each) for each in kept[:_MOST_LINES]]
    title = {
        "both": f"Given by both {wanted['first']} and {wanted['second']}",
        "only_first": f"Given by {wanted['first']} alone",
        "only_second": f"Given by {wanted['second']} alone",
    }.get(wanted["which"], "Given by nobody")
    shown = {name: wanted[name] for name in ("name", "transcript")}
    return _list(title, lines, len(kept), shown)


@team.get("/differences")
def differences() -> str:
    """The transcripts whose coders have finished, and how many of their differences are settled."""
    return render_template("differences.html.j2", readings=here.study().readings(), coder=here.desk().coder)


@team.get("/differences/<transcript_id>")
def adjudicate(transcript_id: str) -> str:
    """Where the coders of a transcript differ, each reading beside the other."""
    desk = here.desk()
    found = desk.readings(transcript_id)
    open_first = sorted(found.differences, key=lambda each: each.settled is not None)
    return render_template(
        "adjudicate.html.j2",
        found=found,
        differences=open_first,
        choices={each.passage_id: _choices(each) for each in found.differences},
        codes={code.code_id: code for code in here.study().codebook.codes},
        may_settle=found.may_settle(desk.coder),
        words=_words_of(found),
        asked=_asked_before,
        coder=desk.coder,
    )


@team.post("/settle")
def settle() -> Response:
    """Settle one difference."""
    passage = _field("passage")
    known = request.form.get("known")
    here.desk().settle(
        passage, _field("choice"), request.form.get("note", ""), None if known is None else known.split()
    )
    transcript_id = passage.partition(":")[0]
    # The next one that is open comes first on the page.
    return redirect(url_for("team.adjudicate", transcript_id=transcript_id))


@team.post("/assign")
def assign() -> Response:
    """Give a transcript to a coder."""
    how = request.form.get("how", "")
    here.study().assign(
        _field("transcript"),
        _field("to"),
        by=here.desk().coder,
        blind=how in {"blind", "unsuggested"},
        no_suggestions=how == "unsuggested",
    )
    return redirect(url_for("team.progress"))


@team.post("/release")
def release() -> Response:
    """Take a transcript from a coder."""
    here.study().release(_field("transcript"), _field("to"), by=here.desk().coder)
    return redirect(url_for("team.progress"))


@team.post("/finish")
def finish() -> Response:
    """Mark a transcript finished by the coder."""
    here.study().finish(_field("transcript"), here.desk().coder)
    return redirect(url_for("pages.read", transcript_id=_field("transcript")))


@team.post("/reopen")
def reopen() -> Response:
    """Go on with a transcript."""
    here.study().reopen(_field("transcript"), here.desk().coder)
    return redirect(url_for("pages.read", transcript_id=_field("transcript")))


_TWO = 2


def _choices(difference: Disagreement) -> list[Choice]:
    found = [
        Choice(str(number), name, f"As {name}") for number, name in enumerate(difference.readings, start=1)
    ]
    if difference.difference is Difference.WORDS:
        found.append(Choice("b", "both", "Both: from the first word to the last"))
    return [*found, Choice("n", "neither", "Does not apply")]


def _compared(found: Readings, wanted: dict[str, str], codes: set[str]) -> list[Decision]:
    """What one of two coders gave in turns in which both, or that one alone, gave any of the codes."""
    first, second = (
        {
            each.turn: each
            for each in found.decisions[wanted[name]]
            if each.stance is Stance.APPLIES and each.code_id in codes
        }
        for name in ("first", "second")
    )
    turns = {
        "both": first.keys() & second.keys(),
        "only_first": first.keys() - second.keys(),
        "only_second": second.keys() - first.keys(),
    }.get(wanted["which"], set())
    return [({**second, **first})[turn] for turn in sorted(turns)]


def _words_of(found: Readings) -> dict[str, str]:
    """The words of each decision that differs, by its id."""
    text = found.transcript.text
    decisions = [
        made for each in found.differences for made in (*each.readings.values(), each.settled) if made
    ]
    return {each.decision_id: text[each.segment.start : each.segment.end] for each in decisions}


def _asked_before(transcript: Transcript, number: int) -> str:
    if number <= 1:
        return ""
    turn = transcript.turns[number - 2]
    return f"{turn.speaker}: {transcript.words(turn)}" if turn.speaker else ""


def _decided(decision: Decision) -> Listed:
    where, segment = _transcript(decision.segment.transcript_id), decision.segment
    is_there = any(
        turn.number == decision.turn
        and turn.is_codable
        and turn.start <= segment.start
        and segment.end <= turn.end
        for turn in where.turns
    )
    words = where.text[segment.start : segment.end] if is_there else ""
    return Listed(passage_id(decision), where.transcript_id, decision.turn, decision.code_id, words, decision)


def _transcript(transcript_id: str) -> Transcript:
    return here.desk().transcript(transcript_id)


def _list(title: str, lines: list[Listed], n: int, wanted: dict[str, str]) -> str:
    return render_template(
        "list.html.j2",
        title=title,
        lines=lines,
        n=n,
        wanted={name: value for name, value in wanted.items() if value},
        codes={code.code_id: code for code in here.study().codebook.codes},
        coder=here.desk().coder,
    )


def _field(name: str) -> str:
    value = request.form.get(name, "").strip()
    if not value:
        raise BadRequest(f"The form does not say '{name}'.")
    return value
