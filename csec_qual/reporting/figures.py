"""Figures of a report: small multiples of counts, each panel with an axis of its own base.

Bars run from 0 to N and stand for counts, so that no figure shows a percentage of a handful of people. What a
figure shows stands in a table too. Drawn by matplotlib, without clock or chance: the same counts give the
same bytes under one version of it.
"""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from csec_qual.reporting.document import FigureShown, PanelShown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INK, _SOFT, _REST, _BAR = "#1c2733", "#4a5866", "#e4e9ee", "#1b4f7c"
_ROW_INCHES, _HEAD_INCHES, _WIDTH_INCHES = 0.24, 0.9, 9.0
_MOST_PANELS_IN_A_ROW = 4
_LABELS_SHARE = 0.30
"""Of the width, for the names of the rows."""
_SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 8.5,
    "svg.fonttype": "none",
    "svg.hashsalt": "csec_qual",
    "text.color": _INK,
    "axes.edgecolor": _SOFT,
    "xtick.color": _SOFT,
    "ytick.color": _INK,
}
_DPI = 150
_TITLE_LETTERS, _TITLE_LINES = 72, 2


def svg_source(figure: FigureShown) -> str:
    """The figure as the source of an ``img``: SVG that needs no other file."""
    return "data:image/svg+xml;base64," + b64encode(_drawn(figure, "svg")).decode()


def png(figure: FigureShown) -> bytes:
    """The figure as a PNG file."""
    return _drawn(figure, "png")


@cache
def _drawn(figure: FigureShown, form: str) -> bytes:
    import matplotlib as mpl

    with mpl.rc_context(_SETTINGS):
        made = _figure(figure)
        buffer = BytesIO()
        nothing = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        made.savefig(buffer, format=form, dpi=_DPI, metadata=nothing, facecolor="white")
    return buffer.getvalue()


def _figure(figure: FigureShown) -> "Figure":
    from matplotlib.figure import Figure

    columns = min(len(figure.panels), _MOST_PANELS_IN_A_ROW)
    lines = -(-len(figure.panels) // columns)
    height = lines * (_HEAD_INCHES + _ROW_INCHES * len(figure.rows))
    made = Figure(figsize=(_WIDTH_INCHES, height))
    grid = made.add_gridspec(
        lines,
        columns,
        left=_LABELS_SHARE,
        right=0.985,
        top=1 - 0.72 / height,
        bottom=0.12 / height,
        wspace=0.12,
        hspace=0.8 / (height / lines - 0.8),
    )
    for index, panel in enumerate(figure.panels):
        axes = made.add_subplot(grid[index // columns, index % columns])
        counts = [(count.n, count.of) for count in panel.counts]
        _draw(axes, _heading(panel, columns), counts, figure.rows if index % columns == 0 else ())
    return made


def _heading(panel: PanelShown, columns: int) -> str:
    lines = wrap(panel.title, _TITLE_LETTERS // columns, break_long_words=False)
    if len(lines) > _TITLE_LINES:
        # The table has the rest.
        lines = [*lines[: _TITLE_LINES - 1], f"{lines[_TITLE_LINES - 1]} …"]
    return "\n".join([*lines, f"N = {panel.base}"])


def _draw(axes: "Axes", title: str, counts: Sequence[tuple[int, int]], rows: Sequence[str]) -> None:
    base = max((of for _, of in counts), default=0) or 1
    places = range(len(counts))
    axes.barh(places, [base] * len(counts), color=_REST, height=0.62)
    axes.barh(places, [n for n, _ in counts], color=_BAR, height=0.62)
    for place, (n, of) in zip(places, counts, strict=True):
        # Beside the bar's end, on whichever ground it falls.
        inside = n > base * 0.55
        at = n - base * 0.03 if inside else n + base * 0.03
        axes.text(
            at,
            place,
            f"{n}/{of}",
            va="center",
            ha="right" if inside else "left",
            fontsize=7.5,
            color="white" if inside else _INK,
        )
    axes.set(xlim=(0, base), ylim=(len(counts) - 0.4, -0.6), xticks=[], yticks=list(places))
    axes.set_yticklabels(list(rows) if rows else [""] * len(counts))
    axes.tick_params(length=0)
    axes.set_title(title, fontsize=9, fontweight="bold", loc="left", pad=6)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
