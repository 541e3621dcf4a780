"""The transcripts of a study as its lists have them now."""

from collections.abc import Iterable
from dataclasses import replace

from csec_qual.model.transcript import Transcript
from csec_qual.study.lists import Lists, SpeakerRow
from csec_qual.study.people import as_listed


def as_lists_say(found: Iterable[Transcript], lists: Lists) -> dict[str, Transcript]:
    """Transcripts by id, with the kinds, roles and withdrawals of the lists."""
    kinds = {source.transcript_id: source.source_type for source in lists.sources}
    rows: dict[str, dict[str, SpeakerRow]] = {}
    for row in lists.speakers:
        rows.setdefault(row.transcript_id, {})[row.label] = row
    return {
        each.transcript_id: as_listed(
            replace(each, source_type=kinds.get(each.transcript_id, each.source_type)),
            rows.get(each.transcript_id, {}),
        )
        for each in found
    }
