"""Words for the rules of a code, from passages that people gave it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from csec_qual.analysis.cut import DataCut
from csec_qual.base.errors import Problem, StudyError
from csec_qual.model.codes import Codebook
from csec_qual.model.transcript import Segment, Transcript, Turn
from csec_qual.nlp.lemmas import Lemmas
from csec_qual.nlp.pipeline import AUTO, choose
from csec_qual.privacy.names import Names
from csec_qual.study.files import find_code, read_codebook
from csec_qual.study.gold import read_gold
from csec_qual.tagging.keyness import LEAST_CODINGS, Keyness, Passage, keyness

# Words that YAML reads as something else than text.
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


@dataclass(frozen=True, slots=True)
class TermDraft:
    """Terms proposed for a code.

    Attributes:
        code_id: The code.
        over: What the codings are, such as ``accepted codings``.
        found: The terms, and how much they rest on.
    """

    code_id: str
    over: str
    found: Keyness

    def terms_yaml(self, limit: int) -> str:
        """The telling terms as a list for ``terms.yaml``; empty where there are none.

        Args:
            limit: At most so many, the most telling.
        """
        terms = self.found.telling[:limit]
        if not terms:
            return ""
        name = self.code_id.replace("-", "_")
        basis = f"# from {self.found.passages} {self.over} in {self.found.transcripts} transcripts"
        return "\n".join([f"{name}_draft:  {basis}", *(f"  - {_scalar(each.term)}" for each in terms)])


def draft_terms(
    code_id: str, gold: Path | str, codebook: Path | str = "csec", *, model: str = AUTO
) -> TermDraft:
    """Propose terms for a code from labelled turns.

    Args:
        code_id: The code.
        gold: A labelled set; see ``score_codebook``. A turn that counts the code is a passage.
        codebook: The name of a shipped codebook, or a folder.
        model: Name of the language model, or ``auto``.

    Raises:
        CodebookError: There is no such codebook or code.
        StudyError: The labelled set has faults, or too few turns with the code.
    """
    book = read_codebook(codebook)
    find_code(book, code_id)
    labelled = read_gold(Path(gold), book)
    transcripts = {each.transcript_id: each for each in labelled.transcripts}
    places = dict.fromkeys(
        (label.transcript_id, label.turn)
        for label in labelled.labels
        if label.counts and label.code_id == code_id
    )
    passages = [_whole_turn(transcripts[place], number, code_id) for place, number in places]
    turns = [(each, turn) for each in labelled.transcripts for turn in each.turns if turn.is_codable]
    names = Names.known(_labels(labelled.transcripts), ())
    return _draft(code_id, "labelled turns", turns, passages, names, model)


def draft_from_cut(code_id: str, cut: DataCut, codebook: Codebook, model: str) -> TermDraft:
    """Propose terms for a code from what people accepted.

    Args:
        code_id: The code.
        cut: The study's data, decided passages only.
        codebook: The study's codebook.
        model: Name of the language model, or ``auto``.

    Raises:
        CodebookError: There is no such code.
        StudyError: There are too few codings.
    """
    find_code(codebook, code_id)
    passages = [
        Passage(passage.passage_id, passage.segment)
        for passage, _ in cut.coded
        if passage.code_id == code_id and passage.is_decided
    ]
    turns = [(cut.transcripts[transcript_id], turn) for transcript_id, turn in cut.codable_turns()]
    names = Names.known(_labels(cut.transcripts.values()), [case.label for case in cut.cases])
    return _draft(code_id, "accepted codings", turns, passages, names, model)


def _draft(
    code_id: str,
    over: str,
    turns: Sequence[tuple[Transcript, Turn]],
    passages: Sequence[Passage],
    names: Names,
    model: str,
) -> TermDraft:
    if len(passages) < LEAST_CODINGS:
        what = f"{over} with this code: {len(passages)}; fewer than {LEAST_CODINGS} say too little."
        fix = "Accept more suggestions of it, or give labelled turns with --from GOLD.csv."
        raise StudyError([Problem(code_id, None, what, fix)])
    found = keyness(turns, passages, Lemmas(choose(model)), lambda word: names.masked(word) != word)
    if not found.words_outside:
        what = f"every codable word has this code, so there is nothing to compare the {over} with."
        raise StudyError([Problem(code_id, None, what, "Add transcripts that speak of other things too.")])
    return TermDraft(code_id, over, found)


def _whole_turn(transcript: Transcript, number: int, code_id: str) -> Passage:
    turn = transcript.turns[number - 1]
    segment = Segment(transcript.transcript_id, turn.start, turn.end)
    return Passage(f"{transcript.transcript_id}:{number}:{code_id}", segment)


def _labels(transcripts: Iterable[Transcript]) -> list[str]:
    return [speaker.label for each in transcripts for speaker in each.speakers]


def _scalar(term: str) -> str:
    return f"'{term}'" if term in _NOT_TEXT or not term.replace(" ", "").isascii() else term
