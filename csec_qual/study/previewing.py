"""What another codebook gains and loses: in a study, in files, or in the shipped sample."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from csec_qual.base.errors import CodebookError, Problem
from csec_qual.codebook.diff import PartChange, part_changes
from csec_qual.codebook.fingerprint import code_fingerprints
from csec_qual.codebook.load import read_codebook as read_folder
from csec_qual.codebook.nodes import nearest
from csec_qual.model.codes import Codebook
from csec_qual.model.coding import Decision
from csec_qual.model.transcript import Transcript
from csec_qual.nlp.pipeline import AUTO
from csec_qual.review.decide import codings
from csec_qual.store import suggestions as kept
from csec_qual.store.engine import Database
from csec_qual.study import reviewing, suggesting
from csec_qual.study.covering import talks_in
from csec_qual.study.files import read_codebook
from csec_qual.study.sample import sample_talks
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.paraphrase import Paraphrase
from csec_qual.tagging.preview import Preview, codes_that_differ, compare, suggest_by_both
from csec_qual.tagging.words import Reader

Groups = Mapping[str, Mapping[str, str]]


def preview_codebook(
    old: Codebook | Path | str,
    new: Codebook | Path | str,
    paths: Sequence[Path | str] = (),
    *,
    codes: Collection[str] = (),
    model: str = AUTO,
) -> Preview:
    """What another codebook gains and loses in transcript files, or in the shipped sample if none is named.

    Args:
        old: A codebook, the name of a shipped one, or a folder.
        new: The other.
        paths: Files, or folders of files; roles are the reader's guesses.
        codes: Only these codes; empty for all.
        model: Name of the language model, or ``auto``.

    Raises:
        CodebookError: There is no such codebook or code, or a codebook has faults.
        TranscriptError: A file cannot be read.
    """
    before, after = (each if isinstance(each, Codebook) else read_codebook(each) for each in (old, new))
    _check(codes, before, after)
    talks = talks_in(paths) if paths else sample_talks()
    transcripts = [transcript for transcript, _ in talks]
    groups = {transcript.transcript_id: own for transcript, own in talks}
    return _of_two(before, after, transcripts, groups, Reader(model), codes, [])


def in_study(
    database: Database,
    old: Codebook | None,
    new: Codebook,
    transcripts: Mapping[str, Transcript],
    role_groups: Groups,
    reader: Reader,
    engine: str,
    paraphrase: Paraphrase | None,
    kept_codebook: Path,
    codes: Collection[str],
) -> Preview:
    """What another codebook gains and loses in a study.

    Args:
        database: The study's.
        old: What is compared with; None for what is stored as suggested.
        new: The other codebook.
        transcripts: By id, as the lists have them.
        role_groups: Role group of each speaker label, by transcript id.
        reader: Cuts the turns into words.
        engine: Version of the engine and its model.
        paraphrase: The paraphrase layer of the other codebook, where it is in use.
        kept_codebook: The codebook that the stored suggestions were made from, where there is a copy.
        codes: Only these codes; empty for all.

    Raises:
        CodebookError: There is no such code.
    """
    decisions = reviewing.decided(database, transcripts).standing
    if old is not None:
        _check(codes, old, new)
        return _of_two(old, new, list(transcripts.values()), role_groups, reader, codes, decisions)
    before = _kept(kept_codebook)
    with database.direct() as connection:
        known = kept.fingerprints(connection)
    # A code may be stored that neither codebook has in use: it was in use when it was suggested.
    _check(codes, *filter(None, (before, new)), stored={code_id for _, code_id in known})
    read = {transcript_id for transcript_id, _ in known}
    seen = {name: each for name, each in transcripts.items() if name in read}
    active = reviewing.active_codes(new)
    fingerprints = code_fingerprints(new)
    work = suggesting.pending(
        seen.values(),
        role_groups,
        {code_id: fingerprints[code_id] for code_id in active if not codes or code_id in codes},
        engine,
        known,
    )
    stale = {(each.transcript_id, code_id) for each, made_from in work for code_id in made_from}
    gone = {code_id for _, code_id in known if code_id not in active and (not codes or code_id in codes)}
    order = [code_id for code_id in active if any(code_id in made_from for _, made_from in work)]
    codable = reviewing.codable_turns(seen.values())
    stored = reviewing.standing_suggestions(database, codable, {*order, *gone})
    made = Engine(new, reader=reader, paraphrase=paraphrase)
    found = made.suggest_many([each for each, _ in work], role_groups, order)
    return Preview(
        None if before is None else _parts(before, new, codes),
        compare(
            [each for each in stored if (each.transcript_id, each.code_id) in stale or each.code_id in gone],
            [each for each in found if (each.transcript_id, each.code_id) in stale],
            [*order, *sorted(gone)],
            seen,
            codings(decisions),
        ),
        len(seen),
        len(transcripts) - len(seen),
    )


def _of_two(
    old: Codebook,
    new: Codebook,
    transcripts: Sequence[Transcript],
    role_groups: Groups,
    reader: Reader,
    codes: Collection[str],
    decisions: Sequence[Decision],
) -> Preview:
    differ = [code_id for code_id in codes_that_differ(old, new) if not codes or code_id in codes]
    before, after = suggest_by_both(old, new, transcripts, role_groups, differ, reader)
    by_id = {each.transcript_id: each for each in transcripts}
    return Preview(
        _parts(old, new, codes),
        compare(before, after, differ, by_id, codings(decisions)),
        len(transcripts),
    )


def _parts(old: Codebook, new: Codebook, codes: Collection[str]) -> tuple[PartChange, ...]:
    """The parts that differ: of these codes, and those that every code shares."""
    return tuple(
        each
        for each in part_changes(old, new)
        if not codes or each.part not in {"code", "rule"} or each.name.partition(".")[0] in codes
    )


def _kept(folder: Path) -> Codebook | None:
    try:
        return read_folder(folder)
    except CodebookError:
        return None  # deleted or damaged: nothing is known of it


def _check(codes: Collection[str], *codebooks: Codebook, stored: Collection[str] = ()) -> None:
    """Refuse a code that neither codebook has."""
    known = {*stored, *(code.code_id for book in codebooks for code in book.codes)}
    unknown = [code_id for code_id in codes if code_id not in known]
    if unknown:
        name = codebooks[-1].codebook_id
        raise CodebookError(
            [Problem(name, None, f"there is no code '{each}'.", nearest(each, known)) for each in unknown]
        )
