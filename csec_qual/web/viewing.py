"""What a viewer sees: counts, and words without who said them."""

from flask import Blueprint, abort, render_template, request

from csec_qual.study.masking import MaskedStudy
from csec_qual.web import here

viewing = Blueprint("viewing", __name__, url_prefix="/view")

# A page of more is read by nobody; the workbook has them all.
_MOST_PASSAGES = 300


@viewing.get("/")
def counts() -> str:
    """How often each code is there in each county."""
    masked = _masked()
    return render_template(
        "view_counts.html.j2", masked=masked, cells=masked.cells(), coder=here.person().name
    )


@viewing.get("/code/<code_id>")
def code(code_id: str) -> str:
    """What a code means, and its passages."""
    masked = _masked()
    found = masked.codebook.code(code_id)
    if found is None:
        abort(404, f"There is no code '{code_id}'.")
    county = request.args.get("county", "")
    passages = masked.passages(code_id, county)
    n_said = masked.cells().get((code_id, county), (len(passages), 0))[0]
    return render_template(
        "view_code.html.j2",
        code=found,
        theme=masked.codebook.theme_of(found),
        passages=passages[:_MOST_PASSAGES],
        n=len(passages),
        n_apart=n_said - len(passages),
        counties=masked.counties,
        county=county,
        coder=here.person().name,
    )


def _masked() -> MaskedStudy:
    study = here.study()
    return MaskedStudy(study.cut(), study.settings)
