"""A page with the run bar alone, on a film that the tests hand to the player, for the browser tests."""

from __future__ import annotations

import streamlit as st

from playground.tasks.base import Baseline
from playground.training.verdicts import Known
from playground.ui.components.run_bar import Hands, Measure, RunFilm, Start, run_bar
from playground.views.verdicts import VERDICTS

state = st.session_state
state.setdefault("seed", 0)
state.setdefault("runs", 0)
state.runs += 1


def new_weights() -> None:
    state.seed += 1


st.html("<style>:root { --top: 3.5rem; }</style>")
run_bar(
    films=[RunFilm(run=f"seed={state.seed}", total_steps=480, epoch_steps=8, seconds=(30.0, 60.0))],
    start=Start(serial=state.seed),
    viewer="gallery",
    key="run-bar",
    measure=Measure(
        baseline=Baseline(loss=0.853, sentence="Says the last value again."),
        words=VERDICTS,
        table=Known().table(),
        labels={},
    ),
    hands=Hands(new_weights=new_weights),
)
st.text(f"seed {state.seed}; script runs {state.runs}")
st.text_input("Name")
for place in range(40):
    st.text(f"Line {place} below the bar")
