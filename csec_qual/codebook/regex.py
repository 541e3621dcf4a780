"""Regular expressions that run in time linear in their text (RE2)."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Protocol, cast

import re2

from csec_qual.base.errors import QueryError


class Pattern(Protocol):
    """A compiled regular expression that runs in time linear in its text."""

    def finditer(self, text: str) -> Iterator[Any]:
        """Every match from left to right."""
        ...

    def fullmatch(self, text: str) -> object | None:
        """The match of the whole text, or None."""
        ...


@cache
def compile_regex(pattern: str) -> Pattern:
    """The pattern ready to run, letters in any case, in time linear in the text (RE2).

    Raises:
        QueryError: RE2 does not accept it; the column is that of the pattern's first character.
    """
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    try:
        return cast("Pattern", re2.compile(pattern, options=options))
    except re2.error as error:
        detail = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        raise QueryError(
            f"/{pattern}/",
            2,
            f"The regular expression does not hold together: {detail}. "
            "Look-ahead and back-references are not available.",
        ) from None
