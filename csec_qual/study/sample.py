"""The shipped sample study as transcripts, for trying a codebook where there is no study."""

from collections.abc import Mapping

from csec_qual.base import shipped
from csec_qual.model.transcript import Transcript
from csec_qual.readers import registry
from csec_qual.study.lists import read_lists
from csec_qual.study.transcripts import as_lists_say

Talk = tuple[Transcript, Mapping[str, str]]
"""A transcript, and the role group of each of its speaker labels."""

_COUNTIES = "counties.csv"


def sample_talks() -> list[Talk]:
    """The sample's transcripts as its own lists have them, in the order of their ids."""
    folder = shipped.sample_study()
    lists = read_lists(folder, _COUNTIES)
    groups = lists.role_groups()
    read = [registry.read_transcript(folder / source.file) for source in lists.sources]
    found = as_lists_say(sorted(read, key=lambda each: each.transcript_id), lists)
    return [(each, groups.get(each.transcript_id, {})) for each in found.values()]
