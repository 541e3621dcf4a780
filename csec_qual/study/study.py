"""A study: the one object that opens the folder and its database and asks the rooms to work.

Methods are short: they fetch, call a room, store. ``add_*`` bring in, nouns answer, ``write_*`` leave
files. Language models and pandas load only where a method needs them.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from csec_qual.base.clock import now
from csec_qual.base.errors import CodebookError, DecisionError, Problem
from csec_qual.base.progress import Progress, Quiet
from csec_qual.codebook.fingerprint import code_fingerprints
from csec_qual.codebook.load import locate as locate_codebook
from csec_qual.codebook.load import read_codebook
from csec_qual.codebook.nodes import nearest
from csec_qual.model.codes import Codebook, CodeStatus, Scope, Status
from csec_qual.model.coding import CodedPassage, Decision, Stance, Suggestion
from csec_qual.model.people import Case, Participant
from csec_qual.model.transcript import Source, Transcript
from csec_qual.review import decide, reanchor
from csec_qual.review.queue import queue
from csec_qual.store import decisions as kept_decisions
from csec_qual.store import suggestions as kept_suggestions
from csec_qual.store import transcripts as kept_transcripts
from csec_qual.store.engine import Database
from csec_qual.study import ingest, layout, suggesting
from csec_qual.study.ingest import IngestReport
from csec_qual.study.lists import Lists, read_lists
from csec_qual.study.people import as_listed
from csec_qual.study.settings import Settings, read_settings
from csec_qual.study.status import StudyStatus, study_status
from csec_qual.study.suggesting import SuggestReport
from csec_qual.tagging.version import engine_version

if TYPE_CHECKING:
    from csec_qual.analysis.cut import DataCut
    from csec_qual.analysis.table import CountTable
    from csec_qual.tagging.concordance import ConcordanceLine
    from csec_qual.tagging.engine import Engine
    from csec_qual.tagging.explain import Explanation

_QUIET = Quiet()


class Study:
    """An evaluation in a folder.

    Args:
        folder: The study's folder; use ``create`` and ``open``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._database = Database(folder / layout.DATABASE)

    @classmethod
    def create(cls, folder: Path | str, codebook: str = "csec") -> "Study":
        """Make a study with its own copy of a codebook.

        Args:
            folder: Where; made if it is not there.
            codebook: The name of a shipped codebook, or a folder.

        Raises:
            StudyError: There is a study already.
            CodebookError: There is no such codebook.
            OutputError: The folder cannot be written.
        """
        place = Path(folder)
        layout.make(place, locate_codebook(codebook))
        return cls(place.resolve())

    @classmethod
    def open(cls, folder: Path | str = ".") -> "Study":
        """Open the study that a folder is, or lies in.

        Raises:
            StudyError: There is none, or its database cannot be used.
        """
        return cls(layout.locate(Path(folder)))

    @property
    def settings(self) -> Settings:
        """``study.yaml`` as it is now.

        Raises:
            StudyError: It has faults.
        """
        return read_settings(self.folder / layout.SETTINGS)

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook.

        Raises:
            CodebookError: It has faults; every one is named.
        """
        return read_codebook(self.folder / self.settings.codebook)

    @property
    def lists(self) -> Lists:
        """Counties, sources and speakers as people list them now.

        Raises:
            StudyError: A list has faults; every one is named with its row.
        """
        return read_lists(self.folder)

    def cases(self) -> tuple[Case, ...]:
        """The counties, in the order of ``cases.csv``."""
        return self.lists.cases

    def sources(self) -> tuple[Source, ...]:
        """The rows of ``sources.csv``."""
        return self.lists.sources

    def participants(self) -> tuple[Participant, ...]:
        """Everyone who takes part in counts; nobody who withdrew."""
        return self.lists.participants()

    def add_cases(self, path: Path | str) -> int:
        """Add the counties of a list to ``cases.csv``; return how many were new.

        Raises:
            StudyError: It is no list of counties.
        """
        return ingest.merge_list(Path(path), self.folder / layout.CASES)

    def add_transcripts(self, path: Path | str, *, progress: Progress = _QUIET) -> IngestReport:
        """Read a file, or every transcript in a folder, into the study.

        Lists, settings and narrative that lie in the folder are taken along where the study has none
        of its own. A file that cannot be read is reported; the others are stored.

        Raises:
            StudyError: There is nothing to add, or a list has faults. Nothing was added then.
        """
        place = Path(path)
        files = ingest.files_to_add(place)
        if place.is_dir():
            ingest.take_along(place, self.folder)
        lists = self.lists
        outcomes = [
            ingest.add_file(file, self.folder, self._database, lists)
            for file in progress.each(files, "Reading transcripts")
        ]
        read = [each.transcript for each in outcomes if each.transcript]
        proposed = ingest.propose(read, self.folder, lists, self.settings.role_groups)
        transcripts = {each.transcript_id: each for each in self.transcripts()}
        return ingest.report(outcomes, proposed, self.lists, self._decisions_in(transcripts)[1])

    def transcripts(self) -> list[Transcript]:
        """Every transcript, with the roles and kinds the lists give; words of withdrawn people blanked."""
        return self._listed(self.lists)

    def suggest(
        self, *, codes: Collection[str] | None = None, dry_run: bool = False, progress: Progress = _QUIET
    ) -> SuggestReport:
        """Suggest codes for what changed since the last run.

        Kept after each transcript, so that a run that is stopped goes on where it was.

        Args:
            codes: Only these codes; None for all.
            dry_run: Tell what would change and store nothing.
            progress: Shown which transcript is worked on.

        Raises:
            CodebookError: The codebook has faults, or there is no such code.
        """
        wanted = self._known_codes(codes)
        before = self.suggestions()
        pending = self._pending(wanted)
        groups = self.lists.role_groups()
        after = {each.suggestion_id: each for each in before}
        for transcript, made_from in progress.each(pending, "Suggesting codes"):
            found = self._engine.suggest(transcript, groups.get(transcript.transcript_id), set(made_from))
            if not dry_run:
                with self._database.writing() as connection:
                    kept_suggestions.replace(connection, transcript.transcript_id, made_from, found)
            for each in before:
                if each.transcript_id == transcript.transcript_id and each.code_id in made_from:
                    after.pop(each.suggestion_id, None)
            after |= {each.suggestion_id: each for each in found}
        added, removed, unchanged = suggesting.changes(before, after.values())
        return SuggestReport(
            added=tuple(added),
            removed=tuple(removed),
            unchanged=unchanged,
            by_code=suggesting.counting(after.values(), [code.code_id for code in self.codebook.codes]),
            transcripts=len(pending),
            is_dry=dry_run,
        )

    def suggestions(
        self,
        *,
        code: str | None = None,
        case: str | None = None,
        status: Status | str | None = None,
        undecided: bool = False,
        counting: bool = False,
    ) -> list[Suggestion]:
        """The suggestions that stand, by transcript, turn and code.

        Suggestions made from words or roles that have changed since are left out until ``suggest`` runs.

        Args:
            code: Only of this code.
            case: Only in sources of this county.
            status: Only of this assertion status.
            undecided: Only those nobody decided on.
            counting: Only those that count.
        """
        codable = {
            (each.transcript_id, turn.number)
            for each in self.transcripts()
            for turn in each.turns
            if turn.is_codable
        }
        of_case = {each.transcript_id for each in self.sources() if each.case_id == case}
        with self._database.reading() as connection:
            found = kept_suggestions.fetch(connection)
            decided = decide.codings(kept_decisions.fetch(connection)) if undecided else {}
        return [
            each
            for each in found
            if (each.transcript_id, each.turn) in codable
            and (code is None or each.code_id == code)
            and (case is None or each.transcript_id in of_case)
            and (status is None or each.status == status)
            and (not undecided or each.suggestion_id not in decided)
            and (not counting or each.counts)
        ]

    def queue(self, *, coder: str, code: str | None = None) -> list[Suggestion]:
        """What a coder has not decided on, the most telling first."""
        return queue(self.suggestions(code=code), self.history(), coder)

    def suggestion(self, suggestion_id: str) -> Suggestion:
        """The suggestion of that name, such as ``maple-admin-01:41:tg-caregiver``.

        Raises:
            DecisionError: There is none; the message offers the nearest.
        """
        found = {each.suggestion_id: each for each in self.suggestions()}
        if suggestion_id not in found:
            near = nearest(suggestion_id, found) if found else "Run 'csec-qual suggest' first."
            raise DecisionError(f"There is no suggestion '{suggestion_id}'. {near}")
        return found[suggestion_id]

    def explain(self, suggestion_id: str) -> "Explanation":
        """Why a suggestion was made.

        Raises:
            DecisionError: There is no such suggestion.
        """
        from csec_qual.tagging.explain import explain

        found = self.suggestion(suggestion_id)
        by_id = {each.transcript_id: each for each in self.transcripts()}
        return explain(found, self.codebook, by_id[found.transcript_id])

    def accept(self, suggestion: Suggestion | str, *, coder: str, note: str = "") -> Decision:
        """Decide that a suggested code applies.

        Raises:
            DecisionError: There is no such suggestion.
        """
        return self._decide(suggestion, coder, Stance.APPLIES, note)

    def reject(self, suggestion: Suggestion | str, *, coder: str, note: str = "") -> Decision:
        """Decide that a suggested code does not apply.

        Raises:
            DecisionError: There is no such suggestion.
        """
        return self._decide(suggestion, coder, Stance.DOES_NOT_APPLY, note)

    def history(self) -> list[Decision]:
        """Every decision, in the order in which they were made."""
        with self._database.reading() as connection:
            return kept_decisions.fetch(connection)

    def find(
        self,
        query: str,
        *,
        scope: str = "sentence",
        role: str | None = None,
        case: str | None = None,
        context: int = 60,
    ) -> "list[ConcordanceLine]":
        """Search the study in the language of the rules.

        Args:
            query: What to find.
            scope: ``sentence`` or ``turn``: the stretch that must hold every part.
            role: Whose turns: a role such as ``interviewer``; participants' and documents' if None.
            case: Only words spoken for this county.
            context: Characters shown on either side.

        Raises:
            QueryError: The query cannot be understood.
        """
        from csec_qual.tagging.concordance import find
        from csec_qual.tagging.words import Reader, all_units

        lists = self.lists
        chosen = [
            unit
            for unit in all_units(self._listed(lists), codable_only=False)
            if (unit.turn.is_codable if role is None else unit.turn.role == role)
            and (case is None or lists.case_of(unit.transcript.transcript_id, unit.turn.speaker) == case)
        ]
        reader = Reader(self.settings.model)
        return find(query, chosen, self.codebook.terms, reader, scope=Scope(scope), context=context)

    def status(self) -> StudyStatus:
        """Where the study stands and what is still to do."""
        wanted = self._known_codes(None)
        return study_status(
            self.settings.title,
            self.transcripts(),
            self.lists,
            self.suggestions(),
            self.history(),
            len(self._pending(wanted)),
        )

    def cut(self, *, decided_only: bool = False) -> "DataCut":
        """Everything counts are made from, as it is now.

        Args:
            decided_only: Leave out suggestions that nobody has decided on.
        """
        from csec_qual.analysis.cut import DataCut

        lists, settings = self.lists, self.settings
        transcripts = {each.transcript_id: each for each in self._listed(lists)}
        return DataCut(
            title=settings.title,
            codebook=self.codebook,
            cases=lists.cases,
            sources=tuple(each for each in lists.sources if each.transcript_id in transcripts),
            transcripts={
                each.transcript_id: transcripts[each.transcript_id]
                for each in lists.sources
                if each.transcript_id in transcripts
            },
            participants=lists.participants(),
            passages=tuple(self._passages(transcripts, lists, include_undecided=not decided_only)),
            instruments=settings.instruments,
            decided_only=decided_only,
        )

    def frequencies(
        self, by: str = "county", count: str = "mentions", *, decided_only: bool = False
    ) -> "CountTable":
        """How often each theme and code occurs.

        Args:
            by: ``county``, ``role`` or ``source``.
            count: ``mentions``, ``participants``, ``transcripts`` or ``counties``.
            decided_only: Leave out suggestions that nobody has decided on.
        """
        from csec_qual.analysis.frequencies import frequencies

        return frequencies(self.cut(decided_only=decided_only), by, count)

    def write_workbook(
        self, path: Path | str, *, date: str, decided_only: bool = False, progress: Progress = _QUIET
    ) -> Path:
        """Write the Excel workbook, for the team.

        Args:
            path: The ``.xlsx`` file.
            date: ISO date of the data cut, printed on it.
            decided_only: Leave out suggestions that nobody has decided on.
            progress: Shown which sheet is written.

        Raises:
            OutputError: It could not be written; what was there is untouched.
        """
        from csec_qual.study import outputs

        return outputs.workbook(
            Path(path),
            self.cut(decided_only=decided_only),
            self.settings,
            date=date,
            about={"Engine": engine_version(self.settings.model)},
            progress=progress,
        )

    def write_case_study(
        self,
        case_id: str,
        path: Path | str,
        *,
        date: str,
        decided_only: bool = False,
        audience: str = "team",
        templates: Path | None = None,
    ) -> Path:
        """Write the case study of one county.

        Args:
            case_id: The county.
            path: The file; its ending says the format: ``.html`` or ``.md``.
            date: ISO date of the data cut, printed on it.
            decided_only: Leave out suggestions that nobody has decided on.
            audience: ``team``, with links to the transcripts, or ``public``.
            templates: A folder of the team's own templates.

        Raises:
            StudyError: There is no such county.
            OutputError: It could not be written; what was there is untouched.
        """
        wanted = [(case_id, Path(path))]
        return self._write_case_studies(wanted, date, decided_only, audience, templates)[0]

    def write_case_studies(
        self,
        folder: Path | str,
        *,
        date: str,
        formats: Sequence[str] = ("html", "md"),
        decided_only: bool = False,
        audience: str = "team",
        templates: Path | None = None,
    ) -> list[Path]:
        """Write the case study of every county into a folder; see ``write_case_study``."""
        wanted = [
            (case.case_id, Path(folder) / f"{case.case_id}.{ending}")
            for case in self.cases()
            for ending in formats
        ]
        return self._write_case_studies(wanted, date, decided_only, audience, templates)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _write_case_studies(
        self,
        wanted: Iterable[tuple[str, Path]],
        date: str,
        decided_only: bool,
        audience: str,
        templates: Path | None,
    ) -> list[Path]:
        from csec_qual.privacy.release import Audience
        from csec_qual.study import outputs

        cut, settings, reader = self.cut(decided_only=decided_only), self.settings, Audience(audience)
        written = []
        for case_id, path in wanted:
            narrative = outputs.read_narrative(self.folder / layout.NARRATIVE, case_id)
            written.append(
                outputs.county_report(
                    path,
                    cut,
                    case_id,
                    settings,
                    narrative=narrative,
                    date=date,
                    audience=reader,
                    templates=templates,
                )
            )
        if reader is Audience.TEAM:
            for folder in dict.fromkeys(path.parent for path in written):
                outputs.transcript_pages(folder, cut, settings, templates)
        return written

    def _listed(self, lists: Lists) -> list[Transcript]:
        with self._database.reading() as connection:
            found = kept_transcripts.fetch_all(connection)
        kinds = {each.transcript_id: each for each in lists.sources}
        return [
            as_listed(
                ingest.with_source_type(each, kinds.get(each.transcript_id)),
                {row.label: row for row in lists.speakers if row.file == each.file},
            )
            for each in found
        ]

    def _passages(
        self, transcripts: dict[str, Transcript], lists: Lists, *, include_undecided: bool
    ) -> list[CodedPassage]:
        with self._database.reading() as connection:
            suggestions = kept_suggestions.fetch(connection)
        active = set(self._known_codes(None))
        listed = {each.transcript_id for each in lists.sources}
        return decide.passages(
            [each for each in suggestions if each.code_id in active],
            self._decisions_in(transcripts)[0],
            {key: each for key, each in transcripts.items() if key in listed},
            [code.code_id for code in self.codebook.codes],
            include_undecided=include_undecided,
        )

    def _known_codes(self, codes: Collection[str] | None) -> list[str]:
        active = [code.code_id for code in self.codebook.codes if code.status is CodeStatus.ACTIVE]
        for code_id in codes or ():
            if code_id not in active:
                what, fix = f"there is no active code '{code_id}'.", nearest(code_id, active)
                raise CodebookError([Problem(self.codebook.codebook_id, None, what, fix)])
        return active if codes is None else [code_id for code_id in active if code_id in codes]

    def _pending(self, codes: Collection[str]) -> list[tuple[Transcript, dict[str, str]]]:
        """The transcripts with codes whose suggestions are out of date, and what these follow from now."""
        lists = self.lists
        with self._database.reading() as connection:
            known = kept_suggestions.fingerprints(connection)
        return suggesting.pending(
            self._listed(lists),
            lists.role_groups(),
            {code_id: own for code_id, own in code_fingerprints(self.codebook).items() if code_id in codes},
            engine_version(self.settings.model),
            known,
        )

    @cached_property
    def _engine(self) -> "Engine":
        from csec_qual.tagging.engine import Engine

        return Engine(self.codebook, self.settings.model)

    def _decide(self, suggestion: Suggestion | str, coder: str, stance: Stance, note: str) -> Decision:
        if not coder.strip():
            raise DecisionError("A decision needs the name of its coder: --coder NAME.")
        place = suggestion if isinstance(suggestion, str) else suggestion.suggestion_id
        seen = self.suggestion(place)
        code = self.codebook.code(seen.code_id)
        assert code is not None  # suggestions are made from this codebook
        with self._database.writing() as connection:
            earlier = kept_decisions.fetch(connection)
            made = decide.decision(
                seen,
                code,
                kept_transcripts.latest_version(connection, seen.transcript_id),
                coder_id=coder.strip(),
                stance=stance,
                note=note,
                time=now(),
                earlier=earlier,
            )
            kept_decisions.append(connection, made)
        return made

    def _decisions_in(self, transcripts: dict[str, Transcript]) -> tuple[list[Decision], list[Decision]]:
        """Decisions as they lie in the newest texts, and those whose words are gone from them."""
        standing: list[Decision] = []
        gone: list[Decision] = []
        with self._database.reading() as connection:
            for each in kept_decisions.fetch(connection):
                transcript_id = each.segment.transcript_id
                if each.version == kept_transcripts.latest_version(connection, transcript_id):
                    standing.append(each)
                    continue
                old = kept_transcripts.fetch(connection, transcript_id, each.version)
                new = transcripts.get(transcript_id)
                placed = reanchor.moved(each, old, new) if old and new else None
                if placed is None:
                    gone.append(each)
                else:
                    standing.append(placed)
        return standing, gone
