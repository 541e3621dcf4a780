"""The codebook's own examples, run as tests of the engine.

An example passes when its code is suggested and counts, or waits for a person by the codebook's own
word (an ironic example). A counter-example passes when its code does not count.
"""

from dataclasses import dataclass

from csec_qual.model.codes import Codebook, CodeStatus, Example
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


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """Every example of the active codes with whatever the engine suggests for it, in codebook order.

    Attributes:
        examples: Code, example, and whether it must receive the code; one for each unit.
        units: The examples as turns, numbered from 1.
        suggestions: The suggestions for all of them, of any code.
    """

    examples: tuple[tuple[str, Example, bool], ...]
    units: tuple[Unit, ...]
    suggestions: tuple[Suggestion, ...]


def try_examples(codebook: Codebook, engine: Engine) -> ExampleRun:
    """Run every example and counter-example of the active codes through the real engine."""
    tests = tuple(
        (code.code_id, example, wanted)
        for code in codebook.codes
        if code.status is CodeStatus.ACTIVE
        for wanted, examples in ((True, code.examples_yes), (False, code.examples_no))
        for example in examples
    )
    transcript = _as_transcript([example for _, example, _ in tests])
    units = tuple(
        Unit(transcript, turn, example.question)
        for turn, (_, example, _) in zip(transcript.turns, tests, strict=True)
    )
    return ExampleRun(tests, units, tuple(engine.suggest_units(units)))


def run_examples(codebook: Codebook, engine: Engine | None = None) -> ExampleReport:
    """Run every example and counter-example of the active codes through the real engine.

    Args:
        codebook: The codebook to test.
        engine: An engine of this codebook, to save making one.
    """
    return report(try_examples(codebook, engine or Engine(codebook)))


def report(run: ExampleRun) -> ExampleReport:
    """Which examples of a run pass."""
    suggestions = {(s.turn, s.code_id): s for s in run.suggestions}
    return ExampleReport(
        tuple(
            _result(code_id, example, wanted, suggestions.get((number, code_id)))
            for number, (code_id, example, wanted) in enumerate(run.examples, start=1)
        )
    )


def _result(code_id: str, example: Example, wanted: bool, suggestion: Suggestion | None) -> ExampleResult:
    if wanted:
        passed = suggestion is not None and (suggestion.counts or suggestion.needs_review)
    else:
        passed = suggestion is None or not suggestion.counts
    return ExampleResult(code_id, example, wanted, passed, suggestion)


def _as_transcript(examples: list[Example]) -> Transcript:
    turns = []
    start = 0
    for number, example in enumerate(examples, start=1):
        end = start + len(example.text)
        turns.append(Turn(number, "P", Role.PARTICIPANT, TurnKind.TURN, start, end))
        start = end + 2
    text = "\n\n".join(example.text for example in examples)
    return Transcript("examples", "examples", SourceType.INTERVIEW, "examples", "", text, tuple(turns), ())
