"""Whether an edited case study still says what the study holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import OutputError
from csec_qual.base.files import write_text
from csec_qual.model.coding import Coding, Stance
from csec_qual.model.memo import MemoVersion
from csec_qual.model.people import Consent
from csec_qual.model.transcript import Transcript
from csec_qual.privacy.release import Audience, known_names
from csec_qual.reporting import verify
from csec_qual.reporting.marked import render_marked
from csec_qual.reporting.reread import Block, blocks_of, plain, read_blocks
from csec_qual.reporting.verify import Finding, Kind, Pair
from csec_qual.study import drafts
from csec_qual.study.case_studies import CaseStudies
from csec_qual.study.drafts import Kept
from csec_qual.study.outputs import ReportRequest, labels, released
from csec_qual.study.settings import Settings


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at an edited report found.

    Attributes:
        kept: The report as it was written.
        findings: In the order of the file.
        blocks: The file, block by block.
        n_quotes: How many of the report's quotes stand in it.
        removed: How many blocks of the report are no longer in it.
    """

    kept: Kept
    findings: tuple[Finding, ...]
    blocks: tuple[Block, ...]
    n_quotes: int
    removed: int

    @property
    def n_wrong(self) -> int:
        """How many findings are to be put right; the others are to be looked at."""
        return sum(each.is_wrong for each in self.findings)


def verified(
    path: Path,
    study: Path,
    settings: Settings,
    cuts: Mapping[bool, DataCut],
    answers: Mapping[str, Coding],
    memos: Iterable[MemoVersion],
) -> Verified:
    """Check an edited report against the one that was written and against the study as it is now.

    Args:
        path: The edited file.
        study: The study's folder.
        settings: How counties may be named.
        cuts: What was said and how it is coded: what people decided on alone (True), or all of it (False).
        answers: The study's present answer by passage.
        memos: What was written for the reports.

    Raises:
        OutputError: The file cannot be read, or no report of this study is like it.
    """
    blocks = read_blocks(path)
    kept = drafts.fetch(study, blocks, path.suffix.lower())
    if kept is None:
        raise OutputError(
            f"{path}: no report of this study says anything like it. Check a file that "
            "csec-qual report case-study wrote in this study, edited or not."
        )
    cut, audience = cuts[kept.decided_only], Audience(kept.audience)
    request = ReportRequest(((kept.case_id, path),), kept.date, kept.audience, None, kept.status)
    studies = CaseStudies(request, cut, settings, study=study, memos=memos)
    data = studies.rendered(studies.report(kept.case_id), kept.suffix)
    found, pairs, added = verify.edited(kept.draft, blocks)
    findings = [
        *found,
        *verify.outdated(kept.draft, pairs, blocks_of(data, kept.suffix)),
        *_standing(kept, blocks, cut, audience, settings, answers),
        *_typed(kept, pairs, added, cut, settings, audience),
        *verify.own_numbers(kept.draft, added, pairs),
    ]
    findings.sort(key=lambda each: each.block.number)
    in_it = {words for block in blocks for words in kept.draft.quotes_in(block.plain)}
    kept_blocks = {block.number for pair in pairs for block in pair.before}
    return Verified(
        kept, tuple(findings), tuple(blocks), len(in_it), len(kept.draft.blocks) - len(kept_blocks)
    )


def write_marked(found: Verified, path: Path) -> Path:
    """Write an edited report as a page with its findings marked.

    Raises:
        OutputError: It could not be written, or its name does not end in ``.html``.
    """
    if path.suffix.lower() != ".html":
        raise OutputError(
            f"{path}: the marked report is a page; its name ends in .html. Nothing was written."
        )
    kept = found.kept
    text = render_marked(found.blocks, found.findings, f"{kept.label}, draft {kept.draft_id}, {kept.date}")
    write_text(path, text)
    return path


def _standing(
    kept: Kept,
    blocks: Iterable[Block],
    cut: DataCut,
    audience: Audience,
    settings: Settings,
    answers: Mapping[str, Coding],
) -> Iterator[Finding]:
    """Quotes whose passage is no longer evidence, or may no longer be quoted."""
    now = {each.passage_id: each for each in cut.passages}
    names = labels(cut, settings, audience, kept.case_id)
    quoted = {one.passage_id for one in kept.draft.quotes}
    released_now = released(cut, (each for name, each in now.items() if name in quoted), names, audience)
    for block in blocks:
        for words in kept.draft.quotes_in(block.plain):
            for quote in kept.draft.quoted[words]:
                name = quote.passage_id
                why = "" if name in now else _why_gone(name, answers, cut)
                if not why and (withheld := released_now[name].withheld):
                    why = f"it may not be quoted any more: {withheld}"
                if why:
                    yield Finding(Kind.UNCODED, block, words, why=f"{name}: {why}")


def _why_gone(name: str, answers: Mapping[str, Coding], cut: DataCut) -> str:
    if name in answers and (made := answers[name].decision).stance is not Stance.APPLIES:
        return f"{made.coder_id} decided '{made.stance.value}' on {made.time[:10]}"
    if name.partition(":")[0] not in cut.transcripts:
        return "its transcript is no longer in the study"
    return "nothing suggests the code there any more, or the speaker withdrew"


def _typed(
    kept: Kept,
    pairs: Iterable[Pair],
    added: Iterable[Block],
    cut: DataCut,
    settings: Settings,
    audience: Audience,
) -> Iterator[Finding]:
    """Quotes and names that people typed in."""
    changed = [pair.after[0] for pair in pairs if pair.texts[0] != pair.texts[1]]
    new = sorted([*changed, *added], key=lambda block: block.number)
    for block, words in verify.added_quotes(kept.draft, new):
        yield _added(block, words, cut)
    names = labels(cut, settings, audience, kept.case_id)
    known = known_names(cut.transcripts, cut.participants, cut.cases, names, cut.tribes)
    for block in new:
        if known.masked(block.text) != block.text:
            why = "mask it, or say the role instead"
            yield Finding(Kind.NAMED, block, "a person or county of the study is named", why=why)


def _added(block: Block, words: str, cut: DataCut) -> Finding:
    """A quote that the report did not hold: whose words they are, if anybody's."""
    for transcript_id, transcript in cut.transcripts.items():
        for turn in transcript.turns:
            if words.strip(".,;: ") in plain(transcript.words(turn)):
                return _said_at(block, words, transcript_id, transcript, turn.number, cut)
    return Finding(Kind.ADDED_QUOTE, block, words, why="nobody said this in any transcript of the study")


def _said_at(
    block: Block, words: str, transcript_id: str, transcript: Transcript, number: int, cut: DataCut
) -> Finding:
    where = f"{transcript_id}:{number}"
    turn = transcript.turns[number - 1]
    if not turn.is_codable:
        return Finding(Kind.ADDED_QUOTE, block, words, why=f"{where}: these are not a participant's words")
    person = cut.speaker(transcript_id, turn)
    if person is not None and person.consent is not Consent.QUOTE:
        why = f"{where}: the speaker did not consent to be quoted"
        return Finding(Kind.ADDED_QUOTE, block, words, why=why)
    why = f"{where}: said there; it did not pass the gate, so look for names and for what tells who spoke"
    return Finding(Kind.ADDED_QUOTE, block, words, why=why, is_wrong=False)
