"""The program that listens: on this machine, or for a team over an encrypted way."""

import ssl
import subprocess
import sys
import urllib.request
from contextlib import closing, contextmanager
from urllib.error import HTTPError, URLError

import pytest
import trustme

from csec_qual.model.account import AccountRole
from csec_qual.study.study import Study
from tests.cli.run import run
from tests.web.conftest import PASSWORD


@pytest.fixture
def with_account(folder):
    """The study's folder, where Ana has an account."""
    with closing(Study.open(folder)) as study:
        study.accounts.add("ana", AccountRole.LEAD, PASSWORD, by="setup")
    return folder


@pytest.fixture
def certificate(tmp_path):
    """Files with a certificate for this machine and its key, and who vouches for it."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1", "localhost")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    return tmp_path / "cert.pem", tmp_path / "key.pem", authority


@contextmanager
def served(folder, *options):
    """The link that the program prints."""
    command = [sys.executable, "-m", "csec_qual", "--study", str(folder), "review", "--no-browser", *options]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def test_other_computers_get_nothing_without_accounts(folder):
    """The mistake that would open the study to a whole office."""
    done = run("--study", folder, "review", "--no-browser", "--host", "0.0.0.0", code=2)
    assert "accounts add" in done.stderr


def test_other_computers_get_nothing_unencrypted(with_account):
    """Passwords and words would go by in the clear."""
    done = run("--study", with_account, "review", "--no-browser", "--host", "0.0.0.0", code=2)
    assert "--tls-cert" in done.stderr


@pytest.mark.parametrize("given", ["--tls-cert", "--tls-key"])
def test_half_of_a_certificate_is_refused(with_account, certificate, given):
    """The certificate and its key go together."""
    done = run("--study", with_account, "review", "--no-browser", given, certificate[0], code=2)
    assert "both" in done.stderr


def test_a_file_that_is_no_certificate_is_refused(with_account, certificate, tmp_path):
    """The message names the file."""
    (tmp_path / "wrong.pem").write_text("no certificate", encoding="utf-8")
    options = ("--tls-cert", tmp_path / "wrong.pem", "--tls-key", certificate[1])
    done = run("--study", with_account, "review", "--no-browser", *options, code=2)
    assert "wrong.pem" in done.stderr


def test_a_coder_is_not_named_where_people_sign_in(with_account):
    """Whose decisions are recorded is told by who signed in."""
    done = run("--study", with_account, "review", "--no-browser", "--coder", "ana", code=2)
    assert "signs in" in done.stderr


def test_a_team_signs_in_over_tls(with_account, certificate):
    """The cookie goes over the encrypted way alone, and no browser that asks otherwise gets in."""
    cert, key, authority = certificate
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with served(with_account, "--tls-cert", cert, "--tls-key", key) as link:
        assert link.startswith("https://127.0.0.1:")
        opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=trusting), urllib.request.HTTPCookieProcessor()
        )
        assert "Sign in" in opener.open(link).read().decode()
        said = f"name=ana&password={PASSWORD.replace(' ', '+')}".encode()
        answer = opener.open(f"{link}sign-in", data=said)
        assert "Coding as" in answer.read().decode()
        assert answer.headers["Strict-Transport-Security"]
        (cookie,) = next(each for each in opener.handlers if hasattr(each, "cookiejar")).cookiejar
        assert (cookie.name, cookie.secure, cookie.path) == ("__Host-csec_qual", True, "/")
        with pytest.raises((HTTPError, URLError, ConnectionError)):
            urllib.request.urlopen(link.replace("https", "http"), timeout=5)


def test_a_proxy_says_who_asks_and_how(with_account):
    """Behind a proxy that encrypts, the workbench goes by the proxy's name and no other."""
    with served(with_account, "--behind-proxy", "--name", "coding.example.org", "--port", "0") as link:
        assert link == "https://coding.example.org/"
