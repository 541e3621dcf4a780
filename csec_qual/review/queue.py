"""In which order suggestions are worth a person's minute."""

from collections.abc import Iterable

from csec_qual.model.coding import Decision, Suggestion
from csec_qual.review.decide import passage_id


def queue(
    suggestions: Iterable[Suggestion], decisions: Iterable[Decision], coder_id: str
) -> list[Suggestion]:
    """What a coder has not decided on, the most telling first.

    What the codebook leaves to a person comes first, then what would count, the least sure before the
    surest; what would not count anyway comes last. Equal ones stand in transcript order.
    """
    done = {passage_id(each) for each in decisions if each.coder_id == coder_id}
    waiting = [each for each in suggestions if each.suggestion_id not in done]
    return sorted(
        waiting,
        key=lambda each: (
            not each.needs_review,
            not each.counts,
            each.score,
            each.transcript_id,
            each.turn,
            each.code_id,
        ),
    )
