"""The finished archive of a workbook: values beside formulas, one date, and nothing of the time of writing.

Members are copied row by row, so that a sheet of a million rows needs no more memory than one of ten.
"""

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
# openpyxl leaves the value of a formula empty: a reader that does not calculate would show nothing.
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[ >].*?</f>)<v ?(?:/>|></v>)')
_CHUNK = 1 << 20
_ROW_END = b"</row>"


def finish(
    written: Path, target: Path, moment: datetime, values: Mapping[str, Mapping[str, float | str]]
) -> None:
    """Copy a workbook so that equal content is equal bytes, and every formula has its value.

    Args:
        written: What openpyxl wrote.
        target: Where the copy goes.
        moment: What the file says of its last change.
        values: For each member that holds a sheet with formulas, what they come to, by address.
    """
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for member in source.infolist():
            fixed = zipfile.ZipInfo(member.filename, _FIXED_DATE)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o644 << 16
            with source.open(member) as old, out.open(fixed, "w", force_zip64=True) as new:
                if member.filename == "docProps/core.xml":
                    new.write(_stamped(old.read(), moment))
                elif values.get(member.filename):
                    new.writelines(_with_values(old, values[member.filename]))
                else:
                    shutil.copyfileobj(old, new, _CHUNK)


def _stamped(data: bytes, moment: datetime) -> bytes:
    """The properties with the moment given: openpyxl stamps the time of writing while it saves."""
    return _MODIFIED.sub(rb"\g<1>" + moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<2>", data)


def _with_values(sheet: IO[bytes], values: Mapping[str, float | str]) -> Iterator[bytes]:
    def with_value(found: re.Match[bytes]) -> bytes:
        address, attributes, formula = found.groups()
        value = values.get(address.decode())
        if value is None:
            return found.group()
        # Only words of our own are the value of a formula; they hold no sign that XML would read.
        kind = b' t="str"' if isinstance(value, str) else b""
        return b'<c r="%b"%b%b>%b<v>%b</v>' % (address, attributes, kind, formula, str(value).encode())

    for rows in _whole_rows(sheet):
        yield _FORMULA.sub(with_value, rows)


def _whole_rows(sheet: IO[bytes]) -> Iterator[bytes]:
    """The member in pieces that end where a row does."""
    rest = b""
    while piece := sheet.read(_CHUNK):
        rest += piece
        end = rest.rfind(_ROW_END)
        if end >= 0:
            yield rest[: end + len(_ROW_END)]
            rest = rest[end + len(_ROW_END) :]
    yield rest
