"""A page with every component on it, and a film that the tests hand to the player, for the browser tests."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.charts import (
    Picture,
    confusion_figure,
    every_step_figure,
    forecast_figure,
    gradient_figure,
    loss_figure,
    numbers_figure,
    sequence_preview_figure,
)
from playground.ui.components.live_figure import Click, live_figure
from playground.ui.components.plotly_asset import plotly_loader
from playground.ui.components.run_bar import RunFilm, Start, run_bar
from playground.ui.components.sequence_editor import sequence_editor
from playground.ui.components.stage import still
from playground.views.parts import figure

RUN, TOTAL = "film", 1000
state = st.session_state
state.setdefault("runs", 0)
state.setdefault("clicks", [])
state.setdefault("numbers", tuple(np.round(np.sin(np.arange(24) / 3), 3).tolist()))
state.runs += 1


def click(point: Click) -> None:
    state.clicks = [*state.clicks, (point.x, point.curve)]


def bend(numbers: tuple[float, ...]) -> None:
    state.numbers = numbers


def forecast() -> Picture:
    years = 1949 + np.arange(144) / 12
    real = (120 + 2.6 * np.arange(144)) * (1 + 0.2 * np.sin(np.arange(144) / 12 * 6.283))
    said = real[12:] * 1.03 + 4
    return forecast_figure(
        times=years,
        real=real,
        split_time=years[115],
        predicted_times=years[12:],
        predicted=said,
        cell="lstm",
        time_label="Year",
        value_label="Passengers (thousands)",
        baselines={"Last value": real[11:-1], "Same month last year": real[:-12]},
    )


plotly_loader()
st.title("Components")


film = RunFilm(run=RUN, total_steps=TOTAL, epoch_steps=20, seconds=(30.0, 60.0))
run_bar(films=[film], start=Start(serial=1), viewer="gallery", key="bar")
left, right = st.columns(2)
with left:
    loss = loss_figure(RUN, cell="lstm", loss_name="mse", baseline=0.5, total_steps=TOTAL, changes=(200,))
    still([figure(loss, key="loss", seeks=1)], key="tracks")
with right:
    norms = gradient_figure(RUN, cell="lstm", clipping=((0, 1.0),), total_steps=TOTAL)
    still([figure(norms, key="gradient")], key="norms")
st.button("Run the script")
st.text(f"runs {state.runs}; clicks {state.clicks}")
sequence_editor(state.numbers, low=-2, high=2, key="editor", label="Your own sequence", on_change=bend)
st.text(f"numbers {list(state.numbers)}")

left, right = st.columns(2)
rng = np.random.default_rng(1)
with left:
    live_figure(forecast(), key="forecast", on_click=click)
    live_figure(confusion_figure(np.array([[41, 9], [4, 46]]), ("even", "odd"), 120), key="confusion")
    examples = rng.integers(0, 2, (4, 20, 1)).astype(np.float32)
    live_figure(sequence_preview_figure(examples, ["even", "odd", "odd", "even"]), key="preview")
with right:
    true = rng.random(200) * 2
    live_figure(numbers_figure(true, true * 0.8 + 0.2 * rng.random(200), cell="gru"), key="numbers")
    bits = rng.integers(0, 2, 20)
    said = np.clip(np.cumsum(bits) % 2 * 0.8 + 0.1 + 0.3 * rng.standard_normal(20), 0, 1)
    picture = every_step_figure(
        np.cumsum(bits) % 2, said, cell="rnn", inputs=[str(bit) for bit in bits], time_step=7
    )
    live_figure(picture, key="steps")
    wide = np.stack([rng.random((3, 30)), np.zeros((3, 30))], axis=2)
    wide[:, [4, 17], 1] = 1
    answers = [f"{row[[4, 17], 0].sum():.2f}" for row in wide]
    adding = sequence_preview_figure(wide, answers, feature_names=("number", "marked"))
    live_figure(adding, key="adding")
