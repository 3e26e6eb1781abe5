"""The picture that every chart function returns, and the small parts that specs are made of."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.i18n import _

Spec = dict[str, Any]
"""A Plotly figure as plain data: `{"data": [...], "layout": {...}}`."""
SKIPPED: Spec = {"hoverinfo": "skip"}
"""The marks of a trace that the pointer passes over."""
PLAIN: Spec = {"zeroline": False, "automargin": True}
"""The part that all axes have in common."""
_DTYPES = {np.dtype(np.float32): "f4", np.dtype(np.float64): "f8", np.dtype(np.int32): "i4"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One chart and the words that belong to it."""

    spec: Spec
    alt: str
    """The chart in words and numbers, for readers who do not see it."""
    title: str
    look_for: str
    """One line: what to look for."""

    def with_axis(self, axis: str, change: Spec) -> Picture:
        """The same picture, one of its axes changed."""
        layout = self.spec["layout"]
        return replace(self, spec=self.spec | {"layout": layout | {axis: layout[axis] | change}})


def packed(array: NDArray[Any]) -> dict[str, str]:
    """`array` as Plotly's typed array in base64; a number that is not finite becomes NaN, drawn as a gap.

    Floats keep their width, all other numbers travel as int32.
    """
    if array.dtype.kind == "f":
        array = np.where(np.isfinite(array), array, array.dtype.type(np.nan))
        array = array if array.dtype.itemsize in (4, 8) else array.astype(np.float32)
    else:
        array = array.astype(np.int32)
    array = np.ascontiguousarray(array)
    spec = {"dtype": _DTYPES[array.dtype], "bdata": base64.b64encode(array.tobytes()).decode("ascii")}
    if array.ndim > 1:
        spec["shape"] = ", ".join(str(size) for size in array.shape)
    return spec


def scatter(mode: str, x: Any, y: Any, hover: str = "", **more: Any) -> Spec:
    """A trace of points, lines or words.

    Args:
        mode: `lines`, `markers`, `text`, or some of them with a + between.
        x, y: lists, or arrays (points,), which travel packed.
        hover: the words beside the pointer; without them and without a `hovertemplate`, which shows the
            trace's name as well, it passes over the trace.
    """
    told = {"hovertemplate": f"{hover}<extra></extra>"} if hover else SKIPPED
    x, y = (packed(values) if isinstance(values, np.ndarray) else values for values in (x, y))
    return {
        "type": "scatter",
        "mode": mode,
        "x": x,
        "y": y,
        **({} if "hovertemplate" in more else told),
        **more,
    }


def heatmap(z: NDArray[Any], hover: str, **more: Any) -> Spec:
    """A heatmap of (rows, columns); the words beside the pointer, and other parts of Plotly's trace."""
    told = {"hovertemplate": f"{hover}<extra></extra>"}
    return {"type": "heatmap", "z": packed(np.asarray(z, dtype=np.float32)), **told, **more}


def colour_bar(marks: int, **more: Any) -> Spec:
    """A narrow bar beside a heatmap, with about so many numbers."""
    return {"thickness": 10, "tickfont": {"size": 12}, "nticks": marks, **more}


def frame(x: tuple[float, float], y: tuple[float, float], width: float, **more: Any) -> Spec:
    """A rectangle without a filling between two places on each axis."""
    return {"type": "rect", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], "line": {"width": width}} | more


def ticks(places: Iterable[float], texts: Iterable[str]) -> Spec:
    """An axis with these texts at these places and nothing between."""
    return {"tickmode": "array", "tickvals": list(places), "ticktext": list(texts)}


def titled(text: str, standoff: int = 8) -> Spec:
    """An axis's title."""
    return {"title": {"text": text, "standoff": standoff}}


def logarithmic(axis: Spec, **more: Any) -> Spec:
    """A titled axis on a logarithmic scale, which stands in its title."""
    return axis | titled(on_log_scale(axis["title"]["text"])) | {"type": "log"} | more


def on_log_scale(title: str) -> str:
    """The title of an axis that has a logarithmic scale."""
    return _("{title}, log scale").format(title=title)


def vertical_line(x: float, *, dash: str = "solid", width: float = 1.5, opacity: float = 1.0) -> Spec:
    """A line over the whole height at `x`, in the theme's text colour."""
    place = {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
    return place | {"opacity": opacity, "line": {"dash": dash, "width": width}}


def cursor_line(step: float) -> Spec:
    """The line at the cursor's place, which the browser moves."""
    return vertical_line(step) | {"name": "cursor"}


def base_layout(x_title: str, y_title: str, **more: Any) -> Spec:
    """Tight margins, a legend above the plot, transparent paper, letters of 12 px and up.

    Of the top margin, 28 px are the legend's; the live component draws its own and takes them.
    """
    legend = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}
    return {
        "margin": {"l": 60, "r": 20, "t": 36, "b": 48},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12},
        "hovermode": "closest",
        "legend": legend | {"font": {"size": 12}},
        "xaxis": titled(x_title) | PLAIN,
        "yaxis": titled(y_title) | PLAIN,
    } | more


def brief(text: str, most: int = 24) -> str:
    """`text`, cut where it has more letters than `most`."""
    return text if len(text) <= most else text[: most - 1] + "…"


def letters(text: str) -> str:
    """`text` as Plotly shows it letter by letter: a learner's words are never markup."""
    return html.escape(text, quote=False)


def short(value: float) -> str:
    """`value` with three significant digits, as in the alt texts."""
    return f"{value:.3g}"


def sentences(parts: Sequence[str]) -> str:
    """The sentences that are there, with one space between them."""
    return " ".join(part for part in parts if part)
