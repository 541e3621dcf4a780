"""What in an edited report is no longer so.

Three texts are compared, block by block: the report as it was written, as people left it, and as it would be
written today. People may rephrase, move and delete; what they may not change unnoticed are the words of a
quote, a number, a word for a share, a county, a role, and a state such as "not asked". Format is not looked
at. The team's own sentences are theirs: a number in them that is new is named, and not judged.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from csec_qual.analysis.scale import SCALE
from csec_qual.reporting.reread import Block, plain

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SHARE = re.compile(r"(\d+) of (\d+)")
_COUNTING = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty hundred dozen half third quarter"
)
_WORDS_FOR_NUMBERS = frozenset(_COUNTING.split())
_STATES = ("evidence found", "asked and nothing reported", "not asked", "not reviewed", "says otherwise")
_QUOTED = re.compile(r'"([^"]{12,}?)"')
# Below this two blocks have nothing to do with each other; in the same place, little is enough.
_ALIKE, _ALIKE_IN_PLACE = 0.6, 0.25
# What is left of a generated sentence: with less of it, a missing number was left out on purpose.
_STILL_THERE = 0.7
_SHORTEST_PART = 20


class Kind(StrEnum):
    """What is wrong with a block."""

    QUOTE = "quote"
    """Its words are no longer those of the quote."""
    NUMBER = "number"
    SHARE = "word for a share"
    COUNTY = "county"
    ROLE = "role"
    STATE = "state"
    OUTDATED = "outdated"
    """It stands as it was written, and the study says otherwise now."""
    UNCODED = "no longer evidence"
    """A quote whose passage no longer carries the code."""
    ADDED_QUOTE = "added quote"
    NAMED = "name"
    """A person or county of the study is named."""
    UNCHECKED = "not checked"
    """A number of the team's own, which nothing in the study can confirm."""


_COMPARED = (Kind.NUMBER, Kind.SHARE, Kind.COUNTY, Kind.ROLE, Kind.STATE)
_TOLD = (Kind.COUNTY, Kind.ROLE)
"""What is compared in the report's own sentences, and in the team's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in an edited report.

    Attributes:
        kind: What it is.
        block: Where it stands.
        said: What stands there.
        instead: What stood there, or what is so now; empty where there is nothing to say.
        why: More on it; may be empty.
        is_wrong: False for what a person should look at and may well be right.
    """

    kind: Kind
    block: Block
    said: str
    instead: str = ""
    why: str = ""
    is_wrong: bool = True


@dataclass(frozen=True)
class Vocabulary:
    """Words of a report that stand for something of the study.

    Attributes:
        counties: What counties are called in it.
        roles: What roles are called in it.
    """

    counties: tuple[str, ...]
    roles: tuple[str, ...]

    @cached_property
    def _patterns(self) -> dict[Kind, re.Pattern[str] | None]:
        return {
            Kind.COUNTY: _any_of(self.counties),
            Kind.ROLE: _any_of(self.roles),
            Kind.SHARE: _any_of([step.word for step in SCALE]),
            Kind.STATE: _any_of(_STATES),
        }

    def found(self, kind: Kind, text: str) -> Counter[str]:
        """The words of a kind that stand in a text, and how often."""
        if kind is Kind.NUMBER:
            lower = text.lower()
            words = [each for each in re.findall(r"[a-z]+", lower) if each in _WORDS_FOR_NUMBERS]
            return Counter([*_NUMBER.findall(lower), *words])
        pattern = self._patterns[kind]
        return Counter(each.lower() for each in pattern.findall(text)) if pattern else Counter()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote of a report.

    Attributes:
        words: As they were printed.
        passage_id: The passage they are evidence of.
    """

    words: str
    passage_id: str


@dataclass(frozen=True)
class Draft:
    """A report as it was written.

    Attributes:
        blocks: Its text.
        quotes: Every quote in it.
        team: The team's own sentences in it.
        vocabulary: What counties and roles are called in it.
    """

    blocks: tuple[Block, ...]
    quotes: tuple[Quoted, ...]
    team: tuple[str, ...]
    vocabulary: Vocabulary

    @cached_property
    def team_text(self) -> str:
        """The team's sentences, to look a block up in."""
        return "\n".join(plain(each) for each in self.team)

    def is_team(self, block: Block) -> bool:
        """Whether a block is the team's own."""
        return block.plain in self.team_text

    @cached_property
    def quoted(self) -> dict[str, list[Quoted]]:
        """The quotes by their plain words."""
        found: dict[str, list[Quoted]] = {}
        for each in self.quotes:
            found.setdefault(plain(each.words), []).append(each)
        return found

    def quotes_in(self, text: str) -> list[str]:
        """The plain words of each quote that stands in a plain text."""
        return [words for words in self.quoted if f'"{words}"' in text or words == text]


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks that say the same: of an earlier text, and of a later one.

    Attributes:
        before: One block, or several that were joined.
        after: One block, or several that one was split into.
    """

    before: tuple[Block, ...]
    after: tuple[Block, ...]

    @property
    def texts(self) -> tuple[str, str]:
        """Both sides as one plain text each."""
        return (
            " ".join(each.plain for each in self.before),
            " ".join(each.plain for each in self.after),
        )


def edited(draft: Draft, blocks: Sequence[Block]) -> tuple[list[Finding], list[Pair], list[Block]]:
    """What people changed in a report that they may not have meant to.

    Returns:
        What was found, in the order of the file; which blocks answer to which; and the blocks that are new.
    """
    pairs, _, added = aligned(draft.blocks, blocks)
    findings = [each for pair in pairs for each in _changes(draft, pair)]
    return findings, pairs, added


def outdated(draft: Draft, pairs: Iterable[Pair], today: Sequence[Block]) -> list[Finding]:
    """What stands as it was written and is no longer so.

    Args:
        draft: The report as it was written.
        pairs: Which of its blocks stand where in the edited one.
        today: The report as it would be written now.
    """
    now, _, _ = aligned(draft.blocks, today)
    answers = {block.number: pair for pair in now for block in pair.before}
    findings = []
    for pair in pairs:
        for block in pair.before:
            if block.number not in answers or draft.is_team(block) or draft.quotes_in(block.plain):
                continue
            was, is_now = answers[block.number].texts
            if was != is_now and _differs(draft.vocabulary, was, is_now):
                findings.append(Finding(Kind.OUTDATED, pair.after[0], _shortened(was), _shortened(is_now)))
    return findings


def aligned(before: Sequence[Block], after: Sequence[Block]) -> tuple[list[Pair], list[Block], list[Block]]:
    """Which blocks of a later text are those of an earlier one.

    Returns:
        The pairs, in the order of the later text; what is gone; and what is new.
    """
    old, new = [each.plain for each in before], [each.plain for each in after]
    pairs: list[Pair] = []
    left: list[Block] = []
    right: list[Block] = []
    place: dict[int, int] = {}
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for step, (kind, i1, i2, j1, j2) in enumerate(steps):
        if kind == "equal":
            pairs += [
                Pair((before[i],), (after[j],)) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
            continue
        left += before[i1:i2]
        right += after[j1:j2]
        place |= {block.number: step for block in before[i1:i2]}
        place |= {-block.number: step for block in after[j1:j2]}
    for match in (_moved, _joined, _split):
        found = match(left, right)
        pairs += found
        left, right = _without(left, right, found)
    found = _alike(left, right, place)
    pairs += found
    left, right = _without(left, right, found)
    return sorted(pairs, key=lambda pair: pair.after[0].number), left, right


def added_quotes(draft: Draft, blocks: Iterable[Block]) -> list[tuple[Block, str]]:
    """Quoted words that the report did not hold when it was written."""
    known = "\n".join(block.plain for block in draft.blocks)
    return [
        (block, words) for block in blocks for words in _QUOTED.findall(block.plain) if words not in known
    ]


def own_numbers(draft: Draft, added: Iterable[Block], pairs: Iterable[Pair]) -> list[Finding]:
    """Numbers in what people wrote themselves, which nobody checks for them."""
    findings = []
    written = [(block, Counter[str]()) for block in added]
    written += [
        (pair.after[0], draft.vocabulary.found(Kind.NUMBER, pair.texts[0]))
        for pair in pairs
        if all(draft.is_team(block) for block in pair.before)
    ]
    for block, known in written:
        new = draft.vocabulary.found(Kind.NUMBER, block.plain) - known
        if new and not block.is_heading:
            findings.append(Finding(Kind.UNCHECKED, block, ", ".join(new), is_wrong=False))
    return findings


def _changes(draft: Draft, pair: Pair) -> list[Finding]:
    was, now = pair.texts
    if was == now:
        return []
    block = pair.after[0]
    if all(draft.is_team(each) for each in pair.before):
        # Theirs to change; a county or role that became another may still be a slip.
        return [replace(each, is_wrong=False) for each in _swaps(draft, block, was, now, _TOLD)]
    findings = [
        Finding(Kind.QUOTE, block, _shortened(now), words)
        for words in draft.quotes_in(was)
        if f'"{words}"' not in now and words != now.strip('" ')
    ]
    # Numbers inside a quote belong to the quote.
    for words in draft.quotes_in(was):
        was, now = was.replace(words, ""), now.replace(words, "")
    if findings:
        was, now = _outside_quotes(was), _outside_quotes(now)
    return findings + _swaps(draft, block, was, now, _COMPARED)


def _swaps(draft: Draft, block: Block, was: str, now: str, kinds: Iterable[Kind]) -> list[Finding]:
    differences = ((kind, _difference(draft.vocabulary, kind, was, now)) for kind in kinds)
    return [Finding(kind, block, each[1], each[0]) for kind, each in differences if each]


def _difference(vocabulary: Vocabulary, kind: Kind, was: str, now: str) -> tuple[str, str] | None:
    """What stood there and what stands there, where the two do not agree."""
    old, new = vocabulary.found(kind, was), vocabulary.found(kind, now)
    gone, come = old - new, new - old
    if kind is Kind.NUMBER and not come and not gone and _shares(now) - _shares(was):
        return _named(_shares(was) - _shares(now)), _named(_shares(now) - _shares(was))
    if kind is Kind.SHARE and not old:
        return None  # "all" and "one" are ordinary words where the report says nothing of shares
    # A number that was left out with half of its sentence was left out on purpose.
    left_out = gone and not come and _ratio(was, now) < _STILL_THERE
    if not (come or gone) or left_out:
        return None
    return _named(gone) or "nothing", _named(come) or "nothing"


def _shares(text: str) -> Counter[str]:
    return Counter(f"{n} of {of}" for n, of in _SHARE.findall(text))


def _named(words: Counter[str]) -> str:
    return ", ".join(words.elements())


def _differs(vocabulary: Vocabulary, was: str, now: str) -> bool:
    return any(_difference(vocabulary, kind, was, now) for kind in _COMPARED)


def _outside_quotes(text: str) -> str:
    return re.sub(r'"[^"]*"', '""', text)


def _moved(left: Sequence[Block], right: Sequence[Block]) -> list[Pair]:
    """Blocks that stand elsewhere, word for word."""
    waiting: dict[str, list[Block]] = {}
    for block in left:
        waiting.setdefault(block.plain, []).append(block)
    return [Pair((waiting[each.plain].pop(0),), (each,)) for each in right if waiting.get(each.plain)]


def _joined(left: Sequence[Block], right: Sequence[Block]) -> list[Pair]:
    """Several blocks that became one."""
    pairs = []
    used: set[int] = set()
    for block in right:
        parts = [each for each in left if each.number not in used and _holds(block, each)]
        if len(parts) > 1:
            used |= {each.number for each in parts}
            pairs.append(Pair(tuple(parts), (block,)))
    return pairs


def _split(left: Sequence[Block], right: Sequence[Block]) -> list[Pair]:
    """One block that became several."""
    pairs = []
    used: set[int] = set()
    for block in left:
        parts = [each for each in right if each.number not in used and _holds(block, each)]
        if len(parts) > 1:
            used |= {each.number for each in parts}
            pairs.append(Pair((block,), tuple(parts)))
    return pairs


def _holds(whole: Block, part: Block) -> bool:
    return len(part.plain) >= _SHORTEST_PART and part.plain in whole.plain


def _alike(left: Sequence[Block], right: Sequence[Block], place: dict[int, int]) -> list[Pair]:
    """Blocks that changed, each with the one it is most like."""
    scored = []
    for old in left:
        for new in right:
            in_place = place.get(old.number) == place.get(-new.number)
            ratio = _ratio(old.plain, new.plain)
            if ratio >= (_ALIKE_IN_PLACE if in_place else _ALIKE):
                scored.append((-(ratio + 0.2 * in_place), new.number, old.number, old, new))
    pairs = []
    used: set[tuple[str, int]] = set()
    for _, _, _, old, new in sorted(scored, key=lambda each: each[:3]):
        if ("old", old.number) not in used and ("new", new.number) not in used:
            used |= {("old", old.number), ("new", new.number)}
            pairs.append(Pair((old,), (new,)))
    return pairs


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE_IN_PLACE else 0.0


def _without(
    left: Sequence[Block], right: Sequence[Block], pairs: Iterable[Pair]
) -> tuple[list[Block], list[Block]]:
    used = list(pairs)
    before = {block.number for pair in used for block in pair.before}
    after = {block.number for pair in used for block in pair.after}
    return [each for each in left if each.number not in before], [
        each for each in right if each.number not in after
    ]


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted({plain(word) for word in words if word}, key=lambda word: (-len(word), word))
    choices = "|".join(re.escape(word) for word in known)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE) if known else None


def _shortened(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 3].rstrip() + "..."
