"""A folder of YAML files to a ``Codebook``, or every fault in it at once.

The folder holds ``codebook.yaml`` (title and themes), one file for each theme with its codes, and, where
wanted, ``attributes.yaml``, ``terms.yaml`` and ``assertion.yaml``. What one entry of a file means is in
``codebook.entries``; here stand the files, and what they say about each other.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from csec_qual.base import shipped
from csec_qual.base.errors import CodebookError, Problem, QueryError
from csec_qual.codebook.entries import KEBAB, Ledger, place, read_assertion, read_code, read_cue, read_terms
from csec_qual.codebook.kept import KeptFiles
from csec_qual.codebook.nodes import Faults, Value, nearest, read_yaml
from csec_qual.codebook.query import lists_in
from csec_qual.model.codes import Code, Codebook, Cue, Theme

_MAIN = "codebook"
_SHARED = ("attributes", "terms", "assertion")
_HEX = re.compile("#[0-9A-Fa-f]{6}")


def locate(name_or_path: str | Path, base: Path | None = None) -> Path:
    """The folder of a codebook, by path or by the name of a shipped one.

    Args:
        name_or_path: A folder, such as ``codebooks/csec``, or a shipped codebook, such as ``csec``.
        base: The folder that a relative path counts from; the current one by default.

    Raises:
        CodebookError: There is neither; the message lists the shipped codebooks.
    """
    folder = (base or Path()) / Path(name_or_path).expanduser()
    if _is_codebook(folder):
        return folder
    known = sorted(path.name for path in shipped.codebooks().iterdir() if _is_codebook(path))
    if str(name_or_path) in known:
        return shipped.codebooks() / name_or_path
    # A folder that is no codebook is given back all the same: reading it says what it lacks.
    if folder.is_dir():
        return folder
    what = f"there is no codebook '{name_or_path}'."
    fix = f"Give a folder that has a {_MAIN}.yaml, or the name of a shipped codebook: {', '.join(known)}."
    raise CodebookError([Problem(str(name_or_path), None, what, fix)])


def is_shipped(folder: Path) -> bool:
    """Whether a folder is that of a shipped codebook."""
    return folder.resolve().parent == shipped.codebooks().resolve()


def read_codebook(folder: Path, cache: Path | None = None) -> Codebook:
    """The codebook in a folder.

    Args:
        folder: Holds the codebook's files.
        cache: A folder of this codebook's own where what is read may be kept for the next time.

    Raises:
        CodebookError: With every fault of every file: path, line, what is wrong, and the fix.
    """
    faults = Faults()
    paths = _find_files(folder)
    kept = KeptFiles(cache)
    files = {name: _read_file(path, faults, kept) for name, path in paths.items()}
    main = files[_MAIN]
    ledger = Ledger()
    codebook = None if main is None else _build(main, files, faults, ledger)
    kept.keep(ledger.queries)
    if codebook is None or faults.problems:
        raise CodebookError(_in_file_order(faults.problems, [_shown(path) for path in paths.values()]))
    return codebook


def _is_codebook(folder: Path) -> bool:
    return (folder / f"{_MAIN}.yaml").is_file()


def _shown(path: Path) -> str:
    """A file as messages name it: its codebook's folder and its own name."""
    return f"{path.resolve().parent.name}/{path.name}"


def _find_files(folder: Path) -> dict[str, Path]:
    """The YAML files by stem, ``codebook`` first."""
    name = folder.resolve().name
    if not folder.is_dir():
        what = "there is no such folder." if not folder.exists() else "this is a file, not a folder."
        fix = "Name the folder that holds the codebook's files."
        raise CodebookError([Problem(str(folder), None, what, fix)])
    found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    wrong = [path for path in found if path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml"]
    problems = [
        Problem(_shown(path), None, "this file would not be read.", f"Rename it to {path.stem}.yaml.")
        for path in wrong
    ]
    paths = {path.stem: path for path in found if path.suffix == ".yaml"}
    if _MAIN not in paths:
        what = f"the folder has no {_MAIN}.yaml." if paths else "the folder has no codebook files."
        fix = f"Add a {_MAIN}.yaml with id, title, version and themes."
        problems.append(Problem(name, None, what, fix))
    if problems:
        raise CodebookError(problems)
    return {_MAIN: paths.pop(_MAIN), **paths}


def _read_file(path: Path, faults: Faults, kept: KeptFiles) -> Value | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.add(_shown(path), None, f"the file cannot be read ({error.strerror}).", "Check its rights.")
        return None
    node = kept.get(path.stem, data)
    if node is not None:
        return Value(node, _shown(path), faults, node[1])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"a character that is not UTF-8 (byte {data[error.start]:#04x})."
        faults.add(_shown(path), line, what, "Save the file as UTF-8.")
        return None
    value = read_yaml(text, _shown(path), faults, kept.entries(path.stem))
    if value is not None:
        kept.note(path.stem, data, text, value.node, value.path)
    return value


def _build(main: Value, files: Mapping[str, Value | None], faults: Faults, ledger: Ledger) -> Codebook:
    keys = ("id", "title", "version", "themes")
    parts = main.fields("the codebook", keys, ("assertion", "role_groups", "paraphrase"))
    if "assertion" in parts:
        ledger.assertion = read_assertion(parts["assertion"])
    groups = parts["role_groups"].items("role_groups") if "role_groups" in parts else []
    ledger.role_groups = tuple(group.text("a role group") for group in groups)
    entries = parts["themes"].items("themes") if "themes" in parts else []
    heads = [_theme_head(entry, ledger) for entry in entries]
    theme_files = {head.theme_id: f"{_folder(main)}/{head.theme_id}.yaml" for head in heads}
    complete = _match_files(main, entries, heads, files, faults)
    codebook = Codebook(
        codebook_id=ledger.claim("codebook", parts["id"]) if "id" in parts else "",
        title=parts["title"].text("title") if "title" in parts else "",
        version=parts["version"].scalar("version") if "version" in parts else "",
        themes=tuple(_with_codes(head, files, theme_files, ledger) for head in heads),
        attributes=_codes(files.get("attributes"), None, ledger),
        terms=_terms(files.get("terms"), ledger),
        cues=_cues(files.get("assertion"), ledger),
        paraphrase=_paraphrase(parts["paraphrase"]) if "paraphrase" in parts else "",
        term_places=MappingProxyType(
            {name: place(value) for (kind, name), value in ledger.ids.items() if kind == "term list"}
        ),
    )
    # A file left unread would make all that it defines look unknown elsewhere.
    if complete:
        _check_names(codebook, ledger)
        _check_terms(codebook, ledger)
    return codebook


def _paraphrase(value: Value) -> str:
    """The name of a shipped codebook that has a paraphrase model."""
    name = value.text("paraphrase")
    known = [path.parent.parent.name for path in shipped.codebooks().glob("*/paraphrase/card.json")]
    if name and name not in known:
        value.fault(f"there is no paraphrase model '{name}'.", nearest(name, known))
        return ""
    return name


def _theme_head(value: Value, ledger: Ledger) -> Theme:
    """A theme as ``codebook.yaml`` gives it, still without its codes."""
    parts = value.fields("the theme", ("id", "label", "colour", "short"))
    theme_id = ledger.claim("theme", parts["id"], KEBAB) if "id" in parts else ""
    if theme_id in {_MAIN, *_SHARED}:
        parts["id"].fault(f"a theme cannot be called '{theme_id}'.", "That file has another use.")
    colour = parts["colour"].text("colour") if "colour" in parts else ""
    if colour and not _HEX.fullmatch(colour):
        parts["colour"].fault(f"'{colour}' is no colour.", 'Write six hex digits in quotes: "#225533".')
    label, short = (parts[key].text(key) if key in parts else "" for key in ("label", "short"))
    return Theme(theme_id, label, colour, short, ())


def _match_files(
    main: Value,
    entries: list[Value],
    heads: list[Theme],
    files: Mapping[str, Value | None],
    faults: Faults,
) -> bool:
    """Whether every theme has its file and every file its theme, and each could be read."""
    if main.is_mapping and not heads:
        main.fault("the codebook has no themes.", "List at least one under 'themes:'.")
    known = [head.theme_id for head in heads if head.theme_id]
    for entry, head in zip(entries, heads, strict=True):
        if head.theme_id and head.theme_id not in files:
            fix = f"Add {head.theme_id}.yaml with its codes, or take the theme out."
            entry.fault(f"the theme '{head.theme_id}' has no file.", fix)
    without_theme = [name for name in files if name not in {_MAIN, *_SHARED, *known}]
    for name in without_theme:
        what = f"{_MAIN}.yaml has no theme '{name}'."
        fix = f"Rename the file or add the theme. {nearest(name, [*known, *_SHARED])}"
        faults.add(f"{_folder(main)}/{name}.yaml", None, what, fix)
    return not without_theme and set(known) <= set(files) and None not in files.values()


def _folder(main: Value) -> str:
    return main.path.rpartition("/")[0]


def _with_codes(
    head: Theme, files: Mapping[str, Value | None], theme_files: Mapping[str, str], ledger: Ledger
) -> Theme:
    codes = _codes(files.get(head.theme_id), theme_files, ledger)
    return Theme(head.theme_id, head.label, head.colour, head.short, codes)


def _codes(value: Value | None, theme_files: Mapping[str, str] | None, ledger: Ledger) -> tuple[Code, ...]:
    items = [] if value is None else value.items("the file")
    return tuple(read_code(item, ledger, theme_files) for item in items)


def _terms(value: Value | None, ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({} if value is None else read_terms(value, ledger))


def _cues(value: Value | None, ledger: Ledger) -> tuple[Cue, ...]:
    return tuple(read_cue(item, ledger) for item in ([] if value is None else value.items("the file")))


def _check_names(codebook: Codebook, ledger: Ledger) -> None:
    """Every code and attribute that another code names exists."""
    attributes = [attribute.code_id for attribute in codebook.attributes]
    known = [*(code.code_id for code in codebook.codes), *attributes]
    _check_known(ledger.replacements, "use_instead names an unknown code", known)
    _check_known(ledger.codes_cued, "the cue names an unknown code", known)
    _check_known(ledger.attributes_given, "unknown attribute", attributes)


def _check_known(values: list[Value], what: str, known: list[str]) -> None:
    for value in values:
        # Anything but text was noted when it was read.
        if value.is_text and (written := value.written.strip()) not in known:
            value.fault(f"{what} '{written}'.", nearest(written, known))


def _check_terms(codebook: Codebook, ledger: Ledger) -> None:
    """Every term list that a query asks for exists, and none is made of itself."""
    for value, name, node in ledger.lists_used:
        if node.name not in codebook.terms:
            what = f"unknown term list '{{{node.name}}}' in {name}, column {node.column}."
            value.fault(what, nearest(node.name, codebook.terms, "{{{}}}"))
    uses = {name: _lists_in(entries) for name, entries in codebook.terms.items()}
    reported: set[str] = set()
    for name in uses:
        circle = _circle(name, uses)
        if circle and not reported & set(circle):
            reported |= set(circle)
            ledger.ids["term list", name].fault(
                f"term lists refer to each other in a circle: {' -> '.join(circle)}.",
                f"Take {{{circle[1]}}} out of '{name}'.",
            )


def _lists_in(entries: tuple[str, ...]) -> list[str]:
    names: set[str] = set()
    for entry in entries:
        try:
            names |= {each.name for each in lists_in(entry)}
        except QueryError:
            continue  # noted when the list was read
    return sorted(names)


def _circle(start: str, uses: Mapping[str, list[str]]) -> list[str]:
    """The way from a list back to itself, or nothing."""
    pending = [[start]]
    seen: set[str] = set()
    while pending:
        way = pending.pop()
        for name in uses.get(way[-1], []):
            if name == start:
                return [*way, start]
            if name not in seen:
                seen.add(name)
                pending.append([*way, name])
    return []


def _in_file_order(problems: list[Problem], paths: list[str]) -> list[Problem]:
    """As someone meets them who opens the files one after the other."""
    return sorted(problems, key=lambda problem: (paths.index(problem.path), problem.line or 0))
