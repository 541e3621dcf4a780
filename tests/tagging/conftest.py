"""Small transcripts and codebooks, built in a line."""

import pytest

from csec_qual.model.codes import Assertion, Code, Codebook, CodeStatus, Cue, Rule, Status, Theme
from csec_qual.model.transcript import Role, SourceType, Transcript, Turn, TurnKind
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.words import Reader


def transcript(*turns, source_type=SourceType.INTERVIEW):
    """A transcript of ``"words"`` said by a participant, or ``(role, "words")``."""
    made = []
    text = ""
    for number, turn in enumerate(turns, start=1):
        role, words = turn if isinstance(turn, tuple) else (Role.PARTICIPANT, turn)
        text += "\n\n" if text else ""
        start = len(text)
        text += words
        made.append(Turn(number, role.value.upper(), role, TurnKind.TURN, start, len(text)))
    return Transcript("maple-01", "maple-01.txt", source_type, "txt", "", text, tuple(made), ())


def code(code_id, *finds, accept=(Status.AFFIRMED, Status.NEED), attributes=(), **rule):
    """A code with a rule for each query."""
    rules = tuple(Rule(f"{code_id}.{n}", find=find, **rule) for n, find in enumerate(finds, start=1))
    return Code(
        code_id,
        "t",
        code_id,
        1,
        CodeStatus.ACTIVE,
        "",
        "",
        (),
        (),
        (),
        (),
        rules,
        Assertion(accept),
        attributes,
    )


def codebook(*codes, terms=None, cues=(), attributes=()):
    """A codebook of one theme."""
    theme = Theme("t", "T", "#004488", "", tuple(codes))
    return Codebook("small", "Small", "1", (theme,), tuple(attributes), terms or {}, tuple(cues))


def cue(status, find, reach="clause", **more):
    """An assertion cue."""
    return Cue(f"{status}.cue", status, find, reach, **more)


def suggest(book, *turns, **options):
    """The suggestions for some turns."""
    return Engine(book).suggest(transcript(*turns), **options)


@pytest.fixture(scope="session")
def reader():
    """One tokenizer and lemma table for all tests."""
    return Reader()
