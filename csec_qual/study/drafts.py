"""Reports as they were written, kept so that an edited copy can be checked and is never written over.

They lie in the study's own folder ``drafts``, for its owner only. A file that is not one of these was
written or edited by a person.
"""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from csec_qual.base.files import write_private
from csec_qual.base.identity import canonical, digest
from csec_qual.reporting.reread import Block, plain
from csec_qual.reporting.verify import Draft, Quoted, Vocabulary
from csec_qual.study import layout

_NAMED = re.compile(r"\bDraft ([0-9a-f]{10})\b")
_ID = 10
_HASH = 16
_NEW = ".new"
_WRITTEN = "written"
REMOVED = "[removed: consent withdrawn]"
# A heading or two may be those of any report.
_FEWEST_IN_COMMON = 3
_SUFFIX = ".json.gz"


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as it was written.

    Attributes:
        draft_id: Printed in it.
        case_id: The county it is about.
        label: What the county is called in it.
        audience: For whom it was written.
        date: The data cut printed on it.
        decided_only: Whether suggestions that nobody decided on were left out.
        status: Draft, fact-checked or final.
        suffix: Its format.
        draft: What it said.
    """

    draft_id: str
    case_id: str
    label: str
    audience: str
    date: str
    decided_only: bool
    status: str
    suffix: str
    draft: Draft


def draft_id_of(said: object) -> str:
    """The id of a report that says this; the same for the same."""
    return digest(repr(said).encode())[:_ID]


def keep(study: Path, kept: Kept, data: bytes) -> None:
    """Keep what a report said, with what it is known by."""
    record = asdict(kept)
    text = canonical(record)
    name = f"{kept.draft_id}{kept.suffix}-{digest(data)[:_HASH]}{_SUFFIX}"
    write_private(study / layout.DRAFTS / name, gzip.compress(text.encode(), mtime=0))


def free_place(study: Path, wanted: Path) -> Path:
    """Where a report may be written without taking what a person wrote: there, or beside it."""
    path, n = wanted, 1
    while path.exists() and not _was_written(study, path):
        mark = _NEW if n == 1 else f"{_NEW}{n}"
        path, n = wanted.with_name(f"{wanted.stem}{mark}{wanted.suffix}"), n + 1
    return path


def remember(study: Path, data: bytes) -> None:
    """Note that a file was written here, so that it may be written over while nobody has edited it."""
    write_private(study / layout.DRAFTS / f"{_WRITTEN}-{digest(data)[:_HASH]}", b"")


def is_beside(path: Path, wanted: Path) -> bool:
    """Whether a report had to be written beside the one that was wanted."""
    return path != wanted


def fetch(study: Path, blocks: Iterable[Block], suffix: str) -> Kept | None:
    """The draft that an edited report was made from: by its id, else the one it has most in common with."""
    every = list(blocks)
    named = next((found[1] for each in reversed(every) if (found := _NAMED.search(each.plain))), "")
    folder = study / layout.DRAFTS
    # Somebody may have changed the id, or cut the page it stands on.
    files = sorted(folder.glob(f"{named}*{_SUFFIX}")) or sorted(folder.glob(f"*{_SUFFIX}"))
    same = [each for each in files if f"{suffix}-" in each.name] or files
    texts = {each.plain for each in every}
    best: tuple[int, Kept] | None = None
    for path in same:
        if (kept := _read(path)) is None:
            continue
        common = sum(each.plain in texts for each in kept.draft.blocks)
        if best is None or common > best[0]:
            best = common, kept
    return best[1] if best and best[0] >= _FEWEST_IN_COMMON else None


def without(study: Path, turns: Collection[str], holds: Callable[[str], bool], *, dry_run: bool) -> int:
    """Take what was said in some turns out of every kept draft; return how many drafts held it.

    Args:
        study: The study's folder.
        turns: The turns by name, such as ``maple-admin-01:41``.
        holds: Whether a text holds what was said there.
        dry_run: Only count.
    """
    n = 0
    for path in sorted((study / layout.DRAFTS).glob(f"*{_SUFFIX}")):
        kept = _read(path)
        clean = _without(kept.draft, turns, holds) if kept else None
        if kept and clean == kept.draft:
            continue
        n += 1
        if dry_run:
            continue
        if kept is None or clean is None:
            # What cannot be read cannot be looked through, and is of no use either.
            path.unlink()
        else:
            record = canonical(asdict(replace(kept, draft=clean)))
            write_private(path, gzip.compress(record.encode(), mtime=0))
    return n


def _without(draft: Draft, turns: Collection[str], holds: Callable[[str], bool]) -> Draft:
    gone = [each for each in draft.quotes if each.passage_id.rpartition(":")[0] in turns or holds(each.words)]
    quoted = {plain(each.words) for each in gone}

    def clean(text: str) -> str:
        # A quote of two words is too short to be looked for anywhere but where it was printed.
        is_held = holds(text) or any(words in plain(text) for words in quoted)
        return REMOVED if is_held else text

    return replace(
        draft,
        blocks=tuple(
            replace(each, text=clean(each.text), heading=clean(each.heading)) for each in draft.blocks
        ),
        quotes=tuple(each for each in draft.quotes if each not in gone),
        team=tuple(map(clean, draft.team)),
    )


def _was_written(study: Path, path: Path) -> bool:
    mark = digest(path.read_bytes())[:_HASH]
    folder = study / layout.DRAFTS
    return (folder / f"{_WRITTEN}-{mark}").exists() or any(folder.glob(f"*-{mark}{_SUFFIX}"))


def _read(path: Path) -> Kept | None:
    """A kept report; None where the file is damaged or of another version."""
    with suppress(OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
        return _kept(json.loads(gzip.decompress(path.read_bytes())))
    return None


def _kept(record: dict[str, Any]) -> Kept:
    draft = record.pop("draft")
    return Kept(
        **record,
        draft=Draft(
            blocks=tuple(Block(**each) for each in draft["blocks"]),
            quotes=tuple(Quoted(**each) for each in draft["quotes"]),
            team=tuple(draft["team"]),
            vocabulary=Vocabulary(
                counties=tuple(draft["vocabulary"]["counties"]), roles=tuple(draft["vocabulary"]["roles"])
            ),
        ),
    )
