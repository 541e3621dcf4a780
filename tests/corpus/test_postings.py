"""Where each word occurs."""

from hypothesis import given
from hypothesis import strategies as st

from csec_qual.corpus.postings import Postings, Vocabulary
from csec_qual.corpus.tokens import TokenRow, token_table


def plain(form, _norm):
    return tuple(dict.fromkeys((form, form.rstrip("s"))))


def postings(units):
    vocabulary = Vocabulary(plain)
    rows = [
        [TokenRow(i, i + 1, vocabulary.id_of(w, w), w != ".", i == 0) for i, w in enumerate(unit)]
        for unit in units
    ]
    return Postings(token_table(rows), vocabulary)


@given(st.lists(st.lists(st.sampled_from(["kin", "kins", "aunt", "."]), max_size=6), max_size=5))
def test_postings_are_where_the_words_are(units):
    """A search must find every occurrence, in order, and nothing else."""
    flat = [word for unit in units for word in unit]
    made = postings(units)
    assert made.form("kins").tolist() == [i for i, w in enumerate(flat) if w == "kins"]
    assert made.lemma("kin").tolist() == [i for i, w in enumerate(flat) if w in {"kin", "kins"}]
    assert made.matching(lambda form: form.startswith("k")).tolist() == made.lemma("kin").tolist()
    assert made.form("never").tolist() == []


@given(st.lists(st.lists(st.sampled_from(["kin", "."]), max_size=6), max_size=5))
def test_a_sentence_never_spans_two_turns(units):
    """Two people's words are two sentences."""
    table = postings(units).table
    for row in range(1, len(table)):
        if table.unit[row] != table.unit[row - 1]:
            assert table.sentence[row] > table.sentence[row - 1]
    for number, unit in enumerate(units):
        assert len(table.rows_of_unit(number)) == len(unit)
