"""Terms from accepted codings: only what people accepted, only of people who may be counted."""

from contextlib import closing

import pytest

from csec_qual.study.study import Study
from tests.study.small_study import lay_out

SAID = "There was no training, a packet and that is all."
PEOPLE = """\
file,label,role,participant_id,case,role_group,consent
{rows}"""


@pytest.fixture
def study(tmp_path, book):
    """Four talks that say one thing alike."""
    talks = {
        f"maple-0{n}.txt": f"Priya: Well?\n\n{who}: {SAID}\n\nPriya: And?\n\n{who}: The bus is late.\n"
        for n, who in enumerate(("Dana", "Lee", "Kim", "Rosie"), start=1)
    }
    rows = [
        f"maple-0{n}.txt,Priya,interviewer,,,,\nmaple-0{n}.txt,{who},participant,P{n},,caregiver,{consent}\n"
        for n, (who, consent) in enumerate(
            (("Dana", "quote"), ("Lee", "count"), ("Kim", "quote"), ("Rosie", "quote")), start=1
        )
    ]
    sources = [f"maple-0{n}.txt,maple,interview,in person,2023-01,\n" for n in range(1, 5)]
    lists = {
        "participants.csv": PEOPLE.format(rows="".join(rows)),
        "sources.csv": "file,case,source_type,mode,date,instrument\n" + "".join(sources),
        "cases.csv": "case_id,label\nmaple,Packet County\n",
    }
    with closing(Study.create(tmp_path / "study", str(book))) as made:
        made.add_transcripts(lay_out(tmp_path / "talks", {**talks, **lists}))
        made.suggest()
        for suggestion in made.queue(coder="ana", code="tg-caregiver"):
            made.accept(suggestion, coder="ana")
        yield made


def test_accepted_passages_are_compared_with_the_rest(study):
    """The passage is the sentence people accepted; the rest is what else was said."""
    drafted = study.draft_terms("tg-caregiver")
    assert (drafted.over, drafted.found.passages, drafted.found.transcripts) == ("accepted codings", 4, 4)
    terms = {each.term: each for each in drafted.found.terms}
    assert terms["packet"].passages == 4
    assert "bus" not in terms


def test_whoever_withdrew_is_in_no_count(study):
    """Their words teach no rule."""
    path = study.folder / "participants.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Rosie,participant,P4,,caregiver,quote", "Rosie,participant,P4,,caregiver,withdrawn")
    )
    assert study.draft_terms("tg-caregiver").found.passages == 3


def test_nothing_is_changed(study):
    """Looking is not deciding."""
    before = len(study.history())
    study.draft_terms("tg-caregiver")
    assert len(study.history()) == before
