"""A page with a coloured text, chosen above it, for the browser tests."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.ui.components.stage import Pick, still
from playground.views.drawings import coloured_text

TEXT = "the cat\nsat, <b>*q*</b>"
LONG = "who knows the white rabbit? " * 7


def states(text: str, units: int) -> np.ndarray:
    """Unit 0 fires at t and against a, unit 1 never, the others by chance."""
    made = np.random.default_rng(0).uniform(-1, 1, (len(text), units))
    made[:, 0] = [0.8 * (sign == "t") - 0.4 * (sign == "a") for sign in text]
    made[:, 1] = 0
    return made


def chosen(pick: Pick) -> None:
    st.session_state.chosen = pick.value


def main() -> None:
    st.session_state.setdefault("chosen", 0)
    text, units = (LONG, 128) if st.toggle("Long") else (TEXT, 40)
    strength = -1.0 if st.toggle("Turned") else 1.0
    drawing = coloured_text(
        signs=tuple(text),
        states=strength * states(text, units),
        unit=st.session_state.chosen,
        key="coloured",
    )
    still([drawing], key="coloured", on_pick=chosen)
    st.text(f"chosen {st.session_state.chosen}")


if __name__ == "__main__":  # the tests read the words above without showing the page
    main()
