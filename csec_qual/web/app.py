"""The application: its pages, what a browser may ask it to do, and its errors."""

from dataclasses import dataclass
from threading import Lock

from flask import Flask, Response, abort, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from csec_qual.base.errors import CsecQualError
from csec_qual.model.account import AccountRole
from csec_qual.study.study import Study
from csec_qual.web import pages, security
from csec_qual.web.decisions import decisions
from csec_qual.web.groups import groups
from csec_qual.web.memos import memos
from csec_qual.web.security import Door, LaunchToken
from csec_qual.web.signing import signing
from csec_qual.web.team import team
from csec_qual.web.viewing import viewing

_BAD_INPUT = 422


@dataclass(frozen=True, slots=True)
class Launch:
    """How one person on one machine gets in.

    Attributes:
        coder: Whose decisions are recorded.
        token: Lets them in, once.
    """

    coder: str
    token: LaunchToken


def make_app(study: Study, door: Door, launch: Launch | None = None) -> Flask:
    """The workbench.

    Args:
        study: The study.
        door: How it is reached.
        launch: How its one person gets in; None where a team signs in with accounts.

    Raises:
        DecisionError: The coder has no name.
    """
    app = Flask(__name__)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    security.protect(app, door)
    app.extensions["study"] = study
    app.extensions["engine"] = Lock()
    for part in (pages.pages, groups, decisions, memos, team, viewing, signing):
        app.register_blueprint(part)
    coder = study.desk(launch.coder).coder if launch else ""

    @app.get("/enter/<given>")
    def enter(given: str) -> Answer:
        if launch is None:
            abort(404)
        if not launch.token.redeem(given):
            return _page("This link does not work any more.", "Run csec-qual review again for another.", 403)
        answer = redirect(url_for("pages.home"))
        security.sign_in(answer, coder, AccountRole.LEAD)
        return answer

    @app.get("/favicon.ico")
    def icon() -> Answer:
        return Response(status=204)

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> Answer:
        return _said(error.description or error.name, error.code or 500)

    @app.errorhandler(CsecQualError)
    def refused(error: CsecQualError) -> Answer:
        return _said(str(error), _BAD_INPUT)

    return app


def _said(what: str, status: int) -> Response:
    if request.headers.get("X-Form-Token"):
        answer = jsonify(error=what)
        answer.status_code = status
        return answer
    return _page(what, "", status)


def _page(what: str, fix: str, status: int) -> Response:
    return make_response(render_template("problem.html.j2", what=what, fix=fix), status)
