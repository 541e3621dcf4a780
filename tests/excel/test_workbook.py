"""The workbook of the small study, read back."""

import re
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook as load_formulas

from csec_qual.base.errors import OutputError
from csec_qual.excel.columns import COUNTED
from csec_qual.excel.reading import read_evidence
from csec_qual.excel.workbook import write_workbook
from csec_qual.model.people import Case, Consent
from csec_qual.model.transcript import Role, SourceType, TurnKind
from csec_qual.privacy.release import Audience, release_quotes
from tests.analysis.small_cut import passage, small_cut, transcript, with_passages

MASKS = {"maple": "County C", "birch": "County K", "cedar": "County T"}
SHEETS = [
    "About", "Frequencies", "Themes", "County matrix", "Role matrix",
    "Source matrix", "Coverage", "Co-occurrence", "Saturation", "Voices", "Sensitivity",
    "Codebook", "Evidence", "Presence", "Data", "Tally",
]  # fmt: skip
NAME_ROW, FIRST_ROW = 6, 7


def released(cut):
    return release_quotes(
        cut.passages,
        transcripts=cut.transcripts,
        sources=cut.sources,
        participants=cut.participants,
        cases=cut.cases,
        masks=MASKS,
        audience=Audience.TEAM,
    )


def load_workbook(path):
    """The workbook as a reader sees it that does not calculate: with the values beside the formulas."""
    return load_formulas(path, data_only=True)


def write(folder, cut, **more):
    path = folder / "themes.xlsx"
    settings = {"date": "2026-06-30", "case_labels": MASKS, **more}
    write_workbook(path, cut, settings.pop("quotes", released(cut)), **settings)
    return path


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return load_workbook(write(tmp_path_factory.mktemp("small"), small_cut()))


def grid(sheet):
    """Cells of a sheet of numbers by row id, base and column name."""
    found, base = {}, ""
    for column in range(5, sheet.max_column + 1):
        base = sheet.cell(4, column).value or base
        for row in range(FIRST_ROW, sheet.max_row + 1):
            if sheet.cell(row, 3).value and sheet.cell(NAME_ROW, column).value:
                key = sheet.cell(row, 3).value, base, sheet.cell(NAME_ROW, column).value
                found[key] = sheet.cell(row, column)
    return found


def table(sheet, header_row):
    rows = list(sheet.iter_rows(min_row=header_row, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def every_cell(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_sheets_come_in_order_and_frequencies_opens(book):
    """Someone who opens the file sees the numbers first."""
    assert book.sheetnames == SHEETS
    assert book.active.title == "Frequencies"


def test_about_lists_every_sheet_and_leads_there(book):
    """Ten tabs need a table of contents."""
    goals = [cell.hyperlink.location for (cell,) in book["About"].iter_rows(max_col=1) if cell.hyperlink]
    assert goals == [f"'{name}'!A1" for name in SHEETS]


def test_frequency_cells_are_numbers_that_show_their_denominator(book):
    """A number can be summed, and is never seen without what it is out of."""
    cells = grid(book["Frequencies"])
    shown = {key: (cell.value, cell.number_format) for key, cell in cells.items()}
    assert shown["tg-caregiver", "Mentions", "County C"] == (6, '0"/7"')
    assert shown["tg-caregiver", "Participants", "County C"] == (1, '0"/2"')
    assert shown["training", "Transcripts", "All"] == (3, '0"/4"')
    assert shown["training", "Counties", "All"] == (2, '0"/3"')
    assert shown["bh-expertise", "Mentions", "All"] == (0, '0"/13"')


def test_denominators_also_stand_above_their_columns(book):
    """Another program can read N without parsing a format."""
    sheet = book["Frequencies"]
    above = [sheet.cell(5, column).value for column in range(5, sheet.max_column + 1)]
    assert above == [3, 4, 2, 2, 1, 6, 2, 2, 2, 13, 7, 4, 2]


def test_a_number_leads_to_the_rows_behind_it(book):
    """Every number opens to its quotes, and to no others."""
    evidence = dict(enumerate(table(book["Evidence"], 4), start=5))
    n_checked = 0
    for (row_id, base, county), cell in grid(book["Frequencies"]).items():
        if cell.value == 0:
            assert cell.hyperlink is None
        elif base == "Mentions" and row_id not in {"training", "behavioral-health"}:
            first, last = re.fullmatch(r"Evidence!A(\d+):S(\d+)", cell.hyperlink.location).groups()
            behind = [evidence[row] for row in range(int(first), int(last) + 1)]
            codes = {
                "tg-caregiver": "Caregivers untrained",
                "tg-staff": "Staff untrained",
                "bh-wait": "Waiting for care",
            }
            assert {line["Code"] for line in behind} == {codes[row_id]}
            assert county == "All" or {line["County"] for line in behind} == {county}
            assert len(behind) == cell.value
            n_checked += 1
    assert n_checked == 8


def test_evidence_goes_on_in_further_sheets(tmp_path, book):
    """Where a sheet has not rows enough, every passage is still there once, and every number leads to it."""
    small = load_workbook(write(tmp_path, small_cut(), row_limit=12))
    parts = [name for name in small.sheetnames if name.startswith("Evidence")]
    assert parts == ["Evidence", "Evidence 2"]
    rows = [row for name in parts for row in table(small[name], 4)]
    assert [row["Passage"] for row in rows] == [row["Passage"] for row in table(book["Evidence"], 4)]
    assert [row["No."] for row in rows] == list(range(1, len(rows) + 1))
    assert small["Evidence"].max_row == 12
    assert "Passages 1 to 8 of" in small["Evidence"]["A3"].value
    assert any(
        "go on in Evidence 2" in str(cell.value) for cell in every_cell(small) if cell.parent.title == "About"
    )
    whole, split = grid(book["Frequencies"]), grid(small["Frequencies"])
    assert {key: cell.value for key, cell in split.items()} == {
        key: cell.value for key, cell in whole.items()
    }
    for (row_id, base, _), cell in split.items():
        if cell.hyperlink and base == "Mentions":
            sheet, first = re.match(r"'?(Evidence(?: 2)?)'?!A(\d+)", cell.hyperlink.location).groups()
            assert row_id in small[sheet][f"S{first}"].value or row_id in {"training", "behavioral-health"}


def test_what_people_write_is_read_from_every_sheet(tmp_path):
    """With the sheet it stands on: row 5 is there twice."""
    path = write(tmp_path, small_cut(), row_limit=12)
    edited = load_formulas(path)
    for name in ("Evidence", "Evidence 2"):
        columns = {cell.value: cell.column for cell in edited[name][4]}
        edited[name].cell(5, columns["Decision"]).value = "reject"
    edited.save(path)
    found = read_evidence(path)
    assert [(each.sheet, each.row, each.decision) for each in found] == [
        ("Evidence", 5, "reject"),
        ("Evidence 2", 5, "reject"),
    ]
    assert len({each.passage_id for each in found}) == 2


def test_a_number_of_people_does_not_lead_to_a_plan(book):
    """Behind participants stand only the words of participants."""
    cell = grid(book["Frequencies"])["tg-caregiver", "Participants", "All"]
    assert cell.hyperlink.location == "Evidence!A5:S10"
    assert cell.hyperlink.tooltip == "6 passages: rows 5 to 10 of Evidence"


def test_evidence_has_one_row_per_passage_with_where_it_came_from(book):
    """A reader can go from a number to the place in the transcript."""
    lines = table(book["Evidence"], 4)
    assert len(lines) == 11
    assert {name: value for name, value in lines[0].items() if name not in dict(COUNTED)} == {
        "No.": 1,
        "County": "County C",
        "Role group": "child welfare",
        "Source kind": "interview",
        "Theme": "Training",
        "Code": "Caregivers untrained",
        "Quote": "They hand people a packet.",
        "Attribution": "child welfare",
        "Status": "affirmed",
        "Decided by": "nobody yet",
        "Decision": None,
        "New code": None,
        "Note": None,
        "Rule": "tg-caregiver.plain",
        "Attributes": None,
        "Participant": "MA-01",
        "Transcript": "maple-admin-01",
        "Turn": 2,
        "Passage": "maple-admin-01:2:tg-caregiver",
    }
    assert list(book["Evidence"].tables) == ["Evidence"]
    assert book["Evidence"].freeze_panes == "A5"


def test_a_masked_county_is_named_in_no_cell(book):
    """The labels given are the only ones used."""
    assert not [cell for cell in every_cell(book) if re.search("Maple|Birch|Cedar", str(cell.value))]


def test_the_matrix_tells_not_asked_from_nothing_said(book):
    """A zero where nobody asked is no finding."""
    cells = grid(book["County matrix"])
    by_county = {name: cell for (row_id, _, name), cell in cells.items() if row_id == "bh-expertise"}
    assert by_county["County C"].number_format == '[=0]"not asked";0"/2"'
    assert by_county["County K"].number_format == '0"/2"'
    assert {cell.value for cell in by_county.values()} == {0}


def test_data_and_presence_are_tidy(book):
    """Pivot tables and statistics programs read from the first row on."""
    data = table(book["Data"], 1)
    assert len(data) == (4 + 5 + 5) * 6 * 4
    line = next(
        one for one in data if (one["Cell"], one["Id"], one["Base"]) == ("probation", "tg-staff", "counties")
    )
    assert (line["n"], line["N"]) == (1, 2)
    said = table(book["Presence"], 1)
    assert [(one["Participant"], one["tg-caregiver"]) for one in said] == [
        ("MA-01", 1), ("BI-01", 0), ("BI-02", 0), ("document", 1), ("SU-01", 0), ("SU-02", 0), ("SU-03", 0),
    ]  # fmt: skip


def test_codebook_shows_counts_first_as_other_tools_do(book):
    """People look for files and references beside the definition."""
    lines = {line["Id"]: line for line in table(book["Codebook"], 4)}
    assert list(lines["training"])[:4] == ["Name", "Definition", "Transcripts", "Mentions"]
    assert (lines["training"]["Transcripts"], lines["training"]["Mentions"]) == (3, 8)
    assert (lines["bh-wait"]["Level 1"], lines["bh-wait"]["Level 2"]) == (
        "Behavioral health",
        "Waiting for care",
    )


def test_about_says_what_people_decided(tmp_path):
    """A draft must not pass for a finished analysis."""
    cut = small_cut()
    first = replace(cut.passages[0], coder_id="ana")
    cut = with_passages(cut, [first, *cut.passages[1:]])
    book = load_workbook(write(tmp_path, cut, about={"Language model": "en_core_web_sm 3.8.0"}))
    lines = {row[0]: row[1] for row in book["About"].iter_rows(max_col=2, values_only=True)}
    assert lines["Passages"] == "1 of 11 coded passages were decided by a person"
    assert lines["Language model"] == "en_core_web_sm 3.8.0"
    decided = load_workbook(write(tmp_path, replace(cut, decided_only=True)))
    assert "Left out" in str([cell.value for cell in decided["About"]["B"]])


def test_two_runs_write_the_same_bytes_with_the_given_date(tmp_path):
    """A table in a report can be checked against a table made again."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = write(tmp_path / "a", small_cut()), write(tmp_path / "b", small_cut())
    assert one.read_bytes() == other.read_bytes()
    core = zipfile.ZipFile(one).read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-06-30T00:00:00Z"}
    assert load_workbook(one).properties.creator == "csec_qual"


@pytest.mark.parametrize("start", ["=1+1", "+x", "-x", "@x", "\t=x"])
def test_nothing_in_the_workbook_runs(tmp_path, start):
    """Quotes, labels and names come from outside; none may become a formula."""
    cut = small_cut(words=f"{start} they said")
    training, health = cut.codebook.themes
    nasty = replace(training.codes[0], label=f"{start} code", short=f"{start} short")
    codebook = replace(
        cut.codebook,
        title=f"{start} book",
        themes=(replace(training, label=f"{start} theme", codes=(nasty, *training.codes[1:])), health),
    )
    people = [replace(one, role_group=f"{start} role") for one in cut.participants]
    cut = replace(cut, title=f"{start} & study", codebook=codebook, participants=tuple(people))
    labels = {"maple": f"{start} county"}
    path = write(tmp_path, cut, case_labels=labels, about={f"{start} key": f"{start} value"})
    cells = every_cell(load_formulas(path))
    assert {cell.data_type for cell in cells} <= {"s", "n", "f"}
    formulas = [getattr(cell.value, "text", cell.value) for cell in cells if cell.data_type == "f"]
    assert formulas
    # Numbers, addresses, functions and words of our own: nothing that came from outside.
    ours = re.compile(r"[A-Z][a-zA-Z]*!|\$?[A-Z]{1,2}\$?\d+|[A-Z]+(?=\()|[\d.]+|[-+*/=<>(),:&]")
    words = {rest for one in formulas for rest in [re.sub(r'"[^"]*"', "", one)] if ours.sub("", rest)}
    assert not words
    assert not [one for one in formulas if start in one[1:]]


def test_withheld_words_are_nowhere_and_the_reason_is_shown(tmp_path):
    """Consent to be counted is no consent to be quoted."""
    cut = small_cut(words="They hand people a zebra.")
    people = [replace(one, consent=Consent.COUNT) if one.label == "Dana" else one for one in cut.participants]
    cut = with_passages(
        replace(cut, participants=tuple(people)),
        [one for one in cut.passages if one.transcript_id == "maple-admin-01"],
    )
    book = load_workbook(write(tmp_path, cut))
    assert {line["Quote"] for line in table(book["Evidence"], 4)} == {"[withheld: counted only]"}
    assert not [cell for cell in every_cell(book) if "zebra" in str(cell.value)]


def test_a_passage_the_gate_never_saw_is_listed_without_words(tmp_path):
    """Forgetting to release is no way round the gate."""
    book = load_workbook(write(tmp_path, small_cut(), quotes={}))
    assert {line["Quote"] for line in table(book["Evidence"], 4)} == {"[withheld: not released]"}


def test_a_study_without_passages_still_reads_well(tmp_path):
    """The first workbook of a study is often an empty one."""
    book = load_workbook(write(tmp_path, with_passages(small_cut(), [])))
    assert book["Evidence"]["A5"].value == "No passage has been coded in this cut."
    assert not [
        cell for cell in every_cell(book) if cell.hyperlink and "Evidence!" in cell.hyperlink.location
    ]
    assert {cell.value for cell in grid(book["Frequencies"]).values()} == {0}


def test_a_study_without_anything_still_opens(tmp_path):
    """No counties, sources or themes yet: headings, and nothing else."""
    cut = small_cut()
    bare = replace(
        cut,
        cases=(), sources=(), transcripts={}, participants=(), passages=(), instruments=(),
        codebook=replace(cut.codebook, themes=()),
    )  # fmt: skip
    assert load_workbook(write(tmp_path, bare)).sheetnames == SHEETS


def test_percentages_appear_from_twenty_on(tmp_path, book):
    """Three of five is not sixty per cent."""
    assert not [key for key in grid(book["Frequencies"]) if key[2] == "%"]
    cut = small_cut()
    said = [("Dana", Role.PARTICIPANT, TurnKind.TURN, "They hand people a packet.")] * 14
    longer = transcript("maple-admin-01", SourceType.INTERVIEW, said)
    cut = replace(
        cut,
        transcripts={**cut.transcripts, "maple-admin-01": longer},
        passages=(passage(longer, 1, "tg-staff"), passage(longer, 2, "tg-staff")),
    )
    cells = grid(load_workbook(write(tmp_path, cut))["Frequencies"])
    assert cells["tg-staff", "Mentions", "All"].number_format == '0"/21"'
    assert cells["tg-staff", "Mentions", "%"].value == pytest.approx(2 / 21)
    assert ("tg-staff", "Participants", "%") not in cells


def test_a_code_that_left_the_codebook_is_listed_and_not_counted(tmp_path):
    """A decision stands when its code goes; it must not vanish without a word."""
    cut = small_cut()
    gone = passage(cut.transcripts["maple-admin-01"], 3, "tg-gone", "ana")
    book = load_workbook(write(tmp_path, with_passages(cut, [*cut.passages, gone])))
    assert table(book["Evidence"], 4)[-1]["Theme"] == "no longer in the codebook"
    assert "tg-gone. Passages listed in Evidence and counted in no table: 1." in str(
        [cell.value for cell in book["About"]["B"]]
    )
    assert grid(book["Frequencies"])["training", "Mentions", "All"].value == 8


def test_turns_lead_to_their_transcripts_where_those_lie_beside(tmp_path):
    """A link into nowhere is worse than none."""
    turn = "R5"
    assert load_workbook(write(tmp_path, small_cut()))["Evidence"][turn].hyperlink is None
    linked = load_workbook(write(tmp_path, small_cut(), has_transcript_pages=True))["Evidence"][turn]
    assert linked.hyperlink.target == "transcripts/maple-admin-01.html#turn-2"


def test_the_chart_names_its_axes_and_its_denominator(tmp_path):
    """A chart is copied without its sheet."""
    with zipfile.ZipFile(write(tmp_path, small_cut())) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    words = re.findall(r"<a:t>([^<]*)</a:t>", chart)
    assert words == ["Transcripts in which each theme was said (N = 4)", "Theme", "Transcripts"]
    assert '<delete val="1"' not in chart


def test_every_page_says_it_is_the_teams(book):
    """A printed page travels without the About sheet."""
    for sheet in book:
        assert sheet.oddHeader.right.text == "Team copy: not for publication"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 1)


def test_many_counties_print_on_several_pages(tmp_path):
    """Twelve counties on one page cannot be read."""
    cut = small_cut()
    more = tuple(Case(f"c{number}", f"County {number}") for number in range(12))
    sheet = load_workbook(write(tmp_path, replace(cut, cases=cut.cases + more)))["Frequencies"]
    assert len(sheet.col_breaks.brk) == 2
    assert sheet.print_title_cols == "$A:$D"


@pytest.mark.parametrize("date", ["30 June 2026", "2026-13-01", ""])
def test_a_date_that_is_none_is_refused_before_anything_is_written(tmp_path, date):
    """The date goes into the file; a typing mistake must not."""
    with pytest.raises(OutputError, match="2026-06-30"):
        write(tmp_path, small_cut(), date=date)
    assert not list(tmp_path.iterdir())
