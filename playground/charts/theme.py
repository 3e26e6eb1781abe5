"""One palette for every chart: a colour means one cell, and nothing else does."""

from __future__ import annotations

from typing import Literal

from playground.charts.picture import Spec
from playground.config import Cell

Theme = Literal["light", "dark"]

CELL_COLOURS: dict[Cell, str] = {"rnn": "#d55e00", "lstm": "#1380c8", "gru": "#009e73", "by-hand": "#b43284"}
"""At least 3:1 against a white and against a near-black page, and apart for colour-blind eyes."""

GATE_COLOURS = {
    "i": "#6f63d9",
    "f": "#c9566b",
    "g": "#86861f",
    "o": "#2393a8",
    "r": "#c9566b",
    "z": "#6f63d9",
    "n": "#86861f",
}
"""A gate has one colour everywhere, which is no cell's; gates that do alike in two cells share it."""


def gate_colour(letter: str, cell: Cell) -> str:
    """The colour of a gate, or of the cell itself for a letter that is none."""
    return GATE_COLOURS.get(letter, CELL_COLOURS[cell])


CELL_NAMES: dict[Cell, str] = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU", "by-hand": "RNN by hand"}
"""How the cells are called on screen; names, so not translated."""

SHADE = "rgba(127,127,127,0.10)"
"""A quiet area behind lines, on light and dark pages alike."""

BACKGROUNDS: dict[Theme, str] = {"light": "#ffffff", "dark": "#0e1117"}
PAPER = BACKGROUNDS["light"]
"""In a colour scale: the ground of the page. The browser puts that of its theme in its place."""
_TEXT: dict[Theme, str] = {"light": "#31333f", "dark": "#fafafa"}
_GRID: dict[Theme, str] = {"light": "#e3e5ea", "dark": "#2c303a"}
_LOW: dict[Theme, str] = {"light": "#eef3f8", "dark": "#1b2330"}
_HIGH: dict[Theme, str] = {"light": "#005a8e", "dark": "#3a86bd"}


def template(theme: Theme) -> Spec:
    """The Plotly template of `theme`; the live component makes the same from the page's own colours."""
    text, scale = _TEXT[theme], [[0, _LOW[theme]], [1, _HIGH[theme]]]
    axis = {"gridcolor": _GRID[theme], "linecolor": _GRID[theme], "zerolinecolor": _GRID[theme]}
    return {
        "layout": {
            "font": {"color": text, "size": 12},
            "colorway": [text],
            "xaxis": axis,
            "yaxis": axis,
            "shapedefaults": {"line": {"color": text}},
            "annotationdefaults": {"font": {"color": text}, "arrowcolor": text},
            "colorscale": {"sequential": scale},
        },
        "data": {"heatmap": [{"colorscale": scale}]},
    }


def exported(spec: Spec, theme: Theme, *, title: str = "") -> Spec:
    """A copy of `spec` that stands alone: colours, background and title are in it."""
    background = BACKGROUNDS[theme]
    layout = spec["layout"] | {
        "template": template(theme),
        "paper_bgcolor": background,
        "plot_bgcolor": background,
    }
    if title:
        layout["title"] = {"text": title, "x": 0.02, "xanchor": "left", "font": {"size": 16}}
        layout["margin"] = layout["margin"] | {"t": layout["margin"]["t"] + 40}
    return {"data": [_on(background, trace) for trace in spec["data"]], "layout": layout}


def _on(background: str, trace: Spec) -> Spec:
    """The trace with `background` for paper in its colour scale."""
    scale = trace.get("colorscale")
    if not isinstance(scale, list):
        return trace
    return trace | {"colorscale": [[at, background if colour == PAPER else colour] for at, colour in scale]}
