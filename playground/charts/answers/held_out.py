"""The answers of the network: right and wrong classes, numbers, and one sequence step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.lines import MOST_POINTS, steady_range
from playground.charts.picture import (
    Picture,
    Spec,
    base_layout,
    brief,
    heatmap,
    letters,
    scatter,
    sentences,
    short,
    vertical_line,
)
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.config import Cell
from playground.i18n import _, n_

Numbers = NDArray[Any]

_ROW = -0.22
"""Height of the row that says what was read."""
_TICK = 16
"""Letters of a class's name beside its row; hovering names it in full."""


def confusion_figure(matrix: Numbers, class_names: Sequence[str], step: int) -> Picture:
    """(classes, classes) counts of answers: a row for each true class, a column for each answer."""
    counts = np.asarray(matrix, dtype=np.int64)
    rows = counts.sum(axis=1, keepdims=True)
    shares = counts / np.maximum(rows, 1)
    names = [str(name) for name in class_names]
    drawn = [letters(name) for name in names]
    hover = _("true {true}, answered {answer}: {count} ({share})").format(
        true="%{y}", answer="%{x}", count="%{text}", share="%{z:.0%}"
    )
    text = [[str(count) for count in row] for row in counts.tolist()]
    cells = heatmap(shares, hover, x=drawn, y=drawn, xgap=2, ygap=2, zmin=0, zmax=1, showscale=False)
    cells |= {"text": text, "texttemplate": "%{text}", "textfont": {"size": 14}}
    layout = base_layout(_("Network's answer"), _("True answer"), showlegend=False)
    layout["margin"] = layout["margin"] | {"t": 8}
    layout["xaxis"] |= {"showgrid": False, "constrain": "domain", **_class_ticks(names)}
    layout["yaxis"] |= {"showgrid": False, "autorange": "reversed", **_class_ticks(names)}
    return Picture(
        spec={"data": [cells], "layout": layout},
        alt=_confusion_alt(counts, names, step),
        title=_("Confusion matrix"),
        look_for=_("Right answers are on the diagonal; strong colours off it are frequent mistakes."),
    )


def _class_ticks(names: list[str]) -> Spec:
    shown = [letters(brief(name, _TICK)) for name in names]
    return {"type": "category", "tickmode": "array", "tickvals": list(map(letters, names)), "ticktext": shown}


def _confusion_alt(counts: NDArray[np.int64], names: list[str], step: int) -> str:
    total, right = int(counts.sum()), int(np.trace(counts))
    if total == 0:
        return _("No answers have been counted at step {step}.").format(step=step)
    text = _("At step {step}, {right} of {total} answers are right ({share} %).").format(
        step=step, right=right, total=total, share=short(100 * right / total)
    )
    wrong = counts - np.diag(np.diag(counts))
    if not wrong.any():
        return text
    true, answer = np.unravel_index(int(wrong.argmax()), wrong.shape)
    mistake = n_(
        "The most frequent mistake: {true} answered as {answer}, {count} time.",
        "The most frequent mistake: {true} answered as {answer}, {count} times.",
        int(wrong.max()),
    )
    told = mistake.format(true=names[true], answer=names[answer], count=int(wrong.max()))
    return f"{text} {told}"


def numbers_figure(true: Numbers, predicted: Numbers, *, cell: Cell) -> Picture:
    """The network's number against the true one, (examples,) each; right ones stand on the line."""
    x, y = np.ravel(true).astype(np.float64), np.ravel(predicted).astype(np.float64)
    kept = np.unique(np.linspace(0, max(len(x) - 1, 0), min(len(x), MOST_POINTS)).astype(np.int64))
    ends = steady_range(x)  # the line's; of a wild answer the dots reach further
    hover = _("true {true}, answered {answer}").format(true="%{x:.4~g}", answer="%{y:.4~g}")
    style = {"color": CELL_COLOURS[cell], "size": 6, "opacity": 0.6}
    places = x[kept].astype(np.float32), y[kept].astype(np.float32)
    dots = scatter("markers", *places, hover, name=CELL_NAMES[cell], marker=style)
    line = scatter("lines", ends, ends, name=_("Exactly right"), line={"dash": "dot", "width": 1.5})
    layout = base_layout(_("True answer"), _("Network's answer"))
    layout["xaxis"]["range"], layout["yaxis"]["range"] = ends, steady_range(x, y)
    sampled = _("{shown} of {total} examples are drawn.").format(shown=len(kept), total=len(x))
    return Picture(
        spec={"data": [line, dots], "layout": layout},
        alt=_numbers_alt(x, y),
        title=_("Network's answers and true answers"),
        look_for=sentences(
            [
                _("A flat cloud: the network predicts nearly the same number every time."),
                sampled if len(kept) < len(x) else "",
            ]
        ),
    )


def _numbers_alt(true: Numbers, predicted: Numbers) -> str:
    miss = true - predicted
    miss = miss[np.isfinite(miss)]
    if not len(miss):
        return _("There is no finite answer to draw.")
    return _(
        "{count} examples: standard deviation {true} of the true numbers, {answers} of the answers; root "
        "mean squared error {error}."
    ).format(
        count=len(true),
        true=short(float(np.std(true))),
        answers=short(float(np.nanstd(predicted))),
        error=short(float(np.sqrt(np.mean(miss**2)))),
    )


def every_step_figure(
    target: Numbers,
    probability: Numbers,
    *,
    cell: Cell,
    inputs: Sequence[str] = (),
    time_step: int | None = None,
) -> Picture:
    """One sequence read from left to right: the true answer and the network's at every time step.

    Args:
        target: (time steps,) 0 or 1.
        probability: (time steps,) the network's probability of 1.
        inputs: what was read at each time step, written in a row where given.
        time_step: the selected time step, counted from 1, or `None`.
    """
    truth, said = np.ravel(target).astype(np.float32), np.ravel(probability).astype(np.float32)
    t = np.arange(1, len(truth) + 1, dtype=np.int32)
    layout = base_layout(_("Time step"), _("Probability of 1"))
    layout["xaxis"] |= {"showgrid": False}
    layout["yaxis"] |= {"range": [-0.12, 1.12], "tickvals": [0, 0.5, 1]}
    traces = _every_step_traces(t, truth, said, cell)
    if inputs:
        traces.append(_read_row(t, inputs))
        layout["yaxis"] |= {"range": [-0.34, 1.12], "tickvals": [_ROW, 0, 0.5, 1]}
        layout["yaxis"]["ticktext"] = [_("read"), "0", "0.5", "1"]
    if time_step is not None:
        layout["shapes"] = [vertical_line(time_step)]
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_every_step_alt(truth, said),
        title=_("One example at every time step"),
        look_for=_("A dot in its ring is right. Look for the first dot outside its ring."),
    )


def _every_step_alt(truth: Numbers, said: Numbers) -> str:
    wrong = np.flatnonzero((said > 0.5) != (truth > 0.5))
    text = _("{right} of {total} time steps are answered right.").format(
        right=len(truth) - len(wrong), total=len(truth)
    )
    if not len(wrong):
        return text
    first = _("The first wrong one is at time step {t}.").format(t=int(wrong[0]) + 1)
    return f"{text} {first}"


def _read_row(t: Numbers, inputs: Sequence[str]) -> Spec:
    text = [str(read) for read in inputs]
    return scatter("text", t, [_ROW] * len(t), text=text, textfont={"size": 12}, showlegend=False)


def _every_step_traces(t: Numbers, truth: Numbers, said: Numbers, cell: Cell) -> list[Spec]:
    half = scatter("lines", [0.5, len(t) + 0.5], [0.5, 0.5], opacity=0.6, showlegend=False)
    half["line"] = {"dash": "dot", "width": 1}
    ring = {"symbol": "circle-open", "size": 13, "line": {"width": 2}}
    colour = {"color": CELL_COLOURS[cell]}
    style = {"line": colour | {"width": 2}, "marker": colour | {"size": 7}}
    told = "t = %{x}: %{y:.3~f}"
    true_line = scatter("markers", t, truth, name=_("True answer"), marker=ring, hovertemplate=told)
    return [
        half,
        true_line,
        scatter("lines+markers", t, said, name=CELL_NAMES[cell], hovertemplate=told) | style,
    ]
