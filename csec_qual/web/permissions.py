"""What each role may ask for. What is not in the table is refused to everybody."""

from collections.abc import Mapping

from csec_qual.model.account import AccountRole

_ALL = frozenset(AccountRole)
_CODING = frozenset({AccountRole.CODER, AccountRole.LEAD})
_LEADING = frozenset({AccountRole.LEAD})

OPEN: frozenset[str] = frozenset({"enter", "icon", "static", "signing.form", "signing.sign_in"})
"""What is answered to anybody: it shows nothing of the study."""

ALLOWED: Mapping[str, frozenset[AccountRole]] = {
    "signing.sign_out": _ALL,
    "pages.colours": _ALL,
    "viewing.counts": _ALL,
    "viewing.code": _ALL,
    "pages.home": _CODING,
    "pages.read": _CODING,
    "pages.queue": _CODING,
    "pages.why": _CODING,
    "pages.codebook": _CODING,
    "pages.code": _CODING,
    "pages.matrix": _CODING,
    "pages.find": _CODING,
    "groups.listed": _CODING,
    "groups.one": _CODING,
    "decisions.decide": _CODING,
    "decisions.instead": _CODING,
    "decisions.accept_all": _CODING,
    "decisions.undo": _CODING,
    "decisions.redo": _CODING,
    "decisions.try_rule": _LEADING,
    "decisions.save_rule": _LEADING,
    "memos.listed": _CODING,
    "memos.form": _CODING,
    "memos.one": _CODING,
    "memos.write": _CODING,
    "memos.revise": _CODING,
    "memos.remove": _CODING,
    "memos.cell": _CODING,
    "team.progress": _CODING,
    "team.decisions": _CODING,
    "team.waiting": _CODING,
    "team.agreement": _CODING,
    "team.compared": _CODING,
    "team.differences": _CODING,
    "team.adjudicate": _CODING,
    "team.settle": _CODING,
    "team.finish": _CODING,
    "team.reopen": _CODING,
    "team.assign": _LEADING,
    "team.release": _LEADING,
}


def may(role: AccountRole, endpoint: str | None) -> bool:
    """Whether a role may ask for what an endpoint gives or does."""
    return role in ALLOWED.get(endpoint or "", frozenset())
