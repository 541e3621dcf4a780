"""Who asks and who answers.

Interviewers' words are never evidence, so a role is given only where the label says it or where the
behaviour is plain: asking most of the questions, opening the conversation, short turns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csec_qual.model.transcript import Role
from csec_qual.readers.draft import Piece
from csec_qual.readers.speakers import is_nobody, key, role_word, spellings

_QUESTION = re.compile(
    r"\?|\b(?:tell me|tell us|walk me|walk us|talk about|talk a (?:little|bit)|say more|describe|"
    r"give me an example|let'?s (?:start|begin|move|talk|go around)|next question|first question|"
    r"last question|go around the)\b",
    re.IGNORECASE,
)
_GUIDING = re.compile(
    r"\b(?:thank(?:s| you)[^.?!]{0,40}\b(?:joining|coming|meeting|taking|talking|your time|being here|"
    r"everyone|all)|ground rules|consent|record(?:ing|ed|er)?|first question|next question|last question|"
    r"no right or wrong|no wrong answers|introduce (?:yourself|yourselves)|go around|wrap up|welcome|"
    r"before we (?:start|begin|finish|close|end))\b",
    re.IGNORECASE,
)
# Speech recognition often writes no question marks: then a short turn that begins as questions do is one.
_UNMARKED_QUESTION = re.compile(
    r"(?:(?:so|and|okay|ok|um|uh|well|great|right|now|but|then),?\s+)*"
    r"(?:(?:what|how|why|where|who|which)\b|(?:do|does|did|is|are|was|were|can|could|would|will|have|has)\s+"
    r"(?:you|your|there|they|it|that|this|the|we|any|anyone|people)\b)",
    re.IGNORECASE,
)
_QUESTION_WORDS = 30
_MARKED_SHARE = 0.05
_MINIMUM_ASKING = 2
_ASKS = 0.5
_ANSWERS = 0.35
_PAIR_WITH_HELPER = 3
# A question asked of somebody stands at the end of a turn; one in the middle is often rhetorical.
_TURN_END = 200


@dataclass(frozen=True, slots=True)
class Habits:
    """How one speaker takes part.

    Attributes:
        turns: Turns taken.
        words: Words said.
        asking: Turns that ask something.
        guiding: Turns that steer the conversation: consent, ground rules, next question.
        opens: Whether the speaker speaks first.
    """

    turns: int
    words: int
    asking: int
    guiding: int
    opens: bool

    @property
    def asking_share(self) -> float:
        """Share of the speaker's turns that ask."""
        return self.asking / self.turns


def guess_roles(
    labels: Sequence[str], pieces: Sequence[Piece], named: Sequence[tuple[str, Role]]
) -> dict[str, Role]:
    """A role for every label; UNKNOWN where nothing says so.

    Args:
        labels: Every label of the conversation.
        pieces: Its turns, under those labels.
        named: People whose role the file itself gives, by name.
    """
    roles = {label: _told(label, labels, named) for label in labels}
    habits = _habits(pieces)
    if not any(_steers(role) for role in roles.values()):
        leader = _leader(labels, habits, roles)
        if leader is not None:
            roles[leader] = Role.MODERATOR if len(labels) > _PAIR_WITH_HELPER else Role.INTERVIEWER
    steering = next((role for role in roles.values() if _steers(role)), None)
    if steering is not None:
        for label in labels:
            if roles[label] is Role.UNKNOWN and not is_nobody(label):
                roles[label] = _beside(habits[label], steering)
    return roles


def _steers(role: Role) -> bool:
    return role in {Role.INTERVIEWER, Role.MODERATOR}


def _told(label: str, labels: Sequence[str], named: Sequence[tuple[str, Role]]) -> Role:
    """What the label's own words say, or the head of the file says of the name."""
    role = role_word(label)
    keys = {key(other) for other in labels}
    if key(label) == "a" and not keys & {"q", "i", "int", "interviewer"}:
        role = None
    if key(label) in {"m", "f"} and _others_are_participants(label, labels):
        role = Role.MODERATOR
    if role is not None:
        return role
    for name, named_role in named:
        if key(label) in spellings(name) or key(name) in spellings(label):
            return named_role
    return Role.UNKNOWN


def _others_are_participants(label: str, labels: Sequence[str]) -> bool:
    others = [role_word(other) for other in labels if other != label]
    return len(others) > 1 and all(role is Role.PARTICIPANT for role in others)


def _habits(pieces: Sequence[Piece]) -> dict[str, Habits]:
    counts: dict[str, list[int]] = {}
    opener = next((piece.label for piece in pieces if piece.label), "")
    is_marked = sum("?" in piece.text for piece in pieces) > _MARKED_SHARE * len(pieces)
    for piece in pieces:
        tally = counts.setdefault(piece.label, [0, 0, 0, 0])
        tally[0] += 1
        tally[1] += len(piece.text.split())
        tally[2] += _asks_something(piece.text, is_marked=is_marked)
        tally[3] += bool(_GUIDING.search(piece.text))
    return {
        label: Habits(turns, words, asking, guiding, opens=label == opener)
        for label, (turns, words, asking, guiding) in counts.items()
    }


def _asks_something(text: str, *, is_marked: bool) -> bool:
    if _QUESTION.search(text[-_TURN_END:]):
        return True
    return not is_marked and len(text.split()) <= _QUESTION_WORDS and bool(_UNMARKED_QUESTION.match(text))


def _leader(labels: Sequence[str], habits: Mapping[str, Habits], roles: Mapping[str, Role]) -> str | None:
    """The speaker who plainly leads the conversation, or None."""
    people = [label for label in labels if not is_nobody(label)]
    open_to_guess = [label for label in people if roles[label] is Role.UNKNOWN]
    if len(people) < 2 or not open_to_guess:
        return None
    leader = max(open_to_guess, key=lambda label: (_lead(habits[label]), -labels.index(label)))
    others = [habits[label] for label in people if label != leader]
    return leader if _leads(habits[leader], others) else None


def _lead(habits: Habits) -> int:
    return habits.asking + 2 * habits.guiding + 2 * habits.opens


def _leads(best: Habits, others: Sequence[Habits]) -> bool:
    """Whether one speaker interviews the others, by questions or by how little they talk between them."""
    said = best.words + sum(other.words for other in others)
    if best.words > 0.6 * said or best.asking < _MINIMUM_ASKING:
        return False
    answering = [other for other in others if other.asking_share <= _ANSWERS]
    asked_most = best.asking >= 0.4 * (best.asking + sum(other.asking for other in others))
    if best.asking_share >= _ASKS and asked_most and answering:
        return sum(other.words for other in answering) >= 0.5 * (said - best.words)
    # A quiet host of a talkative guest: few words, the first ones, and questions now and then.
    return len(others) == 1 and best.opens and best.asking >= 3 and others[0].words >= 3 * best.words


def _beside(habits: Habits, steering: Role) -> Role:
    """A plain name beside a known interviewer: a participant, unless they ask as interviewers do."""
    if habits.turns >= 3 and habits.asking_share >= 0.55:
        return steering
    return Role.UNKNOWN if habits.turns >= 4 and habits.asking_share > _ANSWERS + 0.1 else Role.PARTICIPANT
