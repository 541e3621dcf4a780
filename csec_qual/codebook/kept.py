"""What was read in the files of a codebook, kept so that an edit costs the reading of one file.

A file is kept as values with their lines and as the trees of its queries, together with a hash of what it
says; faults are looked for in these each time, so they are the same with and without. Where the file has
been edited since, the entries of its list that say the same are taken over and the others are read. Only
files that are YAML are kept. A damaged or foreign file in the cache is as good as none.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from csec_qual.base.errors import OutputError
from csec_qual.base.files import write_private
from csec_qual.codebook.nodes import KnownEntries, Node, entries_of, hashed, is_list_of
from csec_qual.codebook.query import kept_trees, remember

# Raised when files or queries are read in another way.
FORMAT = "csec_qual codebook file 3"
_SUFFIX = ".json"
_DIGEST = 64


class KeptFiles:
    """A folder of what was read.

    Args:
        folder: Made when the first file is kept; None to keep nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._used: set[Path] = set()
        self._new: list[tuple[Path, str, str, Node, str]] = []
        self._entries: dict[str, KnownEntries] = {}

    def get(self, name: str, data: bytes) -> Node | None:
        """What was read in a file of that name and these bytes; its queries need not be parsed again."""
        if self._folder is None:
            return None
        path = self._path(self._folder, name)
        try:
            kept = _unpacked(path.read_bytes())
            if kept["version"] != _version():
                return None
            remember(kept["queries"])
            node: Node = kept["node"]
            if kept["says"] == _says(data):
                self._used.add(path)
                return node
            self._entries[name] = {
                says: (line, entry) for (line, says), entry in zip(kept["entries"], node[2], strict=False)
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return None

    def entries(self, name: str) -> KnownEntries:
        """The entries of the list that a file of that name held before it was edited."""
        return self._entries.get(name, {})

    def note(self, name: str, data: bytes, text: str, node: Node, shown: str) -> None:
        """Keep, at the end, what was read in a file of these bytes, under the name that messages give it."""
        # A value that is there twice by an alias could grow without end when it is written out.
        if self._folder is not None and _is_tree(node):
            self._new.append((self._path(self._folder, name), _says(data), text, node, shown))

    def keep(self, queries: Iterable[tuple[str, str]]) -> None:
        """Write down what was noted, and delete what no file of the codebook says any more.

        Args:
            queries: Every query that can be understood, with its file as messages name it.
        """
        by_file: dict[str, list[str]] = {}
        for shown, text in queries:
            by_file.setdefault(shown, []).append(text)
        for path, says, text, node, shown in self._new:
            self._used.add(path)
            with suppress(OutputError, RecursionError):
                write_private(path, _packed(says, text, node, by_file.get(shown, ())))
        if self._folder is not None and self._new:
            with suppress(OSError):
                for path in self._folder.iterdir():
                    if path not in self._used:
                        path.unlink()

    def _path(self, folder: Path, name: str) -> Path:
        return folder / f"{name}{_SUFFIX}"


def _version() -> str:
    return f"{FORMAT}/{version('PyYAML')}"


def _says(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _packed(says: str, text: str, node: Node, queries: Iterable[str]) -> bytes:
    entries = [(line, hashed(written)) for line, written in entries_of(text)]
    kept = {
        "version": _version(),
        "says": says,
        "node": node,
        "entries": entries if is_list_of(node, len(entries)) else [],
        "queries": kept_trees(queries),
    }
    body = json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(body).hexdigest().encode() + body


def _unpacked(data: bytes) -> Any:
    if hashlib.sha256(data[_DIGEST:]).hexdigest().encode() != data[:_DIGEST]:
        raise ValueError("damaged")
    return json.loads(data[_DIGEST:].decode("utf-8", "surrogatepass"))


def _is_tree(node: Node) -> bool:
    seen: set[int] = set()
    pending = [node]
    while pending:
        each = pending.pop()
        if id(each) in seen:
            return False
        seen.add(id(each))
        pending += [part for part in each if isinstance(part, list)]
    return True
