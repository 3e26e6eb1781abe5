"""What a sweep has found, in pictures: each setting against the loss, and every click a run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground.charts.sweep.curves import nearest_run, sweep_curves_figure
from playground.charts.sweep.heatmaps import SweepRun, sweep_heatmap_figure
from playground.charts.sweep.parallel import run_through, sweep_parallel_figure
from playground.charts.sweep.scatter import nearest_dot, sweep_scatter_figure
from playground.experiments.sweeps import Sweep
from playground.i18n import _
from playground.tasks.base import Dataset
from playground.ui.components import Click, live_figure
from playground.ui.session import Session, set_view_state
from playground.ui.sweep.runs import Shown, identity


def choose(seen: Shown, pick: Callable[[Click], SweepRun | None]) -> Callable[[Click], None]:
    """What a click on a picture does; one that meets no run does nothing."""

    def clicked(click: Click) -> None:
        if (run := pick(click)) is not None:
            set_view_state(run=seen.digest(run))

    return clicked


def search(session: Session, seen: Shown, data: Dataset) -> None:
    """Heatmaps of two settings on a grid; else every run through all settings, and against each."""
    assert session.sweep is not None
    chosen = name_of(seen, session.view_state.run)
    if session.sweep.kind == "grid" and len(seen.axes) == 2:
        st.caption(
            _(
                "Every square is a run: the deeper the blue, the lower its final test loss. "
                "Framed: the best. Click a square to see its run below."
            )
        )
        _heatmaps(session.sweep, seen, data, chosen)
        return
    if not any(run.state != "to come" for run in seen.runs):
        return
    if len(seen.axes) > 1:
        picture = sweep_parallel_figure(seen.runs, seen.axes, loss_name=data.answer.loss, chosen=chosen)
        through = choose(seen, lambda click: _through(seen, click))
        live_figure(picture, key="sweep-parallel", height=320, revision=identity(session), on_click=through)
    with st.container(horizontal=True, gap="medium", key="multiples"):
        for place in range(len(seen.axes)):
            _scatter(session, seen, place, data, chosen)


def _heatmaps(sweep: Sweep, seen: Shown, data: Dataset, chosen: str) -> None:
    across, up = seen.axes
    with st.container(horizontal=True, gap="medium", key="multiples"):
        for cell in sweep.cells:
            own = [run for run in seen.runs if run.cell == cell]
            at = {run.places: run for run in own}
            with st.container(key=f"heatmap-box-{cell}"):
                picture = sweep_heatmap_figure(
                    seen.runs, (across, up), cell=cell, loss_name=data.answer.loss, chosen=chosen
                )
                live_figure(
                    picture,
                    key=f"heatmap-{cell}",
                    height=min(110 + 44 * len(up.labels), 420),
                    revision=f"{across.labels} {up.labels}",
                    on_click=choose(seen, _in_heatmap(at)),
                )


def _in_heatmap(at: dict[tuple[int, ...], SweepRun]) -> Callable[[Click], SweepRun | None]:
    def pick(click: Click) -> SweepRun | None:
        if isinstance(click.x, str) or isinstance(click.y, str):
            return None
        return at.get((round(click.x), round(click.y)))

    return pick


def _scatter(session: Session, seen: Shown, place: int, data: Dataset, chosen: str) -> None:
    axis = seen.axes[place]

    def pick(click: Click) -> SweepRun | None:
        if isinstance(click.x, str) or isinstance(click.y, str):
            return None
        return nearest_dot(seen.runs, axis, place, click.x, click.y)

    with st.container(key=f"scatter-box-{place}"):
        live_figure(
            sweep_scatter_figure(seen.runs, seen.axes, place, loss_name=data.answer.loss, chosen=chosen),
            key=f"scatter-{place}",
            height=260,
            revision=identity(session),
            on_click=choose(seen, pick),
        )


def _through(seen: Shown, click: Click) -> SweepRun | None:
    if isinstance(click.x, str) or isinstance(click.y, str):
        return None
    return run_through(seen.runs, seen.axes, round(click.x), click.y)


def name_of(seen: Shown, digest: str) -> str:
    """The run that is looked at, by its name; empty for none."""
    run = seen.run(digest)
    return "" if run is None else run.name


def curves(session: Session, seen: Shown, data: Dataset) -> None:
    """Every run's test loss through its training."""
    picture = sweep_curves_figure(
        seen.runs,
        loss_name=data.answer.loss,
        baseline=data.baseline.loss,
        chosen=name_of(seen, session.view_state.run),
    )
    live_figure(
        picture,
        key="sweep-curves",
        height=330,
        revision=identity(session),
        on_click=choose(seen, lambda click: _on_curve(seen, click)),
    )


def _on_curve(seen: Shown, click: Click) -> SweepRun | None:
    if isinstance(click.x, str) or isinstance(click.y, str):
        return None
    return nearest_run(seen.runs, click.x, click.y)
