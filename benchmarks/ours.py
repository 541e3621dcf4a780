"""What is measured of csec_qual itself: one step in a fresh process, through the public API.

``python -m benchmarks.ours STEP FOLDER [TEXT]`` prints one line of JSON: CPU seconds of the whole process
with its start and imports, peak memory, and what the step found. The steps are the functions in ``STEPS``.
"""

import csv
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import csec_qual as cq
from csec_qual.cli.options import seldom_look_for_garbage

if TYPE_CHECKING:
    from csec_qual.study.study import Study

# The paraphrase layer reads every answer once, at a pace of its own: the figures are those of rules alone.
RULES_ONLY: dict[str, Any] = {"paraphrase": False}

_HEADER = ("file", "label", "role", "participant_id", "case", "role_group", "consent")
_GROUPS = ("child welfare", "probation", "caregiver", "community provider", "Tribal partner", "education")
_EDITED = "codebooks/csec/training.yaml"
_INSIDE = 5
_HEAVY = (
    "spacy",
    "numpy",
    "pandas",
    "sqlalchemy",
    "lark",
    "yaml",
    "docx",
    "openpyxl",
    "jinja2",
    "csec_qual.study",
)

Found = dict[str, object]


def coded_sentences(folder: Path) -> Found:
    """What carries a code: the codebook's examples, and what is coded in the sample study."""
    study = cq.Study.create(folder)
    study.add_transcripts(cq.sample_study())
    study.suggest(**RULES_ONLY)
    texts = {transcript.transcript_id: transcript.text for transcript in study.transcripts()}
    spoken = [
        texts[segment.transcript_id][segment.start : segment.end]
        for suggestion in study.suggestions(counting=True)
        for segment in [suggestion.evidence[0].segment]
    ]
    examples = [
        (example.text, example.question) for code in study.codebook.codes for example in code.examples_yes
    ]
    found = dict.fromkeys([*examples, *((text, "") for text in spoken)])
    return {"coded": [(" ".join(text.split()), " ".join(asked.split())) for text, asked in found]}


def bring_in(folder: Path, source: Path) -> Found:
    """Make a study and read the transcripts."""
    study = cq.Study.create(folder)
    report = study.add_transcripts(source)
    return {"transcripts": len(report.added), "failed": len(report.failed)}


def suggest(folder: Path) -> Found:
    """Suggest what is out of date."""
    seldom_look_for_garbage()  # as the command does
    began, began_wall = time.process_time(), time.perf_counter()
    study = cq.Study.open(folder)
    report = study.suggest(**RULES_ONLY)
    spent, spent_wall = time.process_time() - began, time.perf_counter() - began_wall
    return {
        "summary": report.summary(),
        "suggest_cpu": spent,
        "suggest_wall": spent_wall,
        "suggestions": report.unchanged + len(report.added),
    }


def suggest_after_edit(folder: Path) -> Found:
    """The same where one rule is new; the edit itself takes no time worth naming."""
    edit_a_rule(folder)
    return suggest(folder)


def suggest_inside(folder: Path) -> Found:
    """The same in a program that stays open, after each of several edits."""
    study = cq.Study.open(folder)
    study.suggest(**RULES_ONLY)
    return {"inside": [_once_inside(folder, study) for _ in range(_INSIDE)]}


def job(folder: Path, source: Path) -> Found:
    """The whole job: read Word files, code them, write the workbook."""
    study = cq.Study.create(folder, codebook=str(source / "codebooks" / "csec"))
    report = study.add_transcripts(source / "transcripts")
    rules = sum(len(code.rules) for code in study.codebook.codes if code.status == "active")
    made = study.suggest(**RULES_ONLY)
    study.write_workbook(folder / "reports" / "themes.xlsx", date="2026-06-30")
    return {
        "transcripts": len(report.added),
        "rules": rules,
        "suggestions": len(made.added),
        "unknown": len(report.unknown),
    }


def show_help(_folder: Path) -> Found:
    """Start the command line and ask for help."""
    from csec_qual.cli.main import main

    with suppress(SystemExit):
        main(["--help"])
    return {}


def coded_turns(folder: Path) -> Found:
    """In how many turns ours finds a code; nothing here is timed."""
    study = cq.Study.open(folder)
    active = [code for code in study.codebook.codes if code.status == "active"]
    return {
        "turns": sum(len(transcript.turns) for transcript in study.transcripts()),
        "coded_turns": len({(each.transcript_id, each.turn) for each in study.suggestions(counting=True)}),
        "codes": len(active),
        "rules": sum(len(code.rules) for code in active),
        "parsing_rules": sum(bool(rule.tokens or rule.depend) for code in active for rule in code.rules),
    }


STEPS: dict[str, Callable[..., Found]] = {
    step.__name__: step
    for step in (
        coded_sentences,
        bring_in,
        suggest,
        suggest_after_edit,
        suggest_inside,
        job,
        show_help,
        coded_turns,
    )
}


def edit_a_rule(folder: Path) -> None:
    """Widen the reach of the first rule of a study's codebook by one word."""
    path = folder / _EDITED
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"NEAR/(\d+)", _wider, text, count=1), encoding="utf-8")


def write_lists(folder: Path, files: Iterable[str], speakers: tuple[str, str]) -> None:
    """Say who is who, so that nothing is left to the reader's guess."""
    interviewer, participant = speakers
    names = sorted(files)
    with (folder / "participants.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEADER)
        for number, name in enumerate(names):
            group = _GROUPS[number % len(_GROUPS)]
            rows.writerow((name, interviewer, "interviewer", "", "", "", ""))
            rows.writerow((name, participant, "participant", f"P-{number:04}", "", group, "quote"))


def peak_megabytes() -> float | None:
    """The most memory this process has held; None where the system does not say."""
    try:
        # The kernel's figure for a child process begins with that of its parent; this one does not.
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024
    except (OSError, IndexError):
        pass
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024**2


def _once_inside(folder: Path, study: "Study") -> tuple[float, float]:
    """CPU and wall seconds."""
    edit_a_rule(folder)
    began, began_wall = time.process_time(), time.perf_counter()
    study.reload()
    study.suggest(**RULES_ONLY)
    return time.process_time() - began, time.perf_counter() - began_wall


def _wider(found: re.Match[str]) -> str:
    return f"NEAR/{int(found[1]) + 1}"


def main() -> None:
    """Run one step and print what it took."""
    name, *places = sys.argv[1:]
    found = STEPS[name](*map(Path, places))
    found |= {
        "cpu": time.process_time(),
        "peak_mb": peak_megabytes(),
        "loaded": [module for module in _HEAVY if module in sys.modules],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
