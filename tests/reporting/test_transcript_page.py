import dataclasses

import pytest

from csec_qual.base.errors import PrivacyError
from csec_qual.model.coding import paraphrase_rule
from csec_qual.model.transcript import Segment
from csec_qual.privacy.release import Audience
from csec_qual.reporting.transcript_page import render_transcript
from tests.reporting.small_county import LABELS


def test_the_page_is_the_one_that_was_read(cut, file_regression):
    """Every change of the printed page is looked at in review."""
    file_regression.check(
        render_transcript(cut, "maple-one", labels=LABELS), extension=".html", encoding="utf-8"
    )


def test_every_turn_is_an_anchor(cut):
    """Quotes link to them."""
    text = render_transcript(cut, "maple-one", labels=LABELS)
    assert all(f'id="turn-{number}"' in text for number in range(1, 8))


def test_speakers_appear_under_pseudonyms(cut):
    """The file's labels stay in the file."""
    text = render_transcript(cut, "maple-one", labels=LABELS)
    assert "MA-1" in text
    assert "Ana" not in text
    assert "Maple" not in text


def test_only_the_words_that_earned_a_code_are_marked(cut):
    """The sentence, not the turn."""
    passage = cut.passages[0]
    narrow = dataclasses.replace(passage, segment=Segment("maple-one", 0, len("Nobody sits the aunts down")))
    text = render_transcript(dataclasses.replace(cut, passages=(narrow,)), "maple-one", labels=LABELS)
    assert "<mark>Nobody sits the aunts down</mark> before the child arrives." in text
    shown = text.partition('<div class="turn')[2]
    assert shown.count("<mark") == 1
    assert "Caregiver training gap" in shown


def test_what_only_the_paraphrase_layer_found_has_its_own_colour_until_somebody_reviews_it(cut):
    """A reader sees at a glance which marks no rule stands behind."""
    passage = dataclasses.replace(cut.passages[0], rule_id=paraphrase_rule("tg-caregiver"), coder_id="")
    text = render_transcript(dataclasses.replace(cut, passages=(passage,)), "maple-one", labels=LABELS)
    shown = text.partition('<div class="turn')[2]
    assert shown.count('<mark class="read">') == shown.count("<mark") == 1
    assert "read as a paraphrase, not reviewed" in shown
    decided = dataclasses.replace(passage, coder_id="ana")
    text = render_transcript(dataclasses.replace(cut, passages=(decided,)), "maple-one", labels=LABELS)
    shown = text.partition('<div class="turn')[2]
    assert "<mark>" in shown
    assert "read as a paraphrase" not in shown


def test_someone_who_withdrew_leaves_a_gap(cut):
    """The turn keeps its number, the words are gone."""
    rest = tuple(one for one in cut.participants if one.participant_id != "MA-3")
    text = render_transcript(dataclasses.replace(cut, participants=rest), "maple-group", labels=LABELS)
    assert "[removed: consent withdrawn]" in text
    assert "Pay the parents" not in text
    assert 'id="turn-2"' in text


def test_words_are_text(cut):
    """A survey answer with tags in it."""
    text = render_transcript(cut, "survey", labels=LABELS)
    assert "Rent &lt;b&gt;eats&lt;/b&gt; the whole stipend." in text


def test_the_public_gets_no_transcript(cut):
    """Whole transcripts never leave the team."""
    with pytest.raises(PrivacyError, match="team only"):
        render_transcript(cut, "maple-one", labels=LABELS, audience=Audience.PUBLIC)
