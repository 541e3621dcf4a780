"""JSON from transcription services, and JSON that is something else."""

import json

import pytest

TURNS = [("Dana", "How was it?"), ("Luis", "It was fine.")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([{"speaker": n, "text": t} for n, t in TURNS], id="list"),
        pytest.param(
            {
                "topic_list": [{"topic": "the start of it"}],
                "meeting_transcripts": [{"speaker": n, "content": t} for n, t in TURNS],
            },
            id="qmsum",
        ),
        pytest.param(
            {
                "segments": [
                    {"speaker": n, "body": w, "startTime": at, "endTime": at + 0.2}
                    for at, (n, t) in enumerate(TURNS)
                    for w in t.split()
                ]
            },
            id="podcasting",
        ),
        pytest.param(
            {
                "words": [{"text": "How", "start": 1, "end": 2}] * 9,
                "utterances": [
                    {"speaker": n, "text": t, "start": 90_000 * at, "end": 90_000 * at + 80_000}
                    for at, (n, t) in enumerate(TURNS)
                ],
            },
            id="milliseconds",
        ),
        pytest.param(
            {"results": {"utterances": [{"speaker": n, "transcript": t} for n, t in TURNS]}}, id="nested"
        ),
    ],
)
def test_every_service_gives_the_same_turns(content, read, said):
    assert said(read("a.json", json.dumps(content))) == TURNS


def test_segments_without_a_speaker_are_one_unknown_speaker(read, roles):
    content = {
        "text": "all of it",
        "segments": [
            {"text": " we met", "start": 0.0, "end": 1.0},
            {"text": " and left", "start": 1.0, "end": 2.0},
        ],
    }
    transcript = read("a.json", json.dumps(content))
    assert (transcript.text, transcript.turns[0].time_end) == ("we met and left", 2.0)
    assert roles(transcript) == {"": "unknown"}


@pytest.mark.parametrize("content", ['{"a": [1, 2]}', "{}", "[]", '{"words": ["a b"]}'])
def test_other_json_is_refused(content, refusal):
    assert "holds no list of segments with words" in refusal("a.json", content)


@pytest.mark.parametrize("content", ['[{"speaker": "Dana",\n "text": "Hi', "Dana: Hello\n", "[" * 100_000])
def test_broken_json_is_refused(content, refusal):
    assert refusal("a.json", content).startswith("a.json:")
