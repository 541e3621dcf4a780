"""In which order suggestions are worth a person's minute."""

from collections.abc import Iterable

from csec_qual.model.coding import Decision, Suggestion
from csec_qual.review.decide import passage_id

_EVEN = 0.5
_LEFT_TO_PEOPLE = 0.5


def queue(
    suggestions: Iterable[Suggestion], decisions: Iterable[Decision], coder_id: str
) -> list[Suggestion]:
    """What a coder has not decided on, what is most worth a minute first."""
    done = {passage_id(each) for each in decisions if each.coder_id == coder_id}
    return sorted((each for each in suggestions if each.suggestion_id not in done), key=by_worth)


def by_worth(suggestion: Suggestion) -> tuple[float, str, int, str]:
    """A sort key: what is most worth a person's minute comes first.

    A score is the probability that a person would give the code, so the nearer it is to one half, the more a
    person's word tells. What the codebook leaves to a person counts as twice as near. What is as good as
    certain, either way, comes last. Equal ones stand in transcript order.
    """
    far = abs(suggestion.score - _EVEN) * (_LEFT_TO_PEOPLE if suggestion.needs_review else 1)
    return round(far, 4), suggestion.transcript_id, suggestion.turn, suggestion.code_id
