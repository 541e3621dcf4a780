"""An edited report as one page on which everything that is no longer so is marked at its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csec_qual.reporting.environment import environment, render
from csec_qual.reporting.reread import Block
from csec_qual.reporting.verify import Finding

TEMPLATE = "marked.html.j2"


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A stretch of the report with what was found in it.

    Attributes:
        block: The stretch.
        pieces: Its words; those that a finding is about are true.
        findings: What was found in it, with its number on the page.
    """

    block: Block
    pieces: tuple[tuple[str, bool], ...]
    findings: tuple[tuple[int, Finding], ...]


def render_marked(blocks: Sequence[Block], findings: Iterable[Finding], title: str) -> str:
    """The report as HTML; equal input gives equal bytes.

    Args:
        blocks: The report as people left it.
        findings: What is no longer so in it, in the order of the report.
        title: What report it is.
    """
    every = list(enumerate(findings, 1))
    found: dict[int, list[tuple[int, Finding]]] = {}
    for number, each in every:
        found.setdefault(each.block.number, []).append((number, each))
    marked = [_marked(block, found.get(block.number, [])) for block in blocks]
    data = {
        "title": title,
        "blocks": marked,
        "n_wrong": sum(each.is_wrong for _, each in every),
        "n_look": sum(not each.is_wrong for _, each in every),
    }
    return render(environment(None, autoescape=True), TEMPLATE, data)


def _marked(block: Block, found: Sequence[tuple[int, Finding]]) -> MarkedBlock:
    said = sorted({each.said for _, each in found if each.said and each.said in block.text}, key=len)
    # Of two that overlap the longer one is marked whole.
    words = said[-1] if said else ""
    before, middle, after = block.text.partition(words) if words else (block.text, "", "")
    pieces = tuple(piece for piece in ((before, False), (middle, True), (after, False)) if piece[0])
    return MarkedBlock(block, pieces, tuple(found))
