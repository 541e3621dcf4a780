"""Which suggestions are out of date, making them anew, and what that changed."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from csec_qual.base.identity import fingerprint
from csec_qual.base.progress import Progress
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import Transcript
from csec_qual.store import suggestions as kept
from csec_qual.store.engine import Database


@dataclass(frozen=True, slots=True)
class SuggestReport:
    """What a run of the engine changed.

    Attributes:
        added: Ids of suggestions that are new, or new in what they say.
        removed: Ids of suggestions that are gone.
        unchanged: How many stand as they were.
        by_code: How many suggestions that count each code has now.
        transcripts: How many transcripts were looked at.
        is_dry: True where nothing was stored.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    by_code: Mapping[str, int]
    transcripts: int
    is_dry: bool = False

    def summary(self) -> str:
        """The report in a line or two."""
        if not self.transcripts:
            return f"Nothing has changed; {self.unchanged} suggestions stand."
        would = "would be " if self.is_dry else ""
        counting = sum(self.by_code.values())
        codes = sum(n > 0 for n in self.by_code.values())
        return (
            f"{self.transcripts} transcripts looked at: "
            f"{len(self.added)} suggestions {would}added or changed, "
            f"{len(self.removed)} {would}removed, {self.unchanged} unchanged.\n"
            f"{counting} suggestions, for {codes} codes, count unless a person decides otherwise."
        )


def pending(
    transcripts: Iterable[Transcript],
    role_groups: Mapping[str, Mapping[str, str]],
    code_fingerprints: Mapping[str, str],
    engine: str,
    known: Mapping[tuple[str, str], str],
) -> list[tuple[Transcript, dict[str, str]]]:
    """The transcripts with codes whose suggestions no longer follow from what is there.

    Args:
        transcripts: As the lists have them now.
        role_groups: Role group of each speaker label, by transcript id.
        code_fingerprints: The codes wanted, with what in the codebook each follows from.
        engine: Version of the engine and its model.
        known: What each transcript and code was last computed from.

    Returns:
        Each transcript with the codes to run again and what their suggestions will follow from.
    """
    found = []
    for transcript in transcripts:
        shared = fingerprint(
            {
                "sha256": transcript.sha256,
                "source_type": transcript.source_type.value,
                "roles": {speaker.label: speaker.role.value for speaker in transcript.speakers},
                "role_groups": dict(role_groups.get(transcript.transcript_id, {})),
                "engine": engine,
            }
        )
        stale = {
            code_id: made_from
            for code_id, own in code_fingerprints.items()
            if known.get((transcript.transcript_id, code_id)) != (made_from := fingerprint([shared, own]))
        }
        if stale:
            found.append((transcript, stale))
    return found


def run(
    database: Database,
    work: Sequence[tuple[Transcript, dict[str, str]]],
    suggest: Callable[[Transcript, Collection[str]], list[Suggestion]],
    *,
    before: Sequence[Suggestion],
    codes: Sequence[str],
    dry_run: bool,
    progress: Progress,
) -> SuggestReport:
    """Suggest what is out of date, each transcript in a transaction of its own.

    Args:
        database: Where suggestions are kept.
        work: Transcripts with the codes to run; see ``pending``.
        suggest: The engine: suggestions for some codes in a transcript.
        before: The suggestions that stand.
        codes: Every code in use, for the report.
        dry_run: Store nothing.
        progress: Shown which transcript is worked on.
    """
    after = {each.suggestion_id: each for each in before}
    for transcript, made_from in progress.each(work, "Suggesting codes"):
        found = suggest(transcript, made_from.keys())
        if not dry_run:
            with database.writing() as connection:
                kept.replace(connection, transcript.transcript_id, made_from, found)
        for each in before:
            if each.transcript_id == transcript.transcript_id and each.code_id in made_from:
                del after[each.suggestion_id]
        after |= {each.suggestion_id: each for each in found}
    added, removed, unchanged = changes(before, after.values())
    return SuggestReport(
        added=tuple(added),
        removed=tuple(removed),
        unchanged=unchanged,
        by_code=counting(after.values(), codes),
        transcripts=len(work),
        is_dry=dry_run,
    )


def changes(
    before: Collection[Suggestion], after: Collection[Suggestion]
) -> tuple[list[str], list[str], int]:
    """Ids of what is new or says something else, of what is gone, and how many stand."""
    old = {each.suggestion_id: each for each in before}
    new = {each.suggestion_id: each for each in after}
    added = [place for place, each in new.items() if old.get(place) != each]
    removed = [place for place in old if place not in new]
    return added, removed, len(new) - len(added)


def counting(suggestions: Collection[Suggestion], codes: Collection[str]) -> dict[str, int]:
    """How many suggestions that count each code has."""
    found = Counter(each.code_id for each in suggestions if each.counts)
    return {code_id: found[code_id] for code_id in codes}
