"""Small transcripts, suggestions and decisions for tests; everything said is invented."""

from csec_qual.model.codes import Status
from csec_qual.model.coding import Decision, Evidence, Stance, Suggestion
from csec_qual.model.transcript import Role, Segment, SourceType, Speaker, Transcript, Turn, TurnKind

ASKS = "Priya"
TALK = "maple-01"


def talk(*said: tuple[str, str], transcript_id: str = TALK, sha256: str = "0" * 64) -> Transcript:
    """A transcript of (label, words) pairs; Priya asks and everybody else takes part."""
    text = ""
    turns = []
    for number, (label, words) in enumerate(said, 1):
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{words}" if text else words
        turns.append(Turn(number, label, role(label), TurnKind.TURN, start, start + len(words)))
    return Transcript(
        transcript_id=transcript_id,
        file=f"{transcript_id}.txt",
        source_type=SourceType.INTERVIEW,
        reader="plain/test",
        sha256=sha256,
        text=text,
        turns=tuple(turns),
        speakers=tuple(Speaker(label, role(label)) for label in dict.fromkeys(label for label, _ in said)),
    )


def role(label: str) -> Role:
    """What a label does in these talks."""
    return Role.INTERVIEWER if label == ASKS else Role.PARTICIPANT


def segment(transcript: Transcript, words: str) -> Segment:
    """The first place where the words stand."""
    start = transcript.text.index(words)
    return Segment(transcript.transcript_id, start, start + len(words))


def suggestion(
    transcript: Transcript,
    turn: int,
    code_id: str,
    *,
    counts: bool = True,
    needs_review: bool = False,
    score: float = 0.7,
    status: Status = Status.AFFIRMED,
) -> Suggestion:
    """A suggestion whose evidence is the whole turn."""
    place = transcript.turns[turn - 1]
    words = Segment(transcript.transcript_id, place.start, place.end)
    return Suggestion(
        transcript_id=transcript.transcript_id,
        turn=turn,
        code_id=code_id,
        evidence=(Evidence(f"{code_id}.rule", words, (words,), status),),
        counts=counts,
        needs_review=needs_review,
        score=score,
        fingerprint=f"{code_id} one",
    )


def decision(
    about: Suggestion,
    stance: Stance = Stance.APPLIES,
    *,
    coder_id: str = "ana",
    decision_id: str = "",
    version: int = 1,
    words: Segment | None = None,
) -> Decision:
    """A decision on a suggestion; its id follows from coder, place and stance unless one is given."""
    return Decision(
        decision_id=decision_id or f"{coder_id}/{about.suggestion_id}/{stance}",
        coder_id=coder_id,
        segment=words or about.segment,
        version=version,
        turn=about.turn,
        code_id=about.code_id,
        code_version=3,
        stance=stance,
        note="a packet is all they get",
        suggestion_id=about.suggestion_id,
        fingerprint=about.fingerprint,
        time="2026-06-30T17:04:09Z",
    )
