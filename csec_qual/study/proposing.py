"""Rows proposed for files and speakers that the lists do not have, with the reader's guesses.

A proposal is for a person to correct. Nobody is given a consent here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from csec_qual.base.text import slug
from csec_qual.model.people import Case
from csec_qual.model.transcript import Role, SourceType, Speaker, Transcript
from csec_qual.study import layout
from csec_qual.study.lists import Lists
from csec_qual.study.rows import append_rows

ProposedSpeaker = tuple[str, str, str]
"""File, label and role."""

_COUNTY_COLUMNS = ("county", "case")
_ROLE_COLUMNS = ("role group", "role_group", "role", "position", "job title")
_NUMBERED = re.compile(r"^(.*-)(\d+)$")


def propose(
    transcripts: Iterable[Transcript], study: Path, lists: Lists, role_groups: Mapping[str, str]
) -> tuple[ProposedSpeaker, ...]:
    """Add rows for what the lists do not have.

    Args:
        transcripts: What was read.
        study: The study's folder.
        lists: Its lists as they are.
        role_groups: Role group by the role a survey records.
    """
    listed = {source.transcript_id for source in lists.sources}
    sources: list[dict[str, str]] = []
    speakers: list[dict[str, str]] = []
    for transcript in transcripts:
        county = lists.case_of(transcript.transcript_id, "")
        if transcript.transcript_id not in listed:
            sources.append(_proposed_source(transcript, lists.cases))
            county = sources[-1]["case"]
        speakers += _proposed_speakers(transcript, county, lists, role_groups, speakers)
    append_rows(study / layout.SOURCES, sources)
    append_rows(study / layout.PARTICIPANTS, speakers)
    return tuple((row["file"], row["label"], row["role"]) for row in speakers)


def _proposed_source(transcript: Transcript, cases: Iterable[Case]) -> dict[str, str]:
    return {
        "file": transcript.file,
        "case": _case_of_file(transcript.file, cases),
        "source_type": transcript.source_type.value,
        "mode": "document" if transcript.source_type is SourceType.PLAN else "",
    }


def _proposed_speakers(
    transcript: Transcript,
    county: str,
    lists: Lists,
    role_groups: Mapping[str, str],
    proposed: Iterable[Mapping[str, str]],
) -> Iterator[dict[str, str]]:
    """Rows for the labels that have none.

    A participant gets the next free pseudonym of their county, or of their transcript where the county
    is not known; consent is left empty for a person to write.
    """
    listed = {(row.transcript_id, row.label) for row in lists.speakers}
    taken = [row.participant_id for row in lists.speakers]
    taken += [row.get("participant_id", "") for row in proposed]
    for speaker in transcript.speakers:
        if (transcript.transcript_id, speaker.label) in listed:
            continue
        row = {"file": transcript.file, "label": speaker.label, "role": speaker.role.value}
        if speaker.role is Role.PARTICIPANT and speaker.label:
            row |= _person(speaker, county, lists.cases, role_groups)
            stem = row["case"] or transcript.transcript_id
            row["participant_id"] = _next_free(stem.upper(), taken)
            taken.append(row["participant_id"])
        yield row


def _person(
    speaker: Speaker, county_of_source: str, cases: Sequence[Case], role_groups: Mapping[str, str]
) -> dict[str, str]:
    said = {name.strip().casefold(): value.strip() for name, value in speaker.attributes.items()}
    county = next((said[name] for name in _COUNTY_COLUMNS if said.get(name)), "")
    role = next((said[name] for name in _ROLE_COLUMNS if said.get(name)), "")
    return {
        "case": _case_named(county, cases) or county_of_source,
        "role_group": role_groups.get(role, ""),
    }


def _case_of_file(file: str, cases: Iterable[Case]) -> str:
    words = f"{slug(Path(file).stem)}-"
    return next((case.case_id for case in cases if words.startswith(f"{case.case_id}-")), "")


def _case_named(county: str, cases: Iterable[Case]) -> str:
    wanted = slug(county).removesuffix("-county")
    known = {name: case.case_id for case in cases for name in (case.case_id, slug(case.label))}
    return known.get(wanted) or known.get(f"{wanted}-county", "") if wanted else ""


def _next_free(stem: str, taken: Sequence[str]) -> str:
    numbers = [int(m[2]) for each in taken if (m := _NUMBERED.match(each)) and m[1] == f"{stem}-"]
    return f"{stem}-{max(numbers, default=0) + 1:02d}"
