"""What a browser may ask to be decided, undone and redone; every answer is the passage as it is then."""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import BadRequest

from csec_qual.model.coding import Decision, Stance
from csec_qual.model.transcript import Segment
from csec_qual.review.decide import passage_id
from csec_qual.study.reviewing import DecidedMeanwhileError
from csec_qual.tagging.preview import Kind
from csec_qual.web import here
from csec_qual.web.marks import marks_of, shown

decisions = Blueprint("decisions", __name__, url_prefix="/do")

# A step may have touched hundreds of turns; a page that shows them is loaded anew.
_MOST_TURNS = 40
_CONFLICT = 409


@decisions.post("/decide")
def decide() -> Response:
    """Record a stance on a passage; ``start`` and ``end`` give other words than those suggested."""
    said = _sent()
    name = _text(said, "passage")
    try:
        stance = Stance(_text(said, "stance"))
    except ValueError:
        raise BadRequest("There is no such stance.") from None
    if stance is Stance.TAKEN_BACK:
        raise BadRequest("To take a decision back, undo it.")
    segment = None
    if "start" in said:
        segment = Segment(name.partition(":")[0], _number(said, "start"), _number(said, "end"))
    made = here.desk().decide(name, stance, note=_text(said, "note"), segment=segment, known=_known(said))
    return _answer([made])


@decisions.post("/instead")
def instead() -> Response:
    """Reject one code and put another in its place, in one step."""
    said = _sent()
    wrong, right = _text(said, "wrong"), _text(said, "passage")
    made = here.desk().put_in_place(wrong, right, note=_text(said, "note"), known=_known(said))
    return _answer([made])


@decisions.post("/accept-all")
def accept_all() -> Response:
    """Accept what waits of a rule, in one step."""
    made = here.desk().accept_all(_text(_sent(), "rule"))
    return jsonify(said=f"{len(made)} accepted, in one step: undo takes all of them back.")


@decisions.post("/undo")
def undo() -> Response:
    """Take the last decision back."""
    return _answer(here.desk().undo(), "There is nothing left to undo.")


@decisions.post("/redo")
def redo() -> Response:
    """Make the decision again that was taken back last."""
    return _answer(here.desk().redo(), "There is nothing to redo.")


@decisions.post("/try")
def try_rule() -> Response:
    """What another query in a rule gains and loses; nothing is written."""
    said = _sent()
    with here.engine():
        found = here.study().try_rule(_text(said, "rule"), _text(said, "find"))
    seen = here.desk().view.of_preview(found)
    return jsonify(html=render_template("preview.html.j2", preview=seen, Kind=Kind))


@decisions.post("/save")
def save_rule() -> Response:
    """Write the query into the codebook, and suggest by it."""
    said = _sent()
    with here.engine():
        here.study().edit_rule(_text(said, "rule"), _text(said, "find"), by=here.desk().coder)
        report = here.study().suggest()
    return jsonify(said=report.summary())


def _answer(made: Sequence[Decision], otherwise: str = "") -> Response:
    """Each turn that was decided on, as it is now; the page shows those it has."""
    if not made:
        return jsonify(notice=otherwise)
    turns = _turns(made)
    return jsonify(passage=passage_id(made[0]), stance=made[0].stance.value, n=len(made), turns=turns)


@decisions.errorhandler(DecidedMeanwhileError)
def decided_meanwhile(error: DecidedMeanwhileError) -> Response:
    """Nothing was recorded: what the other said, and the turn with it, for the coder to look again."""
    if not request.is_json:
        raise error
    answer = jsonify(error=str(error), passage=passage_id(error.decision), turns=_turns([error.decision]))
    answer.status_code = _CONFLICT
    return answer


def _turns(made: Sequence[Decision]) -> list[dict[str, object]]:
    desk = here.desk()
    turns: list[dict[str, object]] = []
    for transcript_id, number in dict.fromkeys((each.segment.transcript_id, each.turn) for each in made):
        transcript = desk.transcript(transcript_id)
        marks = marks_of(transcript, transcript.turns[number - 1], desk.passages(transcript_id, number))
        turns.append({"transcript": transcript_id, "turn": number, "html": shown(marks)})
        if len(turns) == _MOST_TURNS:
            break
    return turns


def _sent() -> dict[str, object]:
    said = request.get_json(silent=True)
    if not isinstance(said, dict):
        raise BadRequest("The request says nothing that can be understood.")
    return said


def _text(said: dict[str, object], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise BadRequest(f"'{name}' is not text.")
    return value


def _known(said: dict[str, object]) -> list[str] | None:
    """Ids of the others' decisions that the page showed; None where the request does not say."""
    return _text(said, "known").split() if "known" in said else None


def _number(said: dict[str, object], name: str) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadRequest(f"'{name}' is not a place in the text.")
    return value
