"""Invented interviews of any length, the same for the same seed, in which a share of turns carries a code.

The length of turns is that of public interviews: a median of 16 words, and one turn in ten longer than 105.
Roles take turns. The sentences that carry a code are given by the caller and are varied by an opener and
by what is said around them; the rest is about gardens, kitchens and roads. An interview depends on the
seed and its own number alone, so that a longer text begins with the shorter one.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks import wordlists as words

WORDS_IN_INTERVIEW = 8_200
INTERVIEWER, PARTICIPANT = "Interviewer", "Participant"

_MEDIAN, _SPREAD, _LONGEST = 16, 1.468, 500
# In four pairs of turns out of five the participant has the longer one.
_LONGER_ANSWER = 0.8
# A turn that carries a code has room for it.
_ROOM = 12
_TAIL = 1.1


@dataclass(frozen=True, slots=True)
class Coded:
    """Something said that carries a code, with what was asked before it, if that is needed."""

    text: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One turn."""

    speaker: str
    text: str
    is_coded: bool

    @property
    def n_words(self) -> int:
        """Words between white space."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Interview:
    """One invented interview."""

    name: str
    turns: tuple[Said, ...]

    @property
    def n_words(self) -> int:
        """Words between white space."""
        return sum(turn.n_words for turn in self.turns)


def interviews(coded: Sequence[Coded], n_words: int, density: float, seed: int = 1) -> Iterator[Interview]:
    """Interviews of about ``WORDS_IN_INTERVIEW`` words each, until ``n_words`` are said.

    Args:
        coded: What carries a code.
        n_words: Words between white space, in all.
        density: The share of all turns that carry a code; only participants' turns do.
        seed: Another seed is another text.
    """
    number = 0
    while n_words > 0:
        number += 1
        found = _interview(number, min(n_words, WORDS_IN_INTERVIEW), coded, density, seed)
        n_words -= found.n_words
        yield found


def _interview(number: int, n_words: int, coded: Sequence[Coded], density: float, seed: int) -> Interview:
    # Text as seed: the sum of two numbers would make interview 2 of seed 1 that of interview 1 of seed 2.
    random = Random(f"{seed}/{number}")
    sizes = list(_sizes(random, n_words))
    answers = range(1, len(sizes), 2)
    wanted = round(density * len(sizes))
    carries = set(sorted(answers, key=lambda place: (sizes[place] < _ROOM, random.random()))[:wanted])
    turns: list[Said] = []
    for place, size in enumerate(sizes):
        if place % 2 == 0:
            turns.append(Said(INTERVIEWER, _talk(random, size, asks=True), False))
        elif place in carries:
            chosen = random.choice(coded)
            if chosen.question:
                turns[-1] = Said(INTERVIEWER, f"{turns[-1].text} {chosen.question}", False)
            turns.append(Said(PARTICIPANT, _around(random, chosen.text, size), True))
        else:
            turns.append(Said(PARTICIPANT, _talk(random, size), False))
    return Interview(f"talk-{number:04}", tuple(turns))


def _sizes(random: Random, n_words: int) -> Iterator[int]:
    """Words of each turn, an interviewer's first."""
    while n_words > 0:
        pair = sorted(_size(random) for _ in range(2))
        if random.random() >= _LONGER_ANSWER:
            pair.reverse()
        yield from pair
        n_words -= sum(pair)


def _size(random: Random) -> int:
    drawn = random.lognormvariate(math.log(_MEDIAN), _SPREAD)
    return max(1, min(round(drawn), _LONGEST))


def _around(random: Random, text: str, size: int) -> str:
    """What carries a code, somewhere among other sentences."""
    opener = random.choice(words.OPENERS)
    if opener and not text.startswith(("I ", "I'")) and text[:2].istitle():
        text = opener + text[0].lower() + text[1:]
    elif opener:
        text = opener + text
    rest = size - len(text.split())
    before = random.randrange(rest) if rest > 1 else 0
    parts = (_talk(random, before), text, _talk(random, rest - before))
    return " ".join(part for part in parts if part)


def _talk(random: Random, size: int, *, asks: bool = False) -> str:
    """Sentences of ``size`` words in all; the last one ends where the words do."""
    sentences: list[str] = []
    while size > 0:
        sentence = random.choice(_ASKED)(random) if asks and size < _ROOM else _statement(random)
        cut = sentence.split()[:size]
        size -= len(cut)
        sentences.append(" ".join(cut).rstrip(",.?") + sentence[-1])
    return " ".join(sentences)


def _statement(random: Random) -> str:
    text = random.choice(words.OPENERS) + random.choice(_SAID)(random)
    return text[0].upper() + text[1:] + "."


def _template(pattern: str) -> Callable[[Random], str]:
    """A function that fills the places in braces."""
    pieces = pattern.replace("}", "{").split("{")
    texts, kinds = pieces[::2], [_KINDS[name] for name in pieces[1::2]]

    def fill(random: Random) -> str:
        parts = [texts[0]]
        for (choices, power), text in zip(kinds, texts[1:], strict=True):
            parts.append(choices[int(len(choices) * random.random() ** power)])
            parts.append(text)
        return "".join(parts)

    return fill


def _shuffled(choices: Sequence[str]) -> tuple[str, ...]:
    """In an order that has nothing to do with the alphabet: the first ones are the common ones."""
    mixed = list(choices)
    Random("tail").shuffle(mixed)
    return tuple(mixed)


# What fills a place, and how steeply common words are preferred.
_KINDS: dict[str, tuple[Sequence[str], float]] = {
    "noun": (words.NOUNS, 1.5),
    "verb": (words.VERBS, 1.5),
    "adjective": (words.ADJECTIVES, 1.5),
    "adverb": (words.ADVERBS, 1.5),
    "person": (words.PEOPLE, 1),
    "number": (words.NUMBERS, 1),
    "time": (words.TIMES, 1),
    "compound": (_shuffled(words.COMPOUNDS), _TAIL),
    "name": (_shuffled(words.NAMES), _TAIL),
}
_SAID = tuple(_template(pattern) for pattern in words.SAID)
_ASKED = tuple(_template(pattern) for pattern in words.ASKED)
