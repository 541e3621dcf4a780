"""Words that mark the passages of one code, against everything else that could have been coded.

Compared are words in their dictionary form and runs of two words. A word with several dictionary forms
counts under the one that most words of the text may have: "training" under "train" where people also
say "trained". Words that say little by themselves, names, and runs without two telling words (or "no",
"not" or "never" and one) are left out.

    G2          log-likelihood of the two frequencies: 2 (a ln(a / E1) + b ln(b / E2)), where a and b count
                the term in the passages and in the rest, and E1 and E2 are what would be expected there if
                both had it equally often. How sure it is that they differ; grows with the numbers.
    log ratio   log2 of the frequency in the passages over the frequency in the rest: how much they
                differ. 1 is twice as often, 3 eight times. A term the rest does not have counts there
                as half an occurrence.

Thousands of terms are compared at once, so G2 gives an order to read in and is no test of any of them.

Sources: Dunning 1993, Computational Linguistics 19(1), 61-74; Rayson & Garside 2000, Proceedings of the
Workshop on Comparing Corpora, 1-6; Hardie 2014, "Log Ratio: an informal introduction", CASS, Lancaster.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from csec_qual.model.transcript import Segment, Transcript, Turn
from csec_qual.nlp.function_words import bears_content
from csec_qual.nlp.lemmas import Lemmas
from csec_qual.nlp.tokenize import Tokenizer

LEAST_CODINGS = 3
LEAST_FREQUENCY = 2
TELLING_G2 = 6.63
"""The 1 in 100 point of chi-square with one degree of freedom; below it a term is not proposed."""

_DENIALS = frozenset({"no", "not", "never"})
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """Words with the code.

    Attributes:
        passage_id: ``transcript:turn:code``.
        segment: Where they stand.
    """

    passage_id: str
    segment: Segment


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term that the passages have more often than the rest.

    Attributes:
        term: As a query: a word in its dictionary form, or two.
        passages: How many passages have it.
        transcripts: How many transcripts these stand in.
        inside: How often it occurs in the passages.
        outside: How often it occurs in the rest.
        g2: Log-likelihood.
        log_ratio: Effect size.
        example: Id of the first passage that has it.
    """

    term: str
    passages: int
    transcripts: int
    inside: int
    outside: int
    g2: float
    log_ratio: float
    example: str


@dataclass(frozen=True, slots=True)
class Keyness:
    """The terms of a code's passages, most telling first.

    Attributes:
        passages: How many passages were compared with the rest.
        transcripts: How many transcripts they stand in.
        words_inside: Words in the passages.
        words_outside: Words in the rest of what could have been coded.
        terms: Those that the passages have more often, by falling G2.
    """

    passages: int
    transcripts: int
    words_inside: int
    words_outside: int
    terms: tuple[KeyTerm, ...]

    @property
    def telling(self) -> tuple[KeyTerm, ...]:
        """The terms with a G2 that is worth a proposal."""
        return tuple(term for term in self.terms if term.g2 >= TELLING_G2)


@dataclass(frozen=True, slots=True)
class _Token:
    form: str
    norm: str
    passage: Passage | None
    opens_sentence: bool
    is_name: bool


def keyness(
    turns: Iterable[tuple[Transcript, Turn]],
    passages: Sequence[Passage],
    lemmas: Lemmas,
    is_name: Callable[[str], bool] = lambda _word: False,
) -> Keyness:
    """Compare passages with the rest of the turns.

    A term needs two occurrences in two passages; where the passages come from more than one transcript,
    it needs two transcripts, since one person's favourite word is not how people say things.

    Args:
        turns: Everything that could have been coded; the passages stand in these turns.
        passages: The passages with the code.
        lemmas: Dictionary forms.
        is_name: Whether a word, as written, names a person or place; names are no terms.
    """
    by_transcript: dict[str, list[Passage]] = {}
    for passage in passages:
        by_transcript.setdefault(passage.segment.transcript_id, []).append(passage)
    cut = _Cutter(by_transcript, cache(is_name))
    tokens = [list(cut.tokens(transcript, turn)) for transcript, turn in turns]
    forms = Counter((token.form, token.norm) for turn in tokens for token in turn)
    lemma_of = _lemma_of(forms, lemmas)
    transcripts = len({passage.segment.transcript_id for passage in passages})
    singles = _Counts(transcripts)
    pairs = _Counts(transcripts)
    for turn in tokens:
        for token in turn:
            lemma = lemma_of[token.form, token.norm]
            singles.add(lemma if _is_term(token, lemma) else "", token.passage)
        for left, right in pairwise(turn):
            if not right.opens_sentence:
                words = lemma_of[left.form, left.norm], lemma_of[right.form, right.norm]
                term = " ".join(words) if _is_run(left, right, words) else ""
                pairs.add(term, left.passage if left.passage is right.passage else None)
    terms = sorted([*singles.key_terms(), *pairs.key_terms()], key=lambda each: (-each.g2, each.term))
    return Keyness(len(passages), transcripts, singles.inside.total(), singles.outside.total(), tuple(terms))


def log_likelihood(inside: int, outside: int, words_inside: int, words_outside: int) -> float:
    """G2 of a term that occurs ``inside`` times in one text and ``outside`` times in another.

    Args:
        inside: Occurrences in the first text.
        outside: Occurrences in the second.
        words_inside: Length of the first text.
        words_outside: Length of the second.

    Returns:
        0.0 where both have it equally often.

    Source: Rayson & Garside 2000.
    """
    share = (inside + outside) / (words_inside + words_outside)
    parts = ((inside, words_inside * share), (outside, words_outside * share))
    return 2 * sum(seen * math.log(seen / expected) for seen, expected in parts if seen)


def log_ratio(inside: int, outside: int, words_inside: int, words_outside: int) -> float:
    """Binary logarithm of the ratio of two relative frequencies; see ``log_likelihood`` for the arguments.

    Source: Hardie 2014; none counts as half an occurrence.
    """
    return math.log2(((inside or 0.5) / words_inside) / ((outside or 0.5) / words_outside))


class _Counts:
    """How often each term occurs in the passages and in the rest; the empty term is any other word."""

    def __init__(self, transcripts: int) -> None:
        self.inside: Counter[str] = Counter()
        self.outside: Counter[str] = Counter()
        self._passages: dict[str, dict[str, Passage]] = {}
        self._least_transcripts = min(transcripts, 2)

    def add(self, term: str, passage: Passage | None) -> None:
        if passage is None:
            self.outside[term] += 1
            return
        self.inside[term] += 1
        self._passages.setdefault(term, {}).setdefault(passage.passage_id, passage)

    def key_terms(self) -> Iterator[KeyTerm]:
        """The terms the passages have more often than the rest, and often enough to say so."""
        inside, outside = self.inside.total(), self.outside.total()
        if not outside:
            return
        for term, passages in self._passages.items():
            counts = (self.inside[term], self.outside[term], inside, outside)
            talks = {passage.segment.transcript_id for passage in passages.values()}
            is_frequent = min(counts[0], len(passages)) >= LEAST_FREQUENCY
            if not term or not is_frequent or len(talks) < self._least_transcripts:
                continue
            if counts[0] / inside > counts[1] / outside:
                yield KeyTerm(
                    term=term,
                    passages=len(passages),
                    transcripts=len(talks),
                    inside=counts[0],
                    outside=counts[1],
                    g2=round(log_likelihood(*counts), 2),
                    log_ratio=round(log_ratio(*counts), 2),
                    example=next(iter(passages)),
                )


class _Cutter:
    """Cuts turns into words that know their passage."""

    def __init__(self, passages: Mapping[str, Sequence[Passage]], is_name: Callable[[str], bool]) -> None:
        self._passages = passages
        self._is_name = is_name
        self._tokenizer = Tokenizer()

    def tokens(self, transcript: Transcript, turn: Turn) -> Iterator[_Token]:
        """The words of a turn in order, punctuation left out."""
        passages = self._passages.get(transcript.transcript_id, ())
        here = [p for p in passages if p.segment.start < turn.end and turn.start < p.segment.end]
        text = transcript.words(turn)
        opens = False
        for word in self._tokenizer.words(text):
            opens = opens or word.opens_sentence
            if not word.is_word:
                continue
            start, end = word.start + turn.start, word.end + turn.start
            within = (p for p in here if p.segment.start < end and start < p.segment.end)
            written = text[word.start : word.end]
            yield _Token(word.form, word.norm, next(within, None), opens, self._is_name(written))
            opens = False


def _lemma_of(forms: Mapping[tuple[str, str], int], lemmas: Lemmas) -> dict[tuple[str, str], str]:
    """One dictionary form for each word: the one that most words of the text may have."""
    frequency: Counter[str] = Counter()
    for (form, norm), count in forms.items():
        for lemma in lemmas.of(form, norm):
            frequency[lemma] += count
    return {
        (form, norm): min(lemmas.of(form, norm), key=lambda lemma: (-frequency[lemma], len(lemma), lemma))
        for form, norm in forms
    }


def _is_term(token: _Token, lemma: str) -> bool:
    return (
        bears_content(token.form, token.norm)
        and not token.is_name
        and lemma.isalpha()
        and len(lemma) >= _SHORTEST
    )


def _is_run(left: _Token, right: _Token, lemmas: tuple[str, str]) -> bool:
    denies = lemmas[0] in _DENIALS
    return (denies or _is_term(left, lemmas[0])) and _is_term(right, lemmas[1])
