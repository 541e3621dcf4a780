"""Who may ask, and what a browser may do with the answer.

One person on one machine: the program gives out a link with a token that works once; whoever opens it gets a
session, and nobody else does. A team signs in with accounts. What each role may ask for is in
``web.permissions``. Requests that another page sends are refused, by their Origin and by a token of the
session in every form.
"""

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from csec_qual.model.account import AccountRole
from csec_qual.web import here
from csec_qual.web.permissions import OPEN, may
from csec_qual.web.sessions import LONGEST_SECONDS, Session, Sessions, Throttle

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Other sites are told nothing; with "no-referrer" a browser would not say where our own forms come from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # Pages hold participants' words: no copy stays in the browser's cache.
    "Cache-Control": "no-store",
}
_ENCRYPTED_ONLY = "max-age=31536000"
# A note is the longest thing anybody sends.
_MOST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Door:
    """How the workbench is reached.

    Attributes:
        hosts: What a browser may call it, such as ``127.0.0.1:8350``; a page elsewhere whose name leads
            here is refused by it.
        is_team: Whether people sign in with accounts; else one person does with a link.
        is_encrypted: Whether the way to it is encrypted, here or by a proxy in front.
    """

    hosts: Collection[str]
    is_team: bool = False
    is_encrypted: bool = False

    @property
    def cookie(self) -> str:
        """The session's cookie; with this prefix a browser takes it only over an encrypted way."""
        return "__Host-csec_qual" if self.is_encrypted else "csec_qual"


class LaunchToken:
    """The token in the link that a person opens; it works once."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(32)
        self._is_used = False
        self._lock = Lock()

    def redeem(self, given: str) -> bool:
        """Whether this is the token, asked for the first time."""
        with self._lock:
            is_open = not self._is_used and hmac.compare_digest(given.encode(), self.value.encode())
            self._is_used = self._is_used or is_open
            return is_open


def protect(app: Flask, door: Door) -> None:
    """Guard every request of an application."""
    app.config.update(MAX_CONTENT_LENGTH=_MOST_BYTES, MAX_FORM_MEMORY_SIZE=_MOST_BYTES)
    app.extensions["door"] = door
    app.extensions["sessions"] = Sessions(expire=door.is_team)
    app.extensions["throttle"] = Throttle()

    @app.before_request
    def guard() -> Answer | None:
        if request.host not in door.hosts:
            abort(400, "This address is not the workbench's.")
        if request.endpoint in OPEN:
            return None
        found = _signed_in()
        if found is None:
            return _sent_away(door)
        g.person = found
        # An address that leads nowhere is answered as such.
        if request.endpoint and not may(found.role, request.endpoint):
            return _not_for(found.role)
        if request.method not in {"GET", "HEAD"}:
            _check_form()
        return None

    @app.after_request
    def shield(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if door.is_encrypted:
            response.headers.setdefault("Strict-Transport-Security", _ENCRYPTED_ONLY)
        return response

    app.jinja_env.globals.update(
        form_token=form_token, signed_in=lambda: g.get("person"), is_team=door.is_team
    )


def sign_in(answer: Answer, name: str, role: AccountRole, changed: str = "") -> None:
    """Begin a session and give it to the browser; one that it had before ends."""
    sessions, door = _sessions(), _door()
    sessions.end(request.cookies.get(door.cookie, ""))
    answer.set_cookie(
        door.cookie,
        sessions.begin(name, role, changed),
        max_age=LONGEST_SECONDS if door.is_team else None,
        secure=door.is_encrypted,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def sign_out(answer: Answer) -> None:
    """End the browser's session."""
    door = _door()
    _sessions().end(request.cookies.get(door.cookie, ""))
    answer.delete_cookie(door.cookie, secure=door.is_encrypted, httponly=True, samesite="Strict", path="/")


def form_token() -> str:
    """What every form and every request that changes something carries."""
    return here.person().seal if "person" in g else ""


def check_origin() -> None:
    """Refuse what another page sends."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != request.host_url.rstrip("/"):
        abort(403, "The request came from another page.")


def _signed_in() -> Session | None:
    """The session of who asks, unless their account was changed since they signed in."""
    found = _sessions().find(request.cookies.get(_door().cookie, ""))
    if found is None or not _door().is_team:
        return found
    account = here.study().accounts.find(found.name)
    return found if account and account.changed == found.changed else None


def _sent_away(door: Door) -> Answer:
    if not door.is_team:
        abort(403, "Open the link that csec-qual review printed; each link works once.")
    if request.method not in {"GET", "HEAD"} or request.headers.get("X-Form-Token"):
        abort(403, "Your session has ended. Sign in again; nothing was changed.")
    return redirect(url_for("signing.form"))


def _not_for(role: AccountRole) -> Answer:
    if request.endpoint != "pages.home":
        abort(403, f"This is not for a {role.value}.")
    return redirect(url_for("viewing.counts"))


def _check_form() -> None:
    check_origin()
    given = request.headers.get("X-Form-Token") or request.form.get("form_token", "")
    if not form_token() or not hmac.compare_digest(given.encode(), form_token().encode()):
        abort(403, "The form has expired. Reload the page and try again.")


def _sessions() -> Sessions:
    found: Sessions = current_app.extensions["sessions"]
    return found


def _door() -> Door:
    found: Door = current_app.extensions["door"]
    return found
