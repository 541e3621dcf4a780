"""Qualitative coding for evaluations of county programs.

``import csec_qual as cq`` loads nothing heavy: each name below is imported when it is first used.
"""

from typing import TYPE_CHECKING

__all__ = [
    "Case",
    "Code",
    "Codebook",
    "CodebookError",
    "Coder",
    "CountTable",
    "CsecQualError",
    "Decision",
    "DecisionError",
    "Memo",
    "Participant",
    "PrivacyError",
    "Quote",
    "Segment",
    "Study",
    "StudyError",
    "Suggestion",
    "TemplateError",
    "Theme",
    "Transcript",
    "TranscriptError",
    "Turn",
    "__version__",
    "check_codebook",
    "codebook_coverage",
    "draft_terms",
    "find_code",
    "preview_codebook",
    "read_codebook",
    "read_transcript",
    "sample_study",
    "score_codebook",
    "suggest",
    "turn_records",
]

if TYPE_CHECKING:
    from csec_qual.analysis.table import CountTable
    from csec_qual.base.errors import (
        CodebookError,
        CsecQualError,
        DecisionError,
        PrivacyError,
        StudyError,
        TemplateError,
        TranscriptError,
    )
    from csec_qual.base.shipped import sample_study
    from csec_qual.model.codes import Code, Codebook, Theme
    from csec_qual.model.coding import Decision, Suggestion
    from csec_qual.model.memo import Memo
    from csec_qual.model.people import Case, Coder, Participant
    from csec_qual.model.transcript import Segment, Transcript, Turn
    from csec_qual.privacy.release import ReleasedQuote as Quote
    from csec_qual.study.covering import codebook_coverage
    from csec_qual.study.drafting import draft_terms
    from csec_qual.study.files import (
        check_codebook,
        find_code,
        read_codebook,
        read_transcript,
        suggest,
        turn_records,
    )
    from csec_qual.study.gold import score_codebook
    from csec_qual.study.previewing import preview_codebook
    from csec_qual.study.study import Study

    __version__: str
else:
    # In the else: a type checker that saw a module __getattr__ would accept any misspelling.
    from importlib import import_module

    _HOMES = {
        "analysis.table": ("CountTable",),
        "base.errors": (
            "CodebookError",
            "CsecQualError",
            "DecisionError",
            "PrivacyError",
            "StudyError",
            "TemplateError",
            "TranscriptError",
        ),
        "base.shipped": ("sample_study",),
        "model.codes": ("Code", "Codebook", "Theme"),
        "model.coding": ("Decision", "Suggestion"),
        "model.memo": ("Memo",),
        "model.people": ("Case", "Coder", "Participant"),
        "model.transcript": ("Segment", "Transcript", "Turn"),
        "privacy.release": ("ReleasedQuote",),
        "study.covering": ("codebook_coverage",),
        "study.drafting": ("draft_terms",),
        "study.files": (
            "check_codebook",
            "find_code",
            "read_codebook",
            "read_transcript",
            "suggest",
            "turn_records",
        ),
        "study.gold": ("score_codebook",),
        "study.previewing": ("preview_codebook",),
        "study.study": ("Study",),
    }
    _HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
    _OTHER_NAMES = {"Quote": "ReleasedQuote"}

    def __getattr__(name):
        if name == "__version__":
            from importlib.metadata import version

            return version("csec-qual")
        own_name = _OTHER_NAMES.get(name, name)
        if name not in __all__:
            raise AttributeError(f"module 'csec_qual' has no attribute '{name}'")
        value = getattr(import_module(f"csec_qual.{_HOME_OF[own_name]}"), own_name)
        globals()[name] = value
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
