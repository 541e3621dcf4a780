"""How long a person waits for the workbench, over real HTTP.

    python -m benchmarks.workbench                 60 transcripts of 8,000 words, most turns with a code
    python -m benchmarks.workbench --words 20000   a smaller study, to see that it runs

``csec-qual review`` runs in a process of its own on a study of invented talk. What is measured is wall time
from request to the last byte of the answer, in milliseconds: the median and the slowest of several. The
targets are a page in 300 ms and a decision in 10 ms. Nothing here fails because a computer is slow.
"""

import argparse
import http.client
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

# Started as a file, Python looks for modules beside it, and "benchmarks" is one folder up.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.engine import ROOT, Workplace, make_study
from benchmarks.talk import Coded

_DENSITY = 0.9
_POINTS = 6
_PAGES = 10
_DECISIONS = 300


class Person:
    """Somebody before a browser, without the browser."""

    def __init__(self, link: str) -> None:
        host, path = re.fullmatch(r"http://([^/]+)(/.*)", link).groups()  # type: ignore[union-attr]
        self._host = host
        self._connection = http.client.HTTPConnection(host)
        entered = self._ask("GET", path)
        self._cookie = str(entered.getheader("Set-Cookie")).partition(";")[0]
        entered.read()
        (self._token,) = re.findall('name="form-token" content="([^"]+)"', self.get("/"))

    def get(self, path: str) -> str:
        """A page."""
        return self._ask("GET", path, Cookie=self._cookie).read().decode()

    def do(self, path: str, **said: str) -> None:
        """A decision."""
        answer = self._ask(
            "POST",
            path,
            json.dumps(said),
            **{"Cookie": self._cookie, "X-Form-Token": self._token, "Content-Type": "application/json"},
        )
        body = answer.read().decode()
        if answer.status != 200:
            raise SystemExit(f"{path} {said}: {answer.status} {body[:200]}")

    def _ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        self._connection.request(method, path, body, {"Host": self._host, **headers})
        return self._connection.getresponse()


def main() -> None:
    """Build the study, open the workbench, and print how long each thing takes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--words", type=int, default=480_000, help="words of the study")
    words = parser.parse_args().words
    with tempfile.TemporaryDirectory(prefix="csec-qual-workbench-") as name:
        work = Workplace(Path(name), 1, None)
        coded = [Coded(*each) for each in work.step("coded_sentences", work.place("sample"))["coded"]]
        text, study, _ = make_study(work, several(coded), words, _DENSITY)
        found = work.step("suggest", study)
        n_suggested = int(str(found["suggestions"]))
        print(f"{text.n_interviews} transcripts, {text.n_words:,} words, {n_suggested:,} suggestions")
        with _workbench(study) as link:
            _measure(Person(link))


def several(coded: Sequence[Coded]) -> list[Coded]:
    """Answers that make several points each, as in a study with tens of suggestions on a page."""
    dice = Random(1)
    said = [each.text for each in coded if not each.question]
    return [Coded(" ".join(dice.sample(said, _POINTS))) for _ in coded]


def _measure(person: Person) -> None:
    transcripts = re.findall(r'href="/read/([^"]+)"', person.get("/"))
    waiting = [
        name
        for each in transcripts
        for name in re.findall(r'<li[^>]* data-passage="([^"]+)"', person.get(f"/read/{each}"))
    ]
    pages: dict[str, Callable[[int], object]] = {
        "transcripts": lambda _: person.get("/"),
        "one transcript": lambda n: person.get(f"/read/{transcripts[n % len(transcripts)]}"),
        "queue": lambda _: person.get("/queue"),
        "queue of a county": lambda _: person.get("/queue?order=surest&words=the&code=tg-caregiver"),
        "codebook": lambda _: person.get("/codebook"),
        "one code": lambda _: person.get("/code/tg-caregiver"),
        "matrix": lambda _: person.get("/matrix"),
        "memos": lambda _: person.get("/memos"),
        "team": lambda _: person.get("/team/"),
        "find": lambda _: person.get("/find?query=train*+NEAR/8+%7Bcaregiver%7D"),
    }
    for name, ask in pages.items():
        _print(f"page: {name}", [_timed(ask, n) for n in range(_PAGES)])
    step = max(len(waiting) // _DECISIONS, 1)
    places = waiting[::step][:_DECISIONS]
    _print(
        "decision",
        [
            _timed(lambda n: person.do("/do/decide", passage=places[n], stance="applies"), n)
            for n in range(len(places))
        ],
    )
    _print("undo", [_timed(lambda _: person.do("/do/undo"), n) for n in range(min(50, len(places)))])


def _timed(ask: Callable[[int], object], number: int) -> float:
    began = time.perf_counter()
    ask(number)
    return (time.perf_counter() - began) * 1000


def _print(name: str, taken: list[float]) -> None:
    print(f"{name:24}{statistics.median(taken):8.1f} ms median {max(taken):8.1f} ms slowest of {len(taken)}")


@contextmanager
def _workbench(study: Path) -> Iterator[str]:
    """The link of a workbench that runs until the block ends."""
    command = [
        sys.executable,
        "-m",
        "csec_qual",
        "--quiet",
        "--study",
        str(study),
        "review",
        "--coder",
        "ana",
        "--no-browser",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


if __name__ == "__main__":
    main()
