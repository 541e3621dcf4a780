"""YAML text to the nodes of PyYAML, with words read as YAML 1.2 has them: ``no`` is a word, not False.

libyaml reads where PyYAML was built with it, ten times faster than Python; what it refuses is read again
in Python, whose errors say more.
"""

import re

import yaml

# The core schema of YAML 1.2.2, section 10.3.2, with the dates of YAML 1.1: a date in place of a text is
# a slip we name.
_DATE = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_TIME = r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?"
_NUMBER = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
_KINDS = (
    # Kind, how it is written, the signs it may begin with.
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", "true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", rf"{_NUMBER}|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", list("-+0123456789.")),
    ("timestamp", rf"{_DATE}(?:(?:[Tt]|[ \t]+){_TIME})?", list("0123456789")),
)


class PythonReader(yaml.BaseLoader):
    """Reads in Python."""


READERS: list[type[yaml.BaseLoader | yaml.CBaseLoader]] = [PythonReader]
"""From the fastest to the one whose errors say most."""

if yaml.__with_libyaml__:

    class LibyamlReader(yaml.CBaseLoader):
        """Reads in libyaml."""

    READERS.insert(0, LibyamlReader)

for _reader in READERS:
    for _kind, _written, _first in _KINDS:
        _reader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"(?:{_written})$"), _first)


def compose(text: str) -> yaml.Node | None:
    """The one document of a text; None where it is empty.

    Raises:
        yaml.YAMLError: The text is no YAML, or holds several documents.
    """
    *others, last = READERS
    for reader in others:
        try:
            return yaml.compose(text, reader)
        except yaml.YAMLError:
            continue
    return yaml.compose(text, last)
