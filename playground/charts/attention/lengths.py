"""How often a whole answer is right, by the length of what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.charts.picture import Picture, Spec, base_layout, scatter, sentences, short
from playground.charts.theme import CELL_COLOURS
from playground.config import Cell
from playground.i18n import _

DASHES = ("solid", "dot")


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLength:
    """One network's whole answers, by the length of the source."""

    name: str
    lengths: NDArray[np.int64]
    """(lengths,) rising."""
    exact: NDArray[np.float64]
    """(lengths,) share of whole answers right, 0 to 1."""
    counts: NDArray[np.int64]
    """(lengths,) test examples of each."""


def lengths_figure(networks: Sequence[ByLength], *, cell: Cell) -> Picture:
    """One line for each network, one or two of the same cell, the first one solid."""
    several = len(networks) > 1
    layout = base_layout(_("Tokens in the source"), _("Right answers (%)"), showlegend=several)
    layout["yaxis"] |= {"range": [-4, 104]}
    return Picture(
        spec={"data": [_line(*one, cell) for one in zip(networks, DASHES, strict=False)], "layout": layout},
        alt=sentences([_in_words(network) for network in networks]),
        title=_("Right answers by length"),
        look_for=_("Look for the length where only the line without attention falls.")
        if several
        else _("Where the line falls, the sources are too long for the network."),
    )


def _line(network: ByLength, dash: str, cell: Cell) -> Spec:
    hover = _("{tokens} tokens: {share} % of {count} right").format(
        tokens="%{x}", share="%{y:.0f}", count="%{customdata}"
    )
    return scatter(
        "lines+markers",
        network.lengths.tolist(),
        (100 * network.exact).round(2).tolist(),
        hover,
        name=network.name,
        customdata=network.counts.tolist(),
        line={"color": CELL_COLOURS[cell], "dash": dash, "width": 2},
        marker={"symbol": "circle" if dash == "solid" else "circle-open", "size": 7},
    )


def _in_words(network: ByLength) -> str:
    if not len(network.lengths):
        return _("{name}: there are no answers yet.").format(name=network.name)
    return _("{name}: {first} % right at {short} tokens, {last} % at {long} tokens.").format(
        name=network.name,
        first=short(100 * network.exact[0]),
        short=network.lengths[0],
        last=short(100 * network.exact[-1]),
        long=network.lengths[-1],
    )
