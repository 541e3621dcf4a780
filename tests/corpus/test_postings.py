"""Where each word occurs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from csec_qual.corpus.postings import Postings, Vocabulary
from csec_qual.corpus.texts import TextWords, entry, joined, last_sentences, read_entry
from csec_qual.corpus.tokens import Placed, token_table

SAID = st.lists(st.lists(st.sampled_from(["kin", "kins", "aunt", "."]), max_size=6), max_size=5)


def texts(units):
    """Each unit's words, a space after each; a full stop ends a sentence."""
    flat = [word for unit in units for word in unit]
    starts = [sum(len(w) + 1 for w in unit[:i]) for unit in units for i in range(len(unit))]
    entries = sorted({entry(w, w, (w.rstrip("s"),)) for w in flat})
    forms = [read_entry(each)[0] for each in entries]
    return TextWords(
        start=np.array(starts, dtype=np.int32),
        end=np.array([at + len(w) for at, w in zip(starts, flat, strict=True)], dtype=np.int32),
        form=np.array([forms.index(w) for w in flat], dtype=np.int32),
        is_word=np.array([w != "." for w in flat], dtype=np.bool_),
        opens_sentence=np.array(
            [i == 0 or unit[i - 1] == "." for unit in units for i in range(len(unit))], dtype=np.bool_
        ),
        bounds=np.cumsum([0, *map(len, units)]),
        entries=tuple(entries),
    )


def postings(units, vocabulary=None):
    vocabulary = vocabulary or Vocabulary()
    words = texts(units)
    placed = Placed(words, vocabulary.ids(words.entries), range(len(units)), [0] * len(units))
    return Postings(token_table([placed]), vocabulary)


@given(SAID)
def test_postings_are_where_the_words_are(units):
    """A search must find every occurrence, in order, and nothing else."""
    flat = [word for unit in units for word in unit]
    made = postings(units)
    assert made.form("kins").tolist() == [i for i, w in enumerate(flat) if w == "kins"]
    assert made.lemma("kin").tolist() == [i for i, w in enumerate(flat) if w in {"kin", "kins"}]
    assert made.matching(lambda form: form.startswith("k")).tolist() == made.lemma("kin").tolist()
    assert made.form("never").tolist() == []


@given(SAID)
def test_a_sentence_never_spans_two_turns(units):
    """Two people's words are two sentences."""
    table = postings(units).table
    for row in range(1, len(table)):
        if table.unit[row] != table.unit[row - 1]:
            assert table.sentence[row] > table.sentence[row - 1]
    for number, unit in enumerate(units):
        assert len(table.rows_of_unit(number)) == len(unit)


@given(SAID, SAID)
def test_a_word_learned_later_stands_nowhere_in_an_older_table(units, more):
    """A second search in the same run must not disturb the first."""
    vocabulary = Vocabulary()
    older = postings(units, vocabulary)
    found = {form: older.form(form).tolist() for form in ("kin", "kins", "aunt", ".")}
    postings([*more, ["aunt", "kin", "kins", "."]], vocabulary)
    assert {form: older.form(form).tolist() for form in found} == found


@given(SAID, SAID, st.data())
def test_a_table_holds_the_texts_it_was_asked_for(units, more, data):
    """Words of several transcripts, some turns left out, stand where and in the order they were said."""
    both = joined([texts(units), texts(more)])
    everything = [*units, *more]
    assert len(both) == len(everything)
    chosen = data.draw(st.lists(st.sampled_from(range(len(everything))))) if everything else []
    vocabulary = Vocabulary()
    vocabulary.ids(["unused"])
    table = token_table([Placed(both, vocabulary.ids(both.entries), [text], [100 * text]) for text in chosen])
    wanted = [(unit, word) for unit, text in enumerate(chosen) for word in everything[text]]
    assert [
        (unit, vocabulary.forms[form])
        for unit, form in zip(table.unit.tolist(), table.form.tolist(), strict=True)
    ] == wanted
    assert table.word.tolist() == [sum(w != "." for _, w in wanted[:i]) for i in range(len(wanted))]
    for unit, text in enumerate(chosen):
        rows = table.rows_of_unit(unit)
        assert not rows or table.start[rows[0]] == 100 * text


@given(SAID, st.integers(1, 3))
def test_the_last_sentences_are_what_a_question_asks(units, n):
    """A moderator's welcome is not the question."""
    kept = last_sentences(texts(units), n)
    for number, unit in enumerate(units):
        sentences = [[]]
        for word in unit:
            sentences[-1].append(word)
            if word == ".":
                sentences.append([])
        wanted = [w for sentence in [s for s in sentences if s][-n:] for w in sentence]
        rows = range(kept.bounds[number], kept.bounds[number + 1])
        assert [read_entry(kept.entries[kept.form[row]])[0] for row in rows] == wanted


@given(*[st.text("ab'", min_size=1, max_size=3)] * 2, st.lists(st.text("ab'", min_size=1, max_size=3)))
def test_an_entry_says_all_of_a_form(form, norm, lemmas):
    """What is kept of a word on disk must be what was known of it."""
    assert read_entry(entry(form, norm, [form, *lemmas])) == (
        form,
        norm,
        [form, *(each for each in lemmas if each != form)],
    )
