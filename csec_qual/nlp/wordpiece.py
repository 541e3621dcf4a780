"""Text to the word pieces of a BERT vocabulary, as the uncased models take it.

The steps and their order are those of Devlin et al. (2019) and of the reference implementation: clean,
lower case, strip accents, part at white space and punctuation, then the longest piece first.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

_LONGEST_WORD = 100
_UNKNOWN, _BEGIN, _END = "[UNK]", "[CLS]", "[SEP]"
_CJK = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2CEAF), (0x2F800, 0x2FA1F))


class WordPieces:
    """A vocabulary.

    Args:
        vocabulary: A file with one piece a line; a piece's number is its line, from 0.
    """

    def __init__(self, vocabulary: Path) -> None:
        pieces = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._unknown = self._numbers[_UNKNOWN]
        self._known: dict[str, tuple[int, ...]] = {}

    def pieces(self, text: str) -> list[int]:
        """The numbers of a text's pieces, in order."""
        return [number for word in _words(text) for number in self._of_word(word)]

    def number(self, piece: str) -> int:
        """The number of one piece, such as ``[unused1]``."""
        return self._numbers[piece]

    def pair(self, first: Sequence[int], second: Sequence[int]) -> tuple[list[int], list[int]]:
        """Two texts' pieces as a model takes them, and for each piece which text it is of (0 or 1)."""
        begin, end = self._numbers[_BEGIN], self._numbers[_END]
        numbers = [begin, *first, end, *second, end]
        return numbers, [0] * (len(first) + 2) + [1] * (len(second) + 1)

    def _of_word(self, word: str) -> tuple[int, ...]:
        if word not in self._known:
            self._known[word] = tuple(self._cut(word)) if len(word) <= _LONGEST_WORD else (self._unknown,)
        return self._known[word]

    def _cut(self, word: str) -> list[int]:
        found = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if piece in self._numbers:
                    found.append(self._numbers[piece])
                    start = end
                    break
            else:
                return [self._unknown]
        return found


def _words(text: str) -> Iterator[str]:
    word = ""
    plain = unicodedata.normalize("NFD", "".join(_cleaned(text)))
    for char in "".join(char for char in plain if unicodedata.category(char) != "Mn").lower():
        if char.isspace() or _is_punctuation(char) or _is_cjk(char):
            if word:
                yield word
            word = ""
            if not char.isspace():
                yield char
        else:
            word += char
    if word:
        yield word


def _cleaned(text: str) -> Iterator[str]:
    for char in text:
        if char in "\t\n\r" or unicodedata.category(char) == "Zs":
            yield " "
        elif char not in "\0\ufffd" and not unicodedata.category(char).startswith("C"):
            yield char


def _is_punctuation(char: str) -> bool:
    # ASCII signs such as $ and ^ are punctuation to BERT, though not to Unicode.
    is_sign = char.isascii() and char.isprintable() and not char.isalnum() and char != " "
    return is_sign or unicodedata.category(char).startswith("P")


def _is_cjk(char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in _CJK)
