"""The data cut of a study: what its lists, transcripts, suggestions and decisions come to now."""

from collections.abc import Iterable, Mapping

from csec_qual.analysis.cut import DataCut
from csec_qual.model.codes import Codebook
from csec_qual.model.coding import Decision, Suggestion
from csec_qual.model.transcript import Transcript
from csec_qual.review import decide
from csec_qual.study.lists import Lists
from csec_qual.study.settings import Settings


def cut(
    settings: Settings,
    codebook: Codebook,
    lists: Lists,
    transcripts: Mapping[str, Transcript],
    suggestions: Iterable[Suggestion],
    decisions: Iterable[Decision],
    *,
    decided_only: bool,
    redacted: frozenset[str] = frozenset(),
) -> DataCut:
    """Everything counts are made from.

    Only transcripts that ``sources.csv`` lists take part, in its order: of the others nobody said what
    they are.

    Args:
        settings: Title and instruments come from here.
        codebook: Themes and codes.
        lists: Counties, sources and speakers.
        transcripts: By id, as the lists have them.
        suggestions: Those that stand.
        decisions: Those that stand.
        decided_only: Leave out suggestions that nobody has decided on.
        redacted: Turns by name of which nothing is quoted outside the team.
    """
    sources = tuple(each for each in lists.sources if each.transcript_id in transcripts)
    listed = {each.transcript_id: transcripts[each.transcript_id] for each in sources}
    passages = decide.passages(
        suggestions,
        decisions,
        listed,
        [code.code_id for code in codebook.codes],
        include_undecided=not decided_only,
    )
    return DataCut(
        title=settings.title,
        codebook=codebook,
        cases=lists.cases,
        sources=sources,
        transcripts=listed,
        participants=lists.participants(),
        passages=tuple(passages),
        instruments=settings.instruments,
        decided_only=decided_only,
        tribes=settings.tribes,
        redacted=redacted,
    )
