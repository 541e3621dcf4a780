"""Captions of one speaker are one turn; nobody is invented."""

import pytest

HEAD = "WEBVTT\n\n"


def vtt(*cues):
    """A WebVTT file of ``(start second, end second, text)``."""
    return HEAD + "\n\n".join(f"00:00:{a:06.3f} --> 00:00:{b:06.3f}\n{text}" for a, b, text in cues) + "\n"


def test_neighbouring_cues_of_one_speaker_are_one_turn(read, said):
    text = vtt(
        (1, 2, "Dana: Can you"), (2, 3, "Dana: hear me?"), (4, 5, "Luis: I can."), (6, 7, "Dana: Good.")
    )
    transcript = read("a.vtt", text)
    assert said(transcript) == [("Dana", "Can you hear me?"), ("Luis", "I can."), ("Dana", "Good.")]
    assert [(turn.time_start, turn.time_end) for turn in transcript.turns] == [(1, 3), (4, 5), (6, 7)]
    assert transcript.reader == "vtt/zoom"


def test_teams_names_people_in_tags(read, said):
    text = vtt(
        (1, 2, "<v Dana Reyes>Hello.\nHow are you?</v>"),
        (2, 3, "<v Luis &amp; Ana>Fine.</v><v Dana Reyes>Good.</v>"),
    ).replace("\n\n00", "\n\n1a6c/7-0\n00")
    transcript = read("a.vtt", text)
    assert said(transcript) == [
        ("Dana Reyes", "Hello. How are you?"),
        ("Luis & Ana", "Fine."),
        ("Dana Reyes", "Good."),
    ]
    assert transcript.reader == "vtt/teams"


def test_a_name_once_at_each_change_holds_until_the_next(read, said):
    cues = ["DANA: Can you", "hear me?", "LUIS: I can.", "DANA: Good."]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n" for n, words in enumerate(cues, 1))
    assert said(read("a.srt", text)) == [("DANA", "Can you hear me?"), ("LUIS", "I can."), ("DANA", "Good.")]


@pytest.mark.parametrize(
    "words",
    [
        ["TODAY WE HEAR DR.", "SMITH: NO, A. B.. SEVEN", "IS THE BILL NUMBER"],
        ["and this is what we found", "Three things: time and money", "and trust"],
        ["- Have a cup of tea.\n- It tastes like tea.", "- Have a cup."],
        ["we went to see https://example.org: it", "was closed"],
    ],
)
def test_unlabelled_captions_invent_nobody(words, read):
    transcript = read("a.vtt", vtt(*((n, n + 0.9, text) for n, text in enumerate(words, 1))))
    assert [(speaker.label, speaker.role.value) for speaker in transcript.speakers] == [("", "unknown")]
    assert transcript.text == " ".join(" ".join(words).split())


def test_unlabelled_speech_is_cut_at_pauses(read):
    transcript = read("a.vtt", vtt((1, 2, "we met"), (2, 3, "and left"), (9, 10, "next day")))
    assert [transcript.words(turn) for turn in transcript.turns] == ["we met and left", "next day"]


def test_unlabelled_speech_without_a_pause_is_cut_at_a_sentence(read):
    """An hour as one turn could not be coded."""
    cues = [(n / 10, n / 10 + 0.1, f"we all went there {n} times.") for n in range(100)]
    transcript = read("a.vtt", vtt(*cues))
    assert len(transcript.turns) > 2
    assert all(transcript.words(turn).endswith(".") for turn in transcript.turns)


def test_roll_up_captions_say_each_line_once(read):
    text = vtt(
        (1, 2, "so we met"),
        (2, 3, "so we met\nat the office"),
        (3, 4, "at the office\nand left"),
        (4, 5, "and left\nat noon"),
    )
    assert read("a.vtt", text).text == "so we met at the office and left at noon"


def test_what_a_person_repeats_is_kept(read):
    text = vtt((1, 2, "Dana: Did you?"), (2, 3, "Luis: No."), (3, 4, "Luis: No."), (4, 5, "Dana: No?"))
    assert read("a.vtt", text).words(read("a.vtt", text).turns[1]) == "No. No."


def test_bare_arrows_change_the_speaker_without_naming_one(read, said):
    text = vtt((1, 2, "&gt;&gt; hello there &gt;&gt; hi"), (2, 3, "how are you"), (3, 4, ">> DANA: fine"))
    assert said(read("a.vtt", text)) == [("", "hello there"), ("", "hi how are you"), ("DANA", "fine")]


def test_sounds_before_the_first_speaker_are_no_turn(read, said):
    text = vtt((0, 1, "[Somber piano]"), (1, 2, "CHAIR DANA:\nWelcome"), (2, 3, "to you all."))
    assert said(read("a.vtt", text)) == [("CHAIR DANA", "Welcome to you all.")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.vtt", HEAD + "00:01,000 --> 00:02,000\nwe met\n", id="commas-and-no-hours"),
        pytest.param("a.vtt", "00:00:01.000 --> 00:00:02.000\nwe met\n", id="no-head"),
        pytest.param(
            "a.vtt",
            HEAD
            + "NOTE not\nspoken\n\nSTYLE\n::cue { color: red }\n\n"
            + "00:01.000 --> 00:02.000 align:start\nwe met\n",
            id="notes-and-styles",
        ),
        pytest.param(
            "a.vtt", HEAD + "00:01.000 --> 00:02.000\n<i>we</i> <00:01.500><c.yellow>met</c>\n", id="tags"
        ),
        pytest.param("a.vtt", HEAD + "00:01.000 --> 00:02.000\nwe\n\nmet\n", id="blank-line-inside"),
        pytest.param(
            "a.vtt", HEAD + "00:00.000 --> 00:01.000\n\n00:01.000 --> 00:02.000\nwe met\n", id="empty-cue"
        ),
        pytest.param(
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nwe\n2\n00:00:02,000 --> 00:00:03,000\nmet\n",
            id="no-blank-line",
        ),
        pytest.param("a.srt", "00:00:01,000 --> 00:00:02,000\n{\\an8}we met\n", id="no-index"),
        pytest.param("a.sbv", "0:00:01.000,0:00:02.000\nwe met\n", id="sbv"),
        pytest.param("a.txt", HEAD + "00:01.000 --> 00:02.000\nwe met\n", id="vtt-named-txt"),
        pytest.param("a.txt", "1\n00:00:01,000 --> 00:00:02,000\nwe met\n", id="srt-named-txt"),
    ],
)
def test_odd_but_readable_files_are_read(name, text, read):
    assert read(name, text).text == "we met"


def test_captions_that_cannot_be_read_are_named_by_line(refusal):
    text = HEAD + "00:01.000 --> 00:0z\nwe met\n\n00:03.000 --> \nand left\n"
    lines = refusal("a.vtt", text).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["a.vtt:3:", "a.vtt:6:"]


@pytest.mark.parametrize("text", [HEAD, HEAD + "we met\n", "we met and left\n"])
def test_a_caption_file_without_cues_is_refused(text, refusal):
    assert (
        refusal("a.vtt", text) == "a.vtt: there are no cues in this caption file. Export the captions again."
    )


def test_times_that_run_backwards_or_overlap_are_noticed(read):
    text = vtt((1, 9, "we"), (5, 6, "met"), (4, 5, "at"), (8, 7, "noon"))
    assert [notice.line for notice in read("a.vtt", text).notices] == [12, 9, 6]


def test_labels_in_capitals_are_told_from_acronyms(read, said):
    """Captioners write names in capitals, on any line of a cue; an agency's letters are no name."""
    text = vtt(
        (1, 2, "LEWIS: I call Ms. Brown.\nBROWN: Present."),
        (3, 4, "LEWIS: We at the CDSS know"),
        (4, 5, "CDSS: it is brown and late"),
        (5, 6, "WOODS: In the woods."),
        (6, 7, "LEWIS: Thank you."),
    )
    assert said(read("a.vtt", text)) == [
        ("LEWIS", "I call Ms. Brown."),
        ("BROWN", "Present."),
        ("LEWIS", "We at the CDSS know CDSS: it is brown and late"),
        ("WOODS", "In the woods."),
        ("LEWIS", "Thank you."),
    ]


def test_a_hostile_cue_does_not_hang(read):
    assert read("a.vtt", vtt((1, 2, "[]" * 5000 + "x"), (2, 3, "DANA: I am here"))).turns
