"""Errors a user can put right, and the one way they are worded.

A message says where, what is wrong, and what to do, in that order. The command line turns
any of these into its message and exit code 2; everything else is a defect and keeps its traceback.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class CsecQualError(Exception):
    """Something a user can put right."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file a person wrote.

    Attributes:
        path: The file, relative to the study or as the user named it.
        line: Line from 1, or None where the whole file is meant.
        what: What is wrong, quoting the offending value.
        fix: What to do about it.
    """

    path: str
    line: int | None
    what: str
    fix: str = ""

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.what} {self.fix}".rstrip()


class ProblemsError(CsecQualError):
    """A file with one or more faults, all found before anything was raised.

    Attributes:
        problems: Every fault, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TranscriptError(ProblemsError):
    """A transcript file that cannot be read as it is."""


class CodebookError(ProblemsError):
    """A codebook that does not hold together."""


class StudyError(ProblemsError):
    """A study folder, or one of its lists, that is not as it should be."""


class QueryError(CsecQualError):
    """A search or rule that cannot be understood.

    Attributes:
        query: The text of the query.
        column: Column from 1 where it stops making sense.
        what: What is wrong there, and what was expected.
    """

    def __init__(self, query: str, column: int, what: str) -> None:
        self.query = query
        self.column = column
        self.what = what
        super().__init__(f"{what}\n  {query}\n  {' ' * (column - 1)}^ column {column}")


class SegmentError(CsecQualError):
    """A stretch of text that is empty, backwards or outside its transcript."""


class AccountError(CsecQualError):
    """An account that cannot be made or changed as it was asked."""


class MemoError(CsecQualError):
    """A memo that cannot be written as it was asked."""


class MemoChangedError(MemoError):
    """Somebody else wrote another version of a memo in the meantime; nothing was written.

    Attributes:
        by: Who wrote the version that stands.
        now: What it says.
        text: What was to be written.
    """

    def __init__(self, by: str, now: str, text: str) -> None:
        self.by = by
        self.now = now
        self.text = text
        super().__init__(
            f"{by} wrote another version in the meantime; yours was not written. It says now:\n{now}"
        )


class DecisionError(CsecQualError):
    """A decision that names something that is not there."""


class PrivacyError(CsecQualError):
    """Something that may not leave the study."""


class TemplateError(CsecQualError):
    """A report template that does not render."""


class OutputError(CsecQualError):
    """A result that could not be written; what was there before is untouched."""
