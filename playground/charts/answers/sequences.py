"""A few sequences of a problem with their answers, before any training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.picture import Picture, Spec, base_layout, heatmap, titled
from playground.i18n import _, n_

_ROOM = 0.08
"""Share of the height above each example, for its answer."""
_GAP = 0.02


def sequence_preview_figure(
    examples: NDArray[Any], answers: Sequence[str], *, feature_names: Sequence[str] = ()
) -> Picture:
    """One strip for each example, a column for each time step, a row for each feature.

    Args:
        examples: (examples, time steps, features), best no more than four examples.
        answers: what the right answer to each example is.
        feature_names: what the features are called, where they have names.
    """
    count, steps, _features = examples.shape
    layout = base_layout("", "", showlegend=False)
    layout["margin"] = {"l": 12, "r": 12, "t": 8, "b": 44}
    del layout["xaxis"], layout["yaxis"]
    layout["annotations"] = []
    traces = []
    low, high = float(np.nanmin(examples)), float(np.nanmax(examples))
    for place, (example, answer) in enumerate(zip(examples, answers, strict=True)):
        suffix = "" if place == 0 else str(place + 1)
        top = 1 - place / count
        traces.append(_strip(example, feature_names, suffix, low, high))
        layout |= _axes(suffix, [top - 1 / count + _GAP, top - _ROOM], bool(feature_names))
        layout["annotations"].append(_answer(_("Answer: {answer}").format(answer=answer), top))
    last = "xaxis" if count == 1 else f"xaxis{count}"
    layout[last] |= titled(_("Time step"), 4) | {"showticklabels": True}
    listed = "; ".join(str(answer) for answer in answers)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=n_(
            "{count} examples of {steps} time step. Their answers: {answers}.",
            "{count} examples of {steps} time steps. Their answers: {answers}.",
            steps,
        ).format(count=count, steps=steps, answers=listed),
        title=_("Input sequences"),
        look_for=_("The network reads from left to right and must remember what the answer needs."),
    )


def _strip(example: NDArray[Any], names: Sequence[str], suffix: str, low: float, high: float) -> Spec:
    steps, features = example.shape
    writes = steps <= 20 and features <= 2
    scale = {"zmin": low, "zmax": high if high > low else low + 1, "showscale": False}
    place = {"x0": 1, "dx": 1, "y": [*names] or [*range(1, features + 1)], "xgap": 1, "ygap": 1}
    numbers = {"texttemplate": "%{z:.2~g}", "textfont": {"size": 12}} if writes else {}
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    return heatmap(example.T, "t = %{x}: %{z:.3~g}", **place, **scale, **axes, **numbers)


def _axes(suffix: str, domain: list[float], named: bool) -> Spec:
    bare = {"showgrid": False, "zeroline": False, "ticks": ""}
    across = bare | {"anchor": f"y{suffix}", "showticklabels": False, "nticks": 10}
    up = bare | {"anchor": f"x{suffix}", "domain": domain, "autorange": "reversed", "automargin": True}
    return {
        f"xaxis{suffix}": across | ({"matches": "x"} if suffix else {}),
        f"yaxis{suffix}": up | {"showticklabels": named} | ({"type": "category"} if named else {}),
    }


def _answer(text: str, top: float) -> Spec:
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": top, "xanchor": "left", "yanchor": "top"}
    return place | {"text": text, "showarrow": False, "font": {"size": 13}}
