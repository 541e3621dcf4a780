"""In which order suggestions are worth a person's minute."""

from collections.abc import Iterable

from csec_qual.model.coding import Decision, Suggestion
from csec_qual.review.decide import passage_id

_EVEN = 0.5
_LEFT_TO_PEOPLE = 0.5


def queue(
    suggestions: Iterable[Suggestion], decisions: Iterable[Decision], coder_id: str
) -> list[Suggestion]:
    """What a coder has not decided on, what is most worth a minute first.

    A score is the probability that a person would give the code, so the nearer it is to one half, the more a
    person's word tells. What the codebook leaves to a person counts as twice as near. What is as good as
    certain, either way, comes last. Equal ones stand in transcript order.
    """
    done = {passage_id(each) for each in decisions if each.coder_id == coder_id}
    waiting = [each for each in suggestions if each.suggestion_id not in done]
    return sorted(
        waiting,
        key=lambda each: (
            round(abs(each.score - _EVEN) * (_LEFT_TO_PEOPLE if each.needs_review else 1), 4),
            each.transcript_id,
            each.turn,
            each.code_id,
        ),
    )
