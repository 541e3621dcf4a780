"""What a county's part of the small study is made of, counted by hand."""

from dataclasses import replace

from csec_qual.analysis.bases import Count
from csec_qual.analysis.composition import (
    missing_sources,
    n_participants,
    n_transcripts,
    passages_of,
    reviewed,
    role_groups,
    source_mix,
)
from csec_qual.model.people import Case
from csec_qual.model.transcript import Source, SourceType
from tests.reporting.small_county import small_cut

CUT = small_cut()


def test_sources_by_kind_and_mode():
    """A plan has transcripts and no participants; a statewide survey counts where its people are."""
    rows = [
        (one.source_type, one.mode, one.participants, one.transcripts) for one in source_mix(CUT, "maple")
    ]
    assert rows == [
        (SourceType.INTERVIEW, "in person", 2, 1),
        (SourceType.FOCUS_GROUP, "virtual", 3, 1),
        (SourceType.PLAN, "document", 0, 1),
        (SourceType.SURVEY, "online", 1, 1),
    ]


def test_a_person_heard_twice_is_one_person():
    """The county's total is not the sum of its rows."""
    ana, ben, cleo, *rest = CUT.participants
    cut = replace(CUT, participants=(ana, ben, replace(cleo, participant_id=ana.participant_id), *rest))
    assert n_participants(CUT, "maple") == 6
    assert n_participants(cut, "maple") == 5
    assert n_transcripts(cut, "maple") == 4


def test_roles_heard_in_a_county_and_in_the_study():
    """What one county lacks can be told from what nobody was."""
    assert role_groups(CUT, "tule") == ("community provider", "probation")
    assert set(role_groups(CUT)) > set(role_groups(CUT, "maple"))


def test_how_much_a_person_reviewed():
    """Decided passages over all."""
    assert reviewed(passages_of(CUT, "maple")) == Count(1, 10)
    assert reviewed(()) == Count(0, 0)


def test_listed_sources_without_words_are_missing():
    """A recording that was never transcribed must be told."""
    assert [source.transcript_id for source in missing_sources(CUT, "maple")] == ["maple-lost"]
    empty = replace(CUT, cases=(*CUT.cases, Case("elm", "Elm County")))
    assert missing_sources(empty, "elm") == ()
    extra = Source("elm-plan", "elm-plan.docx", "elm", SourceType.PLAN)
    assert missing_sources(replace(empty, sources=(*CUT.sources, extra)), "elm") == (extra,)
