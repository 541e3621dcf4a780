"""A study small enough to count by hand: three counties, four transcripts, one person who talks a lot.

maple   an interview with Dana (six turns on caregivers, the first also on staff), one survey answer (R1)
birch   a focus group (Lee coded, Sam not, a third person withdrew) and a plan of two paragraphs
cedar   two survey answers only (R2 coded, R3 not)
"""

from dataclasses import replace

from csec_qual.analysis.cut import DataCut
from csec_qual.model.codes import Assertion, Code, Codebook, CodeStatus, Example, Exclusion, Status, Theme
from csec_qual.model.coding import CodedPassage
from csec_qual.model.instrument import Instrument, Question
from csec_qual.model.people import Case, Consent, Participant
from csec_qual.model.transcript import (
    Role,
    Segment,
    Source,
    SourceType,
    Speaker,
    Transcript,
    Turn,
    TurnKind,
)


def code(code_id, theme_id, label, status=CodeStatus.ACTIVE):
    return Code(
        code_id=code_id,
        theme_id=theme_id,
        label=label,
        version=1,
        status=status,
        short=f"{label}, in one line.",
        full=f"{label}, at length.",
        use=("The speaker reports it here and now.",),
        do_not_use=(Exclusion("It is another county's.", ()),),
        examples_yes=(Example("They hand people a packet."),),
        examples_no=(Example("There is no shortage of classes.", why="denied"),),
        rules=(),
        assertion=Assertion(),
    )


CODEBOOK = Codebook(
    codebook_id="small",
    title="Small codebook",
    version="1",
    themes=(
        Theme(
            "training",
            "Training",
            "#0072B2",
            "Who has been prepared.",
            (
                code("tg-caregiver", "training", "Caregivers untrained"),
                code("tg-staff", "training", "Staff untrained"),
                code("tg-old", "training", "An old code", CodeStatus.RETIRED),
            ),
        ),
        Theme(
            "behavioral-health",
            "Behavioral health",
            "#D55E00",
            "Whether care can be had.",
            (
                code("bh-wait", "behavioral-health", "Waiting for care"),
                code("bh-expertise", "behavioral-health", "No expertise"),
            ),
        ),
    ),
)


def transcript(transcript_id, source_type, said):
    """A transcript of (speaker, role, kind, words); turns are separated by blank lines."""
    turns, text = [], ""
    for number, (speaker, role, kind, words) in enumerate(said, start=1):
        start = len(text)
        turns.append(Turn(number, speaker, role, kind, start, start + len(words)))
        text += words + "\n\n"
    labels = dict.fromkeys((turn.speaker, turn.role) for turn in turns)
    speakers = tuple(Speaker(label, role, is_guess=False) for label, role in labels)
    return Transcript(
        transcript_id, f"{transcript_id}.txt", source_type, "test", "0" * 64, text, tuple(turns), speakers
    )


def small_cut(words="They hand people a packet."):
    """The study above, in which every coded turn says ``words``."""
    asked, said, plain = Role.INTERVIEWER, Role.PARTICIPANT, "We met on a Tuesday."
    turn, answer = TurnKind.TURN, TurnKind.RESPONSE
    transcripts = (
        transcript(
            "maple-admin-01",
            SourceType.INTERVIEW,
            [("Q", asked, turn, "Is there a lack of training?")] + [("Dana", said, turn, words)] * 6,
        ),
        transcript(
            "birch-group-01",
            SourceType.FOCUS_GROUP,
            [
                ("Mod", Role.MODERATOR, turn, "How long do people wait?"),
                ("Lee", said, turn, words),
                ("Sam", said, turn, plain),
                ("Gone", said, turn, words),
            ],
        ),
        transcript(
            "birch-plan-2025",
            SourceType.PLAN,
            [
                ("", said, TurnKind.PROMPT, "Describe training for caregivers."),
                ("", said, TurnKind.PARAGRAPH, words),
                ("", said, TurnKind.PARAGRAPH, plain),
            ],
        ),
        transcript(
            "statewide-survey",
            SourceType.SURVEY,
            [("R1", said, answer, words), ("R2", said, answer, words), ("R3", said, answer, plain)],
        ),
    )
    sources = tuple(
        Source(one.transcript_id, one.file, case_id, one.source_type, "in person", "2026-03", instrument)
        for one, case_id, instrument in zip(
            transcripts, ("maple", "birch", "birch", ""), ("guide", "", "template", "survey"), strict=True
        )
    )
    participants = (
        Participant("MA-01", "maple-admin-01", "Dana", "maple", "child welfare"),
        Participant("BI-01", "birch-group-01", "Lee", "birch", "community provider"),
        Participant("BI-02", "birch-group-01", "Sam", "birch", "community provider", Consent.COUNT),
        Participant("SU-01", "statewide-survey", "R1", "maple", "probation"),
        Participant("SU-02", "statewide-survey", "R2", "cedar", "probation"),
        Participant("SU-03", "statewide-survey", "R3", "cedar", "probation"),
    )
    placed = [("maple-admin-01", 2, "tg-caregiver"), ("maple-admin-01", 2, "tg-staff")]
    placed += [("maple-admin-01", number, "tg-caregiver") for number in range(3, 8)]
    placed += [("birch-group-01", 2, "bh-wait"), ("birch-plan-2025", 2, "tg-caregiver")]
    placed += [("statewide-survey", 1, "tg-staff"), ("statewide-survey", 2, "bh-wait")]
    by_id = {one.transcript_id: one for one in transcripts}
    return DataCut(
        title="Small study",
        codebook=CODEBOOK,
        cases=(Case("maple", "Maple County"), Case("birch", "Birch County"), Case("cedar", "Cedar County")),
        sources=sources,
        transcripts=by_id,
        participants=participants,
        passages=tuple(passage(by_id[transcript_id], *rest) for transcript_id, *rest in placed),
        instruments=(
            Instrument("guide", "Interview guide", (Question("q1", "How?", ("training", "bh-wait")),)),
            Instrument("template", "Plan template", (Question("q1", "What?", ("behavioral-health",)),)),
            Instrument("survey", "Survey", (Question("q1", "Which?", ("bh-wait", "tg-staff")),)),
        ),
    )


def passage(heard, number, code_id, coder_id=""):
    spoken = heard.turns[number - 1]
    return CodedPassage(
        passage_id=f"{heard.transcript_id}:{number}:{code_id}",
        transcript_id=heard.transcript_id,
        turn=number,
        code_id=code_id,
        segment=Segment(heard.transcript_id, spoken.start, spoken.end),
        status=Status.AFFIRMED,
        rule_id=f"{code_id}.plain",
        coder_id=coder_id,
    )


def with_passages(cut, passages):
    return replace(cut, passages=tuple(passages))
