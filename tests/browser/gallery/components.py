"""A page with every component on it and numbers that grow, for the browser tests."""

from __future__ import annotations

import numpy as np
import streamlit as st
from playground.ui.components.timeline import timeline

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
from playground.films.history import History
from playground.ui.components.live_figure import Click, live_figure
from playground.ui.components.plotly_asset import plotly_loader
from playground.ui.components.sequence_editor import sequence_editor

TOTAL = 1000
state = st.session_state
state.setdefault("developed", 300)
state.setdefault("step", 120)
state.setdefault("ticks", 0)
state.setdefault("seeks", [])
state.setdefault("clicks", [])
state.setdefault("numbers", tuple(np.round(np.sin(np.arange(24) / 3), 3).tolist()))


def history(steps: int) -> History:
    numbers = np.random.default_rng(0)
    s = np.arange(1, TOTAL + 1)
    train = (np.exp(-s / 250) * 0.6 + 0.02 + 0.05 * numbers.random(TOTAL))[:steps]
    ends = np.arange(20, steps + 1, 20)
    return History(
        train_loss=train,
        grad_norm=(0.3 + 1.2 * numbers.random(TOTAL) ** 4)[:steps],
        epoch_step=ends,
        epoch_train_loss=np.ones(len(ends)),
        test_loss=np.exp(-ends / 240) * 0.62 + 0.03,
        metrics={},
    )


def seek(step: int) -> None:
    state.step = step
    state.seeks = [*state.seeks, step]


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
        free_times=years[115:],
        free=real[115:] * 0.9,
        baselines={"Last value": real[11:-1], "Same month last year": real[:-12]},
    )


plotly_loader()
st.title("Components")


@st.fragment
def live() -> None:
    if st.button("Tick"):
        state.ticks += 1
        if not state.get("still"):
            state.developed = min(state.developed + 5, TOTAL)
        if state.get("plays"):
            state.step += 5
    film = history(state.developed)
    timeline(
        step=state.step,
        developed=state.developed,
        total=TOTAL,
        key="timeline",
        epoch_text=f"Epoch {state.step // 20}",
        time_left="about 12 s left",
        status="Training" if state.developed < TOTAL else "Finished",
        on_seek=seek,
    )
    left, right = st.columns(2)
    with left:
        loss = loss_figure(
            film,
            cell="lstm",
            loss_name="mse",
            baseline=0.5,
            cursor=state.step,
            log_y=state.get("log", False),
            total_steps=TOTAL,
            changes=(200,),
        )
        live_figure(loss, key="loss", on_click=click)
    with right:
        norms = gradient_figure(film, cell="lstm", max_norm=1.0, cursor=state.step, total_steps=TOTAL)
        live_figure(norms, key="gradient")
    st.text(f"ticks {state.ticks}; seeks {state.seeks}; clicks {state.clicks}")


live()
st.checkbox("Hold still", key="still")
st.checkbox("Logarithmic", key="log")
st.checkbox("Play on", key="plays")
sequence_editor(state.numbers, low=-2, high=2, key="editor", label="Your own sequence", on_change=bend)
st.text(f"numbers {list(state.numbers)}")

left, right = st.columns(2)
rng = np.random.default_rng(1)
with left:
    live_figure(forecast(), key="forecast")
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
