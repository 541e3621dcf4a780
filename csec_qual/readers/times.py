"""Times as transcripts write them, as seconds from the start of the recording."""

import re

TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_PARTS = re.compile(r"(?:(\d+):)?(\d+):(\d+)(?:[.,](\d+))?\Z")


def seconds(written: str) -> float | None:
    """``1:02:03.5`` or ``02:03`` in seconds; None where it is no time."""
    match = _PARTS.match(written.strip())
    if match is None:
        return None
    hours, minutes, whole, fraction = match.groups()
    total = int(hours or 0) * 3600 + int(minutes) * 60 + int(whole)
    return round(total + float(f"0.{fraction}"), 3) if fraction else float(total)
