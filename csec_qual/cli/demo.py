"""``demo``: the whole path on the sample study."""

from pathlib import Path

import click

import csec_qual as cq
from csec_qual.cli.options import notice, progress

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
