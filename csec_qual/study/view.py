"""What one coder may see of the whole study: every page that counts or lists across transcripts asks here.

Nothing that ``review.blind`` hides from the coder is in any of it.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from csec_qual.model.coding import Coding, Decision, Suggestion
from csec_qual.review.blind import Blinders
from csec_qual.review.decide import codings
from csec_qual.store import decisions as kept_decisions
from csec_qual.store.engine import Database
from csec_qual.store.suggestions import Place
from csec_qual.study import reviewing, seating
from csec_qual.study.folder import StudyFolder
from csec_qual.study.teamwork import TeamWork, last_words, team_work

if TYPE_CHECKING:
    from csec_qual.analysis.cut import DataCut
    from csec_qual.tagging.preview import CodePreview, Preview


class View:
    """The study as one coder may see it.

    Args:
        held: What the study holds.
        database: Its database.
        coder: The coder's name.
    """

    def __init__(self, held: StudyFolder, database: Database, coder: str) -> None:
        self._held = held
        self._database = database
        self.blinders: Blinders = seating.blinders(database, coder)

    def suggestions(self, codes: Collection[str] | None = None) -> list[Suggestion]:
        """The suggestions that stand, by transcript, turn and code; of some codes, or of all."""
        codable = reviewing.codable_turns(self._held.transcripts().values())
        wanted = set(reviewing.active_codes(self._held.codebook, codes))
        found = self.blinders.suggestions(self._held.suggestions())
        return [
            each for each in found if each.code_id in wanted and (each.transcript_id, each.turn) in codable
        ]

    def places(self) -> list[Place]:
        """Where suggestions stand; quicker than to fetch them whole."""
        codable = reviewing.codable_turns(self._held.transcripts().values())
        wanted = set(reviewing.active_codes(self._held.codebook))
        hidden = self.blinders.unsuggested_in
        found = reviewing.standing_places(self._database, codable, wanted)
        return [each for each in found if each.transcript_id not in hidden]

    def decisions(self) -> list[Decision]:
        """The decisions that stand, in the order in which they were made."""
        found = reviewing.decided(self._database, self._held.transcripts())
        return self.blinders.decisions(found.standing)

    def log(self) -> list[Decision]:
        """Every decision as it was made, in order."""
        with self._database.reading() as connection:
            return self.blinders.decisions(kept_decisions.fetch(connection))

    def standing(self) -> list[Decision]:
        """What each coder says of each passage now."""
        return last_words(self.decisions())

    def answers(self) -> dict[str, Coding]:
        """The study's present answer by passage."""
        return codings(self.decisions())

    def undecided(self) -> list[Suggestion]:
        """The suggestions on which nobody has decided, in transcript order."""
        answers = self.answers()
        return [each for each in self.suggestions() if each.suggestion_id not in answers]

    def team_work(self) -> TeamWork:
        """Who has coded what, and what is left."""
        return team_work(
            self._held.transcripts(),
            self._held.codebook.codes,
            self.places(),
            self.decisions(),
            self.log(),
            seating.seats(self._database),
        )

    def cut(self, *, decided_only: bool = False) -> "DataCut":
        """Everything counts are made from."""
        from csec_qual.study.cutting import cut

        return cut(
            self._held.settings,
            self._held.codebook,
            self._held.lists,
            self._held.transcripts(),
            self.suggestions(),
            self.decisions(),
            decided_only=decided_only,
        )

    def of_preview(self, preview: "Preview") -> "Preview":
        """What an edit changes."""
        return replace(preview, codes=tuple(map(self._of_code, preview.codes)))

    def _of_code(self, preview: "CodePreview") -> "CodePreview":
        hidden = self.blinders.unsuggested_in
        kept = (each for each in preview.changes if each.suggestion.transcript_id not in hidden)
        shown = (
            replace(each, coding=None)
            if each.coding and not self.blinders.sees(each.coding.decision)
            else each
            for each in kept
        )
        return replace(preview, changes=tuple(shown))
