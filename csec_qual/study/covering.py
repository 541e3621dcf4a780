"""What of a codebook is at work in a study, in files, or in the shipped sample."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from csec_qual.base.progress import Progress, Quiet
from csec_qual.model.codes import Codebook
from csec_qual.nlp.pipeline import AUTO
from csec_qual.readers import registry
from csec_qual.readers.folder import find_transcripts
from csec_qual.study.files import read_codebook
from csec_qual.study.sample import Talk, sample_talks
from csec_qual.tagging.coverage import Coverage, coverage, with_attributes
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.words import Reader, units


def codebook_coverage(
    paths: Sequence[Path | str] = (),
    codebook: Path | str = "csec",
    *,
    model: str = AUTO,
    progress: Progress | None = None,
) -> Coverage:
    """What of a codebook is at work in transcript files, or in the shipped sample where none is named.

    Args:
        paths: Files, or folders of files; roles are the reader's guesses.
        codebook: The name of a shipped codebook, or a folder.
        model: Name of the language model, or ``auto``.
        progress: Shown which file is worked on.

    Raises:
        CodebookError: There is no such codebook, or it has faults.
        TranscriptError: A file cannot be read.
    """
    book = read_codebook(codebook)
    return cover(book, talks_in(paths) if paths else sample_talks(), model, progress or Quiet())


def cover(
    codebook: Codebook,
    talks: Sequence[Talk],
    model: str,
    progress: Progress,
    rejected: Collection[str] = (),
) -> Coverage:
    """What of a codebook is at work in some talks; see ``tagging.coverage``.

    Args:
        codebook: The codebook.
        talks: Transcripts with the role groups of their speakers.
        model: Name of the language model, or ``auto``.
        progress: Shown which transcript is worked on.
        rejected: Ids of suggestions of which people say that the code does not apply.
    """
    engine = Engine(with_attributes(codebook), model)
    suggestions = [
        suggestion
        for transcript, role_groups in progress.each(talks, "Tagging")
        for suggestion in engine.suggest(transcript, role_groups)
    ]
    wanted = [unit for transcript, _ in talks for unit in units(transcript)]
    return coverage(codebook, wanted, suggestions, Reader(model), rejected)


def talks_in(paths: Iterable[Path | str]) -> list[Talk]:
    """The transcripts in files, or folders of files; nobody has said more of their speakers."""
    files = [
        file for path in map(Path, paths) for file in (find_transcripts(path) if path.is_dir() else [path])
    ]
    return [(registry.read_transcript(file), {}) for file in files]
