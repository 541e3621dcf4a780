"""Reading and writing files so that nothing is lost and nothing hostile gets in.

A file is written beside its target and moved over it when it is whole. Archives are read with
limits on names, members and sizes. No format is known here.
"""

import os
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from csec_qual.base.errors import OutputError

_MEMBER_LIMIT = 10_000
_UNPACKED_LIMIT = 1 << 30
# Word's own files compress up to about 60:1; a bomb is in the thousands.
_RATIO_LIMIT = 500
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


class UnsafeArchiveError(Exception):
    """An archive that is broken, too large, or points outside itself."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to; it replaces ``path`` when the block ends well.

    On any failure the temporary file is removed and what was at ``path`` stays as it was.

    Raises:
        OutputError: The folder cannot be written, the disk is full, or ``path`` is held open.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix)
        os.close(handle)
        temporary = Path(name)
        # mkstemp makes owner-only files; a result should be as readable as what it replaces.
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: {_reason(error)} Nothing was written.") from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with ``\\n`` line ends, whole or not at all.

    Raises:
        OutputError: The file could not be written.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes, whole or not at all.

    Raises:
        OutputError: The file could not be written.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def write_private(path: Path, data: bytes) -> None:
    """Write bytes for their owner's eyes only, whole or not at all.

    The folder and the one above it are made for their owner only where they are not there.

    For what can be made again: it does not wait until the bytes have reached the disk.

    Raises:
        OutputError: The file could not be written.
    """
    temporary: Path | None = None
    try:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        # mkstemp makes owner-only files.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: {_reason(error)} Nothing was written.") from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def check_archive(data: bytes) -> None:
    """Refuse an archive that should not be opened.

    Raises:
        UnsafeArchiveError: It is no archive, is damaged or encrypted, has too many or too
            large members, or a member's name points outside the archive.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnsafeArchiveError("it is not a whole zip archive") from error
    if len(members) > _MEMBER_LIMIT:
        raise UnsafeArchiveError(f"it has {len(members)} members")
    if sum(member.file_size for member in members) > _UNPACKED_LIMIT:
        raise UnsafeArchiveError("it unpacks to more than 1 GiB")
    for member in members:
        parts = Path(member.filename.replace("\\", "/")).parts
        if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in member.filename[:2]:
            raise UnsafeArchiveError(f"its member '{member.filename}' points outside it")
        if member.flag_bits & 0x1:
            raise UnsafeArchiveError("it is protected by a password")
        if member.file_size > _RATIO_LIMIT * max(member.compress_size, 1) and member.file_size > 1 << 20:
            raise UnsafeArchiveError(f"its member '{member.filename}' unpacks to {member.file_size} bytes")


def with_fixed_dates(data: bytes) -> bytes:
    """The same zip archive with every member stamped 1980-01-01, so that equal content is equal bytes."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for member in source.infolist():
            fixed = zipfile.ZipInfo(member.filename, _FIXED_DATE)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o644 << 16
            out.writestr(fixed, source.read(member))
    return target.getvalue()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "It is open in another program, or its folder is read-only. Close it or choose another place."
    if error.errno == 28:
        return "The disk is full. Free some space and run the command again."
    if isinstance(error, NotADirectoryError | FileExistsError):
        return "A file stands where a folder is needed. Choose another place."
    return f"It could not be written ({error.strerror or error})."
