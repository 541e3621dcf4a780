"""A real browser before a real workbench: the program is started as a person starts it."""

import os
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.study.conftest import book, folder, made  # noqa: F401

# A machine that is busy with other things takes its time; what is expected must come all the same.
expect.set_options(timeout=30_000)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; where checks must not be skipped, its absence is a failure."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def workbench(folder):  # noqa: F811
    """The link that ``csec-qual review`` prints."""
    command = [
        sys.executable,
        "-m",
        "csec_qual",
        "--study",
        str(folder),
        "review",
        "--coder",
        "ana",
        "--no-browser",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def page(chromium, workbench):
    """The first page, with every error of the page a failure of the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    opened = context.new_page()
    wrong = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.goto(workbench)
    yield opened
    context.close()
    assert wrong == []
