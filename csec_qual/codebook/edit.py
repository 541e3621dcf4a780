"""One rule of a codebook written anew: in memory, to see what it changes, and in its file.

In the file only the characters of the query change; comments, order and layout stay as people wrote them.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from csec_qual.base.errors import CodebookError, Problem, QueryError
from csec_qual.base.files import write_text
from csec_qual.codebook.composing import READERS
from csec_qual.codebook.nodes import nearest
from csec_qual.codebook.query import lists_in
from csec_qual.model.codes import Code, Codebook, Rule


def with_rule(codebook: Codebook, rule_id: str, find: str) -> Codebook:
    """The codebook with another query in one of its rules.

    Args:
        codebook: The codebook; it stays as it is.
        rule_id: A rule that has a query.
        find: The query to put there.

    Raises:
        CodebookError: There is no such rule, or it has a pattern in place of a query.
        QueryError: The query cannot be understood, or names a term list that is not there.
    """
    _find_rule(codebook, rule_id)
    query = " ".join(find.split())
    for each in lists_in(query):
        if each.name not in codebook.terms:
            raise QueryError(
                query,
                each.column,
                f"There is no term list {{{each.name}}}. {nearest(each.name, codebook.terms, '{{{}}}')}",
            )

    def in_code(code: Code) -> Code:
        if all(rule.rule_id != rule_id for rule in code.rules):
            return code
        rules = (replace(rule, find=query) if rule.rule_id == rule_id else rule for rule in code.rules)
        return replace(code, rules=tuple(rules))

    themes = (replace(theme, codes=tuple(map(in_code, theme.codes))) for theme in codebook.themes)
    return replace(codebook, themes=tuple(themes))


def write_rule(folder: Path, codebook: Codebook, rule_id: str, find: str) -> Path:
    """Write another query into the file of a rule; return the file.

    Args:
        folder: The codebook's folder.
        codebook: What stands in it.
        rule_id: A rule that has a query.
        find: The query to put there.

    Raises:
        CodebookError: There is no such rule, or its file no longer says what the codebook does.
        QueryError: The query cannot be understood, or names a term list that is not there.
        OutputError: The file cannot be written; it is as it was.
    """
    rule = _find_rule(codebook, rule_id)
    with_rule(codebook, rule_id, find)
    path = folder / rule.place.path
    text = path.read_text(encoding="utf-8")
    found = [node for node in _queries_of(text, rule_id) if " ".join(node.value.split()) == rule.find]
    if len(found) != 1:
        raise CodebookError(
            [
                Problem(
                    rule.place.path,
                    rule.place.line,
                    f"the rule '{rule_id}' was edited here in the meantime.",
                    "Reload the page and look at it again; nothing was written.",
                )
            ]
        )
    start, end = found[0].start_mark.index, found[0].end_mark.index
    # A query in a block ends with the line break after it.
    rest = "\n" if text[start:end].endswith("\n") else ""
    quoted = "'" + " ".join(find.split()).replace("'", "''") + "'"
    write_text(path, text[:start] + quoted + rest + text[end:])
    return path


def _find_rule(codebook: Codebook, rule_id: str) -> Rule:
    rules = {rule.rule_id: rule for code in codebook.codes for rule in code.rules}
    rule = rules.get(rule_id)
    if rule is None or not rule.find:
        what = f"there is no rule '{rule_id}'." if rule is None else f"the rule '{rule_id}' has no query."
        raise CodebookError([Problem(codebook.codebook_id, None, what, nearest(rule_id, rules))])
    return rule


def _queries_of(text: str, rule_id: str) -> Iterator[yaml.ScalarNode]:
    """Where the query of a rule stands in the text of a file."""
    # The reader in Python counts characters as Python does.
    root = yaml.compose(text, READERS[-1])
    pending: list[yaml.Node] = [root] if root else []
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.SequenceNode):
            pending += node.value
        elif isinstance(node, yaml.MappingNode):
            parts = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
            pending += parts.values()
            named, query = parts.get("id"), parts.get("find")
            is_named = isinstance(named, yaml.ScalarNode) and named.value == rule_id
            if is_named and isinstance(query, yaml.ScalarNode):
                yield query
