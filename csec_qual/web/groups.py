"""The pages of focus groups: for each question and code, what each person did."""

from flask import Blueprint, render_template

from csec_qual.analysis.groups import Part
from csec_qual.tagging.assent import ASSENT_LIST
from csec_qual.web import here

groups = Blueprint("groups", __name__, url_prefix="/groups")

LETTERS = {
    Part.STATEMENT: "S",
    Part.DISSENTING: "SD",
    Part.ASSENT: "A",
    Part.DISSENT: "D",
    Part.SILENT: "–",
}
"""What stands in a cell; the word is beside it for who does not see it."""


@groups.get("/")
def listed() -> str:
    """Every focus group of the study."""
    cut = here.desk().view.cut()
    names = here.study().focus_groups()
    return render_template(
        "groups.html.j2", cut=cut, names=names, counties=_counties(), coder=here.desk().coder
    )


@groups.get("/<transcript_id>")
def one(transcript_id: str) -> str:
    """One focus group, question by question."""
    with here.engine():
        found = here.study().group(transcript_id, here.desk().view.cut())
    codebook = here.study().codebook
    return render_template(
        "group.html.j2",
        transcript_id=transcript_id,
        grids=found,
        codes={code.code_id: code for code in codebook.codes},
        letters=LETTERS,
        knows_answers=ASSENT_LIST in codebook.terms,
        Part=Part,
        coder=here.desk().coder,
    )


def _counties() -> dict[str, str]:
    return {case.case_id: case.label for case in here.study().cases()}
