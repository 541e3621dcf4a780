"""Which suggestions are out of date, making them anew, and what that changed."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from csec_qual.base.identity import digest, fingerprint
from csec_qual.base.progress import Progress
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import Transcript
from csec_qual.store import suggestions as kept
from csec_qual.store.engine import Database
from csec_qual.store.suggestions import Place

Work = tuple[Transcript, dict[str, str]]
"""A transcript with the codes to run and what the suggestions of each will follow from."""

# About six hundred thousand words where fifty codes are run, and more for fewer: what a batch holds in
# memory stays under a gigabyte.
_BATCH_CHARACTERS = 175_000_000
_BATCH_LIMIT = 20_000_000

# About a hundred thousand words; reading what they mean takes a minute or two.
_LARGE_CHARACTERS = 600_000

# More codes than one edit touches.
_BROAD_CODES = 8


@dataclass(frozen=True, slots=True)
class Before:
    """The suggestions that stand before a run.

    Attributes:
        rerun: Those of every code that is run again somewhere.
        places: Where each of all of them stands.
    """

    rerun: Sequence[Suggestion]
    places: Sequence[Place]


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
) -> list[Work]:
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
            if known.get((transcript.transcript_id, code_id)) != (made_from := _both(shared, own))
        }
        if stale:
            found.append((transcript, stale))
    return found


def _both(shared: str, own: str) -> str:
    # The canonical JSON of the two, which are hex, without asking for it thousands of times.
    return digest(f'["{shared}","{own}"]'.encode())


def run(
    database: Database,
    work: Sequence[Work],
    suggest: Callable[[Sequence[Transcript], Collection[str]], list[Suggestion]],
    *,
    before: Before,
    codes: Sequence[str],
    dry_run: bool,
    progress: Progress,
) -> SuggestReport:
    """Suggest what is out of date, each batch of transcripts in a transaction of its own.

    Args:
        database: Where suggestions are kept.
        work: Transcripts with the codes to run; see ``pending``.
        suggest: The engine: suggestions for some codes in some transcripts.
        before: The suggestions that stand.
        codes: Every code in use, for the report.
        dry_run: Store nothing.
        progress: Shown which transcript is worked on.
    """
    stale = {(item.transcript_id, code_id) for item, made_from in work for code_id in made_from}
    after: list[Suggestion] = []

    def computed() -> Iterator[Work]:
        for batch in batches(work):
            found = suggest([transcript for transcript, _ in batch], batch[0][1].keys())
            after.extend(found)
            if not dry_run:
                with database.direct(writes=True) as connection:
                    kept.replace(connection, {each.transcript_id: made for each, made in batch}, found)
            yield from batch

    for _ in progress.each(computed(), "Suggesting codes", len(work)):
        pass
    added, removed, unchanged = changes(
        [each for each in before.rerun if (each.transcript_id, each.code_id) in stale], after
    )
    standing = [each for each in before.places if (each.transcript_id, each.code_id) not in stale]
    counted = Counter(each.code_id for each in standing if each.counts)
    counted.update(each.code_id for each in after if each.counts)
    return SuggestReport(
        added=tuple(added),
        removed=tuple(removed),
        unchanged=unchanged + len(standing),
        by_code={code_id: counted[code_id] for code_id in codes},
        transcripts=len(work),
        is_dry=dry_run,
    )


def is_large(work: Iterable[Work]) -> bool:
    """Whether somebody would wait long for more than the rules find."""
    return sum(len(transcript.text) for transcript, _ in work) > _LARGE_CHARACTERS


def is_broad(work: Iterable[Work]) -> bool:
    """Whether more codes were run than somebody edits at a time."""
    return any(len(made_from) > _BROAD_CODES for _, made_from in work)


def batches(work: Iterable[Work]) -> Iterator[list[Work]]:
    """The work in batches of transcripts with the same codes to run, of bounded size.

    The engine answers for many turns as fast as for few; what a batch holds in memory at once, and what
    is lost when a run is broken off, stays small all the same.
    """
    batch: list[Work] = []
    size = 0
    for item in work:
        if batch and (
            item[1].keys() != batch[0][1].keys()
            or size >= min(_BATCH_CHARACTERS / len(item[1]), _BATCH_LIMIT)
        ):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += len(item[0].text)
    if batch:
        yield batch


def changes(
    before: Collection[Suggestion], after: Collection[Suggestion]
) -> tuple[list[str], list[str], int]:
    """Ids of what is new or says something else, of what is gone, and how many stand."""
    old = {each.suggestion_id: each for each in before}
    new = {each.suggestion_id: each for each in after}
    added = [place for place, each in new.items() if old.get(place) != each]
    removed = [place for place in old if place not in new]
    return added, removed, len(new) - len(added)
