"""Which suggestions are out of date, and what a run of the engine changed."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from csec_qual.base.identity import fingerprint
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import Transcript


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
            f"{counting} suggestions count now, for {codes} codes; each waits for a person's decision."
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
