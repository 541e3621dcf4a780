"""The transcript files of a folder."""

from pathlib import Path

from csec_qual.readers.registry import EXTENSIONS

_LISTS = frozenset(
    {
        "sources.csv",
        "participants.csv",
        "cases.csv",
        "counties.csv",
        "indicators.csv",
        "redactions.csv",
        "readme.md",
        "readme.txt",
        "license.txt",
    }
)


def find_transcripts(folder: Path) -> list[Path]:
    """Every file in the folder that a reader may read, sorted by name.

    Left out are folders, hidden files, Word's lock files (``~$...``), and the lists of a study that
    lie beside its transcripts.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and path.suffix.lower() in EXTENSIONS
        and not path.name.startswith((".", "~$"))
        and path.name.lower() not in _LISTS
    )
