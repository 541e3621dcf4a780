"""Where a study stands, and finding words in it."""

import pytest

from csec_qual.base.errors import QueryError
from tests.study.small_study import write


def test_the_numbers_are_those_of_a_count_by_hand(study):
    """Nine turns, four of them a participant's who is still with us."""
    status = study.status()
    assert (status.title, status.transcripts, status.turns, status.codable_turns) == (
        "A small study",
        3,
        9,
        4,
    )
    assert status.codable_words == 9 + 9 + 8 + 9
    assert (status.suggestions, status.counting) == ({"affirmed": 5, "uncertain": 1}, 5)
    assert (status.decided, status.waiting, status.out_of_date) == (0, 6, 0)
    assert (status.unknown_speakers, status.no_consent) == ((), ("CE-01",))
    assert (status.unlisted, status.without_transcript, status.without_case, status.misnamed) == (
        (),
        (),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "told"),
    [
        pytest.param(
            "sources.csv",
            "cedar-01.txt,cedar,",
            "cedar-02.txt,cedar,interview,,,\ncedar-01.txt,cedar,",
            "without_transcript",
            "cedar-02.txt",
            id="listed-and-not-there",
        ),
        pytest.param(
            "sources.csv",
            "cedar-01.txt,cedar,interview,virtual,2023-03,guide\n",
            "",
            "unlisted",
            "cedar-01.txt",
            id="there-and-not-listed",
        ),
        pytest.param("sources.csv", "txt,cedar", "txt,", "without_case", "cedar-01.txt", id="no-county"),
        pytest.param(
            "sources.csv", "03,guide", "03,giude", "misnamed", "instrument 'giude'", id="instrument"
        ),
        pytest.param(
            "study.yaml", "[training", "[trainng", "misnamed", "code 'trainng'", id="code-asked-about"
        ),
        pytest.param(
            "participants.csv",
            "txt,Kim,",
            "txt,Kimm,",
            "unknown_speakers",
            "cedar-01.txt: Kim",
            id="misspelt-label",
        ),
        pytest.param(
            "participants.csv",
            "Kim,participant",
            "Kim,unknown",
            "unknown_speakers",
            "cedar-01.txt: Kim",
            id="unknown-role",
        ),
    ],
)
def test_what_is_amiss_is_told(study, reopen, file, old, new, field, told):
    """Each of these would silently leave words out of the counts, or report silence where nobody asked."""
    status = reopen(file, old, new).status()
    assert [each for each in getattr(status, field) if told in each]
    assert told in status.summary()


def found(lines):
    """Where each match stands."""
    return [(line.transcript_id, line.turn) for line in lines]


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        pytest.param(
            "respite", {}, [("cedar-01", 2), ("maple-02", 2)], id="participants-unless-told-otherwise"
        ),
        pytest.param(
            "respite", {"role": "interviewer"}, [("maple-01", 1), ("maple-01", 3)], id="interviewers-if-told"
        ),
        pytest.param("no NEAR/2 train*", {"case": "cedar"}, [("cedar-01", 2)], id="one-county"),
        pytest.param("maybe AND respite", {}, [], id="not-in-one-sentence"),
        pytest.param("maybe AND respite", {"scope": "turn"}, [("maple-02", 2)], id="in-one-turn"),
        pytest.param("Zinnia", {}, [], id="a-withdrawn-persons-words"),
        pytest.param("Zinnia", {"role": "unknown"}, [], id="a-withdrawn-persons-words-by-role"),
    ],
)
def test_find(study, query, options, expected):
    """The same language as the rules, over the same turns."""
    lines = study.find(query, **options)
    assert sorted(set(found(lines))) == expected


def test_a_match_stands_in_its_context(study):
    """Read down the middle; the emoji before it moves nothing."""
    (line,) = study.find('"at all"')
    assert (line.before, line.found, line.after) == ("There was no training for us 🙂", "at all", ".")
    (talk,) = [each for each in study.transcripts() if each.transcript_id == "maple-01"]
    assert talk.text[line.segment.start : line.segment.end] == "at all"


@pytest.mark.parametrize("query", ["{no-such-list}", '"open', "train* NEAR/", "", "a AND"])
def test_a_query_that_makes_no_sense_shows_its_column(study, query):
    """An unknown list names those there are."""
    with pytest.raises(QueryError, match="column") as caught:
        study.find(query)
    assert "no-such-list" not in query or "caregiver" in str(caught.value)


def test_finding_needs_no_suggestions(empty, tmp_path):
    """A first look at a transcript, before any rule ran."""
    empty.add_transcripts(write(tmp_path / "x.txt", "Interviewer: Why?\n\nDana: There was no training.\n"))
    assert found(empty.find("training")) == [("x", 2)]
