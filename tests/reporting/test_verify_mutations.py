"""Edits that change what a report claims are found; edits of format alone are not.

Real drafts of the sample study are edited at random, in all three formats, the same way in every run.
"""

import random
import re
import zipfile
from contextlib import closing
from io import BytesIO

import lxml.html
import pytest
from lxml import etree

import csec_qual as cq
from csec_qual.reporting import verify
from csec_qual.reporting.reread import blocks_of, plain
from csec_qual.study import drafts
from csec_qual.study.study import Study

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SUFFIXES = (".docx", ".html", ".md")
MUTATIONS, FORMATS = 180, 80
"""For each format of a report; together more than five hundred changes and two hundred of format."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The sample study's reports: what was written, and what is kept of it."""
    folder = tmp_path_factory.mktemp("mutations") / "study"
    with closing(Study.create(folder)) as study:
        study.add_transcripts(cq.sample_study())
        study.suggest(paraphrase=False)
        paths = study.write_case_studies(folder / "reports", date="2026-06-30")
    found = []
    for path in paths:
        data = path.read_bytes()
        kept = drafts.fetch(folder, blocks_of(data, path.suffix), path.suffix)
        found.append((path.suffix, data, kept.draft))
    return found


class Texts:
    """The pieces of text of a report, to be changed one by one and written again."""

    def __init__(self, suffix, data):
        self.suffix, self.data = suffix, data
        if suffix == ".docx":
            with zipfile.ZipFile(BytesIO(data)) as archive:
                self.root = etree.fromstring(archive.read("word/document.xml"))
            self.nodes = [each for each in self.root.iter(f"{_W}t") if each.text and each.text.strip()]
        elif suffix == ".html":
            self.root = lxml.html.document_fromstring(data)
            body = self.root.find("body")
            self.nodes = [e for e in body.iter() if isinstance(e.tag, str) and e.text and e.text.strip()]
        else:
            self.lines = data.decode().split("\n")

    def __len__(self):
        return len(self.lines if self.suffix == ".md" else self.nodes)

    def __getitem__(self, place):
        return self.lines[place] if self.suffix == ".md" else self.nodes[place].text

    def __setitem__(self, place, text):
        if self.suffix == ".md":
            self.lines[place] = text
        else:
            self.nodes[place].text = text

    def written(self):
        if self.suffix == ".md":
            return "\n".join(self.lines).encode()
        if self.suffix == ".html":
            return lxml.html.tostring(self.root, encoding="utf-8")
        target = BytesIO()
        with zipfile.ZipFile(BytesIO(self.data)) as source, zipfile.ZipFile(target, "w") as out:
            for name in source.namelist():
                is_body = name == "word/document.xml"
                out.writestr(name, etree.tostring(self.root) if is_body else source.read(name))
        return target.getvalue()


def digit(text, dice, _):
    """Another digit in the place of one."""
    text_only = re.sub(r"\]\([^)]*\)", lambda m: " " * len(m[0]), text)
    places = [m.start() for m in re.finditer(r"\d", text_only)]
    if not places:
        return None
    at = dice.choice(places)
    return text[:at] + dice.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def quoted_word(text, dice, draft):
    """A word of a quote dropped, doubled or put in another's place."""
    for words in draft.quoted:
        shown = next((q.words for q in draft.quoted[words]), "")
        if shown not in text:
            continue
        parts = shown.split(" ")
        at = dice.randrange(len(parts))
        change = dice.choice(["drop", "double", "swap"]) if len(parts) > 1 else "swap"
        new = {"drop": parts[:at] + parts[at + 1 :], "double": [*parts[:at], parts[at], *parts[at:]]}
        changed = new.get(change, [*parts[:at], "never", *parts[at + 1 :]])
        return text.replace(shown, " ".join(changed), 1)
    return None


def swapped(kind):
    """One county, role or word for a share in another's place."""

    def swap(text, dice, draft):
        vocabulary = draft.vocabulary
        known = {
            verify.Kind.COUNTY: [each for each in vocabulary.counties if each],
            verify.Kind.ROLE: [each for each in vocabulary.roles if each],
            verify.Kind.SHARE: ["a few", "about half", "most"],
        }[kind]
        places = {each: re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE) for each in known}
        present = [each for each in known if places[each].search(text)]
        if kind is verify.Kind.SHARE and "Reported by" not in text:
            return None
        if not present:
            return None
        # Of "survey respondent, education" the longest is what is said, not a part of it.
        old = max(present, key=len)
        new = dice.choice([each for each in known if each != old])
        return places[old].sub(new, text, count=1)

    return swap


CHANGES = {
    "digit": digit,
    "quote": quoted_word,
    "county": swapped(verify.Kind.COUNTY),
    "role": swapped(verify.Kind.ROLE),
    "share": swapped(verify.Kind.SHARE),
}


def changed_once(suffix, data, draft, dice, change):
    """The report with one change in a sentence that is not the team's own; None where there is no place."""
    texts = Texts(suffix, data)
    places = list(range(len(texts)))
    dice.shuffle(places)
    for place in places:
        old = texts[place]
        if plain(re.sub(r"[*#>|-]", "", old)) in draft.team_text:
            continue
        new = CHANGES[change](old, dice, draft)
        if new is not None and new != old:
            texts[place] = new
            return texts.written(), old, new
    return None


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_changes_are_found(made, suffix):
    """A digit, a word of a quote, a county, a role, a word for a share: ninety-nine in a hundred or more."""
    dice = random.Random(f"changes {suffix}")
    reports = [each for each in made if each[0] == suffix]
    missed, n = [], 0
    for turn in range(MUTATIONS):
        _, data, draft = reports[turn % len(reports)]
        change = list(CHANGES)[turn // len(reports) % len(CHANGES)]
        made_one = changed_once(suffix, data, draft, dice, change)
        if made_one is None:
            continue
        n += 1
        file, old, new = made_one
        findings, _, _ = verify.edited(draft, blocks_of(file, suffix))
        if not any(each.is_wrong for each in findings):
            missed.append((change, old, new))
    assert n > MUTATIONS * 0.8
    assert len(missed) <= n * 0.01, missed


def look_alike(texts, dice):
    """The same words with other quotation marks, dashes, spaces."""
    for place in dice.sample(range(len(texts)), min(40, len(texts))):
        text = texts[place]
        if texts.suffix == ".md" and ("](" in text or text.startswith(("|", " ", "#", "-", "*"))):
            continue
        change = dice.choice(
            [
                lambda t: t.replace("“", '"').replace("”", '"').replace("’", "'"),
                lambda t: t.replace("'", "’").replace("–", "-"),
                lambda t: re.sub(r"(?<=\w) (?=\w)", "  ", t),
                lambda t: re.sub(r"(?<=\w) (?=\w)", "\u00a0", t, count=1),
            ]
        )
        texts[place] = change(text)


def moved(texts, dice):
    """Paragraphs that stand elsewhere, at other levels, in other tags."""
    if texts.suffix == ".md":
        headings = [n for n, line in enumerate(texts.lines) if line.startswith("### ")]
        for place in dice.sample(headings, min(5, len(headings))):
            texts.lines[place] = "#" + texts.lines[place]
        return
    tag = f"{_W}p" if texts.suffix == ".docx" else "p"
    every = [each for each in texts.root.iter(tag) if each.getparent().tag in (f"{_W}body", "section", "div")]
    for each in dice.sample(every, min(6, len(every))):
        parent = each.getparent()
        place = parent.index(each)
        parent.remove(each)
        parent.insert(max(place - dice.randrange(1, 4), 0), each)


def emphasised(texts, dice):
    """Words in bold, in runs and tags of their own."""
    if texts.suffix == ".docx":
        for node in dice.sample(texts.nodes, 20):
            text, run = node.text, node.getparent()
            half = len(text) // 2
            other = etree.fromstring(etree.tostring(run))
            node.text, other.find(f"{_W}t").text = text[:half], text[half:]
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addnext(other)
    elif texts.suffix == ".html":
        for node in dice.sample(texts.nodes, 20):
            strong = etree.Element("b")
            strong.text, node.text = node.text, ""
            node.insert(0, strong)
    else:
        for place, line in enumerate(texts.lines):
            if line.startswith("**") and line.endswith("**"):
                texts.lines[place] = line.strip("*")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_format_alone_is_no_finding(made, suffix):
    """Restyling, reflowing and moving raise no alarm."""
    dice = random.Random(f"format {suffix}")
    reports = [each for each in made if each[0] == suffix]
    alarms = []
    for turn in range(FORMATS):
        _, data, draft = reports[turn % len(reports)]
        texts = Texts(suffix, data)
        for edit in (look_alike, moved, emphasised)[: turn % 3 + 1]:
            edit(texts, dice)
        findings, _, added = verify.edited(draft, blocks_of(texts.written(), suffix))
        alarms += [(each.kind, each.said, each.instead) for each in findings]
        alarms += [("added", each.text, "") for each in added]
    assert alarms == []
