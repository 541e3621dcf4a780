"""What people note on the study, a case, a transcript, a turn, a code, or a cell of the matrix."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from csec_qual.base.clock import now
from csec_qual.base.errors import MemoChangedError, MemoError
from csec_qual.base.identity import stable_id
from csec_qual.model.memo import Memo, MemoKind, MemoVersion
from csec_qual.store import memos as kept
from csec_qual.store.engine import Database
from csec_qual.study.folder import StudyFolder

if TYPE_CHECKING:
    from csec_qual.analysis.cut import DataCut

LONGEST = 20_000
"""Characters of a memo at most."""


class Memos:
    """The memos of a study.

    Args:
        held: What the study holds.
        database: Its database.
    """

    def __init__(self, held: StudyFolder, database: Database) -> None:
        self._held = held
        self._database = database

    def all(self, kind: MemoKind | None = None, place: str | None = None) -> list[Memo]:
        """The memos that were not removed, the newest first.

        Args:
            kind: Only about this kind of thing.
            place: Only about this one.
        """
        with self._database.reading() as connection:
            found = _memos(kept.fetch(connection))
        wanted = [
            memo
            for memo in found
            if not memo.is_removed and kind in (None, memo.now.kind) and place in (None, memo.now.place)
        ]
        return sorted(wanted, key=lambda memo: (memo.now.time, memo.now.memo_id), reverse=True)

    def for_reports(self) -> list[MemoVersion]:
        """What is to stand in the reports: every cell's summary, and what was marked so."""
        return [memo.now for memo in self.all() if memo.now.for_report]

    def find(self, memo_id: str) -> Memo:
        """A memo by its id, removed or not.

        Raises:
            MemoError: There is none.
        """
        with self._database.reading() as connection:
            found = kept.fetch(connection, memo_id)
        if not found:
            raise MemoError(f"There is no memo '{memo_id}'.")
        return Memo(tuple(found))

    def cell(self, case_id: str, code_id: str) -> Memo | None:
        """The summary in a cell of the matrix; None where nobody has written one."""
        found = self.all(MemoKind.CELL, f"{case_id}:{code_id}")
        return found[0] if found else None

    def write(
        self, kind: MemoKind, place: str, text: str, *, by: str, for_report: bool = False, n: int = 0
    ) -> Memo:
        """Write a memo.

        Args:
            kind: What it is about.
            place: Which of that kind: a case's, transcript's or code's id, a turn such as
                ``maple-admin-01:41``, a cell such as ``maple:tg-caregiver``; empty for the study.
            text: The memo.
            by: Who writes it.
            for_report: Whether it may stand in the county's report; a cell's always may.
            n: For a cell, the mentions it is written at.

        Raises:
            MemoError: There is no such thing, the text is empty or too long, or who writes has no name.
        """
        self._check_place(kind, place)
        is_shown = for_report or kind is MemoKind.CELL
        return self._append(kind, place, _checked(text), by, is_shown, n, None)

    def revise(
        self, memo_id: str, text: str, *, by: str, was: int, for_report: bool | None = None, n: int = 0
    ) -> Memo:
        """Write another version of a memo.

        Args:
            memo_id: The memo.
            text: What it says from now on.
            by: Who writes it.
            was: The version that was read before; another one since then is not written over.
            for_report: Whether it may stand in the county's report; as before where it is None.
            n: For a cell, the mentions it is written at.

        Raises:
            MemoChangedError: Somebody wrote another version in the meantime; both texts are in the error.
            MemoError: There is no such memo, or the text is empty or too long.
        """
        before = self.find(memo_id)
        is_cell = before.now.kind is MemoKind.CELL
        is_shown = is_cell or (before.now.for_report if for_report is None else for_report)
        return self._append(before.now.kind, before.now.place, _checked(text), by, is_shown, n, (before, was))

    def remove(self, memo_id: str, *, by: str, was: int) -> Memo:
        """Remove a memo; its versions stay in the log.

        Raises:
            MemoChangedError: Somebody wrote another version in the meantime.
            MemoError: There is no such memo.
        """
        before = self.find(memo_id)
        return self._append(before.now.kind, before.now.place, "", by, False, 0, (before, was))

    def _append(
        self,
        kind: MemoKind,
        place: str,
        text: str,
        by: str,
        for_report: bool,
        n: int,
        after: tuple[Memo, int] | None,
    ) -> Memo:
        if not by.strip():
            raise MemoError("A memo needs the name of who writes it.")
        with self._database.writing() as connection:
            if kind is MemoKind.CELL and text:
                _check_cell(_memos(kept.fetch(connection)), place, after[0].now.memo_id if after else "")
            time = now()
            if after is None:
                entries = len(kept.fetch(connection))
                memo_id, before = stable_id("memo", str(entries), kind.value, place, by, time), []
            else:
                memo_id = after[0].now.memo_id
                before = kept.fetch(connection, memo_id)
                if len(before) != after[1]:
                    raise MemoChangedError(before[-1].by, before[-1].text, text)
            number = len(before) + 1
            entry_id = stable_id("memo version", memo_id, str(number), text, by, time)
            version = MemoVersion(
                entry_id, memo_id, number, kind, place, text, by.strip(), for_report, n, time
            )
            kept.append(connection, version)
        return Memo((*before, version))

    def _check_place(self, kind: MemoKind, place: str) -> None:
        left, _, right = place.rpartition(":")
        match kind:
            case MemoKind.STUDY:
                _check_known("place", place, {""})
            case MemoKind.CASE:
                _check_known("case", place, self._cases())
            case MemoKind.TRANSCRIPT:
                _check_known("transcript", place, self._held.transcripts())
            case MemoKind.CODE:
                _check_known("code", place, self._codes())
            case MemoKind.CELL:
                _check_known("case", left, self._cases())
                _check_known("code", right, self._codes())
            case MemoKind.TURN:
                _check_known("transcript", left, self._held.transcripts())
                turns = self._held.transcripts()[left].turns
                _check_known("turn", right, {str(turn.number) for turn in turns})

    def _cases(self) -> set[str]:
        return {case.case_id for case in self._held.lists.cases}

    def _codes(self) -> set[str]:
        return {code.code_id for code in self._held.codebook.codes}


def mentions(cut: "DataCut", place: str) -> int:
    """How many turns have the code in the county of a cell, such as ``maple:tg-caregiver``."""
    case_id, _, code_id = place.rpartition(":")
    return sum(passage.code_id == code_id and turn.case_id == case_id for passage, turn in cut.coded)


def _memos(versions: list[MemoVersion]) -> list[Memo]:
    found: dict[str, list[MemoVersion]] = {}
    for version in versions:
        found.setdefault(version.memo_id, []).append(version)
    return [Memo(tuple(each)) for each in found.values()]


def _check_cell(found: list[Memo], place: str, memo_id: str) -> None:
    """Refuse a second summary of a cell."""
    standing = (memo.now for memo in found if not memo.is_removed and memo.now.kind is MemoKind.CELL)
    if any(each.place == place and each.memo_id != memo_id for each in standing):
        raise MemoError(f"The cell {place} has a summary already: edit that one.")


def _checked(text: str) -> str:
    written = text.replace("\r\n", "\n").strip()
    if not written:
        raise MemoError("The memo is empty. Write something, or remove it.")
    if len(written) > LONGEST:
        raise MemoError(f"The memo has {len(written)} characters; {LONGEST} are the most.")
    return written


def _check_known(what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        raise MemoError(f"There is no {what} '{name}'.")
