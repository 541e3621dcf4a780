"""A codebook is read whole, or refused with every fault in it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csec_qual.base.errors import CodebookError
from csec_qual.codebook.load import locate, read_codebook
from csec_qual.model.codes import CodeStatus, Example, Place, Scope, Status
from tests.codebook.tiny import TINY

CSEC = Path(__file__).parents[2] / "codebooks" / "csec"


def problems(folder):
    with pytest.raises(CodebookError) as caught:
        read_codebook(folder)
    return caught.value.problems


def line_of(folder, path, words):
    """The first line of a file that has these words, from 1."""
    lines = (folder.parent / path).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_every_part_of_a_code_arrives(tiny):
    """What an evaluator wrote is what coders, rules and reports get."""
    codebook = read_codebook(tiny())
    code = codebook.code("tg-caregiver")
    assert (codebook.codebook_id, codebook.title, codebook.version) == ("tiny", "A tiny codebook", "1")
    assert [theme.theme_id for theme in codebook.themes] == ["training", "placement"]
    assert (code.theme_id, code.version, code.status) == ("training", 2, CodeStatus.ACTIVE)
    assert code.full == "People who house youth lack training."
    assert [exclusion.use_instead for exclusion in code.do_not_use] == [
        ("pl-relative",),
        ("tg-frontline", "pl-relative"),
    ]
    assert code.assertion.accept == (Status.AFFIRMED, Status.NEED)
    assert code.attributes == ("x-challenge",)
    assert code.examples_yes[1] == Example(
        "We don't.", question="Do caregivers get classes?", place=Place("training.yaml", 34)
    )
    assert code.examples_no[0].why == "gap negated"
    assert code.place == Place("training.yaml", 2)


def test_every_part_of_a_rule_arrives(tiny):
    """A rule keeps its query, its limits and the line it is written on."""
    untrained, never_told, not_taught = read_codebook(tiny()).code("tg-caregiver").rules
    assert untrained.find == '{caregiver} NEAR/12 ("no" NEAR/3 train*)'
    assert untrained.unless == "rent OR respite"
    assert (untrained.scope, untrained.place) == (Scope.SENTENCE, Place("training.yaml", 18))
    assert never_told.tokens == ({"LOWER": "never"}, {"LEMMA": {"IN": ["tell", "show"]}})
    assert (never_told.scope, never_told.roles, never_told.status) == (
        Scope.TURN,
        ("caregiver",),
        Status.AFFIRMED,
    )
    assert never_told.sources == ("interview", "focus_group")
    assert never_told.statuses == (Status.AFFIRMED,)
    assert [part["RIGHT_ID"] for part in not_taught.depend] == ["verb", "not"]


def test_terms_and_cues_arrive_in_order(tiny):
    """The strongest cue comes first in the file, and must stay first."""
    codebook = read_codebook(tiny())
    assert codebook.terms["caregiver"] == ("caregiver", "resource parent", "{kin}")
    assert codebook.terms["kin"] == ('"aunt"', "grand*")
    assert [(cue.cue_id, cue.reach) for cue in codebook.cues] == [
        ("hypothetical.if", "sentence"),
        ("need.need", "clause"),
    ]
    assert codebook.cues[0].unless == '"even if"'


def test_the_shared_files_are_optional(tiny):
    """A codebook for coding by hand needs no terms, cues or attributes."""
    folder = tiny("training.yaml", "  attributes: [x-challenge]\n")
    rules = (folder / "training.yaml").read_text()
    (folder / "training.yaml").write_text(rules.replace("{caregiver}", "caregiver"))
    for name in ("terms", "assertion", "attributes"):
        (folder / f"{name}.yaml").unlink()
    codebook = read_codebook(folder)
    assert (codebook.attributes, codebook.cues, dict(codebook.terms)) == ((), (), {})


def test_no_stays_a_word(tiny):
    """YAML of old reads an unquoted no as False; a codebook is full of that word."""
    folder = tiny("terms.yaml", "[rent]", "[no, never, yes, off]")
    assert read_codebook(folder).terms["money"] == ("no", "never", "yes", "off")


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "what", "fix"),
    [
        # ------------------------------------------------------------ YAML
        pytest.param(
            "placement.yaml", 'with an aunt."', "with an aunt.", '["Most', "quotation mark opened here",
            "Close it", id="yaml-quote-not-closed",
        ),
        pytest.param(
            "training.yaml", '"A packet is all the aunts get."', '"A packet', "We don't.",
            "text stands where", "on a line before", id="yaml-quote-closed-by-the-next",
        ),
        pytest.param(
            "training.yaml", "short: Caregivers have", "short: Caregivers: have", "short: Caregivers: have",
            "colon", "in quotes", id="yaml-colon-in-text",
        ),
        pytest.param(
            "training.yaml", "  version: 2", "\tversion: 2", "\tversion: 2", "tab", "spaces", id="yaml-tab",
        ),
        pytest.param(
            "training.yaml", "find: '{caregiver} NEAR/12 (\"no\" NEAR/3 train*)'",
            "find: {caregiver} NEAR/12 train*", "find: {caregiver}", "text stands where", "inside quotes",
            id="yaml-query-not-quoted",
        ),
        pytest.param(
            "training.yaml", "rent OR respite", '"re\\nt\\q"', "unless:", "backslash", "single quotes",
            id="yaml-backslash-in-double-quotes",
        ),
        pytest.param(
            "terms.yaml", "kin: ['\"aunt\"'", "kin: [*aunt", "kin:", "*", "quotes", id="yaml-star-not-quoted",
        ),
        pytest.param(
            "training.yaml", "lack training.", "lack\x07 training.", "lack", "control character", "Delete",
            id="yaml-control-character",
        ),
        pytest.param(
            "terms.yaml", "money:", "kin: [uncle]\nmoney:", "kin: [uncle]", "'kin' is written twice",
            "Keep one", id="yaml-key-twice",
        ),
        # ------------------------------------------------------------ keys and kinds of value
        pytest.param(
            "training.yaml", "  label: Caregiver training gap\n", "", "- id: tg-caregiver", "no 'label'",
            "Add 'label:'", id="key-missing",
        ),
        pytest.param(
            "training.yaml", "  attributes: [x", "  atributes: [x", "atributes", "unknown key 'atributes'",
            "'attributes'", id="key-unknown",
        ),
        pytest.param(
            "codebook.yaml", "title:", "titel:", "titel:", "unknown key 'titel'", "'title'",
            id="key-unknown-in-codebook",
        ),
        pytest.param(
            "training.yaml", "short: Caregivers have not been prepared.", "short: [Caregivers]",
            "short: [Caregivers]", "a list where text is meant", "Write one text", id="list-for-text",
        ),
        pytest.param(
            "training.yaml", "use: [A shortfall of preparation.]", "use: A shortfall.", "use: A shortfall.",
            "where a list is meant", "- ", id="text-for-list",
        ),
        pytest.param(
            "training.yaml", "label: Caregiver training gap", "label: 12", "label: 12", "read as a number",
            '"12"', id="number-for-text",
        ),
        pytest.param(
            "training.yaml", "label: Caregiver training gap", "label: true", "label: true",
            "read as yes-or-no", '"true"', id="boolean-for-text",
        ),
        pytest.param(
            "training.yaml", '"A packet is all the aunts get."', "2024-05-01", "2024-05-01",
            "read as a date", '"2024-05-01"', id="date-for-text",
        ),
        pytest.param(
            "codebook.yaml", '"#AA8800"', "'AA8800'", "AA8800", "no colour", "#225533", id="no-colour",
        ),
        pytest.param(
            "training.yaml", "  short: Caregivers have not been prepared.", "  short:", "  short:",
            "short is empty", "Write it", id="empty-text",
        ),
        pytest.param(
            "training.yaml", "version: 2", "version: 2.1", "version: 2.1", "not a whole number", "version: 3",
            id="version-with-a-dot",
        ),
        pytest.param(
            "training.yaml", "version: 2", 'version: "2"', "version:", "not a whole number", "version: 3",
            id="version-in-quotes",
        ),
        pytest.param(
            "terms.yaml", "'{kin}'", "{kin}", "caregiver:", "a set of keys where text is meant", "quotes",
            id="term-not-quoted",
        ),
        pytest.param(
            "terms.yaml", "money: [rent]", "money: []", "money:", "'money' is empty", "Add an entry",
            id="term-list-empty",
        ),
        # ------------------------------------------------------------ ids and names
        pytest.param(
            "placement.yaml", "id: pl-relative", "id: tg-caregiver", "id: tg-caregiver",
            "twice; first in tiny/training.yaml:2", "Rename", id="code-twice",
        ),
        pytest.param(
            "placement.yaml", "id: pl-relative", "id: PL_relative", "id: PL_relative", "'PL_relative'",
            "'pl-relative'", id="id-not-kebab-case",
        ),
        pytest.param(
            "training.yaml", "theme: training", "theme: trainning", "trainning", "unknown theme 'trainning'",
            "'training'", id="theme-unknown",
        ),
        pytest.param(
            "training.yaml", "theme: training", "theme: placement", "theme: placement",
            "the file of another", "tiny/placement.yaml", id="code-in-the-wrong-file",
        ),
        pytest.param(
            "codebook.yaml", "{id: placement", "{id: placements", "id: placements", "has no file",
            "placements.yaml", id="theme-without-file",
        ),
        pytest.param(
            "codebook.yaml", "{id: placement", "{id: terms", "id: terms", "cannot be called 'terms'",
            "another use", id="theme-with-a-reserved-name",
        ),
        pytest.param(
            "training.yaml", "use_instead: pl-relative", "use_instead: pl-relatives", "pl-relatives",
            "unknown code 'pl-relatives'", "'pl-relative'", id="use-instead-unknown",
        ),
        pytest.param(
            "training.yaml", "[x-challenge]", "[x-chalenge]", "x-chalenge", "unknown attribute 'x-chalenge'",
            "'x-challenge'", id="attribute-unknown",
        ),
        pytest.param(
            "training.yaml", "id: tg-caregiver.never-told", "id: tg-frontline.never-told",
            "id: tg-frontline.never", "under the code 'tg-caregiver'", "'tg-caregiver.never-told'",
            id="rule-id-of-another-code",
        ),
        pytest.param(
            "training.yaml", "id: tg-caregiver.never-told", "id: tg-caregiver.untrained", "",
            "rule 'tg-caregiver.untrained' is there twice; first in tiny/training.yaml:18", "Rename",
            id="rule-twice",
        ),
        pytest.param(
            "training.yaml", "id: tg-caregiver.never-told", "id: tg-caregiver", "",
            "cannot be the id of a rule", "a dot", id="rule-id-without-dot",
        ),
        pytest.param(
            "assertion.yaml", "id: need.need", "id: hypothetical.if", "{id: hypothetical.if",
            "cue 'hypothetical.if' is there twice; first in tiny/assertion.yaml:1", "Rename", id="cue-twice",
        ),
        # ------------------------------------------------------------ rules
        pytest.param(
            "training.yaml", "unless: rent OR respite", "depend: [{RIGHT_ID: a, RIGHT_ATTRS: {}}]",
            "id: tg-caregiver.untrained", "has find and depend", "exactly one", id="rule-with-two-kinds",
        ),
        pytest.param(
            "training.yaml", "      find: '{caregiver} NEAR/12 (\"no\" NEAR/3 train*)'\n", "",
            "id: tg-caregiver.untrained", "neither find, tokens nor depend", "exactly one",
            id="rule-with-no-kind",
        ),
        pytest.param(
            "training.yaml", "{LOWER: never}", "{LOWR: never}", "LOWR", "token attribute 'LOWR'", "'LOWER'",
            id="token-attribute-unknown",
        ),
        pytest.param(
            "training.yaml", "{IN: [", "{INN: [", "INN", "unknown comparison 'INN'", "'IN'",
            id="token-comparison-unknown",
        ),
        pytest.param(
            "training.yaml", "tokens: [{LOWER: never}, {LEMMA: {IN: [tell, show]}}]",
            "tokens: {LOWER: never}", "tokens:", "where a list is meant", "- ", id="tokens-no-list",
        ),
        pytest.param(
            "training.yaml", "tokens: [{LOWER: never}, ", "tokens: [never, ", "tokens: [never",
            "where keys and values are meant", "key: value", id="tokens-no-mappings",
        ),
        pytest.param(
            "training.yaml", "LEFT_ID: verb", "LEFT_ID: verbs", "LEFT_ID: verbs", "unknown LEFT_ID 'verbs'",
            "'verb'", id="depend-on-nothing",
        ),
        pytest.param(
            "training.yaml", 'REL_OP: ">"', 'REL_OP: ">>>"', "REL_OP", "unknown REL_OP '>>>'", "'>>'",
            id="depend-relation-unknown",
        ),
        pytest.param(
            "training.yaml", "status: active", "status: activ", "activ", "unknown status 'activ'", "'active'",
            id="code-status-unknown",
        ),
        pytest.param(
            "training.yaml", "accept: [affirmed, need]", "accept: [afirmed]", "afirmed",
            "unknown word in accept 'afirmed'", "'affirmed'", id="assertion-status-unknown",
        ),
        pytest.param(
            "training.yaml", "review: [ironic]", "review: [ironic, need]", "accept:", "'need' is both",
            "one of the two", id="status-accepted-and-for-review",
        ),
        pytest.param(
            "training.yaml", "scope: turn", "scope: turns", "scope: turns", "unknown scope 'turns'", "'turn'",
            id="scope-unknown",
        ),
        pytest.param(
            "training.yaml", "roles: caregiver", "roles: [caregivers]", "roles: [caregivers]",
            "unknown role group 'caregivers'", "'caregiver'", id="role-group-unknown",
        ),
        pytest.param(
            "training.yaml", "focus_group", "focus-group", "focus-group",
            "unknown word in sources 'focus-group'", "'focus_group'", id="source-unknown",
        ),
        pytest.param(
            "assertion.yaml", "reach: sentence", "reach: sentense", "sentense", "unknown reach 'sentense'",
            "'sentence'", id="reach-unknown",
        ),
        # ------------------------------------------------------------ queries
        pytest.param(
            "training.yaml", '"no" NEAR/3', '"no NEAR/3', "find:", "not understood at column 22",
            '\n    {caregiver} NEAR/12 ("no NEAR/3 train*)\n                         ^',
            id="query-quote-not-closed",
        ),
        pytest.param(
            "training.yaml", "rent OR respite", "rent OR", "unless:", "query of unless", "missing at the end",
            id="query-stops-early",
        ),
        pytest.param(
            "terms.yaml", "[rent]", "['/rent(/']", "money:", "an entry of 'money'", "regular expression",
            id="query-bad-regex",
        ),
        pytest.param(
            "assertion.yaml", "find: need", "find: (need", "find: (need", "query of find",
            "parenthesis opened here", id="query-in-a-cue",
        ),
        pytest.param(
            "training.yaml", "{caregiver} NEAR", "{caregver} NEAR", "{caregver}",
            "unknown term list '{caregver}' in find, column 1", "{caregiver}", id="term-list-unknown",
        ),
        pytest.param(
            "terms.yaml", "grand*", "'{caregiver}'", "caregiver:",
            "in a circle: caregiver -> kin -> caregiver", "Take {kin} out", id="term-lists-in-a-circle",
        ),
        pytest.param(
            "terms.yaml", "[rent]", "['{money}']", "money:", "circle: money -> money", "Take {money} out",
            id="term-list-of-itself",
        ),
        # ------------------------------------------------------------ whole codes
        pytest.param(
            "placement.yaml", '  examples_yes: ["Most of ours are with an aunt."]\n', "", "- id: pl-relative",
            "active and has no example", "examples_yes", id="active-code-without-example",
        ),
        pytest.param(
            "training.yaml", "status: draft", "status: retired", "- id: tg-frontline", "no 'full'",
            "status: draft", id="code-in-use-without-definition",
        ),
        pytest.param(
            "training.yaml", '{text: "There is no shortage of classes.", why: gap negated}',
            '"There is no shortage of classes."', "no shortage", "no reason", "why:",
            id="near-miss-without-reason",
        ),
        pytest.param(
            "codebook.yaml", "themes:", "themes: []\nrest:", "id: tiny", "no themes", "themes:",
            id="no-themes",
        ),
    ],
)  # fmt: skip
def test_a_fault_has_its_place_and_fix(tiny, file, old, new, at, what, fix):
    """Whoever wrote the codebook can go to the line and put it right."""
    folder = tiny(file, old, new)
    path = f"tiny/{file}"
    found = [problem for problem in problems(folder) if what in problem.what and problem.path == path]
    assert found, [str(problem) for problem in problems(folder)]
    assert fix in found[0].fix
    assert found[0].fix
    if at:
        assert found[0].line == line_of(folder, path, at)


def test_all_faults_are_reported_at_once_in_the_order_of_the_files(tiny):
    """Nobody should have to run the check once per mistake."""
    folder = tiny("codebook.yaml", 'colour: "#AA8800"', "colour: gold")
    for name, old, new in (
        ("training.yaml", "scope: turn", "scope: page"),
        ("training.yaml", "theme: training", "theme: trainings"),
        ("assertion.yaml", "status: need", "status: needs"),
        ("placement.yaml", "version: 1", "version: one"),
    ):
        text = (folder / name).read_text()
        (folder / name).write_text(text.replace(old, new, 1))
    assert [(problem.path, problem.line) for problem in problems(folder)] == [
        ("tiny/codebook.yaml", 6),
        ("tiny/assertion.yaml", 6),
        ("tiny/placement.yaml", 5),
        ("tiny/training.yaml", 3),
        ("tiny/training.yaml", 23),
    ]


def test_a_long_query_is_shown_around_its_fault(tiny):
    """A caret under a line that wraps points nowhere."""
    query = " OR ".join(f"word{number}" for number in range(60)) + " OR (rent"
    (problem,) = problems(tiny("training.yaml", "rent OR respite", query))
    shown, caret = problem.fix.splitlines()[-2:]
    assert len(shown) < 110
    assert shown[caret.index("^")] == "("


def test_a_file_of_an_unknown_theme_is_a_fault(tiny):
    """A misspelt file name would leave its codes out without a word."""
    folder = tiny()
    (folder / "trainning.yaml").write_text("- id: x\n")
    (problem,) = problems(folder)
    assert (problem.path, problem.line) == ("tiny/trainning.yaml", None)
    assert "no theme 'trainning'" in problem.what
    assert "'training'" in problem.fix


def test_one_broken_file_does_not_blame_the_others(tiny):
    """What a file defines is not unknown because the file cannot be read."""
    found = problems(tiny("terms.yaml", "money: [rent]", "money: [rent"))
    assert {problem.path for problem in found} == {"tiny/terms.yaml"}


def test_a_file_that_would_not_be_read_is_a_fault(tiny):
    """Both endings are common; only one is read."""
    folder = tiny()
    (folder / "terms.yaml").rename(folder / "terms.yml")
    (problem,) = problems(folder)
    assert problem.path == "tiny/terms.yml"
    assert "Rename it to terms.yaml" in problem.fix


def test_an_empty_file_is_a_fault(tiny):
    """An emptied file is a lost file, not a codebook without terms."""
    folder = tiny()
    (folder / "placement.yaml").write_text("# to come\n")
    assert any("empty" in problem.what for problem in problems(folder))


def test_text_that_is_not_utf8_names_its_line(tiny):
    """Word processors still save cp1252."""
    folder = tiny()
    (folder / "terms.yaml").write_bytes("kin: [aunt]\nplace: [café]\n".encode("cp1252"))
    (problem,) = [problem for problem in problems(folder) if problem.path == "tiny/terms.yaml"]
    assert (problem.line, problem.fix) == (2, "Save the file as UTF-8.")


def test_a_byte_order_mark_is_no_fault(tiny):
    """Windows editors put one before UTF-8."""
    folder = tiny()
    path = folder / "terms.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "kin" in read_codebook(folder).terms


def test_an_alias_that_contains_itself_ends(tiny):
    """A reader that follows it for ever would hang."""
    folder = tiny("training.yaml", "tokens: [{LOWER: never}, ", "tokens: &self [{LOWER: *self}, ")
    assert any("nested too deeply" in problem.what for problem in problems(folder))


@given(st.sampled_from(sorted(TINY)), st.data())
@settings(max_examples=150, deadline=None)
def test_any_slip_of_the_keyboard_is_a_codebook_or_a_list_of_faults(tmp_path_factory, file, data):
    """Nothing that someone types may end in a traceback."""
    text = TINY[file]
    at = data.draw(st.integers(0, len(text)))
    typed = data.draw(st.text("{}[]\"'*&!|>%@:-#, \n\t\\/()0aé\x00\u2028", max_size=4))
    gone = data.draw(st.integers(0, 12))
    folder = tmp_path_factory.mktemp("slip") / "tiny"
    folder.mkdir()
    for name, whole in TINY.items():
        changed = whole[:at] + typed + whole[at + gone :] if name == file else whole
        (folder / name).write_text(changed, encoding="utf-8")
    found = ()
    try:
        read_codebook(folder)
    except CodebookError as error:
        found = error.problems
    lines = len((folder / file).read_text(encoding="utf-8").splitlines())
    here = [problem.line for problem in found if problem.path == f"tiny/{file}" and problem.line]
    assert all(problem.what and problem.fix for problem in found)
    assert all(1 <= line <= lines + 1 for line in here)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        pytest.param(lambda folder: None, "no such folder", id="missing"),
        pytest.param(lambda folder: folder.write_text("id: x"), "a file, not a folder", id="a-file"),
        pytest.param(lambda folder: folder.mkdir(), "no codebook files", id="empty"),
        pytest.param(
            lambda folder: (folder.mkdir(), (folder / "terms.yaml").write_text("a: [b]")),
            "no codebook.yaml",
            id="without-codebook-yaml",
        ),
    ],
)
def test_a_folder_that_is_no_codebook(tmp_path, make, what):
    """Pointing at the wrong folder is the first mistake anyone makes."""
    folder = tmp_path / "mine"
    make(folder)
    (problem,) = problems(folder)
    assert what in problem.what
    assert problem.fix


def test_locate_prefers_the_folder_one_points_at(tiny, tmp_path, monkeypatch):
    """A team's own copy wins over the shipped codebook of the same name."""
    folder = tiny()
    shipped = tmp_path / "shipped"
    for name in ("tiny", "other"):
        (shipped / name).mkdir(parents=True)
        (shipped / name / "codebook.yaml").touch()
    monkeypatch.setattr("csec_qual.base.shipped.codebooks", lambda: shipped)
    assert locate(folder) == folder
    assert locate("tiny", base=tmp_path) == folder
    assert locate("other", base=tmp_path) == shipped / "other"
    with pytest.raises(CodebookError, match=r"there is no codebook 'others'.*other, tiny"):
        locate("others", base=tmp_path)


@pytest.fixture(scope="module")
def csec():
    return read_codebook(CSEC)


def test_csec_has_every_theme_and_code(csec):
    """The reports promise these themes in this order."""
    assert [theme.theme_id for theme in csec.themes] == [
        *("training", "behavioral-health", "tribal", "screening", "placement", "collaboration"),
        *("workforce", "harm-reduction", "missing", "prevention", "lived-experience", "funding"),
        *("continuity", "juvenile-justice"),
    ]
    assert len(csec.codes) == 53
    assert [code.code_id for code in csec.attributes] == [
        "x-challenge",
        "x-promising",
        "x-recommendation",
    ]


def test_every_code_of_csec_has_every_part(csec):
    """A coder needs each part to decide a close call."""
    for code in csec.codes + csec.attributes:
        parts = (code.label, code.short, code.full, code.use, code.do_not_use, code.assertion.accept)
        assert all(parts), code.code_id
        assert len(code.examples_yes) >= 3, code.code_id
        assert len(code.examples_no) >= 3, code.code_id
        assert all(example.why for example in code.examples_no), code.code_id


def test_no_example_of_csec_stands_under_a_code_twice(csec):
    """A sentence cannot be an example of a code and a near miss of the same code."""
    for code in csec.codes:
        texts = [example.text for example in code.examples_yes + code.examples_no]
        assert len(texts) == len(set(texts)), code.code_id


def test_colours_of_csec_can_be_told_from_paper_and_each_other(csec):
    """They mark text in the margin, so they need 3:1 on white."""
    colours = [theme.colour for theme in csec.themes]
    assert len(set(colours)) == 14
    assert all(1.05 / (luminance(colour) + 0.05) >= 3 for colour in colours)


def luminance(colour):
    """Relative luminance after WCAG 2.2."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
