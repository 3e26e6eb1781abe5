"""A page with ribbons and the map of attention, chosen above them, for the browser tests."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts.attention.maps import attention_figure
from playground.ui.components.live_figure import live_figure
from playground.ui.components.stage import Pick, still
from playground.views.drawings import ribbons

WORDS = (("the", "red", "house", "is", "the", "oldest"), ("das", "rote", "Haus", "ist", "das", "älteste"))
LONG = (
    ("<img src=x onerror=alert(1)>", "Donaudampfschifffahrtsgesellschaftskapitän", "and", " ", "{list}"),
    ("<b>bold</b>", "the", "captain-of-the-danube-steamship-company"),
)
DATE = tuple("thursday, 7 march 2024"), tuple("2024-03-07")
MANY = tuple(f"word{place}" for place in range(30)), tuple(f"token{place}" for place in range(26))
CHOICES = {"words": WORDS, "long": LONG, "date": DATE, "many": MANY, "nothing": (WORDS[0], ())}


def peaked(rows: int, columns: int, sharp: float) -> np.ndarray:
    """Weights around the diagonal, narrower the larger `sharp` is."""
    ends = np.linspace(0, columns - 1, max(rows, 1))[:rows]
    scores = -sharp * (np.arange(columns) - ends[:, None]) ** 2
    weights = np.exp(scores - scores.max(axis=1, initial=-np.inf, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def chosen(pick: Pick) -> None:
    st.session_state.chosen = [*st.session_state.chosen, pick.value]


def main() -> None:
    st.session_state.setdefault("chosen", [])
    source, target = CHOICES[st.radio("Words", CHOICES, horizontal=True) or "words"]
    weights = peaked(len(target), len(source), 0.05 if st.toggle("Blurred") else 1.0)
    right = [place % 4 != 2 for place in range(len(target))]
    given = {"source": source, "target": target, "right": right, "cell": "gru"}
    still([ribbons(weights=weights, key="ribbons", **given)], key="ribbons", on_pick=chosen)
    st.text(f"chosen {st.session_state.chosen}")
    if st.toggle("Chart"):
        truth = [None if place == 4 else min(place, len(source) - 1) for place in range(len(target))]
        live_figure(attention_figure(weights, truth=truth, **given), key="map", height=420)


if __name__ == "__main__":  # the tests read the words above without showing the page
    main()
