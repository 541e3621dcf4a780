"""Signing in to a team's workbench, and out of it."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from csec_qual.web import here, security
from csec_qual.web.sessions import Throttle

signing = Blueprint("signing", __name__)

_WRONG, _TOO_OFTEN = 403, 429


@signing.get("/sign-in")
def form() -> Response:
    """The form."""
    return _form("", 200)


@signing.post("/sign-in")
def sign_in() -> Response:
    """Begin a session where name and password are right."""
    security.check_origin()
    throttle: Throttle = current_app.extensions["throttle"]
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    who = (f"name {name.casefold()}", f"address {request.remote_addr}")
    wait = throttle.wait(*who)
    if wait:
        answer = _form(f"Too many wrong passwords. Try again in {_said(wait)}.", _TOO_OFTEN, name)
        answer.headers["Retry-After"] = str(wait)
        return answer
    account = here.study().accounts.signed_in(name, password)
    if account is None:
        throttle.failed(*who)
        return _form("Name or password is wrong.", _WRONG, name)
    throttle.passed(*who)
    answer = redirect(url_for("pages.home"))
    security.sign_in(answer, account.name, account.role, account.changed)
    return answer


@signing.post("/sign-out")
def sign_out() -> Response:
    """End the session."""
    answer = redirect(url_for("signing.form"))
    security.sign_out(answer)
    return answer


def _form(problem: str, status: int, name: str = "") -> Response:
    page = render_template("sign_in.html.j2", title=here.study().settings.title, problem=problem, name=name)
    return make_response(page, status)


def _said(seconds: int) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes > 1 else f"{seconds} seconds"
