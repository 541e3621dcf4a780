"""Words that a caller chooses from a few, such as a role or an audience."""

from enum import StrEnum
from typing import TypeVar

from csec_qual.base.errors import Problem, StudyError
from csec_qual.codebook.nodes import nearest

Choice = TypeVar("Choice", bound=StrEnum)


def choice(kind: type[Choice], word: str, what: str) -> Choice:
    """The member of an enumeration that a word names.

    Raises:
        StudyError: There is none; the message offers the nearest.
    """
    known = [member.value for member in kind]
    if word not in known:
        raise StudyError([Problem(what, None, f"'{word}' is none of its words.", nearest(word, known))])
    return kind(word)
