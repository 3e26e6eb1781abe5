"""The runs of a sweep in pictures: each setting against the loss, and every click a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from playground.charts.sweep.curves import nearest_run, sweep_curves_figure
from playground.charts.sweep.heatmaps import SweepRun, sweep_heatmap_figure
from playground.charts.sweep.parallel import run_through, sweep_parallel_figure
from playground.charts.sweep.scatter import nearest_dot, sweep_scatter_figure
from playground.config import Cell
from playground.experiments.sweeps import Sweep
from playground.i18n import _
from playground.tasks.base import Dataset
from playground.ui.components.live_figure import Click, live_figure
from playground.ui.session import Session, set_view_state
from playground.ui.sweep.runs import Shown, identity


def choose(seen: Shown, pick: Callable[[float, float], SweepRun | None]) -> Callable[[Click], None]:
    """The action of a click on a picture; a click on no run, or on a word of an axis, does nothing."""

    def clicked(click: Click) -> None:
        if isinstance(click.x, str) or isinstance(click.y, str):
            return
        if (run := pick(click.x, click.y)) is not None:
            set_view_state(run=seen.digest(run))

    return clicked


def search(session: Session, seen: Shown, data: Dataset) -> None:
    """Heatmaps of two settings on a grid; else every run through all settings, and against each."""
    assert session.sweep is not None
    chosen = seen.name(session.view_state.run)
    if session.sweep.kind == "grid" and len(seen.axes) == 2:
        told = _(
            "Each square is a run; deeper blue: lower final test loss. Framed: the best. Click a square "
            "to see its run."
        )
        st.caption(told)
        _heatmaps(session.sweep, seen, data, chosen)
        return
    if not any(run.state != "to come" for run in seen.runs):
        return
    if len(seen.axes) > 1:
        picture = sweep_parallel_figure(seen.runs, seen.axes, loss_name=data.answer.loss, chosen=chosen)
        through = choose(seen, lambda x, y: run_through(seen.runs, seen.axes, round(x), y))
        live_figure(picture, key="sweep-parallel", height=320, revision=identity(session), on_click=through)
    with st.container(horizontal=True, gap="medium", key="multiples"):
        for place in range(len(seen.axes)):
            _scatter(session, seen, place, data, chosen)


def _heatmaps(sweep: Sweep, seen: Shown, data: Dataset, chosen: str) -> None:
    across, up = seen.axes
    with st.container(horizontal=True, gap="medium", key="multiples"):
        for cell in sweep.cells:
            pick = choose(seen, partial(_in_heatmap, seen, cell))
            with st.container(key=f"heatmap-box-{cell}"):
                picture = sweep_heatmap_figure(
                    seen.runs, (across, up), cell=cell, loss_name=data.answer.loss, chosen=chosen
                )
                size, axes = min(110 + 44 * len(up.labels), 420), f"{across.labels} {up.labels}"
                live_figure(picture, key=f"heatmap-{cell}", height=size, revision=axes, on_click=pick)


def _in_heatmap(seen: Shown, cell: Cell, x: float, y: float) -> SweepRun | None:
    """The run in a square; each cell has a heatmap of its own."""
    at = {run.places: run for run in seen.runs if run.cell == cell}
    return at.get((round(x), round(y)))


def _scatter(session: Session, seen: Shown, place: int, data: Dataset, chosen: str) -> None:
    pick = choose(seen, lambda x, y: nearest_dot(seen.runs, seen.axes[place], place, x, y))
    picture = sweep_scatter_figure(seen.runs, seen.axes, place, loss_name=data.answer.loss, chosen=chosen)
    with st.container(key=f"scatter-box-{place}"):
        live_figure(picture, key=f"scatter-{place}", height=260, revision=identity(session), on_click=pick)


def curves(session: Session, seen: Shown, data: Dataset) -> None:
    """Every run's test loss through its training."""
    picture = sweep_curves_figure(
        seen.runs,
        loss_name=data.answer.loss,
        baseline=data.baseline.loss,
        chosen=seen.name(session.view_state.run),
    )
    pick = choose(seen, lambda x, y: nearest_run(seen.runs, x, y))
    live_figure(picture, key="sweep-curves", height=330, revision=identity(session), on_click=pick)
