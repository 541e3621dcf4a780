"""The data cut: everything the counts are made from, with withdrawn participants already gone.

Plain data and look-ups. Nothing here counts, reads a file or knows who may see what.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from csec_qual.model.codes import Codebook
from csec_qual.model.coding import CodedPassage
from csec_qual.model.instrument import Instrument
from csec_qual.model.people import Case, Participant
from csec_qual.model.transcript import Segment, Source, SourceType, Transcript, Turn


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn that could have been coded, with everything it may be counted under.

    Attributes:
        transcript_id: The transcript.
        turn: Number of the turn.
        source_type: Interview, focus group, plan or survey.
        case_id: The county it speaks for; empty where nobody recorded one.
        participant_id: Who said it; empty for a document's own voice.
        role_group: The speaker's role group; empty where none is recorded, and for a document.
    """

    transcript_id: str
    turn: int
    source_type: SourceType
    case_id: str
    participant_id: str
    role_group: str


@dataclass(frozen=True)
class DataCut:
    """What a table or report is computed from.

    Attributes:
        title: The study's title.
        codebook: The codebook the passages were coded with.
        cases: In the order of ``cases.csv``.
        sources: In the order of ``sources.csv``.
        transcripts: By id; each has a row in ``sources``.
        participants: Everyone who may be counted: nobody who withdrew.
        passages: Coded passages of codable turns of those participants, in transcript, turn and
            codebook order.
        instruments: What was asked.
        tribes: Names of Tribes that are masked wherever words leave.
        redacted: Turns by name of which nothing is quoted outside the team.
        decided_only: True where only passages a person decided on are in the cut; False where
            suggestions nobody has looked at yet are in it too, as in a draft.
    """

    title: str
    codebook: Codebook
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    transcripts: Mapping[str, Transcript]
    participants: tuple[Participant, ...]
    passages: tuple[CodedPassage, ...]
    instruments: tuple[Instrument, ...] = ()
    decided_only: bool = False
    tribes: tuple[str, ...] = ()
    redacted: frozenset[str] = frozenset()

    @cached_property
    def _people(self) -> dict[tuple[str, str], Participant]:
        # Whoever withdrew has no business here; should a list still name them, they are left out again.
        return {
            (person.transcript_id, person.label): person
            for person in self.participants
            if person.consent.may_be_counted
        }

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.transcript_id: source for source in self.sources}

    @cached_property
    def _cases(self) -> dict[str, Case]:
        return {case.case_id: case for case in self.cases}

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """Everything that could have been coded, in transcript and turn order: the base of every count."""
        return tuple(self._spoken(transcript_id, turn) for transcript_id, turn in self.codable_turns())

    @cached_property
    def coded(self) -> tuple[tuple[CodedPassage, Spoken], ...]:
        """The passages that count, each with the turn it stands in, in the order of ``passages``."""
        turns = {(turn.transcript_id, turn.turn): turn for turn in self.spoken}
        places = ((passage, turns.get((passage.transcript_id, passage.turn))) for passage in self.passages)
        return tuple((passage, turn) for passage, turn in places if turn is not None)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where each passage stands in ``passages``, by its id."""
        return {passage.passage_id: place for place, passage in enumerate(self.passages)}

    @cached_property
    def labels_at(self) -> Mapping[Segment, tuple[str, ...]]:
        """Headings of all the codes that each stretch of words carries."""
        found: dict[Segment, list[str]] = {}
        for passage in self.passages:
            code = self.codebook.code(passage.code_id)
            found.setdefault(passage.segment, []).append(code.label if code else passage.code_id)
        return {segment: tuple(labels) for segment, labels in found.items()}

    def _spoken(self, transcript_id: str, turn: Turn) -> Spoken:
        person = self.speaker(transcript_id, turn)
        case_id = self.case_id(transcript_id, turn)
        return Spoken(
            transcript_id=transcript_id,
            turn=turn.number,
            source_type=self.source(transcript_id).source_type,
            case_id=case_id if case_id in self._cases else "",
            participant_id=person.participant_id if person else "",
            role_group=person.role_group if person else "",
        )

    def case(self, case_id: str) -> Case | None:
        """The case of that id, or None."""
        return self._cases.get(case_id)

    def source(self, transcript_id: str) -> Source:
        """The row of ``sources.csv`` of a transcript."""
        return self._sources[transcript_id]

    def turn(self, passage: CodedPassage) -> Turn:
        """The turn a passage stands in."""
        return self.transcripts[passage.transcript_id].turns[passage.turn - 1]

    def speaker(self, transcript_id: str, turn: Turn) -> Participant | None:
        """Who said a turn; None for an interviewer, a document's own voice or someone who withdrew."""
        # A plan speaks in its own voice, whatever row participants.csv keeps for its empty label.
        if self._is_document(transcript_id, turn):
            return None
        return self._people.get((transcript_id, turn.speaker))

    def participant(self, passage: CodedPassage) -> Participant | None:
        """Who said a passage; None for a document's own voice."""
        return self.speaker(passage.transcript_id, self.turn(passage))

    def case_id(self, transcript_id: str, turn: Turn) -> str:
        """The county a turn speaks for: the speaker's own, else the source's; empty where neither says."""
        person = self.speaker(transcript_id, turn)
        return person.case_id if person and person.case_id else self.source(transcript_id).case_id

    def codable_turns(self) -> Iterator[tuple[str, Turn]]:
        """Transcript id and turn of everything that could have been coded: the base of mentions.

        A document's paragraphs belong to it; turns of people who withdrew, interviewers, prompts and
        unknown speakers do not.
        """
        for source in self.sources:
            transcript = self.transcripts.get(source.transcript_id)
            for turn in transcript.turns if transcript else ():
                if turn.is_codable and turn.end > turn.start and self._may_be_counted(source, turn):
                    yield source.transcript_id, turn

    def _may_be_counted(self, source: Source, turn: Turn) -> bool:
        person = self.speaker(source.transcript_id, turn)
        return person is not None or self._is_document(source.transcript_id, turn)

    def _is_document(self, transcript_id: str, turn: Turn) -> bool:
        return not turn.speaker and self.source(transcript_id).source_type is SourceType.PLAN
