"""Reports that leave are pages everybody can read."""

from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe

from csec_qual.study.study import Study
from tests.study.small_study import DATE

INDICATORS = "case_id,domain,indicator,period,n,N\nmaple,placement,With relatives,2024,31,90\n"


@pytest.fixture
def reports(folder):
    """The folder of everything that is written as a page."""
    (folder / "indicators.csv").write_text(INDICATORS, encoding="utf-8")
    with closing(Study.open(folder)) as study:
        study.write_case_study("maple", folder / "reports" / "maple.html", date=DATE)
        study.write_cross_county([folder / "reports" / "cross-county.html"], date=DATE, order_by="region")
    return folder / "reports"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["maple", "cross-county"])
def test_everybody_can_read_it(chromium, reports, name, scheme):
    """WCAG 2.2 AA by axe-core."""
    page = chromium.new_page(color_scheme=scheme)
    page.goto((reports / f"{name}.html").as_uri())
    found = Axe().run(page).response["violations"]
    page.close()
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
