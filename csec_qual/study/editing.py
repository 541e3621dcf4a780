"""Editing a rule's query in its file, and logging who did."""

from pathlib import Path

from csec_qual.base.clock import now
from csec_qual.base.identity import stable_id
from csec_qual.codebook.edit import write_rule
from csec_qual.model.codes import Codebook
from csec_qual.model.rule_edit import RuleEdit
from csec_qual.store import rule_edits
from csec_qual.store.engine import Database


def edit_rule(folder: Path, codebook: Codebook, database: Database, rule_id: str, find: str, by: str) -> Path:
    """Write another query into a rule's file; return the file.

    Args:
        folder: The codebook's folder.
        codebook: The codebook as whoever edits it saw it.
        database: The study's database.
        rule_id: The rule.
        find: The query.
        by: Who edits it.

    Raises:
        CodebookError: There is no such rule, or somebody edited it in the meantime.
        QueryError: The query cannot be understood. Nothing is written then.
        OutputError: The file cannot be written.
    """
    before = next(
        (rule.find for code in codebook.codes for rule in code.rules if rule.rule_id == rule_id), ""
    )
    with database.direct(writes=True) as connection:
        # Inside the transaction: an edit that cannot be logged is not made, and the other way round.
        path = write_rule(folder, codebook, rule_id, find)
        n = len(rule_edits.fetch(connection))
        edit_id = stable_id("rule edit", str(n), rule_id, find, by, moment := now())
        rule_edits.append(connection, RuleEdit(edit_id, rule_id, before, find, by, moment))
    return path
