"""``study.yaml``: what a study is called, how it is masked, and what was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from csec_qual.base.errors import Problem, StudyError
from csec_qual.codebook.nodes import Faults, Value, read_yaml
from csec_qual.model.instrument import Instrument, Question
from csec_qual.nlp.pipeline import AUTO
from csec_qual.study.layout import SETTINGS


class CountyNames(StrEnum):
    """Whether reports name the counties."""

    MASKED = "masked"
    SHOWN = "shown"


class ParaphraseUse(StrEnum):
    """Whether the paraphrase layer reads beside the rules."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a study.

    Attributes:
        title: For the reports.
        seed: Decides which letter stands for which county.
        codebook: The codebook's folder, relative to the study.
        model: Name of the language model, or ``auto``.
        county_names: Whether reports name the counties.
        tribes: Names of Tribes and Native organizations, which no report names.
        paraphrase: Whether the paraphrase layer is used where it is installed.
        role_groups: Role group by the role a survey records, for the rows that are proposed.
        instruments: What was asked.
    """

    title: str
    seed: str
    codebook: str
    model: str = AUTO
    county_names: CountyNames = CountyNames.MASKED
    tribes: tuple[str, ...] = ()
    paraphrase: ParaphraseUse = ParaphraseUse.ON
    role_groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    instruments: tuple[Instrument, ...] = ()


def read_settings(path: Path) -> Settings:
    """Read ``study.yaml``.

    Raises:
        StudyError: It is not there or has faults; every one is listed with its line.
    """
    faults = Faults()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text." if isinstance(error, UnicodeDecodeError) else "it cannot be read."
        raise StudyError(
            [Problem(SETTINGS, None, reason, "Save it as UTF-8 in the study folder.")]
        ) from error
    value = read_yaml(text, SETTINGS, faults)
    settings = _settings(value) if value is not None else None
    if settings is None or faults.problems:
        raise StudyError(faults.problems)
    return settings


def _settings(value: Value) -> Settings:
    parts = value.fields(
        "study.yaml",
        ("title", "seed", "codebook"),
        ("model", "paraphrase", "privacy", "glossary", "role_groups", "instruments"),
    )
    privacy = parts["privacy"].fields("privacy", (), ("county_names", "tribes")) if "privacy" in parts else {}
    names = privacy["county_names"].word(CountyNames, "county_names") if "county_names" in privacy else None
    layer = parts["paraphrase"].word(ParaphraseUse, "paraphrase") if "paraphrase" in parts else None
    groups = parts["role_groups"].pairs("role_groups") if "role_groups" in parts else []
    if "glossary" in parts:
        parts["glossary"].pairs("the glossary")
    return Settings(
        title=_text(parts, "title"),
        seed=_text(parts, "seed"),
        codebook=_text(parts, "codebook"),
        model=_text(parts, "model") or AUTO,
        county_names=names or CountyNames.MASKED,
        tribes=tuple(each.text("a Tribe's name") for each in _items(privacy, "tribes")),
        paraphrase=layer or ParaphraseUse.ON,
        role_groups=MappingProxyType(
            {key.text("a role"): group.text("a role group") for key, group in groups}
        ),
        instruments=tuple(
            _instrument(item)
            for item in (parts["instruments"].items("instruments") if "instruments" in parts else ())
        ),
    )


def _items(parts: Mapping[str, Value], name: str) -> Iterable[Value]:
    return parts[name].items(name) if name in parts else ()


def _instrument(value: Value) -> Instrument:
    parts = value.fields("an instrument", ("id", "questions"), ("title",))
    return Instrument(
        instrument_id=_text(parts, "id"),
        title=_text(parts, "title"),
        questions=tuple(
            _question(item)
            for item in (parts["questions"].items("questions") if "questions" in parts else ())
        ),
    )


def _question(value: Value) -> Question:
    parts = value.fields("a question", ("id", "text"), ("codes",))
    codes = parts["codes"].one_or_more("codes") if "codes" in parts else []
    return Question(_text(parts, "id"), _text(parts, "text"), tuple(code.text("a code") for code in codes))


def _text(parts: Mapping[str, Value], key: str) -> str:
    return parts[key].text(key) if key in parts else ""
