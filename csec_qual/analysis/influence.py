"""What one person's part in the numbers is: who talks how much, and which headline rests on one of them."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from csec_qual.analysis.bases import Count
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.scale import word

CAP = 3
"""How many mentions of a code one person adds to a capped count."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How much one participant said.

    Attributes:
        participant_id: The pseudonym.
        case_id: The county they speak for; empty where none is recorded.
        role_group: Their role group.
        words: Words in their turns.
        of_words: Words of all participants of their county.
        mentions: Coded turns of theirs, each once for each code.
        of_mentions: The same, of all participants of their county.
        capped: Their mentions with at most ``CAP`` for a code.
    """

    participant_id: str
    case_id: str
    role_group: str
    words: int
    of_words: int
    mentions: int
    of_mentions: int
    capped: int


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline that is another one without one person.

    Attributes:
        theme_id: The theme.
        case_id: The county.
        participant_id: The person.
        now: People who said it, of those heard.
        without: The same without this person.
    """

    theme_id: str
    case_id: str
    participant_id: str
    now: Count
    without: Count

    @property
    def changes(self) -> tuple[str, str]:
        """The word of the scale now, and without them."""
        return word(self.now), word(self.without)


def voices(cut: DataCut) -> list[Voice]:
    """Every participant, the one with the largest share of their county's words first in it."""
    words: Counter[tuple[str, str]] = Counter()
    roles: dict[tuple[str, str], str] = {}
    for turn in cut.spoken:
        if turn.participant_id:
            transcript = cut.transcripts[turn.transcript_id]
            said = transcript.words(transcript.turns[turn.turn - 1])
            key = turn.case_id, turn.participant_id
            words[key] += len(said.split())
            roles.setdefault(key, turn.role_group)
    by_code: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for passage, turn in cut.coded:
        if turn.participant_id:
            by_code[turn.case_id, turn.participant_id][passage.code_id] += 1
    in_county: Counter[str] = Counter()
    mentions_in: Counter[str] = Counter()
    for (case_id, _), n in words.items():
        in_county[case_id] += n
    for (case_id, _), codes in by_code.items():
        mentions_in[case_id] += codes.total()
    counties = {case.case_id: place for place, case in enumerate(cut.cases)}
    found = [
        Voice(
            person,
            case_id,
            roles[case_id, person],
            n,
            in_county[case_id],
            by_code[case_id, person].total(),
            mentions_in[case_id],
            sum(min(each, CAP) for each in by_code[case_id, person].values()),
        )
        for (case_id, person), n in words.items()
    ]
    return sorted(
        found, key=lambda each: (counties.get(each.case_id, len(counties)), -each.words, each.participant_id)
    )


def sensitive(cut: DataCut) -> list[Headline]:
    """Every theme of a county whose word for a share is another one without one of its people.

    A headline that one person carries or breaks should be read with their transcripts at hand.
    """
    theme_of = {code.code_id: code.theme_id for code in cut.codebook.codes}
    heard: defaultdict[str, set[str]] = defaultdict(set)
    said: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for turn in cut.spoken:
        if turn.participant_id and turn.case_id:
            heard[turn.case_id].add(turn.participant_id)
    for passage, turn in cut.coded:
        if turn.participant_id and turn.case_id and passage.code_id in theme_of:
            said[turn.case_id, theme_of[passage.code_id]].add(turn.participant_id)
    found = []
    for case in cut.cases:
        everyone = heard[case.case_id]
        for theme in cut.codebook.themes:
            spoke = said[case.case_id, theme.theme_id]
            now = Count(len(spoke), len(everyone))
            for person in sorted(everyone):
                without = Count(len(spoke - {person}), len(everyone) - 1)
                if without.of and word(without) != word(now):
                    found.append(Headline(theme.theme_id, case.case_id, person, now, without))
    return found
