"""The log of accounts, appended to and never changed, and the hash of each account's password."""

import sqlite3

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from csec_qual.base.identity import Json
from csec_qual.model.account import AccountChange, AccountEvent, AccountRole
from csec_qual.store import chain
from csec_qual.store.engine import direct
from csec_qual.store.schema import accounts, passwords

_OF_NAME = 'SELECT change_id, event, role, "by", time FROM accounts WHERE name = ? ORDER BY position'


def append(connection: Connection, change: AccountChange) -> None:
    """Add an entry to the log, linked to the one before it.

    Args:
        connection: A transaction that writes: nobody else can append in between.
        change: What happened.
    """
    said: dict[str, Json] = {
        "change_id": change.change_id,
        "name": change.name,
        "event": change.event.value,
        "role": change.role.value,
        "by": change.by,
        "time": change.time,
    }
    link = chain.link(chain.last(direct(connection), chain.ACCOUNTS), said, chain.ACCOUNTS)
    connection.execute(insert(accounts).values(**said, link=link))


def fetch(connection: Connection) -> list[AccountChange]:
    """Every entry, in the order in which they were made."""
    return [
        AccountChange(
            row.change_id, row.name, AccountEvent(row.event), AccountRole(row.role), row.by, row.time
        )
        for row in connection.execute(select(accounts).order_by(accounts.c.position))
    ]


def of_name(connection: sqlite3.Connection, name: str) -> list[AccountChange]:
    """Every entry of one name; every request of somebody who is signed in asks for it."""
    found = connection.execute(_OF_NAME, (name,))
    return [
        AccountChange(change_id, name, AccountEvent(event), AccountRole(role), by, time)
        for change_id, event, role, by, time in found
    ]


def keep_password(connection: Connection, name: str, hashed: str) -> None:
    """Keep the hash of an account's password in place of the one before."""
    written = insert_or(passwords).values(name=name, hash=hashed)
    connection.execute(written.on_conflict_do_update(index_elements=["name"], set_={"hash": hashed}))


def password(connection: Connection, name: str) -> str:
    """The hash of an account's password; empty where there is none."""
    wanted = select(passwords.c.hash).where(passwords.c.name == name)
    return str(connection.execute(wanted).scalar() or "")


def drop_password(connection: Connection, name: str) -> None:
    """Forget the password of an account."""
    connection.execute(delete(passwords).where(passwords.c.name == name))
