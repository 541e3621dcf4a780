"""Who may ask, and what a browser may do with the answer.

One person on one machine: the program gives out a link with a token that works once; whoever opens it gets a
session, and nobody else does. Requests that another page sends are refused, by their Origin and by a token
of the session in every form.
"""

import hmac
import secrets
from collections.abc import Collection
from threading import Lock

from flask import Flask, Response, abort, request, session

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
_SEAL = "form"
_CODER = "coder"
# A note is the longest thing anybody sends.
_MOST_BYTES = 256 * 1024
OPEN_ENDPOINTS = frozenset({"enter", "icon", "static"})


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


def protect(app: Flask, hosts: Collection[str]) -> None:
    """Guard every request of an application.

    Args:
        app: The application.
        hosts: What a browser may call it, such as ``127.0.0.1:8350``; a page elsewhere that resolves to this
            machine is refused by it.
    """
    app.config.update(
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME="csec_qual",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=_MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=_MOST_BYTES,
    )

    @app.before_request
    def guard() -> None:
        if request.host not in hosts:
            abort(400, "This address is not the workbench's.")
        if request.endpoint in OPEN_ENDPOINTS:
            return
        if _CODER not in session:
            abort(403, "Open the link that csec-qual review printed; each link works once.")
        if request.method not in {"GET", "HEAD"}:
            _check_form()

    @app.after_request
    def shield(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.jinja_env.globals["form_token"] = form_token


def sign_in(coder: str) -> None:
    """Begin a session of a coder."""
    session.clear()
    session[_CODER] = coder
    session[_SEAL] = secrets.token_urlsafe(32)


def form_token() -> str:
    """What every form and every request that changes something carries."""
    return str(session.get(_SEAL, ""))


def _check_form() -> None:
    origin = request.headers.get("Origin")
    if origin is not None and origin != request.host_url.rstrip("/"):
        abort(403, "The request came from another page.")
    given = request.headers.get("X-Form-Token") or request.form.get("form_token", "")
    if not form_token() or not hmac.compare_digest(given.encode(), form_token().encode()):
        abort(403, "The form has expired. Reload the page and try again.")
