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
from csec_qual.model.transcript import Source, Transcript, Turn


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

    @cached_property
    def _people(self) -> dict[tuple[str, str], Participant]:
        return {(person.transcript_id, person.label): person for person in self.participants}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.transcript_id: source for source in self.sources}

    @cached_property
    def _cases(self) -> dict[str, Case]:
        return {case.case_id: case for case in self.cases}

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
                named = bool(turn.speaker)
                if turn.is_codable and turn.end > turn.start:
                    if not named or self.speaker(source.transcript_id, turn) is not None:
                        yield source.transcript_id, turn
