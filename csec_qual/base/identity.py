"""Names that follow from content: canonical JSON, hashes and stable ids."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "csec-qual")


def canonical(value: Json) -> str:
    """JSON with sorted keys and no spaces: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(value: Json) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def digest(data: bytes) -> str:
    """SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def stable_id(*parts: str) -> str:
    """A UUIDv5 that two machines compute alike from the same parts."""
    return str(uuid.uuid5(_NAMESPACE, canonical(list(parts))))
