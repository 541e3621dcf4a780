"""A trained classifier of how a speaker stands to what some of their words say.

It reads the words that may earn a code, marked in the answer they stand in, together with what the code is
about, what was asked, and what the speaker said just before. Where a cue is a phrase that somebody listed,
this is what the whole of the talk sounds like.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from csec_qual.base.identity import digest
from csec_qual.nlp.paraphrase import Vocabulary
from csec_qual.nlp.running import Floats, Runner, side_by_side

# Pieces of each part at most; those nearest to the marked words are kept.
_ABOUT = 20
_ASKED = 30
_BEFORE = 30
_LEFT = 44
_MARKED = 24
_RIGHT = 30

# Pieces that no text has. They open and close the marked words, and what was asked and said before.
_OPEN, _CLOSE, _ASKS, _SAYS = "[unused1]", "[unused2]", "[unused3]", "[unused4]"


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that may earn a code, where they stand.

    Attributes:
        about: What the code is about, in short.
        question: What was asked just before; may be empty.
        before: What the speaker said in the turn before; may be empty.
        text: The answer.
        start: Where the words begin in it, in code points.
        end: Where they end.
    """

    about: str
    question: str
    before: str
    text: str
    start: int
    end: int


class StanceVocabulary(Vocabulary):
    """The pieces of a model, and how a claim is put before it."""

    def claim(self, claim: Claim) -> tuple[list[int], list[int]]:
        """A claim's pieces, and for each which of the two parts it is of."""
        asks, says = self.number(_ASKS), self.number(_SAYS)
        around = [*self.pieces(claim.about)[:_ABOUT], asks, *self.question(claim.question)[-_ASKED:]]
        around += [says, *self.pieces(claim.before)[-_BEFORE:]]
        left = self.pieces(claim.text[: claim.start])[-_LEFT:]
        marked = self.pieces(claim.text[claim.start : claim.end])[:_MARKED]
        right = self.pieces(claim.text[claim.end :])[:_RIGHT]
        return self.pair(around, [*left, self.number(_OPEN), *marked, self.number(_CLOSE), *right])


class StanceModel:
    """The model in a file.

    Args:
        path: The model.
        vocabulary: Its vocabulary.
    """

    def __init__(self, path: Path, vocabulary: Path) -> None:
        self._path = path
        self._vocabulary_path = vocabulary
        self._known: dict[Claim, Floats] = {}

    def is_whole(self, identity: str) -> bool:
        """Whether the model's file is the one of that SHA-256."""
        return digest(self._path.read_bytes()) == identity

    def read(self, claims: Iterable[Claim]) -> list[Floats]:
        """For each claim the log-odds of each status, in the order of ``Status``."""
        wanted = list(claims)
        fresh = list(dict.fromkeys(claim for claim in wanted if claim not in self._known))
        found = side_by_side(lambda claim: self._runner.run(*self.vocabulary.claim(claim))[0], fresh)
        self._known.update(zip(fresh, found, strict=True))
        return [self._known[claim] for claim in wanted]

    @cached_property
    def vocabulary(self) -> StanceVocabulary:
        """The pieces the model knows."""
        return StanceVocabulary(self._vocabulary_path)

    @cached_property
    def _runner(self) -> Runner:
        return Runner(self._path)
