"""Single files without a study: their turns, and what a codebook suggests for them.

Nothing is stored. A record is a plain dictionary of one turn or one suggestion, the same that
``csec-qual turns --json`` and ``csec-qual tag --json`` print: other programs read these, so keys are
only ever added. Offsets are code points into the transcript's text, end-exclusive.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from csec_qual.base.errors import CodebookError, Problem, TranscriptError
from csec_qual.base.identity import Json
from csec_qual.base.progress import Progress, Quiet
from csec_qual.codebook import load
from csec_qual.codebook.nodes import nearest
from csec_qual.model.codes import Code, Codebook
from csec_qual.model.coding import Suggestion
from csec_qual.model.transcript import Segment, Transcript
from csec_qual.nlp.pipeline import AUTO
from csec_qual.readers import registry
from csec_qual.readers.folder import find_transcripts
from csec_qual.study.sample import sample_talks
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.examples import ExampleReport, report, try_examples
from csec_qual.tagging.generality import Copy, find_copies
from csec_qual.tagging.paraphrase import find_paraphrase

Record = dict[str, Json]


@dataclass(frozen=True, slots=True)
class SuggestedFile:
    """One file with what a codebook suggests for it.

    Attributes:
        path: The file as it was named.
        transcript: What was read; None where the file could not be read.
        suggestions: In turn order, then codebook order.
        problems: Why the file could not be read; empty where it could.
    """

    path: Path
    transcript: Transcript | None
    suggestions: tuple[Suggestion, ...]
    problems: tuple[Problem, ...] = ()

    def records(self) -> list[Record]:
        """One record for each suggestion; none where the file could not be read."""
        if self.transcript is None:
            return []
        return [_suggestion_record(self.path, self.transcript, each) for each in self.suggestions]


def read_transcript(path: Path | str, *, interviewers: Sequence[str] = ()) -> Transcript:
    """Read one transcript file, whatever its format.

    Args:
        path: The file.
        interviewers: Labels of the interviewers; without them roles are guessed and marked as a guess.

    Raises:
        TranscriptError: The file is missing, empty, binary or damaged.
    """
    return registry.read_transcript(Path(path), interviewers=interviewers)


def read_codebook(codebook: Path | str = "csec") -> Codebook:
    """Read a codebook by the name of a shipped one or by its folder.

    Raises:
        CodebookError: There is none, or it has faults; every fault is listed.
    """
    return load.read_codebook(load.locate(codebook))


def find_code(codebook: Codebook, code_id: str) -> Code:
    """The code or attribute of that id.

    Raises:
        CodebookError: The codebook has no such code; the message offers the nearest.
    """
    code = codebook.code(code_id)
    if code is None:
        fix = nearest(code_id, [each.code_id for each in codebook.codes + codebook.attributes])
        raise CodebookError([Problem(codebook.codebook_id, None, f"there is no code '{code_id}'.", fix)])
    return code


@dataclass(frozen=True, slots=True)
class CodebookCheck:
    """A codebook tested on its own examples.

    Attributes:
        report: Which examples and counter-examples pass.
        copies: What repeats one example's own phrase and matches nothing else; see
            ``tagging.generality``.
    """

    report: ExampleReport
    copies: tuple[Copy, ...]


def check_codebook(codebook: Path | str = "csec", codes: Sequence[str] = ()) -> CodebookCheck:
    """Run a codebook's examples and counter-examples through the real engine, and look for copies of them.

    Args:
        codebook: The name of a shipped codebook, or a folder.
        codes: Only the examples and rules of these codes; empty for all, and for term lists and cues.

    Raises:
        CodebookError: There is no such codebook or code, or the codebook has faults.
    """
    book = read_codebook(codebook)
    wanted = {find_code(book, code_id).code_id for code_id in codes}
    engine = Engine(book)
    run = try_examples(book, engine)
    copies = find_copies(book, run, engine, sample_talks)
    tested = report(run)
    if not wanted:
        return CodebookCheck(tested, tuple(copies))
    return CodebookCheck(
        ExampleReport(tuple(result for result in tested.results if result.code_id in wanted)),
        tuple(copy for copy in copies if copy.code_id in wanted),
    )


def suggest(
    paths: Iterable[Path | str],
    codebook: Codebook | Path | str = "csec",
    *,
    interviewers: Sequence[str] = (),
    model: str = AUTO,
    paraphrase: bool = True,
    progress: Progress | None = None,
) -> Iterator[SuggestedFile]:
    """Suggest codes for files outside any study.

    A file that cannot be read does not stop the others: its result carries the problems instead.

    Args:
        paths: Files, or folders of files, in the order in which results are wanted.
        codebook: A codebook, the name of a shipped one, or a folder.
        interviewers: Labels of the interviewers; without them roles are guessed.
        model: Name of the language model, or ``auto``.
        paraphrase: Whether the paraphrase layer reads beside the rules, where it is installed.
        progress: Shown which file is worked on.

    Raises:
        CodebookError: There is no such codebook, or it has faults.
        ModelError: The language model is not installed.
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    engine = Engine(book, model, paraphrase=find_paraphrase(book) if paraphrase else None)
    files = [file for path in paths for file in _files(Path(path))]
    for file in (progress or Quiet()).each(files, "Tagging"):
        yield _suggested(file, engine, interviewers)


def turn_records(transcript: Transcript) -> list[Record]:
    """One record for each turn."""
    guessed = {speaker.label: speaker.is_guess for speaker in transcript.speakers}
    return [
        {
            "turn": turn.number,
            "speaker": turn.speaker,
            "role": turn.role.value,
            "start": turn.start,
            "end": turn.end,
            "time_start": turn.time_start,
            "time_end": turn.time_end,
            "text": transcript.words(turn),
            "role_guessed": guessed.get(turn.speaker, True),
            "kind": turn.kind.value,
            "question": turn.question,
        }
        for turn in transcript.turns
    ]


def _files(path: Path) -> list[Path]:
    return find_transcripts(path) if path.is_dir() else [path]


def _suggested(file: Path, engine: Engine, interviewers: Sequence[str]) -> SuggestedFile:
    try:
        transcript = registry.read_transcript(file, interviewers=interviewers)
    except TranscriptError as error:
        return SuggestedFile(file, None, (), error.problems)
    return SuggestedFile(file, transcript, tuple(engine.suggest(transcript)))


def _suggestion_record(path: Path, transcript: Transcript, suggestion: Suggestion) -> Record:
    def text(segment: Segment) -> str:
        return transcript.text[segment.start : segment.end]

    turn = transcript.turns[suggestion.turn - 1]
    return {
        "file": str(path),
        "turn": suggestion.turn,
        "speaker": turn.speaker,
        "role": turn.role.value,
        "start": suggestion.segment.start,
        "end": suggestion.segment.end,
        "code": suggestion.code_id,
        "status": suggestion.status.value,
        "counts": suggestion.counts,
        "rule": suggestion.rule_id,
        "layer": suggestion.layer.value,
        "score": suggestion.score,
        "text": text(suggestion.segment),
        "words": [text(words) for words in suggestion.evidence[0].words],
        "attributes": list(suggestion.attributes),
        "needs_review": suggestion.needs_review,
    }
