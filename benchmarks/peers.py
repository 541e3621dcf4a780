"""What else one could use, each timed in a fresh process; csec_qual is not imported here.

``python -m benchmarks.peers NAME FILE`` prints one line of JSON: the fewest CPU seconds of several passes
over the texts in the file, once everything is loaded. medspaCy needs an environment of its own.
"""

import importlib.metadata
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

# Words that may stand between the two sets of words of a pattern.
_BETWEEN = 3

Rules = Sequence[dict[str, Any]]
Pass = Callable[[Sequence[str]], int]


def pipe(model: str, _rules: Rules) -> Pass:
    """``nlp.pipe`` as spaCy's first page shows it, with every component."""
    return _piped(model, [])


def pipe_without_ner(model: str, _rules: Rules) -> Pass:
    """The same without named entities, which no rule needs."""
    return _piped(model, ["ner"])


def span_ruler(_model: str, rules: Rules) -> Pass:
    """SpanRuler with one token pattern for each rule, and no statistics."""
    import spacy

    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("span_ruler")
    ruler.add_patterns([{"label": rule["code"], "pattern": _tokens(rule)} for rule in rules])
    return lambda texts: sum(len(doc.spans["ruler"]) for doc in nlp.pipe(texts))


def regex(_model: str, rules: Rules) -> Pass:
    """One regular expression for each rule, searched in each turn."""
    gap = rf"(?:\W+\w+){{0,{_BETWEEN}}}?\W+"
    sides = ([f"(?:{'|'.join(map(re.escape, side))})" for side in rule["sides"]] for rule in rules)
    compiled = [re.compile(rf"\b{gap.join(each)}\b") for each in sides]

    def search(texts: Sequence[str]) -> int:
        lowered = [text.lower() for text in texts]
        return sum(len(expression.findall(text)) for text in lowered for expression in compiled)

    return search


def medspacy(_model: str, rules: Rules) -> Pass:
    """The pipeline medspaCy comes with (sentences, targets, ConText), with one phrase for each rule."""
    return _targeted([(rule, {}) for rule in rules])


def medspacy_patterns(_model: str, rules: Rules) -> Pass:
    """The same with one token pattern for each rule."""
    return _targeted([(rule, {"pattern": _tokens(rule)}) for rule in rules])


PEERS: dict[str, Callable[[str, Rules], Pass]] = {
    "pipe": pipe,
    "pipe-without-ner": pipe_without_ner,
    "span-ruler": span_ruler,
    "regex": regex,
    "medspacy": medspacy,
    "medspacy-patterns": medspacy_patterns,
}
SLOW = ("span-ruler", "regex", "medspacy-patterns")


def _piped(model: str, exclude: list[str]) -> Pass:
    import spacy

    nlp = spacy.load(model, exclude=exclude)
    return lambda texts: sum(len(doc) for doc in nlp.pipe(texts))


def _targeted(rules: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> Pass:
    import medspacy as library
    from medspacy.ner import TargetRule

    nlp = library.load()
    nlp.get_pipe("medspacy_target_matcher").add(
        [TargetRule(rule["phrase"], rule["code"], **pattern) for rule, pattern in rules]
    )
    return lambda texts: sum(len(doc.ents) for doc in nlp.pipe(texts))


def _tokens(rule: dict[str, Any]) -> list[dict[str, Any]]:
    first, *more = [{"LOWER": {"IN": side}} for side in rule["sides"]]
    gap: list[dict[str, Any]] = [{"OP": "?"}] * _BETWEEN
    return [first, *(gap if more else []), *more]


def _versions() -> dict[str, str]:
    found = {}
    for name in ("spacy", "thinc", "numpy", "medspacy"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def main() -> None:
    """Time one peer."""
    name, file = sys.argv[1:]
    given = json.loads(Path(file).read_text(encoding="utf-8"))
    texts = given["texts"]
    began = time.process_time()
    work = PEERS[name](given["model"], given["rules"])
    loaded = time.process_time() - began
    # What is built at first use belongs to loading.
    work(texts[:20])
    spent = []
    for _ in range(given["repeat"]):
        began, began_wall = time.process_time(), time.perf_counter()
        found = work(texts)
        spent.append((time.process_time() - began, time.perf_counter() - began_wall))
    cpu, wall = min(spent)
    print(json.dumps({"cpu": cpu, "wall": wall, "load_cpu": loaded, "found": found, "versions": _versions()}))


if __name__ == "__main__":
    main()
