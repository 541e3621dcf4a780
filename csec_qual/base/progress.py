"""How long work reports where it is, without knowing who listens."""

from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Shows the steps of one task to whoever is waiting."""

    def each(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """Yield the items unchanged while showing how many are done.

        Args:
            items: What is worked through.
            label: What is being done, such as ``"Reading transcripts"``.
            total: How many items there are, where they have no length.
        """
        ...


class Quiet:
    """A progress that shows nothing: the default of the library."""

    def each(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:  # noqa: ARG002
        """Yield the items unchanged."""
        yield from items


def length(items: Iterable[object], total: int | None) -> int | None:
    """How many items to expect: the given total, else their own length, else unknown."""
    if total is not None:
        return total
    return len(items) if isinstance(items, Sized) else None
