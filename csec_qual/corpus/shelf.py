"""Words of texts on disk, so that a text is read once.

A file is named by a key: a hash of everything its words follow from. Change a text, a tokenizer or a
lemma table, and the key is another. The files hold people's words: they are for their owner only, and
``keep`` deletes those that nothing asks for any more. A damaged or foreign file is as good as none.
"""

import hashlib
import json
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import numpy as np

from csec_qual.base.errors import OutputError
from csec_qual.base.files import write_private
from csec_qual.corpus.texts import TextWords

# Raised when the files are written in another way.
FORMAT = "csec_qual words 1"
_SUFFIX = ".words"
_DIGEST = hashlib.sha256().digest_size

_OPENS, _IS_WORD = 1, 2


class Shelf:
    """A folder of words.

    Args:
        folder: Made, for its owner only, when the first words are put there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> TextWords | None:
        """The words kept under a key; None where there are none, or none that can be trusted."""
        try:
            return _unpacked(self._path(key).read_bytes(), key)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, words: TextWords) -> None:
        """Keep words under a key. A shelf that cannot be written is done without."""
        with suppress(OutputError):
            write_private(self._path(key), _packed(words, key))

    def keep(self, keys: Collection[str]) -> None:
        """Delete everything but what is kept under these keys."""
        wanted = {self._path(key).name for key in keys}
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in wanted:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"


def _packed(words: TextWords, key: str) -> bytes:
    head = {"format": FORMAT, "key": key, "rows": len(words.start), "texts": len(words)}
    marks = words.opens_sentence * _OPENS | words.is_word * _IS_WORD
    body = b"".join(
        (
            json.dumps(head).encode() + b"\n",
            words.bounds.astype("<i4").tobytes(),
            words.start.astype("<i4").tobytes(),
            words.end.astype("<i4").tobytes(),
            words.form.astype("<i4").tobytes(),
            marks.astype("u1").tobytes(),
            "\n".join(words.entries).encode("utf-8", "surrogatepass"),
        )
    )
    return hashlib.sha256(body).digest() + body


def _unpacked(data: bytes, key: str) -> TextWords:
    body = memoryview(data)[_DIGEST:]
    if hashlib.sha256(body).digest() != data[:_DIGEST]:
        raise ValueError("damaged")
    at = data.index(b"\n", _DIGEST) + 1
    head = json.loads(data[_DIGEST:at])
    if head["format"] != FORMAT or head["key"] != key:
        raise ValueError("foreign")
    rows, texts = int(head["rows"]), int(head["texts"])
    ints = np.frombuffer(data, dtype="<i4", count=texts + 1 + 3 * rows, offset=at)
    marks = np.frombuffer(data, dtype="u1", count=rows, offset=at + ints.nbytes)
    written = data[at + ints.nbytes + marks.nbytes :].decode("utf-8", "surrogatepass")
    start, end, form = ints[texts + 1 :].reshape(3, rows)
    return TextWords(
        start=start,
        end=end,
        form=form,
        is_word=(marks & _IS_WORD) > 0,
        opens_sentence=(marks & _OPENS) > 0,
        bounds=ints[: texts + 1].astype(np.int64),
        entries=tuple(written.split("\n")) if written else (),
    )
