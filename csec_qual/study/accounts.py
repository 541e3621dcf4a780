"""The accounts of a team: who may sign in, with which password, to do what.

Passwords follow NIST SP 800-63B-4, section 3.1.1: length counts and not kinds of characters, nothing is cut
off, and none expires by itself. They are kept as argon2id hashes (RFC 9106) and never written to a log.
"""

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from csec_qual.base.clock import now
from csec_qual.base.errors import AccountError
from csec_qual.base.identity import stable_id
from csec_qual.model.account import Account, AccountChange, AccountEvent, AccountRole
from csec_qual.store import accounts as kept
from csec_qual.store.engine import Database

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 15
"""Characters; the least that NIST allows where a password is all that is asked."""
_LONGEST_PASSWORD = 256
_FEWEST_DIFFERENT = 6
_LONGEST_NAME = 60


class Accounts:
    """The accounts of a study.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Account]:
        """Every account that can be signed in with, by name."""
        return sorted(_standing(self.log()).values(), key=lambda account: account.name)

    def log(self) -> list[AccountChange]:
        """Everything that happened to any account, in order."""
        with self._database.reading() as connection:
            return kept.fetch(connection)

    def find(self, name: str) -> Account | None:
        """The account of that name; None where there is none, or it was removed."""
        with self._database.direct() as connection:
            return _standing(kept.of_name(connection, name)).get(name)

    def add(self, name: str, role: AccountRole, password: str, *, by: str) -> Account:
        """Make an account.

        Raises:
            AccountError: The name or the password will not do, or somebody has the name. Nothing was changed.
        """
        written = _checked_name(name)
        _check_password(password, written)
        if any(each.name.casefold() == written.casefold() for each in self.log()):
            raise AccountError(
                f"There is or was an account '{written}'. Its decisions go by that name: choose another."
            )
        return self._change(written, AccountEvent.ADDED, role, by, self._hasher.hash(_plain(password)))

    def set_role(self, name: str, role: AccountRole, *, by: str) -> Account:
        """Give an account another role. Its holder signs in again.

        Raises:
            AccountError: There is no such account, or nobody would be left to lead.
        """
        account = self._named(name)
        if role is not AccountRole.LEAD:
            self._check_lead_left(account)
        return self._change(account.name, AccountEvent.ROLE, role, by)

    def set_password(self, name: str, password: str, *, by: str) -> Account:
        """Give an account another password. Its holder signs in again.

        Raises:
            AccountError: There is no such account, or the password will not do.
        """
        account = self._named(name)
        _check_password(password, account.name)
        hashed = self._hasher.hash(_plain(password))
        return self._change(account.name, AccountEvent.PASSWORD, account.role, by, hashed)

    def remove(self, name: str, *, by: str) -> None:
        """Let nobody sign in with an account any more. Its holder's decisions stay under their name.

        Raises:
            AccountError: There is no such account, or nobody would be left to lead.
        """
        account = self._named(name)
        others = [each for each in self.all() if each.name != account.name]
        if others:
            self._check_lead_left(account)
        self._change(account.name, AccountEvent.REMOVED, account.role, by)

    def signed_in(self, name: str, password: str) -> Account | None:
        """The account that a name and a password belong to; None where they belong to none.

        A name that nobody has takes as long to refuse as a wrong password.
        """
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._database.reading() as connection:
            account = _standing(kept.fetch(connection)).get(name)
            hashed = kept.password(connection, name) if account else ""
        try:
            self._hasher.verify(hashed or self._nobodys_hash, _plain(password[: 4 * _LONGEST_PASSWORD]))
        except (VerificationError, InvalidHashError):
            return None
        return account if hashed else None

    def _change(
        self, name: str, event: AccountEvent, role: AccountRole, by: str, hashed: str = ""
    ) -> Account:
        if not by.strip():
            raise AccountError("A change to an account needs the name of who makes it: --by NAME.")
        with self._database.writing() as connection:
            log = kept.fetch(connection)
            time = now()
            change_id = stable_id("account", str(len(log)), name, event.value, role.value, by, time)
            change = AccountChange(change_id, name, event, role, by.strip(), time)
            kept.append(connection, change)
            if hashed:
                kept.keep_password(connection, name, hashed)
            if event is AccountEvent.REMOVED:
                kept.drop_password(connection, name)
            since = next(each.time for each in [*log, change] if each.name == name)
        return Account(name, role, change_id, since)

    def _named(self, name: str) -> Account:
        found = self.find(name.strip())
        if found is None:
            names = ", ".join(account.name for account in self.all())
            raise AccountError(
                f"There is no account '{name}'. "
                + (f"There are: {names}." if names else "There is none yet.")
            )
        return found

    def _check_lead_left(self, account: Account) -> None:
        leads = [each for each in self.all() if each.role is AccountRole.LEAD]
        if leads == [account]:
            raise AccountError(f"{account.name} is the only lead. Make somebody else a lead first.")

    @cached_property
    def _hasher(self) -> "PasswordHasher":
        from argon2 import PasswordHasher

        return PasswordHasher()

    @cached_property
    def _nobodys_hash(self) -> str:
        return self._hasher.hash("nobody's password")


def _standing(log: list[AccountChange]) -> dict[str, Account]:
    found: dict[str, Account] = {}
    for each in log:
        if each.event is AccountEvent.REMOVED:
            found.pop(each.name, None)
        else:
            since = found[each.name].since if each.name in found else each.time
            found[each.name] = Account(each.name, each.role, each.change_id, since)
    return found


def _plain(password: str) -> str:
    """The same characters however a keyboard composes them, as NIST asks."""
    return unicodedata.normalize("NFKC", password)


def _checked_name(name: str) -> str:
    written = unicodedata.normalize("NFC", name).strip()
    if not written or len(written) > _LONGEST_NAME or any(not char.isprintable() for char in written):
        raise AccountError(
            f"'{written}' cannot be the name of an account. Give 1 to {_LONGEST_NAME} letters."
        )
    return written


def _check_password(password: str, name: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(
            f"The password has {len(password)} characters; it needs {SHORTEST_PASSWORD}. "
            "A few words with spaces are long enough and easy to keep in mind."
        )
    if len(password) > _LONGEST_PASSWORD:
        raise AccountError(f"The password has more than {_LONGEST_PASSWORD} characters.")
    if len(set(password.casefold())) < _FEWEST_DIFFERENT or name.casefold() * 2 in password.casefold():
        raise AccountError("The password is too easy to guess. Use a few words that do not belong together.")
