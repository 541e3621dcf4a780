"""The whole job of an ordinary study: 60 Word transcripts are read, coded with 30 rules, and tabulated."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import docx
import yaml

from benchmarks.ours import write_lists
from benchmarks.talk import INTERVIEWER, PARTICIPANT, WORDS_IN_INTERVIEW, Coded, Interview, interviews

TRANSCRIPTS, RULES = 60, 30
_DENSITY = 0.15


class Steps(Protocol):
    """Where files are kept, and how a fresh process is started."""

    @property
    def repeat(self) -> int:
        """How often the job is run."""
        ...

    def step(self, name: str, *places: Path) -> dict[str, Any]:
        """One step in a fresh process."""
        ...

    def place(self, name: str) -> Path:
        """A folder that is not there yet."""
        ...


def measure(work: Steps, coded: Sequence[Coded], seed: int, transcripts: int = TRANSCRIPTS) -> dict[str, Any]:
    """Make the Word files and a codebook of 30 rules, then time the job; the best of several runs."""
    source = work.place("job-source")
    n_words = _write_transcripts(source / "transcripts", coded, seed, transcripts)
    write_codebook(source / "codebooks" / "csec")
    runs = [work.step("job", work.place("job"), source) for _ in range(work.repeat)]
    return {"words": n_words} | min(runs, key=lambda each: float(each["cpu"]))


def write_codebook(folder: Path) -> None:
    """The shipped codebook with the first rule of each of its first codes; the other codes are drafts."""
    shutil.copytree(_shipped(), folder)
    left = RULES
    for path in sorted(folder.glob("*.yaml")):
        # Everything as text, so that a word such as "no" stays one.
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        # Cues and attributes are lists too; a code alone has a theme.
        if not isinstance(entries, list) or any("theme" not in entry for entry in entries):
            continue
        for code in entries:
            code["version"] = int(code["version"])
            if left and code["status"] == "active" and code.get("rules"):
                code["rules"], left = code["rules"][:1], left - 1
            else:
                code["status"] = "draft"
        path.write_text(yaml.safe_dump(entries, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _shipped() -> Path:
    from csec_qual.codebook.load import locate

    return locate("csec")


def _write_transcripts(folder: Path, coded: Sequence[Coded], seed: int, transcripts: int) -> int:
    folder.mkdir(parents=True)
    n_words = 0
    for interview in interviews(coded, transcripts * WORDS_IN_INTERVIEW * 2, _DENSITY, seed):
        if transcripts == 0:
            break
        transcripts -= 1
        _write(folder / f"{interview.name}.docx", interview)
        n_words += interview.n_words
    write_lists(folder, (path.name for path in folder.glob("*.docx")), (INTERVIEWER, PARTICIPANT))
    return n_words


def _write(path: Path, interview: Interview) -> None:
    document = docx.Document()
    for turn in interview.turns:
        document.add_paragraph().add_run(f"{turn.speaker}: {turn.text}")
    document.save(str(path))
