"""Running the workbench: for one person on this machine, or for a team over an encrypted way."""

import ipaddress
import socket
import ssl
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from waitress.server import create_server
from werkzeug.middleware.proxy_fix import ProxyFix

from csec_qual.base.errors import OutputError
from csec_qual.study.study import Study
from csec_qual.web.app import Launch, make_app
from csec_qual.web.security import Door, LaunchToken

if TYPE_CHECKING:
    from cheroot.ssl.builtin import BuiltinSSLAdapter

LOOPBACK = "127.0.0.1"
_THREADS = 8


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how the workbench is reached.

    Attributes:
        host: The address it listens on.
        port: The port; 0 for any free one.
        names: What browsers call it beside that address, such as ``coding.example.org``.
        certificate: File with the TLS certificate and those it rests on; None for none.
        key: File with its private key.
        is_behind_proxy: Whether a proxy in front encrypts, and says who asks in its ``X-Forwarded-`` headers.
    """

    host: str = LOOPBACK
    port: int = 0
    names: tuple[str, ...] = field(default_factory=tuple)
    certificate: Path | None = None
    key: Path | None = None
    is_behind_proxy: bool = False

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.certificate is not None or self.is_behind_proxy

    @property
    def is_local(self) -> bool:
        """Whether only programs on this machine reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def serve(
    study: Study,
    coder: str,
    where: Listening,
    *,
    opens_browser: bool,
    announce: Callable[[str], None],
) -> None:
    """Serve the workbench until it is stopped with Ctrl-C.

    Args:
        study: The study. If it has accounts, everybody signs in with theirs.
        coder: Whose decisions are recorded, where there are no accounts.
        where: Where it is reached.
        opens_browser: Whether the browser is opened.
        announce: Told the address that lets people in.

    Raises:
        OutputError: It would be reached from elsewhere without accounts or unencrypted; the port is taken;
            the certificate cannot be used.
    """
    is_team = bool(study.accounts.all())
    _check(where, is_team=is_team)
    with closing(_listen(where)) as listening:
        port = listening.getsockname()[1]
        door = Door(_hosts(where, port), is_team, where.is_encrypted)
        launch = None if is_team else Launch(coder, LaunchToken())
        app = make_app(study, door, launch)
        if where.is_behind_proxy:
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
        link = _link(where, port) + (f"/enter/{launch.token.value}" if launch else "/")
        # Who is told the link may follow it at once: whoever is to answer must listen by then.
        with _answering(app, where, listening) as answer:
            announce(link)
            if opens_browser:
                webbrowser.open(link)
            answer()


def _check(where: Listening, *, is_team: bool) -> None:
    if (where.certificate is None) != (where.key is None):
        raise OutputError("TLS needs both --tls-cert and --tls-key. Nothing was started.")
    if where.is_local:
        return
    if not is_team:
        raise OutputError(
            f"{where.host} is reached from other computers, and the study has no accounts: anybody could get "
            "in. Make accounts with 'csec-qual accounts add NAME', or leave --host out. Nothing was started."
        )
    if not where.is_encrypted:
        raise OutputError(
            f"{where.host} is reached from other computers, and the way there is not encrypted: passwords "
            "and participants' words could be read along. Give --tls-cert and --tls-key, or --behind-proxy "
            "where a proxy on the way encrypts. Nothing was started."
        )


@contextmanager
def _answering(app: Flask, where: Listening, listening: socket.socket) -> Iterator[Callable[[], None]]:
    """A server that listens, and what it does until it is stopped."""
    if where.certificate is None or where.key is None:
        plain = create_server(app, sockets=[listening], threads=_THREADS, ident="csec_qual")
        try:
            yield plain.run
        finally:
            plain.close()
        return
    from cheroot.wsgi import Server

    address = listening.getsockname()[:2]
    # cheroot binds for itself: the port is known now, and is given back to it.
    listening.close()
    encrypted = Server(address, app, numthreads=_THREADS, server_name="csec_qual")
    encrypted.ssl_adapter = _adapter(where.certificate, where.key)
    encrypted.prepare()
    try:
        yield encrypted.serve
    finally:
        encrypted.stop()


def _adapter(certificate: Path, key: Path) -> "BuiltinSSLAdapter":
    from cheroot.ssl.builtin import BuiltinSSLAdapter

    try:
        adapter = BuiltinSSLAdapter(str(certificate), str(key))
    except OSError as error:
        raise OutputError(
            f"{certificate}: the certificate or its key cannot be used ({error.strerror or error}). "
            "Both are PEM files, the key without a password. Nothing was started."
        ) from error
    adapter.context.minimum_version = ssl.TLSVersion.TLSv1_2
    return adapter


def _link(where: Listening, port: int) -> str:
    if where.names:
        return f"https://{where.names[0]}" if where.is_encrypted else f"http://{where.names[0]}"
    return f"{'https' if where.certificate else 'http'}://{_bracketed(where.host)}:{port}"


def _hosts(where: Listening, port: int) -> frozenset[str]:
    """What a browser may call the workbench."""
    own = {_bracketed(where.host), "localhost"} if where.is_local else {_bracketed(where.host)}
    named = {name for each in where.names for name in ((each,) if ":" in each else (each, f"{each}:{port}"))}
    return frozenset({f"{each}:{port}" for each in own} | named)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _listen(where: Listening) -> socket.socket:
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((where.host, where.port))
    except OSError as error:
        listening.close()
        reason = f"Port {where.port} is taken" if where.port else f"{where.host} cannot be listened on"
        raise OutputError(f"{reason}. Give another with --port or --host, or port 0 for any.") from error
    return listening
