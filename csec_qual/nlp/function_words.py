"""Words that hold a sentence together and carry none of its matter: articles, pronouns, light verbs."""

from spacy.lang.en.stop_words import STOP_WORDS

# On spaCy's list, yet much of what people say of services is said with them: "nobody called us back".
_BEARING = frozenset(
    {
        *("alone", "amount", "bottom", "call", "empty", "enough", "few", "first", "front", "full", "give"),
        *("last", "least", "less", "many", "move", "never", "next", "nobody", "none", "noone", "nothing"),
        *("nowhere", "serious", "several", "show", "together", "top", "whole", "without", "every"),
        *("everyone", "anyone", "one", "two", "three", "four", "five", "six", "eight", "nine", "ten"),
        *("eleven", "twelve", "fifteen", "twenty", "forty", "fifty", "sixty", "hundred", "third"),
    }
)
# The list has light verbs in one form only.
_INFLECTED = frozenset(
    {
        *("gets", "got", "getting", "gotten", "goes", "went", "going", "gone", "keeps", "kept", "keeping"),
        *("makes", "making", "puts", "putting", "says", "said", "saying", "sees", "saw", "seen", "seeing"),
        *("takes", "took", "taken", "taking", "use", "uses", "having", "gonna", "wanna", "gotta"),
    }
)
_FUNCTION_WORDS = (frozenset(STOP_WORDS) - _BEARING) | _INFLECTED


def bears_content(form: str, norm: str) -> bool:
    """Whether a word says something by itself.

    Args:
        form: The word, folded.
        norm: What the tokenizer takes it to stand for, such as ``not`` for ``n't``.
    """
    return form not in _FUNCTION_WORDS and norm not in _FUNCTION_WORDS
