"""Whatever people consented to, no output holds words beyond it; the order of the lists changes nothing."""

import random
import shutil
import zipfile
from contextlib import closing

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from csec_qual.model.people import Consent
from csec_qual.privacy.release import Audience
from csec_qual.study.study import Study
from tests.study.small_study import DATE

HEADER = "file,label,role,participant_id,case,role_group,consent,approval"
PEOPLE = {
    "maple-01.txt,Dana": ("MA-01", ("There was no training for us",)),
    "maple-01.txt,Rosie": ("MA-02", ("told me respite was cut", "There was no training.")),
    "maple-02.txt,Dana": ("MA-01", ("Maybe no training, I could not say", "Respite helps")),
    "maple-02.txt,Lee": ("MA-03", ("no training at our office either",)),
    "cedar-01.txt,Kim": ("CE-01", ("There was no training here, and respite is rare",)),
}
ROLES = ("caregiver", "child welfare", "Tribal partner", "lived-experience expert", "")
INTERVIEWERS = [f"{name},Priya,interviewer,,,,," for name in ("maple-01.txt", "maple-02.txt", "cedar-01.txt")]
persons = sorted({person for person, _ in PEOPLE.values()})
terms = st.fixed_dictionaries(
    {
        person: st.tuples(
            st.sampled_from(ROLES), st.sampled_from(["", *Consent]), st.sampled_from(["", "given"])
        )
        for person in persons
    }
)
quick = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    # A failure is told as it was found: looking for a smaller one would take minutes.
    phases=[Phase.explicit, Phase.generate],
)


def rows_of(chosen):
    """participants.csv, row by row."""
    rows = [
        f"{place},participant,{person},,{','.join(chosen[person])}" for place, (person, _) in PEOPLE.items()
    ]
    return [*rows, *INTERVIEWERS]


def laid_out(made, folder, rows):
    """A copy of the study with other terms, opened."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    (folder / "participants.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return closing(Study.open(folder))


def written(study, folder, audience):
    """Every report for an audience, and for the team the workbook and the tables; unpacked."""
    study.write_case_studies(folder, date=DATE, audience=audience)
    if audience != Audience.COUNTY:
        study.write_cross_county(
            [folder / "x.html", folder / "x.md", folder / "x.docx"], date=DATE, audience=audience
        )
    if audience == Audience.COUNTY:
        study.write_packet("maple", folder / "packet.html", date=DATE)
    if audience == Audience.TEAM:
        study.write_workbook(folder / "themes.xlsx", date=DATE)
        study.write_tables(folder / "tables", "csv")
    return {str(path.relative_to(folder)): unpacked(path) for path in sorted(folder.rglob("*.*"))}


def unpacked(path):
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as book:
            return "".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return path.read_text(encoding="utf-8")


def plain(text):
    """As it would be read: no markup between words, no signs written otherwise."""
    return text.replace("&#39;", "'").replace("\\", "")


@quick
@given(chosen=terms, audience=st.sampled_from(list(Audience)))
def test_no_words_beyond_what_was_consented_to(made, tmp_path, chosen, audience):
    """In no format, for no audience: not in a quote, a tooltip, a hidden sheet or a link."""
    with laid_out(made, tmp_path / "study", rows_of(chosen)) as study:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        found = written(study, tmp_path / "out", audience)
    for person, words in PEOPLE.values():
        _, consent, _ = chosen[person]
        if consent == Consent.QUOTE:
            continue
        for said in words:
            # Two people said these: one of them may be quoted.
            others = {
                p for p, each in PEOPLE.values() if p != person and any(said in other for other in each)
            }
            if any(chosen[other][1] == Consent.QUOTE for other in others):
                continue
            # The team's own pages show what was said to be counted or retold; nobody else's do.
            shown = [
                name
                for name, text in found.items()
                if said in plain(text)
                and not (name.startswith("transcripts/") and consent != Consent.WITHDRAWN)
            ]
            assert shown == [], (person, consent, said)


@quick
@given(chosen=terms, seed=st.integers(0, 2**16))
def test_the_order_of_the_lists_changes_no_byte(made, tmp_path, chosen, seed):
    """Somebody sorts participants.csv in Excel."""
    rows = rows_of(chosen)
    turned = rows[:]
    random.Random(seed).shuffle(turned)
    found = []
    for each in (rows, turned):
        with laid_out(made, tmp_path / "study", each) as study:
            shutil.rmtree(tmp_path / "out", ignore_errors=True)
            found.append(written(study, tmp_path / "out", Audience.TEAM))
    assert found[0].keys() == found[1].keys()
    assert [name for name, text in found[0].items() if found[1][name] != text] == []


@quick
@given(chosen=terms)
def test_totals_add_up(made, tmp_path, chosen):
    """Mentions of the counties are those of the study, with their base; no other count exceeds its base."""
    with laid_out(made, tmp_path / "study", rows_of(chosen)) as study:
        mentions = study.frequencies("county", "mentions").frame
        others = [
            study.frequencies("county", base).frame for base in ("participants", "transcripts", "counties")
        ]
    apart = mentions[mentions["cell"] != "all"]
    keys = ["theme_id", "code_id", "level"]
    together = mentions[mentions["cell"] == "all"].set_index(keys)[["n", "N"]].sort_index()
    assert apart.groupby(keys)[["n", "N"]].sum().sort_index().equals(together)
    assert all((frame["n"] <= frame["N"]).all() for frame in (mentions, *others))
