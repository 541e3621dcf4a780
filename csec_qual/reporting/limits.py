"""What a case study cannot say, in the words of its last section.

Silence is reported as what it is: people not heard, questions not asked, suggestions nobody reviewed,
sources that are missing, and people who disagree.
"""

from collections.abc import Mapping

from csec_qual.analysis.bases import Base
from csec_qual.analysis.composition import missing_sources, passages_of, reviewed, role_groups
from csec_qual.analysis.coverage import State
from csec_qual.analysis.cut import DataCut
from csec_qual.analysis.table import CountTable
from csec_qual.base.text import fold
from csec_qual.privacy.release import LIVED_EXPERIENCE, Audience, is_lived_experience
from csec_qual.reporting.document import Limit


def limits(
    cut: DataCut,
    case_id: str,
    *,
    states: Mapping[tuple[str, str], State],
    sides: tuple[CountTable, CountTable],
    audience: Audience,
) -> tuple[Limit, ...]:
    """The limits of one county's report, in the order they are printed.

    Args:
        cut: What was said.
        case_id: The county.
        states: State of every code in every county.
        sides: Participants by county who report a challenge, and who report a promising practice.
        audience: Who will read it; the public is not told which roles a county's participants have.
    """
    return (
        Limit("Who was not heard", _not_heard(cut, case_id, audience)),
        Limit("What was not asked", _not_asked(cut, case_id, states)),
        Limit("What nobody has reviewed", _unreviewed(cut, case_id)),
        Limit("Sources that are missing", _missing(cut, case_id)),
        Limit("Where people disagree", _disagreement(cut, case_id, sides)),
        Limit(
            "What must not be read into the counts",
            (
                Base.PARTICIPANTS.never_say,
                Base.TRANSCRIPTS.never_say,
                Base.MENTIONS.never_say,
                "A county's silence on a topic is not evidence that the topic does not matter there.",
                "Rules find what is said in words they know; irony and indirect remarks may be missed.",
            ),
        ),
    )


def _not_heard(cut: DataCut, case_id: str, audience: Audience) -> tuple[str, ...]:
    if not audience.is_team:
        return ("Roles of participants are not listed for one county, so that nobody can be recognised.",)
    heard = role_groups(cut, case_id)
    folded = {fold(role) for role in heard}
    missing = [role for role in role_groups(cut) if fold(role) not in folded]
    # Few in number and easily overlooked: their absence is named even where the whole study lacks them.
    if not any(is_lived_experience(role) for role in (*heard, *missing)):
        missing.append(LIVED_EXPERIENCE)
    if not any(fold(role).startswith("trib") for role in (*heard, *missing)):
        missing.append("Tribal partner")
    if not missing:
        return ("Every role group of the study was heard in this county.",)
    return (f"Heard elsewhere in the study or expected, and not here: {', '.join(missing)}.",)


def _not_asked(cut: DataCut, case_id: str, states: Mapping[tuple[str, str], State]) -> tuple[str, ...]:
    lines = []
    for theme in cut.codebook.themes:
        silent = [code for code in theme.codes if states[case_id, code.code_id] is State.NOT_ASKED]
        if silent and len(silent) == len(theme.codes):
            lines.append(f"{theme.label}: none of it.")
        elif silent:
            lines.append(f"{theme.label}: {'; '.join(code.label for code in silent)}.")
    if not _has_instrument(cut, case_id):
        return (
            "No instrument is recorded for this county's transcripts: what was asked is not known.",
            *lines,
        )
    return tuple(lines) or ("Every code of the codebook was asked about or spoken of.",)


def _has_instrument(cut: DataCut, case_id: str) -> bool:
    known = {one.instrument_id for one in cut.instruments}
    return any(
        turn.case_id == case_id and cut.source(turn.transcript_id).instrument in known for turn in cut.spoken
    )


def _unreviewed(cut: DataCut, case_id: str) -> tuple[str, ...]:
    progress = reviewed(passages_of(cut, case_id))
    if cut.decided_only:
        return ("Only passages a person decided on are counted; suggestions nobody has seen are left out.",)
    if not progress.of:
        return ("No passage is counted in this report.",)
    if progress.n == progress.of:
        return ("Every passage behind this report was reviewed by a person.",)
    line = (
        f"{progress.of - progress.n} of {progress.of} passages are suggestions made by rules that no person "
        "has reviewed. They are counted in this draft and may be wrong."
    )
    return (line,)


def _missing(cut: DataCut, case_id: str) -> tuple[str, ...]:
    sources = missing_sources(cut, case_id)
    kinds = [
        f"{source.source_type.value.replace('_', ' ')} ({source.mode or 'mode not recorded'})"
        for source in sources
    ]
    return (
        (f"Listed, with no words in this data cut: {', '.join(kinds)}.",)
        if kinds
        else ("Every source listed for this county is in the data cut.",)
    )


def _disagreement(cut: DataCut, case_id: str, sides: tuple[CountTable, CountTable]) -> tuple[str, ...]:
    lines = []
    for theme in cut.codebook.themes:
        challenge, promising = (table.at(theme.theme_id, case_id) for table in sides)
        if challenge.n and promising.n:
            lines.append(
                f"{theme.label}: {challenge.n} of {challenge.of} participants report a challenge, "
                f"{promising.n} of {promising.of} something that works."
            )
    return tuple(lines) or ("No theme in which some report a challenge and others something that works.",)
