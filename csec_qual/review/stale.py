"""What has changed since a person decided. The decision stands; the person is told."""

from csec_qual.model.codes import Code
from csec_qual.model.coding import Decision, Suggestion


def changed_since(decision: Decision, code: Code, suggestion: Suggestion | None, version: int) -> list[str]:
    """What is no longer as the person saw it, in words; empty where everything is.

    Args:
        decision: The decision, as it was made.
        code: The code as it is now.
        suggestion: What the engine says of the code in the turn now; None where it says nothing.
        version: The newest version of the transcript.
    """
    changes = []
    if decision.code_version != code.version:
        changes.append(f"decided under version {decision.code_version} of the code, now {code.version}")
    if decision.version != version:
        changes.append("decided before the text was corrected")
    if decision.suggestion_id and suggestion is None:
        changes.append("no rule suggests it any more")
    elif suggestion and decision.fingerprint and decision.fingerprint != suggestion.fingerprint:
        changes.append("decided on an older rule")
    return changes
