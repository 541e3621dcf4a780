"""What a code's suggestions follow from, as one hash.

It moves when a rule, a term list that a rule or cue uses, the assertion policy, a cue, or what
proposes an attribute moves. Labels, definitions, examples, comments, line numbers and term lists that
nothing uses do not move it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from csec_qual.base.identity import Json, fingerprint
from csec_qual.codebook.query import lists_in
from csec_qual.model.codes import Code, Codebook, Cue, Rule

# The one list the engine asks for by name: where the reach of a cue ends.
_ALWAYS_USED = "{clause_break}"


def code_fingerprint(codebook: Codebook, code: Code) -> str:
    """SHA-256, in hex, of everything in the codebook that can change a suggestion for the code.

    For every code of a codebook, ``code_fingerprints`` is quicker.
    """
    lists = _Lists(codebook.terms)
    return _of(code, lists, _shared(codebook, lists))


def code_fingerprints(codebook: Codebook) -> dict[str, str]:
    """The fingerprint of every code by its id; attributes are not among them."""
    lists = _Lists(codebook.terms)
    shared = _shared(codebook, lists)
    return {code.code_id: _of(code, lists, shared) for code in codebook.codes}


def definition_fingerprint(code: Code) -> str:
    """SHA-256, in hex, of what a code means: what a person who codes by hand goes by."""
    return fingerprint(
        {
            "full": code.full,
            "use": list(code.use),
            "do_not_use": [[each.when, *each.use_instead] for each in code.do_not_use],
        }
    )


class _Lists:
    """Hashes of term lists; each is written out once, however many codes ask for it."""

    def __init__(self, terms: Mapping[str, tuple[str, ...]]) -> None:
        self._terms = terms
        self._entries: dict[str, Json] = {}
        self._named: dict[str, frozenset[str]] = {}

    def used(self, queries: Iterable[str]) -> dict[str, Json]:
        """The lists that queries ask for, and those that these ask for in turn, with a hash of each."""
        used: dict[str, Json] = {}
        pending = [each.name for query in queries for each in lists_in(query)]
        while pending:
            name = pending.pop()
            if name not in used:
                used[name] = self._hash(name)
                pending += self._names_in(name)
        return used

    def _hash(self, name: str) -> Json:
        if name not in self._entries:
            self._entries[name] = fingerprint(list(self._terms.get(name, ())))
        return self._entries[name]

    def _names_in(self, name: str) -> frozenset[str]:
        if name not in self._named:
            entries = (entry for entry in self._terms.get(name, ()) if "{" in entry)
            self._named[name] = frozenset(each.name for entry in entries for each in lists_in(entry))
        return self._named[name]


def _of(code: Code, lists: _Lists, shared: Json) -> str:
    return fingerprint(
        {"code": _code(code), "terms": lists.used(_rule_queries(code.rules)), "shared": shared}
    )


def _shared(codebook: Codebook, lists: _Lists) -> Json:
    """What every code's suggestions follow from."""
    rules = [rule for attribute in codebook.attributes for rule in attribute.rules]
    queries = [*_cue_queries(codebook.cues), *_rule_queries(rules), _ALWAYS_USED]
    # Hashed here, so that it is not written out again for each code.
    return fingerprint(
        {
            "attributes": [_code(attribute) for attribute in codebook.attributes],
            "cues": [_without_place(cue) for cue in codebook.cues],
            "terms": lists.used(queries),
        }
    )


def _rule_queries(rules: Iterable[Rule]) -> list[str]:
    return [query for rule in rules for query in (rule.find, rule.unless) if query]


def _cue_queries(cues: Iterable[Cue]) -> list[str]:
    return [query for cue in cues for query in cue.queries if query]


def _code(code: Code) -> dict[str, Json]:
    """The parts of a code that the engine acts on."""
    return {
        "id": code.code_id,
        "accept": list(code.assertion.accept),
        "attributes": list(code.attributes),
        "review": list(code.assertion.review),
        "rules": [_without_place(rule) for rule in code.rules],
        "status": code.status,
    }


def _without_place(part: Rule | Cue) -> dict[str, Json]:
    # Every field but one, so that a field added to a rule or cue is never forgotten here.
    # Not asdict, which copies what is only read.
    return {each.name: getattr(part, each.name) for each in fields(part) if each.name != "place"}
