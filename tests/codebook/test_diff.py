"""What an edit changed in the files of a codebook."""

import pytest

from csec_qual.codebook.diff import part_changes
from csec_qual.codebook.load import read_codebook
from tests.codebook.tiny import TINY
from tests.study.small_study import lay_out


@pytest.fixture
def edited(tmp_path):
    """What differs after a replacement in one file of the tiny codebook."""

    def differs(file, old, new):
        assert old in TINY[file]
        before = lay_out(tmp_path / "old", TINY)
        after = lay_out(tmp_path / "new", {**TINY, file: TINY[file].replace(old, new)})
        return part_changes(read_codebook(before), read_codebook(after))

    return differs


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        pytest.param("training.yaml", "# Training\n", "#\n\n", [], id="a-comment-and-moved-lines"),
        pytest.param(
            "training.yaml",
            "unless: rent OR respite",
            "unless: rent",
            [("rule", "tg-caregiver.untrained", "edited", "training.yaml:18", ["unless"])],
            id="one-field-of-a-rule",
        ),
        pytest.param(
            "training.yaml",
            "label: Caregiver training gap",
            "label: Training of caregivers",
            [("code", "tg-caregiver", "edited", "training.yaml:2", ["label"])],
            id="a-label",
        ),
        pytest.param(
            "training.yaml",
            "accept: [affirmed, need]",
            "accept: [affirmed]",
            [("code", "tg-caregiver", "edited", "training.yaml:2", ["assertion"])],
            id="the-policy",
        ),
        pytest.param(
            "training.yaml",
            "LOWER: never",
            "LOWER: ever",
            [("rule", "tg-caregiver.never-told", "edited", "training.yaml:21", ["tokens"])],
            id="a-token-pattern",
        ),
        pytest.param(
            "training.yaml",
            "tg-caregiver.untrained",
            "tg-caregiver.unready",
            [
                ("rule", "tg-caregiver.unready", "added", "training.yaml:18", []),
                ("rule", "tg-caregiver.untrained", "removed", "training.yaml:18", []),
            ],
            id="another-name",
        ),
        pytest.param(
            "terms.yaml",
            "money: [rent]",
            "cash: [rent]",
            [
                ("term list", "cash", "added", "terms.yaml:3", []),
                ("term list", "money", "removed", "terms.yaml:3", []),
            ],
            id="another-list",
        ),
        pytest.param(
            "assertion.yaml",
            "reach: sentence",
            "reach: after",
            [("cue", "hypothetical.if", "edited", "assertion.yaml:1", ["reach"])],
            id="how-far-a-cue-goes",
        ),
        pytest.param(
            "attributes.yaml",
            "version: 1",
            "version: 2",
            [("attribute", "x-challenge", "edited", "attributes.yaml:1", ["version"])],
            id="an-attribute",
        ),
    ],
)
def test_each_part_is_named_with_its_place(edited, file, old, new, found):
    """An author goes straight to the line; a part that only moved is not named."""
    assert [
        (
            each.part,
            each.name,
            each.edit,
            f"{each.place.path}:{each.place.line}",
            [r.name for r in each.reworded],
        )
        for each in edited(file, old, new)
    ] == found


def test_a_list_tells_its_entries(edited):
    """In a list of two hundred words only the two that differ matter."""
    (change,) = edited("terms.yaml", "grand*", "auntie, uncle")
    assert [(each.before, each.after) for each in change.reworded] == [
        ("grand*", ""),
        ("", "auntie"),
        ("", "uncle"),
    ]


def test_the_order_of_cues_counts(edited):
    """The first cue that reaches a word decides: to move one can change a status."""
    first, second = TINY["assertion.yaml"].split("- {id: need.need")
    (change,) = edited("assertion.yaml", TINY["assertion.yaml"], f"- {{id: need.need{second}{first}")
    assert (change.part, change.name, change.place.line) == ("cues", "order", 1)
