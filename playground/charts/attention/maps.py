"""Pictures of attention: which source tokens each output token looks at, and how that came about."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.answers.words import MOST_NAMED
from playground.charts.inside.panels import MOST_CELLS, bin_sizes, finite_mean, heat
from playground.charts.inside.units import Floats, Numbers, filled, finite
from playground.charts.picture import (
    Picture,
    Spec,
    base_layout,
    brief,
    letters,
    scatter,
    sentences,
    short,
    ticks,
)
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.config import Cell
from playground.i18n import _

MOST_MAPS = 8
"""More maps than this in a row would be too narrow to read."""

WRONG = "✗"
"""Stands beside an output token that is wrong."""

BLANK = "␣"
"""Stands for a token that nobody could see."""

_MOST_LETTERS = 18
_MOST_TOLD = 20

Truth = Sequence[int | None]
"""The true source position of each output token, from 0; `None` where there is none."""


def attention_figure(
    weights: Numbers,
    *,
    source: Sequence[str],
    target: Sequence[str],
    right: Sequence[bool] | None = None,
    truth: Truth | None = None,
    cell: Cell,
) -> Picture:
    """Attention weights as a map, the first output token on top, with rings where they belong.

    Args:
        weights: (target, source) from 0 to 1; a weight that is not finite is left out.
        source: (source,) tokens that were read.
        target: (target,) tokens that were said; none before the first.
        right: (target,) whether each said token is right, or `None` where nobody knows.
        truth: true source positions; output tokens past its end have none.

    Raises:
        ValueError: the weights or `right` do not fit the tokens, or a true position is outside the source.
    """
    known = _checked(weights, len(target), len(source))
    if right is not None and len(right) != len(target):
        raise ValueError(f"right has {len(right)} values for {len(target)} output tokens.")
    rows, places = _true_places(truth, known)
    layout = base_layout(_("Source"), _("Output"), showlegend=False)
    layout["margin"] |= {"r": 8, "t": 30}
    layout["xaxis"] |= _frame() | _named(source, None) | {"range": [0.5, max(len(source), 1) + 0.5]}
    layout["yaxis"] |= _frame() | _named(target, right) | {"range": [max(len(target), 1) + 0.5, 0.5]}
    traces = [_cells(known, cell)] if known.size else []
    if len(rows):
        traces.append(_rings(rows, places, max(known.shape)))
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_attention_alt(known, source, target, right, truth, cell),
        title=_("Attention weights"),
        look_for=_look_for(bool(len(rows)), right),
    )


def _checked(weights: Numbers, rows: int, columns: int) -> Floats:
    known = finite(weights)
    if rows * columns == 0 and known.size == 0:
        return np.zeros((rows, columns))
    if known.shape != (rows, columns):
        raise ValueError(
            f"Weights of shape {known.shape} do not fit {rows} output tokens and {columns} source tokens."
        )
    return known


def _true_places(truth: Truth | None, known: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of `known` with a true source position, and those positions, both from 0."""
    rows, columns = known.shape
    pairs = [(row, place) for row, place in enumerate((truth or ())[:rows]) if place is not None]
    for row, place in pairs:
        if not 0 <= place < columns:
            raise ValueError(f"Output token {row} has the true position {place}, outside {columns} tokens.")
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _share(known: Floats, truth: Truth | None) -> float:
    """Which share of the weight of the rows with a true position lies on it; NaN where there is none."""
    rows, places = _true_places(truth, known)
    whole = float(filled(known)[rows].sum())
    return float(filled(known)[rows, places].sum()) / whole if whole > 0 else math.nan


def _named(tokens: Sequence[str], right: Sequence[bool] | None) -> Spec:
    wrong = [place for place, one in enumerate(right or (), start=1) if not one]
    named = len(tokens) <= MOST_NAMED
    places = range(1, len(tokens) + 1) if named else sorted({1, *range(10, len(tokens) + 1, 10), *wrong})
    texts = [_shown(tokens[place - 1]) if named else _tenth(place) for place in places]
    marked = [
        f"{WRONG} {text}".strip() if place in set(wrong) else text
        for place, text in zip(places, texts, strict=True)
    ]
    short_ones = named and all(len(token) <= 2 for token in tokens)
    angle: Spec = {"tickangle": 0} if short_ones or not named else {"autotickangles": [0, -45, -90]}
    return ticks(places, marked) | angle


def _tenth(place: int) -> str:
    return str(place) if place == 1 or place % 10 == 0 else ""


def _seen(token: str) -> str:
    return token if token.strip() else BLANK


def _shown(token: str) -> str:
    return letters(_seen(brief(token, _MOST_LETTERS)))


def _frame() -> Spec:
    """A line around the map, as its weakest cells cannot be told from the page."""
    return {"showgrid": False, "showline": True, "mirror": True, "ticks": ""}


def _colours(cell: Cell) -> list[list[Any]]:
    """From the page's own ground, whatever it is, to the colour of the cell."""
    red, green, blue = bytes.fromhex(CELL_COLOURS[cell][1:])
    return [[place, f"rgba({red},{green},{blue},{place})"] for place in (0, 1)]


def _cells(known: Floats, cell: Cell) -> Spec:
    bar = {"thickness": 8, "xpad": 4, "tickfont": {"size": 12}, "tickvals": [0, 0.5, 1], "len": 0.8}
    scale = {"zmin": 0, "zmax": 1, "colorscale": _colours(cell), "colorbar": bar}
    hover = _("{output} ← {source}: {weight}").format(output="%{y}", source="%{x}", weight="%{z:.2f}")
    return _map(known, hover, MOST_CELLS) | scale


def _map(known: Floats, hover: str, most: int) -> Spec:
    """A heatmap against positions from 1; of more than `most` weights, blocks show their largest."""
    high, wide = bin_sizes(known.shape[0], known.shape[1], most)
    rows, columns = -(-known.shape[0] // high), -(-known.shape[1] // wide)
    padded = np.full((rows * high, columns * wide), -np.inf)
    padded[: known.shape[0], : known.shape[1]] = np.where(np.isfinite(known), known, -np.inf)
    cells = padded.reshape(rows, high, columns, wide).max(axis=(1, 3))  # (rows, columns)
    return heat(cells, hover, wide) | {"y0": (high + 1) / 2, "dy": high, "xgap": 1, "ygap": 1}


def _rings(rows: NDArray[np.int64], places: NDArray[np.int64], longest: int) -> Spec:
    size = next(size for most, size in ((12, 14), (24, 10), (longest, 7)) if longest <= most)
    marker = {"symbol": "circle-open", "size": size, "line": {"width": 2 if size > 7 else 1.5}}
    return scatter("markers", (places + 1).tolist(), (rows + 1).tolist(), marker=marker)


def _look_for(rings: bool, right: Sequence[bool] | None) -> str:
    ring = _("Ring: the true position. Look for rings on strong colour.")
    apart = _("Look for rows with one strong cell, and for a path from row to row.")
    wrong = "" if right is None or all(right) else _("{mark}: a wrong token.").format(mark=WRONG)
    return sentences([ring if rings else apart, wrong])


def _attention_alt(
    known: Floats,
    source: Sequence[str],
    target: Sequence[str],
    right: Sequence[bool] | None,
    truth: Truth | None,
    cell: Cell,
) -> str:
    if not known.size:
        return _("{cell}: there are no output tokens yet.").format(cell=CELL_NAMES[cell])
    numbers = {
        "cell": CELL_NAMES[cell],
        "rows": len(target),
        "columns": len(source),
        "aligned": len(_true_places(truth, known)[0]),
        "share": short(100 * (share := _share(known, truth))),
        "wrong": sum(not one for one in right or ()),
        "broken": (broken := int((~np.isfinite(known)).sum())),
    }
    size = _("{cell}: attention of {rows} output tokens to {columns} source tokens.")
    lies = _("{share} % of the weight lies on the true position, over {aligned} output tokens with one.")
    wrong = _("Wrong output tokens: {wrong} of {rows}.") if right is not None else ""
    lost = _("Weights that are not finite: {broken}.") if broken else ""
    looks = lies.format(**numbers) if np.isfinite(share) else _strongest(known, source, target)
    return sentences([size.format(**numbers), looks, wrong.format(**numbers), lost.format(**numbers)])


def _strongest(known: Floats, source: Sequence[str], target: Sequence[str]) -> str:
    rows = np.flatnonzero((filled(known) > 0).any(axis=1))
    if not len(rows):
        return _("There is no weight to draw.")
    places = filled(known).argmax(axis=1)
    one = _("{output} at {source} ({weight})")
    told = ", ".join(
        one.format(output=_seen(target[row]), source=_seen(source[at]), weight=short(known[row, at]))
        for row, at in zip(rows[:_MOST_TOLD], places[rows], strict=False)
    )
    more = _("{count} more are not listed.").format(count=len(rows) - _MOST_TOLD)
    return sentences(
        [_("Largest weight of each: {listed}.").format(listed=told), more if len(rows) > _MOST_TOLD else ""]
    )


def attention_step_figure(weights: Numbers, *, step: int, truth: Truth | None = None, cell: Cell) -> Picture:
    """A small map of attention at one step; the browser puts a few of them side by side, on one scale.

    Args:
        weights: (target, source).
        step: the optimizer step.
        truth: true source positions; output tokens past its end have none.

    Raises:
        ValueError: a true position is outside the source.
    """
    known = np.atleast_2d(finite(weights))
    layout = base_layout("", "", showlegend=False)
    layout["margin"] |= {"l": 4, "r": 4, "t": 28, "b": 4}
    layout["coloraxis"] = {"cmin": 0, "cmax": 1, "colorscale": _colours(cell), "showscale": False}
    layout |= _panel(step, known.shape)
    return Picture(
        spec={"data": [_small_map(known, step)] if known.size else [], "layout": layout},
        alt=_step_alt(known, step, truth, cell),
        title=_("Attention during training"),
        look_for=_("Above each map is its optimizer step. Look for the first map with clear, strong cells."),
    )


def _panel(step: int, shape: tuple[int, ...]) -> Spec:
    bare = _frame() | {"showticklabels": False, "zeroline": False}
    rows, columns = (max(size, 1) for size in shape)
    title = {"text": str(step), "standoff": 4, "font": {"size": 12}}
    across = {"side": "top", "range": [0.5, columns + 0.5], "title": title, "automargin": True}
    return {"xaxis": bare | across, "yaxis": bare | {"range": [rows + 0.5, 0.5]}}


def _small_map(known: Floats, step: int) -> Spec:
    hover = _("step {step}: output {output} ← source {source}: {weight}").format(
        step=step, output="%{y}", source="%{x}", weight="%{z:.2f}"
    )
    drawn = _map(known, hover, MOST_CELLS // MOST_MAPS)
    return drawn | {"coloraxis": "coloraxis", "xgap": 0, "ygap": 0}


def _step_alt(known: Floats, step: int, truth: Truth | None, cell: Cell) -> str:
    share = _share(known, truth) if known.size else math.nan
    told = _("{cell}: at step {step} the weight on the true position is {share} %.")
    if not math.isfinite(share) and known.size:
        share = float(finite_mean(known.max(axis=1)))
        told = _("{cell}: at step {step} the strongest weight of an output token, on average, is {share} %.")
    if not math.isfinite(share):
        return _("{cell}: there are no attention weights yet.").format(cell=CELL_NAMES[cell])
    return told.format(cell=CELL_NAMES[cell], step=step, share=short(100 * share))
