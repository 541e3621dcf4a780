"""Running the workbench on this machine."""

import socket
import webbrowser
from collections.abc import Callable
from contextlib import closing

from waitress.server import create_server

from csec_qual.base.errors import OutputError
from csec_qual.study.study import Study
from csec_qual.web.app import make_app
from csec_qual.web.security import LaunchToken

LOOPBACK = "127.0.0.1"


def serve(
    study: Study, coder: str, *, port: int, opens_browser: bool, announce: Callable[[str], None]
) -> None:
    """Serve the workbench until it is stopped with Ctrl-C.

    Args:
        study: The study.
        coder: Whose decisions are recorded.
        port: Where to listen, on the loopback address; 0 for any free port.
        opens_browser: Whether the browser is opened.
        announce: Told the link that lets one person in.

    Raises:
        OutputError: The port is taken.
    """
    with closing(_listen(port)) as listening:
        token = LaunchToken()
        port = listening.getsockname()[1]
        app = make_app(study, coder, port, token)
        server = create_server(app, sockets=[listening], threads=8, ident="csec_qual")
        link = f"http://{LOOPBACK}:{port}/enter/{token.value}"
        announce(link)
        if opens_browser:
            webbrowser.open(link)
        try:
            server.run()
        finally:
            server.close()


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise OutputError(f"Port {port} is taken. Give another with --port, or 0 for any.") from error
    return listening
