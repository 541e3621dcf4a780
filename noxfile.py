"""Every check of the repository; ``make test`` runs them all in the environment that make built.

``nox --list`` shows them; ``nox -s types`` runs one. They use the environment nox itself runs in.
"""

import shutil
import sys
import tempfile
import venv
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.error_on_external_run = False
# The tests come last, so that their summary closes the output.
nox.options.sessions = ["lint", "types", "rooms", "docs", "wheel", "tests"]

ROOT = Path(__file__).parent
BIN = Path(sys.executable).parent
BRIEF = "--quiet"
WORKBENCH = (
    "from importlib.resources import files; from csec_qual.web.app import make_app; "
    "assert all(files('csec_qual.web').joinpath(name).is_file() "
    "for name in ('templates/turn.html.j2', 'static/workbench.js'))"
)


def run(session: nox.Session, program: str | Path, *arguments: str | Path) -> None:
    """Run a tool of this environment, whatever the shell's PATH says."""
    own = shutil.which(program, path=str(BIN)) or program
    session.run(str(own), *map(str, arguments), external=True)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and layout."""
    run(session, "ruff", "check", ".")
    run(session, "ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package."""
    run(session, "mypy", "--strict", "-p", "csec_qual")


@nox.session
def rooms(session: nox.Session) -> None:
    """Check which room imports which."""
    run(session, "lint-imports", "--no-cache", "--no-logo")


@nox.session
def docs(session: nox.Session) -> None:
    """Check that the written command reference is what the commands say."""
    run(session, "cog", "--check", "--diff", "docs/cli.md")


@nox.session
def write_docs(session: nox.Session) -> None:
    """Write the command reference anew."""
    run(session, "cog", "-r", "docs/cli.md")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the packages, install the wheel in an empty environment elsewhere, and run the sample study."""
    with tempfile.TemporaryDirectory(prefix="csec-qual-wheel-") as name:
        elsewhere = Path(name)
        # The wheel is built from the source archive, so both are known to be whole.
        run(session, "python", "-m", "build", "--outdir", elsewhere / "dist", ROOT)
        venv.create(elsewhere / "venv", with_pip=True)
        binaries = elsewhere / "venv" / BIN.name
        built = next((elsewhere / "dist").glob("*.whl"))
        with session.chdir(elsewhere):
            run(session, binaries / "python", "-m", "pip", "install", BRIEF, built)
            run(session, binaries / "csec-qual", "demo", "out")
            run(session, binaries / "python", "-c", WORKBENCH)
            made = sorted(path.relative_to(elsewhere) for path in (elsewhere / "out" / "reports").iterdir())
        suffixes = [path.suffix for path in made]
        # Three counties, and one page of them side by side.
        if [suffixes.count(each) for each in (".xlsx", ".html", ".md", ".docx")] != [1, 4, 3, 3]:
            session.error(f"the installed wheel wrote {', '.join(map(str, made)) or 'nothing'}")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; arguments after ``--`` go to pytest."""
    run(session, "python", "-m", "pytest", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Run the tests and show the lines they never reach."""
    run(session, "python", "-m", "coverage", "run", "-m", "pytest", *session.posargs)
    run(session, "python", "-m", "coverage", "report")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure how fast it is; arguments after ``--`` go to the benchmark. Never part of the checks."""
    run(session, "python", "-m", "benchmarks.engine", *session.posargs)
