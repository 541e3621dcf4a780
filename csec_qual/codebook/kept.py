"""What was read in the files of a codebook, kept so that an edit costs the reading of one file.

A file is kept by what it says, as values with their lines and as the trees of its queries; faults are
looked for in these each time, so they are the same with and without. Only files that are YAML are kept.
A damaged or foreign file in the cache is as good as none.
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
from csec_qual.codebook.nodes import Node
from csec_qual.codebook.query import kept_trees, remember

# Raised when files or queries are read in another way.
FORMAT = "csec_qual codebook file 1"
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
        self._new: list[tuple[Path, Node, str]] = []

    def get(self, data: bytes) -> Node | None:
        """What was read in a file of these bytes; its queries need not be parsed again."""
        if self._folder is None:
            return None
        path = self._path(self._folder, data)
        try:
            kept = _unpacked(path.read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self._used.add(path)
        remember(kept["queries"])
        node: Node = kept["node"]
        return node

    def note(self, data: bytes, node: Node, shown: str) -> None:
        """Keep, at the end, what was read in a file of these bytes, under the name that messages give it."""
        # A value that is there twice by an alias could grow without end when it is written out.
        if self._folder is not None and _is_tree(node):
            self._new.append((self._path(self._folder, data), node, shown))

    def keep(self, queries: Iterable[tuple[str, str]]) -> None:
        """Write down what was noted, and delete what no file of the codebook says any more.

        Args:
            queries: Every query that can be understood, with its file as messages name it.
        """
        by_file: dict[str, list[str]] = {}
        for shown, text in queries:
            by_file.setdefault(shown, []).append(text)
        for path, node, shown in self._new:
            self._used.add(path)
            with suppress(OutputError, RecursionError):
                write_private(path, _packed(node, by_file.get(shown, ())))
        if self._folder is not None and self._new:
            with suppress(OSError):
                for path in self._folder.iterdir():
                    if path not in self._used:
                        path.unlink()

    def _path(self, folder: Path, data: bytes) -> Path:
        return folder / (hashlib.sha256(_version() + data).hexdigest() + _SUFFIX)


def _version() -> bytes:
    return f"{FORMAT}/{version('ruamel.yaml')}\n".encode()


def _packed(node: Node, queries: Iterable[str]) -> bytes:
    text = json.dumps({"node": node, "queries": kept_trees(queries)}, ensure_ascii=False)
    body = text.encode("utf-8", "surrogatepass")
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
