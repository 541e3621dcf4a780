"""What travels in the wheel: a folder that setup.cfg forgets is missing from every installation."""

import configparser
from pathlib import Path

import pytest

from csec_qual.base import shipped

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def setup():
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def lines(value):
    return [line.strip() for line in value.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def mapped(setup):
    """Package to top-level folder, as ``package_dir`` has it."""
    return dict(
        tuple(part.strip() for part in line.split("=")) for line in lines(setup["options"]["package_dir"])
    )


def test_every_room_is_packaged(setup, mapped):
    """The list of packages equals the folders."""
    folders = {
        ".".join(path.parent.relative_to(ROOT).parts) for path in ROOT.glob("csec_qual/**/__init__.py")
    }
    assert sorted(lines(setup["options"]["packages"])) == sorted(folders | set(mapped))


def test_every_room_has_its_place_in_the_layers(setup):
    """A room outside the layers could import anything."""
    layers = setup["importlinter:contract:rooms"]["layers"].replace("|", "\n")
    rooms = {path.parent.name for path in ROOT.glob("csec_qual/*/__init__.py")}
    assert sorted(lines(layers)) == sorted(rooms)


def test_mapped_folders_are_packages(mapped):
    """Without an ``__init__.py`` an editable install cannot find the folder."""
    assert all((ROOT / folder / "__init__.py").is_file() for folder in mapped.values())


@pytest.mark.parametrize("package", ["_codebooks", "_samples", "_templates", "web"])
def test_every_shipped_file_is_packaged(setup, mapped, package):
    """A codebook, transcript or template that no pattern names stays behind."""
    folder = ROOT / mapped.get(f"csec_qual.{package}", f"csec_qual/{package}")
    patterns = lines(setup["options.package_data"][f"csec_qual.{package}"].replace(",", "\n"))
    packaged = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    wanted = {
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and not path.name.startswith((".", "~$"))
    }
    assert wanted
    assert wanted <= packaged


def test_shipped_folders_are_found():
    """The one reader of the mapped folders sees what a checkout holds."""
    assert (shipped.codebooks() / "csec" / "codebook.yaml").is_file()
    assert (shipped.sample_study() / "sources.csv").is_file()
    assert list(shipped.templates().glob("*.j2"))


def test_the_version_is_in_the_changelog(setup):
    """Who installs a version can read what it brings."""
    assert f"## [{setup['metadata']['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
