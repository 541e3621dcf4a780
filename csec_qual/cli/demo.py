"""``demo``: the whole path on the sample study."""

import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

import csec_qual as cq
from csec_qual.base.errors import Problem, StudyError
from csec_qual.cli import show
from csec_qual.cli.options import progress

if TYPE_CHECKING:
    from csec_qual.study.study import Study

# Fixed, so that the same package writes the same reports on any day.
SAMPLE_DATE = "2026-06-30"


@click.command()
@click.argument("folder", metavar="OUT", type=click.Path(path_type=Path))
def demo(folder: Path) -> None:
    """Run the whole path on the fictional sample study: read, suggest, write workbook and reports.

    Makes the study in OUT, or goes on with the one there: your decisions and your words in
    narrative/ are kept. Nothing outside OUT is changed.

    \b
    Example:
        csec-qual demo demo-study
    """
    sample = cq.sample_study()
    reports = folder / "reports"
    with closing(_open(folder, {path.name for path in sample.iterdir()})) as study:
        click.echo(study.add_transcripts(sample, progress=progress()).summary())
        click.echo(study.suggest(progress=progress()).summary())
        # First the reports: the workbook links to the transcript pages that come with them.
        case_studies = study.write_case_studies(reports, date=SAMPLE_DATE)
        together = study.write_cross_county(
            [reports / "cross-county.html"], date=SAMPLE_DATE, order_by="size_band"
        )
        workbook = study.write_workbook(reports / "themes.xlsx", date=SAMPLE_DATE, progress=progress())
    click.echo(f"\nWorkbook\n  {workbook}\nCase studies")
    for path in case_studies:
        click.echo(f"  {path}")
    click.echo(f"Counties side by side\n  {together[0]}")
    click.echo("\nThe study is fiction. Look around in it:")
    for words in ("status", "find '{training}'", "explain maple-admin-01:32:bh-crisis-sud"):
        click.echo(f"  {show.quoted(_program())} --study {show.quoted(folder)} {words}")


def _open(folder: Path, sample: set[str]) -> "Study":
    """The demo study in the folder, new or from an earlier run."""
    if not (folder / "study.yaml").is_file():
        return cq.Study.create(folder, codebook="csec")
    study = cq.Study.open(folder)
    foreign = sorted({transcript.file for transcript in study.transcripts()} - sample)
    if foreign:
        study.close()
        what = f"this study holds transcripts of its own, such as '{foreign[0]}'; nothing was changed."
        raise StudyError([Problem(str(folder), None, what, "Choose another folder for the demo.")])
    return study


def _program() -> str:
    """The command as this shell can call it: by its path where its folder is not searched."""
    beside = shutil.which("csec-qual", path=str(Path(sys.executable).parent))
    if beside is None or shutil.which("csec-qual"):
        return "csec-qual"
    place = Path(beside)
    return str(place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place)
