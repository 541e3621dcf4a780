"""A study of two small counties, invented, that a reader can count by hand.

Maple, coded passages (turn: code, attributes):
    maple-one   1 Ana     tg-caregiver challenge          3 Ana     tg-caregiver challenge (decided)
                5 Ana     bh-waitlist challenge           7 Ben     tr-delivered promising
    maple-group 2 Cleo    tg-caregiver recommendation     3 Dov     tg-caregiver (paraphrase only)
                4 Cleo    off the record, tg-caregiver    5 Eve     te-consult (counted only)
    maple-plan  2 plan    tr-delivered
    survey      1 R-1     housing-cost recommendation
"""

from dataclasses import dataclass

from csec_qual.analysis.cut import DataCut
from csec_qual.model.codes import Assertion, Code, Codebook, CodeStatus, Status, Theme
from csec_qual.model.coding import CodedPassage
from csec_qual.model.instrument import Instrument, Question
from csec_qual.model.people import Case, Consent, Participant
from csec_qual.model.transcript import Role, Segment, Source, SourceType, Speaker, Transcript, Turn, TurnKind
from csec_qual.privacy.release import Audience, release_quotes

LABELS = {"maple": "County C", "tule": "County Q"}
CHALLENGE, PROMISING, RECOMMENDATION = "x-challenge", "x-promising", "x-recommendation"


def code(code_id, theme_id, label):
    return Code(
        code_id,
        theme_id,
        label,
        1,
        CodeStatus.ACTIVE,
        f"{label}, in short.",
        "",
        (),
        (),
        (),
        (),
        (),
        Assertion(),
    )


def theme(theme_id, label, *codes):
    return Theme(theme_id, label, "#1f6f8b", f"What belongs to {label.lower()}.", tuple(codes))


CODEBOOK = Codebook(
    "csec",
    "Small codebook",
    "3",
    (
        theme(
            "training",
            "Training gaps",
            code("tg-caregiver", "training", "Caregiver training gap"),
            code("tr-delivered", "training", "Training in place"),
            code("tg-depth", "training", "Training too basic"),
        ),
        theme("behavioral-health", "Behavioral health", code("bh-waitlist", "behavioral-health", "Waits")),
        theme("tribal", "Tribal engagement", code("te-consult", "tribal", "Consultation")),
        theme("screening", "Screening", code("si-tool", "screening", "Screening tool")),
        theme("missing", "Missing youth", code("my-protocol", "missing", "Protocols")),
        theme("prevention", "Prevention", code("pv-upstream", "prevention", "Upstream")),
        theme("housing", "Housing", code("housing-cost", "housing", "Cost of housing")),
    ),
)


@dataclass
class Talk:
    """Turns as ``(label, words)`` or ``(label, words, code, attributes, coder)``; ``Int`` asks."""

    transcript_id: str
    source_type: SourceType
    turns: list

    def build(self):
        text, turns, passages = "", [], []
        for number, (label, words, *coded) in enumerate(self.turns, 1):
            start, end = len(text), len(text) + len(words)
            text += words + "\n\n"
            role = Role.INTERVIEWER if label == "Int" else Role.PARTICIPANT
            kind = TurnKind.PROMPT if label == "#" else TurnKind.TURN
            turns.append(Turn(number, label.strip("#"), role, kind, start, end))
            for code_id, attributes, coder in coded:
                passages.append(
                    CodedPassage(
                        f"{self.transcript_id}:{number}:{code_id}",
                        self.transcript_id,
                        number,
                        code_id,
                        Segment(self.transcript_id, start, end),
                        Status.AFFIRMED,
                        f"{code_id}.rule",
                        coder,
                        attributes,
                    )
                )
        speakers = tuple(
            Speaker(label, Role.PARTICIPANT) for label in dict.fromkeys(t.speaker for t in turns)
        )
        transcript = Transcript(
            self.transcript_id,
            f"{self.transcript_id}.txt",
            self.source_type,
            "plain",
            "0",
            text,
            tuple(turns),
            speakers,
        )
        return transcript, passages


TALKS = [
    Talk(
        "maple-one",
        SourceType.INTERVIEW,
        [
            (
                "Ana",
                "Nobody sits the aunts down before the child arrives.",
                ("tg-caregiver", (CHALLENGE,), ""),
            ),
            ("Int", "So there is no training for caregivers at all?"),
            ("Ana", "Right, they get a packet & a phone number.", ("tg-caregiver", (CHALLENGE,), "lee")),
            ("Int", "And counseling?"),
            ("Ana", "Intake is nine weeks out, *every* time.", ("bh-waitlist", (CHALLENGE,), "")),
            ("Int", "Anything that works?"),
            (
                "Ben",
                "Since Ana's class began here in Maple County, families call us first.",
                ("tr-delivered", (PROMISING,), ""),
            ),
        ],
    ),
    Talk(
        "maple-group",
        SourceType.FOCUS_GROUP,
        [
            ("Int", "What should change?"),
            (
                "Cleo",
                "Pay the parents to come to a real class.",
                ("tg-caregiver", (RECOMMENDATION,), ""),
            ),
            ("Dov", "My sister was never shown a thing.", ("tg-caregiver", (CHALLENGE,), "")),
            ("Cleo", "The packet is a joke. Strike that.", ("tg-caregiver", (CHALLENGE,), "")),
            ("Eve", "They ask us after it is settled.", ("te-consult", (CHALLENGE,), "")),
        ],
    ),
    Talk(
        "maple-plan",
        SourceType.PLAN,
        [
            ("#", "Describe training."),
            ("", "The county will offer two classes a year.", ("tr-delivered", (), "")),
        ],
    ),
    Talk(
        "survey",
        SourceType.SURVEY,
        [
            ("R-1", "Rent <b>eats</b> the whole stipend.", ("housing-cost", (RECOMMENDATION,), "")),
            ("R-2", "Nothing to add."),
        ],
    ),
    Talk("tule-one", SourceType.INTERVIEW, [("Flo", "We use the tool at intake.", ("si-tool", (), ""))]),
]


def person(pid, transcript_id, label, role, consent=Consent.QUOTE, case_id="maple"):
    return Participant(pid, transcript_id, label, case_id, role, consent)


def small_cut():
    built = [talk.build() for talk in TALKS]
    return DataCut(
        title="An invented study",
        codebook=CODEBOOK,
        cases=(
            Case(
                "maple", "Maple County", {"region": "north", "size_band": "small", "programs": "Maple House"}
            ),
            Case("tule", "Tule County", {}),
        ),
        sources=(
            Source("maple-one", "maple-one.txt", "maple", SourceType.INTERVIEW, "in person", "2026", "guide"),
            Source(
                "maple-group", "maple-group.txt", "maple", SourceType.FOCUS_GROUP, "virtual", "2026", "guide"
            ),
            Source("maple-plan", "maple-plan.txt", "maple", SourceType.PLAN, "document"),
            Source("survey", "survey.csv", "", SourceType.SURVEY, "online", "2026", "form"),
            Source("tule-one", "tule-one.txt", "tule", SourceType.INTERVIEW, "virtual", "2026", ""),
            Source("maple-lost", "maple-lost.vtt", "maple", SourceType.INTERVIEW, "virtual"),
        ),
        transcripts={transcript.transcript_id: transcript for transcript, _ in built},
        participants=(
            person("MA-1", "maple-one", "Ana", "child welfare"),
            person("MA-2", "maple-one", "Ben", "child welfare"),
            person("MA-3", "maple-group", "Cleo", "lived-experience expert"),
            person("MA-4", "maple-group", "Dov", "caregiver", Consent.PARAPHRASE),
            person("MA-5", "maple-group", "Eve", "Tribal partner", Consent.COUNT),
            person("R-1", "survey", "R-1", "community provider"),
            person("R-2", "survey", "R-2", "community provider", case_id="tule"),
            person("TU-1", "tule-one", "Flo", "probation", case_id="tule"),
        ),
        passages=tuple(passage for _, passages in built for passage in passages),
        instruments=(
            Instrument(
                "guide", "Guide", (Question("q1", "Training?", ("training", "tribal", "my-protocol")),)
            ),
            Instrument("form", "Form", (Question("q1", "Else?", ()),)),
        ),
    )


def release(cut, audience=Audience.TEAM, labels=LABELS):
    return release_quotes(
        cut.passages,
        transcripts=cut.transcripts,
        sources=cut.sources,
        participants=cut.participants,
        cases=cut.cases,
        masks=labels,
        audience=audience,
    )
