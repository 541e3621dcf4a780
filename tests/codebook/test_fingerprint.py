"""A fingerprint moves when a suggestion could, and only then."""

import pytest

from csec_qual.codebook.fingerprint import code_fingerprint, code_fingerprints
from csec_qual.codebook.load import read_codebook


def of(folder, code_id="tg-caregiver"):
    codebook = read_codebook(folder)
    return code_fingerprint(codebook, codebook.code(code_id))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param("training.yaml", "rent OR respite", "rent", id="unless"),
        pytest.param("training.yaml", "NEAR/12", "NEAR/13", id="find"),
        pytest.param("training.yaml", "{LOWER: never}", "{LOWER: not}", id="token-pattern"),
        pytest.param("training.yaml", "LEMMA: teach", "LEMMA: show", id="dependency-pattern"),
        pytest.param("training.yaml", "scope: turn", "scope: sentence", id="scope"),
        pytest.param("training.yaml", "roles: caregiver", "roles: probation", id="roles"),
        pytest.param("training.yaml", "accept: [affirmed, need]", "accept: [affirmed]", id="policy"),
        pytest.param("training.yaml", "attributes: [x-challenge]", "attributes: []", id="attributes"),
        pytest.param("terms.yaml", "resource parent", "foster parent", id="term-list"),
        pytest.param("terms.yaml", "grand*", "uncle", id="term-list-inside-a-term-list"),
        pytest.param("assertion.yaml", "suppose", "imagine", id="cue"),
        pytest.param("assertion.yaml", "reach: sentence", "reach: after", id="reach-of-a-cue"),
        pytest.param("assertion.yaml", '"even if"', '"what if"', id="unless-of-a-cue"),
        pytest.param(
            "attributes.yaml",
            "  examples_yes",
            "  rules: [{id: x-challenge.hard, find: hard}]\n  examples_yes",
            id="what-proposes-an-attribute",
        ),
    ],
)
def test_it_moves_with_what_the_engine_reads(tiny, file, old, new):
    """A suggestion that could change is computed again."""
    before = of(tiny())
    assert of(tiny(file, old, new)) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param("training.yaml", "# Training", "# Training\n# and more\n", id="comment-and-lines"),
        pytest.param("training.yaml", "label: Caregiver", "label: The caregiver", id="label"),
        pytest.param("training.yaml", "lack training", "miss training", id="definition"),
        pytest.param("training.yaml", "all the aunts", "all my aunts", id="example"),
        pytest.param("training.yaml", "version: 2", "version: 3", id="version"),
        pytest.param("codebook.yaml", "#AA8800", "#AA0000", id="colour"),
        pytest.param("terms.yaml", "[rent]", "[rent, respite]", id="term-list-nobody-uses"),
        pytest.param("training.yaml", "id: tg-frontline", "id: tg-partner", id="another-code"),
    ],
)
def test_it_stays_where_no_suggestion_can_change(tiny, file, old, new):
    """A better label must not send a whole study back through the engine."""
    before = of(tiny())
    folder = tiny(file, old, new)
    if new == "id: tg-partner":
        path = folder / "training.yaml"
        path.write_text(path.read_text().replace("[tg-frontline, pl-relative]", "pl-relative"))
    assert of(folder) == before


def test_a_list_that_only_another_code_uses_does_not_move_it(tiny):
    """Only the codes that a list reaches are computed again."""
    before = of(tiny(), "pl-relative")
    assert of(tiny("terms.yaml", "grand*", "uncle"), "pl-relative") == before


def test_the_words_that_end_a_clause_move_every_code(tiny):
    """The engine asks for that list by name; no rule or cue does."""
    before = of(tiny("terms.yaml", "money:", "clause_break: [but]\nmoney:"))
    assert of(tiny("terms.yaml", "money:", "clause_break: [but, so]\nmoney:")) != before


def test_all_at_once_is_the_same_as_one_by_one(tiny):
    """The quick way and the plain way name the same results."""
    codebook = read_codebook(tiny())
    one_by_one = {code.code_id: code_fingerprint(codebook, code) for code in codebook.codes}
    assert code_fingerprints(codebook) == one_by_one
    assert len(set(one_by_one.values())) == len(codebook.codes)
