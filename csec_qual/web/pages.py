"""The pages that people look at."""

from itertools import groupby

from flask import Blueprint, Response, current_app, render_template, request

from csec_qual.model.transcript import Transcript
from csec_qual.study.desk import Desk
from csec_qual.study.study import Study
from csec_qual.web.marks import marks_of, shown

pages = Blueprint("pages", __name__)

_ON_A_PAGE = 25


@pages.get("/")
def home() -> str:
    """The transcripts, and how far the coder is with each."""
    return render_template("home.html.j2", rows=_desk().progress(), coder=_desk().coder, study=_study())


@pages.get("/read/<transcript_id>")
def read(transcript_id: str) -> str:
    """One transcript, turn by turn."""
    desk = _desk()
    transcript = desk.transcript(transcript_id)
    by_turn = {
        number: list(group)
        for number, group in groupby(desk.passages(transcript_id), key=lambda each: each.turn)
    }
    turns = [shown(marks_of(transcript, turn, by_turn.get(turn.number, []))) for turn in transcript.turns]
    return render_template(
        "read.html.j2", transcript=transcript, turns=turns, themes=_study().codebook.themes, coder=desk.coder
    )


@pages.get("/queue")
def queue() -> str:
    """What is most worth a minute."""
    desk = _desk()
    code = request.args.get("code") or None
    waiting = desk.queue(code=code)
    # A turn with several suggestions is one card, where the first of them would stand.
    places = list(dict.fromkeys((each.transcript_id, each.turn) for each in waiting))[:_ON_A_PAGE]
    cards = [_card(desk, transcript_id, turn) for transcript_id, turn in places]
    return render_template(
        "queue.html.j2",
        cards=cards,
        waiting=len(waiting),
        codes=desk.codes(),
        code=code,
        themes=_study().codebook.themes,
        coder=desk.coder,
    )


@pages.get("/why/<passage_id>")
def why(passage_id: str) -> str:
    """Why a code is suggested, for a panel beside the turn."""
    return render_template("why.html.j2", explanation=_study().explain(passage_id))


@pages.get("/codes.css")
def colours() -> Response:
    """The colour of each theme, as the codebook gives it."""
    rules = [f".theme-{theme.theme_id} {{ --theme: {theme.colour}; }}" for theme in _study().codebook.themes]
    return Response("\n".join(rules) + "\n", mimetype="text/css")


def _card(desk: Desk, transcript_id: str, number: int) -> str:
    transcript = desk.transcript(transcript_id)
    passages = [each for each in desk.passages(transcript_id) if each.turn == number]
    marks = marks_of(transcript, transcript.turns[number - 1], passages)
    return shown(marks, _asked_before(transcript, number))


def _asked_before(transcript: Transcript, number: int) -> str:
    """What was said just before a turn, for a reader who sees the turn alone."""
    if number < 2:
        return ""
    turn = transcript.turns[number - 2]
    return f"{turn.speaker}: {transcript.words(turn)}" if turn.speaker else ""


def _desk() -> Desk:
    desk: Desk = current_app.extensions["desk"]
    return desk


def _study() -> Study:
    study: Study = current_app.extensions["study"]
    return study
