from __future__ import annotations

from itertools import combinations

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts import CELL_COLOURS, CELL_NAMES, exported, numbers_figure
from playground.charts.theme import BACKGROUNDS

DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
)
PROTANOPIA = np.array(
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
)
"""What Machado, Oliveira and Fernandes (2009) give for full severity, on linear RGB."""
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> np.ndarray:
    share = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((float(XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    ratio = XYZ @ np.clip(rgb, 0, 1) / XYZ.sum(axis=1)
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("colour", CELL_COLOURS.values(), ids=CELL_COLOURS)
@pytest.mark.parametrize("page", BACKGROUNDS.values(), ids=BACKGROUNDS)
def test_every_cell_stands_out_from_light_and_dark_pages(colour, page):
    assert contrast(colour, page) >= 3.0


@pytest.mark.parametrize(
    "eye", [np.eye(3), DEUTERANOPIA, PROTANOPIA], ids=["trichromat", "deuteranopia", "protanopia"]
)
@pytest.mark.parametrize("pair", list(combinations(CELL_COLOURS, 2)), ids="-".join)
def test_any_two_cells_can_be_told_apart(pair, eye):
    one, other = (lab(eye @ linear(CELL_COLOURS[cell])) for cell in pair)
    assert np.linalg.norm(one - other) >= 20  # about 2 is just visible


def test_every_cell_has_a_colour_of_its_own_and_a_name():
    assert len(set(CELL_COLOURS.values())) == len(CELL_COLOURS) == len(set(CELL_NAMES.values()))
    assert CELL_COLOURS.keys() == CELL_NAMES.keys()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_export_carries_its_colours_and_title_and_leaves_the_spec_alone(theme):
    spec = numbers_figure(np.arange(3.0), np.arange(3.0), cell="gru").spec
    alone = exported(spec, theme, title="Answers")
    figure = go.Figure(alone)
    assert figure.layout.paper_bgcolor == BACKGROUNDS[theme]
    assert contrast(figure.layout.template.layout.font.color, BACKGROUNDS[theme]) >= 7
    assert figure.layout.template.layout.colorway == (figure.layout.template.layout.font.color,)
    assert figure.layout.title.text == "Answers"
    assert "template" not in spec["layout"]
    assert "title" not in spec["layout"]
