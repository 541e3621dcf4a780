"""The codebook's own examples, run as tests of the engine.

An example passes when its code is suggested and counts, or waits for a person by the codebook's own
word (an ironic example). A counter-example passes when its code does not count.
"""

from dataclasses import dataclass

from csec_qual.model.codes import Code, Codebook, CodeStatus, Example
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import Role, SourceType, Transcript, Turn, TurnKind
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.words import Unit


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What the engine made of one example.

    Attributes:
        code_id: The code the example belongs to.
        example: The example.
        wanted: True for an example, False for a counter-example.
        passed: Whether the engine agrees with the codebook.
        suggestion: What was suggested for this code; None where nothing fired.
    """

    code_id: str
    example: Example
    wanted: bool
    passed: bool
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """The result of running every example, in codebook order."""

    results: tuple[ExampleResult, ...]

    @property
    def examples(self) -> tuple[int, int]:
        """Examples passed, and of how many."""
        return self._score(wanted=True)

    @property
    def counter_examples(self) -> tuple[int, int]:
        """Counter-examples passed, and of how many."""
        return self._score(wanted=False)

    @property
    def failures(self) -> tuple[ExampleResult, ...]:
        """Those that did not pass."""
        return tuple(result for result in self.results if not result.passed)

    def _score(self, *, wanted: bool) -> tuple[int, int]:
        passed = [result.passed for result in self.results if result.wanted is wanted]
        return sum(passed), len(passed)


def run_examples(codebook: Codebook, engine: Engine | None = None) -> ExampleReport:
    """Run every example and counter-example of the active codes through the real engine.

    Args:
        codebook: The codebook to test.
        engine: An engine of this codebook, to save making one.
    """
    engine = engine or Engine(codebook)
    tests = [
        (code, example, wanted)
        for code in codebook.codes
        if code.status is CodeStatus.ACTIVE
        for wanted, examples in ((True, code.examples_yes), (False, code.examples_no))
        for example in examples
    ]
    transcript = _as_transcript([example for _, example, _ in tests])
    wanted_units = [
        Unit(transcript, turn, example.question)
        for turn, (_, example, _) in zip(transcript.turns, tests, strict=True)
    ]
    suggestions = {(s.turn, s.code_id): s for s in engine.suggest_units(wanted_units)}
    return ExampleReport(
        tuple(
            _result(code, example, wanted, suggestions.get((number, code.code_id)))
            for number, (code, example, wanted) in enumerate(tests, start=1)
        )
    )


def _result(code: Code, example: Example, wanted: bool, suggestion: Suggestion | None) -> ExampleResult:
    if wanted:
        passed = suggestion is not None and (suggestion.counts or suggestion.needs_review)
    else:
        passed = suggestion is None or not suggestion.counts
    return ExampleResult(code.code_id, example, wanted, passed, suggestion)


def _as_transcript(examples: list[Example]) -> Transcript:
    turns = []
    start = 0
    for number, example in enumerate(examples, start=1):
        end = start + len(example.text)
        turns.append(Turn(number, "P", Role.PARTICIPANT, TurnKind.TURN, start, end))
        start = end + 2
    text = "\n\n".join(example.text for example in examples)
    return Transcript("examples", "examples", SourceType.INTERVIEW, "examples", "", text, tuple(turns), ())
