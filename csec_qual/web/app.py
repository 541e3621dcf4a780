"""The application: its pages, what a browser may ask it to do, and its errors."""

from threading import Lock

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from csec_qual.base.errors import CsecQualError
from csec_qual.study.study import Study
from csec_qual.web import pages, security
from csec_qual.web.decisions import decisions
from csec_qual.web.security import LaunchToken
from csec_qual.web.team import team

_BAD_INPUT = 422


def make_app(study: Study, coder: str, port: int, token: LaunchToken) -> Flask:
    """The workbench of one person on one machine.

    Args:
        study: The study.
        coder: Whose decisions are recorded.
        port: Where it listens, on the loopback address.
        token: Lets its person in, once.
    """
    app = Flask(__name__)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    security.protect(app, {f"127.0.0.1:{port}", f"localhost:{port}"})
    app.extensions["desk"] = study.desk(coder)
    app.extensions["study"] = study
    # Words and what queries found in them are shared: one search or run of rules at a time.
    app.extensions["engine"] = Lock()
    app.register_blueprint(pages.pages)
    app.register_blueprint(decisions)
    app.register_blueprint(team)

    @app.get("/enter/<given>")
    def enter(given: str) -> Answer:
        if not token.redeem(given):
            return _page("This link does not work any more.", "Run csec-qual review again for another.", 403)
        security.sign_in(coder)
        return redirect(url_for("pages.home"))

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
