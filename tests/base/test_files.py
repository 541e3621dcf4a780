"""Results are whole or not there; archives are not trusted."""

import zipfile
from io import BytesIO

import pytest

from csec_qual.base.errors import OutputError
from csec_qual.base.files import (
    UnsafeArchiveError,
    check_archive,
    replacing,
    with_fixed_dates,
    write_text,
)


def archive(*members, **content):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in [*((name, b"x") for name in members), *content.items()]:
            made.writestr(name, data)
    return target.getvalue()


def test_failure_leaves_what_was_there(tmp_path):
    """A crash in the middle of a report must not cost the last good one."""
    path = tmp_path / "report.html"
    write_text(path, "old")
    with pytest.raises(ZeroDivisionError), replacing(path) as temporary:
        temporary.write_text(str(1 // 0))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_unwritable_place_says_so(tmp_path):
    """A file where a folder is needed is told in words, with nothing written."""
    (tmp_path / "reports").write_text("")
    with pytest.raises(OutputError, match="Nothing was written"):
        write_text(tmp_path / "reports" / "maple.html", "new")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"no zip at all", "not a whole zip", id="no-archive"),
        pytest.param(archive("a")[:-9], "not a whole zip", id="truncated"),
        pytest.param(archive("../a"), "points outside", id="climbs-out"),
        pytest.param(archive("/etc/a"), "points outside", id="absolute"),
        pytest.param(archive(a=b"0" * (2 << 20)), "unpacks to", id="bomb"),
    ],
)
def test_hostile_archive_is_refused(data, says):
    """A transcript from outside may be anything."""
    with pytest.raises(UnsafeArchiveError, match=says):
        check_archive(data)


def test_plain_archive_is_accepted():
    """A Word file is a zip like this one."""
    check_archive(archive("word/document.xml", "[Content_Types].xml"))


def test_fixed_dates_make_equal_bytes():
    """The same content is the same file, whenever it was written."""
    stamped = BytesIO()
    with zipfile.ZipFile(stamped, "w") as made:
        made.writestr(zipfile.ZipInfo("a", (2024, 5, 6, 7, 8, 10)), b"x")
    assert with_fixed_dates(stamped.getvalue()) == with_fixed_dates(archive("a"))
