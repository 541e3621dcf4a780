"""Memos, and the cells of the framework matrix with their summaries; all by plain forms."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from csec_qual.base.errors import MemoChangedError
from csec_qual.model.memo import Memo, MemoKind, MemoVersion
from csec_qual.study.memos import mentions
from csec_qual.web import here

memos = Blueprint("memos", __name__)

# A page of more is read by nobody; csec-qual memos list has them all.
_MOST = 300
_CONFLICT = 409


@memos.get("/memos")
def listed() -> str:
    """The memos, the newest first."""
    wanted = {name: request.args.get(name, "").strip() for name in ("kind", "by", "words")}
    every = _visible(here.study().memos.all())
    kept = [
        memo
        for memo in every
        if wanted["kind"] in ("", memo.now.kind.value)
        and wanted["by"] in ("", *memo.authors)
        and wanted["words"].casefold() in memo.now.text.casefold()
    ]
    return render_template(
        "memos.html.j2",
        memos=kept[:_MOST],
        n=len(kept),
        n_all=len(every),
        wanted=wanted,
        kinds=[kind.value for kind in MemoKind],
        people=sorted({name for memo in every for name in memo.authors}),
        where=where,
        coder=here.person().name,
    )


@memos.get("/memos/new")
def form() -> str:
    """The form for a memo."""
    kind, place = _kind(request.args.get("kind", "study")), request.args.get("place", "")
    return render_template(
        "memo.html.j2",
        memo=None,
        kind=kind,
        place=place,
        beside=memos_on(kind, place),
        changed=None,
        where=where,
        coder=here.person().name,
    )


@memos.get("/memos/<memo_id>")
def one(memo_id: str) -> str:
    """One memo with all that it said before."""
    return _shown(_readable(memo_id))


@memos.post("/memos/write")
def write() -> Response:
    """Write a memo."""
    kind, place = _kind(request.form.get("kind", "")), request.form.get("place", "")
    n = mentions(here.desk().view.cut(), place) if kind is MemoKind.CELL else 0
    made = here.study().memos.write(
        kind, place, _text(), by=here.person().name, for_report="for_report" in request.form, n=n
    )
    return redirect(where(made.now))


@memos.post("/memos/<memo_id>/revise")
def revise(memo_id: str) -> Response | tuple[str, int]:
    """Write another version of a memo; where somebody else did since, both are shown."""
    before = _readable(memo_id)
    is_cell = before.now.kind is MemoKind.CELL
    try:
        made = here.study().memos.revise(
            memo_id,
            _text(),
            by=here.person().name,
            was=_version(),
            for_report=None if is_cell else "for_report" in request.form,
            n=mentions(here.desk().view.cut(), before.now.place) if is_cell else 0,
        )
    except MemoChangedError as error:
        return _shown(here.study().memos.find(memo_id), error), _CONFLICT
    return redirect(where(made.now))


@memos.post("/memos/<memo_id>/remove")
def remove(memo_id: str) -> Response | tuple[str, int]:
    """Remove a memo."""
    before = _readable(memo_id)
    try:
        here.study().memos.remove(memo_id, by=here.person().name, was=_version())
    except MemoChangedError as error:
        return _shown(here.study().memos.find(memo_id), error), _CONFLICT
    return redirect(url_for("memos.listed") if before.now.kind is not MemoKind.CELL else where(before.now))


@memos.get("/cell/<case_id>/<code_id>")
def cell(case_id: str, code_id: str) -> str:
    """A county's passages of a code, and what they come to."""
    study, cut = here.study(), here.desk().view.cut()
    code, case = study.codebook.code(code_id), cut.case(case_id)
    if code is None or case is None:
        abort(404, "There is no such cell.")
    passages = [
        (passage, cut.transcripts[passage.transcript_id])
        for passage, turn in cut.coded
        if passage.code_id == code_id and turn.case_id == case_id
    ]
    return render_template(
        "cell.html.j2",
        case=case,
        code=code,
        theme=study.codebook.theme_of(code),
        n=len(passages),
        n_reviewed=sum(passage.is_decided for passage, _ in passages),
        passages=passages[:_MOST],
        memo=study.memos.cell(case_id, code_id),
        coder=here.person().name,
    )


def memos_on(kind: MemoKind, place: str) -> list[Memo]:
    """The memos about one thing that the coder may read."""
    return _visible(here.study().memos.all(kind, place))


def memos_in(transcript_id: str) -> list[Memo]:
    """The memos about a transcript and about its turns that the coder may read."""
    return [memo for memo in _visible(here.study().memos.all()) if _transcript_of(memo.now) == transcript_id]


def summaries() -> set[tuple[str, str]]:
    """Case and code of every cell of the matrix that has a summary."""
    return {_cell(memo.now.place) for memo in here.study().memos.all(MemoKind.CELL)}


def where(version: MemoVersion) -> str:
    """The page of what a memo is about."""
    place = version.place
    match version.kind:
        case MemoKind.CELL:
            case_id, code_id = _cell(place)
            return url_for("memos.cell", case_id=case_id, code_id=code_id)
        case MemoKind.TRANSCRIPT:
            return url_for("pages.read", transcript_id=place)
        case MemoKind.TURN:
            anchor = place.replace(":", "-")
            return url_for("pages.read", transcript_id=place.rpartition(":")[0], _anchor=anchor)
        case MemoKind.CODE:
            return url_for("pages.code", code_id=place)
        case MemoKind.CASE | MemoKind.STUDY:
            return url_for("memos.listed")


def _shown(memo: Memo, changed: MemoChangedError | None = None) -> str:
    return render_template(
        "memo.html.j2",
        memo=memo,
        kind=memo.now.kind,
        place=memo.now.place,
        beside=[],
        changed=changed,
        where=where,
        coder=here.person().name,
    )


def _visible(found: list[Memo]) -> list[Memo]:
    """Those the coder may know of: in blind work, not what others note there."""
    blinders = here.desk().blinders()
    return [
        memo
        for memo in found
        if not (at := _transcript_of(memo.now)) or all(blinders.knows(at, name) for name in memo.authors)
    ]


def _readable(memo_id: str) -> Memo:
    found = here.study().memos.find(memo_id)
    if not _visible([found]):
        abort(403, "What others note here is hidden from you until all coders have finished.")
    return found


def _transcript_of(version: MemoVersion) -> str:
    if version.kind is MemoKind.TURN:
        return version.place.rpartition(":")[0]
    return version.place if version.kind is MemoKind.TRANSCRIPT else ""


def _cell(place: str) -> tuple[str, str]:
    case_id, _, code_id = place.rpartition(":")
    return case_id, code_id


def _kind(name: str) -> MemoKind:
    try:
        return MemoKind(name)
    except ValueError:
        raise BadRequest("There is no such kind of memo.") from None


def _text() -> str:
    return request.form.get("text", "")


def _version() -> int:
    given = request.form.get("was", "")
    if not given.isdecimal():
        raise BadRequest("The form does not say which version it changes.")
    return int(given)
