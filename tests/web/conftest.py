"""The workbench of a small study, as a browser would reach it."""

import re
from contextlib import closing

import pytest

from csec_qual.model.account import AccountRole
from csec_qual.study.study import Study
from csec_qual.web.app import Launch, make_app
from csec_qual.web.security import Door, LaunchToken
from tests.study.conftest import book, folder, made, study  # noqa: F401

PORT = 8350
BASE = f"http://127.0.0.1:{PORT}"


def alone(study, coder, launch):  # noqa: F811
    """The workbench of one person on this machine."""
    return make_app(study, Door({f"127.0.0.1:{PORT}", f"localhost:{PORT}"}), Launch(coder, launch))


def opened(study, coder):  # noqa: F811
    """The browser of somebody who opened their link."""
    launch = LaunchToken()
    client = alone(study, coder, launch).test_client()
    return browsing(client, client.get(f"/enter/{launch.value}", base_url=BASE, follow_redirects=True))


def browsing(client, page):
    """A browser that has this page before it."""
    assert page.status_code == 200
    (token,) = re.findall('name="form-token" content="([^"]+)"', page.text)
    return Browser(client, token)


class Browser:
    """A client that knows the token of its session."""

    def __init__(self, client, token):
        self.client = client
        self.token = token

    def get(self, path, **more):
        return self.client.get(path, base_url=BASE, **more)

    def do(self, action, **said):
        return self.client.post(
            f"/do/{action}", json=said, headers={"X-Form-Token": self.token}, base_url=BASE
        )


@pytest.fixture
def launch():
    return LaunchToken()


@pytest.fixture
def app(study, launch):  # noqa: F811
    return alone(study, "ana", launch)


@pytest.fixture
def browser(app, launch):
    """Signed in by the link."""
    client = app.test_client()
    return browsing(client, client.get(f"/enter/{launch.value}", base_url=BASE, follow_redirects=True))


@pytest.fixture
def log(folder):  # noqa: F811
    """What is in the log of the study's folder now."""

    def read():
        with closing(Study.open(folder)) as opened:
            return [
                (each.coder_id, each.segment.transcript_id, each.turn, each.code_id, each.stance.value)
                for each in opened.history()
            ]

    return read


PASSWORD = "quiet words in a row"


@pytest.fixture
def team(study):  # noqa: F811
    """The workbench of a team: Ana leads, Luis codes, Vera looks on."""
    for name, role in (("ana", AccountRole.LEAD), ("luis", AccountRole.CODER), ("vera", AccountRole.VIEWER)):
        study.accounts.add(name, role, f"{PASSWORD} {name}", by="setup")
    return make_app(study, Door({f"127.0.0.1:{PORT}"}, is_team=True))


@pytest.fixture
def sign_in(team):
    """Sign somebody in, by the form."""

    def through_the_form(name):
        client = team.test_client()
        said = {"name": name, "password": f"{PASSWORD} {name}"}
        return browsing(client, client.post("/sign-in", data=said, base_url=BASE, follow_redirects=True))

    return through_the_form
