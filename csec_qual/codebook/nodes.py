"""Values of a YAML file, each with the line it was written on.

Asking a value for the wrong kind of thing notes a problem with its line and fix, gives an empty
answer, and lets reading go on, so that one reading finds everything. Nothing here knows what a
codebook is.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from csec_qual.base.errors import Problem
from csec_qual.base.identity import digest

if TYPE_CHECKING:
    from yaml import MarkedYAMLError
    from yaml import Node as YamlNode

E = TypeVar("E", bound=StrEnum)

# A value as plain data: its kind, its line, and its characters, entries, or pairs of key and value.
# Kinds are YAML's (str, int, float, bool, null, timestamp ...) and these two.
Node: TypeAlias = list[Any]
_LIST, _MAPPING = "[", "{"

# The entries of a list by what they say (``hashed``): the line they begin on, and their value.
KnownEntries: TypeAlias = Mapping[str, tuple[int, Node]]

# Signs by which lines or entries hang together in another way than the eye sees.
_NOT_PLAIN = re.compile(r"\r(?!\n)|[\t\x85\u2028\u2029]|(?:^|[\s,:\[{-])&\S")

_NOT_TEXT = {"int": "a number", "float": "a number", "bool": "yes-or-no", "timestamp": "a date"}
_MAX_DEPTH = 12

_QUOTES = (
    "A quote is opened or closed too early, here or on a line before. "
    "A query that begins with {, [, *, \" or ' goes inside quotes as a whole: '{caregiver} NEAR/8 train'."
)
# What YAML's reader says, and how we say it: (in its message, what is wrong, what to do).
_SYNTAX = (
    (
        "scanning a quoted scalar found unexpected end",
        "the quotation mark opened here is not closed.",
        'Close it. Inside double quotes a double quote is written \\".',
    ),
    (
        "quoted scalar found unknown escape",
        "a backslash inside double quotes starts a special character here.",
        "Put the text in single quotes: there a backslash is only a backslash.",
    ),
    (
        "mapping values are not allowed",
        "a colon is not expected here.",
        "Put text that contains ': ' in quotes, and check that the line begins in the right column.",
    ),
    (
        "but found '<scalar>'",
        "text stands where YAML expects none.",
        _QUOTES,
    ),
    ("found undefined alias", "text that begins with * is not quoted.", "Put it in quotes."),
    ("'\\t' that cannot start", "the line is indented with a tab.", "Indent with spaces."),
    (
        "found another document",
        "a second document begins here.",
        "Remove the line ---; a file holds one document.",
    ),
)
_SYNTAX_FIX = "Check the indentation and the quotes near there."


@dataclass(slots=True)
class Faults:
    """Every problem found so far, in the order they were found."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, path: str, line: int | None, what: str, fix: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(path, line, what, fix))


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a file.

    Attributes:
        node: What is written there, as plain data.
        path: The file, as messages name it.
        faults: Where problems are noted.
        line: The line the value begins on, from 1.
    """

    node: Node
    path: str
    faults: Faults
    line: int

    @property
    def kind(self) -> str:
        """What YAML takes the value for."""
        kind: str = self.node[0]
        return kind

    @property
    def written(self) -> str:
        """The characters of a single value."""
        return str(self.node[2])

    @property
    def is_scalar(self) -> bool:
        """Whether the value is neither a list nor a mapping."""
        return not self.is_list and not self.is_mapping

    @property
    def is_text(self) -> bool:
        """Whether the value is a word or sentence."""
        return self.kind == "str"

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return self.kind == _LIST

    @property
    def is_mapping(self) -> bool:
        """Whether the value is a set of ``key: value`` lines."""
        return self.kind == _MAPPING

    def fault(self, what: str, fix: str = "") -> None:
        """Note a problem on the line of this value."""
        self.faults.add(self.path, self.line, what, fix)

    def text(self, name: str) -> str:
        """The words, on one line, no spaces around them; empty, and a problem, if there are none."""
        kind, _, content = self.node
        if kind == "str" and (words := " ".join(content.split())):
            return words
        if not self.is_scalar:
            fix = "Write one text; text that begins with { or [ goes inside quotes."
            self.fault(f"{name} is {self._shape} where text is meant.", fix)
            return ""
        if self.kind in _NOT_TEXT:
            self.fault(
                f"{name} is read as {_NOT_TEXT[self.kind]}, not as text: {self.written}.",
                f'Put it in quotes: "{self.written}".',
            )
            return ""
        self.fault(f"{name} is empty.", "Write it, in quotes if it begins with # or another sign.")
        return ""

    def scalar(self, name: str) -> str:
        """The characters as written, whatever they look like; empty, and a problem, if there are none."""
        return self.written if self.kind in _NOT_TEXT else self.text(name)

    def whole(self, name: str) -> int:
        """A whole number from 1; 0, and a problem, for anything else."""
        written = self.written if self.is_scalar else self._shape
        if self.kind == "int" and re.fullmatch("[1-9][0-9]*", written):
            return int(written)
        self.fault(
            f"{name} is not a whole number from 1: {written or 'empty'}.",
            f"Write it without quotes, as in {name}: 3.",
        )
        return 0

    def word(self, kind: type[E], name: str) -> E | None:
        """One of a closed set of words; None, and a problem, for any other."""
        written = self.text(name)
        try:
            return kind(written)
        except ValueError:
            if written:
                known = [member.value for member in kind]
                self.fault(f"unknown {name} '{written}'.", nearest(written, known))
            return None

    def items(self, name: str) -> list["Value"]:
        """The entries of a list; none, and a problem, if it is no list."""
        if self.is_list:
            return [self._at(node) for node in self.node[2]]
        self.fault(f"{name} is {self._shape} where a list is meant.", "Begin each entry with '- '.")
        return []

    def one_or_more(self, name: str) -> list["Value"]:
        """The entries of a list, or a single word as a list of one."""
        return [self] if self.is_scalar else self.items(name)

    def pairs(self, name: str) -> list[tuple["Value", "Value"]]:
        """Keys and values in order; a key written twice is a problem and comes once."""
        if not self.is_mapping:
            self.fault(f"{name} is {self._shape} where keys and values are meant.", "Write key: value.")
            return []
        first: dict[str, Value] = {}
        found = []
        for key_node, value_node in self.node[2]:
            key = self._at(key_node)
            written = key.scalar(f"a key of {name}")
            if written in first:
                key.fault(
                    f"'{written}' is written twice in {name}; first on line {first[written].line}.",
                    "Keep one of them.",
                )
            elif written:
                first[written] = key
                # YAML puts an empty value where the next one begins; people look for it beside its key.
                empty = value_node[2] == ""
                found.append((key, self._at(value_node, key.line if empty else None)))
        return found

    def fields(
        self, name: str, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, "Value"]:
        """The values by key; missing and unknown keys are problems. Empty if it is no mapping."""
        known = [*required, *optional]
        found: dict[str, Value] = {}
        for key, value in self.pairs(name):
            written = key.written
            if written in known:
                found[written] = value
            else:
                key.fault(f"unknown key '{written}' in {name}.", nearest(written, known))
        if self.is_mapping:
            for key_name in required:
                if key_name not in found:
                    self.fault(f"{name} has no '{key_name}'.", f"Add '{key_name}:'.")
        return found

    def plain(self, name: str, depth: int = 0) -> Any:
        """The value as Python data: dicts, lists, text, whole numbers, True, False and None."""
        # An alias can make a value contain itself; nothing a person writes goes this deep.
        if depth > _MAX_DEPTH:
            self.fault(f"{name} is nested too deeply.", "Write it without aliases.")
            return None
        if self.is_list:
            return [self._at(node).plain(name, depth + 1) for node in self.node[2]]
        if self.is_mapping:
            return {
                key.scalar(f"a key of {name}"): value.plain(name, depth + 1)
                for key, value in self.pairs(name)
            }
        return self._simple()

    def _simple(self) -> str | int | bool | None:
        if self.kind == "int" and re.fullmatch("[-+]?[0-9]+", self.written):
            return int(self.written)
        if self.kind == "bool":
            return self.written.lower() in {"true", "yes", "on"}
        return None if self.kind == "null" else self.written

    @property
    def _shape(self) -> str:
        if self.is_list:
            return "a list"
        if self.is_mapping:
            return "a set of keys"
        return "empty" if self.kind == "null" else f"'{self.written}'"

    def _at(self, node: Node, line: int | None = None) -> "Value":
        return Value(node, self.path, self.faults, line or node[1])


def read_yaml(text: str, path: str, faults: Faults, known: KnownEntries | None = None) -> Value | None:
    """The one document of a YAML file; None, and a problem, where it is empty or no YAML.

    Args:
        text: What the file says.
        path: The file, as messages name it.
        faults: Where problems are noted.
        known: Entries of a list, by what they say, that were read before; see ``entries_of``.
    """
    if known and (node := _from_entries(text, known)) is not None:
        return Value(node, path, faults, node[1])
    return _read_whole(text, path, faults)


def entries_of(text: str) -> list[tuple[int, str]]:
    """The entries of a file that is one list, each with the line it begins on, from 1.

    Empty where the file cannot be cut between them without looking closer: an entry begins at the left
    edge, everything else in it is indented, and none is a name for another.
    """
    if _NOT_PLAIN.search(text):
        return []
    entries: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("- "):
            entries.append((number, [line]))
        elif line and line[0] not in " #\r":
            return []
        elif entries:
            entries[-1][1].append(line)
        elif line.strip() and not line.startswith("#"):
            return []
    return [(number, "\n".join(lines)) for number, lines in entries]


def hashed(written: str) -> str:
    """What an entry says, in short."""
    return digest(written.encode("utf-8", "surrogatepass"))


def is_list_of(node: Node, length: int) -> bool:
    """Whether a value is a list of so many entries."""
    return node[0] == _LIST and len(node[2]) == length


def _from_entries(text: str, known: KnownEntries) -> Node | None:
    """The list that a text is, read only where it says something new; None where that cannot be done."""
    found = []
    entries = entries_of(text)
    for line, written in entries:
        before, node = known.get(hashed(written), (1, None))
        if node is None:
            alone = _read_whole(written, "", Faults())
            # An entry that is no value by itself may be the beginning of one that goes on.
            if alone is None or not is_list_of(alone.node, 1):
                return None
            node = alone.node[2][0]
        found.append(_moved(node, line - before))
    return [_LIST, entries[0][0], found] if found else None


def _moved(node: Node, lines: int) -> Node:
    """A value as it is so many lines further down."""
    kind, line, content = node
    if lines == 0:
        return node
    if kind == _LIST:
        content = [_moved(entry, lines) for entry in content]
    elif kind == _MAPPING:
        content = [[_moved(part, lines) for part in pair] for pair in content]
    return [kind, line + lines, content]


def _read_whole(text: str, path: str, faults: Faults) -> Value | None:
    # The reader of YAML takes a tenth of a second to load, and nothing else needs it.
    from yaml import MarkedYAMLError, YAMLError
    from yaml.reader import ReaderError

    from csec_qual.codebook.composing import compose

    try:
        composed = compose(text)
        node = None if composed is None else _plain(composed, {})
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = f"a control character that is no text ({error.character:#04x})."
        faults.add(path, line, what, "Delete it, or type the line again.")
        return None
    except MarkedYAMLError as error:
        faults.add(path, *_syntax(error))
        return None
    except (YAMLError, RecursionError):
        faults.add(path, None, "this is not YAML.", _SYNTAX_FIX)
        return None
    if node is None:
        faults.add(path, None, "the file is empty.", "Write its content or delete the file.")
        return None
    return Value(node, path, faults, node[1])


def nearest(written: str, known: Iterable[str], form: str = "'{}'") -> str:
    """A fix that offers the nearest valid word, or lists the valid ones where none is near."""
    words = sorted(set(known))
    close = get_close_matches(written, words, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {form.format(close[0])}?"
    if not words:
        return "None is known: add it where it belongs, or remove it here."
    listed = ", ".join(words[:20])
    return f"Known: {listed}{', ...' if len(words) > 20 else ''}."


def _syntax(error: "MarkedYAMLError") -> tuple[int | None, str, str]:
    said = " ".join(str(part) for part in (error.context, error.problem) if part).removeprefix("while ")
    # A quote that is never closed is found at the end of the file; the place to look is its start.
    mark = error.context_mark if "end of stream" in said else error.problem_mark
    line = None if mark is None else int(mark.line) + 1
    for words, what, fix in _SYNTAX:
        if words in said:
            return line, what, fix
    return line, f"this is not YAML ({said}).", _SYNTAX_FIX


def _plain(node: "YamlNode", known: dict[int, Node]) -> Node:
    """A node of YAML's reader as plain data; an alias is the very list that it stands for."""
    from yaml import MappingNode, ScalarNode, SequenceNode

    if id(node) in known:
        return known[id(node)]
    line = int(node.start_mark.line) + 1
    if isinstance(node, ScalarNode):
        made = known[id(node)] = [str(node.tag).rpartition(":")[2], line, str(node.value)]
        return made
    entries: list[Any] = []
    # Known before its entries are: an alias can make a value contain itself.
    made = known[id(node)] = [_MAPPING if isinstance(node, MappingNode) else _LIST, line, entries]
    if isinstance(node, MappingNode):
        entries += [[_plain(key, known), _plain(value, known)] for key, value in node.value]
    elif isinstance(node, SequenceNode):
        entries += [_plain(entry, known) for entry in node.value]
    return made
