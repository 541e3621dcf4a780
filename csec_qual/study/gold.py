"""Labelled sets: a list of turns with the codes a careful person gave them, and the files beside it.

Every fault of the list is found before anything is scored. A transcript is read once, as a study
would read it: roles are the reader's guesses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csec_qual.base.csv_text import csv_text
from csec_qual.base.errors import Problem, StudyError, TranscriptError
from csec_qual.base.files import write_text
from csec_qual.base.progress import Progress, Quiet
from csec_qual.codebook.nodes import nearest
from csec_qual.model.codes import Codebook, Status
from csec_qual.model.transcript import Transcript
from csec_qual.nlp.pipeline import AUTO
from csec_qual.readers import registry
from csec_qual.study.files import read_codebook
from csec_qual.study.rows import Row, read_rows
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.paraphrase import find_paraphrase
from csec_qual.tagging.score import Label, Outcome, Pair, Score, score

REQUIRED = ("file", "turn", "code")
_LONGEST_NUMBER = 9
_COUNTS = {"": True, "yes": True, "no": False}

_MISSES_HEADER = (
    *("file", "turn", "code", "error", "rule", "suggested_status", "labelled_status", "trap", "words"),
)
_ERROR = {Outcome.EXTRA: "false positive", Outcome.MISSED: "false negative"}


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Turns with the codes a person gave them.

    Attributes:
        path: The list.
        transcripts: The files it names, in the order it names them.
        labels: Its rows.
    """

    path: Path
    transcripts: tuple[Transcript, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A labelled set with what a codebook makes of it.

    Attributes:
        gold: The labelled set.
        score: How the two compare.
    """

    gold: LabelledSet
    score: Score

    def write_misses(self, path: Path | str) -> Path:
        """Write every false positive and false negative to a CSV file, with the words of its turn.

        A false negative has a rule where one fired and the suggestion does not count.

        Raises:
            StudyError: The file is the labelled set or one of its transcripts.
            OutputError: It could not be written; what was there is untouched.
        """
        target = Path(path)
        sources = [self.gold.path, *(self.gold.path.parent / each.file for each in self.gold.transcripts)]
        if target.resolve() in {source.resolve() for source in sources}:
            what = "this file is part of the labelled set; nothing was written."
            raise StudyError([Problem(str(path), None, what, "Name another file for the errors.")])
        transcripts = {each.transcript_id: each for each in self.gold.transcripts}
        rows = [_miss(pair, transcripts[pair.transcript_id]) for pair in self.score.errors]
        write_text(target, csv_text(_MISSES_HEADER, rows))
        return target


def score_codebook(
    gold: Path | str,
    codebook: Path | str = "csec",
    *,
    model: str = AUTO,
    paraphrase: bool = True,
    progress: Progress | None = None,
) -> Scored:
    """Compare what a codebook suggests for labelled transcripts with their labels.

    Args:
        gold: The labelled set, such as ``tests/quality/dev/gold.csv``; its files lie beside it.
        codebook: The name of a shipped codebook, or a folder.
        model: Name of the language model, or ``auto``.
        paraphrase: Whether the paraphrase layer reads beside the rules, where it is installed.
        progress: Shown which file is worked on.

    Raises:
        StudyError: The labelled set has faults; every one is named with its row.
        CodebookError: There is no such codebook, or it has faults.
    """
    book = read_codebook(codebook)
    labelled = read_gold(Path(gold), book)
    engine = Engine(book, model, paraphrase=find_paraphrase(book) if paraphrase else None)
    suggestions = [
        suggestion
        for transcript in (progress or Quiet()).each(labelled.transcripts, "Tagging")
        for suggestion in engine.suggest(transcript)
    ]
    return Scored(labelled, score(book, labelled.transcripts, labelled.labels, suggestions))


def read_gold(path: Path, codebook: Codebook) -> LabelledSet:
    """Read a labelled set and the files it names.

    Raises:
        StudyError: It has faults; every one is named with its row and what to do.
    """
    problems: list[Problem] = []
    rows = read_rows(path, REQUIRED, problems, str(path))
    if rows and not set(REQUIRED) <= set(rows[0].cells):
        # Without its columns a row says nothing: one message for the header is enough.
        raise StudyError(problems)
    if not rows and not problems:
        problems.append(Problem(str(path), 1, "the list has no rows.", "Add a row for each turn and code."))
    transcripts = _transcripts(path.parent, rows, problems)
    labels = [_label(row, transcripts.get(row.cell("file")), codebook, problems) for row in rows]
    if problems:
        raise StudyError(sorted(problems, key=lambda problem: problem.line or 0))
    read = [each for each in transcripts.values() if each]
    return LabelledSet(path, tuple(read), tuple(label for label in labels if label))


def _transcripts(folder: Path, rows: list[Row], problems: list[Problem]) -> dict[str, Transcript | None]:
    """The transcripts by file name, each noted once where it cannot be read."""
    found: dict[str, Transcript | None] = {}
    ids: dict[str, str] = {}
    for row in rows:
        file = row.cell("file")
        if file in found:
            continue
        found[file] = None
        if not file:
            problems.append(row.fault("the row names no file.", "Write the name of a file beside this list."))
        elif not (folder / file).is_file():
            near = nearest(file, [each.name for each in folder.iterdir() if each.is_file()])
            problems.append(row.fault(f"there is no file '{file}' beside the list.", near))
        else:
            found[file] = made = _read(folder / file, row, problems)
            if made and ids.setdefault(made.transcript_id, file) != file:
                what = f"'{file}' and '{ids[made.transcript_id]}' have one id, {made.transcript_id}."
                problems.append(row.fault(what, "Give one of the files another name."))
    return found


def _read(path: Path, row: Row, problems: list[Problem]) -> Transcript | None:
    try:
        return registry.read_transcript(path)
    except TranscriptError as error:
        problems += [row.fault(f"'{path.name}': {each.what}", each.fix) for each in error.problems]
        return None


def _label(
    row: Row, transcript: Transcript | None, codebook: Codebook, problems: list[Problem]
) -> Label | None:
    """What a row says; None where it has a fault or its file could not be read."""
    faults = [*_turn_faults(row, transcript), *_word_faults(row, codebook)]
    problems += [row.fault(*fault) for fault in faults]
    if faults or transcript is None:
        return None
    status = row.cell("status")
    return Label(
        transcript_id=transcript.transcript_id,
        turn=int(row.cell("turn")),
        code_id=row.cell("code"),
        counts=_COUNTS[row.cell("counts").lower()],
        status=Status(status) if status else None,
        traps=tuple(dict.fromkeys(row.cell("trap").split())),
    )


def _turn_faults(row: Row, transcript: Transcript | None) -> Iterator[tuple[str, str]]:
    written = row.cell("turn")
    is_number = written.isascii() and written.isdigit() and len(written) <= _LONGEST_NUMBER
    if not is_number or int(written) < 1:
        yield f"'{written}' is no number of a turn.", "Write a whole number from 1."
    elif transcript is not None and int(written) > len(transcript.turns):
        file = row.cell("file")
        what = f"{file} has no turn {written}; its last is {len(transcript.turns)}."
        yield what, f"'csec-qual turns {file}' numbers its turns."
    elif transcript is None or not row.cell("code"):
        # A heading or a question without a code is a trap of its own: nothing may be suggested there.
        return
    elif not (turn := transcript.turns[int(written) - 1]).is_codable:
        who = f"spoken by '{turn.speaker}', {turn.role}" if turn.speaker else f"a {turn.kind}"
        what = f"turn {written} of {row.cell('file')} cannot be coded: it is {who}."
        yield what, "Label a participant's turn, or take the code out."


def _word_faults(row: Row, codebook: Codebook) -> Iterator[tuple[str, str]]:
    known = [code.code_id for code in codebook.codes]
    code_id, counts, status = row.cell("code"), row.cell("counts"), row.cell("status")
    if code_id in {attribute.code_id for attribute in codebook.attributes}:
        yield f"'{code_id}' is an attribute, and only codes are scored.", "Delete the row."
    elif code_id and code_id not in known:
        yield f"there is no code '{code_id}'.", nearest(code_id, known)
    if counts.lower() not in _COUNTS:
        yield f"'{counts}' is no answer to whether the code counts.", "Write yes or no, or leave it empty."
    if status and status not in set(Status):
        yield f"'{status}' is no status.", nearest(status, [each.value for each in Status])


def _miss(pair: Pair, transcript: Transcript) -> tuple[object, ...]:
    given = pair.suggestion
    return (
        transcript.file,
        pair.turn,
        pair.code_id,
        _ERROR[pair.outcome],
        given.rule_id if given else "",
        given.status.value if given else "",
        pair.label.status.value if pair.label and pair.label.status else "",
        " ".join(pair.traps),
        transcript.words(transcript.turns[pair.turn - 1]),
    )
