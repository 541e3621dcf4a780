"""The columns of the evidence sheet, for those who write it and count on it.

Three groups: what a reader sees, what a person may fill in, and what the live counts are made of.
"""

from openpyxl.utils import get_column_letter

EVIDENCE_SHEET = "Evidence"
ROW_LIMIT = 1_048_576
"""The rows of a sheet, as Excel's specification has them."""
EVIDENCE_FIRST_ROW = 5
"""The first row under the headings."""

SHOWN = (
    ("No.", 6),
    ("County", 14),
    ("Role group", 17),
    ("Source kind", 12),
    ("Theme", 18),
    ("Code", 24),
    ("Quote", 68),
    ("Attribution", 24),
    ("Status", 11),
    ("Decided by", 13),
)
EDITED = (("Decision", 12), ("New code", 26), ("Note", 30))
"""What a person may fill in; the live counts follow."""
ORIGIN = (
    ("Rule", 24),
    ("Attributes", 16),
    ("Participant", 12),
    ("Transcript", 22),
    ("Turn", 7),
    ("Passage", 34),
)
COUNTED = (
    ("Code row", 9),
    ("Theme row", 9),
    ("Turn no.", 9),
    ("Transcript no.", 9),
    ("Person no.", 9),
    ("County no.", 9),
    ("Role no.", 9),
    ("Source no.", 9),
)
"""Numbers the live counts are made of: rows of the tally first, then which turn, file, person and cells."""

READ = (*SHOWN, *EDITED, *ORIGIN)
EVERY = (*READ, *COUNTED)
DECISIONS = ("accept", "reject", "unsure")
"""What the column ``Decision`` takes."""

_NAMES = [name for name, _ in EVERY]


def part_name(number: int) -> str:
    """The name of a sheet of evidence, from 1."""
    return EVIDENCE_SHEET if number == 1 else f"{EVIDENCE_SHEET} {number}"


def at(name: str) -> int:
    """The number of a column of the evidence sheet, from 1."""
    return _NAMES.index(name) + 1


def letter(name: str) -> str:
    """The letter of a column of the evidence sheet."""
    return get_column_letter(at(name))


EVIDENCE_LAST_COLUMN = letter(READ[-1][0])
"""The last column that is for reading."""
