"""The workbench of a small study, as a browser would reach it."""

import re
from contextlib import closing

import pytest

from csec_qual.study.study import Study
from csec_qual.web.app import make_app
from csec_qual.web.security import LaunchToken
from tests.study.conftest import book, folder, made, study  # noqa: F401

PORT = 8350
BASE = f"http://127.0.0.1:{PORT}"


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
    return make_app(study, "ana", PORT, launch)


@pytest.fixture
def browser(app, launch):
    """Signed in by the link."""
    client = app.test_client()
    answer = client.get(f"/enter/{launch.value}", base_url=BASE, follow_redirects=True)
    assert answer.status_code == 200
    (token,) = re.findall('name="form-token" content="([^"]+)"', answer.text)
    return Browser(client, token)


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
