"""The gate: the only maker of ``ReleasedQuote`` and ``ReleasedCount``.

Writers of reports, workbooks and exchanges accept no other type, so words cannot leave by being
forgotten. Consent, off-the-record marks, masking, attribution and the limits for a public report
apply here. Choosing which quotes to print is not done here, and nothing is read from a file.

Source of the rules: the study's privacy rules for participants (attribution by role group and masked
county; the county dropped where it would point to one person; no words beyond the consent given).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass
from enum import StrEnum

from csec_qual.base.errors import PrivacyError
from csec_qual.base.text import fold
from csec_qual.model.coding import CodedPassage
from csec_qual.model.people import Case, Consent, Participant
from csec_qual.model.transcript import Segment, Source, SourceType, Transcript, Turn
from csec_qual.privacy.names import Names
from csec_qual.privacy.off_record import off_record_turns
from csec_qual.privacy.suppress import SUPPRESSED, is_on_native_youth, too_small

LIVED_EXPERIENCE = "lived-experience expert"
PUBLIC_QUOTES_PER_PERSON = 2
SMALLEST_PUBLIC_GROUP = 11
"""Lived-experience and caregiver counts below this are printed as a range (CalHHS small-cell bound)."""
SMALLEST_STAFF_CELL = 3

WITHHELD_PARAPHRASE = "consented to paraphrase only"
WITHHELD_COUNT = "counted only"
WITHHELD_OFF_RECORD = "said off the record"
WITHHELD_UNKNOWN = "no participant is recorded for these words"
WITHHELD_APPROVAL = "the Tribe's or the advisers' approval is not recorded"
WITHHELD_REDACTED = "they asked to leave it out"
WITHHELD_OTHERS = "somebody else said it"
WITHHELD_LIMIT = "two quotes of this person are already in the report"

_SEAL = object()


class Audience(StrEnum):
    """Who will read what leaves."""

    TEAM = "team"
    """The evaluation team, under its own agreements: masked, with links back to the transcripts."""
    COUNTY = "county"
    """The people of one county, who check the facts in a report on themselves: they know one another."""
    PUBLIC = "public"
    """Anyone, the county's own readers among them."""

    @property
    def is_team(self) -> bool:
        """Whether what is written stays inside the evaluation team."""
        return self is Audience.TEAM


@dataclass(frozen=True, slots=True)
class ReleasedQuote:
    """Words that may be shown to one audience. Made by ``release_quotes`` and nowhere else.

    Attributes:
        passage_id: The passage the words are evidence of.
        words: The words with known names masked; empty when withheld.
        withheld: Why the words may not be shown; empty when they may.
        attribution: Who said it, as far as may be told, such as ``community provider, County C``.
        link: Where it stands, relative to the report's folder; empty outside the team.
        may_name_county: Whether the words may stand in a text about their county. False where that
            would point to one person, or to people who are never named with a county.
        audience: Whom it was released to.
    """

    passage_id: str
    words: str
    withheld: str
    attribution: str
    link: str
    may_name_county: bool
    audience: Audience
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        """Refuse a quote that did not come through the gate."""
        _check_seal(seal)


@dataclass(frozen=True, slots=True)
class ReleasedCount:
    """A count that may be shown to one audience. Made by ``release_count`` and nowhere else.

    Attributes:
        shown: The count with its base, such as ``2 of 9``; empty when withheld.
        withheld: Why it may not be shown; empty when it may.
    """

    shown: str
    withheld: str
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        """Refuse a count that did not come through the gate."""
        _check_seal(seal)


def release_quotes(
    passages: Iterable[CodedPassage],
    *,
    transcripts: Mapping[str, Transcript],
    sources: Iterable[Source],
    participants: Sequence[Participant],
    cases: Sequence[Case],
    masks: Mapping[str, str],
    audience: Audience,
    tribes: Iterable[str] = (),
    redacted: Collection[str] = (),
    approving: str = "",
) -> dict[str, ReleasedQuote]:
    """What may be shown of each passage's words.

    Args:
        passages: In order of preference: outside the team, the first two of a person are let through.
        transcripts: By id; the words and the speaker labels to mask come from here.
        sources: What kind of source each transcript is, and its county.
        participants: Everyone in the study who has not withdrawn: who is alone in a role is judged by them.
        cases: Every county of the study; their names are masked in the words.
        masks: Label by case id. Where a county's label is its own name, the name is not masked.
        audience: Who will read it.
        tribes: Names of Tribes, which are masked in the words.
        redacted: Turns by name, such as ``maple-admin-01:41``, of which nothing is quoted outside the team.
        approving: A role group whose words are shown to itself, to say whether they may be quoted: all of
            theirs, approved or not, and nobody else's.

    Returns:
        A quote for every passage, by passage id, in the order given.

    Raises:
        PrivacyError: A passage belongs to someone who withdrew, or to a named speaker who is not
            among the participants. Nothing is released then.
    """
    people = {(person.transcript_id, person.label): person for person in participants}
    by_transcript = {source.transcript_id: source for source in sources}
    names = known_names(transcripts, participants, cases, masks, tribes)
    alone = _alone(participants, by_transcript)
    off_record = {transcript_id: off_record_turns(one) for transcript_id, one in transcripts.items()}
    printed: dict[str, set[Segment]] = defaultdict(set)
    quotes = {}
    for passage in passages:
        transcript = transcripts[passage.transcript_id]
        source = by_transcript[passage.transcript_id]
        turn = transcript.turns[passage.turn - 1]
        # A plan speaks in its own voice, whatever row the team keeps for it.
        is_document = source.source_type is SourceType.PLAN and not turn.speaker
        person = None if is_document else _speaker(people, passage, turn)
        withheld = _reason(person, source.source_type, turn.number in off_record[passage.transcript_id])
        if not withheld and approving:
            is_own = person is not None and fold(person.role_group) == fold(approving)
            withheld = "" if is_own else WITHHELD_OTHERS
        elif not withheld and not audience.is_team:
            is_redacted = f"{passage.transcript_id}:{passage.turn}" in redacted
            withheld = WITHHELD_REDACTED if is_redacted else ""
            if not withheld and person is not None:
                withheld = _unapproved(person) or _limit(printed[person.participant_id], passage.segment)
        words = transcript.text[passage.segment.start : passage.segment.end]
        attribution, may_name_county = _attribution(person, source, masks, alone)
        quotes[passage.passage_id] = ReleasedQuote(
            passage_id=passage.passage_id,
            words="" if withheld else names.masked(words),
            withheld=withheld,
            attribution=attribution,
            link=place(passage.transcript_id, passage.turn) if audience.is_team else "",
            may_name_county=may_name_county,
            audience=audience,
            seal=_SEAL,
        )
    return quotes


def known_names(
    transcripts: Mapping[str, Transcript],
    participants: Iterable[Participant],
    cases: Iterable[Case],
    masks: Mapping[str, str],
    tribes: Iterable[str] = (),
) -> Names:
    """The names that are masked wherever words leave: speakers', Tribes', and those of masked counties."""
    return Names.known(
        [speaker.label for transcript in transcripts.values() for speaker in transcript.speakers]
        + [person.label for person in participants],
        [case.label for case in cases if masks.get(case.case_id) != case.label],
        tribes,
    )


def release_count(
    n: int, base: int, *, audience: Audience, role_group: str = "", case_id: str = "", what: str = ""
) -> ReleasedCount:
    """A count of participants, transcripts or turns with its base, if the audience may see it.

    Args:
        n: How many.
        base: Of how many; zero where nobody was asked.
        audience: Who will read it.
        role_group: The role group counted; empty where roles are together.
        case_id: The county counted in; empty for the whole study.
        what: What is counted, such as ``participants``; printed after the base.
    """
    shown, withheld = f"{n} of {base} {what}".rstrip(), ""
    if not audience.is_team and role_group:
        shown, withheld = _public_role_count(n, base, role_group, case_id, what)
    return ReleasedCount(shown=shown, withheld=withheld, seal=_SEAL)


def release_youth_counts(
    counts: Mapping[str, tuple[int, int | None]], *, audience: Audience, about: str
) -> dict[str, ReleasedCount]:
    """Counts of youth from one administrative indicator, as far as they may be shown.

    Args:
        counts: How many youth, and out of how many or None, by case id.
        audience: Who will read it. The team sees every count, small ones marked as not for release.
        about: The indicator's name and definition: one on Native youth is not shown by county.
    """
    small = too_small(counts)
    released = {}
    for key, (n, of) in counts.items():
        shown = str(n) if of is None else f"{n} of {of}"
        withheld = ""
        if audience.is_team:
            shown += " (not for release)" if key in small else ""
        elif is_on_native_youth(about):
            shown, withheld = "", "counts of Native youth are not shown by county"
        elif key in small:
            shown = SUPPRESSED
        released[key] = ReleasedCount(shown=shown, withheld=withheld, seal=_SEAL)
    return released


def place(transcript_id: str, turn: int) -> str:
    """Where a turn stands, as a link relative to the folder of a report."""
    return f"transcripts/{transcript_id}.html#turn-{turn}"


def is_lived_experience(role_group: str) -> bool:
    """Whether a role group is that of people with lived experience."""
    return "lived" in fold(role_group) or "survivor" in fold(role_group)


def _check_seal(seal: object) -> None:
    if seal is not _SEAL:
        raise PrivacyError("Words and counts leave through csec_qual.privacy.release only.")


def _speaker(
    people: Mapping[tuple[str, str], Participant], passage: CodedPassage, turn: Turn
) -> Participant | None:
    """Who said it; None for words that carry no label."""
    person = people.get((passage.transcript_id, turn.speaker))
    if person is None and turn.speaker:
        raise PrivacyError(
            f"{passage.transcript_id}:{passage.turn}: the speaker is not among the study's participants, "
            "or withdrew. Correct participants.csv and run the command again; nothing was released."
        )
    if person is not None and not person.consent.may_be_counted:
        raise PrivacyError(
            f"{passage.transcript_id}:{passage.turn}: {person.participant_id} withdrew. Nothing was released."
        )
    return person


def _reason(person: Participant | None, source_type: SourceType, is_off_record: bool) -> str:
    """Why the words may not be shown to anybody; empty where they may."""
    if person is None and source_type is not SourceType.PLAN:
        return WITHHELD_UNKNOWN
    if person is not None and person.consent is Consent.PARAPHRASE:
        return WITHHELD_PARAPHRASE
    if person is not None and person.consent is Consent.COUNT:
        return WITHHELD_COUNT
    return WITHHELD_OFF_RECORD if is_off_record else ""


def _unapproved(person: Participant) -> str:
    """Why words that a Tribe or advisers release may not leave the team yet; empty where they may."""
    needs_approval = is_lived_experience(person.role_group) or is_tribal(person.role_group)
    return WITHHELD_APPROVAL if needs_approval and not person.is_approved else ""


def _limit(printed: set[Segment], segment: Segment) -> str:
    """Count the stretch against its speaker's limit; the same words under two codes are one quote."""
    if segment not in printed and len(printed) >= PUBLIC_QUOTES_PER_PERSON:
        return WITHHELD_LIMIT
    printed.add(segment)
    return ""


def _alone(participants: Iterable[Participant], sources: Mapping[str, Source]) -> frozenset[tuple[str, str]]:
    """County and role group of everyone who is the only person in them."""
    seats = {
        (*_seat(person, sources[person.transcript_id]), person.participant_id)
        for person in participants
        if person.transcript_id in sources
    }
    people = Counter((case_id, role) for case_id, role, _ in seats)
    return frozenset(seat for seat, n_people in people.items() if n_people == 1)


def _seat(person: Participant, source: Source) -> tuple[str, str]:
    return person.case_id or source.case_id, fold(person.role_group)


def _attribution(
    person: Participant | None,
    source: Source,
    masks: Mapping[str, str],
    alone: frozenset[tuple[str, str]],
) -> tuple[str, bool]:
    """How the speaker is named, and whether the words may stand beside their county."""
    if person is None:
        is_plan = source.source_type is SourceType.PLAN
        return ("county plan" if is_plan else "unknown speaker"), is_plan
    if is_lived_experience(person.role_group):
        return LIVED_EXPERIENCE, False
    role = person.role_group or "participant"
    seat = _seat(person, source)
    may_name_county = seat not in alone and not is_tribal(role)
    if source.source_type is SourceType.SURVEY:
        return ", ".join(filter(None, ("survey respondent", person.role_group))), may_name_county
    county = masks.get(seat[0], "") if may_name_county else ""
    return ", ".join(filter(None, (role, county))), may_name_county


def is_tribal(role_group: str) -> bool:
    """Whether a role group is that of Tribal partners."""
    return fold(role_group).startswith("trib")


def _public_role_count(n: int, base: int, role_group: str, case_id: str, what: str) -> tuple[str, str]:
    """A role group's count for the public, or the reason there is none."""
    if case_id:
        return "", "counts by role group are not shown for one county"
    if is_lived_experience(role_group) or fold(role_group) == "caregiver":
        if 0 < base < SMALLEST_PUBLIC_GROUP or 0 < n < SMALLEST_PUBLIC_GROUP:
            return f"fewer than {SMALLEST_PUBLIC_GROUP} {what}".rstrip(), ""
    elif 0 < n < SMALLEST_STAFF_CELL or 0 < base < SMALLEST_STAFF_CELL:
        return "", f"fewer than {SMALLEST_STAFF_CELL} people"
    return f"{n} of {base} {what}".rstrip(), ""
