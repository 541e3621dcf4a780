"""Where a study stands, in numbers and in what is still to do."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from csec_qual.model.codes import Codebook
from csec_qual.model.coding import Suggestion
from csec_qual.model.people import Consent
from csec_qual.model.transcript import Role, Transcript
from csec_qual.review.decide import codings
from csec_qual.study.lists import Lists, SpeakerRow
from csec_qual.study.reviewing import Decided
from csec_qual.study.settings import Settings


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
        unplaced: Decisions whose words are gone from a corrected text; they do not count.
        unknown_speakers: ``file: label`` of every speaker whose role is unknown or not listed.
        no_consent: Participants whose consent nobody recorded: counted, never quoted.
        unlisted: Files that the study holds and ``sources.csv`` does not list: no part of any count.
        without_transcript: Files that ``sources.csv`` lists and the study does not hold.
        without_case: Files whose county is not said, other than surveys.
        misnamed: Instruments, and codes they ask about, that are named and not known.
        unsettled: Transcripts whose coders finished and differ, with how often that is not settled.
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
    unplaced: tuple[str, ...]
    unknown_speakers: tuple[str, ...]
    no_consent: tuple[str, ...]
    unlisted: tuple[str, ...]
    without_transcript: tuple[str, ...]
    without_case: tuple[str, ...]
    misnamed: tuple[str, ...]
    unsettled: tuple[str, ...] = ()

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
            ("Added but not listed in sources.csv, not counted", self.unlisted),
            ("Listed in sources.csv but not added", self.without_transcript),
            ("No county given (sources.csv)", self.without_case),
            ("Not known, so never counted as asked", self.misnamed),
            ("Decisions whose words are gone from a corrected text, not counted", self.unplaced),
            ("Coders differ and nobody has settled it, so the last word counts", self.unsettled),
        ]
        lines = [f"{what}: {', '.join(which)}" for what, which in to_do if which]
        if self.out_of_date:
            lines.append(
                f"{self.out_of_date} transcripts or their codes have changed: run 'csec-qual suggest'"
            )
        return lines


def study_status(
    settings: Settings,
    codebook: Codebook,
    lists: Lists,
    transcripts: Mapping[str, Transcript],
    suggestions: Collection[Suggestion],
    decisions: Decided,
    out_of_date: int,
) -> StudyStatus:
    """Count where a study stands."""
    codable = [(each, turn) for each in transcripts.values() for turn in each.turns if turn.is_codable]
    settled = codings(decisions.standing)
    statuses = Counter(each.status.value for each in suggestions)
    listed = {source.transcript_id for source in lists.sources}
    return StudyStatus(
        title=settings.title,
        transcripts=len(transcripts),
        turns=sum(len(each.turns) for each in transcripts.values()),
        codable_turns=len(codable),
        codable_words=sum(len(each.words(turn).split()) for each, turn in codable),
        suggestions=dict(sorted(statuses.items(), key=lambda item: (-item[1], item[0]))),
        counting=sum(each.counts for each in suggestions),
        decided=len(settled),
        waiting=sum(each.suggestion_id not in settled for each in suggestions),
        out_of_date=out_of_date,
        unplaced=tuple(each.suggestion_id for each in decisions.gone),
        unknown_speakers=tuple(_unknown_speakers(lists, transcripts)),
        no_consent=tuple(dict.fromkeys(row.participant_id for row in lists.speakers if _lacks_consent(row))),
        unlisted=tuple(each.file for key, each in transcripts.items() if key not in listed),
        without_transcript=tuple(
            each.file for each in lists.sources if each.transcript_id not in transcripts
        ),
        without_case=tuple(
            each.file for each in lists.sources if not each.case_id and each.source_type != "survey"
        ),
        misnamed=tuple(_misnamed(settings, codebook, lists)),
    )


def _unknown_speakers(lists: Lists, transcripts: Mapping[str, Transcript]) -> Iterator[str]:
    """Rows of unknown role, then labels that stand in a transcript and in no row."""
    rows = {(row.transcript_id, row.label): row for row in lists.speakers}
    for row in rows.values():
        if row.role is Role.UNKNOWN and row.consent is not Consent.WITHDRAWN:
            yield f"{row.file}: {row.label or '(no label)'}"
    for transcript in transcripts.values():
        for speaker in transcript.speakers:
            if (transcript.transcript_id, speaker.label) not in rows:
                yield f"{transcript.file}: {speaker.label or '(no label)'}"


def _lacks_consent(row: SpeakerRow) -> bool:
    return row.role is Role.PARTICIPANT and bool(row.participant_id) and row.consent is None


def _misnamed(settings: Settings, codebook: Codebook, lists: Lists) -> Iterator[str]:
    instruments = {each.instrument_id for each in settings.instruments}
    for source in lists.sources:
        if source.instrument and source.instrument not in instruments:
            yield f"instrument '{source.instrument}' (sources.csv, {source.file})"
    known = {code.code_id for code in codebook.codes} | {theme.theme_id for theme in codebook.themes}
    for instrument in settings.instruments:
        for question in instrument.questions:
            for name in question.codes:
                if name not in known:
                    yield f"code '{name}' (study.yaml, {instrument.instrument_id} {question.question_id})"
