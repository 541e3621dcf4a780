"""The codebook as people wrote it: themes, codes, rules and examples.

Rules are kept as their text; ``codebook.query`` gives them meaning. Order is the order of the files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any


class Status(StrEnum):
    """How a speaker stands to what the words say (assertion status)."""

    AFFIRMED = "affirmed"
    NEED = "need"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    RESOLVED = "resolved"
    ELSEWHERE = "elsewhere"
    REPORTED_QUESTION = "reported-question"
    UNCERTAIN = "uncertain"
    IRONIC = "ironic"


class CodeStatus(StrEnum):
    """Whether a code is in use."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Scope(StrEnum):
    """The stretch inside which a rule's parts must stand together."""

    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written.

    Attributes:
        path: The file, relative to the codebook's folder.
        line: Line from 1.
    """

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of recognising a code.

    Exactly one of ``find``, ``tokens`` and ``depend`` is given.

    Attributes:
        rule_id: Unique in the codebook, starting with the code's id and a dot.
        find: A query in the rule language, or empty.
        tokens: A spaCy token pattern (list of token descriptions), or empty.
        depend: A spaCy dependency pattern, or empty.
        unless: A query that, where it matches inside ``scope``, keeps the rule from firing; or empty.
        scope: Sentence or turn.
        roles: Role groups whose turns the rule looks at; empty for all.
        sources: Source types the rule looks at; empty for all.
        statuses: Assertion statuses the rule fires with; empty for all.
        status: A status the rule's own words settle, or None to let the cues decide.
        place: Where the rule is written.
    """

    rule_id: str
    find: str = ""
    tokens: tuple[Mapping[str, Any], ...] = ()
    depend: tuple[Mapping[str, Any], ...] = ()
    unless: str = ""
    scope: Scope = Scope.SENTENCE
    roles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    status: Status | None = None
    place: Place = Place("", 1)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that must, or must not, receive the code.

    Attributes:
        text: What a participant says.
        why: For a near miss, the reason; empty otherwise.
        question: What the interviewer asked just before; empty where nothing.
        place: Where it is written.
    """

    text: str
    why: str = ""
    question: str = ""
    place: Place = Place("", 1)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A case in which the code is not used, and the code that is used instead (may be empty)."""

    when: str
    use_instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assertion:
    """Which statuses count for a code and which wait for a person.

    Attributes:
        accept: Statuses whose suggestions count.
        review: Statuses that are shown to a person and do not count until accepted.
    """

    accept: tuple[Status, ...] = (Status.AFFIRMED,)
    review: tuple[Status, ...] = (Status.IRONIC, Status.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the codebook, with every part MacQueen et al. (1998) ask for.

    Attributes:
        code_id: Stable kebab-case id, never reused.
        theme_id: The theme it belongs to; empty for an attribute.
        label: For pick-lists and headings.
        version: Whole number, raised when a decision could change.
        status: Draft, active or retired.
        short: One line.
        full: What the code means and what it does not promise.
        use: Inclusion rules.
        do_not_use: Exclusion rules, with the code to use instead.
        examples_yes: Text that must receive the code.
        examples_no: Near misses that must not.
        rules: How the engine recognises it; may be empty for a code applied by hand.
        assertion: Which statuses count.
        attributes: Attributes its passages take by default, such as ``x-challenge`` for a gap.
        place: Where the code is written.
    """

    code_id: str
    theme_id: str
    label: str
    version: int
    status: CodeStatus
    short: str
    full: str
    use: tuple[str, ...]
    do_not_use: tuple[Exclusion, ...]
    examples_yes: tuple[Example, ...]
    examples_no: tuple[Example, ...]
    rules: tuple[Rule, ...]
    assertion: Assertion
    attributes: tuple[str, ...] = ()
    place: Place = Place("", 1)


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of codes reported together.

    Attributes:
        theme_id: Stable slug, such as ``behavioral-health``.
        label: For headings.
        colour: ``#RRGGBB`` for charts and margins, distinct for colour-blind readers.
        short: One line on what belongs here.
        codes: In the order a coder should meet them.
    """

    theme_id: str
    label: str
    colour: str
    short: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that set an assertion status.

    Attributes:
        cue_id: Unique, such as ``hypothetical.if``.
        status: The status the cue gives.
        find: A query in the rule language.
        reach: How far the status goes: ``clause`` (the clause of the cue), ``after`` (from the cue to
            the end of its clause), ``before`` (from the clause's start to the cue), ``sentence``,
            ``between`` (from the cue's first word to its last: "was ... but now we") or ``back`` (its
            sentence and the one before it in the turn: "That's over now.").
        unless: A query that, where it matches in the sentence, silences the cue; or empty.
        carry: A query; a later sentence of the turn in which it matches has the cue's status too, and so
            has one of the turn that the same speaker takes next. Empty for a cue that ends with its
            sentence. What was said of another county goes on with "they" and "there".
        until: A query that, once it matches after the cue, ends what ``carry`` goes on with; or empty.
        codes: Ids of the only codes the cue speaks to; empty for all. A plain "not" denies that
            training was delivered, and says nothing against how a team is said to work.
        sources: The only source types the cue speaks in; empty for all. In a plan "will" is intent.
        place: Where the cue is written.
    """

    cue_id: str
    status: Status
    find: str
    reach: str = "clause"
    unless: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    place: Place = Place("", 1)
    carry: str = ""
    until: str = ""

    @property
    def queries(self) -> tuple[str, ...]:
        """Every query of the cue; an empty one asks for nothing."""
        return self.find, self.unless, self.carry, self.until


@dataclass(frozen=True)
class Codebook:
    """Themes, codes, attributes, shared term lists and assertion cues.

    Attributes:
        codebook_id: Slug, such as ``csec``.
        title: For the reports.
        version: As the authors number it.
        themes: With their codes, in order.
        attributes: Cross-cutting attributes (``x-challenge`` ...): added to coded passages, never alone.
        terms: Term lists by name; each entry is a query atom or a word sequence.
        cues: Assertion cues, strongest first.
        paraphrase: The shipped codebook whose paraphrase model reads for this one; empty for none.
        term_places: Where each term list is written; empty where that is not known.
    """

    codebook_id: str
    title: str
    version: str
    themes: tuple[Theme, ...]
    attributes: tuple[Code, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    cues: tuple[Cue, ...] = ()
    paraphrase: str = ""
    term_places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Every code of every theme, in codebook order; attributes are not among them."""
        return tuple(code for theme in self.themes for code in theme.codes)

    def code(self, code_id: str) -> Code | None:
        """The code or attribute of that id, or None."""
        return self._by_id.get(code_id)

    @cached_property
    def _by_id(self) -> dict[str, Code]:
        # Backwards, so that of two of one id the first is found.
        return {code.code_id: code for code in reversed(self.codes + self.attributes)}

    def theme_of(self, code: Code) -> Theme | None:
        """The theme a code belongs to; None for an attribute."""
        return next((theme for theme in self.themes if theme.theme_id == code.theme_id), None)
