import dataclasses
import re
from base64 import b64decode
from html.parser import HTMLParser

import pytest

from csec_qual.model.transcript import Speaker
from csec_qual.privacy.release import Audience
from csec_qual.reporting.html import render_html
from tests.reporting.small_county import LABELS

NARRATIVE = {
    "context": "# Setting\n\nA small county. <script>alert(1)</script>",
    "recommendations": "1. Pay parents.\n2. Ask the Tribe first.",
}


class Page(HTMLParser):
    """The tags of a page, checked for pairs, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.text, self.ids = [], [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in {"meta", "br", "hr", "img", "link", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


@pytest.fixture
def text(cut, study_of):
    return render_html(study_of(cut, narrative=NARRATIVE))


def test_the_report_is_the_one_that_was_read(text, file_regression):
    """Every change of the printed report is looked at in review."""
    # Another version of the library that draws draws otherwise; what is drawn is tested with the figures.
    text = re.sub(r"(?<=svg\+xml;base64,)[\w+/=]+", "", text)
    file_regression.check(text, extension=".html", encoding="utf-8")


def test_equal_input_equal_bytes(cut, study_of, text):
    """A second run must not look like a change."""
    assert render_html(study_of(cut, narrative=NARRATIVE)) == text


def test_the_page_is_whole_and_its_links_arrive(text):
    """Tags pair, ids are unique, and every inner link has its anchor."""
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    targets = {attrs["href"] for tag, attrs in page.tags if tag == "a"}
    assert {target[1:] for target in targets if target.startswith("#")} <= set(page.ids)
    assert "transcripts/maple-one.html#turn-3" in targets


def test_the_page_loads_nothing(text):
    """A report is opened on machines without a network, and must not call home."""
    page = Page(text)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "iframe", "object"}
    assert not any(name in attrs for _, attrs in page.tags for name in ("srcset", "onclick"))
    pictures = [attrs["src"] for _, attrs in page.tags if "src" in attrs]
    # Figures are in the page itself, and hold nothing but shapes and words.
    assert {each.partition(",")[0] for each in pictures} == {"data:image/svg+xml;base64"}
    drawn = [b64decode(each.partition(",")[2]).decode() for each in pictures]
    assert not any(word in each for each in drawn for word in ("<script", "http-equiv", "onload", "<image"))
    assert "url(" not in text
    assert "@import" not in text


def test_tables_and_landmarks_speak_to_a_screen_reader(text):
    """Captions, header cells with a scope, one main, a skip link, a language."""
    page = Page(text)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("main") == tags.count("h1") == 1
    assert tags.count("caption") == tags.count("table")
    assert all(attrs.get("scope") for tag, attrs in page.tags if tag == "th")
    assert ("html", {"lang": "en"}) in page.tags
    assert ("a", {"class": "skip", "href": "#main"}) in page.tags


def test_three_states_differ_in_words_and_in_looks(text):
    """Not by colour alone."""
    for name, words in (
        ("found", "Evidence found"),
        ("asked_nothing", "Asked and nothing reported"),
        ("not_asked", "Not asked"),
    ):
        assert f'class="state {name}"' in text
        assert words in text


def test_how_much_was_reviewed_stands_at_the_top(text):
    """Nobody should take a draft for a finding."""
    sentence = "1 of 10 passages behind this draft were reviewed by a person."
    assert sentence in text
    assert text.index(sentence) < text.index('id="context"')


def test_a_county_without_passages_is_not_called_reviewed(cut, study_of):
    """Nothing coded is not everything reviewed."""
    text = render_html(study_of(dataclasses.replace(cut, passages=())))
    assert "Nothing is coded for this county yet." in text
    assert 'class="review whole"' not in text
    assert "Every passage behind this report was reviewed" not in text


def test_a_county_nobody_visited_still_has_a_report(cut, study_of):
    """Not one source: the report says so and does not fail."""
    cut = dataclasses.replace(cut, sources=(), passages=())
    text = render_html(study_of(cut))
    assert "No source of this county is in the data cut." in text
    assert Page(text).open == []


def test_interviewers_and_labels_never_appear(text):
    """Neither what interviewers said, nor what the files call people."""
    page = Page(text).text
    for said in ("no training for caregivers at all", "What should change", "Describe training"):
        assert said not in page
    for label in ("Ana", "Ben", "Cleo", "Dov", "Eve", "Maple County"):
        assert not re.search(rf"\b{label}\b", page)


def test_words_that_may_not_be_quoted_are_nowhere(text):
    """Counted-only, paraphrase-only and off-the-record words do not leave, in any disguise."""
    for words in ("My sister", "They ask us after", "packet is a joke"):
        assert words not in text


def test_evaluators_and_participants_recommend_in_separate_lists(text):
    """Participants first, lived experience before all others; the team's own list is marked."""
    section = text[text.index('id="recommendations"') :]
    order = [
        "lived-experience experts",
        "Pay the parents",
        "everybody else",
        "eats",
        "Evaluators recommend",
        "Written by the team",
        "Ask the Tribe first.",
    ]
    places = [section.index(words) for words in order]
    assert places == sorted(places)


def hostile(cut):
    """The same cut with markup wherever people may write."""
    mark = "<script>alert(1)</script>"
    transcripts = {
        key: dataclasses.replace(
            one,
            text=one.text.replace("Nobody sits the aunts", mark[:21]),
            speakers=(Speaker("Ana", one.turns[0].role),),
        )
        for key, one in cut.transcripts.items()
    }
    first, *rest = cut.codebook.themes
    code = dataclasses.replace(first.codes[0], label=f"Code {mark}", short=mark)
    theme = dataclasses.replace(
        first, label=f"Theme {mark}", short=mark, colour='red"><b>', codes=(code, *first.codes[1:])
    )
    codebook = dataclasses.replace(cut.codebook, title=mark, themes=(theme, *rest))
    sources = tuple(dataclasses.replace(one, mode=mark) for one in cut.sources)
    cases = tuple(dataclasses.replace(one, attributes={"region": mark, mark: "x"}) for one in cut.cases)
    return dataclasses.replace(
        cut, title=mark, transcripts=transcripts, codebook=codebook, sources=sources, cases=cases
    )


@pytest.mark.parametrize("audience", list(Audience))
def test_markup_is_text_wherever_people_write(cut, study_of, audience):
    """A quote, a county, a code, a narrative or a status that looks like a tag is printed, not run."""
    mark = "<script>alert(1)</script>"
    study = study_of(
        hostile(cut),
        audience=audience,
        labels=LABELS | {"maple": f"County {mark}"},
        narrative=dict.fromkeys(("cover", "context", "training", "recommendations", "limits"), mark),
        status=mark,
    )
    text = render_html(study)
    tags = {tag for tag, _ in Page(text).tags}
    assert "script" not in tags
    assert "b" not in tags
    assert "&lt;script&gt;" in text


def test_a_person_may_replace_one_block(cut, study_of, tmp_path):
    """The team's own cover, the shipped rest."""
    (tmp_path / "case_study.html.j2").write_text(
        '{% extends "shipped/case_study.html.j2" %}'
        "{% block cover %}<h1>Ours: {{ study.label }}</h1>{% endblock %}"
    )
    text = render_html(study_of(cut), tmp_path)
    assert "<h1>Ours: County C</h1>" in text
    assert "How to read the counts" in text


def test_the_public_page_leads_nowhere(cut, study_of):
    """No pseudonyms, no file names, no county id: nothing to look a person up by."""
    text = render_html(study_of(cut, audience=Audience.PUBLIC))
    assert not re.search(r"maple|MA-\d|R-1|transcripts/", text, re.IGNORECASE)


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", ["paper", "panel", "warn", "mark", "stripe"])
@pytest.mark.parametrize("mode", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_stands_out_from_its_ground(text, mode, ground):
    """WCAG AA: 4.5 to 1 for every text colour that stands on a ground, in light, dark and print."""
    palettes = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", palettes[mode]))
    full = {
        name: one if len(one) == 7 else "#" + "".join(c * 2 for c in one[1:]) for name, one in colours.items()
    }
    words = (
        ("ink", "soft", "accent", "found", "asked", "silent") if ground in ("paper", "panel") else ("ink",)
    )
    for name in words:
        light, dark = sorted((_luminance(full[name]), _luminance(full[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)
