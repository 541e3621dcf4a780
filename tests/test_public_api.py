"""``import csec_qual as cq``: cheap to import, complete, and strict about names."""

import json
import subprocess
import sys

import pytest

import csec_qual as cq

HEAVY = {"spacy", "pandas", "sqlalchemy", "openpyxl", "lark", "yaml", "jinja2", "docx", "numpy", "re2"}


def loaded_by(statement):
    """Top-level modules in memory after a statement ran in a fresh interpreter."""
    script = (
        f"import json, sys\n{statement}\nprint(json.dumps(sorted({{n.split('.')[0] for n in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("name", cq.__all__)
def test_every_public_name_resolves(name):
    """A name in the list that cannot be had breaks a notebook on its first line."""
    assert getattr(cq, name) is not None


def test_a_misspelt_name_is_refused():
    """The lazy names must not swallow a slip."""
    with pytest.raises(AttributeError, match="Studdy"):
        _ = cq.Studdy


def test_names_are_listed():
    """Completion in a notebook shows what there is before it was used."""
    assert set(cq.__all__) <= set(dir(cq))


def test_importing_the_package_loads_nothing_heavy():
    """A script that only wants an error class should not wait for a language model."""
    assert not HEAVY & loaded_by("import csec_qual")


def test_help_loads_click_alone():
    """Help is asked for often; it must answer at once."""
    statement = "from csec_qual.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    loaded = loaded_by(statement)
    assert "click" in loaded
    assert not HEAVY & loaded
