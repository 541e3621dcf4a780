"""The time of day, read in one place, for decisions only.

Reports take their date as an argument, so that the same input writes the same bytes.
"""

from datetime import UTC, datetime


def now() -> str:
    """The moment in UTC as ISO 8601 with seconds, such as ``2026-06-30T17:04:09Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: TID251


def seconds_since(moment: str) -> int:
    """Seconds from a moment that ``now`` gave until this one; 0 where a clock was set back since."""
    return max(round((datetime.fromisoformat(now()) - datetime.fromisoformat(moment)).total_seconds()), 0)


def today() -> str:
    """The local date as ISO 8601, for a shell whose user gave none."""
    return datetime.now(UTC).astimezone().date().isoformat()  # noqa: TID251
