"""Codes that meet, what new transcripts bring, and what rests on one person."""

from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest

from csec_qual.analysis.bases import Count
from csec_qual.analysis.cooccurrence import Unit, cooccurrence
from csec_qual.analysis.influence import CAP, sensitive, voices
from csec_qual.analysis.saturation import BASE, RUN, saturation
from tests.reporting.small_county import small_cut


@pytest.fixture
def cut():
    return small_cut()


@pytest.mark.parametrize("unit", Unit)
def test_pairs_are_what_a_recount_finds(cut, unit):
    """Counted again in a few lines of pandas."""
    keys = ["transcript_id", "turn"] if unit is Unit.TURN else ["transcript_id"]
    rows = pd.DataFrame(
        [(p.transcript_id, p.turn, p.code_id) for p, _ in cut.coded],
        columns=["transcript_id", "turn", "code"],
    )
    expected = {}
    for _, codes in rows.groupby(keys)["code"]:
        for pair in combinations(sorted(set(codes)), 2):
            expected[pair] = expected.get(pair, 0) + 1
    found = cooccurrence(cut, unit)
    assert {tuple(sorted((each.first, each.second))): each.both for each in found} == expected
    for each in found:
        assert 0 < each.jaccard <= 1
        assert each.both <= min(each.n_first, each.n_second)


def test_order_of_input_does_not_matter(cut):
    """The same study in another order gives the same numbers."""
    turned = replace(cut, passages=cut.passages[::-1])
    assert cooccurrence(turned) == cooccurrence(cut)
    assert sensitive(turned) == sensitive(cut)
    assert voices(turned) == voices(cut)
    assert saturation(turned) == saturation(cut)


def test_known_codes_only_grow(cut):
    """And no transcript brings more new codes than it has."""
    for group in saturation(cut):
        known = [step.known_codes for step in group.steps]
        assert known == sorted(known)
        assert all(0 <= step.new_codes <= step.codes for step in group.steps)
        assert [step.new_share for step in group.steps[: BASE + RUN - 1]] == [None] * min(
            len(group.steps), BASE + RUN - 1
        )


def test_saturation_is_claimed_only_where_it_was_reached(cut):
    """A handful of transcripts claims nothing."""
    assert all(
        "Too few transcripts" in group.claim for group in saturation(cut) if len(group.steps) < BASE + RUN
    )


def test_shares_of_words_add_up(cut):
    """Every county's people together said all of its words."""
    by_county = {}
    for voice in voices(cut):
        by_county.setdefault(voice.case_id, []).append(voice)
        assert voice.capped <= voice.mentions
    for people in by_county.values():
        assert sum(each.words for each in people) == people[0].of_words
        assert sum(each.mentions for each in people) == people[0].of_mentions
    assert CAP > 1


def test_a_headline_of_one_person_is_named(cut):
    """Without her it would read 'none'."""
    found = {(each.theme_id, each.case_id, each.participant_id): each for each in sensitive(cut)}
    for each in found.values():
        now, without = each.changes
        assert now != without
        assert each.without.of == each.now.of - 1
    alone = [each for each in found.values() if each.now.n == 1]
    assert alone
    assert any(each.without == Count(0, each.now.of - 1) for each in alone)
