"""What the study knows that a file must not tell, and a file as pieces of text to look through."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError
from csec_qual.base.files import UnsafeArchiveError, check_archive
from csec_qual.base.text import fold
from csec_qual.excel.reading import cells_of
from csec_qual.model.people import Consent
from csec_qual.model.transcript import Transcript
from csec_qual.privacy.audit import Leak, Piece, Secrets, audit, runs
from csec_qual.privacy.off_record import off_record_turns
from csec_qual.privacy.release import Audience, known_names
from csec_qual.reporting.pdf_text import read_pdf
from csec_qual.reporting.reread import read_blocks
from csec_qual.study.lists import Lists
from csec_qual.study.outputs import labels
from csec_qual.study.settings import Settings

_REPORTS = (".docx", ".html", ".htm", ".md")
_TEXTS = (".csv", ".tsv", ".json", ".txt", ".svg")
# What Word keeps beside the text that a reader sees.
_HIDDEN_PARTS = re.compile(r"word/(?:comments\w*|people|footnotes|endnotes)\.xml|docProps/custom\.xml")
_PROPERTIES = "docProps/core.xml"
_TAG = re.compile(r"<[^>]+>")
_OWN_MARK = "csec_qual"
_TRACKED = re.compile(r"<w:(?:del|ins|moveFrom) ")
_BARRED = {
    Consent.WITHDRAWN: "the speaker withdrew",
    Consent.COUNT: "the speaker consented to be counted only",
    Consent.PARAPHRASE: "the speaker consented to paraphrase only",
}


def audited(
    path: Path,
    cut: DataCut,
    lists: Lists,
    as_read: Iterable[Transcript],
    settings: Settings,
    audience: Audience,
    case_id: str = "",
) -> list[Leak]:
    """What should not be in a finished file.

    Args:
        path: The file.
        cut: What counts.
        lists: Who consented to what.
        as_read: Transcripts with the words of those who withdrew still in them.
        settings: How counties may be named.
        audience: Who is to read it.
        case_id: For a county: which.

    Raises:
        OutputError: The file cannot be read, or is of a format that cannot be looked through.
    """
    names = labels(cut, settings, audience, case_id)
    return audit(pieces_of(path), _secrets(cut, lists, as_read, names), audience)


def _secrets(cut: DataCut, lists: Lists, as_read: Iterable[Transcript], names: Mapping[str, str]) -> Secrets:
    rows = {(row.transcript_id, row.label): row for row in lists.speakers}
    barred: dict[int, str] = {}
    voices: dict[int, str] = {}
    shared: set[int] = set()
    for transcript in as_read:
        off_record = off_record_turns(transcript)
        for turn in transcript.turns:
            row = rows.get((transcript.transcript_id, turn.speaker))
            if row is None or not row.participant_id:
                continue
            words = transcript.words(turn)
            consent = row.consent or Consent.COUNT
            why = _BARRED.get(consent) or ("said off the record" if turn.number in off_record else "")
            for run in runs(words):
                if why:
                    barred[run] = why
                elif voices.setdefault(run, row.participant_id) != row.participant_id:
                    shared.add(run)
    return Secrets(
        names=known_names(cut.transcripts, cut.participants, cut.cases, names, cut.tribes),
        # What somebody else said in the same words may be quoted as theirs.
        barred={run: why for run, why in barred.items() if run not in voices},
        voices={run: who for run, who in voices.items() if run not in shared},
        seats=_seats(cut, names),
        ids=frozenset(person.participant_id for person in cut.participants) | frozenset(cut.transcripts),
    )


def _seats(cut: DataCut, names: Mapping[str, str]) -> frozenset[str]:
    """Role and county of everyone who is alone in them, as an attribution would say it."""
    people = {
        (person.role_group, person.case_id, person.participant_id)
        for person in cut.participants
        if person.role_group and person.case_id in names
    }
    alone = Counter((role, case_id) for role, case_id, _ in people)
    return frozenset(fold(f"{role}, {names[case]}") for (role, case), n in alone.items() if n == 1)


def pieces_of(path: Path) -> list[Piece]:
    """A finished file as pieces of text with their places, what a reader does not see at once among them.

    Raises:
        OutputError: The file cannot be read, or is of a format that cannot be looked through.
    """
    suffix = path.suffix.lower()
    if suffix in _REPORTS:
        blocks = [Piece(f"block {each.number}", each.text) for each in read_blocks(path)]
        return blocks + list(_beside(path, suffix))
    if suffix == ".xlsx":
        return [Piece(*each) for each in cells_of(path)]
    if suffix == ".pdf":
        return [Piece(*each) for each in read_pdf(path)]
    if suffix in _TEXTS:
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise OutputError(f"{path}: this is no UTF-8 text that can be read.") from error
        return [Piece(f"line {number}", line) for number, line in enumerate(lines, start=1)]
    known = ", ".join((*_REPORTS, ".pdf", ".xlsx", *_TEXTS))
    raise OutputError(f"{path}: files of this kind cannot be looked through. Known are {known}.")


def _beside(path: Path, suffix: str) -> Iterator[Piece]:
    """What a report holds besides the words that a reader sees."""
    data = path.read_bytes()
    if suffix != ".docx":
        text = data.decode("utf-8", errors="replace")
        for number, said in enumerate(re.findall(r"<!--(.*?)-->", text, re.DOTALL), start=1):
            yield Piece(f"comment {number}", said, is_hidden=True)
        for target in re.findall(r"(?:href=\"|\]\()([^\")]+)", text):
            yield Piece(f"link to {target.partition('#')[0]}", target)
        return
    try:
        check_archive(data)
    except UnsafeArchiveError as error:
        raise OutputError(f"{path}: this is no whole Word file.") from error
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name).decode("utf-8", errors="replace")
            if _HIDDEN_PARTS.fullmatch(name):
                yield Piece(name, _TAG.sub(" ", part), is_hidden=True)
            elif name == _PROPERTIES:
                who = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", part)
                for each in {who_is for who_is in who if who_is != _OWN_MARK}:
                    yield Piece("properties of the file", f"author {each}", is_hidden=True)
            elif name.endswith("document.xml") and _TRACKED.search(part):
                yield Piece("tracked changes", "deleted text is still in the file", is_hidden=True)
            elif name.endswith("document.xml.rels"):
                for target in re.findall(r'Target="([^"]+)"', part):
                    yield Piece(f"link to {target.partition('#')[0]}", target)
