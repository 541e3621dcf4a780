"""A team signs in; each role may do what the table says and nothing else."""

import re

import pytest

from csec_qual.model.account import AccountRole
from csec_qual.web.permissions import ALLOWED, OPEN
from csec_qual.web.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions, Throttle
from tests.web.conftest import BASE, PASSWORD

WANTED = {"passage": "maple-01:2:tg-caregiver", "stance": "applies"}
NAMES = {AccountRole.LEAD: "ana", AccountRole.CODER: "luis", AccountRole.VIEWER: "vera"}
# What stands in the addresses, so that every endpoint can be asked for.
PARTS = {
    "transcript_id": "maple-01",
    "passage_id": "maple-01:2:tg-caregiver",
    "code_id": "tg-caregiver",
    "filename": "workbench.css",
    "given": "x",
    "memo_id": "x",
    "case_id": "maple",
}
REFUSED = 403


def endpoints(app):
    """Every endpoint with an address and a method that it answers to."""
    adapter = app.url_map.bind("127.0.0.1")
    for rule in app.url_map.iter_rules():
        parts = {name: PARTS[name] for name in rule.arguments}
        yield rule.endpoint, adapter.build(rule.endpoint, parts), "POST" if "POST" in rule.methods else "GET"


def asked(browser, path, method):
    """The answer to a request that is well made, whatever it says."""
    headers = {"X-Form-Token": browser.token}
    return browser.client.open(path, method=method, headers=headers, base_url=BASE)


def test_every_endpoint_is_in_the_table(team):
    """One that nobody thought of is refused to everybody, and this test names it."""
    known = {endpoint for endpoint, _, _ in endpoints(team)}
    assert known == set(ALLOWED) | OPEN
    assert not set(ALLOWED) & OPEN


@pytest.mark.parametrize("role", list(AccountRole))
def test_each_role_may_ask_for_what_the_table_says(team, sign_in, role):
    """Every endpoint, one by one."""
    browser = sign_in(NAMES[role])
    wrong = []
    for endpoint, path, method in endpoints(team):
        if endpoint in OPEN or endpoint == "signing.sign_out":
            continue
        is_allowed = role in ALLOWED[endpoint]
        answer = asked(browser, path, method)
        # A viewer who opens the front page is led to the counts.
        is_led = endpoint == "pages.home" and answer.status_code == 302
        if is_allowed == (answer.status_code == REFUSED or is_led):
            wrong.append((endpoint, answer.status_code))
    assert wrong == []


def test_nobody_gets_anything_without_signing_in(team):
    """Pages lead to the form; requests that change something are refused."""
    client = team.test_client()
    for endpoint, path, method in endpoints(team):
        if endpoint in OPEN:
            continue
        answer = client.open(path, method=method, base_url=BASE)
        assert (answer.status_code, answer.headers.get("Location")) in {(302, "/sign-in"), (REFUSED, None)}
        assert "training" not in answer.text


def test_decisions_go_by_the_account(sign_in, log):
    """Whatever name a browser sends along."""
    browser = sign_in("luis")
    assert browser.do("decide", **WANTED, coder="ana", coder_id="ana").status_code == 200
    assert [entry[0] for entry in log()] == ["luis"]


def test_people_undo_their_own_steps(sign_in, log):
    """Nobody takes back what another decided."""
    ana, luis = sign_in("ana"), sign_in("luis")
    assert ana.do("decide", **WANTED).status_code == 200
    assert "nothing left" in luis.do("undo").json["notice"]
    assert len(log()) == 1


def test_a_viewer_never_learns_who_said_it(study, sign_in):
    """No speaker's name, no transcript's, no county's: not in the words either."""
    browser = sign_in("vera")
    pages = [browser.get(path).text for path in ("/view/", "/view/code/tg-caregiver")]
    said = " ".join(pages)
    hidden = {speaker.label for each in study.transcripts() for speaker in each.speakers if speaker.label}
    hidden |= {case.label for case in study.cases()} | {each.transcript_id for each in study.transcripts()}
    hidden |= {person.participant_id for person in study.participants()}
    assert "<blockquote>" in said
    assert [name for name in sorted(hidden) if re.search(rf"\b{re.escape(name)}\b", said)] == []


def test_the_words_of_a_person_who_withdrew_are_gone_at_once(folder, sign_in):
    """From every page, while everybody is signed in."""
    coder, viewer = sign_in("luis"), sign_in("vera")
    words = "🙂 at all"
    pages = [
        (coder, path)
        for path in ("/read/maple-01", "/queue", "/code/tg-caregiver", "/find?query=train", "/team/waiting")
    ]
    pages.append((viewer, "/view/code/tg-caregiver"))

    def shown():
        return {path for browser, path in pages if words in browser.get(path).text}

    assert shown() == {path for _, path in pages}
    people = folder / "participants.csv"
    listed = people.read_text(encoding="utf-8").replace(
        "MA-01,,caregiver,quote", "MA-01,,caregiver,withdrawn"
    )
    people.write_text(listed, encoding="utf-8")
    assert shown() == set()


@pytest.mark.parametrize("change", ["role", "password", "remove"])
def test_a_changed_account_is_signed_out_at_once(study, sign_in, change):
    """Who lost a role, a password or the account does not go on with the old one."""
    browser = sign_in("luis")
    assert browser.get("/").status_code == 200
    if change == "role":
        study.accounts.set_role("luis", AccountRole.VIEWER, by="ana")
    elif change == "password":
        study.accounts.set_password("luis", "another row of words", by="ana")
    else:
        study.accounts.remove("luis", by="ana")
    assert browser.get("/").headers["Location"] == "/sign-in"
    assert browser.do("decide", **WANTED).status_code == REFUSED


def test_signing_out_ends_the_session(sign_in):
    """Also for a browser that kept the cookie."""
    browser = sign_in("luis")
    cookie = browser.client.get_cookie("csec_qual", domain="127.0.0.1")
    browser.client.post("/sign-out", data={"form_token": browser.token}, base_url=BASE)
    browser.client.set_cookie("csec_qual", cookie.value, domain="127.0.0.1")
    assert browser.get("/").headers["Location"] == "/sign-in"


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong"), ("nobody", "wrong"), ("", ""), ("ana", "")])
def test_a_wrong_name_and_a_wrong_password_look_the_same(team, name, password):
    """Nobody learns which names there are."""
    answer = team.test_client().post("/sign-in", data={"name": name, "password": password}, base_url=BASE)
    assert answer.status_code == REFUSED
    assert "Name or password is wrong." in answer.text


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_who_guesses_has_to_wait(team, name):
    """Also with the right password then, and for a name that there is not."""
    client = team.test_client()
    for _ in range(6):
        client.post("/sign-in", data={"name": name, "password": "guess"}, base_url=BASE)
    said = {"name": name, "password": f"{PASSWORD} {name}"}
    answer = client.post("/sign-in", data=said, base_url=BASE)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_sign_in_from_another_page_is_refused(team):
    """Somebody could be signed in under a name that is not theirs."""
    said = {"name": "ana", "password": f"{PASSWORD} ana"}
    answer = team.test_client().post(
        "/sign-in", data=said, headers={"Origin": "http://evil.example"}, base_url=BASE
    )
    assert answer.status_code == REFUSED


class Hands:
    """A clock that is moved by hand."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_session_ends_by_itself():
    """When nothing is done in it, and after a day's work whatever is done."""
    clock = Hands()
    sessions = Sessions(expire=True, clock=clock)
    idle = sessions.begin("ana", AccountRole.LEAD)
    clock.now += IDLE_SECONDS
    assert sessions.find(idle) is None
    busy = sessions.begin("ana", AccountRole.LEAD)
    for _ in range(int(LONGEST_SECONDS / IDLE_SECONDS * 2) - 1):
        clock.now += IDLE_SECONDS / 2
        assert sessions.find(busy) is not None
    clock.now += IDLE_SECONDS / 2
    assert sessions.find(busy) is None


def test_waiting_grows_and_ends():
    """A person who mistypes waits seconds; a program that guesses waits longer and longer."""
    clock = Hands()
    throttle = Throttle(clock=clock)
    waits = []
    for _ in range(12):
        throttle.failed("name ana")
        waits.append(throttle.wait("name ana"))
    assert waits[:4] == [0, 0, 0, 0]
    assert 0 < waits[4] < waits[6] <= waits[11] <= 15 * 60
    clock.now += waits[11]
    assert throttle.wait("name ana") == 0
    throttle.passed("name ana")
    throttle.failed("name ana")
    assert throttle.wait("name ana") == 0


def test_a_viewer_cannot_ask_county_by_county_for_words_that_must_not_be_placed(sign_in):
    """Everybody here is alone in their role and county: the two together would name them."""
    browser = sign_in("vera")
    links = re.findall(r'href="(/view/code/tg-caregiver\?county=[^"]+)"', browser.get("/view/").text)
    assert links
    assert "<blockquote>" in browser.get("/view/code/tg-caregiver").text
    for link in links:
        page = browser.get(link).text
        assert "<blockquote>" not in page
        assert "more must not be shown beside their county" in page
