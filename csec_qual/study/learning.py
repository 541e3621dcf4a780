"""Teaching the paraphrase layer by what people decided in this study.

The answers learned from are those that somebody read. Whoever decides on one code of an answer has read it,
and gave it the codes they gave it and no other; and where every suggestion in a transcript that a rule made
and that counts is decided on, all of it was read, but for answers with a suggestion that still waits. Without
the answers that carry nothing, codes would look commoner than they are.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from csec_qual.base.errors import Problem, StudyError
from csec_qual.codebook.fingerprint import definition_fingerprint
from csec_qual.model.codes import Code, Codebook, CodeStatus
from csec_qual.model.coding import Decision, Layer, Stance, Suggestion, is_paraphrase
from csec_qual.model.transcript import Transcript
from csec_qual.review.decide import passage_id, passages
from csec_qual.study.reviewing import codable_turns
from csec_qual.tagging.learned import Answers, Learned, Lesson, learn
from csec_qual.tagging.paraphrase import Paraphrase, Readings
from csec_qual.tagging.words import Reader, Words

_DECIDES = (Stance.APPLIES, Stance.DOES_NOT_APPLY)

Place = tuple[str, int]
"""Transcript id and number of a turn."""


@dataclass(frozen=True, slots=True)
class LearnReport:
    """What came of learning.

    Attributes:
        lessons: One for each code in use that people gave to an answer, in codebook order.
        looked_at: How many answers people read.
        transcripts: In how many transcripts.
        is_dry: True where nothing was stored.
    """

    lessons: tuple[Lesson, ...]
    looked_at: int
    transcripts: int
    is_dry: bool

    @property
    def taken_on(self) -> tuple[Lesson, ...]:
        """The codes for which learning earned its place."""
        return tuple(each for each in self.lessons if each.learned)


class Found(NamedTuple):
    """What a rule of a code found in a turn.

    Attributes:
        counts: Whether it counts.
        fires: Whether a rule fired at all.
    """

    counts: bool
    fires: bool


def learn_from(
    codebook: Codebook,
    transcripts: Mapping[str, Transcript],
    decisions: Sequence[Decision],
    suggestions: Sequence[Suggestion],
    layer: Paraphrase,
    reader: Reader,
) -> tuple[Learned, LearnReport]:
    """Learn every code of a study for which people decided enough.

    Args:
        codebook: The study's.
        transcripts: By id, as the lists have them.
        decisions: Those that stand.
        suggestions: Those that stand, for what the rules found.
        layer: The paraphrase layer, with nothing learned.
        reader: Cuts the answers into words.

    Raises:
        StudyError: Nobody decided on anything yet, or the package that learns is not installed.
    """
    looked_at = _looked_at(transcripts, decisions, suggestions)
    if not looked_at:
        what = "there are no decisions to learn from."
        raise StudyError([Problem("learn", None, what, "Accept and reject suggestions first.")])
    given: dict[str, set[Place]] = {}
    order = [code.code_id for code in codebook.codes]
    for passage in passages(suggestions, decisions, transcripts, order, include_undecided=False):
        given.setdefault(passage.code_id, set()).add((passage.transcript_id, passage.turn))
    names = sorted({transcript_id for transcript_id, _ in looked_at})
    words = reader.read_all([transcripts[name] for name in names])
    read = _Read(words, layer.read(words), sorted(looked_at), _found_by_rules(codebook, suggestions))
    codes = [code for code in codebook.codes if code.status is CodeStatus.ACTIVE and code.code_id in given]
    lessons = _learn([read.answers(code, given[code.code_id], layer) for code in codes])
    learned = Learned(layer.model, tuple(each.learned for each in lessons if each.learned))
    return learned, LearnReport(tuple(lessons), len(looked_at), len(names), is_dry=False)


def _looked_at(
    transcripts: Mapping[str, Transcript], decisions: Iterable[Decision], suggestions: Iterable[Suggestion]
) -> set[Place]:
    made = [each for each in decisions if each.stance in _DECIDES]
    decided = {passage_id(each) for each in made}
    turns = {(each.segment.transcript_id, each.turn) for each in made}
    left = [each for each in suggestions if each.counts and each.suggestion_id not in decided]
    read = {name for name, _ in turns} - {each.transcript_id for each in left if each.layer is Layer.RULES}
    waiting = {(each.transcript_id, each.turn) for each in left}
    codable = codable_turns(transcripts.values())
    return (turns & codable) | {place for place in codable - waiting if place[0] in read}


class _Read:
    """The answers that people read, as the layer reads them."""

    def __init__(
        self,
        words: Words,
        readings: Readings,
        places: Sequence[Place],
        by_rules: Mapping[tuple[str, int, str], Found],
    ) -> None:
        unit_of = {(unit.transcript.transcript_id, unit.turn.number): n for n, unit in enumerate(words.units)}
        self._places = [place for place in places if place in unit_of]
        self._units = np.array([unit_of[place] for place in self._places], dtype=np.int64)
        self._readings = readings.only(self._units)
        self._by_rules = by_rules

    def answers(self, code: Code, given: Collection[Place], layer: Paraphrase) -> Answers:
        """What is known of the answers, for one code."""
        name = code.code_id
        found = [self._by_rules.get((*place, name), Found(False, False)) for place in self._places]
        told = [(each.question, each.text) for each in (*code.examples_yes, *code.examples_no)]
        about = [("", code.short), *(("", each) for each in code.use)]
        n_yes, every = len(code.examples_yes), [*about, *told]
        names = [transcript_id for transcript_id, _ in self._places]
        return Answers(
            code_id=name,
            definition=definition_fingerprint(code),
            vectors=self._readings.vectors.astype(np.float64),
            by_model=self._each(layer.log_odds, name, found),
            counts=np.array([each.counts for each in found], dtype=bool),
            fires=np.array([each.fires for each in found], dtype=bool),
            before=self._each(layer.counted, name, found).astype(bool),
            given=np.array([place in given for place in self._places], dtype=bool),
            transcripts=np.unique(names, return_inverse=True)[1].astype(np.int64),
            told=layer.meanings(every).astype(np.float64),
            told_given=np.arange(len(every)) < len(about) + n_yes,
        )

    def _each(
        self, ask: Callable[..., float], code_id: str, found: Sequence[Found]
    ) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        return np.array(
            [
                ask(self._readings, n, code_id, counts=each.counts, fires=each.fires)
                for n, each in enumerate(found)
            ],
            dtype=np.float64,
        )


def _found_by_rules(
    codebook: Codebook, suggestions: Iterable[Suggestion]
) -> dict[tuple[str, int, str], Found]:
    accepted = {code.code_id: set(code.assertion.accept) for code in codebook.codes}
    found = {}
    for each in suggestions:
        by_rule = [evidence for evidence in each.evidence if not is_paraphrase(evidence.rule_id)]
        counts = any(evidence.status in accepted[each.code_id] for evidence in by_rule)
        found[each.transcript_id, each.turn, each.code_id] = Found(counts, bool(by_rule))
    return found


def _learn(answers: Sequence[Answers]) -> list[Lesson]:
    try:
        return learn(answers)
    except ImportError as error:
        what = "learning needs scikit-learn, which is not installed."
        fix = "Install it with: pip install 'csec-qual[learn]'"
        raise StudyError([Problem("learn", None, what, fix)]) from error
