"""The chart of whole answers by length."""

from __future__ import annotations

import numpy as np

from playground.charts.attention.lengths import ByLength, lengths_figure
from playground.charts.theme import CELL_COLOURS


def by_length(name: str, *exact: float) -> ByLength:
    count = len(exact)
    return ByLength(
        name=name, lengths=np.arange(1, count + 1), exact=np.array(exact), counts=np.full(count, 50)
    )


def test_lines_are_in_per_cent_in_the_cells_colour_and_told_apart_without_it():
    picture = lengths_figure([by_length("GRU, dot", 1.0, 0.5), by_length("GRU, none", 0.9, 0.02)], cell="gru")
    first, second = picture.spec["data"]
    assert (first["x"], first["y"]) == ([1, 2], [100.0, 50.0])
    assert second["y"] == [90.0, 2.0]
    assert first["line"]["color"] == second["line"]["color"] == CELL_COLOURS["gru"]
    assert first["line"]["dash"] != second["line"]["dash"]
    assert first["marker"]["symbol"] != second["marker"]["symbol"]
    assert "GRU, none: 90 % right at 1 tokens, 2 % at 2 tokens." in picture.alt


def test_one_network_needs_no_legend_and_none_yet_is_said():
    assert not lengths_figure([by_length("GRU", 1.0)], cell="gru").spec["layout"]["showlegend"]
    assert "no answers yet" in lengths_figure([by_length("GRU")], cell="gru").alt
