"""What was measured, as text to read."""

from collections.abc import Iterable, Sequence
from typing import Any

_PEERS = {
    "pipe": "plain nlp.pipe",
    "pipe-without-ner": "nlp.pipe without named entities",
    "span-ruler": "spaCy SpanRuler",
    "regex": "bare regular expressions",
    "medspacy": "medspaCy with ConText, phrases",
    "medspacy-patterns": "medspaCy with ConText, patterns",
}
_OURS = {
    "cold": "csec_qual, cold",
    "warm": "  nothing changed",
    "edit": "  one rule edited",
    "inside": "  one rule edited, in a running process",
}
_COLD_TARGET = {5: 0.045, 15: 0.06, 30: 0.08}
_WIDTHS = (45, 9, 9, 11, 11, 9)


def report(found: dict[str, Any]) -> str:
    """Everything that was measured."""
    parts = [_about(found["about"])]
    parts += [_run(run) for run in found.get("runs", ())]
    if "linear" in found:
        parts.append(_linear(found["linear"]))
    if "job" in found:
        parts.append(_job(found["job"]))
    return "\n\n".join(parts)


def _about(about: dict[str, Any]) -> str:
    return (
        f"{_listed(about['versions'])}; Python {about['python']}; {about['system']}, {about['cpus']} CPUs; "
        f"seed {about['seed']}.\n"
        f"CPU seconds, best of {about['repeat']}. Ours: the whole process with its start, imports, saving."
    )


def _run(run: dict[str, Any]) -> str:
    text, ours, peers = run["text"], run["ours"], run["peers"]
    plain = peers.get("pipe", {}).get("scaled_cpu")
    lines = [
        _text(text, ours["counted"]),
        "",
        _line("", "CPU s", "wall s", "words/s", "x nlp.pipe", "peak MB"),
    ]
    for name, label in _OURS.items():
        own = ours[name]
        lines.append(
            _measured(label, own["cpu"], own["process_wall"], text["words"], plain, own.get("peak_mb"))
        )
    for name, peer in peers.items():
        if "skipped" in peer:
            lines.append(f"{_PEERS[name]:<{_WIDTHS[0]}} not run: {peer['skipped']}")
        else:
            label = f"{_PEERS[name]} ({peer['words']:,})"
            lines.append(_measured(label, peer["scaled_cpu"], None, text["words"], plain, None))
    if peers:
        lines += ["", _how_scaled(peers)]
    return "\n".join([*lines, "", "Targets:", *(f"  {line}" for line in _targets(text, ours, peers))])


def _text(text: dict[str, Any], counted: dict[str, Any]) -> str:
    return (
        f"Text: {text['words']:,} words, {text['kinds']:,} of them different, in {text['turns']:,} turns of "
        f"{text['interviews']} interviews; participants say {text['spoken_by_participants']:.0%}.\n"
        f"{text['given_a_code']:.1%} of all turns were given a code; "
        f"{counted['coded_turns'] / counted['turns']:.1%} were suggested one that counts.\n"
        f"Codebook: {counted['codes']} codes, {counted['rules']} rules "
        f"({counted['parsing_rules']} of them ask for a parse), rules alone."
    )


def _how_scaled(peers: dict[str, Any]) -> str:
    ran = [peer for peer in peers.values() if "skipped" not in peer]
    if not ran:
        return ""
    lines = [
        "Peers: best pass over so many words of this text, scaled to all of it; loading left out.",
        f"Their rules: {ran[0]['rules']} phrases, or patterns of one or two sets of words, one for each.",
    ]
    other = next((peer["versions"] for peer in ran if "medspacy" in peer["versions"]), None)
    if other:
        lines.append(f"medspaCy's environment: {_listed(other)}.")
    return "\n".join(lines)


def _targets(text: dict[str, Any], ours: dict[str, Any], peers: dict[str, Any]) -> Iterable[str]:
    cold = ours["cold"]["cpu"]
    wanted = _COLD_TARGET.get(round(text["density"] * 100))
    if wanted and "pipe" in peers:
        ratio = cold / peers["pipe"]["scaled_cpu"]
        yield _target("cold, of plain nlp.pipe", f"{ratio:.3f}x", f"at most {wanted}x", ratio <= wanted)
    if "scaled_cpu" in peers.get("medspacy", {}):
        ratio = peers["medspacy"]["scaled_cpu"] / cold
        yield _target("cold, faster than medspaCy", f"{ratio:.1f}x", "at least 10x", ratio >= 10)
    edit, inside = ours["edit"], ours["inside"]
    wall = edit["process_wall"]
    yield _target("one rule edited, fresh process", f"{wall:.2f} s wall", "at most 0.5 s", wall <= 0.5)
    ratio = cold / inside["cpu"]
    yield _target("one rule edited, running process", f"1/{ratio:.0f} of cold", "at most 1/500", ratio >= 500)
    spacy = "spacy" in edit["loaded"] or "spacy" in ours["warm"]["loaded"]
    yield _target("warm run imports spaCy", "yes" if spacy else "no", "no", not spacy)
    heavy = ours["help"]["loaded"]
    start = f"{', '.join(heavy) or 'none'} ({ours['help']['cpu']:.2f} s)"
    yield _target("--help imports, besides click", start, "none", not heavy)


def _linear(runs: Sequence[dict[str, Any]]) -> str:
    first = runs[0]["ours"]["cold"]["cpu"] / runs[0]["text"]["words"]
    lines = [
        f"Cold, {runs[0]['text']['density']:.0%} of turns coded, one run each.",
        "",
        _line("words", "CPU s", "wall s", "words/s", "x per word", "peak MB"),
    ]
    for run in runs:
        cold, words = run["ours"]["cold"], run["text"]["words"]
        lines.append(
            _line(
                f"{words:,}",
                f"{cold['cpu']:.2f}",
                f"{cold['process_wall']:.2f}",
                f"{words / cold['cpu']:,.0f}",
                f"{cold['cpu'] / words / first:.2f}",
                _whole(cold["peak_mb"]),
            )
        )
    peak, last = runs[-1]["ours"]["cold"]["peak_mb"], runs[-1]["text"]["words"]
    if peak:
        lines += ["", _target(f"memory at {last:,} words", f"{peak:.0f} MB", "under 2,000 MB", peak < 2000)]
    return "\n".join(lines)


def _job(job: dict[str, Any]) -> str:
    peak = job["peak_mb"]
    what = (
        f"{job['transcripts']} Word transcripts, {job['words']:,} words: read, coded with "
        f"{job['rules']} rules ({job['suggestions']:,} suggestions), workbook written."
    )
    lines = [what, _target("time", f"{job['cpu']:.2f} s CPU", "at most 6 s", job["cpu"] <= 6)]
    lines.append(f"wall: {job['process_wall']:.2f} s")
    if peak:
        lines.append(_target("memory", f"{peak:.0f} MB", "at most 250 MB", peak <= 250))
    return "\n".join(lines)


def _measured(
    label: str, cpu: float, wall: float | None, n_words: int, plain: float | None, peak: float | None
) -> str:
    return _line(
        label,
        f"{cpu:.2f}" if cpu >= 1 else f"{cpu:.3f}",
        "" if wall is None else f"{wall:.2f}" if wall >= 1 else f"{wall:.3f}",
        f"{n_words / cpu:,.0f}",
        f"{cpu / plain:.4f}" if plain else "",
        _whole(peak),
    )


def _target(what: str, measured: str, wanted: str, is_met: bool) -> str:
    return f"{what}: {measured} (target: {wanted}; {'met' if is_met else 'missed'})"


def _listed(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def _whole(number: float | None) -> str:
    return "" if number is None else f"{number:.0f}"


def _line(first: str, *others: str) -> str:
    cells = [f"{first:<{_WIDTHS[0]}}"]
    cells += [f"{cell:>{width}}" for cell, width in zip(others, _WIDTHS[1:], strict=True)]
    return " ".join(cells).rstrip()
