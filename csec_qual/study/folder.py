"""What lies in a study's folder, read again where it has changed and only there.

A command asks several times for the same lists, and a program that stays open asks for all of it again
after each step. What is given out is never changed: who holds it holds what was there when they asked.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from csec_qual.base.identity import digest
from csec_qual.codebook.load import read_codebook
from csec_qual.model.codes import Codebook
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import Transcript
from csec_qual.store import newest
from csec_qual.store import suggestions as kept_suggestions
from csec_qual.store.engine import Database
from csec_qual.study import layout
from csec_qual.study.lists import Lists, read_lists
from csec_qual.study.settings import Settings, read_settings
from csec_qual.study.transcripts import as_lists_say

_LISTS = (layout.CASES, layout.SOURCES, layout.PARTICIPANTS)


class StudyFolder:
    """The settings, lists, codebook and transcripts of a study.

    Args:
        path: The folder.
        database: Its database.
    """

    def __init__(self, path: Path, database: Database) -> None:
        self.path = path
        self._database = database
        self._settings: tuple[list[bytes], Settings] | None = None
        self._lists: tuple[list[bytes], Lists] | None = None
        self._suggestions: tuple[dict[tuple[str, str], str], list[Suggestion]] | None = None
        self._transcripts: tuple[Lists, list[newest.Version], dict[str, Transcript]] | None = None

    @property
    def settings(self) -> Settings:
        """``study.yaml`` as it is now.

        Raises:
            StudyError: It has faults.
        """
        written = self._written(layout.SETTINGS)
        if written is None or self._settings is None or self._settings[0] != written:
            found = read_settings(self.path / layout.SETTINGS)
            self._settings = (written or [], found)
        return self._settings[1]

    @property
    def lists(self) -> Lists:
        """Counties, sources and speakers as people list them now.

        Raises:
            StudyError: A list has faults; every one is named with its row.
        """
        written = self._written(*_LISTS)
        if written is None or self._lists is None or self._lists[0] != written:
            self._lists = (written or [], read_lists(self.path))
        return self._lists[1]

    def transcripts(self) -> Mapping[str, Transcript]:
        """Every transcript by its id, in order, with the kind, roles and withdrawals of the lists."""
        lists = self.lists
        with self._database.direct() as connection:
            versions = newest.versions(connection)
            held = self._transcripts
            if held is None or held[0] is not lists or held[1] != versions:
                found = as_lists_say(newest.fetch_all(connection), lists)
                held = self._transcripts = (lists, versions, found)
        return held[2]

    def suggestions(self) -> Sequence[Suggestion]:
        """Every suggestion that is kept, by transcript, turn and code."""
        with self._database.direct() as connection:
            # What was computed from the same is the same.
            made_from = kept_suggestions.fingerprints(connection)
            held = self._suggestions
            if held is None or held[0] != made_from:
                held = self._suggestions = (made_from, kept_suggestions.fetch(connection))
        return held[1]

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook as it was when it was first asked for, or at the last ``reload``.

        Raises:
            CodebookError: It has faults; every one is named.
        """
        # Noted before it is read: an edit in between is then seen at the next reload.
        self._codebook_read = self._codebook_written()
        return read_codebook(self._codebook_folder, self.cache / "codebook")

    def reload(self) -> bool:
        """Read the codebook again where its files have changed; whether they have.

        Raises:
            CodebookError: It has faults now. What was read before is kept.
        """
        if "codebook" not in self.__dict__:
            return False
        written = self._codebook_written()
        if written == self._codebook_read:
            return False
        self.__dict__["codebook"] = read_codebook(self._codebook_folder, self.cache / "codebook")
        self._codebook_read = written
        return True

    @property
    def cache(self) -> Path:
        """Where what was read is kept from run to run."""
        return self.path / layout.CACHE

    @property
    def _codebook_folder(self) -> Path:
        return self.path / self.settings.codebook

    def _codebook_written(self) -> dict[str, str]:
        try:
            files = sorted(self._codebook_folder.glob("*.yaml"))
            return {path.name: digest(path.read_bytes()) for path in files}
        except OSError:
            return {}  # reading it says what is wrong

    def _written(self, *names: str) -> list[bytes] | None:
        """What files say; None where one cannot be read, of which its reader tells."""
        try:
            return [(self.path / name).read_bytes() for name in names]
        except OSError:
            return None
