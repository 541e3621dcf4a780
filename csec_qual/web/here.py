"""The study that is served, and who asks."""

from threading import Lock

from flask import current_app, g

from csec_qual.study.desk import Desk
from csec_qual.study.study import Study
from csec_qual.web.sessions import Session


def study() -> Study:
    """The study."""
    found: Study = current_app.extensions["study"]
    return found


def engine() -> Lock:
    """Words and what queries found in them are shared: one search or run of rules at a time."""
    found: Lock = current_app.extensions["engine"]
    return found


def person() -> Session:
    """Who asks; only behind the guard of ``web.security``."""
    found: Session = g.person
    return found


def desk() -> Desk:
    """The desk of who asks."""
    return study().desk(person().name)
