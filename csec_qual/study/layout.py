"""Where things lie in a study folder, and what a new one holds.

People can read and edit everything but the database. The lists and ``study.yaml`` are the truth for
what people say of files and persons; ``study.db`` holds transcripts, suggestions and decisions. What lies in
the cache follows from these: it may be deleted, and is made again.
"""

import json
import shutil
from contextlib import suppress
from pathlib import Path

from csec_qual.base.errors import OutputError, Problem, StudyError
from csec_qual.base.files import write_private, write_text

SETTINGS = "study.yaml"
CASES = "cases.csv"
SOURCES = "sources.csv"
PARTICIPANTS = "participants.csv"
REDACTIONS = "redactions.csv"
INDICATORS = "indicators.csv"
DATABASE = "study.db"
LEARNED = "learned.json"
CODEBOOKS = "codebooks"
TRANSCRIPTS = "transcripts"
NARRATIVE = "narrative"
REPORTS = "reports"
CACHE = "cache"
DRAFTS = "drafts"
SUGGESTED = "suggested"

CASES_HEADER = ("case_id", "label")
SOURCES_HEADER = ("file", "case", "source_type", "mode", "date", "instrument")
PARTICIPANTS_HEADER = ("file", "label", "role", "participant_id", "case", "role_group", "consent")
INDICATORS_HEADER = ("case_id", "domain", "indicator", "period", "n", "N", "definition", "fit", "note")
REDACTIONS_HEADER = ("turn", "asked_by", "why")

_SETTINGS = """\
# What the study is called and how its reports are made. Text after a # is a remark.
title: {title}
seed: {title}  # any words: they decide which letter stands for which county
codebook: {codebook}
model: auto  # the English model; auto takes the one that came with csec_qual

privacy:
  county_names: masked   # masked (County A) or shown
  # tribes: [Two Rivers Rancheria]   # names that stand in no report

# What was asked, so that a report can tell "nobody said so" from "nobody was asked":
# instruments:
#   - id: staff-guide
#     title: Guide for county staff
#     questions:
#       - {{id: q1, text: "Who is trained, and who is not?", codes: [training]}}
"""

_README = """\
This folder is a csec_qual study. Everything but study.db and cache/ is for people to read and edit.

study.yaml        title, privacy settings, and what was asked (instruments)
cases.csv         the counties: case_id, label, and anything you compare them by
sources.csv       one row for each transcript file: county, kind, mode, date, instrument
participants.csv  one row for each speaker label in each file: role, pseudonym, county, role group, consent
                  role: interviewer, moderator, note-taker, participant, unknown (unknown is never coded)
                  consent: quote, paraphrase, count, withdrawn (empty: counted, never quoted)
                  approval (you may add it): given, once a Tribe or advisers agree that words leave the team
redactions.csv    turns that a county or Tribe asked to leave out of what goes to others (made with the first)
indicators.csv    administrative indicators for the cross-county report (you may add it): case_id, domain
                  (identification, revictimization, case_involvement, placement), indicator, period, n, N,
                  definition, fit (confirms, expands, conflicts, silent) and note
codebooks/        this study's own copy of the codebook
transcripts/      the files as they were added
narrative/        your own text: narrative/<case>/<section>.md is woven into the county's report
reports/          what csec_qual writes; it is replaced at the next run, unless you edited it
drafts/           what each report said when it was written, to check edited ones against (for its owner only)
study.db          transcripts, suggestions and every decision (for its owner only)
learned.json      weights learned from the team's decisions, if it asked for that (for its owner only)
cache/            what was read, so that the next run is quick (for its owner only; may be deleted)
"""

# Participants' words and the database never belong in a shared repository by accident.
_IGNORED = "study.db*\nlearned.json\ncache/\ndrafts/\ntranscripts/\nreports/\nparticipants.csv\n"


def forget_learned(folder: Path) -> bool:
    """Delete what was learned from decisions; whether there was any.

    Raises:
        OutputError: The file cannot be deleted.
    """
    path = folder / LEARNED
    was_there = path.exists()
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: it cannot be deleted ({error.strerror or error}).") from error
    return was_there


def is_study(folder: Path) -> bool:
    """Whether the folder is a study; its database may still be missing, as in a copy without it."""
    has_parts = (folder / DATABASE).is_file() or (folder / CODEBOOKS).is_dir()
    return (folder / SETTINGS).is_file() and has_parts


def locate(start: Path) -> Path:
    """The study that a folder is, or lies in.

    Raises:
        StudyError: There is none.
    """
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if is_study(candidate):
            return candidate
    raise StudyError(
        [
            Problem(
                str(start),
                None,
                "there is no study here.",
                "Make one with 'csec-qual init FOLDER', or name one with '--study FOLDER'.",
            )
        ]
    )


def make(folder: Path, codebook: Path) -> None:
    """Lay out a new study with its own copy of a codebook; the database is made by who opens it.

    Raises:
        StudyError: The folder is a study already, or holds files a study would need to write.
        OutputError: It cannot be written.
    """
    taken = [name for name in (SETTINGS, DATABASE, CASES, SOURCES, PARTICIPANTS) if (folder / name).exists()]
    if taken:
        raise StudyError(
            [
                Problem(
                    str(folder),
                    None,
                    f"there is a {taken[0]} here already; nothing was changed.",
                    "Open the study with '--study', or choose another folder.",
                )
            ]
        )
    try:
        for name in (CODEBOOKS, TRANSCRIPTS, NARRATIVE, REPORTS):
            (folder / name).mkdir(parents=True, exist_ok=True)
        _copy_codebook(codebook.resolve(), folder / CODEBOOKS)
    except OSError as error:
        raise OutputError(
            f"{folder}: the folder cannot be made ({error.strerror or error}). Choose another place."
        ) from error
    for name, text in (("README.txt", _README), (".gitignore", _IGNORED)):
        # The folder may have been in use before it became a study.
        if not (folder / name).exists():
            write_text(folder / name, text)
    write_text(folder / CASES, ",".join(CASES_HEADER) + "\n")
    write_text(folder / SOURCES, ",".join(SOURCES_HEADER) + "\n")
    write_text(folder / PARTICIPANTS, ",".join(PARTICIPANTS_HEADER) + "\n")
    write_text(folder / SETTINGS, _fresh_settings(folder, codebook.resolve().name))


def has_fresh_settings(folder: Path) -> bool:
    """Whether ``study.yaml`` is still as it was made: nobody has edited it."""
    written = (folder / SETTINGS).read_text(encoding="utf-8-sig", errors="replace")
    books = [path.parent.name for path in (folder / CODEBOOKS).glob("*/*.yaml")]
    return any(written == _fresh_settings(folder, book) for book in set(books))


def clean(folder: Path) -> None:
    """Delete the cache.

    Raises:
        OutputError: Some of it cannot be deleted.
    """
    cache = folder / CACHE
    try:
        # A link in its place is not followed: what it leads to is not ours.
        if cache.is_dir() and not cache.is_symlink():
            shutil.rmtree(cache)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{CACHE}: the folder cannot be deleted ({reason}). Close what uses it.") from error


def keep_codebook(codebook: Path, cache: Path) -> None:
    """Keep a codebook's files as they are, to tell later what an edit changed; see ``kept_codebook``.

    A cache that cannot be written is done without.
    """
    target = cache / SUGGESTED
    with suppress(OSError, OutputError):
        files = {path.name: path.read_bytes() for path in codebook.glob("*.yaml")}
        for name, data in files.items():
            write_private(target / name, data)
        for path in target.iterdir():
            if path.name not in files:
                path.unlink()


def kept_codebook(cache: Path) -> Path:
    """The folder of the codebook that was last kept; there may be none."""
    return cache / SUGGESTED


def _copy_codebook(codebook: Path, target: Path) -> None:
    # File by file: a codebook has no folders, and the study may lie inside the one it is copied from.
    files = sorted(codebook.glob("*.yaml"))
    target = target / codebook.name
    if not target.exists():
        target.mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, target / file.name)


def _fresh_settings(folder: Path, codebook: str) -> str:
    # A folder's name may be anything: in JSON's quotes it is text to YAML too.
    name = folder.resolve().name
    words = " ".join("".join(char if char.isalnum() or char == "-" else " " for char in name).split())
    title = json.dumps(words or "Study", ensure_ascii=False)
    return _SETTINGS.format(title=title, codebook=json.dumps(f"{CODEBOOKS}/{codebook}", ensure_ascii=False))
