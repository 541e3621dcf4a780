"""Who is signed in, kept here and not in the browser, and how often somebody may try.

A browser holds a random number of 256 bits; only its hash is kept. A session ends by itself when nothing is
done in it, and after a day's work whatever is done (OWASP Session Management; NIST SP 800-63B-4).
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

from csec_qual.model.account import AccountRole

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 60 * 60

# Wrong passwords until somebody has to wait, and for how long: twice as long after each more.
_FREE_TRIES = 5
_FIRST_WAIT = 15.0
_LONGEST_WAIT = 15 * 60.0
_MOST_KNOWN = 10_000

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Session:
    """One person at one browser.

    Attributes:
        name: Under which decisions are recorded.
        role: What they may do.
        changed: The last change to the account when they signed in; empty where there are no accounts.
        seal: What every form of theirs carries.
        began: When they signed in, in seconds.
        seen: When they last asked for something.
    """

    name: str
    role: AccountRole
    changed: str
    seal: str
    began: float
    seen: float


class Sessions:
    """Everybody who is signed in.

    Args:
        expire: Whether sessions end by themselves; that of one person on their own machine does not.
        clock: Seconds that only go forward.
    """

    def __init__(self, *, expire: bool, clock: Clock = time.monotonic) -> None:
        self._expire = expire
        self._clock = clock
        self._open: dict[str, Session] = {}
        self._lock = Lock()

    def begin(self, name: str, role: AccountRole, changed: str = "") -> str:
        """Sign somebody in; return what their browser keeps."""
        given, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._open = {key: each for key, each in self._open.items() if not self._is_over(each, now)}
            self._open[_key(given)] = Session(name, role, changed, secrets.token_urlsafe(32), now, now)
        return given

    def find(self, given: str) -> Session | None:
        """The session of a browser that asks for something now; None where it has none, or it has ended."""
        key, now = _key(given), self._clock()
        with self._lock:
            found = self._open.get(key)
            if found is None or self._is_over(found, now):
                self._open.pop(key, None)
                return None
            self._open[key] = replace(found, seen=now)
            return found

    def end(self, given: str) -> None:
        """Sign a browser out."""
        with self._lock:
            self._open.pop(_key(given), None)

    def _is_over(self, session: Session, now: float) -> bool:
        is_idle = now - session.seen >= IDLE_SECONDS
        return self._expire and (is_idle or now - session.began >= LONGEST_SECONDS)


@dataclass
class _Tries:
    failed: int = 0
    until: float = 0.0


@dataclass
class Throttle:
    """Makes whoever guesses wait, by name and by address, whether or not there is such a name.

    Attributes:
        clock: Seconds that only go forward.
    """

    clock: Clock = time.monotonic
    _tries: dict[str, _Tries] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, *who: str) -> int:
        """Seconds until any of these may try again; 0 where they may now."""
        with self._lock:
            until = max((self._tries[each].until for each in who if each in self._tries), default=0.0)
        return max(round(until - self.clock() + 0.5), 0)

    def failed(self, *who: str) -> None:
        """Note a wrong password."""
        now = self.clock()
        with self._lock:
            if len(self._tries) > _MOST_KNOWN:
                self._tries = {name: each for name, each in self._tries.items() if each.until > now}
            for each in who:
                tries = self._tries.setdefault(each, _Tries())
                tries.failed += 1
                over = tries.failed - _FREE_TRIES
                if over >= 0:
                    tries.until = now + min(_FIRST_WAIT * 2 ** min(over, 20), _LONGEST_WAIT)

    def passed(self, *who: str) -> None:
        """Forget what was wrong before: the right password was given."""
        with self._lock:
            for each in who:
                self._tries.pop(each, None)


def _key(given: str) -> str:
    return hashlib.sha256(given.encode()).hexdigest()
