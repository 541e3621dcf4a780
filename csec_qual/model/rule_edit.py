"""An edit of a rule in the workbench: what its query was, and what it is since."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleEdit:
    """One entry of the log of rule edits. Never changed: what happens next is another.

    Attributes:
        edit_id: UUID that follows from the content.
        rule_id: The rule.
        before: Its query until then.
        after: Its query since.
        by: Who edited it.
        time: UTC, ISO 8601.
    """

    edit_id: str
    rule_id: str
    before: str
    after: str
    by: str
    time: str
