"""Twenty coders at once, over real HTTP: nothing lost, nothing doubled, the chain whole."""

import http.client
import json
import re
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode

import pytest
from waitress.server import create_server

from csec_qual.model.account import AccountRole
from csec_qual.study.study import Study
from csec_qual.web.app import make_app
from csec_qual.web.security import Door
from tests.study.small_study import TALKS, lay_out

PASSWORD = "quiet words in a row"
N_CODERS = 20
N_DECISIONS = 5_000
N_TALKS = 10
N_TURNS = 25
# Two slow cores shared with others take a tenth of this.
MOST_SECONDS = 600


@pytest.fixture
def busy(book, tmp_path):
    """A study of ten talks with a suggestion in every turn of theirs."""
    said = "\n\n".join(
        f"{speaker}: {words} {number}." if speaker == "Dana" else f"Priya: And then {number}?"
        for number in range(N_TURNS)
        for speaker, words in (("Priya", ""), ("Dana", "There was no training for respite in year"))
    )
    names = [f"talk-{number:02}.txt" for number in range(N_TALKS)]
    sources = "".join(f"{name},maple,interview,in person,2023-01,\n" for name in names)
    people = "".join(
        f"{name},Priya,interviewer,,,,\n{name},Dana,participant,MA-01,,caregiver,quote\n" for name in names
    )
    files = {
        **dict.fromkeys(names, said),
        "cases.csv": TALKS["counties.csv"],
        "sources.csv": f"file,case,source_type,mode,date,instrument\n{sources}",
        "participants.csv": f"file,label,role,participant_id,case,role_group,consent\n{people}",
    }
    talks = lay_out(tmp_path / "talks", files)
    with closing(Study.create(tmp_path / "study", str(book))) as study:
        study.add_transcripts(talks)
        study.suggest()
        yield study


class Coder:
    """Somebody before a browser, over a connection of their own."""

    def __init__(self, port, name):
        self.name = name
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Content-Type": "application/x-www-form-urlencoded"}
        entered = self._ask("POST", "/sign-in", urlencode({"name": name, "password": PASSWORD}))
        self._headers = {"Cookie": entered.getheader("Set-Cookie").partition(";")[0]}
        entered.read()
        page = self._ask("GET", "/").read().decode()
        (token,) = re.findall('name="form-token" content="([^"]+)"', page)
        self._headers |= {"X-Form-Token": token, "Content-Type": "application/json"}

    def decide(self, place, stance, note):
        began = time.perf_counter()
        answer = self._ask(
            "POST", "/do/decide", json.dumps({"passage": place, "stance": stance, "note": note})
        )
        body = json.loads(answer.read())
        assert answer.status == 200, body
        return time.perf_counter() - began

    def decide_unseen(self, place, stance):
        """The status of the answer to one who has seen nobody's decision."""
        said = {"passage": place, "stance": stance, "known": ""}
        answer = self._ask("POST", "/do/decide", json.dumps(said))
        answer.read()
        return answer.status

    def leave(self):
        self._connection.close()

    def _ask(self, method, path, body=None):
        self._connection.request(method, path, body, self._headers)
        return self._connection.getresponse()


@pytest.fixture
def coders(busy):
    """Twenty people with accounts before one server of eight threads, as ``csec-qual review`` runs it."""
    names = [f"coder-{number:02}" for number in range(N_CODERS)]
    for name in names:
        busy.accounts.add(name, AccountRole.CODER, PASSWORD, by="setup")
    hosts = set()
    app = make_app(busy, Door(hosts, is_team=True))
    server = create_server(app, host="127.0.0.1", port=0, threads=8, ident="csec_qual")
    hosts.add(f"127.0.0.1:{server.effective_port}")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    people = [Coder(server.effective_port, name) for name in names]
    yield people
    for each in people:
        each.leave()
    server.close()
    thread.join(timeout=10)


def test_five_thousand_decisions_of_twenty_coders(busy, coders):
    """Each is in the log once, under its coder, in the order in which they made theirs."""
    places = [each.suggestion_id for each in busy.suggestions()]
    assert len(places) == 2 * N_TALKS * N_TURNS
    each_makes = N_DECISIONS // N_CODERS

    def work(number):
        coder = coders[number]
        stances = ("applies", "does not apply", "unsure")
        return [
            coder.decide(places[(number + 2 * n) % len(places)], stances[n % 3], f"{coder.name} {n}")
            for n in range(each_makes)
        ]

    began = time.perf_counter()
    with ThreadPoolExecutor(N_CODERS) as people:
        waits = sorted(wait for own in people.map(work, range(N_CODERS)) for wait in own)
    took = time.perf_counter() - began
    median, slow = (waits[int(len(waits) * share)] * 1000 for share in (0.5, 0.99))
    sys.stdout.write(f"{len(waits)} in {took:.1f} s; waits {median:.0f} ms, one in a hundred {slow:.0f} ms\n")
    log = busy.history()
    assert Counter(each.note for each in log) == Counter(
        f"{coder.name} {n}" for coder in coders for n in range(each_makes)
    )
    for coder in coders:
        own = [each.note for each in log if each.coder_id == coder.name]
        assert own == [f"{coder.name} {n}" for n in range(each_makes)]
    check = busy.check_history()
    assert (check.n_decisions, check.broken) == (N_DECISIONS, {})
    assert took < MOST_SECONDS


def test_of_twenty_who_decide_on_the_same_at_once_one_is_recorded(busy, coders):
    """The others are told; who is first is first, however close."""
    places = [each.suggestion_id for each in busy.suggestions()][:10]
    for place in places:
        with ThreadPoolExecutor(N_CODERS) as people:
            answers = list(
                people.map(lambda coder, where=place: coder.decide_unseen(where, "applies"), coders)
            )
        assert Counter(answers) == {200: 1, 409: N_CODERS - 1}
    assert len(busy.history()) == len(places)
