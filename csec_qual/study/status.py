"""Where a study stands, in numbers and in what is still to do."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from csec_qual.model.coding import Decision, Suggestion
from csec_qual.model.transcript import Role, Transcript
from csec_qual.review.decide import codings
from csec_qual.study.lists import Lists, SpeakerRow


@dataclass(frozen=True, slots=True)
class StudyStatus:
    """Where a study stands.

    Attributes:
        title: The study's title.
        transcripts: How many there are.
        turns: Turns in all.
        codable_turns: Turns of participants and documents: what can be coded.
        codable_words: Words in them.
        suggestions: How many suggestions each assertion status has.
        counting: Suggestions that count.
        decided: Codes in turns that a person decided on.
        waiting: Suggestions that nobody decided on.
        out_of_date: Transcripts in which some suggestions no longer follow from what is there now.
        unknown_speakers: ``file: label`` of every speaker whose role is unknown.
        no_consent: Participants whose consent nobody recorded: counted, never quoted.
        without_transcript: Files that ``sources.csv`` lists and the study does not hold.
        without_case: Files whose county is not said, other than surveys.
    """

    title: str
    transcripts: int
    turns: int
    codable_turns: int
    codable_words: int
    suggestions: Mapping[str, int]
    counting: int
    decided: int
    waiting: int
    out_of_date: int
    unknown_speakers: tuple[str, ...]
    no_consent: tuple[str, ...]
    without_transcript: tuple[str, ...]
    without_case: tuple[str, ...]

    def summary(self) -> str:
        """The status in lines, what is to be done last."""
        statuses = ", ".join(f"{n} {status}" for status, n in self.suggestions.items()) or "none yet"
        lines = [
            self.title,
            f"{self.transcripts} transcripts with {self.turns} turns",
            f"{self.codable_turns} turns ({self.codable_words:,} words) can be coded",
            f"{sum(self.suggestions.values())} suggestions, {self.counting} of them count: {statuses}",
            f"{self.decided} decided by a person, {self.waiting} waiting",
        ]
        return "\n".join([*lines, *self._to_do()])

    def _to_do(self) -> list[str]:
        to_do: list[tuple[str, Collection[str]]] = [
            ("Speakers of unknown role, not coded (participants.csv)", self.unknown_speakers),
            ("Participants without a recorded consent, never quoted (participants.csv)", self.no_consent),
            ("Listed in sources.csv but not added", self.without_transcript),
            ("No county given (sources.csv)", self.without_case),
        ]
        lines = [f"{what}: {', '.join(which)}" for what, which in to_do if which]
        if self.out_of_date:
            lines.append(
                f"{self.out_of_date} transcripts or their codes have changed: run 'csec-qual suggest'"
            )
        return lines


def study_status(
    title: str,
    transcripts: Sequence[Transcript],
    lists: Lists,
    suggestions: Collection[Suggestion],
    decisions: Collection[Decision],
    out_of_date: int,
) -> StudyStatus:
    """Count where a study stands."""
    codable = [(each, turn) for each in transcripts for turn in each.turns if turn.is_codable]
    decided = codings(decisions)
    held = {each.transcript_id for each in transcripts}
    statuses = Counter(each.status.value for each in suggestions)
    return StudyStatus(
        title=title,
        transcripts=len(transcripts),
        turns=sum(len(each.turns) for each in transcripts),
        codable_turns=len(codable),
        codable_words=sum(len(each.words(turn).split()) for each, turn in codable),
        suggestions=dict(sorted(statuses.items(), key=lambda item: (-item[1], item[0]))),
        counting=sum(each.counts for each in suggestions),
        decided=len(decided),
        waiting=sum(each.suggestion_id not in decided for each in suggestions),
        out_of_date=out_of_date,
        unknown_speakers=tuple(
            f"{row.file}: {row.label or '(no label)'}" for row in lists.speakers if _is_unknown(row)
        ),
        no_consent=tuple(dict.fromkeys(row.participant_id for row in lists.speakers if _lacks_consent(row))),
        without_transcript=tuple(each.file for each in lists.sources if each.transcript_id not in held),
        without_case=tuple(
            each.file for each in lists.sources if not each.case_id and each.source_type != "survey"
        ),
    )


def _is_unknown(row: SpeakerRow) -> bool:
    return row.role is Role.UNKNOWN


def _lacks_consent(row: SpeakerRow) -> bool:
    return row.role is Role.PARTICIPANT and bool(row.participant_id) and row.consent is None
